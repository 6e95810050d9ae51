"""Which plans everybody practises on, who has them, and whether the round asks for it."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QCompleter, QLineEdit, QWidget

from auditor.calibration.calibration import MOST
from auditor.calibration.compared import Calibration, CalibrationPlan
from ui.look import look
from ui.parts.buttons import PlainButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Row, ScrollColumn, Wrap
from ui.parts.rows import RowsModel
from ui.parts.table import ROW, TableView
from ui.parts.words import Text

HEADS = ("Plan", "Area", "Given to", "Submitted by", "What is right is said for")


class PlansTab(ScrollColumn):
    """Signals carry a reference, whether it is required, or an assignment of the owner's own."""

    chosen = Signal(str)
    dropped = Signal(str)
    required = Signal(bool)
    hand_out = Signal()
    take = Signal(int)

    def __init__(self) -> None:
        self.reference = QLineEdit()
        self.reference.setPlaceholderText("N-014")
        self._list = QStringListModel()
        completer = QCompleter(self._list)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.reference.setCompleter(completer)
        look().dress(cast(QWidget, completer.popup()))  # a window of its own
        self.row = FormRow(
            "Reference of a plan to practise on", self.reference,
            "From the list, or any other. Two or three are enough. Everybody who may score is given it at once.",
        )  # fmt: skip
        self.add_plan = PlainButton("Choose this plan", "target")
        self.box = QCheckBox("Everybody does calibration before the round opens")
        self.table = TableView("Calibration plans")
        self.give = PlainButton("Give to those without", "users")
        self.drop = PlainButton("Drop the plan", "trash-2")
        self.take_own = PlainButton("Take my answers as right", "badge-check")
        self._none = Text("No plan is chosen yet. A plan that was drawn cannot be one.", tone="ink2")
        self._locked = Text("", bold=True)
        tools = Wrap(self.give, self.take_own, self.drop, gap=2)
        card = Card(self._none, self.table, tools, title="Plans everybody scores")
        super().__init__(
            self._locked, Card(self.row, Row(self.add_plan, 1), self.box, title="Choose"), card, margins=(0, 4, 0, 6)
        )
        self._plans: Sequence[CalibrationPlan] = ()
        self._may, self._to_give = False, 0
        self.add_plan.clicked.connect(self._choose)
        self.reference.returnPressed.connect(self._choose)
        self.box.clicked.connect(self.required)
        self.give.clicked.connect(self.hand_out)
        self.drop.clicked.connect(lambda: self.plan and self.dropped.emit(self.plan.reference))
        self.take_own.clicked.connect(lambda: self.plan and self.plan.own and self.take.emit(self.plan.own))

    @property
    def plan(self) -> CalibrationPlan | None:
        """The plan whose row is chosen."""
        row = self.table.currentIndex().row()
        return self._plans[row] if 0 <= row < len(self._plans) else None

    def show_calibration(self, found: Calibration, references: Sequence[str], to_give: int) -> None:
        """Show the plans, and offer these references while one is typed; so many audits are still to be given out."""
        at = max(0, self.table.currentIndex().row())
        self._plans, self._may, self._to_give = found.plans, not found.locked, to_give
        self._list.setStringList(list(references))
        self._locked.set_text(found.locked)
        self._locked.setVisible(bool(found.locked))
        self.box.setChecked(found.required)
        rows = [
            (
                p.reference,
                p.area or "Not given",
                _people(p.given),
                _people(p.submitted),
                f"{p.right} of {p.asked} questions",
            )
            for p in found.plans
        ]
        self.table.setModel(RowsModel(HEADS, rows))
        self.table.resizeColumnsToContents()
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + (len(rows) + 1) * look().px(ROW))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_row())
        self.table.setVisible(bool(rows))
        self._none.setVisible(not rows)
        if rows:
            self.table.selectRow(min(at, len(rows) - 1))
        self._on_row()

    def clear_reference(self) -> None:
        """Empty the field for the next one."""
        self.reference.clear()
        self.row.set_problem("")

    def _choose(self) -> None:
        self.chosen.emit(self.reference.text())

    def _on_row(self) -> None:
        plan = self.plan
        self.box.setEnabled(self._may)
        self.add_plan.setEnabled(self._may and len(self._plans) < MOST)
        self.give.setEnabled(self._may and self._to_give > 0)
        self.drop.setEnabled(self._may and plan is not None and not plan.begun)
        self.take_own.setEnabled(self._may and plan is not None and plan.own_submitted)


def _people(count: int) -> str:
    return "1 auditor" if count == 1 else f"{count} auditors"
