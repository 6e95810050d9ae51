"""What the whole list of a round's plans shows before anything is audited: how many of which, and the time limits."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select as core_select
from sqlmodel import Session, select

from auditor.clocks import PlanDates
from auditor.compliance import AGES, LIMITS, DatedPlan, Judged, LimitFigure, count, judge
from db.errors import UserError
from db.store import Store
from db.tables import METADATA, Frame, Round
from db.vocabulary import PhaseMove, PlanKind

FIELDS = ("area", "need", "phase", "plan_kind", "year_group")
"""What the list is counted by."""
NOT_GIVEN = ""
"""Stands for a fact that the list does not give; it is counted like any other."""


@dataclass(frozen=True)
class ListedPlan(DatedPlan):
    """One plan of a list: what it is counted by, and its dates. `year_group` is a number as text, 0 for Reception."""

    need: str = NOT_GIVEN
    phase: str = NOT_GIVEN
    plan_kind: str = NOT_GIVEN
    year_group: str = NOT_GIVEN


@dataclass(frozen=True)
class Facts:
    """A group of plans: how many, how many of each value by field, each time limit, and how old they are by band."""

    plans: int
    sizes: Mapping[str, Mapping[str, int]]
    limits: tuple[LimitFigure, ...]
    ages: Mapping[str, int]


@dataclass(frozen=True)
class Population:
    """The list of one round as on its reference date: the whole of it, and each area by itself, in alphabetical order.

    `taken_on` is the day the list was taken in; `rows` how many it had, of which `whole.plans` could be used.
    """

    round: str
    council: str
    as_at: date
    taken_on: date
    rows: int
    invented: str
    whole: Facts
    areas: Mapping[str, Facts]


def facts(plans: Iterable[ListedPlan], as_at: date) -> tuple[Facts, dict[str, Facts]]:
    """Count plans as on the day `as_at`: all of them, and by area."""
    listed = list(plans)
    judged = [judge(plan, as_at) for plan in listed]
    groups: dict[str, tuple[list[ListedPlan], list[Judged]]] = {}
    for plan, one in zip(listed, judged, strict=True):
        of_area = groups.setdefault(plan.area, ([], []))
        of_area[0].append(plan)
        of_area[1].append(one)
    # the plans whose area is not given come last
    by_area = {area: _facts(*groups[area]) for area in sorted(groups, key=lambda a: (a == NOT_GIVEN, a.casefold(), a))}
    return _facts(listed, judged), by_area


def _facts(plans: Sequence[ListedPlan], judged: Sequence[Judged]) -> Facts:
    sizes = {field: _ordered(field, Counter[str](getattr(plan, field) for plan in plans)) for field in FIELDS}
    ages = Counter(one.age for one in judged)
    return Facts(
        plans=len(plans),
        sizes=sizes,
        limits=tuple(count(judged, limit) for limit in LIMITS),
        ages={band: ages[band] for band in AGES},
    )


def _ordered(field: str, counts: Counter[str]) -> dict[str, int]:
    """Values with their counts: year groups as they follow, areas by name, all else the most frequent first."""
    if field == "year_group":
        return {v: counts[v] for v in sorted(counts, key=lambda v: (v == NOT_GIVEN, int(v) if v else 0))}
    if field == "area":
        return {v: counts[v] for v in sorted(counts, key=lambda v: (v == NOT_GIVEN, v.casefold(), v))}
    return {v: counts[v] for v in sorted(counts, key=lambda v: (v == NOT_GIVEN, -counts[v], v.casefold(), v))}


def population(store: Store, round_id: int) -> Population:
    """The facts of a round's whole list. Raises UserError: `no_round`, `no_frame` where none was taken in."""
    with store.read() as session:
        rnd = session.get(Round, round_id)
        if rnd is None:
            raise UserError("no_round", "That round is not in this workspace, so there is nothing to count.")
        frame = session.exec(select(Frame).where(Frame.round_id == round_id)).first()
        if frame is None:
            raise UserError(
                "no_frame",
                f"{rnd.name} has no list of plans yet, so there is nothing to count. Take in its list of plans.",
            )
        council = store.owner(session).council
        plans = listed(session, round_id)
    whole, areas = facts(plans, rnd.as_at)
    return Population(rnd.name, council, rnd.as_at, local_day(frame.taken_at), frame.rows, rnd.invented, whole, areas)


_COLUMNS = (
    "area", "need", "phase", "plan_kind", "year_group", "exception_applies", "requested_on", "first_final_on",
    "exception", "last_review_on", "decision_on", "amended_final_on", "decided_not_to_amend", "phase_move", "moves_on",
    "previous_anchor_on",
)  # fmt: skip


def listed(session: Session, round_id: int, issued: tuple[date, date] | None = None) -> list[ListedPlan]:
    """The plans of a round's list, or those first issued from one day to another.

    They are read as plain columns: made into table rows they would take ten times as long.
    """
    table = METADATA.tables["round_plan"].c
    wanted = [table.round_id == round_id, table.frame_row.is_not(None)]
    if issued is not None:
        wanted.append(table.first_final_on.between(*issued))
    rows = session.connection().execute(core_select(*(table[name] for name in _COLUMNS)).where(*wanted))
    return [_listed(*row) for row in rows]


def _listed(
    area: str, need: str, phase: str, plan_kind: str, year_group: int | None, exception_applies: bool | None,
    requested: date | None, first_final: date | None, exception: str, last_review: date | None,
    decision: date | None, amended: date | None, not_amended: bool, phase_move: str, moves_on: date | None,
    previous: date | None,
) -> ListedPlan:  # fmt: skip
    dates = PlanDates(
        requested, first_final, exception, PlanKind(plan_kind), last_review, decision, amended, not_amended, year_group,
        PhaseMove(phase_move), moves_on, previous,
    )  # fmt: skip
    year = NOT_GIVEN if year_group is None else str(year_group)
    return ListedPlan(area, dates, bool(exception_applies), need, phase, plan_kind, year)


def local_day(moment: datetime) -> date:
    """The day it was here at a moment that is kept in UTC."""
    return moment.astimezone().date()
