"""Who is in the room, by number alone: whose view is noted, whose is asked for now, and who is out for this plan."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal

from auditor.moderation.room import InTheRoom, Seat
from db.vocabulary import Value
from ui.look import WORDS
from ui.parts.answer import ORDER, AnswerControl
from ui.parts.buttons import QuietButton
from ui.parts.layout import Column, Row, Wrap
from ui.parts.pictures import Icon, Mark
from ui.parts.words import Heading, Text

MIDDLE = Qt.AlignmentFlag.AlignVCenter
MARK = 34  # design px
NOBODY = "Everybody here is out for this plan. Settle it another time, with others."


class SeatsPart(Column):
    """`noted` with a person and a value as a view is told; `cleared` when the room wants to begin again.

    What somebody says is never shown by itself: the answers show nothing once one was taken.
    """

    noted = Signal(int, object)
    cleared = Signal()

    def __init__(self) -> None:
        self.title = Heading("Each view, before we talk")
        self.chips = Column(gap=0)
        self.asked = Text("", "h2")
        self.answer = AnswerControl(ORDER, "View")
        self.views = Column(gap=0)
        self.again = QuietButton("Note the views again", icon="undo-2")
        super().__init__(self.title, self.chips, self.asked, self.answer, self.views, Row(self.again, 1), gap=3)
        self._seat: Seat | None = None
        self.answer.answer_chosen.connect(self._take)
        self.again.clicked.connect(self.cleared)

    def show_room(self, room: InTheRoom, scale: Sequence[Value], settled: bool) -> None:
        """Show how far the views are noted; `settled` leaves nothing to note."""
        waiting = room.waiting
        self._seat = waiting[0] if waiting and not settled else None
        self.chips.clear()
        self.chips.add(Wrap(*(_seat(seat, seat == self._seat) for seat in room.seats), gap=5))
        self.answer.set_options(scale)
        self.answer.set_value(None)
        self.answer.setVisible(self._seat is not None)
        self.asked.setVisible(self._seat is not None or room.views is None)
        if self._seat is not None:
            self.asked.set_text(f"Number {self._seat.number} says:")
            self.answer.setAccessibleName(f"View of number {self._seat.number}")
        elif not any(not seat.out for seat in room.seats):
            self.asked.set_text(NOBODY)
        else:
            self.asked.set_text(f"{sum(seat.noted for seat in room.seats)} views were noted.")
        self._show_views(room.views)
        self.again.setVisible(room.views is None and any(seat.noted for seat in room.seats) and not settled)

    @property
    def asking(self) -> Seat | None:
        """Whose view is asked for now."""
        return self._seat

    def _show_views(self, views: Mapping[Value, int] | None) -> None:
        said = Wrap(gap=5)
        self.views.setVisible(views is not None)
        for value in sorted(views or {}, reverse=True):
            count = (views or {})[value]
            words = Text(f"{count} × {WORDS[value.token].lower()}", "h1", bold=False, wrap=False)
            said.add(Row(Mark(value.token, MARK, "canvas"), words, gap=2, align=MIDDLE))
        self.views.clear()
        self.views.add(said)

    def _take(self, value: Value) -> None:
        self.answer.set_value(None)
        if self._seat is not None:
            self.noted.emit(self._seat.person, value)


def _seat(seat: Seat, now: bool) -> Row:
    """A number large enough to be read from the back, and how it stands with its view."""
    icon, said, tone = "user", "", "ink2"
    if seat.out:
        icon, said = "eye-off", "out for this plan"
    elif seat.noted:
        icon, said = "check", "noted"
    elif now:
        icon, said, tone = "arrow-right", "now", "ink"
    words = Text(f"{seat.number} {said}".rstrip(), "h2", tone, bold=now, wrap=False)
    return Row(Icon(icon, tone, 24), words, gap=1, align=MIDDLE)
