"""Calibration: everybody scores the same two or three plans, and the lead says what is right and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, delete, func, select

from auditor.allocation.allocate import PlanToScore
from auditor.answers import clean_note
from auditor.audits import answers_of, criterion_ids, current, framework_of, work_of
from auditor.changed import Changed
from auditor.frames.references import telling
from auditor.people.register import PersonRow, register, standing_of, today
from auditor.round_states import Deed, need
from auditor.standing.expected import AskedPlan, asked_plans
from auditor.urgent.flagged import flagged
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Plan, ReferenceAnswer, Round, RoundPlan, Sampled, Sent
from db.vocabulary import AssignmentKind, AuditState, Purpose, Value

MOST = 3
"""How many calibration plans a round takes: two or three show what divides people, more only cost time."""
CHANGED = frozenset({"audit", "round"})


@dataclass(frozen=True)
class LeftOut:
    """Somebody of the register who was not given a calibration plan, and why, in words that follow their name."""

    name: str
    why: str


@dataclass(frozen=True)
class HandedOut:
    """How many calibration audits were newly given, and who was left out."""

    changed: Changed
    given: int
    left_out: tuple[LeftOut, ...]


def may_be_chosen(store: Store, round_id: int) -> tuple[str, ...]:
    """The references of the round's list that are in neither its sample nor its calibration, in order."""
    with store.read() as session:
        taken = select(Sampled.round_plan_id)
        rows = select(Plan.reference).join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        rows = rows.where(RoundPlan.round_id == round_id, col(RoundPlan.id).not_in(taken))
        return tuple(session.exec(rows.order_by(Plan.reference)))


def choose(store: Store, round_id: int, reference: str, day: date | None = None) -> HandedOut:
    """Make a plan a calibration plan, from the list or by a reference of its own, and give it to all who may score.

    Capital letters make no difference to a reference. Raises UserError: `round_state`, `not_lead`, `no_reference`,
    `telling` for one that is not in the list and looks like a child's name or number, `in_sample`, `chosen_already`,
    `enough_plans`.
    """
    reference = " ".join(reference.split())
    if not reference:
        raise UserError("no_reference", "Write the reference of a plan. Nothing was changed.")
    with store.write() as session:
        rnd = _led(session, store, round_id)
        chosen = asked_plans(session, round_id, Purpose.CALIBRATION)
        if len(chosen) >= MOST:
            raise UserError(
                "enough_plans", f"{rnd.name} has {MOST} calibration plans, which is enough. Nothing was changed."
            )
        place, reference = _place(session, round_id, reference)
        _refuse_sampled(session, rnd, place, reference)
        session.add(Sampled(round_plan_id=place, draw_order=0, purpose=Purpose.CALIBRATION.value))
        session.flush()
        log.append(
            session, who=store.owner(session).name, what="chose calibration plan", subject=f"{rnd.name} {reference}"
        )
        return _hand_out(session, store, rnd, day or today())


def still_to_give(store: Store, round_id: int, day: date | None = None) -> int:
    """How many calibration audits `hand_out` would give on that day (today)."""
    with store.read() as session:
        return sum(1 for _, _, why in _without(session, round_id, day or today()) if not why)


def hand_out(store: Store, round_id: int, day: date | None = None) -> HandedOut:
    """Give every calibration plan to everybody who may score and has not got it yet.

    Raises UserError (`round_state`, `not_lead`).
    """
    with store.write() as session:
        return _hand_out(session, store, _led(session, store, round_id), day or today())


def drop(store: Store, round_id: int, reference: str) -> Changed:
    """Take a calibration plan away, with what was said to be right for it; not once anybody has begun it.

    Raises UserError (`round_state`, `not_lead`, `no_plan`, `begun`, `sent` once it went out in a work pack,
    `urgent`).
    """
    with store.write() as session:
        rnd = _led(session, store, round_id)
        plan = _chosen(session, round_id, reference)
        if any(a.state != "not_started" for a in plan.audits):
            raise UserError("begun", f"Somebody has begun to score {reference}, so it stays. Nothing was changed.")
        if _travelled(session, plan.sampled):
            raise UserError("sent", f"{reference} went out in a work pack, so it stays. Nothing was changed.")
        if flagged(session, [plan.sampled]):
            raise UserError("urgent", f"{reference} is flagged urgent, so it stays. Nothing was changed.")
        session.exec(delete(ReferenceAnswer).where(col(ReferenceAnswer.sampled_id) == plan.sampled))
        session.exec(delete(Assignment).where(col(Assignment.sampled_id) == plan.sampled))
        row = session.get_one(Sampled, plan.sampled)
        place = session.get_one(RoundPlan, row.round_plan_id)
        session.delete(row)
        session.flush()
        if place.frame_row is None:  # it came in for calibration alone
            session.delete(place)
        log.append(
            session, who=store.owner(session).name, what="dropped calibration plan", subject=f"{rnd.name} {reference}"
        )
        return Changed(CHANGED, (round_id,))


