"""Where an auditor's answers are otherwise than what was settled, and why: for the lead and that auditor alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from auditor.agreeing.calculate import twice
from auditor.agreeing.people import Leniency, leniency
from auditor.audits import framework_of
from auditor.cases import Case, cases_of, scored_plans
from auditor.frameworks import Framework
from auditor.moderation.kept import is_current
from auditor.round_states import round_of
from db import tables
from db.store import Store
from db.tables import Decision, Person, Plan, RoundPlan, Sampled
from db.vocabulary import Value


@dataclass(frozen=True)
class Differed:
    """One answer that was settled otherwise: theirs as last submitted, the agreed one, and the reason given."""

    reference: str
    criterion: str
    short: str
    theirs: Value
    agreed: Value
    reason: str
    settled_on: date | None

    @property
    def points(self) -> int | None:
        """How many points theirs lies above the agreed answer; None where one of the two has none."""
        return int(self.theirs) - int(self.agreed) if self.theirs.scored and self.agreed.scored else None


@dataclass(frozen=True)
class ByQuestion:
    """One question: how many of an auditor's answers could be compared, how many differ, and which way."""

    criterion: str
    short: str
    compared: int
    differed: int
    higher: int
    lower: int


@dataclass(frozen=True)
class AuditorFeedback:
    """What one auditor is told of a round.

    `compared_by` counts by question how many of their answers stand beside somebody else's or a decision and are
    settled, `waiting` those that are still to be; together on `plans` plans. `leniency` is theirs alone; None where it
    was not worked out.
    """

    round: str
    person: int
    code: str
    name: str
    plans: int
    compared_by: Mapping[str, int]
    waiting: int
    differed: tuple[Differed, ...]
    questions: tuple[ByQuestion, ...]
    leniency: Leniency | None = None

    @property
    def compared(self) -> int:
        """How many of their answers stand beside somebody else's or a decision."""
        return sum(self.compared_by.values())

    @property
    def same(self) -> int:
        """How many of the answers compared are the agreed ones."""
        return self.compared - len(self.differed)


def feedback_of_all(store: Store, round_id: int) -> tuple[AuditorFeedback, ...]:
    """Feedback for everybody who submitted an answer that somebody else gave as well, by code.

    Raises UserError: `not_lead`, `no_round`.
    """
    with store.read() as session:
        store.lead(session, "gives feedback")
        rnd = round_of(session, round_id)
        framework = framework_of(session, round_id)
        cases = cases_of(session, rnd, framework)
        people = {p.code: p for p in session.exec(select(Person))}
        reasons = _reasons(session, round_id)
        name, uid = rnd.name, str(rnd.uid)
        plans = () if rnd.after_moderation else twice(scored_plans(cases, framework))
    lenient = {one.person: one for one in leniency(plans, [c.id for c in framework.judged], uid)}
    codes = sorted({audit.person for case in cases for audit in case.audits})
    found = (
        replace(_feedback(name, people[code], cases, framework, reasons), leniency=lenient.get(code)) for code in codes
    )
    return tuple(one for one in found if one.compared or one.waiting)


def questions_of(
    shorts: Mapping[str, str], compared: Mapping[str, int], differed: Iterable[Differed]
) -> tuple[ByQuestion, ...]:
    """The questions on which something differs, those that differ most often first.

    `shorts` names the questions in the framework's order, `compared` counts the answers compared by question.
    """
    listed = list(differed)
    times = Counter(one.criterion for one in listed)
    higher = Counter(one.criterion for one in listed if (one.points or 0) > 0)
    lower = Counter(one.criterion for one in listed if (one.points or 0) < 0)
    found = [ByQuestion(k, s, compared[k], times[k], higher[k], lower[k]) for k, s in shorts.items() if times[k]]
    return tuple(sorted(found, key=lambda q: (-q.differed / q.compared, -q.differed)))


_Reasons = Mapping[tuple[str, str], tuple[str, date]]


def _feedback(
    name: str, person: Person, cases: Iterable[Case], framework: Framework, reasons: _Reasons
) -> AuditorFeedback:
    shorts = {c.id: c.short for c in framework.judged}
    plans, waiting, compared, differed = 0, 0, Counter[str](), list[Differed]()
    for case in cases:
        own = next((audit for audit in case.audits if audit.person == person.code), None)
        if own is None:
            continue
        beside = {key for audit in case.audits if audit is not own for key in audit.latest}
        settled = [
            key for key in shorts
            if key in own.latest and case.answers.get(key) is not None and (key in beside or key in case.decided)
        ]  # fmt: skip
        undecided = sum(1 for key in own.latest if key in case.answers and case.answers[key] is None)
        plans += bool(settled or undecided)
        waiting += undecided
        compared.update(settled)
        for key in settled:
            agreed = case.answers[key]
            if agreed is not None and agreed != own.latest[key]:
                reason, day = reasons.get((case.facts.reference, key), ("", None))
                differed.append(Differed(case.facts.reference, key, shorts[key], own.latest[key], agreed, reason, day))
    return AuditorFeedback(
        name, person.id or 0, person.code, person.name, plans, compared, waiting, tuple(differed),
        questions_of(shorts, compared, differed),
    )  # fmt: skip


def _reasons(session: Session, round_id: int) -> dict[tuple[str, str], tuple[str, date]]:
    """Why and when each decision in force was made, by reference and question."""
    rows = session.exec(
        select(Plan.reference, tables.Criterion.key, Decision.reason, Decision.at)
        .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .join(Decision, col(Decision.sampled_id) == Sampled.id)
        .join(tables.Criterion, col(tables.Criterion.id) == Decision.criterion_id)
        .where(RoundPlan.round_id == round_id, is_current(), col(Decision.value).is_not(None))
    )
    return {(reference, key): (reason, at.date()) for reference, key, reason, at in rows}
