"""What the Actions page says of states, agencies and measures."""

from collections.abc import Mapping

from auditor.actions.states import State
from ui.desk.words import AGENCIES

MARKS: Mapping[str, str] = {
    "blue": "completed", "green": "on_track", "amber": "under_way", "red": "delayed", "grey": "not_started",
}  # fmt: skip
"""The mark that a state's colour stands for: never the colour alone."""
WHOSE: Mapping[str, str] = {"": "No one agency", **AGENCIES}
NO_MEASURE = "No one standard"


def mark_of(state: State) -> str:
    """The mark drawn beside a state's name."""
    return MARKS[state.colour]


def measures_named(measures: Mapping[str, str]) -> dict[str, str]:
    """The standards of a round to choose from, none first."""
    return {"": NO_MEASURE, **measures}


def since_words(then: int | None) -> str:
    """What a tile says of the last report."""
    return "" if then is None else f"{then:,} at the last report"
