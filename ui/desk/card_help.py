"""Help on the open card: a good and a weak example, and the note that the lead has written for everybody."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from auditor.frameworks import Criterion
from ui.look import look
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Wrap
from ui.parts.words import Text


class _Field(QPlainTextEdit):
    """A short text; Ctrl+Enter keeps it, Esc leaves it."""

    keep = Signal()
    leave = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter and Esc, and writing."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave.emit()
        else:
            super().keyPressEvent(event)


class CardHelp(Column):
    """`folded` when the examples were opened or shut; `written` when the lead has written or taken away a note."""

    folded = Signal(bool)
    written = Signal(str)

    def __init__(self) -> None:
        self.toggle = QuietButton("Examples", icon="chevron-right")
        self.toggle.setCheckable(True)
        self._good, self._weak = Text("", tone="ink"), Text("", tone="ink")
        self._examples = Card(
            Text("A good example", "caption", "ink2", bold=True), self._good,
            Text("A weak example", "caption", "ink2", bold=True), self._weak,
            Text("Both are made up.", "caption", "ink2"), kind="quiet", gap=1, pad=3,
        )  # fmt: skip
        self._lead_words = Text("")
        self._lead_note = Card(
            Text("From your lead", "caption", "ink2", bold=True), self._lead_words, kind="quiet", gap=1, pad=3
        )
        self.write = QuietButton("", icon="pencil")
        self.field = _Field()
        self.field.setTabChangesFocus(True)
        self.row = FormRow("Your note to everybody who scores", self.field, "Name no child and no colleague.")
        self.keep, leave = PlainButton("Keep the note"), PlainButton("Leave it as it was")
        self.doubt = Doubt("Keep it as it is")
        self._writing = Column(self.row, self.doubt, Wrap(self.keep, leave, gap=2), gap=2)
        super().__init__(Wrap(self.toggle, self.write, gap=2), self._examples, self._lead_note, self._writing, gap=1)
        self._lead, self._note = False, ""
        self._writing.hide()
        self.toggle.toggled.connect(self._fold)  # not clicked: assistive tools check without a click
        self.write.clicked.connect(self._begin)
        self.keep.clicked.connect(self._keep)
        leave.clicked.connect(self._leave)
        self.field.keep.connect(self._keep)
        self.field.leave.connect(self._leave)
        self._restyle()
        look().changed.connect(self._restyle)

    def set_lead(self, lead: bool) -> None:
        """Whether the person may write notes for everybody."""
        self._lead = lead

    def set_open(self, is_open: bool) -> None:
        """Show the examples, or only the button for them."""
        self.toggle.setChecked(is_open)
        self._show_folded()

    def show_criterion(self, criterion: Criterion, note: str) -> None:
        """Show what helps with a criterion."""
        self._note = note
        self.doubt.stop()
        self._writing.hide()
        self._good.set_text(criterion.good or "")
        self._weak.set_text(criterion.weak or "")
        self.toggle.setVisible(bool(criterion.good or criterion.weak))
        self.toggle.setAccessibleName(f"Examples for {criterion.id}")
        self._lead_words.set_text(note)
        self._lead_note.setVisible(bool(note))
        self.write.setVisible(self._lead)
        self.write.setText("Change the lead's note…" if note else "Note for everybody…")
        self._show_folded()
        self.setVisible(bool(criterion.good or criterion.weak or note or self._lead))

    def refuse(self, sentence: str) -> None:
        """Say why the note was not kept."""
        self._writing.show()
        self.row.set_problem(sentence)
        self.field.setFocus()

    def _fold(self) -> None:
        self._show_folded()
        self.folded.emit(self.toggle.isChecked())

    def _show_folded(self) -> None:
        is_open = self.toggle.isChecked()
        self.toggle.set_icon("chevron-down" if is_open else "chevron-right")
        self.toggle.setAccessibleDescription("Shown below. Press to hide." if is_open else "Hidden. Press to show.")
        # said with isHidden, since nothing is visible before the card is
        self._examples.setVisible(is_open and not self.toggle.isHidden())

    def _begin(self) -> None:
        self.field.setPlainText(self._note)
        self.row.set_problem("")
        self._writing.show()
        self.write.hide()
        self._lead_note.hide()
        self.field.setFocus()

    def _keep(self) -> None:
        self.doubt.before(self._hand_over, self.field, ("your note", self.field.toPlainText()))

    def _hand_over(self) -> None:
        self._writing.hide()
        self.written.emit(self.field.toPlainText())

    def _leave(self) -> None:
        self.doubt.stop()
        self._writing.hide()
        self.write.setVisible(self._lead)
        self._lead_note.setVisible(bool(self._note))
        self.write.setFocus()

    def _restyle(self) -> None:
        self.field.setFixedHeight(look().px(88))
