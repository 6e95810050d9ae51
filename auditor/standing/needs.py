"""What waits for the lead of a round, worst first, each with the one thing to do about it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from auditor.plural import several
from auditor.standing.expected import AskedAudit, AskedPlan, listed, uncalibrated
from auditor.urgent.view import read_urgent
from db.tables import Person, Round
from db.vocabulary import RoundState


@dataclass(frozen=True)
class Need:
    """Something the lead is needed for: `title` and `detail` in words, `action` what the button says.

    `kind` is urgent, keep, late, contested, nobody, given_back, left, unasked, unsent, calibration, reopened,
    undecided, sheets, papers, facts, mending or good_plans. `place` is where the action leads, `section` which part of
    the settings; empty for reminders, which are copied where one is.
    """

    kind: str
    title: str
    detail: str
    action: str
    place: str = ""
    section: str = ""


def needs_of(
    rnd: Round,
    plans: Sequence[AskedPlan],
    practice: Sequence[AskedPlan],
    undecided: Mapping[str, Sequence[str]],
    unasked: Mapping[str, int],
    people: Mapping[int, Person],
    day: date,
    over: Sequence[str] = (),
    sent: Collection[int] = (),
) -> tuple[Need, ...]:
    """Everything that waits. Once the round is signed off nothing of its own does.

    `over` names the rounds of the workspace whose time to keep is over, `sent` has the assignments that went in packs.
    """
    keep = kept_too_long(over)
    if rnd.state == RoundState.SIGNED_OFF:
        return (keep,) if keep else ()
    found = (
        keep,
        _late(rnd, plans, people, day),
        _contested(plans),
        _given_back(plans),
        _nobody(plans),
        _left(plans, people, day),
        _unasked(unasked),
        _unsent(rnd, plans, sent, _gone(people, day)),
        _calibration(rnd, plans, practice, people),
        _reopened(plans),
        _undecided(undecided),
        _sheets(plans),
        _papers(plans),
    )
    return tuple(need for need in found if need is not None)


def urgent(session: Session, round_id: int) -> tuple[Need, ...]:
    """Plans that cannot wait and are not closed: told of first, whatever state the round is in."""
    found = [one.reference for one in read_urgent(session, round_id) if one.open]
    if not found:
        return ()
    title = f"{several(len(found), 'plan')} cannot wait"
    return (Need("urgent", title, f"{listed(found, 'plan')}.", "See today", "today"),)


def kept_too_long(over: Sequence[str]) -> Need | None:
    """Rounds that are kept longer than their day, or the council's policy, says."""
    if not over:
        return None
    title = "The time to keep a round is over" if len(over) == 1 else f"The time to keep {len(over):,} rounds is over"
    detail = f"{listed(over, 'round')}. Purge it, or say until when it is still needed."
    if len(over) > 1:
        detail = detail.replace(" it", " them", 1).replace("it is", "they are")
    return Need("keep", title, detail, "See privacy", "settings", "privacy")


def _unsent(rnd: Round, plans: Iterable[AskedPlan], sent: Collection[int], gone: Collection[int]) -> Need | None:
    """Auditors here who were sent nothing, and of whom nothing is under way: they do not know yet what is theirs."""
    theirs: dict[int, list[AskedAudit]] = {}
    for audit in (a for plan in plans for a in plan.expected):
        theirs.setdefault(audit.person, []).append(audit)
    waiting = sum(
        person not in gone and all(a.state == "not_started" and a.assignment not in sent for a in audits)
        for person, audits in theirs.items()
    )
    if rnd.state != RoundState.OPEN or not waiting:
        return None
    verb = "has" if waiting == 1 else "have"
    detail = "Their plans go to them in one, unless they score at this computer."
    return Need("unsent", f"{several(waiting, 'auditor')} {verb} no work pack yet", detail, "Make packs", "packs")


def _late(rnd: Round, plans: Iterable[AskedPlan], people: Mapping[int, Person], day: date) -> Need | None:
    due = [audit for plan in plans for audit in plan.expected if audit.late(rnd.due_on, day)]
    if not due or rnd.state == RoundState.DRAFT:
        return None
    names = [person.name for key, person in people.items() if any(a.person == key for a in due)]
    title = "1 audit is late" if len(due) == 1 else f"{len(due):,} audits are late"
    return Need("late", title, f"{listed(names, 'auditor')}.", "Copy reminders")


def _contested(plans: Iterable[AskedPlan]) -> Need | None:
    """Plans with answers of one auditor from two computers, none of which counts before one is chosen."""
    found = [p.reference for p in plans if any(a.contested for a in p.expected)]
    if not found:
        return None
    title = f"{several(len(found), 'plan')} {'has' if len(found) == 1 else 'have'} answers from two computers"
    detail = f"{listed(found, 'plan')}. They count nowhere until you have chosen between them."
    return Need("contested", title, detail, "Choose", "packs")


