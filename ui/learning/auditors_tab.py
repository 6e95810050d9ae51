"""Feedback for auditors: who was settled otherwise how often; each in full; sealed files to send."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from auditor.changed import Changed
from auditor.learning.feedback import AuditorFeedback, feedback_of_all
from auditor.learning.feedback_packs import MadeFeedback, known_keys, make_feedback_packs, sent_to, texts_of
from auditor.learning.feedback_sheet import feedback_sheet_steps
from auditor.plural import several
from db.store import Store
from ui.learning.feedback_view import FeedbackView
from ui.learning.tab import ListAndDetail
from ui.learning.ticks import TickRows
from ui.learning.work import Work, first_names, last_of
from ui.packs.words import day_of
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.empty import EmptyState
from ui.parts.layout import Wrap
from ui.parts.words import Heading, Text
from ui.tasks import Steps

Read = tuple[tuple[AuditorFeedback, ...], dict[int, datetime], frozenset[int]]
HEADS = ("Auditor", "Their answers", "Sent")
ABOUT = "Where each auditor's answers were settled otherwise, and why. A pack holds its reader's own plans alone."
NO_KEY = (
    "They have sent nothing from a computer of their own, so nothing can be sealed for them. Show them this page, or "
    "hand it over on paper."
)


class AuditorsTab(ListAndDetail):
    """The list is of those whose answers stand beside somebody else's."""

    def __init__(self, work: Work) -> None:
        self.make = PlainButton("Make feedback packs…", "send")
        self.all = QuietButton("Tick all")
        self.doubt = Doubt("Send it as it is", "Leave it", with_places=True)
        self.title, self.no_key = Heading(""), Text(NO_KEY, "caption", "ink2")
        self.paper = PlainButton("Save it to hand over…", "download")
        self.view = FeedbackView()
        empty = EmptyState(
            "users", "Nothing can be told to auditors yet.",
            "Feedback comes from plans that two auditors scored, once their differences are settled.", "Moderation",
        )  # fmt: skip
        foot = (self.doubt, Wrap(self.make, self.all, gap=3))
        super().__init__(work, "Auditors and what of theirs was settled otherwise", empty, foot,
                         (self.title, self.no_key, Wrap(self.paper, gap=2), self.view))  # fmt: skip
        self._people: tuple[AuditorFeedback, ...] = ()
        self._able: frozenset[int] = frozenset()
        self._chosen: set[int] = set()
        self.moved.connect(self._on_row)
        self.make.clicked.connect(self.make_packs)
        self.all.clicked.connect(self._tick_all)
        self.paper.clicked.connect(self.save_paper)

    def read(self, store: Store, round_id: int) -> Read:
        """Everybody's feedback, when they were sent any, and whose keys are known."""
        found = feedback_of_all(store, round_id)
        return found, sent_to(store, round_id), known_keys(store, [one.person for one in found])

    def show_read(self, found: Read) -> None:
        """Show the list again."""
        self._people, sent, self._able = found
        self._chosen &= self._able
        rows = [
            (
                f"{p.name} ({p.code})", _their_answers(p),
                day_of(sent[p.person]) if p.person in sent else "Never",
            )
            for p in self._people
        ]  # fmt: skip
        keys = [(p.name, len(p.differed), str(sent.get(p.person, ""))) for p in self._people]
        people = [p.person for p in self._people]
        model = TickRows(people, self._chosen, self._show_buttons, HEADS, rows, frozenset(), keys)
        self.show_rows(model, ABOUT, self.row)
        self._show_buttons()

    def make_packs(self) -> None:
        """Make a pack for everybody ticked; reasons that may identify somebody are asked about first."""
        chosen = [p for p in self._people if p.person in self._chosen]
        if not chosen:
            self._work.messages.say("note", "Nobody is ticked.", "Tick those who shall get feedback with Space.")
            return
        texts = [text for one in chosen for text in texts_of(one)]
        names = first_names(self._work.store)
        self.doubt.before(partial(self._make, chosen), self.table, *texts, names=names)

    def save_paper(self) -> None:
        """Save the feedback one is on as a PDF; reasons that may identify somebody are asked about first."""
        if 0 <= self.row < len(self._people):
            one = self._people[self.row]
            self.doubt.before(
                partial(self._write, one), self.table, *texts_of(one), names=first_names(self._work.store)
            )

    def _write(self, one: AuditorFeedback) -> None:
        folder = self._work.folder("Choose a folder for the feedback")
        if folder is None:
            return
        store, round_id = self._work.store, self._work.round_id

        def steps() -> Steps:
            return (yield from last_of(feedback_sheet_steps(store, round_id, [one.person], folder, ("pdf",))))

        self._work.start(f"Writing feedback for {one.name}", steps, partial(self._on_written, one, folder))

    def _on_written(self, one: AuditorFeedback, folder: Path, files: tuple[Path, ...]) -> None:
        self._work.made(
            f"The feedback for {one.name} is saved: {files[0].name}",
            f"It is for them alone and is not sealed: print it, hand it over, and remove the file. It is in {folder}.",
            folder,
        )

    def _make(self, chosen: Sequence[AuditorFeedback]) -> None:
        folder = self._work.folder("Choose a folder for the feedback packs")
        if folder is None:
            return
        store, round_id, persons = self._work.store, self._work.round_id, [p.person for p in chosen]

        def steps() -> Steps:
            return (yield from make_feedback_packs(store, round_id, persons, folder))

        self._work.start(f"Making {several(len(chosen), 'feedback pack')}", steps, partial(self._on_made, folder))

    def _on_made(self, folder: Path, made: tuple[MadeFeedback, ...]) -> None:
        self._chosen.clear()
        self._work.session.tell(Changed(frozenset({"pack"})))
        self._work.made(
            f"{several(len(made), 'feedback pack')} made.",
            "Send each to its auditor; only they can open it. Nothing has left this computer yet. They are in "
            f"{folder}.",
            folder,
        )

    def _on_row(self) -> None:
        at = self.row
        if not 0 <= at < len(self._people):
            return
        one = self._people[at]
        self.title.set_text(f"{one.name} ({one.code})")
        self.no_key.setVisible(one.person not in self._able)
        self.paper.setVisible(one.person not in self._able)
        self.view.show_feedback(one)

    def _tick_all(self) -> None:
        if isinstance(self.table.shown, TickRows):
            self.table.shown.tick_all({p.person for p in self._people if p.person in self._able})

    def _show_buttons(self) -> None:
        self.make.setEnabled(bool(self._chosen))
        self.all.setVisible(len(self._able) > 1)
        able = {p.person for p in self._people} & self._able
        self.all.setText("Tick none" if able and self._chosen >= able else f"Tick all {len(able):,}")


def _their_answers(found: AuditorFeedback) -> str:
    """What became of somebody's answers in short: 3 settled otherwise, 12 wait."""
    told = f"{len(found.differed):,} settled otherwise" if found.differed else "" if found.waiting else "All as given"
    waits = f"{found.waiting:,} {'waits' if found.waiting == 1 else 'wait'}" if found.waiting else ""
    return ", ".join(part for part in (told, waits) if part)
