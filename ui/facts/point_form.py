"""Noting a point that came back on a sheet: about which question, in its writer's words, on which day."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit

from auditor.facts_check.findings import Finding
from auditor.facts_check.view import SheetLine
from ui.look import look
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, SectionTitle, Wrap
from ui.parts.reveal import bring_into_view
from ui.setup.fields import choice, day

NO_WORDS = "Write the point as it was raised."


class PointForm(Card):
    """Hidden until a sheet is chosen. `kept` carries the sheet, the place in the sample, the question, words, day."""

    kept = Signal(int, int, str, str, object)

    def __init__(self) -> None:
        self.title = SectionTitle("Note a point")
        self.about = choice({})
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(look().px(80))
        self._words_row = FormRow("What they say is not so", self.words, "As they wrote it. Name no child.")
        self.day = day(QDate.currentDate())
        self.doubt = Doubt("Keep these words", "Change the words")
        self.save, self._leave = PlainButton("Keep the point", icon="check"), QuietButton("Leave it")
        top = Wrap(gap=3)
        top.add(FormRow("About", self.about), 3, 320)
        top.add(FormRow("It came on", self.day), 1, 180)
        super().__init__(self.title, top, self._words_row, self.doubt, Wrap(self.save, self._leave, gap=2), gap=3)
        self._sheet = 0
        self.save.clicked.connect(self._keep)
        self._leave.clicked.connect(self.hide)
        self.hide()

    def open(self, line: SheetLine, found: Sequence[Finding]) -> None:
        """Ask for a point on this sheet, which lists these findings."""
        self._sheet = line.id or 0
        self.title.heading.set_text(f"Note a point from the sheet of {line.name}")
        self.about.clear()
        plans = dict.fromkeys((one.sampled, one.reference) for one in found)
        for one in found:
            self.about.addItem(f"{one.reference} · {one.criterion} {one.short}", (one.sampled, one.criterion))
        if line.sampled is not None:
            plans.setdefault((line.sampled, line.name))
        for sampled, reference in plans:
            self.about.addItem(f"{reference} · something else", (sampled, ""))
        self.words.setPlainText("")
        self._words_row.set_problem("")
        self.day.setMaximumDate(QDate.currentDate())
        self.day.setDate(QDate.currentDate())
        self.doubt.stop()
        self.show()
        bring_into_view(self)
        self.about.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        words = self.words.toPlainText().strip()
        if not words:
            self._words_row.set_problem(NO_WORDS)
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        sampled, criterion = self.about.currentData()
        on = self.day.date().toPython()
        self.doubt.before(
            lambda: self.kept.emit(self._sheet, sampled, criterion, words, on), self.words, ("the point", words)
        )
