"""One thing that was asked of a plan: what follows from the answers, and what the lead says instead."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from auditor.re_audit.mending import Asked
from auditor.re_audit.report import now_word, result_word
from db.vocabulary import Mended
from ui.look import WORDS
from ui.parts.buttons import PlainButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row
from ui.parts.pictures import Mark
from ui.parts.words import Heading, Text
from ui.setup.fields import choice

NO_REASON = "Say in a few words why. The reason is kept with it."
BY_ANSWERS = "As the answers say"


class SaidCard(Column):
    """`said` carries the place in the sample, the question, what is said (None: go by the answers) and why."""

    said = Signal(int, str, object, str)

    def __init__(self) -> None:
        self.none = Text("Choose a row to see it, and to say otherwise.", tone="ink2")
        self._head = Heading("", 3)
        self._answers = Row(gap=2)
        self._follows, self._words = Text(""), Text("", tone="ink2")
        self.result = choice({"": BY_ANSWERS} | {result.value: result_word(result) for result in Mended})
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("An addendum of June has it")
        self._reason_row = FormRow("Why", self.reason, "Name no child.")
        self.doubt = Doubt("Keep these words", "Change the words")
        self.keep = PlainButton("Keep", icon="check")
        self._body = Card(
            self._head, self._answers, self._follows, self._words, FormRow("Mended as asked", self.result),
            self._reason_row, self.doubt, Row(self.keep, 1), gap=3,
        )  # fmt: skip
        super().__init__(self.none, self._body, 1, gap=2)
        self._line: Asked | None = None
        self.keep.clicked.connect(self._keep)
        self.reason.returnPressed.connect(self._keep)
        self.show_line(None, "")

    def show_line(self, line: Asked | None, locked: str) -> None:
        """Show one line; `locked` says why nothing can be said now."""
        self.none.setVisible(line is None)
        self._body.setVisible(line is not None)
        same = line is not None and self._line is not None and (line.seen, line.criterion) == (
            self._line.seen, self._line.criterion,
        )  # fmt: skip
        self._line = line
        if line is None:
            return
        self._head.set_text(f"{line.reference}, {line.criterion} {line.short}")
        self._answers.clear()
        for words, value in (("Then", line.was), ("Now", line.now)):
            self._answers.add(Text(f"{words}:", "caption", "ink2", wrap=False))
            if value is None:
                self._answers.add(Text(now_word(line), wrap=False))
            else:
                self._answers.add(Mark(value.token, 20))
                self._answers.add(Text(WORDS[value.token], wrap=False))
        self._answers.add(1)
        self._follows.set_text(f"By the answers: {result_word(line.found).lower()}.")
        self._words.set_text(f"You said: {result_word(line.said).lower()}. {line.words}" if line.said else "")
        self._words.setVisible(line.said is not None)
        if not same or not self.reason.text():
            self.result.setCurrentIndex(self.result.findData(line.said.value if line.said else ""))
            self.reason.setText("")
            self.doubt.stop()
        self._reason_row.set_problem("")
        for part in (self.result, self.reason, self.keep):
            part.setEnabled(not locked)

    def _keep(self) -> None:
        line, why = self._line, self.reason.text().strip()
        if line is None:
            return
        if not why:
            self._reason_row.set_problem(NO_REASON)
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        chosen = str(self.result.currentData() or "")
        result = Mended(chosen) if chosen else None

        def on() -> None:
            self.reason.setText("")
            self.said.emit(line.seen, line.criterion, result, why)

        self.doubt.before(on, self.reason, ("the reason", why))
