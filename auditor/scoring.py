"""The auditor's work: their plans, one answer at a time, submitting, reopening with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from auditor.answers import Answer, Problem, clean_note, kept_note, problems
from auditor.audits import (
    answers_of,
    asked_of,
    contents_of,
    copy_contents,
    criterion_ids,
    current,
    deed_of,
    draft_of,
    framework_of,
    locked_of,
    not_to_reopen,
    owned,
    put_answers,
    shown_state,
    still_in,
    withdraw_all,
    work_of,
)
from auditor.changed import Changed
from auditor.changed_answers import before_and_after
from auditor.clocks import CLOCKS, Clock
from auditor.contents import NOTHING, Contents
from auditor.counting import contested, counted
from auditor.facts import PlanFacts, facts_of
from auditor.frameworks import Criterion, Framework
from auditor.guidance import guidance_in
from auditor.moderation.questions import Question, open_questions, questions_for
from auditor.people.records import KNOWS_THE_CHILD, write_known_child
from auditor.policy import quotations_allowed
from auditor.round_states import need, refusal
from db import log, tables
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, Person, Plan, Round, RoundPlan, Sampled
from db.vocabulary import AssignmentKind, AuditState, Value

SUBMITTED = "submitted audit"
"""What the log calls a submission; its entry keeps the digest of what was submitted."""


@dataclass(frozen=True)
class PlanRow:
    """One line of an auditor's list: a plan and how far its audit has come.

    `state` is not_started, draft, submitted; given_back where the auditor knows the child, taken_back where the lead
    took back what has answers, contested where these come from two computers. `answered` counts of the `asked` judged
    criteria. `questions` counts what the lead asks about its answers and nobody has answered yet.
    """

    assignment: int
    reference: str
    area: str
    need: str
    year_group: int | None
    auditor_code: str
    auditor: str
    agency: str
    kind: str
    state: str
    answered: int
    asked: int
    due: str
    questions: int = 0


@dataclass(frozen=True)
class Sheet:
    """Everything the desk shows for one assignment: the plan's facts, the questions, the answers so far.

    `clocks` holds the computed date criteria. `locked` says in a sentence why nothing can be changed, or is empty;
    `may_reopen` whether a reason would open it again. `own` tells whether the assignment is the workspace owner's,
    `entered_by` who typed in a paper sheet on the auditor's behalf, if anybody did. `contents` holds evidence,
    outcomes, marks and links; `guidance` what the lead has written on criteria. `quotations` and `wrong_child` are
    the round's choices. `minutes` is the time kept for this revision, 0 where nobody timed it.
    `calibration` says that everybody practises on this plan; `questions` are the lead's open ones about its answers.
    """

    assignment: int
    round: str
    facts: PlanFacts
    auditor: str
    agency: str
    framework: Framework
    asked: tuple[Criterion, ...]
    answers: dict[str, Answer]
    clocks: dict[str, Clock]
    state: str
    revision: int
    locked: str
    may_reopen: bool
    own: bool
    entered_by: str
    contents: Contents
    guidance: dict[str, str]
    quotations: bool
    wrong_child: bool
    minutes: int = 0
    calibration: bool = False
    questions: tuple[Question, ...] = ()

    @property
    def answered(self) -> int:
        """How many of the asked criteria have a value."""
        return sum(1 for c in self.asked if c.id in self.answers and self.answers[c.id].value is not None)

    def problems(self) -> tuple[Problem, ...]:
        """What is unanswered, contradictory or incomplete."""
        return problems(self.framework, self.asked, self.answers, self.facts.year_group, self.contents.evidence)


@dataclass(frozen=True)
class GivenAnswer:
    """What one auditor has submitted for one question on one plan."""

    auditor: str
    agency: str
    value: Value


@dataclass(frozen=True)
class Saved:
    """An answer that is on disk: when, and how many of the asked criteria are answered now."""

    changed: Changed
    at: datetime
    answered: int
    asked: int


def plan_rows(store: Store, round_id: int, person: int | None = None) -> tuple[PlanRow, ...]:
    """The assignments of a round, of one person or of all, in the order drawn; replaced plans are left out."""
    with store.read() as session:
        framework = framework_of(session, round_id)
        query = (
            select(Assignment, Plan.reference, RoundPlan, Person)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .join(Plan, col(Plan.id) == RoundPlan.plan_id)
            .join(Person, col(Person.id) == Assignment.person_id)
            .where(RoundPlan.round_id == round_id, still_in())
            .order_by(col(Sampled.draw_order), col(Sampled.id), col(Assignment.id))
        )
        if person is not None:
            query = query.where(Assignment.person_id == person)
        newest = _newest_audits(session, round_id)
        several = set(session.exec(select(Assignment.id).where(contested())))
        questions = open_questions(session, round_id)
        rows: list[PlanRow] = []
        for assignment, reference, plan, somebody in session.exec(query):
            state, answered = newest.get(assignment.id or 0, ("not_started", 0))
            if assignment.withdrawn_at and not answered:
                continue
            state = _row_state(assignment, state, assignment.id in several)
            rows.append(
                PlanRow(
                    assignment.id or 0, reference, plan.area, plan.need, plan.year_group, somebody.code,
                    somebody.name, somebody.agency, assignment.kind, state, answered,
                    len(asked_of(framework, assignment.criteria)),
                    assignment.due_on.isoformat() if assignment.due_on else "",
                    sum(question.waits for question in questions.get(assignment.id or 0, ())),
                )
            )  # fmt: skip
        return tuple(rows)


def _row_state(assignment: Assignment, state: str, several: bool) -> str:
    if assignment.withdrawn_at:
        return "taken_back"
    if assignment.known_child_at:
        return "given_back"
    return "contested" if several else shown_state(state)


def _newest_audits(session: Session, round_id: int) -> dict[int, tuple[str, int]]:
    """For each assignment of a round that was begun: the newest revision's state and how many it answers."""
    answered = (
        select(tables.Answer.audit_id, func.count().label("n"))
        .where(col(tables.Answer.value).is_not(None), tables.Answer.part == 0)
        .group_by(col(tables.Answer.audit_id))
        .subquery()
    )
    rows = session.exec(
        select(Audit.assignment_id, Audit.state, func.coalesce(answered.c.n, 0))
        .join(Assignment, col(Assignment.id) == Audit.assignment_id)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(answered, answered.c.audit_id == Audit.id, isouter=True)
        .where(RoundPlan.round_id == round_id, col(Audit.withdrawn_at).is_(None))
        .order_by(col(Audit.number), col(Audit.id))
    )
    return {assignment: (state, n) for assignment, state, n in rows}


