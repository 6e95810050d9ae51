"""Notes on questions, made from decisions; and the framework's next version with the notes taken in."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal

from auditor.learning.guidance_notes import (
    NewVersion,
    QuestionNote,
    Settled,
    draft_from,
    make_note,
    new_version,
    question_notes,
)
from auditor.learning.words import ANSWERS
from auditor.reports.wording import long_date
from db.store import Store
from ui.learning.note_box import NoteBox
from ui.learning.tab import ListAndDetail
from ui.learning.work import Work
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.empty import EmptyState
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row
from ui.parts.rows import MarkedRows
from ui.parts.words import Heading, Text
from ui.setup.fields import Line
from ui.tasks import Steps

HEADS = ("Question", "Settled", "Note")
MOST_SHOWN = 12
REWRITE = "Write it anew about the question: no child, no plan, no auditor. Everybody who scores reads it."
FRAMEWORKS = "Frameworks (*.toml)"
ABOUT = "What was settled becomes a note on its question, for this round's auditors and for the next framework."


class GuidanceTab(ListAndDetail):
    """The list is of the questions; the chosen one with its note and the decisions it can be made of."""

    def __init__(self, work: Work) -> None:
        self.version = VersionCard()
        self.title, self.question = Heading(""), Text("")
        self.card, self.made = NoteCard(), DecisionsCard()
        empty = EmptyState("book-open", "There is no question to write a note on.")
        super().__init__(
            work, "Questions and the notes on them", empty, (self.version,),
            (Column(self.title, self.question, gap=1), self.card, self.made),
        )  # fmt: skip
        self._notes: tuple[QuestionNote, ...] = ()
        self.moved.connect(self._on_row)
        self.card.written.connect(self._write)
        self.made.drafted.connect(self.card.draft)
        self.version.asked.connect(self._take_in)

    def read(self, store: Store, round_id: int) -> tuple[QuestionNote, ...]:
        """All questions of the round."""
        return question_notes(store, round_id)

    def show_read(self, found: tuple[QuestionNote, ...]) -> None:
        """Show the list again."""
        self._notes = found
        rows = [
            (f"{n.criterion}  {n.short}", f"{len(n.settled):,}" if n.settled else "", "Note" if n.note else "")
            for n in found
        ]
        keys = [(at, -len(n.settled), not n.note) for at, n in enumerate(found)]
        marks = {(at, 2): "completed" for at, n in enumerate(found) if n.note}
        self.show_rows(MarkedRows(HEADS, rows, frozenset({1}), keys, marks), ABOUT, self.row)
        notes = sum(bool(n.note) for n in found)
        self.version.show_count(notes)
        self._on_row()

    def start_version(self) -> None:
        """Put the keyboard on the number of the framework's next version."""
        self.version.number.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, words: str) -> None:
        if 0 <= self.row < len(self._notes):
            key = self._notes[self.row].criterion
            job = partial(make_note, self._work.store, self._work.round_id, key, words)
            self._work.do(job, f"The note on {key} is kept." if words else f"The note on {key} is taken away.")

    def _take_in(self, version: str) -> None:
        suggested = Path.home() / f"framework-{version}.toml"
        target = self._work.asks.save_path(self, "Save the new version as", suggested, FRAMEWORKS)
        if target is None:
            return
        store, round_id = self._work.store, self._work.round_id

        def steps() -> Steps:
            yield "Writing the new version"
            return new_version(store, round_id, version, target)

        self._work.start("Writing the new version", steps, self._on_taken)

    def _on_taken(self, made: NewVersion) -> None:
        named = ", ".join(made.criteria)
        self._work.made(
            f"Version {made.version} is written: {made.file.name}",
            f"Its guidance holds the notes on {named}. What is asked is the same, so answers stay comparable. Choose "
            "this file as the framework of the next round.",
            made.file.parent,
        )

    def _on_row(self) -> None:
        at = self.row
        if 0 <= at < len(self._notes):
            note = self._notes[at]
            self.title.set_text(f"{note.criterion}  {note.short}")
            self.question.set_text(note.question)
            self.card.show_note(note)
            self.made.show_settled(note.settled)


