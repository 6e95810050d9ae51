"""Share a round's plans out among its auditors, and change who has what; every change goes by the same rules."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from auditor.allocation.allocate import WHOLE, Auditor, Given, Part, Shared, allocate, usual_twice
from auditor.allocation.taking import give_out, hand_over, take_out
from auditor.allocation.view import (
    SHARED_KINDS,
    AllocationTable,
    AuditorLine,
    GivenPlan,
    PlanLine,
    allocation_in,
)
from auditor.allocation.who_may import parts_of, questions_for, refusals
from auditor.changed import Changed
from auditor.counting import not_taken_back
from auditor.people.register import today
from auditor.round_states import Deed, need
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, Round, RoundPlan, Sampled, new_uid, now
from db.vocabulary import AssignmentKind

MOST_NAMED = 10


@dataclass(frozen=True)
class Wishes:
    """How a round is to be shared out.

    `twice` is how many plans are scored twice (None: the usual number), `outside` how many somebody from outside scores
    as well. With `own_criteria` each agency answers the questions it leads on, and `unled` names who answers those
    that any agency may. `people` are those who take part, by id; None takes everybody who may score.
    """

    twice: int | None = None
    outside: int = 0
    own_criteria: bool = False
    unled: str = "education"
    due_on: date | None = None
    people: Collection[int] | None = None


def share_out(store: Store, round_id: int, wishes: Wishes = Wishes(), day: date | None = None) -> Changed:
    """Give every plan of the sample to its auditors. What was begun stays; what was given before and not begun goes.

    A plan that nobody may score stays without an auditor, and `allocated.allocation` says why. Plans without papers
    are not given out. Raises UserError: `not_lead`, `no_round`, `round_state`, `no_sample`, `lapsed` for somebody
    named who may not score on that day (today), `nobody` where none may.
    """
    with store.write() as session:
        _led(session, store)
        rnd = need(session, round_id, Deed.ALLOCATE)
        table = allocation_in(session, round_id, day or today())
        taking_part = _taking_part(table, wishes.people)
        _clear(session, table)
        shared = _shared(rnd, table, taking_part, wishes)
        _write(session, table, shared, wishes.due_on)
        if wishes.due_on is not None:
            rnd.due_on = wishes.due_on
            session.add(rnd)
        log.append(
            session, who=store.owner(session).name, what="shared plans out", subject=rnd.name,
            after=f"{len(shared.given)} audits of {len(table.to_score)} plans, {shared.twice} twice, "
            f"{shared.outside} from outside, {len(shared.lacking)} without an auditor",
        )  # fmt: skip
    return Changed(frozenset({"audit", "assignment"}), (round_id,))


def _taking_part(table: AllocationTable, people: Collection[int] | None) -> list[Auditor]:
    """Everybody in the register; who does not take part or may not score is barred, with the reason."""
    if not table.to_score:
        first = "The papers of none were found." if table.plans else "Draw its sample first."
        raise UserError("no_sample", f"{table.round} has no plans to share out. {first}")
    named = [line for line in table.auditors if people is None or line.person.id in people]
    lapsed = [line for line in named if not line.standing.may]
    why = " ".join(f"{line.person.facts.name} {line.standing.why}." for line in lapsed[:MOST_NAMED])
    if len(lapsed) > MOST_NAMED:
        why += f" And {len(lapsed) - MOST_NAMED} more."
    if people is not None and lapsed:
        raise UserError("lapsed", f"Nothing was shared out, because not everybody chosen may score. {why}")
    able = [line for line in named if line.standing.may]
    if not any(not line.person.facts.outside and line.person.facts.load_share for line in able):
        nobody = "Nothing was shared out, because there is nobody yet who may score plans."
        raise UserError("nobody", f"{nobody} {why}" if why else f"{nobody} Add auditors first.")
    part = {line.person.id for line in named}
    return [
        line.auditor if line.person.id in part else replace(line.auditor, barred="takes no part in this round")
        for line in table.auditors
    ]


def _shared(rnd: Round, table: AllocationTable, people: Sequence[Auditor], wishes: Wishes) -> Shared:
    """The outcome of the calculation, for those who take part and what has been begun."""
    parts = parts_of(table.framework, wishes.unled) if wishes.own_criteria else (WHOLE,)
    kept = [
        Given(line.plan.reference, g.code, AssignmentKind(g.kind), Part("", frozenset(), g.criteria))
        for line in table.to_score
        for g in line.given
        if g.fixed and g.state != "given_back"
    ]
    return allocate(
        [line.plan for line in table.to_score],
        people,
        seed=rnd.seed or rnd.uid,
        twice=usual_twice(len(table.to_score)) if wishes.twice is None else wishes.twice,
        outside=wishes.outside,
        parts=parts,
        kept=kept,
    )


def _clear(session: Session, table: AllocationTable) -> None:
    """Take away all that was given out and not begun, on plans since replaced too."""
    of_round = (
        select(Sampled.id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == table.round_id)
    )
    begun = select(Audit.assignment_id).where(col(Audit.withdrawn_at).is_(None))
    given = session.exec(
        select(Assignment.id).where(
            col(Assignment.sampled_id).in_(of_round),
            col(Assignment.kind).in_(SHARED_KINDS),
            col(Assignment.id).not_in(begun),
            not_taken_back(),
        )
    )
    take_out(session, [key for key in given if key is not None])


def _write(session: Session, table: AllocationTable, shared: Shared, due_on: date | None) -> None:
    sampled = {line.plan.reference: line.sampled for line in table.plans}
    people = {line.person.facts.code: line.person.id for line in table.auditors}
    rows: list[dict[str, Any]] = [
        {
            "uid": new_uid(), "sampled_id": sampled[given.reference], "person_id": people[given.auditor],
            "kind": given.kind.value, "criteria": " ".join(given.part.criteria), "due_on": due_on, "given_at": now(),
        }
        for given in shared.given
    ]  # fmt: skip
    give_out(session, rows)


def move(store: Store, assignment: int, person: int, day: date | None = None) -> Changed:
    """Give what one auditor has to score to another.

    Raises UserError: `not_lead`, `no_assignment`, `round_state`, `begun` once an audit was begun, `may_not` with
    the reason.
    """
    with store.write() as session:
        _led(session, store)
        row, table, line, given = _found(session, assignment, day or today())
        if given.fixed and given.state != "given_back":
            raise UserError(
                "begun", f"{given.code} has begun {line.plan.reference}, so it stays with them. Nothing was changed."
            )
        to = _allowed(table, line, AssignmentKind(given.kind), person, given)
        hand_over(session, row, person)
        _log(session, store, "moved a plan", table, line, before=given.code, after=to.person.facts.code)
    return Changed(frozenset({"audit", "assignment"}), (assignment,))


def give(
    store: Store, sampled: int, person: int, kind: AssignmentKind = AssignmentKind.FIRST, day: date | None = None
) -> Changed:
    """Give a plan to one more auditor: a first, a second or, from outside, a blind scoring.

    Where its questions are parted among agencies, they get those that are theirs.
    Raises UserError: `not_lead`, `no_plan`, `round_state`, `may_not` with the reason.
    """
    with store.write() as session:
        _led(session, store)
        found = session.get(Sampled, sampled)
        plan = session.get(RoundPlan, found.round_plan_id) if found else None
        if plan is None:
            raise UserError("no_plan", "That plan is no longer in the sample. Nothing was changed.")
        need(session, plan.round_id, Deed.ALLOCATE)
        table = allocation_in(session, plan.round_id, day or today())
        line = table.line(sampled)
        if line is None or line.papers_missing:
            raise UserError("no_plan", "That plan has no papers or is out of the sample. Nothing was changed.")
        to = _allowed(table, line, kind, person, None)
        criteria = questions_for(line, kind, to.person.facts.agency, table.framework) or ()
        row = {
            "uid": new_uid(), "sampled_id": sampled, "person_id": person, "kind": kind.value,
            "criteria": " ".join(criteria), "due_on": table.due_on, "given_at": now(),
        }  # fmt: skip
        give_out(session, [row])
        given = session.exec(
            select(Assignment.id).where(
                Assignment.sampled_id == sampled, Assignment.person_id == person, Assignment.kind == kind
            )
        ).one()
        _log(session, store, "gave a plan out", table, line, after=f"{to.person.facts.code}, {kind.value}")
        return Changed(frozenset({"audit", "assignment"}), (given or 0,))


def take_away(store: Store, assignment: int) -> Changed:
    """Take a plan from an auditor who has not begun it.

    Raises UserError: `not_lead`, `no_assignment`, `round_state`, `begun`.
    """
    with store.write() as session:
        _led(session, store)
        _, table, line, given = _found(session, assignment, today())
        if given.fixed:
            raise UserError(
                "begun", f"{given.code} has begun {line.plan.reference}, so it stays with them. Nothing was changed."
            )
        take_out(session, [assignment])
        _log(session, store, "took a plan away", table, line, before=given.code)
    return Changed(frozenset({"audit", "assignment"}), (assignment,))


def set_due(store: Store, round_id: int, due_on: date | None, assignments: Collection[int] | None = None) -> Changed:
    """Say by when audits are due: those named, or all of a round, whose own day this becomes then.

    What is submitted keeps its day. Raises UserError: `not_lead`, `no_round`, `round_state`.
    """
    with store.write() as session:
        _led(session, store)
        rnd = need(session, round_id, Deed.ALLOCATE)
        table = allocation_in(session, round_id, today())
        meant = [
            g.assignment
            for line in table.plans
            for g in line.given
            if g.state != "submitted" and (assignments is None or g.assignment in assignments)
        ]
        for key in meant:
            row = session.get_one(Assignment, key)
            row.due_on = due_on
            session.add(row)
        if assignments is None:
            rnd.due_on = due_on
            session.add(rnd)
        log.append(
            session, who=store.owner(session).name, what="set a due date", subject=rnd.name,
            after=f"{due_on or 'none'} for {len(meant)} audits",
        )  # fmt: skip
    return Changed(frozenset({"audit", "assignment"}), (round_id,))


def _led(session: Session, store: Store) -> str:
    """Who shares out. Raises UserError (`not_lead`)."""
    return store.lead(session, "shares plans out").name


def _found(session: Session, assignment: int, day: date) -> tuple[Assignment, AllocationTable, PlanLine, GivenPlan]:
    """An assignment with its plan, in a round whose plans may be shared out."""
    row = session.get(Assignment, assignment)
    round_id = session.exec(
        select(RoundPlan.round_id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .where(Sampled.id == (row.sampled_id if row else None))
    ).first()
    if row is not None and round_id is not None:
        need(session, round_id, Deed.ALLOCATE)
        table = allocation_in(session, round_id, day)
        for line in table.plans:
            for given in line.given:
                if given.assignment == assignment:
                    return row, table, line, given
    raise UserError("no_assignment", "This plan is no longer allocated. Nothing was changed. Choose another plan.")


def _allowed(
    table: AllocationTable, line: PlanLine, kind: AssignmentKind, person: int, moved: GivenPlan | None
) -> AuditorLine:
    """The auditor, if the plan may go to them. Raises UserError (`may_not`, `no_person`)."""
    to = table.auditor(person)
    if to is None:
        raise UserError("no_person", "That auditor is no longer in the register. Nothing was changed.")
    if why := refusals(table, line, kind, moved)[person]:
        raise UserError("may_not", f"{line.plan.reference} stays as it is: {to.person.facts.name} {why}.")
    return to


def _log(
    session: Session, store: Store, what: str, table: AllocationTable, line: PlanLine, before: str = "", after: str = ""
) -> None:
    log.append(
        session, who=store.owner(session).name, what=what, subject=f"{table.round} {line.plan.reference}",
        before=before, after=after,
    )  # fmt: skip
