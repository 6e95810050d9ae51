"""Room on the desk: plans, paper and checklist beside each other, and how they give way where it is narrow."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QTabBar, QVBoxLayout, QWidget

from ui.look import look

PLANS, PAPER, CHECKLIST = "plans", "paper", "checklist"
FOLD_UNDER, TABS_UNDER = 1000, 640  # design px: the list of plans folds; paper and checklist become tabs
FOLD_BESIDE_BOTH = 1140  # design px: the list folds beside paper and checklist, or neither could be read
WIDE: Mapping[str, int] = {PLANS: 260, CHECKLIST: 560}  # design px; the paper has the rest
READABLE = 480  # design px: the paper has this much before the checklist has more than its least
LEAST: Mapping[str, int] = {PLANS: 200, PAPER: 300, CHECKLIST: 330}  # design px


class Room(QWidget):
    """A splitter of three, any of which can be hidden; widths and what is hidden are remembered.

    `folded` says that the list of plans has no room of its own; `changed` when other parts are in view.
    """

    changed = Signal()
    swapped = Signal(str)  # the part that F6 brought up

    in_tabs = False  # asked for by events before there is anything to ask about

    def __init__(self, parts: Mapping[str, QWidget], file: QSettings) -> None:
        super().__init__()
        self._parts, self._file = parts, file
        self._listing = False
        self._offered = True
        self._tab = CHECKLIST
        self.folded = False
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Paper or checklist")
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(self._choose_tab)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.splitterMoved.connect(self._keep_widths)
        for part in parts.values():
            self._splitter.addWidget(part)
        for part in reversed(list(parts.values())):
            part.lower()  # read out in the order they stand in: a splitter turns it round
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.tabs)
        box.addWidget(self._splitter, 1)
        for name, on in (("paper", "Paper"), ("checklist", "Checklist")):
            parts[name].setProperty("tab", on)
        look().changed.connect(self.fold)
        self.fold()

    def wanted(self, part: str) -> bool:
        """Whether a part is to be in view where there is room."""
        return str(self._file.value(f"desk/shown/{part}", "True")) == "True"

    def want(self, part: str, on: bool) -> None:
        """Show or hide a part; one of paper and checklist always stays."""
        self._file.setValue(f"desk/shown/{part}", str(on))
        other = {PAPER: CHECKLIST, CHECKLIST: PAPER}.get(part)
        if not on and other is not None and not self.wanted(other):
            self._file.setValue(f"desk/shown/{other}", "True")
        if on and part != PLANS:
            self._tab = part
        self.fold()

    def offer_paper(self, on: bool) -> None:
        """Whether there is a plan whose paper could be shown; without one its room goes to the others."""
        if on != self._offered:
            self._offered = on
            self.fold()

    @property
    def listing(self) -> bool:
        """Whether the list of plans stands in place of everything else."""
        return self._listing

    def list_plans(self, on: bool) -> None:
        """Show the list of plans in place of the rest, where it is folded; or the rest again."""
        self._listing = on
        self.fold()

    def bring_up(self, part: str) -> None:
        """Show paper or checklist, whichever of the two is hidden behind the other or was hidden."""
        if not self.wanted(part):
            self.want(part, True)
        elif self._tab != part or self._listing:
            self._tab, self._listing = part, False
            self.fold()

    def fold(self) -> None:
        """Give each part its room."""
        width, lk = self.width(), look()
        paper = self._offered and self.wanted(PAPER)
        checklist = self.wanted(CHECKLIST) or not paper
        both = paper and checklist
        self.folded = width < lk.px(FOLD_BESIDE_BOTH if both else FOLD_UNDER) or not self.wanted(PLANS)
        self._listing = self._listing and self.folded
        self._to_tabs(both and width < lk.px(TABS_UNDER))
        alone = self._tab if self.in_tabs else ""
        shown = {
            PLANS: self._listing or not self.folded,
            PAPER: not self._listing and paper and alone in ("", PAPER),
            CHECKLIST: not self._listing and checklist and alone in ("", CHECKLIST),
        }
        for name, part in self._parts.items():
            part.setMinimumWidth(0 if list(shown.values()).count(True) == 1 else lk.px(LEAST[name]))
            part.setVisible(shown[name])
        self.tabs.setVisible(self.in_tabs and not self._listing)
        self._show_tab()
        self._place(shown)
        self.changed.emit()

    def _to_tabs(self, on: bool) -> None:
        """Have paper and checklist share one place, or not; what holds the keyboard stays in view."""
        focused = QApplication.focusWidget()
        if on and not self.in_tabs and focused is not None:
            self._tab = next((n for n in (PAPER, CHECKLIST) if self._parts[n].isAncestorOf(focused)), self._tab)
        self.in_tabs = on

    def _show_tab(self) -> None:
        """Show which of the two is up. There are no tabs but in view: screen readers find and read hidden ones."""
        self.tabs.blockSignals(True)
        while self.tabs.count() and not self.in_tabs:
            self.tabs.removeTab(0)
        for words in ("Paper", "Checklist") if self.in_tabs and not self.tabs.count() else ():
            self.tabs.addTab(words)
        self.tabs.setCurrentIndex(0 if self._tab == PAPER else 1)
        self.tabs.blockSignals(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold and unfold."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fold()

    def event(self, event: QEvent) -> bool:
        """Claim F6 where there are tabs, before the window's own sees it: it swaps them."""
        if self.in_tabs and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F6:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.bring_up(PAPER if self._tab == CHECKLIST else CHECKLIST)
                self.swapped.emit(self._tab)
            return True
        return super().event(event)

    def _place(self, shown: Mapping[str, bool]) -> None:
        """Share the width out: the paper, or whatever stands alone beside the plans, has the rest."""
        lk, left = look(), self.width()
        plans = min(self._width(PLANS), left) if shown[PLANS] and not self._listing else 0
        left -= plans
        checklist = left if shown[CHECKLIST] and not shown[PAPER] else 0
        if shown[CHECKLIST] and shown[PAPER]:
            dragged = self._file.contains(f"desk/width/{CHECKLIST}")
            paper = lk.px(LEAST[PAPER] if dragged else READABLE)
            checklist = max(lk.px(LEAST[CHECKLIST]), min(self._width(CHECKLIST), left - paper, left * 3 // 5))
        self._splitter.setSizes([plans or (left if self._listing else 0), max(0, left - checklist), checklist])

    def _width(self, part: str) -> int:
        try:
            kept = int(str(self._file.value(f"desk/width/{part}", WIDE[part])))
        except ValueError:
            kept = WIDE[part]
        return look().px(max(LEAST[part], kept))

    def _keep_widths(self) -> None:
        """Remember what the person dragged, in px of ordinary text."""
        both = self._parts[PAPER].isVisible() and self._parts[CHECKLIST].isVisible()
        for name in (PLANS, *((CHECKLIST,) if both else ())):
            if self._parts[name].isVisible() and not self._listing:
                self._file.setValue(f"desk/width/{name}", round(self._parts[name].width() / look().px(100) * 100))

    def _choose_tab(self, at: int) -> None:
        self.bring_up(PAPER if at == 0 else CHECKLIST)
