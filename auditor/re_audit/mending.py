"""Whether what was asked of plans was found mended when they were audited again: yes, partly or no, as counts alone."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from auditor.answers import NOTE_LIMIT, clean_note
from auditor.audits import criterion_ids, framework_of
from auditor.cases import cases_of
from auditor.changed import Changed
from auditor.re_audit.again import shortfalls
from auditor.round_states import Deed, need, refusal, round_of, was_purged
from auditor.standing.expected import AskedPlan, asked_plans
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Criterion, Mending, Round, RoundPlan, Sampled
from db.vocabulary import Mended, RoundKind, Value

SAID, TOOK_BACK = "said what was mended", "took back what was said to be mended"
CHANGED = frozenset({"mending"})


@dataclass(frozen=True)
class Asked:
    """One question of a plan that was asked to be mended.

    `was` is the answer then, `now` the agreed one of the second audit, None while there is none. `found` is what
    follows from the two, None where nothing does: nothing is agreed yet, it does not apply any more, or the papers were
    not given. `said` is what the lead has said instead, with the reason in `words`.
    """

    seen: int
    reference: str
    criterion: str
    short: str
    was: Value
    now: Value | None
    found: Mended | None
    said: Mended | None
    words: str

    @property
    def result(self) -> Mended | None:
        """What counts: what the lead says, and else what follows from the answers."""
        return self.said or self.found


@dataclass(frozen=True)
class MendingTable:
    """All that was asked of the plans of a re-audit; `why_empty` where nothing is known of it, `locked` why it stands.

    It is never a percentage: plans picked for what they lacked rise by chance alone.
    """

    round: str
    earlier: str
    lines: tuple[Asked, ...]
    why_empty: str
    locked: str

    def count(self, result: Mended | None) -> int:
        """How many shortfalls have this result; None counts those that nothing is said of yet."""
        return sum(1 for line in self.lines if line.result == result)

    @property
    def plans(self) -> int:
        """Of how many plans something was asked."""
        return len({line.reference for line in self.lines})

    @property
    def plans_mended(self) -> int:
        """How many plans were mended as asked in everything."""
        results: dict[str, set[Mended | None]] = {}
        for line in self.lines:
            results.setdefault(line.reference, set()).add(line.result)
        return sum(1 for found in results.values() if found == {Mended.YES})


def found_mended(was: Value, now: Value | None) -> Mended | None:
    """What two answers to one question say of mending: met is yes, higher than before partly, else no.

    Nothing, where there is no second answer or it is no score.
    """
    if now is None or not now.scored:
        return None
    if now == Value.MET:
        return Mended.YES
    return Mended.PARTLY if now > was else Mended.NO


def mending(store: Store, round_id: int) -> MendingTable:
    """What was asked of the plans of a round that were audited before, and what came of it. Raises UserError."""
    with store.read() as session:
        return read_mending(session, round_of(session, round_id))


def read_mending(session: Session, rnd: Round) -> MendingTable:
    """As `mending`, within a job."""
    earlier = session.get(Round, rnd.copied_from_id) if rnd.copied_from_id is not None else None
    locked = refusal(rnd, Deed.DECIDE)
    if rnd.kind != RoundKind.RE_AUDIT or earlier is None:
        return MendingTable(rnd.name, "", (), f"{rnd.name} was not made to audit plans again.", locked)
    if earlier.purged or rnd.purged:
        return MendingTable(rnd.name, earlier.name, (), was_purged(rnd) or was_purged(earlier), locked)
    framework = framework_of(session, rnd.id or 0)
    now = {case.facts.reference: case.answers for case in cases_of(session, rnd, framework)}
    asked = shortfalls(session, earlier)
    said = _said(session, rnd)
    lines: list[Asked] = []
    for plan in asked_plans(session, rnd.id or 0):
        for key, was in asked.get(plan.reference, {}).items():
            answer = now.get(plan.reference, {}).get(key)
            kept = said.get((plan.sampled, key))
            lines.append(
                Asked(
                    plan.sampled, plan.reference, key, framework.criterion(key).short, was, answer,
                    found_mended(was, answer), Mended(kept.result) if kept else None, kept.words if kept else "",
                )
            )  # fmt: skip
    return MendingTable(rnd.name, earlier.name, tuple(lines), "", locked)


def say_mended(store: Store, round_id: int, seen: int, criterion: str, result: Mended | None, why: str) -> Changed:
    """Say otherwise than the answers whether something was mended, with the reason; None goes by the answers again.

    Raises UserError: `not_lead`, `round_state`, `no_reason`, `long_note`, `not_asked`.
    """
    why = clean_note(why).strip()
    if not why:
        raise UserError("no_reason", "Say in a few words why. The reason is kept with it. Nothing was changed.")
    if len(why) > NOTE_LIMIT:
        raise UserError("long_note", f"That is longer than {NOTE_LIMIT:,} characters. Nothing was changed.")
    with store.write() as session:
        owner = store.lead(session, "says what was mended")
        rnd = need(session, round_id, Deed.DECIDE)
        table = read_mending(session, rnd)
        line = next((one for one in table.lines if (one.seen, one.criterion) == (seen, criterion)), None)
        if line is None:
            raise UserError("not_asked", "That was not asked to be mended. Nothing was changed.")
        row = _said(session, rnd).get((seen, criterion))
        before = line.result.value if line.result else "not said"
        if row is not None:
            session.delete(row)
            session.flush()
        if result is not None:
            session.add(
                Mending(
                    sampled_id=_earlier_place(session, rnd, line.reference), seen_id=seen, result=result.value,
                    criterion_id=criterion_ids(session, rnd.framework_id)[criterion], words=why, by=owner.name,
                )
            )  # fmt: skip
        log.append(
            session, who=owner.name, what=SAID if result else TOOK_BACK, why=why, before=before,
            subject=f"{rnd.name} {line.reference} {criterion}", after=result.value if result else "by the answers",
        )  # fmt: skip
    return Changed(CHANGED, (seen,))


def mended_words(table: MendingTable) -> str:
    """The counts in a sentence: Of 41 shortfalls asked to be mended, 30 were, 6 partly and 5 not."""
    if table.why_empty:
        return table.why_empty
    if not table.lines:
        return "Nothing was asked to be mended of the plans in this round."
    asked, open_now = len(table.lines), table.count(None)
    yes, partly, no = (table.count(result) for result in Mended)
    if open_now == asked:
        return f"{_asked(asked)} asked to be mended. Nothing is known yet of what became of {_them(asked)}."
    verb = "was" if yes == 1 else "were"
    said = f"Of {_shortfalls(asked)} asked to be mended, {yes:,} {verb}, {partly:,} partly and {no:,} not."
    return f"{said} Of {open_now:,} it is not known yet." if open_now else said


def _asked(n: int) -> str:
    return "1 shortfall was" if n == 1 else f"{n:,} shortfalls were"


def _them(n: int) -> str:
    return "it" if n == 1 else "them"


def _shortfalls(n: int) -> str:
    return "1 shortfall" if n == 1 else f"{n:,} shortfalls"


def _said(session: Session, rnd: Round) -> dict[tuple[int, str], Mending]:
    rows = session.exec(
        select(Mending, Criterion.key)
        .join(Criterion, col(Criterion.id) == Mending.criterion_id)
        .join(Sampled, col(Sampled.id) == Mending.seen_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == rnd.id)
    )
    return {(row.seen_id, key): row for row, key in rows}


def _earlier_place(session: Session, rnd: Round, reference: str) -> int:
    plans: tuple[AskedPlan, ...] = asked_plans(session, rnd.copied_from_id or 0)
    return next(plan.sampled for plan in plans if plan.reference == reference)
