"""The urgent plans of a workspace as pages and the command line show them, those that wait first."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from auditor.reports.wording import long_date
from db.store import Store
from db.tables import Assignment, Plan, Round, RoundPlan, Sampled, UrgentFlag
from db.vocabulary import UrgentKind

WORDS = {
    UrgentKind.OTHER_CHILD: "It holds details of another child",
    UrgentKind.SAFEGUARDING: "A child may not be safe",
    UrgentKind.NO_PROVISION: "The child has no provision in place",
}
"""Why a plan cannot wait, as a person reads it."""


@dataclass(frozen=True)
class UrgentPlan:
    """One plan that was flagged: why, by whom and when, whom it was told to, and whether it is done.

    `named` is who the round names to be told. `told_on` and `done_on` are None while nobody was told, and while it is
    open.
    """

    id: int
    round_id: int
    round: str
    reference: str
    kind: UrgentKind
    words: str
    raised_by: str
    raised_on: date
    named: str
    contact: str
    told_on: date | None
    done_words: str
    done_on: date | None

    @property
    def open(self) -> bool:
        """Whether it still waits."""
        return self.done_on is None

    def overdue(self, day: date) -> bool:
        """Whether nobody is noted as told although it was flagged on an earlier day."""
        return self.open and self.told_on is None and self.raised_on < day

    def told_words(self, day: date) -> str:
        """Whom it was told to and when; or that nobody was, and whether that is overdue."""
        if self.told_on is not None:
            return f"Told to {self.contact} on {long_date(self.told_on)}."
        if self.overdue(day):
            days = (day - self.raised_on).days
            since = "since yesterday" if days == 1 else f"for {days:,} days"
            return f"Overdue: nobody is noted as told {since}."
        return "Nobody is noted as told yet."


def urgent_plans(store: Store, round_id: int | None = None) -> tuple[UrgentPlan, ...]:
    """The urgent plans of one round, or of all: the open ones first, those nobody was told of before the rest."""
    with store.read() as session:
        return read_urgent(session, round_id)


def read_urgent(session: Session, round_id: int | None = None) -> tuple[UrgentPlan, ...]:
    """As `urgent_plans`, within a job."""
    rows = (
        select(UrgentFlag, Round, Plan.reference)
        .join(Sampled, col(Sampled.id) == UrgentFlag.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Round, col(Round.id) == RoundPlan.round_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .order_by(col(UrgentFlag.raised_at), col(UrgentFlag.id))
    )
    if round_id is not None:
        rows = rows.where(RoundPlan.round_id == round_id)
    found = [
        UrgentPlan(
            row.id or 0, rnd.id or 0, rnd.name, reference, UrgentKind(row.kind), row.words, row.raised_by,
            row.raised_at.astimezone().date(), rnd.urgent_contact, row.contact, row.told_on, row.done_words,
            row.done_on,
        )
        for row, rnd, reference in session.exec(rows)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (not one.open, one.told_on is not None)))


def urgent_of(store: Store, assignment: int) -> tuple[UrgentPlan, ...]:
    """What is flagged of the plan of one assignment."""
    with store.read() as session:
        sampled = session.exec(select(Assignment.sampled_id).where(Assignment.id == assignment)).first()
        ids = set(session.exec(select(UrgentFlag.id).where(UrgentFlag.sampled_id == sampled)))
        return tuple(one for one in read_urgent(session) if one.id in ids)


def contact_for(store: Store, assignment: int) -> str:
    """Whom the round of an assignment names to be told of plans that cannot wait; empty where nobody is named."""
    with store.read() as session:
        named = (
            select(Round.urgent_contact)
            .join(RoundPlan, col(RoundPlan.round_id) == Round.id)
            .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
            .join(Assignment, col(Assignment.sampled_id) == Sampled.id)
        )
        return session.exec(named.where(Assignment.id == assignment)).first() or ""


def raised_words(one: UrgentPlan) -> str:
    """Who flagged it and when."""
    return f"Flagged by {one.raised_by} on {long_date(one.raised_on)}."


def today() -> date:
    """The day by the computer's own clock."""
    return datetime.now().astimezone().date()
