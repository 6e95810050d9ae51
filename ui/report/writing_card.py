"""What is written in one part of a report: plain text, with figures put in from a list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from auditor.report_builder.inserts import NAMED, Insert, typed_figures, unknown
from ui.look import look
from ui.parts.buttons import PlainButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Row, SectionTitle
from ui.parts.words import Text
from ui.report.words import PARTS
from ui.setup.fields import choice

LINES = 9
SAVE_AFTER = 800  # ms
NOTHING = "This part is worked out from the figures. Nothing is written in it."
HOW = "A blank line begins a paragraph. Lines that begin with “- ” are a list."
FIGURES = "Figures are put in by name, so that they are always those of the report."


class _Chips(QSyntaxHighlighter):
    """Figures by name stand out as chips do: on a ground of their own, in bold."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.known: frozenset[str] = frozenset()

    def highlightBlock(self, text: str) -> None:
        """Mark the names; those of no figure are underlined in waves."""
        for found in NAMED.finditer(text):
            chip = QTextCharFormat()
            if found[1] in self.known:
                chip.setBackground(QColor(look().colours["accent_soft"]))
                chip.setForeground(QColor(look().colours["ink"]))
                chip.setFontWeight(700)
            else:
                chip.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                chip.setUnderlineColor(QColor(look().colours["delayed"]))
            self.setFormat(found.start(), found.end() - found.start(), chip)


class WritingField(QPlainTextEdit):
    """`typed` a moment after a change, `left` when the keyboard goes."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER)
        self._timer.timeout.connect(self.typed)
        self.textChanged.connect(self._timer.start)

    def hand_over(self) -> None:
        """Give out at once what was typed."""
        if self._timer.isActive():
            self._timer.stop()
            self.typed.emit()

    @property
    def busy(self) -> bool:
        """Whether something was typed that is not given out yet."""
        return self._timer.isActive()

    def rest(self) -> None:
        """What is shown is what is kept."""
        self._timer.stop()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand over what was typed."""
        super().focusOutEvent(event)
        self.hand_over()


class WritingCard(Card):
    """`written` carries a part and its text, once nothing in it is in doubt."""

    written = Signal(str, str)

    def __init__(self) -> None:
        self.head = SectionTitle("")
        self.field = WritingField()
        self.row = FormRow("Commentary", self.field, HOW)
        self.figures = choice({})
        self.put = PlainButton("Put it in", "plus")
        self.figures_row = FormRow("Figures", self.figures, FIGURES)
        self.warning = Text("", "caption", "delayed", bold=True)
        self.nothing = Text(NOTHING, tone="ink2")
        self.doubt = Doubt()
        super().__init__(
            self.head, self.nothing, self.row, self.doubt, self.warning, self.figures_row, Row(self.put, 1), gap=3
        )
        self.setAccessibleName("What is written")
        self._chips = _Chips(self.field.document())
        self._inserts: tuple[Insert, ...] = ()
        self._part = self._kept = ""
        self.field.typed.connect(self._on_typed)
        self.put.clicked.connect(self.put_in)
        look().changed.connect(self._restyle)
        self._restyle()

    def show_inserts(self, inserts: Sequence[Insert]) -> None:
        """Offer these figures."""
        self._inserts = tuple(inserts)
        self._chips.known = frozenset(i.name for i in inserts)
        self._chips.rehighlight()
        self.figures.clear()
        for insert in inserts:
            self.figures.addItem(f"{insert.what}: {insert.words}", insert.name)
        self._warn()

    def show_part(self, part: str, words: str, *, written: bool) -> None:
        """Show what is written in a part; where nothing can be, say so."""
        typed = self.field.toPlainText()
        same = part == self._part and written and not self.row.isHidden()
        if same and (self.field.busy or typed.strip() == words.strip()):
            return  # shown again while somebody writes in it: what they type is the newer
        self.field.hand_over()
        self.doubt.stop()
        self._part, self._kept = part, words
        self.head.heading.set_text(PARTS.get(part, ""))
        for piece in (self.row, self.figures_row, self.put):
            piece.setVisible(written)
        self.nothing.setVisible(not written)
        if self.field.toPlainText() != words:
            self.field.setPlainText(words)
        self.field.rest()
        self._warn()

    def put_in(self) -> None:
        """Put the chosen figure in at the caret."""
        name = self.figures.currentData()
        if name:
            self.field.insertPlainText(f"{{{name}}}")
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.hand_over()

    def _on_typed(self) -> None:
        self._warn()
        words = self.field.toPlainText()
        if words.strip() == self._kept.strip() or self.row.isHidden():
            return
        self._kept = words
        self.written.emit(self._part, words)
        # it is a draft and saved as it stands: the question waits beside it
        self.doubt.beside(self.field, (PARTS.get(self._part, "commentary"), words))

    def _warn(self) -> None:
        words = self.field.toPlainText() if not self.row.isHidden() else ""
        lost, typed = unknown(words, self._inserts), typed_figures(words)
        said: list[str] = []
        if lost and self._inserts:
            said.append(f"No figure is called {' or '.join(f'{{{name}}}' for name in lost)}.")
        if typed:
            said.append(f"{' and '.join(typed)} is typed and will not change with the figures. Put it in by name.")
        self.warning.set_text(" ".join(said))
        self.warning.setVisible(bool(said))

    def _restyle(self) -> None:
        line = QFontMetrics(look().font("body")).lineSpacing()
        self.field.setFixedHeight(line * LINES + 2 * look().px(12))
        self._chips.rehighlight()
