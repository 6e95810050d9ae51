"""The facts of a plan that figures are broken down by and that a list is divided by, and how each is written."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol


class Described(Protocol):
    """Whatever has the facts of a plan; codes are SEN2's, `year_group` 0 is Reception."""

    @property
    def area(self) -> str:
        """The part of the council's area."""
        ...

    @property
    def need(self) -> str:
        """The primary need."""
        ...

    @property
    def phase(self) -> str:
        """The phase of education."""
        ...

    @property
    def setting_type(self) -> str:
        """The type of setting."""
        ...

    @property
    def team(self) -> str:
        """The team that wrote it."""
        ...

    @property
    def plan_kind(self) -> str:
        """What brought the present wording about."""
        ...

    @property
    def year_group(self) -> int | None:
        """The national curriculum year."""
        ...


NOT_GIVEN = "not given"
FIELDS: Mapping[str, Callable[[Described], str]] = MappingProxyType(
    {
        "area": lambda f: f.area or NOT_GIVEN,
        "need": lambda f: f.need or NOT_GIVEN,
        "phase": lambda f: f.phase or NOT_GIVEN,
        "setting_type": lambda f: f.setting_type or NOT_GIVEN,
        "plan_kind": lambda f: f.plan_kind,
        "year_group": lambda f: year_words(f.year_group),
        "team": lambda f: f.team or NOT_GIVEN,
    }
)
"""What figures can be broken down by, and a list divided by."""

FIELD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "area": "area",
        "need": "primary need",
        "phase": "phase",
        "setting_type": "setting type",
        "plan_kind": "kind of plan",
        "year_group": "year group",
        "team": "writer's team",
    }
)
"""What people call the fields."""


def year_words(year_group: int | None) -> str:
    """A year group as people say it: Reception, Year 9, Nursery, or 'Year not given'."""
    if year_group is None:
        return "Year not given"
    if year_group < 0:
        return "Nursery"
    return "Reception" if year_group == 0 else f"Year {year_group}"
