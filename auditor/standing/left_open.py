"""What is still open as a round is signed off: nothing that keeps it from being signed, and all that is forgotten."""

from datetime import date, datetime

from auditor.facts_check.view import SheetLine, facts_check
from auditor.plural import several
from auditor.reports.wording import long_date
from auditor.round_states import round_of
from auditor.standing.expected import asked_plans, listed, undecided_of
from db.store import Store


def left_open(store: Store, round_id: int, today: date | None = None) -> tuple[str, ...]:
    """What is open in a round on a day, by default today, a sentence each. Raises UserError (`no_round`)."""
    day = today or datetime.now().astimezone().date()
    with store.read() as session:
        plans = asked_plans(session, round_of(session, round_id).id or 0)
        undecided = sum(len(keys) for keys in undecided_of(session, round_id, plans).values())
    found: list[str] = []
    if undecided:
        found.append(f"{several(undecided, 'answer')} {'is' if undecided == 1 else 'are'} undecided.")
    if unchecked := [p.reference for p in plans for a in p.expected if a.unchecked]:
        verb = "was" if len(unchecked) == 1 else "were"
        sheets = several(len(unchecked), "paper sheet")
        found.append(f"{sheets} {verb} not checked by a second person: {listed(unchecked, 'plan')}.")
    if reopened := [p.reference for p in plans for a in p.counted if a.reopened]:
        found.append(f"{several(len(reopened), 'audit')} open again and not submitted: {listed(reopened, 'plan')}.")
    return (*found, *_sheets(facts_check(store, round_id).sheets, day))


def _sheets(lines: tuple[SheetLine, ...], day: date) -> tuple[str, ...]:
    """Sheets of the facts check that are out, and how many were never made."""
    found: list[str] = []
    out = [line for line in lines if line.state(day) in ("out", "late")]
    if out:
        verb = "is" if len(out) == 1 else "are"
        days = [line.due_on for line in out if line.due_on is not None]
        until = f", the last until {long_date(max(days))}" if days else ""
        found.append(f"{several(len(out), 'sheet')} of the facts check {verb} still out{until}.")
    unmade = sum(1 for line in lines if line.state(day) == "not_made")
    if unmade:
        verb = "was" if unmade == 1 else "were"
        found.append(f"{several(unmade, 'sheet')} of the facts check {verb} not made.")
    return tuple(found)
