"""Who may take a plan and who may not, and why: the rules of sharing out, for one plan at a time."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from auditor.allocation.allocate import Part, why_not
from auditor.allocation.view import AllocationTable, AuditorLine, GivenPlan, PlanLine
from auditor.audits import framework_of
from auditor.counting import not_taken_back
from auditor.frameworks import Framework
from db.store import Store
from db.tables import Assignment, RoundPlan, Sampled
from db.vocabulary import Agency, AssignmentKind

LEADS: Mapping[str, frozenset[str]] = {
    "education": frozenset({Agency.EDUCATION.value, Agency.SCHOOL.value}),
    "health": frozenset({Agency.HEALTH.value}),
    "social_care": frozenset({Agency.SOCIAL_CARE.value}),
    "parent": frozenset({Agency.PARENT_FORUM.value}),
}
"""Whose auditors answer the questions that an agency leads on; a school's auditors answer education's."""


def parts_of(framework: Framework, unled: str) -> tuple[Part, ...]:
    """The framework's judged questions by the agency that leads on them, in LEADS' order.

    `unled` takes those that any agency may answer; parts without a question are left out.
    """
    keys: dict[str, list[str]] = {lead: [] for lead in LEADS}
    for criterion in framework.judged:
        keys[unled if criterion.lead == "any" else criterion.lead].append(criterion.id)
    return tuple(Part(lead, LEADS[lead], tuple(found)) for lead, found in keys.items() if found)


def parts_given(store: Store, round_id: int) -> dict[str, tuple[str, ...]]:
    """The parts in which a round's questions are given out, by the agency that answers them; empty if undivided."""
    with store.read() as session:
        framework = framework_of(session, round_id)
        given = session.exec(
            select(Assignment.criteria)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .where(RoundPlan.round_id == round_id, Assignment.criteria != "", not_taken_back())
            .distinct()
        ).all()
    found: dict[str, set[str]] = {}
    for criteria in given:
        keys = set(criteria.split())
        leads = {c.lead for c in framework.judged if c.id in keys}
        lead = next((lead for lead in LEADS if lead in leads), next(iter(LEADS)))
        found.setdefault(min(LEADS[lead]), set()).update(keys)
    return {agency: tuple(c.id for c in framework.judged if c.id in keys) for agency, keys in sorted(found.items())}


def refusals(
    table: AllocationTable, line: PlanLine, kind: AssignmentKind, moved: GivenPlan | None = None
) -> dict[int, str]:
    """Why each auditor may not have this plan, in words that follow their name; empty for those who may.

    `kind` is what they would have it for, `moved` the assignment it would be instead of. From person's id.
    """
    others = [g for g in line.scorers if moved is None or g.assignment != moved.assignment]
    on = {g.person for g in line.given if moved is None or g.assignment != moved.assignment}
    said = {a.person.id: _refusal(a, line, kind, moved, on, table.framework) for a in table.auditors}
    if kind is AssignmentKind.OUTSIDE:
        return said
    for auditor in table.auditors:
        person = auditor.person
        asked = set(questions_for(line, kind, person.facts.agency, table.framework, moved) or ())
        same = [g for g in others if not asked or not g.criteria or asked & set(g.criteria)]
        agencies = {g.agency for g in same}
        elsewhere = any(
            a.person.facts.agency not in agencies and a.person.id != person.id
            for a in table.auditors
            if not said[a.person.id] or (_has_it(a, moved) and not why_not(a.auditor, line.plan))
        )
        if not said[person.id] and person.facts.agency in agencies and elsewhere:
            who = next(g.code for g in same if g.agency == person.facts.agency)
            said[person.id] = f"is of the same agency as {who}, who scores it too; somebody of another agency may"
    return said


def questions_for(
    line: PlanLine, kind: AssignmentKind, agency: str, framework: Framework, moved: GivenPlan | None = None
) -> tuple[str, ...] | None:
    """The questions that somebody of an agency would have to answer on a plan: () for all, None where there are none.

    Where the plan's questions are parted among agencies, a second opinion is on the part of that agency; a first
    one on what nobody has yet.
    """
    if moved is not None:
        wanted = moved.criteria
    elif kind is AssignmentKind.OUTSIDE:
        return ()
    else:
        firsts = [g for g in line.of_kind(AssignmentKind.FIRST) if g.state != "given_back"]
        parted = any(g.criteria for g in firsts)
        if kind is AssignmentKind.SECOND:
            mine = [g.criteria for g in firsts if not g.criteria or _fits(g.criteria, agency, framework)]
            return mine[0] if mine else None
        taken = {key for g in firsts for key in g.criteria}
        wanted = tuple(c.id for c in framework.judged if c.id not in taken) if parted else ()
        if firsts and not parted:
            return None
    return wanted if _fits(wanted, agency, framework) else None


def _fits(criteria: Sequence[str], agency: str, framework: Framework) -> bool:
    """Whether an agency may answer these questions; without any named it is the whole plan, which everybody may."""
    leads = {c.lead for c in framework.judged if c.id in set(criteria) and c.lead != "any"}
    return all(agency in LEADS[lead] for lead in leads) if criteria else True


def _refusal(
    auditor: AuditorLine, line: PlanLine, kind: AssignmentKind, moved: GivenPlan | None, on: set[int],
    framework: Framework,
) -> str:  # fmt: skip
    """Why somebody may not have the plan, whatever the others' agencies are."""
    facts = auditor.person.facts
    if _has_it(auditor, moved):
        return "has it now"
    if why := why_not(auditor.auditor, line.plan):
        return why
    if facts.outside != (kind is AssignmentKind.OUTSIDE):
        return "is from outside and scores blind only" if facts.outside else "is not from outside"
    if auditor.person.id in on:
        return "has to do with this plan already"
    if questions_for(line, kind, facts.agency, framework, moved) is None:
        return "is of an agency that has no questions to answer here"
    return ""


def _has_it(auditor: AuditorLine, moved: GivenPlan | None) -> bool:
    """Whether it is this auditor's now."""
    return moved is not None and auditor.person.id == moved.person and moved.state != "given_back"