def _travelled(session: Session, sampled: int) -> bool:
    """Whether a plan went out in a work pack."""
    sent = select(Sent.pack_id).join(Assignment, col(Assignment.id) == Sent.assignment_id)
    return session.exec(sent.where(Assignment.sampled_id == sampled)).first() is not None


def require(store: Store, round_id: int, required: bool) -> Changed:
    """Choose whether the round opens only once everybody with plans to score has done calibration.

    Raises UserError (`round_state`, `not_lead`).
    """
    with store.write() as session:
        rnd = _led(session, store, round_id)
        if rnd.calibration_required == required:
            return Changed(frozenset())
        rnd.calibration_required = required
        rnd.row_version += 1
        session.add(rnd)
        log.append(
            session, who=store.owner(session).name, what="changed round settings", subject=rnd.name,
            after=f"calibration {'required' if required else 'not required'}",
        )  # fmt: skip
        return Changed(frozenset({"round"}), (round_id,))


def set_right(
    store: Store, round_id: int, reference: str, criterion: str, value: Value | None, reason: str = ""
) -> Changed:
    """Say what is right for one question of a calibration plan, and why; no value takes it back.

    Raises UserError (`round_state`, `not_lead`, `no_plan`, `off_scale`, `no_reason`).
    """
    reason = clean_note(reason).strip()
    with store.write() as session:
        rnd = _led(session, store, round_id)
        plan = _chosen(session, round_id, reference)
        asked = {c.id: c for c in framework_of(session, round_id).judged}
        if criterion not in asked or (value is not None and value not in asked[criterion].scale):
            raise UserError(
                "off_scale", f"{criterion} does not take that answer in this framework. Nothing was changed."
            )
        if value is not None and not reason:
            raise UserError("no_reason", f"Say why this is right for {criterion}. Nothing was changed.")
        _write_right(session, store, rnd, plan, {criterion: (value, reason)})
        return Changed(frozenset({"calibration"}), (plan.sampled,))


@dataclass(frozen=True)
class Taken:
    """How many answers were taken as right, and for which questions no reason was written."""

    changed: Changed
    taken: int
    without_reason: tuple[str, ...]


def take_as_right(store: Store, assignment: int) -> Taken:
    """Take the answers of a submitted calibration audit, with their notes as reasons, where nothing is said yet.

    Answers without a note are left, for a reason belongs to each. Raises UserError (`round_state`, `not_lead`,
    `not_submitted`, `no_plan`).
    """
    with store.write() as session:
        work = work_of(session, assignment)
        rnd = _led(session, store, work.round_id)
        audit = current(session, assignment)
        if audit is None or audit.state != AuditState.SUBMITTED:
            raise UserError("not_submitted", f"{work.reference} is not submitted yet. Nothing was changed.")
        plan = _chosen(session, work.round_id, work.reference)
        keys = {row: key for key, row in criterion_ids(session, rnd.framework_id).items()}
        said_for = select(ReferenceAnswer.criterion_id).where(ReferenceAnswer.sampled_id == plan.sampled)
        said = {keys[c] for c in session.exec(said_for)}
        answers = {
            key: a for key, a in answers_of(session, audit.id or 0).items() if key not in said and a.value is not None
        }
        with_reason = {key: (a.value, a.note.strip()) for key, a in answers.items() if a.note.strip()}
        _write_right(session, store, rnd, plan, with_reason)
        without = tuple(key for key in answers if key not in with_reason)
        return Taken(Changed(frozenset({"calibration"}), (plan.sampled,)), len(with_reason), without)


def _write_right(
    session: Session, store: Store, rnd: Round, plan: AskedPlan, answers: dict[str, tuple[Value | None, str]]
) -> None:
    """Write what is right, one log entry for all; each is told as its question and answer, the reasons stay out."""
    ids = criterion_ids(session, rnd.framework_id)
    before: list[str] = []
    for key, (value, reason) in answers.items():
        row = session.get(ReferenceAnswer, (plan.sampled, ids[key]))
        if row is not None:
            before.append(f"{key} {Value(row.value).key}")
        if value is None:
            if row is not None:
                session.delete(row)
            continue
        row = row or ReferenceAnswer(sampled_id=plan.sampled, criterion_id=ids[key], value=0, reason="")
        row.value, row.reason = int(value), reason
        session.add(row)
    if answers:
        after = [f"{key} {value.key}" for key, (value, _) in answers.items() if value is not None]
        log.append(
            session, who=store.owner(session).name, what="said what is right",
            subject=f"{rnd.name} {plan.reference}", before=", ".join(before), after=", ".join(after),
        )  # fmt: skip


