"""What is right for each question of a calibration plan, and why; with how the auditors answered it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit

from auditor.calibration.compared import RightRow
from db.vocabulary import Value
from ui.desk.fields import Choice
from ui.look import WORDS, look
from ui.parts.answer import AnswerControl
from ui.parts.assist import selecting_moves
from ui.parts.beside import Beside
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, ScrollColumn
from ui.parts.rows import RowsModel
from ui.parts.table import TableView
from ui.parts.words import Heading, Text

HEADS = ("Code", "Right", "Question", "Why")


class RightTab(Column):
    """`kept` carries the plan, the question, the answer or None, and the reason; `plan_picked` a reference."""

    kept = Signal(str, str, object, str)
    plan_picked = Signal(str)

    def __init__(self) -> None:
        self.plan = Choice({}, blank="Choose a plan")
        self.table = TableView("Questions and what is right")
        self.question = Heading("", 3)
        self._anchors = Text("", tone="ink2")
        self._given = Text("", "caption", "ink2")
        self.answer = AnswerControl((Value.MET, Value.PARTLY, Value.NOT_MET), "What is right")
        self.why = QPlainTextEdit()
        self.why.setTabChangesFocus(True)
        self.why_row = FormRow("Why", self.why, "Every auditor who answered otherwise reads this, once they submitted.")
        self.doubt = Doubt("Keep it as it is")
        self.keep = PlainButton("Keep and go to next", "check")
        self.take_back = QuietButton("Take it back", "undo-2")
        detail = ScrollColumn(
            Card(
                self.question,
                self._anchors,
                self.answer,
                self.why_row,
                self.doubt,
                Row(self.keep, self.take_back, 1),
                self._given,
                gap=3,
            ),
            margins=0,
        )
        super().__init__(
            FormRow("Plan", self.plan),
            (Beside(Card(self.table, pad=1), detail, (1, 1)), 1),
            gap=3,
            margins=(0, 4, 0, 6),
        )
        self._rows: Sequence[RightRow] = ()
        self._may, self._at = False, 0
        self.plan.picked.connect(self.plan_picked)
        self.keep.clicked.connect(self._keep)
        self.take_back.clicked.connect(self._clear)
        self._fit()
        look().changed.connect(self._fit)

    @property
    def row(self) -> RightRow | None:
        """The question whose row is chosen."""
        return self._rows[self._at] if 0 <= self._at < len(self._rows) else None

    def show_plans(self, references: Sequence[str], here: str) -> None:
        """Offer these plans, with one chosen."""
        while self.plan.count() > 1:
            self.plan.removeItem(1)
        for reference in references:
            self.plan.addItem(reference, reference)
        self.plan.show_key(here)

    def show_rows(self, rows: Sequence[RightRow], may: bool) -> None:
        """Show what is said of a plan's questions, and keep the place."""
        self._rows, self._may = rows, may
        listed = [
            (r.criterion.id, WORDS[r.right.value.token] if r.right else "Not said", r.criterion.short,
             r.right.reason if r.right else "")
            for r in rows
        ]  # fmt: skip
        self.table.setModel(RowsModel(HEADS, listed))
        self.table.resizeColumnsToContents()
        selecting_moves(self.table)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _was: self._go(now.row()))
        self.table.selectRow(min(self._at, max(0, len(rows) - 1)))
        self._show_row()

    def _go(self, row: int) -> None:
        self._at = row
        self._show_row()

    def _show_row(self) -> None:
        self.doubt.stop()
        row = self.row
        for widget in (self.answer, self.why, self.keep, self.take_back):
            widget.setEnabled(self._may and row is not None)
        if row is None:
            self.question.set_text("")
            self._anchors.set_text("Choose a calibration plan first.")
            return
        c = row.criterion
        self.question.set_text(f"{c.id}  {c.question}")
        anchors = ((Value.MET, c.met), (Value.PARTLY, c.partly), (Value.NOT_MET, c.not_met))
        self._anchors.set_text("\n".join(f"{WORDS[v.token]}: {words}" for v, words in anchors if words))
        self.answer.set_options(c.scale)
        self.answer.set_value(row.right.value if row.right else None)
        self.why.setPlainText(row.right.reason if row.right else "")
        self.why_row.set_problem("")
        self.take_back.setEnabled(self._may and row.right is not None)
        said = ", ".join(f"{WORDS[v.token]} {n}" for v, n in sorted(row.given.items(), reverse=True))
        self._given.set_text(f"Submitted so far: {said}." if said else "Nobody has submitted an answer yet.")

    def _keep(self) -> None:
        row, value, why = self.row, self.answer.value, self.why.toPlainText().strip()
        if row is None:
            return
        if value is None or not why:
            self.why_row.set_problem("Choose the right answer first." if value is None else "Say why this is right.")
            (self.answer if value is None else self.why).setFocus()
            return
        key = row.criterion.id
        self.doubt.before(lambda: self._hand_over(key, value, why), self.why, ("the reason", why))

    def _hand_over(self, key: str, value: Value, why: str) -> None:
        self._at = min(self._at + 1, len(self._rows) - 1)
        self.kept.emit(self.plan.currentData(), key, value, why)

    def _clear(self) -> None:
        if self.row is not None:
            self.kept.emit(self.plan.currentData(), self.row.criterion.id, None, "")

    def _fit(self) -> None:
        self.why.setFixedHeight(self.why.fontMetrics().lineSpacing() * 3 + look().space(4))
