"""Advice asked for in assessments under way: kept as a list, and counted as in time, late, still out or overdue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, insert
from sqlmodel import select

from auditor.changed import Changed
from auditor.compliance import percent_of
from auditor.weeks.advice_list import AdviceItem, AdviceSheet
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import METADATA, AdviceList

WITHIN = timedelta(weeks=6)
_AT_ONCE = 5_000  # rows of one statement


@dataclass(frozen=True)
class AdviceFigure:
    """Advice as it stands on a day: what came in within six weeks, what came in late, what is out, what is overdue."""

    in_time: int = 0
    late: int = 0
    out: int = 0
    overdue: int = 0

    @property
    def received(self) -> int:
        """How many came in: what the percentage is of."""
        return self.in_time + self.late

    @property
    def asked(self) -> int:
        """All of them."""
        return self.received + self.out + self.overdue

    @property
    def percent(self) -> int | None:
        """The whole percentage of what came in that did so within six weeks; None of fewer than ten."""
        return percent_of(self.in_time, self.received)


def due_on(asked: date) -> date:
    """The last day on which advice is in time: six weeks from the day of asking (regulation 8(1)).

    The regulation counts from the day the request arrived; a list says when it was sent, so the two are taken as one.
    """
    return asked + min(WITHIN, date.max - asked)


def standing(items: Iterable[AdviceItem], as_at: date) -> AdviceFigure:
    """How advice stands at the end of a day. What was asked for later is left out; what came later is still out."""
    in_time = late = out = overdue = 0
    for item in items:
        if item.asked_on > as_at:
            continue
        due = due_on(item.asked_on)
        if item.received_on is not None and item.received_on <= as_at:
            if item.received_on <= due:
                in_time += 1
            else:
                late += 1
        elif as_at <= due:
            out += 1
        else:
            overdue += 1
    return AdviceFigure(in_time, late, out, overdue)


def take_in_advice(store: Store, sheet: AdviceSheet, digest: str) -> Changed:
    """Keep a list of advice in place of the earlier one. `digest` is the SHA-256 of its file, in hex.

    Raises UserError, and nothing is changed then: `not_lead`, `no_advice` where no row can be used.
    """
    if not sheet.items:
        raise UserError("no_advice", "No row of this list can be used. The list taken in before is kept.")
    rows = [vars(item) | {"adviser": item.adviser.value} for item in sheet.items]
    with store.write() as session:
        owner = store.lead(session, "takes in a list of advice")
        before = session.exec(select(AdviceList)).first()
        connection = session.connection()
        connection.execute(delete(METADATA.tables["advice"]))
        connection.execute(delete(METADATA.tables["advice_list"]))
        for start in range(0, len(rows), _AT_ONCE):
            connection.execute(insert(METADATA.tables["advice"]), rows[start : start + _AT_ONCE])
        session.expunge_all()
        session.add(AdviceList(rows=sheet.rows, usable=len(rows), digest=digest))
        log.append(
            session, who=owner.name, what="took in list of advice", subject="advice",
            before=f"{before.usable} of {before.rows} rows, SHA-256 {before.digest}" if before else "",
            after=f"{len(rows)} of {sheet.rows} rows, SHA-256 {digest}",
        )  # fmt: skip
    return Changed(frozenset({"advice"}))