def given_answers(store: Store, round_id: int, reference: str, criterion: str) -> tuple[GivenAnswer, ...]:
    """What each auditor's latest submitted audit of a plan answers to one question, by assignment.

    Somebody from outside stands apart and is not among them.
    """
    with store.read() as session:
        rows = session.exec(
            select(Audit, Person)
            .join(Assignment, col(Assignment.id) == Audit.assignment_id)
            .join(Person, col(Person.id) == Assignment.person_id)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .join(Plan, col(Plan.id) == RoundPlan.plan_id)
            .where(RoundPlan.round_id == round_id, Plan.reference == reference)
            .where(Audit.state == AuditState.SUBMITTED, col(Audit.withdrawn_at).is_(None))
            .where(Assignment.kind != AssignmentKind.OUTSIDE, counted())
            .order_by(col(Audit.assignment_id), col(Audit.number))
        )
        latest = {audit.assignment_id: (audit.id or 0, person) for audit, person in rows}
        given: list[GivenAnswer] = []
        for audit, person in latest.values():
            value = answers_of(session, audit).get(criterion, Answer()).value
            if value is not None:
                given.append(GivenAnswer(person.name, person.agency, value))
        return tuple(given)


def sheet(store: Store, assignment: int) -> Sheet:
    """Everything the desk shows for one assignment. Raises UserError (`no_assignment`) if it is not there."""
    with store.read() as session:
        work = work_of(session, assignment)
        framework = framework_of(session, work.round_id)
        audit = current(session, assignment)
        rnd = session.get_one(Round, work.round_id)
        facts = facts_of(work.reference, work.plan)
        clocks = {
            c.id: CLOCKS[c.clock](facts.dates, rnd.as_at) for c in framework.criteria if c.mode == "dates" and c.clock
        }
        locked = locked_of(session, store, work, audit)
        contents = contents_of(session, audit.id or 0) if audit else NOTHING
        return Sheet(
            assignment=assignment,
            round=rnd.name,
            facts=facts,
            auditor=work.person.name,
            agency=work.person.agency,
            framework=framework,
            asked=asked_of(framework, work.assignment.criteria),
            answers={key: answer for (key, part), answer in contents.answers.items() if part == 0},
            clocks=clocks,
            state=shown_state(audit.state) if audit else "not_started",
            revision=audit.number if audit else 0,
            locked=locked,
            may_reopen=audit is not None
            and audit.state == AuditState.SUBMITTED
            and not refusal(rnd, deed_of(work, audit))
            and not not_to_reopen(session, store, work, audit),
            own=owned(session, store, work),
            entered_by=audit.entered_by if audit else "",
            contents=contents,
            guidance=guidance_in(session, rnd.framework_id),
            quotations=rnd.quotations and quotations_allowed(),
            wrong_child=rnd.wrong_child,
            minutes=(audit.minutes or 0) if audit else 0,
            calibration=work.assignment.kind == AssignmentKind.CALIBRATION,
            questions=questions_for(session, work.round_id, assignment),
        )


