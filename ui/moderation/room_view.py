"""What a moderation meeting sees on the wall: one question at a time, large, without reference, quotation or name."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor.changed import Changed
from auditor.moderation import decide as jobs
from auditor.moderation.meeting import clear_views, note_view
from auditor.moderation.minutes import plain_words
from auditor.moderation.queue import Difference, Kind, Queue, queue, with_plan_read_again
from auditor.moderation.room import in_the_room
from auditor.moderation.view import Seen, seen
from db.errors import UserError
from db.vocabulary import Value
from ui.look import WORDS, look, restyle
from ui.moderation.decision_card import DecisionCard, Given
from ui.moderation.seats import MARK, SeatsPart
from ui.moderation.words import how_far
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.chip import Chip
from ui.parts.layout import Column, Row, ScrollColumn, Wrap
from ui.parts.meanings import VALUES
from ui.parts.message import MessageArea
from ui.parts.pictures import Mark
from ui.parts.reveal import bring_into_view
from ui.parts.words import Text
from ui.session import Session

MIDDLE, TOP = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop
WIDEST = 1200  # design px of the column: what is read from the back of a room is not spread wider
LARGER_UP_TO = 2  # text size: beyond it the decision is large by itself
ANSWER = 290  # design px an answer has at least
DONE = "All differences are settled, or wait for others."
LOOKED_AT = frozenset({Kind.INCOMPLETE, Kind.DECIDED, Kind.PARKED, Kind.ASKED})
"""What a meeting does not go through: settled, or waiting for somebody."""


class RoomView(QWidget):
    """A window of its own, for the projector. `left` when it is closed; Esc leaves it, F11 fills the screen."""

    left = Signal()

    def __init__(self, session: Session, round_id: int, meeting: int) -> None:
        super().__init__(None, Qt.WindowType.Window)
        look().dress(self)
        self._session, self._round, self._meeting = session, round_id, meeting
        self.queue: Queue | None = None
        self.seen: Seen | None = None
        self._settled = False
        self.setWindowTitle("Room view · EHCP Auditor")
        self.setAccessibleName("Room view")
        self._build()
        ways: tuple[tuple[str, Callable[[], None]], ...] = (
            ("F11", self.toggle_full_screen), ("F8", partial(self.step, 1)), ("Shift+F8", partial(self.step, -1)),
        )  # fmt: skip
        for keys, do in ways:
            QShortcut(QKeySequence(keys), self).activated.connect(do)
        look().changed.connect(self._restyle)
        self._restyle()
        self._read(None)

    def _build(self) -> None:
        self.where = Text("", "h2", "ink2", bold=False)
        self._critical = Chip("Critical", icon="flag")
        self.full = QuietButton("Full screen", icon="zoom-in", key="F11")
        self.leave_button = PlainButton("Leave", icon="x", key="Esc")
        self.full.clicked.connect(self.toggle_full_screen)
        self.leave_button.clicked.connect(self._leave)
        head = Wrap((self.where, 1), self._critical, self.full, self.leave_button, gap=3)
        self.messages = MessageArea()
        self.question = Text("", "figure")
        self._anchors, self.answers = Column(gap=2), Column(gap=0)
        self._apart = Text("", "h2", "ink2", bold=False)
        self.seats, self.card = SeatsPart(), DecisionCard()
        self.settled = Text("", "h1", bold=False)
        self.next_button = PrimaryButton("Next difference", icon="arrow-right", key="F8")
        self.next_button.clicked.connect(partial(self.step, 1))
        self._after = Row(self.next_button, 1)
        self._parts = (self.question, self._anchors, self.answers, self._apart, self.seats)
        self.page = ScrollColumn(
            head, self.messages, *self._parts, self.card, self.settled, self._after, 1, gap=5, margins=(7, 5, 7, 5)
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        self.seats.noted.connect(self._note)
        self.seats.cleared.connect(self._clear)
        self.card.decided.connect(self._decide)
        self.card.parked.connect(lambda words: self._put_aside(jobs.park, words))
        self.card.asked.connect(lambda words: self._put_aside(jobs.send_back, words))
        self.card.reached.connect(self.page.ensureWidgetVisible)

    def _restyle(self) -> None:
        self.page.column.setMaximumWidth(look().px(WIDEST) + 2 * look().space(7))
        self.card.setProperty("room", look().scale <= LARGER_UP_TO)
        for part in (self.card, *self.card.findChildren(QWidget)):
            restyle(part)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or be a window again."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def step(self, by: int) -> None:
        """Go to the next difference, or the one before."""
        rows = self._rows()
        here = (self.seen.difference.sampled, self.seen.difference.criterion) if self.seen else None
        at = next((n for n, row in enumerate(rows) if (row.sampled, row.criterion) == here), None)
        if at is None:  # what is shown was settled meanwhile: the first that waits
            at = -1 if by > 0 else len(rows)
        if 0 <= at + by < len(rows):
            self._show(rows[at + by])
        elif not rows:
            self._show(None)
        else:
            announce(self, "This is the last difference." if by > 0 else "This is the first difference.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An answer's key is the view that is asked for, wherever the keyboard is; P parks, Q asks, Esc leaves."""
        letter = event.text().upper()
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier or event.isAutoRepeat() or not letter:
            super().keyPressEvent(event)
        elif self.seats.asking is not None and letter in "210NC":
            self.seats.answer.focus()
            self.seats.answer.keyPressEvent(event)
        elif letter == "P":
            self.card.park()
        elif letter == "Q":
            self.card.ask()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the room is left."""
        self.left.emit()
        super().closeEvent(event)

    def _leave(self) -> None:
        self.close()

    # What is looked at

    def _rows(self) -> list[Difference]:
        return [row for row in (self.queue.rows if self.queue else ()) if row.kind not in LOOKED_AT]

    def _read(self, plan: int | None) -> None:
        """Read the queue, or only what became of one plan of it."""
        store = self._session.store
        if plan is not None and self.queue is not None:
            self.queue = with_plan_read_again(store, self._round, self.queue, plan)
        else:
            self.queue = queue(store, self._round)
            self._show(next(iter(self._rows()), None))

    def _show(self, row: Difference | None) -> None:
        self.messages.dismiss()
        self._settled = False
        for part in (*self._parts, self.card, self._critical):
            part.setVisible(row is not None)
        self._after.hide()
        self.settled.setVisible(row is None)
        if row is None:
            self.seen = None
            self.where.set_text("")
            self.settled.set_text(DONE)
            self.leave_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.seen = looked = seen(self._session.store, self._round, row)
        self._critical.setVisible(looked.question.critical)
        self.question.set_text(f"{looked.question.id}  {looked.question.question}")
        self._anchors.clear()
        for value in VALUES:
            if words := getattr(looked.question, value.token):
                text = Text(f"{WORDS[value.token]}. {words}", "h2", "ink2", bold=False)
                self._anchors.add(Row(Mark(value.token, 24, "canvas"), (text, 1), gap=3, align=TOP))
        given = Wrap(gap=5)
        for one in looked.theirs:
            token = one.answer.value.token if one.answer.value is not None else "unanswered"
            said = Text(f"{one.label}: {WORDS[token].lower()}", "h1")
            given.add(Row(Mark(token, MARK, "canvas"), (said, 1), gap=3, align=MIDDLE), 1, ANSWER)
        self.answers.clear()
        self.answers.add(given)
        self._apart.set_text(how_far(row.values))
        reasons = self._plain(row.sampled, *(one.reason for one in looked.earlier))
        earlier = tuple(replace(one, reason=words) for one, words in zip(looked.earlier, reasons, strict=True))
        self.card.show_seen(replace(looked, earlier=earlier), self.queue.locked if self.queue else "", "")
        self.card.title.heading.set_text("The decision")
        self.card.decide_button.setText("Decide")
        self._look_round()
        self.page.verticalScrollBar().setValue(0)

    def _look_round(self) -> None:
        """Bring up to date whose view is noted, and put the keyboard on what comes next."""
        if self.seen is None:
            return
        row = self.seen.difference
        room = in_the_room(self._session.store, self._meeting, row.sampled, row.criterion)
        rows = self._rows()
        at = next((n for n, one in enumerate(rows, 1) if one == row), 0)
        count = f" · {at:,} of {len(rows):,} to settle" if at else ""
        self.seats.show_room(room, self.seen.question.scale, self._settled)
        says = f" · number {self.seats.asking.number} says" if self.seats.asking else ""
        self.where.set_text(f"Plan {room.plan}{count}{says}")
        self.card.setVisible(not self._settled and self.seats.asking is None)
        if self.seats.asking is not None:
            self.seats.answer.focus(f"{self.question.words} {self.seats.asked.words}")
            if any(seat.noted for seat in room.seats):
                bring_into_view(self.seats)
        elif not self._settled:
            self.card.answer.focus(f"Decision. {self.question.words}")
            if room.views is not None:
                bring_into_view(self.card)

    # What is done

    def _note(self, person: int, value: Value) -> None:
        if self.seen is not None:
            row = self.seen.difference
            self._do(partial(note_view, self._session.store, self._meeting, row.sampled, row.criterion, person, value))

    def _clear(self) -> None:
        if self.seen is not None:
            row = self.seen.difference
            self._do(partial(clear_views, self._session.store, self._meeting, row.sampled, row.criterion))

    def _decide(self, given: Given) -> None:
        if self.seen is None:
            return
        row = self.seen.difference
        job = partial(
            jobs.decide, self._session.store, row.sampled, row.criterion, given.value, given.reason, given.cause,
            given.agency, seen=row.rests_on, meeting=self._meeting,
        )  # fmt: skip
        self._settled = True
        if not self._do(job, row.sampled):
            self._settled = False
            return
        (reason,) = self._plain(row.sampled, given.reason)
        self.settled.set_text(f"Decided: {WORDS[given.value.token].lower()}. {reason}")
        self._show_done()

    def _put_aside(self, job: Callable[..., Changed], words: str) -> None:
        if self.seen is None:
            return
        row = self.seen.difference
        self._settled = True
        if self._do(partial(job, self._session.store, row.sampled, row.criterion, words), row.sampled):
            (asked,) = self._plain(row.sampled, words)
            self.settled.set_text("Left for another time." if job is jobs.park else f"The auditors are asked: {asked}")
            self._show_done()
        else:
            self._settled = False

    def _plain(self, sampled: int, *words: str) -> tuple[str, ...]:
        """Without a plan's reference, which somebody may have typed."""
        return plain_words(self._session.store, self._meeting, sampled, words)

    def _show_done(self) -> None:
        self.settled.show()
        self._after.show()
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(self._after)
        announce(self, self.settled.words)

    def _do(self, job: Callable[[], Changed], plan: int | None = None) -> bool:
        """Do one thing and show the room what became of it; no reference is said to it."""
        sampled = self.seen.difference.sampled if self.seen else 0
        try:
            changed = job()
        except UserError as problem:
            try:
                (said,) = self._plain(sampled, str(problem))
            except UserError as other:  # the meeting itself, or the file, cannot be read: that names no plan
                said = str(other)
            self.messages.say("problem", said)
            return False
        self.messages.dismiss()
        if plan is not None:
            self._read(plan)
        self._session.tell(changed)
        self._look_round()
        return True
