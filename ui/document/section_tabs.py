"""Sections A to K as tabs; a combo box where there is no room for them."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QStandardItemModel
from PySide6.QtWidgets import QAbstractButton, QComboBox, QHBoxLayout, QSizePolicy, QWidget

from ui.document.plan_places import LETTERS, TITLES, PlanPlaces
from ui.look import look
from ui.look.tokens import RADIUS
from ui.parts.assist import selecting_picks
from ui.parts.words import Text

MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -99, Qt.Key.Key_End: 99}


class SectionTab(QAbstractButton):
    """One letter: filled where the reader is, struck through where the plan has no such section."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        self.setText(letter)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.missing = False

    def sizeHint(self) -> QSize:
        """As wide as the widest letter, at least 26 px."""
        metrics = QFontMetrics(look().font("caption", bold=True))
        return QSize(max(look().px(26), metrics.horizontalAdvance(self.text()) + look().px(10)), look().px(26))

    def nextCheckState(self) -> None:
        """A press marks nothing: the mark moves when the place is reached."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the row of tabs: Qt would walk out of it."""
        if event.key() in MOVES or event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the letter in its frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self.isChecked() and not self.missing
        font = look().font("caption", bold=here)
        font.setStrikeOut(self.missing)
        painter.setFont(font)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if not self.missing:
            edge = "accent" if here or self.underMouse() else "edge"
            painter.setPen(QPen(look().colour(edge), look().line))
            painter.setBrush(look().colour("accent" if here else "surface"))
            painter.drawRoundedRect(frame, RADIUS["small"], RADIUS["small"])
        painter.setPen(look().colour("on_accent" if here else "ink3" if self.missing else "ink"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class SectionTabs(QWidget):
    """`chosen` carries the letter of the section to go to. Tab enters once; arrows move; Space and Enter go."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Sections of the plan")
        self._here = ""
        self._label = Text("Section", "caption", "ink2", bold=True, wrap=False)
        self.tabs = {letter: SectionTab(letter) for letter in LETTERS}
        self.combo = QComboBox()
        self.combo.setAccessibleName("Section of the plan")
        self.combo.setPlaceholderText("Choose")  # before the first section the box would be empty
        self._label.setBuddy(self.combo)  # Linux names a combo box by its label alone
        selecting_picks(self.combo)
        self.combo.activated.connect(lambda at: self.chosen.emit(self.combo.itemData(at)))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._label)
        for letter, tab in self.tabs.items():
            tab.clicked.connect(self._pressed(letter))
            tab.toggled.connect(self._pressed(letter))  # an assistive tool checks without a click
            self._row.addWidget(tab)
        self._row.addWidget(self.combo, 1)
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._restyle()
        look().changed.connect(self._restyle)
        self.set_places(None)

    def set_places(self, places: PlanPlaces | None) -> None:
        """Show which sections a plan has; without a plan nothing can be chosen."""
        self.combo.clear()
        model = self.combo.model()
        for letter, tab in self.tabs.items():
            status = places.status(letter) if places is not None else "missing"
            tab.missing = places is not None and status == "missing"
            name = f"Section {letter}, {TITLES[letter]}"
            if places is not None and status != "missing":
                name = places.name(letter) + (", nothing written" if status == "empty" else "")
            elif places is not None:
                name += ", not found in this plan"
            tab.setAccessibleName(name)
            tab.setToolTip(name)
            tab.setEnabled(status != "missing")
            ending = " – not found" if tab.missing else " – nothing written" if status == "empty" else ""
            self.combo.addItem(f"{letter}  {TITLES[letter]}{ending}", letter)
            if isinstance(model, QStandardItemModel):
                model.item(self.combo.count() - 1).setEnabled(status != "missing")
            tab.update()
        self.combo.setCurrentIndex(-1)
        self.combo.setEnabled(places is not None)
        self.show_here("")

    def show_here(self, letter: str) -> None:
        """Mark the section the reader is in."""
        self._here = letter
        for name, tab in self.tabs.items():
            tab.blockSignals(True)
            tab.setChecked(name == letter)
            tab.blockSignals(False)
        self.combo.setCurrentIndex(LETTERS.index(letter) if letter in LETTERS else -1)
        self._let_tab_in()

    @property
    def narrow(self) -> bool:
        """Whether the combo box stands in for the tabs."""
        return not self.combo.isHidden()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tabs where there is room for all, else the combo box."""
        super().resizeEvent(event)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from tab to tab without choosing."""
        there = [tab for tab in self.tabs.values() if tab.isEnabled()]
        focused = self.focusWidget()
        if event.key() in MOVES and isinstance(focused, SectionTab) and focused in there:
            at = min(len(there) - 1, max(0, there.index(focused) + MOVES[Qt.Key(event.key())]))
            there[at].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, SectionTab):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _pressed(self, letter: str) -> Callable[[], None]:
        def press() -> None:
            self.show_here(self._here)  # until the place is reached, the mark stays where it was
            self.chosen.emit(letter)

        return press

    def _let_tab_in(self) -> None:
        """Let Tab enter at the section the reader is in, or at the first."""
        there = [letter for letter, tab in self.tabs.items() if tab.isEnabled()]
        entry = self._here if self._here in there else next(iter(there), "")
        for letter, tab in self.tabs.items():
            tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus if letter == entry else Qt.FocusPolicy.ClickFocus)

    def _fold(self) -> None:
        gap = self._row.spacing()
        needs = self._label.sizeHint().width() + sum(tab.sizeHint().width() + gap for tab in self.tabs.values())
        narrow = self.width() < needs
        for tab in self.tabs.values():
            tab.setVisible(not narrow)
        self.combo.setVisible(narrow)

    def _restyle(self) -> None:
        self._row.setSpacing(look().space(1))
        for tab in self.tabs.values():
            tab.updateGeometry()
        self._fold()
