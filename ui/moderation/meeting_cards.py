"""The cards of the page of meetings: the one that is open, or one to open, and those that were held."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal

from auditor.moderation.room import MeetingRow
from auditor.people.register import PersonRow
from auditor.reports.wording import long_date
from ui.learning.note_box import NoteBox
from ui.moderation.present_list import PresentList
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Rule, Wrap
from ui.parts.words import Heading, Text
from ui.setup.fields import day as day_field

ABOUT = (
    "In the room everybody has a number. Each says their view before anybody talks; it is kept by person and shown as "
    "a count once all are noted. It settles nothing. Whoever must not score a plan is out for it."
)
WORDS_HELP = "Stands in the minutes under Further points. Name no child; a plan's reference becomes its number."


class OpenCard(Card):
    """A day and who is there: `asked` opens the meeting."""

    asked = Signal()

    def __init__(self, today: date) -> None:
        self.day = day_field(QDate(today.year, today.month, today.day))
        self.day.setAccessibleName("Day of the meeting")
        self.present = PresentList()
        self.row = FormRow("Who is here", self.present, "Space ticks the one the keyboard is on.")
        self.button = PrimaryButton("Open the meeting", icon="users")
        super().__init__(
            Heading("Open a meeting"), Text(ABOUT, tone="ink2"), Wrap(FormRow("Held on", self.day), gap=2),
            self.row, Wrap(self.button, gap=2), gap=3,
        )  # fmt: skip
        self.button.clicked.connect(self.asked)
        self.present.ticked.connect(lambda: self.row.set_problem(""))

    @property
    def held_on(self) -> date:
        """The day that is chosen."""
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())


class NowCard(Card):
    """The meeting that is open: who has which number, further points, the way into the room, and its end."""

    room_asked = Signal()
    present_changed = Signal()
    words_given = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        self.title, self._about = Heading(""), Text(ABOUT, tone="ink2")
        self.present = PresentList()
        self.row = FormRow("Who is here", self.present, "Numbers in the room follow this order.")
        self.numbers = Text("", tone="ink2")
        self.words = NoteBox(4)
        self.words_row = FormRow("Further points", self.words, WORDS_HELP)
        self.doubt = Doubt("Keep it as it is")
        self.keep = PlainButton("Keep the points", icon="check")
        self.room_button = PrimaryButton("Room view", icon="eye")
        self.close_button = QuietButton("Close the meeting", icon="check")
        super().__init__(
            self.title, self._about, Wrap(self.room_button, self.close_button, gap=3), self.row, self.numbers,
            self.words_row, self.doubt, Wrap(self.keep, gap=2), gap=3,
        )  # fmt: skip
        self.room_button.clicked.connect(self.room_asked)
        self.close_button.clicked.connect(self.closed)
        self.present.ticked.connect(self.present_changed)
        self.keep.clicked.connect(self._give)

    def show_meeting(self, row: MeetingRow, people: Sequence[PersonRow]) -> None:
        """Show the open meeting; words that are typed and not kept stay."""
        self.title.set_text(f"Meeting of {long_date(row.held_on)}")
        self.present.show_people(people, row.present)
        here = [person for person in people if person.id in row.present]
        self.numbers.set_text(" · ".join(f"{nth} {person.facts.name}" for nth, person in enumerate(here, 1)))
        if not self.words.document().isModified():
            self.words.setPlainText(row.words)
            self.words.document().setModified(False)

    def _give(self) -> None:
        words = self.words.text
        self.doubt.before(lambda: self.words_given.emit(words), self.words, ("the points", words))


class HeldCard(Card):
    """The meetings that were held, newest first: `minutes_asked` with one of them."""

    minutes_asked = Signal(object)

    def __init__(self) -> None:
        self._rows = Column(gap=2)
        self.buttons: list[PlainButton] = []
        super().__init__(Heading("Minutes"), self._rows, gap=3)

    def show_meetings(self, rows: Sequence[MeetingRow]) -> None:
        """Show them."""
        self._rows.clear()
        self.buttons = []
        for row in rows:
            day = long_date(row.held_on)
            here = "1 person" if len(row.present) == 1 else f"{len(row.present):,} people"
            settled = "1 question settled" if row.settled == 1 else f"{row.settled:,} questions settled"
            words = f"{here} · {settled}" + ("" if row.closed else " · open")
            button = PlainButton("Save the minutes…", icon="download", name=f"Save the minutes of {day}")
            button.clicked.connect(lambda _=False, row=row: self.minutes_asked.emit(row))
            self.buttons.append(button)
            said = Column(Text(day, bold=True), Text(words, "caption", "ink2"), gap=0)
            if len(self.buttons) > 1:
                self._rows.add(Rule())
            self._rows.add(Wrap((said, 1), button, gap=3, least=220))
        self.setVisible(bool(rows))
