"""Sheets for a plan's writers, several at once, and what they wrote back."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from auditor.changed import Changed
from auditor.learning.files import FORMATS
from auditor.learning.plan_sheet import PlanLine, plan_lines, plan_sheets
from auditor.learning.sheets import ReplyRow, add_reply, change_reply, replies_of, sheet_steps
from auditor.plural import several
from auditor.reports.wording import long_date
from db.store import Store
from ui.learning.note_box import NoteBox
from ui.learning.tab import ListAndDetail
from ui.learning.ticks import TickRows
from ui.learning.work import Work, first_names, last_of
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.empty import EmptyState
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, Wrap
from ui.parts.words import Heading, Text
from ui.people.fields import DayField
from ui.setup.fields import Line
from ui.tasks import Steps

Read = tuple[tuple[PlanLine, ...], tuple[ReplyRow, ...]]
HEADS = ("Plan", "Writer", "Short", "Fed back")
FORMAT_WORDS = {"pdf": "PDF", "docx": "Word", "html": "Web page"}
CONTACT = "Who replies go to. Left empty, the sheet says: whoever sent you this."


class WritersTab(ListAndDetail):
    """The list is of the plans of the sample; sheets are written for those ticked."""

    def __init__(self, work: Work) -> None:
        self.options, self.replies = SheetCard(), ReplyCard()
        self.all = QuietButton("Tick all that are not fed back")
        self.title, self.how = Heading(""), Text("", tone="ink2")
        empty = EmptyState(
            "file-text", "There is no plan to feed back yet.",
            "One sheet a plan says what is good, what falls short and why, and what to mend.", "Where it stands",
        )  # fmt: skip
        super().__init__(
            work, "Plans and how they came out", empty, (Wrap(self.all, gap=3),),
            (self.options, Column(self.title, self.how, gap=1), self.replies),
        )  # fmt: skip
        self._lines: tuple[PlanLine, ...] = ()
        self._replies: tuple[ReplyRow, ...] = ()
        self._chosen: set[str] = set()
        self.moved.connect(self._on_row)
        self.all.clicked.connect(self._tick_all)
        self.options.asked.connect(self.write_sheets)
        self.replies.typed.connect(self._keep_reply)
        self.replies.corrected.connect(self._correct)

    def read(self, store: Store, round_id: int) -> Read:
        """The plans and all replies."""
        return plan_lines(store, round_id), replies_of(store, round_id)

    def show_read(self, found: Read) -> None:
        """Show the list again."""
        self._lines, self._replies = found
        self._chosen &= {line.reference for line in self._lines if line.scored}
        rows = [
            (
                p.reference, p.writer, f"{p.short:,}" if p.scored else "Not in", _after(p)
            )
            for p in self._lines
        ]  # fmt: skip
        keys = [
            (p.reference, p.writer, p.short if p.scored else -1, f"{p.fed_back_on or ''} {p.replies:06}")
            for p in self._lines
        ]
        names = [p.reference for p in self._lines]
        model = TickRows(names, self._chosen, self._show_buttons, HEADS, rows, frozenset({2}), keys)
        self.show_rows(model, "", self.row)
        self._show_buttons()
        self._on_row()

    def write_sheets(self) -> None:
        """Write a sheet for every plan ticked; auditors' notes in them are looked through for names first."""
        chosen = [p.reference for p in self._lines if p.reference in self._chosen]
        if not chosen:
            self._work.messages.say("note", "No plan is ticked.", "Tick plans with Space, or all of them at once.")
            return
        if not self.options.formats:
            self._work.messages.say("note", "No kind of file is ticked.", "Tick PDF, Word or web page.")
            return
        if not self.options.notes.isChecked():
            self._ask_folder(chosen)
            return
        store, round_id = self._work.store, self._work.round_id

        def steps() -> Steps:
            yield "Looking for names in auditors' notes"
            sheets = plan_sheets(store, round_id, chosen, with_notes=True)
            return [text for sheet in sheets for text in sheet.texts()]

        def found(texts: list[tuple[str, str]]) -> None:
            names = first_names(store)
            self.options.doubt.before(partial(self._ask_folder, chosen), self.options.notes, *texts, names=names)

        self._work.start("Looking for names", steps, found)

    def _ask_folder(self, chosen: Sequence[str]) -> None:
        folder = self._work.folder("Choose a folder for the sheets")
        if folder is None:
            return
        store, round_id, card = self._work.store, self._work.round_id, self.options
        formats, contact, notes = card.formats, card.contact.text, card.notes.isChecked()
        on = _today() if card.record.isChecked() else None

        def steps() -> Steps:
            written = sheet_steps(store, round_id, chosen, folder, formats, on=on, contact=contact, with_notes=notes)
            return (yield from last_of(written))

        self._work.start(f"Writing {several(len(chosen), 'sheet')}", steps, partial(self._on_written, chosen, folder))

    def _on_written(self, chosen: Sequence[str], folder: Path, files: tuple[Path, ...]) -> None:
        self._chosen.clear()
        self._work.session.tell(Changed(frozenset({"follow_up"})))
        self._work.made(
            f"{several(len(chosen), 'sheet')} written, as {several(len(files), 'file')}.",
            f"They name no auditor. Nothing has left this computer yet. They are in {folder}.", folder,
        )  # fmt: skip

    def _keep_reply(self, words: str, on: date) -> None:
        if 0 <= self.row < len(self._lines):
            reference = self._lines[self.row].reference
            job = partial(add_reply, self._work.store, self._work.round_id, reference, words, on)
            if self._work.do(job, f"The reply on {reference} is kept."):
                self.replies.clear_field()

    def _correct(self, reply: int, words: str) -> None:
        self._work.do(partial(change_reply, self._work.store, reply, words), "The reply is put right.")

    def _on_row(self) -> None:
        at = self.row
        for part in (self.title, self.how, self.replies):
            part.setVisible(0 <= at < len(self._lines))
        if 0 <= at < len(self._lines):
            line = self._lines[at]
            self.title.set_text(f"Plan {line.reference}")
            self.how.set_text(_how(line))
            self.replies.show_replies(line.reference, [r for r in self._replies if r.reference == line.reference])

    def _tick_all(self) -> None:
        if isinstance(self.table.shown, TickRows):
            self.table.shown.tick_all({p.reference for p in self._lines if p.scored and p.fed_back_on is None})

    def _show_buttons(self) -> None:
        waiting = {p.reference for p in self._lines if p.scored and p.fed_back_on is None}
        self.all.setVisible(bool(waiting))
        none = waiting and self._chosen >= waiting
        self.all.setText("Tick none" if none else f"Tick all {len(waiting):,} that are not fed back")
        self.options.show_count(len(self._chosen))


