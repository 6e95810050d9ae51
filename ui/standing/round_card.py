"""A round under way on *Today*: how far it is, and what waits in it."""

from PySide6.QtCore import Signal

from auditor.reports.wording import long_date, small
from auditor.round_states import WORDS
from auditor.standing.today import RoundToday
from auditor.standing.waits import left_words
from ui.parts.buttons import QuietButton
from ui.parts.chip import Chip
from ui.parts.layout import Card, Column, SectionTitle
from ui.parts.progress import PartsBar
from ui.parts.words import Text
from ui.standing.need_row import need_rows
from ui.standing.progress_table import parts_of


class RoundCard(Card):
    """`asked` carries the round and what waits in it; None asks for where the round stands."""

    asked = Signal(int, object)

    def __init__(self, row: RoundToday) -> None:
        self.row = row
        see = QuietButton("Where it stands", "gauge", name=f"Where {row.name} stands")
        see.clicked.connect(lambda: self.asked.emit(row.id, None))
        needs = need_rows(row.needs, lambda need: self.asked.emit(row.id, need))
        if not row.needs:
            needs.add(Text(_nothing(row), tone="ink2"))
        words = Column(Text(_progress(row), tone="ink2"), gap=2)
        if row.audits.total:
            words.add(PartsBar(parts_of(row.audits)))
        super().__init__(SectionTitle(row.name, Chip(WORDS[row.state].capitalize()), see), words, needs, gap=3)
        self.setAccessibleName(row.name)


def _progress(row: RoundToday) -> str:
    """How many audits are in, and until when they are wanted, as long as that matters."""
    audits = row.audits
    if not audits.total:
        return "No audit is expected yet."
    told = f"{audits.submitted:,} of {audits.total:,} audits submitted"
    if row.due is None or row.days_left is None or audits.submitted == audits.total:
        return f"{told}."
    return f"{told} · due {long_date(row.due)} · {left_words(row.days_left)}"


def _nothing(row: RoundToday) -> str:
    if row.next is not None and not row.next.stops:
        return f"Nothing waits for you. The next step: {small(row.next.name)}."
    return "Nothing waits for you."