def know_this_child(store: Store, assignment: int) -> Changed:
    """Give a plan back unread because the auditor knows the child.

    The moment is kept, and an exclusion: the plan does not come to them again, in this round or another.

    Raises UserError (`round_state`; `locked_audit` once anything was submitted for it).
    """
    with store.write() as session:
        work = work_of(session, assignment)
        audit = current(session, assignment)
        need(session, work.round_id, deed_of(work, audit))
        locked = locked_of(session, store, work, audit)
        if locked:
            raise UserError("locked_audit", f"{locked} Nothing was changed.")
        if audit is not None and audit.state == AuditState.SEALED:
            withdraw_all(session, assignment, KNOWS_THE_CHILD)  # what was sent is immutable
        elif audit is not None:
            for table in (tables.Evidence, tables.Outcome, tables.PromptMark, tables.ThreadLink, tables.Answer):
                session.exec(delete(table).where(col(table.audit_id) == audit.id))
            session.delete(audit)
            session.flush()
            withdraw_all(session, assignment, KNOWS_THE_CHILD)
        row = session.get_one(Assignment, assignment)
        row.known_child_at = tables.now()
        session.add(row)
        write_known_child(session, work.person, work.plan.plan_id)
        log.append(
            session, who=store.owner(session).name, what="gave a plan back", subject="an auditor knows the child"
        )
    return Changed(frozenset({"audit", "assignment", "person"}), (assignment,))


def add_minutes(store: Store, assignment: int, minutes: int) -> int:
    """Add time spent to a draft; returns the minutes kept for it now. Where nothing was begun, nothing is kept.

    Raises UserError (`round_state`, `locked_audit`).
    """
    with store.write() as session:
        work = work_of(session, assignment)
        audit = current(session, assignment)
        if audit is None:
            return 0
        if audit.state == AuditState.SEALED:
            return audit.minutes or 0  # reading on after a return is no new revision yet
        draft_of(session, store, work)
        audit.minutes = (audit.minutes or 0) + minutes
        session.add(audit)
        return audit.minutes


def save_answer(store: Store, assignment: int, criterion: str, answer: Answer) -> Saved:
    """Write one answer of a draft; it is on disk when this returns. A blank answer takes the row away.

    Where the workspace's owner is not the auditor, a new audit is marked as a paper sheet that the owner typed in.
    Raises UserError: `round_state`, `locked_audit`, `off_scale` for a value the framework does not offer, `long_note`.
    """
    note = kept_note(answer.note)
    with store.write() as session:
        work = work_of(session, assignment)
        framework = framework_of(session, work.round_id)
        asked = {c.id: c for c in asked_of(framework, work.assignment.criteria)}
        _checked(asked, criterion, answer)
        audit = draft_of(session, store, work)
        ids = criterion_ids(session, session.get_one(Round, work.round_id).framework_id)
        put_answers(session, audit.id or 0, {ids[criterion]: replace(answer, note=note)})
        answered = session.exec(
            select(func.count())
            .select_from(tables.Answer)
            .where(tables.Answer.audit_id == audit.id, col(tables.Answer.value).is_not(None), tables.Answer.part == 0)
        ).one()
        audit_id = audit.id or 0
    return Saved(Changed(frozenset({"answer"}), (audit_id,)), datetime.now().astimezone(), answered, len(asked))


