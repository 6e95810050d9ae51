"""Made-up rounds that several auditors scored, with differences to settle."""

from collections.abc import Sequence
from pathlib import Path

from sqlmodel import select

from auditor import scoring
from auditor.answers import Answer
from auditor.contents import Evidence
from auditor.evidence import add_evidence
from auditor.frameworks import builtin
from auditor.round_moves import move_on
from db.store import Store
from db.tables import Person
from db.vocabulary import RoundState, Value
from tests.building import assignment_of, make_round, make_workspace, score, small_framework

MET, PARTLY, NOT_MET = Value.MET, Value.PARTLY, Value.NOT_MET
NA, UNSURE = Value.NOT_APPLICABLE, Value.CANNOT_TELL
Four = Sequence[Value]


def two_scored(folder: Path, plans: Sequence[tuple[Four, Four]], *, moderating: bool = True) -> Store:
    """A small framework's round in which Edie and Hal scored every plan N-001, N-002…, with these answers to Q1 to Q4.

    Q1 is critical. The round is moderating unless that is off.
    """
    store = make_workspace(folder / "two.ehcpaudit")
    names = [f"N-{n:03}" for n in range(1, len(plans) + 1)]
    rnd = make_round(store, small_framework(folder), names, {name: ["EA", "HB"] for name in names})
    for name, (first, second) in zip(names, plans, strict=True):
        score(store, rnd, name, "EA", first)
        score(store, rnd, name, "HB", second)
    if moderating:
        move_on(store, rnd, RoundState.MODERATING)
    return store


def again(store: Store, reference: str, code: str, question: str, value: Value) -> None:
    """An auditor submits again, with one answer changed."""
    at = assignment_of(store, 1, reference, code)
    scoring.reopen(store, at, "looked at it again")
    scoring.save_answer(store, at, question, Answer(value))
    scoring.submit(store, at)


def person_of(store: Store, code: str) -> int:
    """Somebody's number in the register."""
    with store.read() as session:
        return session.exec(select(Person.id).where(Person.code == code)).one() or 0


def true_to_life(folder: Path, differing: int, plans: int, twice: int) -> Store:
    """A round of the shipped framework: so many plans, so many answers that differ on those scored twice.

    The plans after those are still to be scored.
    """
    store = make_workspace(folder / "life.ehcpaudit")
    framework = builtin("default-ehcp")
    judged = framework.judged
    names = [f"N-{n:04}" for n in range(1, plans + 1)]
    by = {name: ["EA", "HB"] if n < twice else ["EA"] for n, name in enumerate(names)}
    rnd = make_round(store, framework, names, by)
    at = {(row.reference, row.auditor_code): row.assignment for row in scoring.plan_rows(store, rnd)}
    left = differing
    for n, name in enumerate(names[:twice]):
        scoring.enter_sheet(store, at[name, "EA"], {c.id: Answer(MET) for c in judged})
        scoring.submit(store, at[name, "EA"])
        here = min(left, -(-left // (twice - n)))
        left -= here
        changed = [(n * 7 + k * 5) % len(judged) for k in range(here)]
        other = {c.id: Answer(MET) for c in judged}
        for nth, place in enumerate(changed):
            value = PARTLY if (n + place) % 3 and judged[place].partly else NOT_MET
            note = "Two of five lines have no amount, and nobody is named for them." if nth < 3 else ""
            other[judged[place].id] = Answer(value, "plan_writing", "education", note)
        work = at[name, "HB"]
        scoring.enter_sheet(store, work, other)
        for place in changed[:3]:
            add_evidence(store, work, judged[place].id, Evidence("F", 9, None, "support from a key adult when needed"))
        scoring.submit(store, work)
    move_on(store, rnd, RoundState.MODERATING)
    return store
