"""What calibration shows: where each auditor differed from what is right, and which questions divided people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from auditor.audits import criterion_ids, framework_of, work_of
from auditor.changed import Changed
from auditor.frameworks import Criterion, Framework
from auditor.round_states import Deed, refusal, round_of
from auditor.standing.expected import AskedPlan, asked_plans, submitted_answers
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Person, ReferenceAnswer, Training
from db.vocabulary import AssignmentKind, Purpose, Value


@dataclass(frozen=True)
class Right:
    """What the lead holds to be right for one question of one plan, and why."""

    value: Value
    reason: str


@dataclass(frozen=True)
class Tally:
    """Answers beside what is right: the same, one step apart (met and partly, partly and not met), or further."""

    same: int = 0
    one_step: int = 0
    further: int = 0

    @property
    def compared(self) -> int:
        """All of them."""
        return self.same + self.one_step + self.further

    @property
    def words(self) -> str:
        """As the training register keeps it: 31 of 38 the same, 5 one step apart, 2 further."""
        if not self.compared:
            return "nothing to compare yet"
        return f"{self.same} of {self.compared} the same, {self.one_step} one step apart, {self.further} further"

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.same + other.same, self.one_step + other.one_step, self.further + other.further)


def tally(pairs: Iterable[tuple[Value, Value]]) -> Tally:
    """Count pairs of an answer and what is right. Not applicable and cannot tell are no step from anything."""
    listed = list(pairs)
    same = sum(1 for a, b in listed if a == b)
    one_step = sum(1 for a, b in listed if a.scored and b.scored and abs(a - b) == 1)
    return Tally(same, one_step, len(listed) - same - one_step)


@dataclass(frozen=True)
class Difference:
    """One question that an auditor answered otherwise than the lead holds right."""

    criterion: str
    short: str
    given: Value
    right: Right


@dataclass(frozen=True)
class Compared:
    """One auditor's first submission of one calibration plan beside what is right; `unsaid` counts the rest."""

    assignment: int
    reference: str
    person: int
    auditor: str
    tally: Tally
    differences: tuple[Difference, ...]
    unsaid: int


@dataclass(frozen=True)
class CalibrationPlan:
    """One calibration plan: how many have it, how many submitted it, for how many of `asked` the right answer stands.

    `begun` says that somebody has begun to score it; `own` is the owner's own assignment, None without one.
    """

    reference: str
    area: str
    given: int
    submitted: int
    right: int
    asked: int
    begun: bool
    own: int | None
    own_submitted: bool


@dataclass(frozen=True)
class AuditorResult:
    """One auditor over all calibration plans: so many of those given submitted, and how their answers compare."""

    person: int
    name: str
    agency: str
    given: int
    submitted: int
    tally: Tally
    recorded: str


@dataclass(frozen=True)
class Question:
    """One question over all calibration plans and auditors: how many answers, and how they compare.

    `commonest` counts the answers that are the one most given for their plan.
    """

    criterion: str
    short: str
    answers: int
    commonest: int
    tally: Tally


