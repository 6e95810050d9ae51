"""Listing the plan's outcomes: taken from section E, written, ordered, taken away. In place of the checklist."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.desk.panels import Panel
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.layout import Column, Row, Wrap
from ui.parts.words import Heading, Text

HELP = (
    "One line an outcome, in the order of section E. Answers stay with their outcome when you change the order. "
    "Name nobody: the words go into the workspace."
)


class OutcomeField(QLineEdit):
    """One outcome. Alt+Up and Alt+Down move it, Enter goes on to the next."""

    moved = Signal(int)
    entered = Signal()

    def __init__(self, words: str, was: int) -> None:
        super().__init__(words)
        self.was = was
        self.setMaxLength(600)
        self.setCursorPosition(0)
        self.setPlaceholderText("What the child or young person will be able to do, and by when")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moving, going on, and writing."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class OutcomesPanel(Panel):
    """`kept` carries the outcomes and the number each had before (0: new); `left` when all stays as it was."""

    kept = Signal(object, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("List of outcomes")
        self._title, self._found_words = Heading("", 2), Text("", tone="ink2")
        self.fields: list[OutcomeField] = []
        self._rows = Column(gap=2)
        self.add_button = PlainButton("Add an outcome", icon="plus")
        self.take_button = PlainButton("Take them from section E", icon="file-text")
        self.keep_button, leave = PrimaryButton("Keep the list", icon="check"), PlainButton("Leave it as it was")
        self._in_plan: tuple[str, ...] = ()
        for part in (
            self._title, Text(HELP), self._found_words, self._rows, Wrap(self.add_button, self.take_button, gap=2),
            Wrap(self.keep_button, leave, gap=3), 1,
        ):  # fmt: skip
            self.add(part)
        self.add_button.clicked.connect(self._add_one)
        self.take_button.clicked.connect(self._take)
        self.keep_button.clicked.connect(self._keep)
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

    def focus_first(self) -> None:
        """Put the keyboard on the first outcome."""
        self.fields[0].setFocus() if self.fields else self.add_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the list as it was, Ctrl+Enter keeps it."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._keep()
        else:
            super().keyPressEvent(event)

    def _fill(self, rows: Sequence[tuple[str, int]]) -> None:
        """Show these outcomes, each with the number it had before."""
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

    def _keep(self) -> None:
        rows = [(" ".join(words.split()), was) for words, was in self._now() if words.strip()]
        self.kept.emit([words for words, _ in rows], [was for _, was in rows])