class SheetCard(Card):
    """What a sheet holds and which files are written. `asked` is the button."""

    asked = Signal()

    def __init__(self) -> None:
        self._formats = {name: QCheckBox(FORMAT_WORDS[name]) for name in FORMATS}
        self._formats["pdf"].setChecked(True)
        self.notes = QCheckBox("With auditors' notes")
        self.record = QCheckBox("Record today as the day they were fed back")
        self.record.setChecked(True)
        self.contact = Line("Replies go to", "send.audit@example.org", "", CONTACT)
        self.write = PlainButton("Write sheets…", "file-text")
        self.doubt = Doubt("Write it as it is", "Leave it", with_places=True)
        boxes = Wrap(*self._formats.values(), self.notes, self.record, gap=4)
        super().__init__(boxes, self.contact, self.doubt, Row(self.write, 1), title="Sheets for writers", gap=3)
        self.write.clicked.connect(self._ask)

    @property
    def formats(self) -> tuple[str, ...]:
        """The kinds of file that are ticked."""
        return tuple(name for name, box in self._formats.items() if box.isChecked())

    def show_count(self, plans: int) -> None:
        """Say for how many plans sheets would be written."""
        self.write.setText(f"Write {several(plans, 'sheet')}…" if plans else "Write sheets…")
        self.write.setEnabled(bool(plans))

    def _ask(self) -> None:
        self.doubt.before(self.asked.emit, self.contact.edit, ("Replies go to", self.contact.text))


