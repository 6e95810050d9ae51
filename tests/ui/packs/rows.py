"""Made-up packs as they look once they were read: one that goes in, one to look at, one refused, one shut."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from auditor.packs.staged import Staged, StagedPack, StagedRow, Standing, Verdict
from db.vocabulary import Value

SEALED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ENDED = "N-021 was submitted on 12 November and has not been reopened. Its answers stay as they are."


def rows(add: int, change: int = 0, same: int = 0, refuse: int = 0) -> tuple[StagedRow, ...]:
    """Rows of one pack, additions first, as they may come."""
    values = tuple(Value)
    found: list[StagedRow] = []
    for verdict, count in (
        (Verdict.ADD, add),
        (Verdict.CHANGE, change),
        (Verdict.SAME, same),
        (Verdict.REFUSE, refuse),
    ):
        for i in range(count):
            new = values[i % 5]
            now = None if verdict is Verdict.ADD else new if verdict is Verdict.SAME else values[(i + 1) % 5]
            told = ("with cause: process", "with cause: template") if verdict is Verdict.CHANGE else ("", "")
            why = ENDED if verdict is Verdict.REFUSE else ""
            plan = "N-021" if verdict is Verdict.REFUSE else f"N-{i // 40 + 1:03}"
            found.append(StagedRow(verdict, plan, f"Q{i % 40 + 1}", "Question", now, new, *told, why))
    return tuple(found)


def pack(at: int, standing: Standing = Standing.CAN, of: Sequence[StagedRow] = (), why: str = "") -> StagedPack:
    """One pack, the `at`th of its batch."""
    words = {
        Standing.CAN: "Can go in", Standing.LOOK: "Two computers: look", Standing.NOTHING: "Nothing new",
        Standing.REFUSED: "Refused: another round", Standing.PASSPHRASE: "Shut",
    }  # fmt: skip
    return StagedPack(
        f"pack {at}.ehcppack", standing, words[standing], why, f"uid-{at}", "return", f"Auditor {at}", f"A{at}",
        "health", f"device-{at}", at, SEALED + timedelta(minutes=at), SEALED - timedelta(days=11), "Seal good",
        tuple(of),
    )  # fmt: skip


def three() -> Staged:
    """One of each that a lead meets most."""
    return Staged(
        1,
        (
            pack(1, Standing.CAN, rows(116, 2, 80, 2)),
            pack(2, Standing.LOOK, rows(40), "N-014 was scored on two computers. Both are kept."),
            pack(3, Standing.REFUSED, (), "This pack is for Summer 2026. Nothing was taken in."),
        ),
    )


def many(count: int = 300) -> Staged:
    """As many packs as a large round sends back in a week, 400 rows each."""
    return Staged(1, tuple(pack(at, Standing.CAN, rows(300, 20, 60, 20)) for at in range(1, count + 1)))
