"""The sidebar: the program's name, the round, its places in working order; folded it is a strip of icons."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ui.look import look
from ui.parts.buttons import Button, NavButton
from ui.parts.layout import Column, Row, Rule, ScrollColumn
from ui.parts.pictures import Icon
from ui.parts.words import Text
from ui.places import Place

WIDE, FOLDED = 248, 60  # design px: the longest place, in the widest of the usual fonts


class RoundButton(Button):
    """The round's name; pressed, it offers the others."""

    kind = "nav"

    def __init__(self) -> None:
        self._name, self._folded = "", False
        super().__init__("", "history", name="Round")
        self.setProperty("heavy", True)

    def set_round(self, name: str, others: bool, folded: bool) -> None:
        """Show this round; without others there is nothing to press."""
        self._name, self._folded = name, folded
        self.setEnabled(others)
        self.setAccessibleName(f"Round: {name}. Change round" if others else f"Round: {name}")
        self.setToolTip(self.accessibleName())
        self.set_icon("chevron-down" if others and not folded else "history")
        self._elide()

    def minimumSizeHint(self) -> QSize:
        """Narrow: a long name is cut, and shown whole as the tool tip."""
        return QSize(look().px(40), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the name as there is room for."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.width() - look().px(20 + 4 + 24)
        cut = QFontMetrics(self.font()).elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        text = "" if self._folded else cut
        if text != self.text():
            self.setText(text)


class _Gap(QWidget):
    """A little room before the first place of a group."""

    def __init__(self) -> None:
        super().__init__()
        self._fit()
        look().changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedHeight(look().space(2))


class Sidebar(Column):
    """Places to go. `asked` carries a place's key, `round_asked` a round's id; `lock_asked` asks to lock now."""

    asked = Signal(str)
    round_asked = Signal(int)
    lock_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._mark = Icon("clipboard-check", "accent", 24)
        self._name = Text("EHCP Auditor", "question", wrap=False)
        self._round = RoundButton()
        self._round.clicked.connect(self._offer_rounds)
        self._head, self._places, self._foot = Column(gap=0), ScrollColumn(gap=0, margins=0), Column(gap=0)
        self._rule = Rule()
        self._places.verticalScrollBar().rangeChanged.connect(self._resize)
        head = Row(self._mark, self._name, 1, gap=2, margins=(2, 0, 0, 0))
        parts = (head, self._head, self._round, (self._places, 1), self._rule, self._foot)
        super().__init__(*parts, gap=2, margins=(2, 4, 2, 3))
        self.setParent(parent)
        self.setAccessibleName("Places")
        self.set_ground("sunken", "right")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._folded = False
        self._buttons: dict[str, NavButton] = {}
        self._lock: NavButton | None = None
        self._rounds: list[tuple[int, str]] = []
        self._here: int | None = None
        self.set_rounds((), None)
        self._resize()
        look().changed.connect(self._resize)

    @property
    def folded(self) -> bool:
        """Whether only icons show."""
        return self._folded

    def set_places(self, places: Sequence[Place], can_lock: bool = False) -> None:
        """Show these places, and below them *Lock now* where there is something to lock."""
        for part in (self._head, self._places, self._foot):
            part.clear()
        self._buttons = {}
        for place in places:
            if not place.listed:
                continue
            button = NavButton(place.title, place.icon)
            button.clicked.connect(lambda _=False, key=place.key: self.asked.emit(key))
            button.set_folded(self._folded)
            if place.begins:
                self._places.add(_Gap())
            (self._head if place.head else self._foot if place.foot else self._places).add(button)
            self._buttons[place.key] = button
            if place.head:
                self.setTabOrder(button, self._round)  # in the order they stand in
        self._lock = None
        if can_lock:
            self._lock = NavButton("Lock now", "lock")
            self._lock.clicked.connect(self.lock_asked)
            self._lock.set_folded(self._folded)
            self._foot.add(self._lock)

    def set_rounds(self, rounds: Sequence[tuple[int, str]], here: int | None) -> None:
        """Name the round that the window is on, and those it could be on, as (id, name)."""
        self._rounds, self._here = list(rounds), here
        name = next((name for key, name in rounds if key == here), "")
        self._round.set_round(name, len(rounds) > 1, self._folded)
        self._round.setVisible(bool(name) and not (self._folded and len(rounds) < 2))

    def set_count(self, key: str, count: int) -> None:
        """Say how many things wait in a place."""
        if key in self._buttons:
            self._buttons[key].set_count(count)

    def stand_on(self, key: str) -> None:
        """Mark the place the window is on, or none of them, and bring it into view."""
        for place, button in self._buttons.items():
            button.set_here(place == key)
        self._show_here()

    def set_folded(self, folded: bool) -> None:
        """Show icons alone, or words too."""
        self._folded = folded
        self._name.setVisible(not folded)
        for button in (*self._buttons.values(), *([self._lock] if self._lock else [])):
            button.set_folded(folded)
        self.set_rounds(self._rounds, self._here)
        self._resize()

    def focus_here(self) -> None:
        """Put the keyboard on the place the window is on."""
        standing = next((b for b in self._buttons.values() if b.is_here), None)
        (standing or next(iter(self._buttons.values()))).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def round_menu(self) -> QMenu:
        """The rounds to choose from, the one the window is on ticked."""
        menu = QMenu(self)
        menu.setAccessibleName("Rounds")
        for key, name in self._rounds:
            action = QAction(name, menu, checkable=True, checked=key == self._here)
            action.triggered.connect(lambda _=False, key=key: self.round_asked.emit(key))
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _offer_rounds(self) -> None:
        self.round_menu().popup(self._round.mapToGlobal(self._round.rect().bottomLeft()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place the window is on in view: there may be more places than room."""
        super().resizeEvent(event)
        self._show_here()

    def _show_here(self) -> None:
        for button in self._buttons.values():
            if button.is_here and self._places.isAncestorOf(button):
                self._places.ensureWidgetVisible(button, 0, 0)

    def _resize(self) -> None:
        bar = self._places.verticalScrollBar()
        scrolls = bar.maximum() > bar.minimum()
        self.setFixedWidth(look().px(FOLDED if self._folded else WIDE) + (bar.sizeHint().width() if scrolls else 0))
