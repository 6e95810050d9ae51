"""What one week comes to by locality: plans issued, advice, quick checks; and the weeks before it, where they suffice.

A week runs from Monday to Sunday. Nothing here reads a file: values go in, frozen values come out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from auditor.compliance import DatedPlan, LimitFigure, count, judge, percent_of
from auditor.rounding import FEWEST_FOR_PERCENT
from auditor.weeks.advice import due_on
from auditor.weeks.advice_list import AdviceItem
from db.vocabulary import Adviser, Value

WEEK = timedelta(days=7)
MOST_WEEKS = 8
"""How many weeks a series goes back, with the week itself."""


@dataclass(frozen=True)
class WeekAdvice:
    """Advice in one week: asked for in it; come in within it, in six weeks or later; still out at its end."""

    asked: int = 0
    in_time: int = 0
    late: int = 0
    out: int = 0
    overdue: int = 0

    @property
    def received(self) -> int:
        """How much came in during the week."""
        return self.in_time + self.late

    @property
    def percent(self) -> int | None:
        """The whole percentage of what came in that was in time; None of fewer than ten."""
        return percent_of(self.in_time, self.received)


@dataclass(frozen=True)
class CheckFigure:
    """One quick check over the drafts checked in a week: met of those it could be answered for, and what was left."""

    met: int = 0
    n: int = 0
    not_applicable: int = 0
    cannot_tell: int = 0
    undecided: int = 0

    @property
    def percent(self) -> int | None:
        """The whole percentage met; None of fewer than ten."""
        return percent_of(self.met, self.n)


@dataclass(frozen=True)
class Checked:
    """One plan checked in the week: where, by which checklist, and the answers it stands on; None where undecided.

    `framework` is the digest that names the checklist.
    """

    area: str
    framework: str
    answers: Mapping[str, Value | None]


@dataclass(frozen=True)
class Checklist:
    """A framework as the week shows it: its digest, its title, and its checks in order, key to short words."""

    framework: str
    title: str
    checks: Mapping[str, str]


@dataclass(frozen=True)
class Locality:
    """One area in one week, or the whole council.

    `issued` counts plans first issued in the week against the 20 weeks. `checks` are by framework and key.
    """

    area: str
    issued: LimitFigure
    advice: WeekAdvice
    advisers: Mapping[Adviser, WeekAdvice]
    checked: int
    checks: Mapping[tuple[str, str], CheckFigure]


@dataclass(frozen=True)
class Point:
    """One week of a series: its Monday, how many, and of these how many in time, where that is asked."""

    monday: date
    n: int
    in_time: int | None = None


def monday_of(day: date) -> date:
    """The Monday of the week that a day lies in."""
    return date.fromordinal(max(1, day.toordinal() - day.weekday()))


def last_whole_week(known_to: date) -> date:
    """The Monday of the last week that was over by the end of a day."""
    monday = monday_of(known_to)
    return monday if known_to.weekday() == 6 else monday - min(WEEK, monday - date.min)


def plans_issued(plans: Iterable[DatedPlan], monday: date) -> LimitFigure:
    """The plans first issued in the week, held against the 20 weeks (SEND Regulations 2014, regulation 13(2))."""
    sunday = monday + timedelta(days=6)
    judged = [
        judge(plan, sunday)
        for plan in plans
        if plan.dates.first_final is not None and monday <= plan.dates.first_final <= sunday
    ]
    return count(judged, "first_plan")


def advice_in(items: Iterable[AdviceItem], monday: date, known_to: date) -> WeekAdvice:
    """Advice in the week, as far as a list that speaks of the days up to `known_to` can tell.

    What is out is counted at the end of the week, or at the end of the list where that is earlier.
    """
    sunday = monday + timedelta(days=6)
    end = min(sunday, known_to)
    found: Counter[str] = Counter()
    for item in items:
        came = item.received_on
        found["asked"] += monday <= item.asked_on <= end
        if came is not None and monday <= came <= end:
            found["in_time" if came <= due_on(item.asked_on) else "late"] += 1
        elif item.asked_on <= end and monday <= end and (came is None or came > end):
            found["out" if end <= due_on(item.asked_on) else "overdue"] += 1
    return WeekAdvice(found["asked"], found["in_time"], found["late"], found["out"], found["overdue"])


def check_figures(checked: Sequence[Checked], lists: Sequence[Checklist]) -> dict[tuple[str, str], CheckFigure]:
    """Every check of every checklist over the drafts checked, each draft once; where auditors differ, undecided."""
    figures: dict[tuple[str, str], CheckFigure] = {}
    for one in lists:
        agreed = [draft.answers for draft in checked if draft.framework == one.framework]
        for key in one.checks:
            given = [answers[key] for answers in agreed if key in answers]
            figures[one.framework, key] = CheckFigure(
                met=given.count(Value.MET),
                n=sum(1 for value in given if value is not None and value.scored),
                not_applicable=given.count(Value.NOT_APPLICABLE),
                cannot_tell=given.count(Value.CANNOT_TELL),
                undecided=given.count(None),
            )
    return figures


@dataclass(frozen=True)
class Gathered:
    """All that a week is counted from. `areas` are those of the list, whether or not anything happened in them.

    `advice_to` is the last day the list of advice can speak of.
    """

    plans: Sequence[DatedPlan]
    items: Sequence[AdviceItem]
    advice_to: date
    checked: Sequence[Checked]
    lists: Sequence[Checklist]
    areas: Sequence[str]


def localities(gathered: Gathered, monday: date) -> tuple[Locality, tuple[Locality, ...]]:
    """The whole council, and each area in alphabetical order; what gives no area comes last."""
    names: dict[str, str] = {}
    spelled = (
        *gathered.areas,
        *(p.area for p in gathered.plans),
        *(i.area for i in gathered.items),
        *(c.area for c in gathered.checked),
    )
    for area in spelled:
        names.setdefault(folded(area), " ".join(area.split()))
    plans, items = _by_area(gathered.plans), _by_area(gathered.items)
    checked = _by_area(gathered.checked)
    whole = _locality("", gathered.plans, gathered.items, gathered.checked, gathered, monday)
    every = tuple(
        _locality(name, plans.get(key, ()), items.get(key, ()), checked.get(key, ()), gathered, monday)
        for key, name in sorted(names.items(), key=lambda pair: (not pair[0], pair[0]))
    )
    # the area nobody gave is a line only in a week in which it counts something
    return whole, tuple(place for place in every if place.area or not _nothing(place))


def folded(area: str) -> str:
    """An area's name as two lists have it in common, however it is spaced or capitalised."""
    return " ".join(area.split()).casefold()


