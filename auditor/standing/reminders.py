"""Reminders as text to paste into an e-mail. The program sends nothing, ever."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from auditor.reports.wording import long_date
from auditor.round_states import round_of
from auditor.standing.expected import AskedAudit, asked_plans
from db.store import Store
from db.tables import Person


@dataclass(frozen=True)
class Reminder:
    """What one auditor still has to submit: their plans in the order they are due, how many are late, the text."""

    person: int
    name: str
    references: tuple[str, ...]
    late: int
    words: str


def reminders(
    store: Store, round_id: int, today: date | None = None, *, late_only: bool = False
) -> tuple[Reminder, ...]:
    """A reminder for each auditor whose audits are not all in, by code; with `late_only`, where any is past its day.

    Raises UserError (`no_round`).
    """
    day = today or datetime.now().astimezone().date()
    with store.read() as session:
        rnd = round_of(session, round_id)
        owner = store.owner(session).name
        waiting: dict[int, list[tuple[str, AskedAudit]]] = {}
        for plan in asked_plans(session, round_id):
            for audit in plan.expected:
                if audit.outstanding and not audit.contested:
                    waiting.setdefault(audit.person, []).append((plan.reference, audit))
        names = session.exec(select(Person.id, Person.name).order_by(col(Person.code))).all()
        found: list[Reminder] = []
        for person, name in names:
            theirs = waiting.get(person or 0, [])
            late = sum(1 for _, audit in theirs if audit.late(rnd.due_on, day))
            if not theirs or (late_only and not late):
                continue
            listed = sorted(((a.due or rnd.due_on or date.max, reference) for reference, a in theirs))
            words = _words(rnd.name, name, owner, listed, day)
            found.append(Reminder(person or 0, name, tuple(reference for _, reference in listed), late, words))
    return tuple(found)


def _words(rnd: str, name: str, owner: str, waiting: list[tuple[date, str]], day: date) -> str:
    """One reminder. It says how much is left and by when, and offers help; a day that is past is no reproach."""
    count = len(waiting)
    plans = "1 plan" if count == 1 else f"{count} plans"
    days = {due for due, _ in waiting if due != date.max}
    lines = [f"  {reference}{_by(due, day) if len(days) > 1 else ''}" for due, reference in waiting]
    last = max(days, default=None)
    if last is None:
        when = ""
    elif len(days) > 1:
        when = ", each with its day"
    else:
        when = f", {_due(last, day)}"
    return "\n".join(
        (
            f"Dear {name},",
            "",
            f"Thank you for your work in {rnd}. You have {plans} left to submit{when}:",
            "",
            *lines,
            "",
            "If something stands in your way, or the time is not enough, write to me and we will find a way.",
            "",
            "Kind regards",
            owner,
        )
    )


def _by(due: date, day: date) -> str:
    return "" if due == date.max else f", {_due(due, day)}"


def _due(due: date, day: date) -> str:
    return f"{'was due' if due < day else 'due'} on {long_date(due)}"
