"""Listing the plan's outcomes: taken from section E, written, ordered, taken away. In place of the checklist."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from ui.desk.panels import Panel
from ui.look import look
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.layout import Card, Column, Row, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Heading, Text

HELP = (
    "One outcome a field, in the order of section E. Answers stay with their outcome when you change the order. "
    "Name nobody: the words go into the workspace."
)


LONGEST = 600  # characters


class OutcomeField(QPlainTextEdit):
    """One outcome, in as many lines as it needs. Alt+Up and Alt+Down move it, Enter goes on to the next."""

    moved = Signal(int)
    entered = Signal()

    def __init__(self, words: str, was: int) -> None:
        super().__init__(" ".join(words.split()))
        self.was = was
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.setPlaceholderText("What they will be able to do, and by when")
        self.textChanged.connect(self._on_text)
        look().changed.connect(self._fit)
        self._fit()

    def text(self) -> str:
        """What is written."""
        return self.toPlainText()

    def setText(self, words: str) -> None:
        """Write other words."""
        self.setPlainText(words)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted is one paragraph, however many it was."""
        self.insertPlainText(" ".join(source.text().split()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower is higher."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _on_text(self) -> None:
        if len(self.text()) > LONGEST:
            self.setPlainText(self.text()[:LONGEST])
            self.moveCursor(QTextCursor.MoveOperation.End)
        self._fit()

    def _fit(self) -> None:
        """As high as its lines; a document of plain text counts its height in lines."""
        lines = max(1, round(self.document().size().height()))
        line = QFontMetrics(look().font("body")).lineSpacing()
        self.setFixedHeight(
            lines * line + 2 * (look().px(6) + round(self.document().documentMargin())) + 2 * look().line
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moving, going on, and writing."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class NameQuestion(Card):
    """Asks in place before words that may identify somebody are kept; the safe answer has the keyboard."""

    def __init__(self) -> None:
        self._words = Text("", bold=True)
        self.change, self.keep = PlainButton("Change the words"), PlainButton("Keep the list all the same")
        words = Column(self._words, Text("Nothing is kept yet."), Wrap(self.change, self.keep, gap=2), gap=2)
        top = Qt.AlignmentFlag.AlignTop
        super().__init__(Row(Icon("triangle-alert", "partly"), (words, 1), gap=2, align=top), kind="quiet", pad=3)
        self.hide()

    def ask(self, question: str) -> None:
        """Show the question, with the keyboard on changing the words."""
        self._words.set_text(question)
        self.setAccessibleName(question)
        self.change.setAccessibleDescription(question)
        self.show()
        self.change.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the words."""
        if event.key() == Qt.Key.Key_Escape:
            self.change.click()
        else:
            super().keyPressEvent(event)


class OutcomesPanel(Panel):
    """`kept` carries the outcomes, the number each had before (0: new), and whether the person was asked about names.

    `left` when all stays as it was.
    """

    kept = Signal(object, object, bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("List of outcomes")
        self._title, self._found_words = Heading("", 2), Text("", tone="ink2")
        self.fields: list[OutcomeField] = []
        self._rows = Column(gap=2)
        self.add_button = PlainButton("Add an outcome", icon="plus")
        self.take_button = PlainButton("Take them from section E", icon="file-text")
        self.keep_button, leave = PrimaryButton("Keep the list", icon="check"), PlainButton("Leave it as it was")
        self.question = NameQuestion()
        self._doubtful: OutcomeField | None = None
        self._bring = QTimer(self, singleShot=True, interval=0)  # it has its place a turn after it is shown
        self._bring.timeout.connect(lambda: self.ensureWidgetVisible(self.question))
        self._in_plan: tuple[str, ...] = ()
        for part in (
            self._title, Text(HELP), self._found_words, self._rows, Wrap(self.add_button, self.take_button, gap=2),
            self.question, Wrap(self.keep_button, leave, gap=3), 1,
        ):  # fmt: skip
            self.add(part)
        self.add_button.clicked.connect(self._add_one)
        self.take_button.clicked.connect(self._take)
        self.keep_button.clicked.connect(lambda: self._keep(sure=False))
        self.question.change.clicked.connect(self._change)
        self.question.keep.clicked.connect(lambda: self._keep(sure=True))
        leave.clicked.connect(self.left)

    def show_outcomes(self, reference: str, listed: Sequence[str], in_plan: Sequence[str]) -> None:
        """Begin with what is listed, or where nothing is with what the reader found in section E."""
        self._title.set_text(f"Outcomes of {reference}")
        self._in_plan = tuple(in_plan)
        self.fields.clear()
        if listed:
            self._fill([(words, number) for number, words in enumerate(listed, 1)])
        else:
            self._fill([(words, 0) for words in in_plan])
        self.take_button.setVisible(bool(in_plan))
        found = f"{len(in_plan)} found in section E. Check them against the paper." if in_plan else ""
        self._found_words.set_text(found)
        self._found_words.setVisible(bool(found))
        if not self.fields:
            self._add_one()
        self.verticalScrollBar().setValue(0)

    def ask(self, doubts: Mapping[int, str]) -> None:
        """Ask about outcomes that may identify somebody: what each looks like, by its place in what was to be kept."""
        written = [field for field in self.fields if field.text().strip()]
        said = [
            f"Outcome {self.fields.index(written[at]) + 1} may identify somebody: it looks like {looks_like}."
            for at, looks_like in sorted(doubts.items())
        ]
        self._doubtful = written[min(doubts)]
        self.question.ask(" ".join(said))
        self._bring.start()
        announce(self, f"{' '.join(said)} Change the words, or keep the list all the same?", assertive=True)

    def focus_first(self) -> None:
        """Put the keyboard on the first outcome."""
        self.fields[0].setFocus() if self.fields else self.add_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the list as it was, Ctrl+Enter keeps it."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._keep(sure=False)
        else:
            super().keyPressEvent(event)

    def _fill(self, rows: Sequence[tuple[str, int]]) -> None:
        """Show these outcomes, each with the number it had before."""
        self._stop_asking()
        self._rows.clear()
        self.fields = [OutcomeField(words, was) for words, was in rows]
        for number, field in enumerate(self.fields, 1):
            field.setAccessibleName(f"Outcome {number} of {len(self.fields)}")
            field.setAccessibleDescription("Alt with Up or Down moves it.")
            up = QuietButton(icon="arrow-up", name=f"Move outcome {number} up")
            down = QuietButton(icon="arrow-down", name=f"Move outcome {number} down")
            away = QuietButton(icon="trash-2", name=f"Take outcome {number} away")
            up.setEnabled(number > 1)
            down.setEnabled(number < len(self.fields))
            up.clicked.connect(lambda _=False, at=number - 1: self._move(at, -1))
            down.clicked.connect(lambda _=False, at=number - 1: self._move(at, 1))
            away.clicked.connect(lambda _=False, at=number - 1: self._take_away(at))
            field.moved.connect(lambda by, at=number - 1: self._move(at, by))
            field.entered.connect(lambda at=number - 1: self._go_on(at))
            field.textChanged.connect(self._stop_asking)
            row = Row(Text(f"{number}.", wrap=False), (field, 1), up, down, away, gap=1)
            self._rows.add(row)
            row.show()

    def _now(self) -> list[tuple[str, int]]:
        return [(field.text(), field.was) for field in self.fields]

    def _move(self, at: int, by: int) -> None:
        to = at + by
        if 0 <= to < len(self.fields):
            rows = self._now()
            rows[at], rows[to] = rows[to], rows[at]
            self._fill(rows)
            self.fields[to].setFocus()
            announce(self, f"Now outcome {to + 1} of {len(rows)}.")

    def _take_away(self, at: int) -> None:
        rows = self._now()
        del rows[at]
        self._fill(rows)
        self.fields[min(at, len(rows) - 1)].setFocus() if rows else self.add_button.setFocus()
        announce(self, f"Taken away. {len(rows)} left.")

    def _go_on(self, at: int) -> None:
        self.fields[at + 1].setFocus() if at + 1 < len(self.fields) else self._add_one()

    def _add_one(self) -> None:
        self._fill([*self._now(), ("", 0)])
        self.fields[-1].setFocus()

    def _take(self) -> None:
        """Add what section E holds and the list does not."""
        rows = [row for row in self._now() if row[0].strip()]
        here = {" ".join(words.split()) for words, _ in rows}
        self._fill([*rows, *((words, 0) for words in self._in_plan if " ".join(words.split()) not in here)])
        self.focus_first()

    def _change(self) -> None:
        """Back to the words that were asked about."""
        field = self._doubtful
        self._stop_asking()
        if field is not None:
            field.setFocus()

    def _stop_asking(self) -> None:
        self.question.hide()
        self._doubtful = None

    def _keep(self, sure: bool) -> None:
        rows = [(" ".join(words.split()), was) for words, was in self._now() if words.strip()]
        self.kept.emit([words for words, _ in rows], [was for _, was in rows], sure)
