"""What is marked in the plan: evidence tinted and tagged, passages worth a look tinted and underlined."""

from dataclasses import dataclass

from PySide6.QtGui import QColor

from ui.look import Theme, look
from ui.look.tokens import LIGHT


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked place: on a page from 0, by pdfium's ranges of characters or else by its words."""

    page: int
    words: str
    spans: tuple[tuple[int, int], ...] = ()
    tag: str = ""
    """`[P2]` for evidence; empty for a passage worth a look."""


def tint(kind: str) -> QColor | None:
    """The ground of `evidence`, `prompt`, `hit` or `selection` on paper; None under a contrast theme of the system.

    Paper stays light in the dark theme, so these are the colours of the light one.
    """
    if look().in_force is Theme.SYSTEM:
        return None
    token = {"evidence": "selected", "prompt": "partly_soft", "hit": "partly_soft"}.get(kind)
    colour = QColor(LIGHT[token or "accent"])
    colour.setAlpha(70 if kind == "selection" else 255)
    return colour


def line_colour(kind: str) -> QColor:
    """The colour of the line that goes with the tint."""
    if look().in_force is Theme.SYSTEM:
        return look().colour("ink")
    return QColor(LIGHT["partly" if kind in ("prompt", "hit") else "accent"])
