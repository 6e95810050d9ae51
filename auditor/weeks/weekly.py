"""The weekly page: what one week came to, by locality, from the newest list of plans and the list of advice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from auditor.agreed import agree, settled
from auditor.audits import framework_of
from auditor.compliance import DatedPlan
from auditor.counting import counted
from auditor.moderation.kept import rulings_of
from auditor.population import listed, local_day
from auditor.weeks.advice_list import AdviceItem
from auditor.weeks.figures import (
    MOST_WEEKS,
    WEEK,
    Checked,
    Checklist,
    Gathered,
    Locality,
    Point,
    advice_in,
    last_whole_week,
    localities,
    monday_of,
    plans_issued,
    series,
)
from db import tables
from db.store import Store
from db.tables import METADATA, AdviceList, Assignment, Audit, Frame, Round, RoundPlan, Sampled
from db.vocabulary import Adviser, AssignmentKind, AuditState, Purpose, RoundKind, Value


@dataclass(frozen=True)
class ListTaken:
    """Which list the figures come from: the day it was taken in, and the last day it can speak of.

    `round` is the round whose list of plans it is; empty for the list of advice.
    """

    taken_on: date
    known_to: date
    round: str = ""


@dataclass(frozen=True)
class Week:
    """One week, Monday to Sunday, for the whole council and by locality.

    `plans_from` and `advice_from` are None where no such list was taken in. `series` holds the last weeks of *issued*,
    *advice* and *checked*, each empty where it has too few to show.
    """

    council: str
    invented: str
    monday: date
    plans_from: ListTaken | None
    advice_from: ListTaken | None
    whole: Locality
    localities: tuple[Locality, ...]
    lists: tuple[Checklist, ...]
    series: Mapping[str, tuple[Point, ...]]

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)


def weekly(store: Store, day: date | None = None, today: date | None = None) -> Week:
    """The week that a day lies in; without a day the last whole week that the newest list can speak of.

    `today` is when this is asked; quick checks go no further than that.
    """
    today = today or datetime.now().astimezone().date()
    with store.read() as session:
        plans_from, round_id = _plans_from(session)
        advice_from = _advice_from(session)
        latest = min(today, (plans_from or advice_from or ListTaken(today, today)).known_to)
        monday = last_whole_week(latest) if day is None else monday_of(day)
        gathered = _gathered(session, round_id, advice_from, monday)
        drafts, lists = _drafts(session)
        owner = store.owner(session)
        invented = _invented(session, round_id) or owner.invented
    in_week = _drafts_of(drafts, monday)
    asked_in_week = {draft.framework for draft in in_week}
    lists = [one for one in lists if one.framework in asked_in_week]
    gathered = replace(gathered, checked=in_week, lists=tuple(lists))
    whole, places = localities(gathered, monday)
    known = plans_from.known_to if plans_from else date.min
    found = {
        "issued": series(monday, known, lambda m: _issued_point(gathered, m)),
        "advice": series(monday, gathered.advice_to, lambda m: _advice_point(gathered, m)),
        "checked": series(monday, today - timedelta(days=1), lambda m: Point(m, len(_drafts_of(drafts, m)))),
    }
    return Week(owner.council, invented, monday, plans_from, advice_from, whole, places, tuple(gathered.lists), found)


def _issued_point(gathered: Gathered, monday: date) -> Point:
    figure = plans_issued(gathered.plans, monday)
    return Point(monday, figure.plans, figure.met)


def _advice_point(gathered: Gathered, monday: date) -> Point:
    figure = advice_in(gathered.items, monday, gathered.advice_to)
    return Point(monday, figure.received, figure.in_time)


def _plans_from(session: Session) -> tuple[ListTaken | None, int | None]:
    """The newest list of plans: a list cannot speak of days after its reference date or after it was taken in."""
    row = session.exec(
        select(Frame, Round)
        .join(Round, col(Round.id) == Frame.round_id)
        .order_by(col(Frame.taken_at).desc(), col(Frame.id).desc())
    ).first()
    if row is None:
        return None, None
    frame, rnd = row
    taken = local_day(frame.taken_at)
    return ListTaken(taken, min(taken, rnd.as_at), rnd.name), rnd.id


def _advice_from(session: Session) -> ListTaken | None:
    taken_at = session.exec(select(AdviceList.taken_at)).first()
    return None if taken_at is None else ListTaken(local_day(taken_at), local_day(taken_at))


def _invented(session: Session, round_id: int | None) -> str:
    rnd = session.get(Round, round_id) if round_id else None
    return rnd.invented if rnd else ""


def _gathered(session: Session, round_id: int | None, advice: ListTaken | None, monday: date) -> Gathered:
    """The plans issued in the weeks that a series may show, all advice, and every area the list knows."""
    plans: list[DatedPlan] = []
    areas: list[str] = []
    if round_id is not None:
        first = date.fromordinal(max(1, (monday - date.min).days + 1 - (MOST_WEEKS - 1) * WEEK.days))
        plans.extend(listed(session, round_id, issued=(first, monday + timedelta(days=6))))
        here = (RoundPlan.round_id == round_id, col(RoundPlan.frame_row).is_not(None))
        areas = [area for area in session.exec(select(RoundPlan.area).where(*here).distinct()) if area]
    table = METADATA.tables["advice"].c
    rows = session.connection().execute(
        core_select(table.area, table.adviser, table.asked_on, table.received_on).order_by(table.id)
    )
    items = [AdviceItem(area, Adviser(adviser), asked, received) for area, adviser, asked, received in rows]
    return Gathered(plans, items, advice.known_to if advice else date.min, (), (), sorted(areas))


@dataclass(frozen=True)
class _Draft:
    """One audit of a quick check: which plan, where, by which checklist, when first submitted, what it says now.

    `ruled` is what was decided about its plan; None where answers were changed since.
    """

    sampled: int
    area: str
    framework: str
    on: date
    answers: Mapping[str, Value]
    ruled: Mapping[str, Value | None]


def _drafts_of(drafts: list[_Draft], monday: date) -> tuple[Checked, ...]:
    """The plans checked in a week, with what the audits that were submitted of them in it come to.

    A decision rests on all answers to its question, in whichever week they came, and so it is the answer in each.
    """
    plans: dict[int, list[_Draft]] = {}
    for draft in drafts:
        if monday <= draft.on <= monday + timedelta(days=6):
            plans.setdefault(draft.sampled, []).append(draft)
    return tuple(Checked(all_[0].area, all_[0].framework, _stands_on(all_)) for all_ in plans.values())


def _stands_on(audits: Sequence[_Draft]) -> dict[str, Value | None]:
    answers = agree([audit.answers for audit in audits])
    return answers | {key: value for key, value in audits[0].ruled.items() if key in answers}


def _drafts(session: Session) -> tuple[list[_Draft], list[Checklist]]:
    """Every submitted audit of a draft plan or of a checklist round, whoever scored it but for practice and outsiders.

    An audit counts in the week in which it was first submitted, with what it says now.
    """
    drafts: list[_Draft] = []
    lists: dict[str, Checklist] = {}
    for round_id, kind in session.exec(select(Round.id, Round.kind).order_by(col(Round.id))):
        framework = framework_of(session, round_id or 0)
        if framework.subject != "draft_plan" and kind != RoundKind.CHECKLIST:
            continue
        checks = {c.id: c.short for c in framework.judged}
        lists.setdefault(framework.hash, Checklist(framework.hash, framework.title, checks))
        drafts += _submitted(session, round_id or 0, framework.hash)
    return drafts, list(lists.values())


def _submitted(session: Session, round_id: int, framework: str) -> list[_Draft]:
    replaced = select(Sampled.replaces_id).where(col(Sampled.replaces_id).is_not(None))
    here = (
        RoundPlan.round_id == round_id,
        Sampled.purpose == Purpose.SAMPLE,
        col(Sampled.id).not_in(replaced),
        col(Assignment.kind).in_((AssignmentKind.FIRST, AssignmentKind.SECOND)),
        counted(),
        Audit.state == AuditState.SUBMITTED,
        col(Audit.withdrawn_at).is_(None),
    )
    rows = session.exec(
        select(Sampled.id, RoundPlan.area, Assignment.id, Audit.id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Assignment, col(Assignment.sampled_id) == Sampled.id)
        .join(Audit, col(Audit.assignment_id) == Assignment.id)
        .where(*here)
        .order_by(col(Assignment.id), col(Audit.number), col(Audit.id))
    ).all()
    ended = dict(session.exec(select(Audit.id, Audit.ended_at).where(Audit.state == AuditState.SUBMITTED)).all())
    revisions: dict[int, list[tuple[int, str, int]]] = {}
    for sampled, area, assignment, audit in rows:
        revisions.setdefault(assignment or 0, []).append((sampled or 0, area, audit or 0))
    answers, rulings = _answers(session, round_id), rulings_of(session, round_id)
    latest: dict[int, dict[int, Mapping[str, Value]]] = {}
    for assignment, of_one in revisions.items():
        latest.setdefault(of_one[-1][0], {})[assignment] = answers.get(of_one[-1][2], {})
    stands = {sampled: settled(latest.get(sampled, {}), of_plan)[0] for sampled, of_plan in rulings.items()}
    ruled = {sampled: {key: stands[sampled].get(key) for key in of_plan} for sampled, of_plan in rulings.items()}
    drafts: list[_Draft] = []
    for of_one in revisions.values():
        sampled, area, last = of_one[-1]
        first_ended = ended.get(of_one[0][2])
        if first_ended is not None:
            on, said = local_day(first_ended), answers.get(last, {})
            drafts.append(_Draft(sampled, area, framework, on, said, ruled.get(sampled, {})))
    return drafts


def _answers(session: Session, round_id: int) -> dict[int, dict[str, Value]]:
    """The values of every submitted revision of a round, by its audit."""
    audits = (
        select(Audit.id)
        .join(Assignment, col(Assignment.id) == Audit.assignment_id)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id, Audit.state == AuditState.SUBMITTED)
    )
    values: dict[int, dict[str, Value]] = {}
    for audit, key, value in session.exec(
        select(tables.Answer.audit_id, tables.Criterion.key, tables.Answer.value)
        .join(tables.Criterion, col(tables.Criterion.id) == tables.Answer.criterion_id)
        .where(col(tables.Answer.audit_id).in_(audits), tables.Answer.part == 0, col(tables.Answer.value).is_not(None))
    ):
        values.setdefault(audit, {})[key] = Value(value)
    return values