class ReplyCard(Card):
    """The replies on one plan, and a field for another. `typed` and `corrected` carry what was written."""

    typed = Signal(str, object)
    corrected = Signal(int, str)

    def __init__(self) -> None:
        self._said = Column(gap=2)
        self.words, self.day = NoteBox(5), DayField("Received on", "Left empty: today.")
        self.row = FormRow("What the writer wrote back", self.words)
        self.keep, self.stop = PlainButton("Keep the reply", "check"), QuietButton("Leave it as it was")
        self.doubt = Doubt()
        super().__init__(
            self._said,
            self.row,
            self.day,
            self.doubt,
            Row(self.keep, self.stop, 1),
            title="What they wrote back",
            gap=3,
        )
        self._reference, self._mending = "", 0
        self.keep.clicked.connect(self._check)
        self.stop.clicked.connect(self.clear_field)
        self.words.textChanged.connect(lambda: self.row.set_problem(""))
        self.clear_field()

    def show_replies(self, reference: str, replies: Sequence[ReplyRow]) -> None:
        """Show these, each with a way to put it right; what is being typed stays while one is on the same plan."""
        if reference != self._reference:
            self.clear_field()
        self._reference = reference
        self._said.clear()
        self._said.setVisible(bool(replies))
        for reply in replies:
            mend = QuietButton("Put it right", "pencil")
            mend.clicked.connect(partial(self._mend, reply))
            told = Text(
                f"Received on {long_date(reply.received_on)}, typed in by {reply.entered_by}", "caption", "ink2"
            )
            top = Qt.AlignmentFlag.AlignTop
            self._said.add(Card(Row((Column(Text(reply.words), told, gap=1), 1), mend, align=top), kind="quiet", pad=3))

    def clear_field(self) -> None:
        """Make room for another reply."""
        self._mending = 0
        self.words.clear()
        self.day.show_day(None)
        self.day.setVisible(True)
        self.stop.setVisible(False)
        self.keep.setText("Keep the reply")
        self.doubt.stop()

    def _mend(self, reply: ReplyRow) -> None:
        self._mending = reply.id
        self.words.setPlainText(reply.words)
        self.day.setVisible(False)
        self.stop.setVisible(True)
        self.keep.setText("Save the change")
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _check(self) -> None:
        fine, day = self.day.check()
        if not self.words.text:
            self.row.set_problem("Type what was written back.")
        elif fine:
            words = self.words.text
            self.doubt.before(lambda: self._hand_over(words, day or _today()), self.words, ("The reply", words))

    def _hand_over(self, words: str, day: date) -> None:
        if self._mending:
            reply = self._mending
            self.clear_field()
            self.corrected.emit(reply, words)
        else:
            self.typed.emit(words, day)


def _how(line: PlanLine) -> str:
    """How a plan came out: North. 36 met, 2 short, 1 not settled yet."""
    told = f"{line.met:,} met, {line.short:,} short" if line.scored else "Its audit is not in yet"
    open_ones = f", {line.undecided:,} not settled yet" if line.scored and line.undecided else ""
    return f"{f'{line.area}. ' if line.area else ''}{told}{open_ones}."


def _after(line: PlanLine) -> str:
    """What became of a plan: 02/04/2026, 1 reply."""
    day = f"{line.fed_back_on:%d/%m/%Y}" if line.fed_back_on else ""
    return ", ".join(part for part in (day, several(line.replies, "reply", "replies") if line.replies else "") if part)


def _today() -> date:
    return datetime.now().astimezone().date()