class NoteCard(Card):
    """The framework's guidance, and the lead's note to write. `written` carries it."""

    written = Signal(str)

    def __init__(self) -> None:
        self._guidance = Text("", tone="ink2")
        self.box = NoteBox(6)
        self._row = FormRow("Your note", self.box, REWRITE)
        self._by = Text("", "caption", "ink2")
        self.keep, self.clear_note = PlainButton("Keep the note", "check"), QuietButton("Take it away")
        self.doubt = Doubt()
        super().__init__(self._guidance, self._row, self._by, self.doubt, Row(self.keep, self.clear_note, 1), gap=3)
        self.setAccessibleName("The note on this question")
        self._key = self._kept = ""
        self.keep.clicked.connect(self._check)
        self.clear_note.clicked.connect(lambda: self.written.emit(""))

    def show_note(self, note: QuestionNote) -> None:
        """Show a question's note; what is being typed stays while one is on the same question."""
        if note.criterion != self._key or note.note != self._kept:
            self.box.setPlainText(note.note)
            self.doubt.stop()
        self._key, self._kept = note.criterion, note.note
        self._guidance.set_text(f"The framework says: {note.guidance}" if note.guidance else "")
        self._guidance.setVisible(bool(note.guidance))
        at = f"{note.written_by}, {long_date(note.written_at.date())}" if note.written_at else ""
        self._by.set_text(at)
        self._by.setVisible(bool(at))
        self.clear_note.setVisible(bool(note.note))

    def draft(self, words: str) -> None:
        """Begin a note with these words, after what stands there."""
        before = self.box.text
        self.box.setPlainText(f"{before}\n{words}".strip() if words and words not in before else before)
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._row.set_help(REWRITE if words else f"The reason may identify somebody, so it is not copied. {REWRITE}")

    def _check(self) -> None:
        words = self.box.text
        self.doubt.before(lambda: self.written.emit(words), self.box, ("The note", words))


class DecisionsCard(Card):
    """The newest decisions on a question, each to be made a note of. `drafted` carries what the note begins with."""

    drafted = Signal(str)

    def __init__(self) -> None:
        self._list = Column(gap=2)
        super().__init__(self._list, title="Settled on this question", gap=2)

    def show_settled(self, settled: tuple[Settled, ...]) -> None:
        """Show these, the newest first."""
        self._list.clear()
        self.setVisible(bool(settled))
        for one in settled[:MOST_SHOWN]:
            note = QuietButton("Make a note of it", "pencil")
            note.clicked.connect(lambda _=False, one=one: self.drafted.emit(draft_from(one)))
            told = Text(f"{ANSWERS[one.value]}, {long_date(one.at.date())}", "caption", "ink2")
            top = Qt.AlignmentFlag.AlignTop
            self._list.add(Card(Row((Column(Text(one.reason), told, gap=1), 1), note, align=top), kind="quiet", pad=3))
        if len(settled) > MOST_SHOWN:
            self._list.add(Text(f"And {len(settled) - MOST_SHOWN:,} earlier ones.", "caption", "ink2"))


class VersionCard(Card):
    """The number of the framework's next version. `asked` carries it."""

    asked = Signal(str)

    def __init__(self) -> None:
        self._about = Text("", "caption", "ink2")
        self.number = Line("Number of the new version", "1.2", "Give the new version a number.")
        self.number.edit.setMaxLength(20)
        self.take = PlainButton("Take notes into a new version…", "file-plus")
        self.doubt = Doubt()
        super().__init__(
            self._about, self.number, self.doubt, Row(self.take, 1), title="The next round's framework", gap=3, pad=3
        )
        self.take.clicked.connect(self._ask)

    def show_count(self, notes: int) -> None:
        """Say how many notes would go in."""
        some = "1 question has a note." if notes == 1 else f"{notes:,} questions have a note."
        words = some if notes else "No question has a note yet."
        self._about.set_text(f"{words} Notes go to the end of the guidance; what is asked stays the same.")
        self.take.setEnabled(bool(notes))

    def _ask(self) -> None:
        number = self.number.check()
        if number:
            self.doubt.before(lambda: self.asked.emit(number), self.number.edit, ("The number", number))
