"""Moderation meetings: open one, show it on the wall, keep what was said, and save its minutes."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QWidget

from auditor.changed import Changed
from auditor.moderation import meeting as jobs
from auditor.moderation.minutes import minutes
from auditor.moderation.room import MeetingRow, meetings
from auditor.people.register import people
from auditor.reports.make import slug
from auditor.round_states import Deed, refusal, round_of
from db.errors import UserError
from ui.ask import Asks
from ui.desk.actions import Command, PageAction
from ui.learning.work import last_of
from ui.moderation.meeting_cards import HeldCard, NowCard, OpenCard
from ui.moderation.room_view import RoomView
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton
from ui.parts.doubt import Doubt
from ui.parts.header import HeaderBar
from ui.parts.layout import ScrollColumn
from ui.parts.message import ON_PAGE, MessageArea
from ui.session import Session
from ui.tasks import Steps, Tasks
from ui.work_strip import WorkStrip

KINDS = "PDF (*.pdf);;Word (*.docx);;Web page (*.html)"
ENDINGS = (".pdf", ".docx", ".html")


class MeetingPage(Page):
    """One meeting of a round is open at a time; the room view is a window of its own."""

    title = "Moderation meeting"

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks, self._asks = session, tasks, asks
        self.room: RoomView | None = None
        self._now: MeetingRow | None = None
        self._telling = False
        self._build()
        self._commands = {
            "room": PageAction(self, Command("Room view", "eye", ("Ctrl+R",), self.show_room)),
            "back": PageAction(self, Command("Back to the differences", "arrow-left", (), self._to_moderation)),
        }
        session.changed.connect(self._on_changed)
        session.round_switched.connect(self.refresh)

    def _build(self) -> None:
        back = PlainButton("Differences", icon="arrow-left", name="Back to the differences")
        back.clicked.connect(self._to_moderation)
        self.header = HeaderBar(self.title, "", back)
        self.messages, self._strip = MessageArea(ON_PAGE), WorkStrip()
        today = datetime.now().astimezone().date()
        self.opening, self.now, self.held = OpenCard(today), NowCard(), HeldCard()
        self.doubt = Doubt("Save them as they are", "Not yet", with_places=True)
        self._page = ScrollColumn(self.opening, self.now, self.doubt, self.held, 1, gap=5, margins=6)
        self.lay_out(self.header, self.messages, self._strip, self._page)
        self.opening.asked.connect(self._open)
        self.now.room_asked.connect(self.show_room)
        self.now.present_changed.connect(self._set_present)
        self.now.words_given.connect(self._keep_words)
        self.now.closed.connect(self._close)
        self.held.minutes_asked.connect(self._ask_minutes)

    def refresh(self) -> None:
        """Read the meetings and the register again."""
        rnd = self._session.round
        if self._telling or rnd is None:
            return
        store = self._session.store
        found = meetings(store, rnd.id)
        self._now = next((row for row in found if not row.closed), None)
        with store.read() as session:
            locked = refusal(round_of(session, rnd.id), Deed.DECIDE)
        self.header.set_title(self.title, rnd.name)
        if locked and not self.messages.isVisible():
            self.messages.say("note", "No meeting is held now.", locked)
        here = set(self._now.present) if self._now else set[int]()
        known = [row for row in people(store) if row.facts.left_on is None or row.id in here]
        self.opening.setVisible(self._now is None)
        self.opening.button.setEnabled(not locked)
        self.opening.present.show_people(known, self.opening.present.chosen)
        self.now.setVisible(self._now is not None)
        self.now.room_button.setEnabled(not locked)
        if self._now is not None:
            self.now.show_meeting(self._now, known)
        self.held.show_meetings(found)
        self._commands["room"].setEnabled(self._now is not None and not locked)

    def focus_main(self) -> None:
        """Put the keyboard on the way into the room, or on who is here."""
        (self.now.room_button if self._now else self.opening.present).setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The page."""
        return (self._page,)

    def commands(self) -> tuple[QAction, ...]:
        """Into the room, and back."""
        return tuple(self._commands.values())

    def leave(self) -> None:
        """The room goes with the workspace."""
        room, self.room = self.room, None
        if room is not None:
            room.blockSignals(True)  # nothing is read again of a workspace that is being closed
            room.close()
            room.deleteLater()

    def show_room(self) -> None:
        """Open the room view in a window of its own, or bring it forward."""
        rnd = self._session.round
        if rnd is None or self._now is None:
            return
        if self.room is None:
            self.room = RoomView(self._session, rnd.id, self._now.id)
            self.room.left.connect(self._room_left)
            self.room.resize(self.window().size())
        self.room.show()
        self.room.activateWindow()

    def _room_left(self) -> None:
        room, self.room = self.room, None
        if room is not None:
            room.deleteLater()
        self.refresh()

    def _to_moderation(self) -> None:
        self.go.emit("moderation")

    # What is done

    def _open(self) -> None:
        rnd, card = self._session.round, self.opening
        if rnd is not None:
            job = partial(jobs.open_meeting, self._session.store, rnd.id, card.held_on, card.present.chosen)
            if self._do(job, "The meeting is open", card.row.set_problem):
                self.focus_main()

    def _set_present(self) -> None:
        if self._now is not None:
            job = partial(jobs.set_present, self._session.store, self._now.id, self.now.present.chosen)
            self._do(job, "Who is here is kept", self._refuse_present)

    def _refuse_present(self, sentence: str) -> None:
        """Say why it was not kept, and show who is there as it is kept."""
        self.refresh()
        self.now.row.set_problem(sentence)

    def _keep_words(self, words: str) -> None:
        if self._now is not None:
            job = partial(jobs.write_words, self._session.store, self._now.id, words)
            self.now.words.document().setModified(False)
            if not self._do(job, "The points are kept", self.now.words_row.set_problem):
                self.now.words.document().setModified(True)

    def _close(self) -> None:
        if self._now is None:
            return
        if self.room is not None:
            self.room.close()
        if self._do(partial(jobs.close_meeting, self._session.store, self._now.id), "The meeting is closed"):
            self.held.buttons[0].setFocus()

    def _do(self, job: Callable[[], Changed], said: str, refused: Callable[[str], object] | None = None) -> bool:
        try:
            changed = job()
        except UserError as problem:
            (refused or partial(self.messages.say, "problem"))(str(problem))
            return False
        self.now.row.set_problem("")
        self.messages.dismiss()
        self._telling = True
        try:
            self._session.tell(changed, said)
        finally:
            self._telling = False
        self.refresh()
        announce(self, f"{said}.")
        return True

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & {"meeting", "decision", "round", "person", "everything"} and self.isVisible():
            self.refresh()

    # Minutes

    def _ask_minutes(self, row: MeetingRow) -> None:
        """Save the minutes, once no reason in them holds words that may identify somebody unasked."""
        found = minutes(self._session.store, row.id)
        texts = [(f"the reason on plan {item.plan}, {item.question.id}", item.reason) for item in found.items]
        texts.append(("further points", found.words))
        if not self.doubt.before(lambda: self._save(row), None, *texts):
            self._page.ensureWidgetVisible(self.doubt)

    def _save(self, row: MeetingRow) -> None:
        rnd = self._session.round
        if rnd is None:
            return
        name = f"minutes-{slug(rnd.name)}-{row.held_on.isoformat()}.pdf"
        target = self._asks.save_path(self, "Save the minutes", Path.home() / name, KINDS)
        if target is None:
            return
        if target.suffix.lower() not in ENDINGS:
            target = target.with_name(f"{target.name}.pdf")
        store, meeting = self._session.store, row.id

        def work() -> Steps:
            from auditor.reports.minutes import minutes_steps

            return (yield from last_of(minutes_steps(store, meeting, target)))

        task = self._tasks.start("Writing the minutes", work)
        self._strip.follow(task)
        task.done.connect(self._on_saved)
        task.failed.connect(lambda sentence: self.messages.say("problem", sentence))
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Nothing was written."))

    def _on_saved(self, files: Sequence[Path]) -> None:
        where = QUrl.fromLocalFile(str(files[0]))
        self.messages.say(
            "done", f"The minutes are saved: {files[0].name}", f"In {files[0].parent}",
            ("Open", lambda: QDesktopServices.openUrl(where)),
        )  # fmt: skip
