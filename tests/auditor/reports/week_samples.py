"""Invented lists and weeks for the tests of pages and files."""

from datetime import date, timedelta

from auditor.clocks import PlanDates
from auditor.population import ListedPlan, Population, facts
from auditor.weeks.advice_list import AdviceItem
from auditor.weeks.figures import Checked, Checklist, Gathered, Point, localities
from auditor.weeks.weekly import ListTaken, Week
from db.vocabulary import Adviser, Value

AS_AT = date(2026, 3, 31)
MONDAY = date(2026, 3, 23)
INVENTED = "Every plan in it is invented."


def plan(area: str, number: int) -> ListedPlan:
    """The plan of a running number: most in time, some late, some without the date of the request."""
    final = AS_AT - timedelta(days=number)
    requested = None if number % 11 == 0 else final - timedelta(weeks=19 + number % 3)
    dates = PlanDates(requested=requested, first_final=final, exception="a" if number % 5 == 0 else "")
    return ListedPlan(area, dates, False, ("ASD", "SEMH", "")[number % 3], "primary", "new", str(number % 14))


def population_of(areas: list[str], each: int = 12) -> Population:
    """A list with so many plans in every area."""
    plans = [plan(area, number) for position, area in enumerate(areas) for number in range(position, position + each)]
    whole, by_area = facts(plans, AS_AT)
    return Population("Spring 2026", "Example Council", AS_AT, AS_AT, len(plans) + 2, INVENTED, whole, by_area)


def week_of(areas: list[str], each: int = 3) -> Week:
    """A week with plans, advice and checks in every area, and one series."""
    plans = [plan(area, 3 + number) for area in areas for number in range(each)]
    items = [
        AdviceItem(area, adviser, MONDAY - timedelta(weeks=weeks), MONDAY if weeks % 2 else None)
        for area in areas
        for adviser in Adviser
        for weeks in (0, 3, 5, 7)
    ]
    checks = Checklist("f", "Checklist for tests", {"D1": "Right child", "D2": "Outcomes can be checked"})
    values = ({"D1": Value.MET, "D2": Value.NOT_MET}, {"D1": Value.MET, "D2": Value.CANNOT_TELL})
    checked = [Checked(area, "f", values[number % 2]) for area in areas for number in range(each)]
    whole, places = localities(Gathered(plans, items, AS_AT, checked, (checks,), areas), MONDAY)
    weeks = tuple(Point(MONDAY - timedelta(weeks=w), 20 - w, 10) for w in (2, 1, 0))
    return Week(
        "Example Council", INVENTED, MONDAY, ListTaken(AS_AT, AS_AT, "Spring 2026"), ListTaken(AS_AT, AS_AT),
        whole, places, (checks,), {"issued": weeks, "advice": (), "checked": ()},
    )  # fmt: skip
