"""What waits for the lead: answers of one auditor from two computers, and paper sheets a second person checks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from auditor.packs.devices import Contested, Side
from auditor.packs.sheets import SheetToCheck
from auditor.plural import several
from db.vocabulary import Value
from ui.look import WORDS
from ui.packs.words import short_moment
from ui.parts.assist import selecting_moves, selecting_picks
from ui.parts.beside import Beside
from ui.parts.buttons import PlainButton
from ui.parts.doubt import Doubt
from ui.parts.fitted_table import FittedTable
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.list_table import ListTable, hand_over
from ui.parts.rows import Index, MarkedRows
from ui.parts.words import Heading, Text

HEADS = ("Plan", "Auditor", "What waits")


class DevicesCard(Card):
    """Two computers side by side. `chosen` carries assignment, device and reason."""

    chosen = Signal(int, str, str)

    def __init__(self) -> None:
        self._title, self._about = Heading(""), Text("", tone="ink2")
        self.table = FittedTable("Where the computers differ")
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText("The auditor finished on the newer computer")
        self._row = FormRow("Why these answers?", self.reason, "The reason is kept in the change log.")
        self._doubt = Doubt()
        self._buttons = Wrap(gap=3)
        super().__init__(self._title, self._about, self.table, self._row, self._doubt, self._buttons, gap=3, pad=5)
        self._shown: Contested | None = None

    def show_contested(self, found: Contested) -> None:
        """Show where the computers differ, and offer each."""
        if self._shown != found:
            self.reason.clear()
            self._row.set_problem("")
        self._shown = found
        self._title.set_text(f"{found.reference}: {several(len(found.sides), 'computer')} of {found.name}")
        same = min((side.answered for side in found.sides), default=0) - len(found.differs)
        more = f" {same:,} other answers are the same." if same > 0 else ""
        sides = " ".join(_sealed(n, side) for n, side in enumerate(found.sides, 1))
        self._about.set_text(
            f"{sides} All is kept, and nothing of it counts until you choose. Ask {found.name} which shall stand.{more}"
        )
        heads = ("Criterion", *(f"Computer {n}" for n, _ in enumerate(found.sides, 1)))
        rows = [(f"{d.criterion}  {d.short}", *(_said(v) for v in d.values)) for d in found.differs]
        marks = {
            (row, column): value.token
            for row, d in enumerate(found.differs)
            for column, value in enumerate(d.values, 1)
            if value is not None
        }
        self.table.show_model(MarkedRows(heads, rows, frozenset(), (), marks))
        for old in self._buttons.findChildren(PlainButton):
            old.hide()
            old.deleteLater()
        for n, side in enumerate(found.sides, 1):
            button = PlainButton(f"Keep computer {n}", "check", name=f"Keep computer {n}. {_sealed(n, side)}")
            button.clicked.connect(lambda _=False, device=side.device: self._choose(device))
            self._buttons.add(button)

    def _choose(self, device: str) -> None:
        reason, found = self.reason.text().strip(), self._shown
        if found is None:
            return
        if not reason:
            self._row.set_problem("Say in a few words why.")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._doubt.before(lambda: self.chosen.emit(found.assignment, device, reason), self.reason, ("Reason", reason))


class SheetCard(Card):
    """A paper sheet that was typed in for somebody. `checked` carries the assignment and who checked it."""

    checked = Signal(int, int)

    def __init__(self) -> None:
        self._title, self._about = Heading(""), Text("", tone="ink2")
        self.by = QComboBox()
        selecting_picks(self.by)
        self._row = FormRow("Who compared it with the paper", self.by, "Somebody else than who typed it in.")
        self.check = PlainButton("It is as on the paper", "check")
        super().__init__(self._title, self._about, self._row, Row(self.check, 1), gap=3, pad=5)
        self._shown: SheetToCheck | None = None
        self.check.clicked.connect(self._check)

    def show_sheet(self, sheet: SheetToCheck, people: Sequence[tuple[int, str]]) -> None:
        """Show a sheet and who may check it: (person, name)."""
        self._shown = sheet
        self._title.set_text(f"{sheet.reference}: a paper sheet of {sheet.code}")
        self._about.set_text(
            f"{sheet.entered_by} typed it in{f' on {short_moment(sheet.ended_at)}' if sheet.ended_at else ''}. "
            "Open the plan in Score plans, hold the paper beside it, and compare every answer."
        )
        self.by.clear()
        self.by.addItem("Choose who", None)
        for key, name in people:
            if name != sheet.entered_by:
                self.by.addItem(name, key)
        self._row.set_problem("")

    def _check(self) -> None:
        by, sheet = self.by.currentData(), self._shown
        if by is None:
            self._row.set_problem("Choose who compared it.")
            self.by.setFocus(Qt.FocusReason.OtherFocusReason)
        elif sheet is not None:
            self.checked.emit(sheet.assignment, by)


class DecideTab(Column):
    """Left what waits, right the one that is chosen."""

    chosen = Signal(int, str, str)
    checked = Signal(int, int)

    def __init__(self) -> None:
        self.table = ListTable("What waits for you")
        self._model = MarkedRows(HEADS, [])
        self.table.setModel(self._model)
        hand_over(self._model, self.table, None)
        selecting_moves(self.table)
        self.devices, self.sheet = DevicesCard(), SheetCard()
        self.detail = Column(self.devices, self.sheet, 1, gap=0)
        beside = Beside(Card(self.table, pad=1), self.detail, (2, 3))
        super().__init__((ScrollColumn((beside, 1000), gap=0, margins=0), 1), gap=3, margins=(0, 4, 0, 4))
        self._contested: tuple[Contested, ...] = ()
        self._sheets: tuple[SheetToCheck, ...] = ()
        self._people: tuple[tuple[int, str], ...] = ()
        self.devices.chosen.connect(self.chosen)
        self.sheet.checked.connect(self.checked)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._contested) + len(self._sheets)

    def show_waiting(
        self, contested: Sequence[Contested], sheets: Sequence[SheetToCheck], people: Sequence[tuple[int, str]]
    ) -> None:
        """Show what waits; `people` may check sheets."""
        at = max(self.table.currentIndex().row(), 0)
        self._contested, self._sheets, self._people = tuple(contested), tuple(sheets), tuple(people)
        rows = [(c.reference, f"{c.name} ({c.code})", several(len(c.sides), "computer")) for c in contested]
        rows += [(s.reference, s.code, "Paper sheet to check") for s in sheets]
        marks = {(row, 2): "under_way" for row in range(len(rows))}
        before, self._model = self._model, MarkedRows(HEADS, rows, frozenset(), (), marks)
        self.table.setModel(self._model)
        hand_over(self._model, self.table, before)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        if rows:
            self.table.setCurrentIndex(self._model.index(min(at, len(rows) - 1), 0))
        self.table.fit()

    def focus_main(self) -> None:
        """Put the keyboard on the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """The list, the chosen one."""
        return (self.table, self.detail)

    def _on_row(self, now: Index, _before: Index) -> None:
        row = now.row()
        of_devices = 0 <= row < len(self._contested)
        self.devices.setVisible(of_devices)
        self.sheet.setVisible(not of_devices and row >= 0)
        if of_devices:
            self.devices.show_contested(self._contested[row])
        elif row >= 0:
            self.sheet.show_sheet(self._sheets[row - len(self._contested)], self._people)


def _sealed(number: int, side: Side) -> str:
    """How far a computer came, and when it was sealed there."""
    state = "finished" if side.submitted else f"{side.answered:,} of {side.asked:,} answered"
    sealed = f", sealed {short_moment(side.sealed_at)}" if side.sealed_at else ""
    return f"Computer {number}: {state}{sealed}."


def _said(value: Value | None) -> str:
    return WORDS[value.token] if value is not None else "Not answered"
