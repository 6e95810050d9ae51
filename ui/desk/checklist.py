"""The checklist: criteria by measure, one of them open, and the time limits that are worked out from dates."""

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from auditor.clocks import Clock
from auditor.frameworks import Criterion
from ui.desk.closed_row import ClosedRow
from ui.desk.criterion_card import CriterionCard
from ui.desk.open_audit import OpenAudit
from ui.desk.sheet_area import SheetArea
from ui.look import WORDS, look
from ui.parts.layout import Card, Column, Row, SectionTitle
from ui.parts.pictures import Mark
from ui.parts.words import Heading, Text


class Checklist(SheetArea):
    """Closed rows are light; the one open card stands in for its row, and stays where the eye is."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Checklist")
        self.card = CriterionCard()
        self.card.setParent(self.widget())
        self.card.hide()
        self.open_key = ""
        self._back_to: int | None = None
        self._audit: OpenAudit | None = None
        self._framework = ""
        self._asked: tuple[Criterion, ...] = ()
        self._rows: dict[str, ClosedRow] = {}
        self._titles: dict[str, SectionTitle] = {}
        self._dates = Column(gap=2)
        self.card.stepped.connect(self.step)
        # another width or text size moves everything: the open card comes back to where it can be read
        self._bring_back = QTimer(self, singleShot=True, interval=0)
        self._bring_back.timeout.connect(lambda: self._scroll_to(self.top_of(self.open_key)) if self.open_key else None)

        self._see_again = QTimer(self, singleShot=True, interval=0)
        self._see_again.timeout.connect(self._see_focused)

    def show_audit(self, audit: OpenAudit) -> None:
        """Show an audit, with nothing open yet."""
        same = (audit.sheet.framework.hash, audit.order) == (self._framework, self._asked)
        self._audit, self._back_to = audit, None
        self._put_card_away()
        if not same:
            self._build(audit)
        for key in audit.keys:
            self._show_row(key)
        self._show_counts()
        self._show_dates(audit)
        self.card.set_read_only(bool(audit.sheet.locked))
        self.verticalScrollBar().setValue(0)

    def show_key(self, key: str) -> None:
        """Show one criterion's answer as it is now."""
        self._show_row(key)
        self._show_counts()
        if key == self.open_key:
            self._show_card(key)

    def show_all(self) -> None:
        """Show every answer as it is now, and whether answers can be changed."""
        if self._audit is None:
            return
        self.card.set_read_only(bool(self._audit.sheet.locked))
        for key in self._audit.keys:
            self._show_row(key)
        self._show_counts()
        if self.open_key:
            self._show_card(self.open_key)

    def open(self, key: str, at: int | None = None) -> None:
        """Open a criterion; its card stands `at` px from the top where that can be, else where the row was."""
        audit = self._audit
        if audit is None or key not in self._rows or key == self.open_key:
            return
        top = self.top_of(key) if at is None else at
        self.card.note.hand_over()  # also where assistive tools wrote without the keyboard being there
        keyboard = QApplication.focusWidget()
        if keyboard is not None and self.card.isAncestorOf(keyboard):
            keyboard.clearFocus()  # goes before the card moves from under it
        self._put_card_away()
        self.open_key = key
        self.card.show_criterion(audit.sheet.framework.criterion(key), audit.sheet.guidance.get(key, ""))
        self.card.note.show_text(audit.answer(key).note)
        self._show_card(key)
        self.put_in_place_of(self.card, self._rows[key])
        self._scroll_to(top)
        self.opened.emit(key)

    def step(self, by: int) -> None:
        """Open the criterion above or below, in the same place, with the keyboard on its answers."""
        keys = list(self._rows)
        if not self.open_key:
            return
        to = keys.index(self.open_key) + by
        if 0 <= to < len(keys):
            self.go(keys[to])
        else:
            self.focus_answers()

    def go(self, key: str) -> None:
        """Open a criterion where the open one stands now, with the keyboard on its answers."""
        at = self.top_of(self.open_key) if self.open_key else None
        self.open(key, at)
        self.focus_answers()

    @property
    def caret(self) -> int | None:
        """Where the caret is in the open criterion's note, while the keyboard is there.

        Set, the keyboard goes back there next, and not to the answers: whoever writes on would change them.
        """
        note = self.card.note
        return note.textCursor().position() if note.hasFocus() else None

    @caret.setter
    def caret(self, at: int | None) -> None:
        self._back_to = at

    def focus_answers(self) -> None:
        """Put the keyboard on the open criterion's answers, or back into its note where it was."""
        if self._back_to is not None:
            cursor = self.card.note.textCursor()
            cursor.setPosition(min(self._back_to, len(self.card.note.toPlainText())))
            self._back_to = None
            self.card.note.setTextCursor(cursor)
            self.focus_note()
            return
        self.card.focus_answers()
        self.see(self.card.answering_part())

    def focus_note(self) -> None:
        """Put the keyboard on the open criterion's note."""
        self.card.note.setFocus()
        self.see(self.card.note)

    def see(self, widget: QWidget) -> None:
        """Scroll as little as needed to have a part of the open card in view: all of it, and not its cursor alone."""
        self.settle()
        gap, bar = look().space(4), self.verticalScrollBar()
        top = widget.mapTo(self.viewport(), QPoint(0, 0)).y() + bar.value()
        low = top + widget.height() + gap - self.viewport().height()
        bar.setValue(min(max(bar.value(), low), top - gap))

    def top_of(self, key: str) -> int:
        """How far below the top of the view a criterion stands."""
        self.settle()
        part = self.card if key == self.open_key else self._rows[key]
        return part.y() - self.verticalScrollBar().value()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is being written in view when a message takes some of the room."""
        super().resizeEvent(event)
        if event.size().height() < event.oldSize().height():
            self._see_again.start()

    def _see_focused(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.card.isAncestorOf(focused):
            self.see(focused)

    def measure_again(self) -> None:
        """Measure every part anew, and keep the open card in view."""
        super().measure_again()
        self._bring_back.start()

    def _build(self, audit: OpenAudit) -> None:
        sheet = audit.sheet
        self._framework, self._asked = sheet.framework.hash, audit.order
        self._rows, self._titles, self._dates = {}, {}, Column(gap=2)
        names = {measure.id: measure.name for measure in sheet.framework.measures}
        parts: list[tuple[QWidget, int]] = []
        for criterion in audit.order:
            measure = criterion.measure or ""
            if measure and measure not in self._titles:
                self._titles[measure] = SectionTitle(names[measure])
                parts.append((self._titles[measure], 5 if parts else 0))
            row = ClosedRow(criterion)
            row.clicked.connect(self._clicked)
            self._rows[criterion.id] = row
            parts.append((row, 2))
        self.set_parts([*parts, (self._dates, 5)])

    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, ClosedRow):
            self.open(row.criterion.id)
            self.focus_answers()

    def _show_row(self, key: str) -> None:
        if self._audit is not None:
            audit, row = self._audit, self._rows[key]
            if row.show_answer(audit.answer(key), audit.place(key), key in audit.unsaved):
                self.forget_height(row)

    def _show_card(self, key: str) -> None:
        if self._audit is not None:
            audit = self._audit
            problem = audit.note_problems.get(key, "")
            self.card.show_answer(audit.answer(key), audit.place(key), key in audit.unsaved, problem)
            values = [audit.part(key, number) for number in range(1, len(audit.outcomes) + 1)]
            self.card.show_parts(audit.outcomes, values, audit.answer(key).value)
            self.card.show_evidence(audit.evidence(key))

    def _show_counts(self) -> None:
        if self._audit is None:
            return
        for measure, title in self._titles.items():
            group = [c.id for c in self._audit.order if c.measure == measure]
            done = sum(1 for key in group if self._audit.answer(key).value is not None)
            words = f"{done} of {len(group)} answered"
            if words != title.caption.words:
                title.set_caption(words)
                self.forget_height(title)

    def _show_dates(self, audit: OpenAudit) -> None:
        self._dates.clear()
        self._dates.setVisible(bool(audit.sheet.clocks))
        if audit.sheet.clocks:
            framework = audit.sheet.framework
            title = Heading("Worked out from dates")
            words = Text("Nobody scores these: they follow from the plan's dates.", tone="ink2")
            lines = [_date_line(framework.criterion(key), clock) for key, clock in audit.sheet.clocks.items()]
            for part in (title, words, *lines):
                self._dates.add(part)
                part.show()  # at once, since its height is asked for before the next turn of the event loop
        self.forget_height(self._dates)

    def _put_card_away(self) -> None:
        key, self.open_key = self.open_key, ""
        self.put_in_place_of(self.card, None)
        if key in self._rows:
            self._show_row(key)

    def _scroll_to(self, top: int) -> None:
        """Bring the open card's top to a height, or nearer where the card would not be wholly in view."""
        self.settle()
        room, high = self.viewport().height(), self.card.height()
        gap = look().space(4)
        self.verticalScrollBar().setValue(self.card.y() - max(gap, min(top, room - high - gap)))

    def scroll_to(self, value: int) -> None:
        """Scroll to where the reader was."""
        self.settle()
        self.verticalScrollBar().setValue(value)


def _date_line(criterion: Criterion, clock: Clock) -> Card:
    words = Column(
        Text(f"{criterion.id}  {criterion.short}", bold=True),
        Text(f"{WORDS[clock.value.token]}. {clock.why}", tone="ink2"),
        gap=0,
    )
    line = Card(Row(Mark(clock.value.token), (words, 1), gap=3), kind="plain", pad=(4, 2, 4, 2))
    line.setAccessibleName(
        f"{criterion.id}, worked out from dates. {criterion.question} {WORDS[clock.value.token]}. {clock.why}"
    )
    return line
