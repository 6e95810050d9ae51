"""The checklist: criteria by measure, one of them open, and the time limits that are worked out from dates."""

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Signal
from PySide6.QtWidgets import QApplication, QWidget

from auditor.clocks import Clock
from auditor.frameworks import Criterion
from ui.desk.closed_row import ClosedRow
from ui.desk.criterion_card import CriterionCard
from ui.desk.open_audit import OpenAudit
from ui.look import WORDS, look
from ui.parts.layout import Card, Column, Row, ScrollColumn, SectionTitle
from ui.parts.pictures import Mark
from ui.parts.words import Heading, Text

WIDEST = 780  # design px: about 75 characters in a card


class Checklist(ScrollColumn):
    """Closed rows are light; the one open card moves from place to place, and stays where the eye is."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(gap=4, margins=(5, 4, 5, 5))
        self.setAccessibleName("Checklist")
        self.card = CriterionCard()
        self.card.setParent(self)
        self.card.hide()
        self.open_key = ""
        self._audit: OpenAudit | None = None
        self._framework = ""
        self._asked: tuple[Criterion, ...] = ()
        self._rows: dict[str, ClosedRow] = {}
        self._slots: dict[str, Column] = {}
        self._titles: dict[str, SectionTitle] = {}
        self._dates: Column | None = None
        self.card.stepped.connect(self.step)
        look().changed.connect(self._restyle)
        self._restyle()

    def show_audit(self, audit: OpenAudit) -> None:
        """Show an audit, with nothing open yet."""
        same = (audit.sheet.framework.hash, audit.order) == (self._framework, self._asked)
        self._audit = audit
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
        if audit is None or key not in self._slots or key == self.open_key:
            return
        top = self.top_of(key) if at is None else at
        keyboard = QApplication.focusWidget()
        if keyboard is not None and self.card.isAncestorOf(keyboard):
            keyboard.clearFocus()  # hands over what was typed, and goes before the card moves from under it
        self._put_card_away()
        self.open_key = key
        self.card.show_criterion(audit.sheet.framework.criterion(key))
        self.card.note.show_text(audit.answer(key).note)
        self._show_card(key)
        self._rows[key].hide()
        self._slots[key].add(self.card)
        self.card.show()
        self._scroll_to(top)
        self.opened.emit(key)

    def step(self, by: int) -> None:
        """Open the criterion above or below, in the same place, with the keyboard on its answers."""
        keys = list(self._slots)
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

    def focus_answers(self) -> None:
        """Put the keyboard on the open criterion's answers."""
        self.card.answers.focus()
        self.see(self.card.answers)

    def focus_note(self) -> None:
        """Put the keyboard on the open criterion's note."""
        self.card.note.setFocus()
        self.see(self.card.note)

    def see(self, widget: QWidget) -> None:
        """Scroll as little as needed to have a part of the open card in view."""
        self._settle()
        self.ensureWidgetVisible(widget, 0, look().space(4))

    def top_of(self, key: str) -> int:
        """How far below the top of the view a criterion stands."""
        self._settle()
        return self._slots[key].mapTo(self.viewport(), QPoint(0, 0)).y()

    def _build(self, audit: OpenAudit) -> None:
        self.column.clear()
        self._rows, self._slots, self._titles = {}, {}, {}
        sheet = audit.sheet
        self._framework, self._asked = sheet.framework.hash, audit.order
        names = {measure.id: measure.name for measure in sheet.framework.measures}
        group: Column | None = None
        for criterion in audit.order:
            measure = criterion.measure or ""
            if group is None or (measure and measure not in self._titles):
                group = Column(gap=2)
                if measure:
                    self._titles[measure] = SectionTitle(names[measure])
                    group.add(self._titles[measure])
                self.add(group)
            row = ClosedRow(criterion)
            row.clicked.connect(self._clicked)
            self._rows[criterion.id] = row
            self._slots[criterion.id] = Column(row, gap=0)
            group.add(self._slots[criterion.id])
        self._dates = Column(gap=2)
        self.add(self._dates)
        self.add(1)

    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, ClosedRow):
            self.open(row.criterion.id)
            self.focus_answers()

    def _show_row(self, key: str) -> None:
        if self._audit is not None:
            audit = self._audit
            self._rows[key].show_answer(audit.answer(key), audit.place(key), key in audit.unsaved)

    def _show_card(self, key: str) -> None:
        if self._audit is not None:
            audit = self._audit
            problem = audit.note_problems.get(key, "")
            self.card.show_answer(audit.answer(key), audit.place(key), key in audit.unsaved, problem)

    def _show_counts(self) -> None:
        if self._audit is None:
            return
        for measure, title in self._titles.items():
            group = [c.id for c in self._audit.order if c.measure == measure]
            done = sum(1 for key in group if self._audit.answer(key).value is not None)
            title.set_caption(f"{done} of {len(group)} answered")

    def _show_dates(self, audit: OpenAudit) -> None:
        if self._dates is None:
            return
        self._dates.clear()
        self._dates.setVisible(bool(audit.sheet.clocks))
        if audit.sheet.clocks:
            self._dates.add(Heading("Worked out from dates"))
            self._dates.add(Text("Nobody scores these: they follow from the plan's dates.", tone="ink2"))
            framework = audit.sheet.framework
            for key, clock in audit.sheet.clocks.items():
                self._dates.add(_date_line(framework.criterion(key), clock))

    def _put_card_away(self) -> None:
        if self.open_key:
            self._rows[self.open_key].show()
            self._show_row(self.open_key)
        self.open_key = ""

    def _scroll_to(self, top: int) -> None:
        """Bring the open card's top to a height, or nearer where the card would not be wholly in view."""
        self._settle()
        room, high = self.viewport().height(), self.card.height()
        gap = look().space(4)
        top = max(gap, min(top, room - high - gap))
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.card.mapTo(self.viewport(), QPoint(0, 0)).y() - top)

    def scroll_to(self, value: int) -> None:
        """Scroll to where the reader was."""
        self._settle()
        self.verticalScrollBar().setValue(value)

    def _settle(self) -> None:
        """Have sizes and places brought up to date now rather than at the next turn of the event loop."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def _restyle(self) -> None:
        self.column.setMaximumWidth(look().px(WIDEST) + 2 * look().space(5))


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
