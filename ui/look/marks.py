"""The answer and state marks: round is an answer, square a state of work, triangle late. Drawn, never typed."""

from collections.abc import Mapping

from ui.look.drawing import drawing
from ui.look.tokens import Colours

WORDS: Mapping[str, str] = {
    "met": "Met",
    "partly": "Partly met",
    "not_met": "Not met",
    "not_applicable": "Not applicable",
    "cannot_tell": "Cannot tell",
    "unanswered": "Not answered",
    "completed": "Completed",
    "on_track": "On track",
    "under_way": "Under way",
    "delayed": "Delayed",
    "not_started": "Not started",
}


def fill(state: str, colours: Colours) -> str:
    """The colour of a mark: the state's fill where it has one, else its text colour; grey edge for *not answered*."""
    return colours.get(f"{state}_fill") or colours["edge" if state == "unanswered" else state]


def mark_svg(state: str, colours: Colours, paper: str = "surface") -> str:
    """The mark of an answer or state as SVG text; `paper` is the token of the ground it stands on."""
    return drawing(f"marks/{state}", fill(state, colours), colours[paper])
