"""Today: a lead's first page. What cannot wait, what waits in every round under way, what was done since yesterday."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from auditor.changed import Changed
from auditor.plural import several
from auditor.reports.wording import capital, long_date
from auditor.standing.needs import Need
from auditor.standing.today import News, Today, read_today
from auditor.urgent.flags import close_urgent, open_again, told_contact
from auditor.urgent.view import today as day_now
from db.errors import UserError
from db.store import Store
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Column, Row, ScrollColumn, SectionTitle, Wrap
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.words import Text
from ui.reader import Reader
from ui.session import Session
from ui.standing.need_row import need_rows
from ui.standing.reminding import copy_reminders
from ui.standing.round_card import RoundCard
from ui.standing.urgent_card import UrgentCard
from ui.tasks import Tasks

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EMPTY, READING, SHOWN = range(3)


class TodayPage(Page):
    """Reads on the worker what waits, and leads to it. `section_asked` names a section of the settings."""

    title = "Today"

    section_asked = Signal(str)

    def __init__(self, session: Session, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found: Today | None = None
        self.reader = Reader(tasks, self)
        self._build()
        self.reader.wanted.connect(self.refresh)
        self.reader.found.connect(self._on_read)
        self.reader.failed.connect(partial(self.messages.say, "problem"))
        session.changed.connect(self._on_changed)

    def _build(self) -> None:
        self.header = HeaderBar(self.title)
        self.messages = MessageArea(ON_PAGE)
        self.urgent = UrgentCard()
        self.urgent.told.connect(
            lambda flag, who, on: self._on_urgent(
                lambda store: told_contact(store, flag, who, on), "Noted who was told."
            )
        )
        self.urgent.done.connect(
            lambda flag, words, on: self._on_urgent(lambda store: close_urgent(store, flag, words, on), "It is closed.")
        )
        self.urgent.again.connect(
            lambda flag, why: self._on_urgent(lambda store: open_again(store, flag, why), "It is open again.")
        )
        self._needs = Column(gap=3)
        self.needs_card = Card(self._needs, title="In this workspace")
        self.rounds = Column(gap=4)
        self._news, self._signed = Column(gap=2), Column(gap=1)
        self.log = QuietButton("Change log", "history")
        self.log.clicked.connect(lambda: self.go.emit("log"))
        self._since = SectionTitle("")
        self.news_card = Card(self._since, self._news, Row(self.log, 1))
        self.signed_card = Card(self._signed, title="Signed off")
        both = Wrap(gap=4)
        both.add(Column(self.needs_card, self.rounds, 1, gap=4), stretch=2, least=480)
        both.add(Column(self.news_card, self.signed_card, 1, gap=4), stretch=1, least=310)
        self.empty = EmptyState(
            "house", "There is no round yet.", "What waits for you each day appears here with a round.", "New round"
        )
        self.empty.action.connect(lambda: self.go.emit("new-round"))
        self.body = ScrollColumn(self.urgent, both, margins=(6, 4, 6, 6), focusable=True)
        self.body.setAccessibleName("What waits")
        self._stack = QStackedWidget()
        self._stack.addWidget(Column(self.empty, 1, margins=6))
        self._stack.addWidget(Column(Text("Counting…", tone="ink2"), 1, margins=6))
        self._stack.addWidget(self.body)
        self.lay_out(self.header, self.messages, self._stack)

    # What the window asks

    def refresh(self) -> None:
        """Read again what waits, if anything changed since, or the day is another."""
        if not self.session.rounds:
            self._stack.setCurrentIndex(EMPTY)
            self.header.set_title(self.title, "This workspace has no round yet.")
            return
        another_day = self.found is not None and self.found.day != day_now()
        if not self.reader.due and (self.reader.busy or not another_day):
            return
        if self.found is None:
            self.header.set_title(self.title)
            self._stack.setCurrentIndex(READING)
        self.reader.read("Counting", partial(read_today, self.session.store))

    def focus_main(self) -> None:
        """Put the keyboard on the first thing that can be done, or on the page to be read."""
        if self._stack.currentIndex() == EMPTY and self.empty.button is not None:
            self.empty.button.setFocus()
            return
        needs = () if self.needs_card.isHidden() else self.needs_card.findChildren(PlainButton)
        buttons = [*self.urgent.buttons(), *needs, *self.rounds.findChildren(PlainButton)]
        next((button for button in buttons if button.isEnabled()), self.body).setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """What waits, and what was done."""
        return (self.body, self.news_card)

    def place(self) -> dict[str, Any]:
        """How far down the reader was."""
        return {"scroll": self.body.verticalScrollBar().value()}

    def return_to(self, place: dict[str, Any]) -> None:
        """Go back there."""
        self.body.verticalScrollBar().setValue(int(place.get("scroll", 0)))

    # What was read

    def _on_changed(self, _changed: Changed) -> None:
        self.reader.spoil()  # nearly everything that can change is counted here

    def _on_read(self, found: Today) -> None:
        first = self.found is None
        self.found = found
        day = f"{DAYS[found.day.weekday()]} {long_date(found.day)}"
        self.header.set_title(self.title, f"{day} · {several(len(found.rounds), 'round')} under way")
        here = self.session.round
        self.urgent.show_plans(found.urgent, found.closed, here.name if here and len(self.session.rounds) == 1 else "")
        self._needs.clear()
        self._needs.add(need_rows(found.needs, partial(self._act, None)))
        self.needs_card.setVisible(bool(found.needs))
        self._show_rounds(found)
        self._show_news(found)
        self.waiting.emit(len(found.urgent))
        self._stack.setCurrentIndex(SHOWN)
        if first and self.isVisible():
            self.focus_main()

    def _show_rounds(self, found: Today) -> None:
        self.rounds.clear()
        for row in found.rounds:
            card = RoundCard(row)
            card.asked.connect(self._act)
            self.rounds.add(card)
        if not found.rounds:
            none = EmptyState(
                "circle-check", "Every round is signed off.", "What waits for you appears here with the next one.",
                "New round",
            )  # fmt: skip
            none.action.connect(lambda: self.go.emit("new-round"))
            self.rounds.add(Card(none))
        self._signed.clear()
        for key, name in found.signed:
            button = QuietButton(name, "badge-check", name=f"Results of {name}")
            button.clicked.connect(lambda _=False, key=key: self._visit(key, "results"))
            self._signed.add(Row(button, 1))
        self.signed_card.setVisible(bool(found.signed))

    def _show_news(self, found: Today) -> None:
        yesterday = (found.day - found.since).days == 1
        since = "yesterday" if yesterday else DAYS[found.since.weekday()]
        self._since.heading.set_text(f"Since {since}")
        self.news_card.setAccessibleName(f"Done since {since}")
        self._news.clear()
        for one in found.news:
            self._news.add(
                Column(Text(_times(capital(one.what), one.times)), Text(_whose(one), "caption", "ink2"), gap=0)
            )
        if found.more:
            self._news.add(Text(f"And {several(found.more, 'other entry', 'other entries')}.", tone="ink2"))
        if not found.news:
            self._news.add(Text(f"Nothing was done here since {since}.", tone="ink2"))

    # What is done from here

    def _act(self, round_id: int | None, need: Need | None) -> None:
        """Lead to what waits, in its round; without a need, to where the round stands."""
        if need is not None and need.section:
            self.section_asked.emit(need.section)
        elif need is not None and need.kind == "late" and round_id is not None:
            copy_reminders(self.session.store, round_id, self.messages, late_only=True)
        else:
            self._visit(round_id, need.place if need is not None else "standing")

    def _visit(self, round_id: int | None, place: str) -> None:
        if round_id is not None:
            self.session.switch_round(round_id)
        self.go.emit(place)

    def _on_urgent(self, job: Callable[[Store], Changed], said: str) -> None:
        try:
            changed = job(self.session.store)
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return
        self.urgent.ask.hide()
        announce(self, said)
        self.session.tell(changed)


def _times(told: str, times: int) -> str:
    return told if times == 1 else f"{told}, {times:,} times"


def _whose(one: News) -> str:
    """In which round, and by whom; many are counted."""
    who = " and ".join(one.who) if len(one.who) <= 2 else f"{one.who[0]} and {len(one.who) - 1} others"
    return f"{one.round} · {who}" if one.round else who