@dataclass(frozen=True)
class Calibration:
    """Everything the lead sees of a round's calibration; `locked` says why nothing can be changed, or is empty."""

    round: str
    required: bool
    locked: str
    course: str
    plans: tuple[CalibrationPlan, ...]
    auditors: tuple[AuditorResult, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class RightRow:
    """One question of a calibration plan with what is right, and how often each answer was submitted for it."""

    criterion: Criterion
    right: Right | None
    given: Mapping[Value, int]


def calibration(store: Store, round_id: int) -> Calibration:
    """How calibration stands: plans, auditors by code, questions with those that divide people most first.

    Raises UserError (`no_round`).
    """
    with store.read() as session:
        found = _read(session, round_id)
        rnd = round_of(session, round_id)
        own = store.owner(session).person_id
        course = course_of(rnd.name)
        kept = dict(session.exec(select(Training.person_id, Training.result).where(Training.course == course)).all())
        return Calibration(
            rnd.name, rnd.calibration_required, refusal(rnd, Deed.CALIBRATE), course,
            tuple(_plan(plan, found, own) for plan in found.plans),
            tuple(_auditors(found, kept)),
            _questions(found),
        )  # fmt: skip


def right_answers(store: Store, round_id: int, reference: str) -> tuple[RightRow, ...]:
    """The questions of one calibration plan, in the framework's order. Raises UserError (`no_plan`)."""
    with store.read() as session:
        found = _read(session, round_id)
    plan = next((p for p in found.plans if p.reference == reference), None)
    if plan is None:
        raise UserError("no_plan", f"{reference} is not a calibration plan of this round.")
    said = found.right.get(plan.sampled, {})
    given = [found.first[a.assignment] for a in plan.audits if a.assignment in found.first]
    return tuple(
        RightRow(c, said.get(c.id), Counter(answers[c.id] for answers in given if c.id in answers))
        for c in found.framework.judged
    )


def compared(store: Store, round_id: int, person: int) -> tuple[Compared, ...]:
    """Where somebody differed, plan by plan; only of plans they have submitted, so that nobody sees beforehand."""
    with store.read() as session:
        found = _read(session, round_id)
    return tuple(
        _compared(found, plan, a.assignment, person)
        for plan in found.plans
        for a in plan.audits
        if a.person == person and a.assignment in found.first
    )


def differences(store: Store, assignment: int) -> Compared:
    """Where one auditor differed on one calibration plan, and why the lead holds otherwise.

    Raises UserError: `not_calibration`, and `not_submitted` before they have submitted it.
    """
    with store.read() as session:
        work = work_of(session, assignment)
        if work.assignment.kind != AssignmentKind.CALIBRATION:
            raise UserError("not_calibration", f"{work.reference} is no calibration plan.")
        found = _read(session, work.round_id)
    if assignment not in found.first:
        raise UserError("not_submitted", f"Submit your answers on {work.reference} first; then you see what is right.")
    plan = next(p for p in found.plans if any(a.assignment == assignment for a in p.audits))
    return _compared(found, plan, assignment, work.person.id or 0)


def course_of(round_name: str) -> str:
    """What the training register calls the calibration of a round."""
    return f"Calibration, {round_name}"


@dataclass(frozen=True)
class Recorded:
    """Whose results went to the training register, by name, and who is not through yet."""

    changed: Changed
    names: tuple[str, ...]
    waiting: tuple[str, ...]


def record_results(store: Store, round_id: int) -> Recorded:
    """Write the result of everybody who submitted all their calibration plans to the training register.

    Once again changes the entry. Raises UserError: `not_lead`, `not_all_right` while a right answer is missing,
    `nobody_through`.
    """
    with store.write() as session:
        rnd, owner = round_of(session, round_id), store.lead(session, "writes to the training register")
        found = _read(session, round_id)
        asked = len(found.framework.judged)
        short = [p.reference for p in found.plans if len(found.right.get(p.sampled, {})) < asked]
        if short or not found.plans:
            raise UserError(
                "not_all_right",
                f"What is right is not said for every question of {', '.join(short) or 'any plan'} yet. "
                "Nothing was changed.",
            )
        results = _auditors(found, {})
        through = [r for r in results if r.submitted and r.submitted == r.given]
        if not through:
            raise UserError("nobody_through", "Nobody has submitted all their calibration plans. Nothing was changed.")
        handbook = f"{found.framework.id} {found.framework.version}"
        for result in through:
            _record(session, found, result, course_of(rnd.name), handbook)
        log.append(
            session, who=owner.name, what="recorded calibration", subject=rnd.name, after=f"{len(through)} auditors"
        )
    waiting = tuple(r.name for r in results if r not in through)
    return Recorded(Changed(frozenset({"person", "calibration"})), tuple(r.name for r in through), waiting)


def _record(session: Session, found: "_Found", result: AuditorResult, course: str, handbook: str) -> None:
    ends = [a.submitted for p in found.plans for a in p.audits if a.person == result.person and a.submitted]
    row = session.exec(
        select(Training).where(Training.person_id == result.person, Training.course == course)
    ).first() or Training(person_id=result.person, course=course, taken_on=max(ends).astimezone().date())
    row.taken_on, row.handbook, row.result = max(ends).astimezone().date(), handbook, result.tally.words
    session.add(row)


@dataclass(frozen=True)
class _Found:
    """A round's calibration as it is kept: first submissions by assignment, right answers by sampled plan."""

    framework: Framework
    plans: tuple[AskedPlan, ...]
    first: Mapping[int, Mapping[str, Value]]
    right: Mapping[int, Mapping[str, Right]]
    people: Mapping[int, Person]


def _read(session: Session, round_id: int) -> _Found:
    rnd = round_of(session, round_id)
    plans = asked_plans(session, round_id, Purpose.CALIBRATION)
    keys = {row: key for key, row in criterion_ids(session, rnd.framework_id).items()}
    right: dict[int, dict[str, Right]] = {}
    sampled = [p.sampled for p in plans]
    for row in session.exec(select(ReferenceAnswer).where(col(ReferenceAnswer.sampled_id).in_(sampled))):
        right.setdefault(row.sampled_id, {})[keys[row.criterion_id]] = Right(Value(row.value), row.reason)
    given = submitted_answers(session, [a.assignment for p in plans for a in p.audits])
    people = {p.id or 0: p for p in session.exec(select(Person).order_by(Person.code))}
    return _Found(framework_of(session, round_id), plans, {key: s.first for key, s in given.items()}, right, people)


def _compared(found: _Found, plan: AskedPlan, assignment: int, person: int) -> Compared:
    answers, right = found.first[assignment], found.right.get(plan.sampled, {})
    short = {c.id: c.short for c in found.framework.judged}
    both = [(key, answers[key], right[key]) for key in short if key in answers and key in right]
    return Compared(
        assignment, plan.reference, person, found.people[person].name,
        tally((value, said.value) for _, value, said in both),
        tuple(Difference(key, short[key], value, said) for key, value, said in both if value != said.value),
        sum(1 for key in answers if key not in right),
    )  # fmt: skip


def _plan(plan: AskedPlan, found: _Found, own: int | None) -> CalibrationPlan:
    theirs = [a for a in plan.audits if not a.given_back]
    mine = next((a for a in theirs if a.person == own), None)
    return CalibrationPlan(
        plan.reference, plan.area, len(theirs), sum(1 for a in theirs if a.submitted),
        len(found.right.get(plan.sampled, {})), len(found.framework.judged),
        any(a.state != "not_started" for a in theirs),
        mine.assignment if mine else None, mine is not None and mine.submitted is not None,
    )  # fmt: skip


def _auditors(found: _Found, kept: Mapping[int, str]) -> list[AuditorResult]:
    results: list[AuditorResult] = []
    for key, person in found.people.items():
        theirs = [(plan, a) for plan in found.plans for a in plan.audits if a.person == key and not a.given_back]
        if not theirs:
            continue
        done = [_compared(found, plan, a.assignment, key) for plan, a in theirs if a.assignment in found.first]
        whole = sum((c.tally for c in done), Tally())
        results.append(AuditorResult(key, person.name, person.agency, len(theirs), len(done), whole, kept.get(key, "")))
    return results


def _questions(found: _Found) -> tuple[Question, ...]:
    """Those that fewest answered rightly first; where that is not known or alike, those that divide people most."""
    questions = [_question(c, found) for c in found.framework.judged]

    def order(q: Question) -> tuple[float, float]:
        right = q.tally.same / q.tally.compared if q.tally.compared else 1.0
        return right, q.commonest / q.answers if q.answers else 1.0

    return tuple(sorted(questions, key=order))


def _question(criterion: Criterion, found: _Found) -> Question:
    answers = commonest = 0
    pairs: list[tuple[Value, Value]] = []
    for plan in found.plans:
        given = _given(plan, criterion.id, found)
        answers += len(given)
        commonest += max(Counter(given).values(), default=0)
        if (right := found.right.get(plan.sampled, {}).get(criterion.id)) is not None:
            pairs += [(value, right.value) for value in given]
    return Question(criterion.id, criterion.short, answers, commonest, tally(pairs))


def _given(plan: AskedPlan, criterion: str, found: _Found) -> Sequence[Value]:
    audits = [found.first[a.assignment] for a in plan.audits if a.assignment in found.first]
    return [answers[criterion] for answers in audits if criterion in answers]
