"""A chip: a state or a label in a word, with its mark or icon, on its soft ground."""

from PySide6.QtWidgets import QSizePolicy

from ui.look import restyle
from ui.parts.layout import Row
from ui.parts.pictures import Icon, Mark
from ui.parts.words import Text


class Chip(Row):
    """`state` names an answer or a state of work and brings mark and colour; else `icon` names a drawing.

    Chip("Critical", icon="flag"); Chip("Provisional", state="under_way"); Chip("Public edition", icon="eye").
    """

    def __init__(self, text: str, state: str = "", icon: str = "") -> None:
        super().__init__(gap=1, margins=(2, 0, 2, 0))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(text, state, icon)

    def set_state(self, text: str, state: str = "", icon: str = "") -> None:
        """Show another word with its state or icon."""
        self.clear()
        self.text = text
        self.setProperty("chip", state or "plain")
        if state:
            self.add(Mark(state, 14, f"{state}_soft"))
        elif icon:
            self.add(Icon(icon, "ink2", 14))
        self.add(Text(text, "caption", state or "ink2", bold=bool(state), wrap=False))
        self.setAccessibleName(text)
        restyle(self)
