"""A page that is filled in from top to bottom and then makes something."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.look import look
from ui.pages.page import Page
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.form import FormRow
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, ScrollColumn
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.reveal import bring_into_view

CARD_WIDE = 980  # design px
WHERE = "Each field that needs you says so below it."


class FormPage(Page):
    """Cards under a header with one button that makes, and one that leaves. `left` says that nothing was wanted."""

    left = Signal()

    def __init__(self, subtitle: str, make: str, cards: tuple[Card, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = cards
        self.make, self.cancel = PrimaryButton(make), PlainButton("Cancel")
        self.head = HeaderBar(self.title, subtitle, self.cancel, primary=self.make)
        self.messages = MessageArea(ON_PAGE)
        self.column = ScrollColumn(*cards, gap=4, margins=(6, 4, 6, 5))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        outer.addWidget(self.messages)
        outer.addWidget(self.column, 1)
        self.cancel.clicked.connect(self.left)
        self.make.clicked.connect(self.try_to_make)
        look().changed.connect(self._fit)
        self._fit()

    def try_to_make(self) -> None:
        """Make it from what is filled in, or say at each field what it lacks."""
        raise NotImplementedError

    def panes(self) -> tuple[QWidget, ...]:
        """The fields, then the buttons of the header."""
        return (self.column, self.make)

    def refuse(self, what: str, why: str) -> None:
        """Say why nothing was made; the button can be pressed again."""
        self.make.setEnabled(True)
        self.messages.say("problem", what, why)

    def go_to_first_problem(self) -> None:
        """Put the keyboard on the uppermost field that lacks something."""
        rows = [row for row in self.findChildren(FormRow) if row.problem]
        if rows:
            first = min(rows, key=lambda row: row.field.mapTo(self.column.column, QPoint(0, 0)).y())
            first.field.setFocus(Qt.FocusReason.OtherFocusReason)
            bring_into_view(first)  # with what is said below the field

    def _fit(self) -> None:
        for card in self._cards:
            card.setMaximumWidth(look().px(CARD_WIDE))