Placed = TypeVar("Placed", DatedPlan, AdviceItem, Checked)


def _by_area(things: Iterable[Placed]) -> dict[str, list[Placed]]:
    groups: dict[str, list[Placed]] = {}
    for thing in things:
        groups.setdefault(folded(thing.area), []).append(thing)
    return groups


def _locality(
    area: str,
    plans: Sequence[DatedPlan],
    items: Sequence[AdviceItem],
    checked: Sequence[Checked],
    gathered: Gathered,
    monday: date,
) -> Locality:
    end = gathered.advice_to
    return Locality(
        area=area,
        issued=plans_issued(plans, monday),
        advice=advice_in(items, monday, end),
        advisers={a: advice_in([i for i in items if i.adviser == a], monday, end) for a in Adviser},
        checked=len(checked),
        checks=check_figures(checked, gathered.lists),
    )


def _nothing(place: Locality) -> bool:
    return not (place.issued.plans or place.checked) and place.advice == WeekAdvice()


def series(monday: date, known_to: date, point: Callable[[date], Point]) -> tuple[Point, ...]:
    """The weeks up to this one, oldest first, as long as each is over and has at least ten; nothing where only one has.

    `known_to` is the last day that what is counted can speak of.
    """
    points: list[Point] = []
    while len(points) < MOST_WEEKS and monday + timedelta(days=6) <= known_to:
        found = point(monday)
        if found.n < FEWEST_FOR_PERCENT:
            break
        points.insert(0, found)
        if monday < date.min + WEEK:
            break
        monday -= WEEK
    return tuple(points) if len(points) > 1 else ()