def _led(session: Session, store: Store, round_id: int) -> Round:
    """The round, if calibration may be changed now by the workspace's owner."""
    rnd = need(session, round_id, Deed.CALIBRATE)
    store.lead(session, "changes calibration")
    return rnd


def _chosen(session: Session, round_id: int, reference: str) -> AskedPlan:
    for plan in asked_plans(session, round_id, Purpose.CALIBRATION):
        if plan.reference == reference:
            return plan
    raise UserError("no_plan", f"{reference} is not a calibration plan of this round. Nothing was changed.")


def _place(session: Session, round_id: int, reference: str) -> tuple[int, str]:
    """The plan's row in this round, made now where the round's list does not hold it, and its reference there."""
    same = select(Plan).where(func.lower(Plan.reference) == reference.lower())
    plan = session.exec(same.order_by(col(Plan.reference) != reference)).first()
    if plan is None:
        if looks := telling(reference):
            raise UserError(
                "telling",
                f"This reference looks like {looks}, and nothing here may tell who a child is. Nothing was changed. "
                "Use a reference of your own.",
            )
        plan = Plan(reference=reference)
    session.add(plan)
    session.flush()
    row = session.exec(select(RoundPlan).where(RoundPlan.round_id == round_id, RoundPlan.plan_id == plan.id)).first()
    if row is None:
        row = RoundPlan(round_id=round_id, plan_id=plan.id or 0)
        session.add(row)
        session.flush()
    return row.id or 0, plan.reference


def _refuse_sampled(session: Session, rnd: Round, place: int, reference: str) -> None:
    row = session.exec(select(Sampled).where(Sampled.round_plan_id == place)).first()
    if row is None:
        return
    if row.purpose == Purpose.CALIBRATION:
        raise UserError("chosen_already", f"{reference} is a calibration plan already. Nothing was changed.")
    raise UserError(
        "in_sample",
        f"{reference} is in the sample of {rnd.name}, and what everybody practises on must stay out of its results. "
        "Nothing was changed. Choose a plan that was not drawn.",
    )


def _hand_out(session: Session, store: Store, rnd: Round, day: date) -> HandedOut:
    out: dict[str, str] = {}
    new: list[Assignment] = []
    for plan, person, why in _without(session, rnd.id or 0, day):
        if why:
            out.setdefault(person.facts.name, why)
            continue
        new.append(
            Assignment(
                sampled_id=plan.sampled, person_id=person.id, kind=AssignmentKind.CALIBRATION.value, due_on=rnd.due_on
            )
        )
    session.add_all(new)
    if new:
        log.append(
            session, who=store.owner(session).name, what="gave out calibration plans", subject=rnd.name,
            after=f"{len(new)} audits",
        )  # fmt: skip
    session.flush()
    left_out = tuple(LeftOut(name, why) for name, why in out.items())
    return HandedOut(Changed(CHANGED, (rnd.id or 0,)), len(new), left_out)


def _without(session: Session, round_id: int, day: date) -> Iterator[tuple[AskedPlan, PersonRow, str]]:
    """Each calibration plan with those of the register who have not got it, and why they may not; empty if they may."""
    people = register(session)
    for plan in asked_plans(session, round_id, Purpose.CALIBRATION):
        facts = _to_score(session, plan)
        have = {a.person for a in plan.audits}
        for person in people:
            if person.id not in have:
                yield plan, person, _why_not(person, facts, day)


def _why_not(person: PersonRow, plan: PlanToScore, day: date) -> str:
    """Why somebody is not given a calibration plan: the rules for plans of the sample hold here too."""
    if why := standing_of(person, day).why:
        return why
    if not person.facts.load_share:
        return "takes no plans (load share 0%)"
    if any(row.exclusion.covers(plan) for row in person.exclusions):
        return f"must not score {plan.reference}"
    return ""


def _to_score(session: Session, plan: AskedPlan) -> PlanToScore:
    row = session.get_one(RoundPlan, session.get_one(Sampled, plan.sampled).round_plan_id)
    return PlanToScore(plan.reference, row.setting_code, row.area, row.writer_code)