def enter_sheet(store: Store, assignment: int, answers: Mapping[str, Answer]) -> Changed:
    """Write many answers of a draft in one transaction, as from a paper sheet: all of them or none.

    Raises UserError as `save_answer` does.
    """
    with store.write() as session:
        work = work_of(session, assignment)
        framework = framework_of(session, work.round_id)
        asked = {c.id: c for c in asked_of(framework, work.assignment.criteria)}
        audit = draft_of(session, store, work)
        ids = criterion_ids(session, session.get_one(Round, work.round_id).framework_id)
        kept = {
            ids[_checked(asked, criterion, answer)]: replace(answer, note=kept_note(answer.note))
            for criterion, answer in answers.items()
        }
        put_answers(session, audit.id or 0, kept)
        return Changed(frozenset({"answer"}), (audit.id or 0,))


def _checked(asked: Mapping[str, Criterion], criterion: str, answer: Answer) -> str:
    """The criterion's key, once it is asked for here and takes that answer. Raises UserError (`off_scale`)."""
    if criterion not in asked or (answer.value is not None and answer.value not in asked[criterion].scale):
        raise UserError(
            "off_scale", f"{criterion} does not take that answer in this framework. The one before it is kept."
        )
    return criterion


def submit(store: Store, assignment: int) -> Changed:
    """Submit a draft, which is then read-only. Raises UserError (`unanswered`, `locked_audit`, `round_state`)."""
    with store.write() as session:
        work = work_of(session, assignment)
        audit = current(session, assignment)
        rnd = need(session, work.round_id, deed_of(work, audit))
        locked = locked_of(session, store, work, audit)
        if locked:
            raise UserError("locked_audit", f"{locked} Nothing was changed.")
        framework = framework_of(session, work.round_id)
        asked = asked_of(framework, work.assignment.criteria)
        answers = answers_of(session, audit.id or 0) if audit else {}
        open_ones = [c.id for c in asked if c.id not in answers or answers[c.id].value is None]
        if audit is None or open_ones:
            raise UserError(
                "unanswered",
                f"{len(open_ones)} of {len(asked)} questions have no answer yet, so the audit was not submitted. "
                "Every answer so far is kept. F8 goes to the next one.",
            )
        audit = draft_of(session, store, work)
        contents = contents_of(session, audit.id or 0)
        audit.state, audit.digest, audit.ended_at = AuditState.SUBMITTED.value, contents.digest(), tables.now()
        # a copy of this file may hold the same draft and end it otherwise: what is ended has a name of its own
        audit.uid = tables.new_uid()
        audit.row_version += 1
        before, after = "", ""
        if audit.parent_id is not None:  # why stands with the reopening
            before, after = before_and_after(contents_of(session, audit.parent_id), contents)
        log.append(
            session, who=store.owner(session).name, what=SUBMITTED,
            subject=f"{rnd.name} {work.reference} {work.person.code} revision {audit.number}", before=before,
            after=f"{audit.digest}\n{after}".strip(),
        )  # fmt: skip
        return Changed(frozenset({"audit"}), (audit.id or 0,))


def reopen(store: Store, assignment: int, reason: str) -> Changed:
    """Start a new revision of a submitted audit, with its answers; the submitted one stays as it is.

    Figures go on counting the submitted revision until the new one is submitted.
    Raises UserError (`no_reason`, `not_submitted`, `locked_audit`, `round_state`).
    """
    reason = clean_note(reason).strip()
    if not reason:
        raise UserError("no_reason", "Say in a few words why the audit is reopened. Nothing was changed.")
    with store.write() as session:
        work = work_of(session, assignment)
        old = current(session, assignment)
        rnd = need(session, work.round_id, deed_of(work, old))
        if old is None or old.state != AuditState.SUBMITTED:
            raise UserError("not_submitted", "This audit is still open. Nothing was changed; go on answering.")
        if why := not_to_reopen(session, store, work, old):
            raise UserError("locked_audit", f"{why} Nothing was changed.")
        owner = store.owner(session)
        new = Audit(
            assignment_id=assignment, device=owner.device, number=old.number + 1, parent_id=old.id, reason=reason,
            entered_by=old.entered_by,
        )  # fmt: skip
        session.add(new)
        session.flush()
        copy_contents(session, old.id or 0, new.id or 0)
        log.append(
            session, who=owner.name, what="reopened audit",
            subject=f"{rnd.name} {work.reference} {work.person.code} revision {new.number}",
            before=f"revision {old.number}, submitted", after=f"revision {new.number}, open", why=reason,
        )  # fmt: skip
        return Changed(frozenset({"audit"}), (new.id or 0,))