def _sheets(plans: Iterable[AskedPlan]) -> Need | None:
    """Paper sheets that were typed in and that no second person has checked; they count as they stand."""
    found = [p.reference for p in plans for a in p.expected if a.unchecked]
    if not found:
        return None
    verb = "is" if len(found) == 1 else "are"
    title = f"{several(len(found), 'paper sheet')} {verb} to be checked by a second person"
    return Need("sheets", title, f"{listed(found, 'plan')}. They count as they were typed in.", "See sheets", "packs")


def _given_back(plans: Iterable[AskedPlan]) -> Need | None:
    """Plans whose auditor knows the child, and that nobody has taken over in the same part."""
    waiting = [
        plan.reference
        for plan in plans
        if plan.papers_missing is None
        and any(a.given_back and all(b.given_back or b.kind != a.kind for b in plan.audits) for a in plan.audits)
    ]
    if not waiting:
        return None
    title = "A plan was given back" if len(waiting) == 1 else f"{len(waiting):,} plans were given back"
    detail = f"{listed(waiting, 'plan')}. The auditor knows the child; somebody else is needed."
    return Need("given_back", title, detail, "Allocate", "allocation")


def _nobody(plans: Iterable[AskedPlan]) -> Need | None:
    """Plans that nobody was given to score first; those given back are told of by themselves."""
    waiting = [p for p in plans if p.no_first]
    if not waiting:
        return None
    first = " first" if any(p.counted for p in waiting) else ""
    title = f"{several(len(waiting), 'plan')} {'has' if len(waiting) == 1 else 'have'} nobody to score "
    title += f"{'it' if len(waiting) == 1 else 'them'}{first}"
    return Need("nobody", title, f"{listed([p.reference for p in waiting], 'plan')}.", "Allocate", "allocation")


def _gone(people: Mapping[int, Person], day: date) -> set[int]:
    return {key for key, person in people.items() if person.left_on is not None and person.left_on <= day}


def _left(plans: Iterable[AskedPlan], people: Mapping[int, Person], day: date) -> Need | None:
    """Audits that somebody was given who is no longer here."""
    gone = _gone(people, day)
    theirs = [a.person for plan in plans for a in plan.expected if a.submitted is None and a.person in gone]
    if not theirs:
        return None
    verb = "is" if len(theirs) == 1 else "are"
    names = [person.name for key, person in people.items() if key in theirs]
    title = f"{several(len(theirs), 'audit')} {verb} with somebody who has left"
    return Need("left", title, f"{listed(names, 'auditor')}.", "Allocate", "allocation")


def _unasked(unasked: Mapping[str, int]) -> Need | None:
    """Plans whose questions are parted among agencies, one of which has nobody to answer its own."""
    if not unasked:
        return None
    most = max(unasked.values())
    verb = "has" if len(unasked) == 1 else "have"
    title = f"{several(len(unasked), 'plan')} {verb} questions that nobody answers"
    detail = f"{listed(list(unasked), 'plan')}, up to {several(most, 'question')} each."
    return Need("unasked", title, detail, "Allocate", "allocation")


def _calibration(
    rnd: Round, plans: Sequence[AskedPlan], practice: Sequence[AskedPlan], people: Mapping[int, Person]
) -> Need | None:
    if not rnd.calibration_required:
        return None
    if not practice:
        return Need(
            "calibration", "No calibration plan is chosen", "This round asks for calibration before it opens.",
            "Choose plans", "calibration",
        )  # fmt: skip
    missing = [people[key].name for key in uncalibrated(plans, practice)]
    if not missing:
        return None
    verb = "has" if len(missing) == 1 else "have"
    title = f"{several(len(missing), 'auditor')} {verb} not done calibration"
    return Need("calibration", title, f"{listed(missing, 'auditor')}.", "See calibration", "calibration")


def _reopened(plans: Iterable[AskedPlan]) -> Need | None:
    open_again = [p.reference for p in plans for a in p.counted if a.reopened]
    if not open_again:
        return None
    title = "1 audit is open again" if len(open_again) == 1 else f"{len(open_again):,} audits are open again"
    detail = f"{listed(open_again, 'plan')}. The answers submitted before count until it is submitted again."
    return Need("reopened", title, detail, "See plans", "desk")


def _undecided(undecided: Mapping[str, Sequence[str]]) -> Need | None:
    count = sum(len(keys) for keys in undecided.values())
    if not count:
        return None
    title = "1 answer is undecided" if count == 1 else f"{count:,} answers are undecided"
    detail = f"The auditors differ on {several(len(undecided), 'plan')}."
    return Need("undecided", title, detail, "Settle them", "moderation")


def _papers(plans: Iterable[AskedPlan]) -> Need | None:
    missing = [p.reference for p in plans if p.papers_missing]
    if not missing:
        return None
    title = f"The papers of {several(len(missing), 'plan')} were not found"
    return Need(
        "papers", title, f"{listed(missing, 'plan')}. They stay in the sample and are said.", "See sample", "sample"
    )
