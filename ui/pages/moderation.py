"""Moderation: differences between auditors, settled one after another, from the keyboard alone where one likes."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QWidget

from auditor.changed import Changed
from auditor.contents import Evidence
from auditor.moderation import decide as jobs
from auditor.moderation.queue import Difference, Kind, Queue, queue, with_plan_read_again
from auditor.moderation.view import Seen, seen
from auditor.plural import several
from db.errors import UserError
from ui.ask import Asks
from ui.desk.actions import Command, PageAction
from ui.desk.document_side import DocumentSide
from ui.look import WORDS, look
from ui.moderation.answers_side import AnswersPart, EarlierPart, QuestionPart
from ui.moderation.decision_card import DecisionCard, Given
from ui.moderation.paper import PaperBeside
from ui.moderation.queue_list import QueueList
from ui.moderation.words import row_name, who_was_who
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Column, ScrollColumn
from ui.parts.message import MessageArea
from ui.session import Session
from ui.settings import Settings

NOTHING, SHOWN = range(2)
QUEUE, PAPER = "queue", "paper"
ALL_FROM = 1400  # design px: queue, question and paper beside each other
BESIDE_FROM = 1000  # design px: the queue or the paper beside the question
QUEUE_FROM = 720  # design px: the queue beside the question, the paper in its place
PIN_FROM = 640  # design px: lower, the decision scrolls with the rest
QUEUE_WIDE, PAPER_LEAST = 300, 360  # design px
LETTERS = ("A", "B")
UNDONE = "taken back at once"
DONE = "Nothing is left to settle."
ALL_DONE = frozenset({Kind.DECIDED, Kind.INCOMPLETE})
HIDDEN = "names are shown once settled"
OPEN_NAMES = "names are shown"


class ModerationPage(Page):
    """The queue, the question with each auditor's answer, and the paper."""

    title = "Moderation"

    def __init__(self, session: Session, settings: Settings, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self.queue: Queue | None = None
        self.seen: Seen | None = None
        self._round: int | None = None
        self._telling = False
        self._stale = True
        self._undo: tuple[tuple[int, str], Given] | None = None
        self._paper_on = False
        self._alone = ""  # what stands in place of the question, where there is no room beside it
        self._build()
        self.papers = PaperBeside(self, self.paper, settings.file, session.owner.device, asks)
        self.papers.problem.connect(partial(self.messages.say, "look"))
        self._commands = self._make_commands()
        self._connect()

    def _build(self) -> None:
        self.undo_button = PlainButton("Undo last decision", icon="undo-2")
        self.undo_button.setEnabled(False)
        self.list_button, self.paper_button = (
            QuietButton("Differences", icon="list-checks"),
            QuietButton("Paper", icon="file-text"),
        )
        self.meeting_button = PlainButton("Meeting", icon="users", name="Hold a moderation meeting")
        self.header = HeaderBar(
            self.title, "", self.list_button, self.paper_button, self.undo_button, self.meeting_button
        )
        self.messages = MessageArea((6, 3, 6, 3))
        self.nothing = EmptyState("badge-check", "No differences to settle.", "", "See agreement")
        self.list, self.question, self.answers = QueueList(), QuestionPart(), AnswersPart()
        self.card, self.earlier = DecisionCard(), EarlierPart()
        self.waits = EmptyState("clock", "The second audit of this plan is not in yet.", "It is no difference. "
                                "What is in counts until the other comes.")  # fmt: skip
        self._within = Column(self.card, gap=0)
        self._scroll = ScrollColumn(
            self.question, self.answers, self._within, self.waits, self.earlier, margins=(5, 4, 5, 4)
        )
        self._pinned = Column(gap=0, margins=(5, 2, 5, 4))
        self.middle = Column((self._scroll, 1), self._pinned, gap=0)
        self.middle.setAccessibleName("Difference")
        self.paper = DocumentSide(Column(gap=0))
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        for part in (self.list, self.middle, self.paper):
            self._splitter.addWidget(part)
        for part in (self.paper, self.middle, self.list):
            part.lower()  # read out in the order they stand in: a splitter turns it round
        self._stack = QStackedWidget()
        self._stack.addWidget(Column(self.nothing, 1))
        self._stack.addWidget(self._splitter)
        self.lay_out(self.header, self.messages, self._stack)

    def _connect(self) -> None:
        self.list.chosen.connect(self._show)
        self.list.entered.connect(self._to_answers)
        self.answers.taken.connect(self.card.take)
        self.answers.place.connect(self._show_place)
        self.card.decided.connect(self._decide)
        self.card.reached.connect(self._into_view)
        self.card.parked.connect(lambda words: self._put_aside(jobs.park, words, "parked"))
        self.card.asked.connect(lambda words: self._put_aside(jobs.send_back, words, "asked with the next work packs"))
        self.card.taken_back.connect(self._take_back)
        self.undo_button.clicked.connect(self._undo_last)
        self.meeting_button.clicked.connect(partial(self.go.emit, "meeting"))
        self.list_button.clicked.connect(lambda: self._want(QUEUE, self._alone != QUEUE))
        self.paper_button.clicked.connect(lambda: self._want(PAPER, not self.paper.isVisibleTo(self)))
        self.paper.hide_asked.connect(lambda: self._want(PAPER, False))
        self.nothing.action.connect(self._from_nothing)
        self._session.changed.connect(self._on_changed)
        self._session.round_switched.connect(self._look_anew)
        look().changed.connect(self._fold)

    def _make_commands(self) -> dict[str, PageAction]:
        named = {
            "next": Command("Next difference", "chevron-down", ("F8",), lambda: self._step(1)),
            "previous": Command("Previous difference", "chevron-up", ("Shift+F8",), lambda: self._step(-1)),
            "decide": Command("Decide and go on", "check", ("Ctrl+Return", "Ctrl+Enter"), self.card.give),
            "undo": Command("Undo last decision", "undo-2", ("Ctrl+Z",), self._undo_last),
            "meeting": Command("Hold a moderation meeting", "users", (), partial(self.go.emit, "meeting")),
            "park": Command("Park this difference", "clock", (), self.card.park),
            "ask": Command("Ask the auditors…", "send", (), self.card.ask),
        }
        return {key: PageAction(self, command) for key, command in named.items()}

    def refresh(self) -> None:
        """Read the queue again, if anything changed since; the difference one is on stays."""
        rnd = self._session.round
        if self._telling or (not self._stale and (rnd.id if rnd else None) == self._round):
            return
        self._read((self.seen.difference.sampled, self.seen.difference.criterion) if self.seen else None)

    def focus_main(self) -> None:
        """Put the keyboard on the answers, or on the empty page's button."""
        if self._stack.currentIndex() == NOTHING:
            if self.nothing.button is not None:
                self.nothing.button.setFocus()
        else:
            self._to_answers()

    def panes(self) -> tuple[QWidget, ...]:
        """The queue, the decision, the paper, those in view."""
        if self._stack.currentIndex() == NOTHING:
            return (self.nothing,)
        parts = (self.list.list, self.card.answer, self.paper.main_part())
        return tuple(part for part in parts if part.isVisibleTo(self))

    def commands(self) -> tuple[QAction, ...]:
        """Deciding, and going through the queue."""
        return tuple(self._commands.values())

    def menu_groups(self) -> tuple[tuple[QAction, ...], ...]:
        """Deciding, and the ways out."""
        named = self._commands
        return ((named["decide"], named["undo"]), (named["ask"], named["park"]), (named["meeting"],))

    def go_groups(self) -> tuple[tuple[QAction, ...], ...]:
        """Through the queue."""
        return ((self._commands["next"], self._commands["previous"]),)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys of the answers and of the reason."""
        single = (
            ("A, B", "Take that auditor's answer"), ("2, 1, 0, N, C", "Decide by the answer's own key"),
            ("P", "Park it"), ("Q", "Ask the auditors"),
        ) if self._settings.single_keys else ()  # fmt: skip
        return (
            *single,
            ("Up, Down", "Difference above, difference below"),
            ("Enter", "In the reason: decide and go to the next"),
            ("Down, Up", "In the reason: reasons used before"),
            ("Esc", "From the reason back to the answers"),
        )

    def place(self) -> dict[str, Any]:
        """Which difference is looked at."""
        row = self.seen.difference if self.seen else None
        return {
            "round": self._round,
            "sampled": row.sampled if row else None,
            "criterion": row.criterion if row else "",
        }

    def return_to(self, place: dict[str, Any]) -> None:
        """Look at that difference again, if it still waits."""
        if place.get("round") == self._round and place.get("sampled") is not None and self.queue is not None:
            row = self.list.show_queue(self.queue, (int(place["sampled"]), str(place.get("criterion") or "")))
            self._show(row)

    def leave(self) -> None:
        """Let go of the paper."""
        self.papers.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold and unfold."""
        super().resizeEvent(event)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters take an answer, park and ask; Up and Down go through the queue."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        letter = event.text().upper()
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier or self._stack.currentIndex() == NOTHING:
            super().keyPressEvent(event)
        elif step:
            self._step(step)
        elif event.key() == Qt.Key.Key_Escape and self._alone:
            self._want(self._alone, False)
        elif not self._settings.single_keys or event.isAutoRepeat() or not self._by_letter(letter):
            super().keyPressEvent(event)

    def _by_letter(self, letter: str) -> bool:
        if not self.card.isVisibleTo(self) or not self.card.answer.isEnabled():
            return False
        if letter in LETTERS:
            self.card.take(LETTERS.index(letter))
        elif letter == "P" and self.card.park_button.isVisibleTo(self):
            self.card.park_button.click()
        elif letter == "Q" and self.card.ask_button.isVisibleTo(self):
            self.card.ask_button.click()
        elif self.list.list.hasFocus() and letter in "210NC" and letter:
            self.card.answer.focus()
            QApplication.sendEvent(
                self.card.answer, QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            )
        else:
            return False
        return True

    # The queue

    def _read(self, stand_on: tuple[int, str] | None, plan: int | None = None) -> None:
        """Read the queue, or only what became of one plan of it, and look at a difference."""
        rnd = self._session.round
        if (rnd.id if rnd else None) != self._round:
            self._round, self._undo = (rnd.id if rnd else None), None
            self.card.tell_last("")
            self.undo_button.setEnabled(False)
        self._stale = False
        if rnd is not None and plan is not None and self.queue is not None:
            self.queue = with_plan_read_again(self._session.store, rnd.id, self.queue, plan)
        else:
            self.queue = queue(self._session.store, rnd.id) if rnd else None
        found = self.queue
        self.waiting.emit(found.waiting if found else 0)
        if found is None or not found.rows:
            self._show_nothing(found)
            return
        self.header.set_title(self.title, f"{found.round} · {HIDDEN if found.names_hidden else OPEN_NAMES}")
        self._stack.setCurrentIndex(SHOWN)
        if found.locked and not self.messages.isVisible():
            self.messages.say(
                "note", "Nothing can be settled now.", found.locked, ("Where it stands", self._to_standing)
            )
        self._show(self.list.show_queue(found, stand_on))
        self._tell_done(found)
        self._fold()

    def _tell_done(self, found: Queue) -> None:
        """That nothing is left to settle, and where to go on; taken away once something is."""
        told = self.messages.bar is not None and self.messages.bar.title == DONE
        done = bool(found.decided) and not found.locked and all(r.kind in ALL_DONE for r in found.rows)
        if done and not self.messages.isVisible():
            settled = several(found.decided, "decision stands", "decisions stand")
            words = f"{settled}. A settled question is changed only after you choose Decide otherwise."
            self.messages.say("done", DONE, words, ("Where it stands", self._to_standing))
        elif told and not done:
            self.messages.dismiss()

    def _show_nothing(self, found: Queue | None) -> None:
        self.seen = None
        self.papers.take_up(None)
        self._stack.setCurrentIndex(NOTHING)
        self.header.set_title(self.title, found.round if found else "This workspace has no round yet.")
        twice = found.twice if found else 0
        if twice:
            words = f"{twice:,} plans were" if twice > 1 else "1 plan was"
            self.nothing.explain(f"{words} scored twice, and every answer agrees.")
        else:
            self.nothing.explain("No plan has two submitted audits yet. Differences appear here as audits come in.")
        self.list_button.hide()
        self.paper_button.hide()

    def _from_nothing(self) -> None:
        self.go.emit("agreement")

    def _to_standing(self) -> None:
        self.go.emit("standing")

    def _show(self, row: Difference | None) -> None:
        """Look at one difference of the queue."""
        if row is None or self._round is None or self.queue is None:
            return
        waits = row.kind == Kind.INCOMPLETE
        for part in (self.question, self.answers, self.card):
            part.setVisible(not waits)
        self.waits.setVisible(waits)
        if waits:
            self.seen = None
            self.earlier.hide()
            self.papers.take_up(None)
            return
        self.setUpdatesEnabled(False)
        self.seen = looked = seen(self._session.store, self._round, row)
        named = not self.queue.names_hidden or row.kind == Kind.DECIDED
        letters = LETTERS if self._settings.single_keys else ()
        self.question.show_seen(looked)
        self.answers.show_seen(looked, letters, named, not self.queue.locked)
        self.card.show_seen(looked, self.queue.locked, "A or B takes theirs; digits mean the score" if letters else "")
        self.card.answer.single_keys = self._settings.single_keys
        self.earlier.show_earlier(looked.question, looked.earlier)
        self.papers.take_up(looked)
        self._scroll.verticalScrollBar().setValue(0)
        self.setUpdatesEnabled(True)
        if self.list.list.hasFocus():
            return
        self._to_answers()

    def _to_answers(self) -> None:
        if self._alone == QUEUE:
            self._want(QUEUE, False)
        if self.seen is not None and self.card.answer.isEnabled():
            self.card.answer.focus(row_name(self.seen.difference))
        else:
            self.list.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, by: int) -> None:
        if not self.list.step(by):
            announce(self, "This is the last difference." if by > 0 else "This is the first difference.")

    # Settling

    def _decide(self, given: Given) -> None:
        if self.seen is None:
            return
        row, theirs = self.seen.difference, self.seen.theirs
        job = jobs.overrule if row.kind == Kind.DECIDED else jobs.decide
        done = partial(
            job, self._session.store, row.sampled, row.criterion, given.value, given.reason, given.cause, given.agency,
            seen=row.rests_on,
        )  # fmt: skip
        word = WORDS[given.value.token].lower()
        if self._do(done, f"{row.criterion} on {row.reference} is decided: {word}"):
            self._undo = ((row.sampled, row.criterion), given) if row.kind != Kind.DECIDED else None
            self.undo_button.setEnabled(self._undo is not None)
            self.card.tell_last(f"Settled last: {row.criterion} on {row.reference}, {word}. {who_was_who(theirs)}")

    def _put_aside(self, job: Callable[..., Changed], words: str, what: str) -> None:
        if self.seen is not None:
            row = self.seen.difference
            self._do(
                partial(job, self._session.store, row.sampled, row.criterion, words),
                f"{row.criterion} on {row.reference} is {what}",
            )

    def _take_back(self, reason: str) -> None:
        if self.seen is not None:
            row = self.seen.difference
            self._do(
                partial(jobs.take_back, self._session.store, row.sampled, row.criterion, reason),
                f"The decision on {row.criterion} for {row.reference} is taken back",
            )

    def _undo_last(self) -> None:
        """The last decision of this sitting is taken back, which the log tells, and shown again to be mended."""
        if self._undo is None:
            return
        key, given = self._undo
        job = partial(jobs.take_back, self._session.store, *key, UNDONE)
        if self._do(job, f"The decision on {key[1]} is taken back", stand_on=key):
            self._undo = None
            self.undo_button.setEnabled(False)
            self.card.tell_last("")
            self.card.put_back(given)

    def _do(self, job: Callable[[], Changed], said: str, stand_on: tuple[int, str] | None = None) -> bool:
        """Do one thing, tell it, and go on to what comes next in the queue."""
        after = stand_on or self._following()
        try:
            changed = job()
        except UserError as problem:
            self.messages.say("problem", str(problem))
            self._read(after if problem.code == "no_difference" else stand_on or self._here())
            return False
        self.messages.dismiss()
        self._telling = True
        try:
            self._session.tell(changed, f"{said} · {datetime.now().astimezone():%H:%M:%S}")
        finally:
            self._telling = False
        self._read(after, changed.ids[0])
        self._to_answers()
        return True

    def _here(self) -> tuple[int, str] | None:
        return (self.seen.difference.sampled, self.seen.difference.criterion) if self.seen else None

    def _following(self) -> tuple[int, str] | None:
        """The next in the queue that is to be settled, from where one stands and then from the top."""
        rows = self.queue.rows if self.queue else ()
        here = self._here()
        at = next((n for n, row in enumerate(rows) if (row.sampled, row.criterion) == here), -1)
        waiting = [r for r in (*rows[at + 1 :], *rows[: max(0, at)]) if r.kind not in (Kind.DECIDED, Kind.INCOMPLETE)]
        return (waiting[0].sampled, waiting[0].criterion) if waiting else None

    def _on_changed(self, changed: Changed) -> None:
        kinds = {"audit", "answer", "round", "decision", "person", "guidance", "everything"}
        if changed.kinds & kinds and not self._telling:  # what is done here is read after it was told
            self._look_anew()
            self._count_again(changed)

    def _count_again(self, changed: Changed) -> None:
        """Tell how many wait after a decision that was made elsewhere, without the whole queue being read."""
        rnd = self._session.round
        if rnd is not None and self._stale and self.queue and rnd.id == self._round and changed.kinds == jobs.CHANGED:
            for plan in changed.ids:
                self.queue = with_plan_read_again(self._session.store, rnd.id, self.queue, plan)
            self.waiting.emit(self.queue.waiting)

    def _look_anew(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    # Room

    def _show_place(self, item: Evidence) -> None:
        if self.papers.show(item):
            self._want(PAPER, True)
        else:
            self.messages.keyboard_here()

    def _want(self, part: str, on: bool) -> None:
        """Show the queue or the paper, beside the question or in its place where there is no room, or hide it."""
        if self.width() >= look().px(BESIDE_FROM):
            self._paper_on = (part == PAPER) == on
        else:
            self._alone = part if on else ""
        self._fold()

    def _into_view(self, part: QWidget) -> None:
        """Where the decision scrolls with the rest: bring what the keyboard went to into view."""
        if self._within.isAncestorOf(self.card):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            self._scroll.ensureWidgetVisible(part)

    def _pin(self) -> None:
        """Keep the decision in view where there is height for it."""
        pinned = self._stack.height() >= look().px(PIN_FROM)
        home, other = (self._pinned, self._within) if pinned else (self._within, self._pinned)
        if not home.isAncestorOf(self.card):
            focused = QApplication.focusWidget()
            had_it = focused if focused is not None and self.card.isAncestorOf(focused) else None
            home.add(self.card)
            if had_it is not None:
                had_it.setFocus(Qt.FocusReason.OtherFocusReason)
        home.show()
        other.hide()

    def _fold(self) -> None:
        """Give each part its room."""
        self._pin()
        width, lk = self.width(), look()
        rows = self._stack.currentIndex() == SHOWN
        beside, all_three = width >= lk.px(BESIDE_FROM), width >= lk.px(ALL_FROM)
        if beside:
            self._alone = ""
        listed = all_three or not self._paper_on if beside else self._alone == QUEUE or width >= lk.px(QUEUE_FROM)
        paper = self._paper_on or (all_three and self.paper.source is not None) if beside else self._alone == PAPER
        self.list.setVisible(listed and self._alone != PAPER)
        self.paper.setVisible(paper)
        self.middle.setVisible(not self._alone)
        self.list_button.setVisible(rows and (not self.list.isVisibleTo(self) or self._alone == QUEUE))
        self.paper_button.setVisible(rows)
        self.paper_button.setText("Hide the paper" if paper else "Paper")
        self.list_button.setText("Hide the list" if self._alone == QUEUE else "Differences")
        left = width
        queue_wide = min(lk.px(QUEUE_WIDE), left) if self.list.isVisibleTo(self) and not self._alone else 0
        paper_wide = max(lk.px(PAPER_LEAST), left * 2 // 5) if paper and not self._alone else 0
        self._splitter.setSizes([queue_wide or left, max(1, left - queue_wide - paper_wide), paper_wide or left])
