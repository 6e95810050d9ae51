"""The look: tokens to palette, style sheet, fonts, icons and marks."""

from ui.look.marks import WORDS
from ui.look.theme import Look, look, restyle
from ui.look.tokens import Theme

__all__ = ["WORDS", "Look", "Theme", "look", "restyle"]
