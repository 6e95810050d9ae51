"""What a public edition would show and what it hides, before anybody agrees to it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from auditor.editions.figures import PublicFigures
from auditor.editions.releases import Draft, Published
from auditor.plural import several
from ui.look import look
from ui.parts.buttons import PlainButton
from ui.parts.fitted_table import FittedTable
from ui.parts.layout import Card, Row, SectionTitle
from ui.parts.rows import RowsModel
from ui.parts.words import Text

WHOLE = "Show every figure over the whole round, however small"
WHOLE_WHY = (
    "The data protection officer may agree to this where plans were drawn by lot, fewer than one in five, and nobody "
    "outside the audit can tell which. Breakdowns still hide what is small. The seed of the draw is then not told."
)
HEADS = ("Where it would stand", "Why it does not")
TITLE, NOT_YET = "What is hidden, and why", "Nothing to publish yet"
MOST_ROWS = 12
MOST_HIGH = 420  # design px of the list of what is hidden; more scrolls within it


class WrappedTable(FittedTable):
    """Two columns of sentences, which break into lines where they are wider than their place."""

    def fit(self) -> None:
        """Share the width out, and take the height that the lines ask for, up to `MOST_HIGH`."""
        if self.model() is None:
            return
        self.setWordWrap(True)
        room = self.viewport().width()
        self.setColumnWidth(0, room * 2 // 5)
        self.setColumnWidth(1, room - room * 2 // 5)
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(self.model().rowCount()))
        self.setFixedHeight(min(self.horizontalHeader().sizeHint().height() + rows + 2, look().px(MOST_HIGH)))


class HiddenCard(Card):
    """`whole_wanted` when all lines are to be shown, or no longer."""

    whole_wanted = Signal(bool)

    def __init__(self) -> None:
        self.shown, self.hidden_words = Text(), Text("", bold=True)
        self.whole = QCheckBox(WHOLE)
        self.whole_why = Text(WHOLE_WHY, "caption", "ink2")
        self.table = WrappedTable("What is not shown, and why")
        self._title, self.onward = SectionTitle(TITLE), PlainButton("Where it stands", "gauge")
        self._onward = Row(self.onward, 1)
        self._onward.hide()
        super().__init__(
            self._title, self.shown, self._onward, self.whole, self.whole_why, self.hidden_words, self.table, gap=2
        )
        self.setAccessibleName(TITLE)
        self.whole.toggled.connect(self.whole_wanted)

    def wait(self) -> None:
        """Say that it is being worked out."""
        self.shown.set_text("Working out what may be published…")
        for part in (self.hidden_words, self.table):
            part.hide()

    def show_none(self) -> None:
        """Show nothing: it could not be worked out."""
        self.shown.set_text("Nothing can be published now.")
        self.whole.hide()
        self.whole_why.hide()

    def show_draft(self, draft: Draft) -> None:
        """Show what would be published, or why nothing can be."""
        figures = draft.figures
        self._title.heading.set_text(NOT_YET if draft.refused else TITLE)
        self.shown.set_text(draft.refused or shown_words(figures))
        self._onward.setVisible(bool(draft.refused))
        may = not draft.whole_refused and not (draft.refused and not self.whole.isChecked())
        self.whole.setEnabled(may)
        self.whole.setVisible(figures is not None or self.whole.isChecked())
        self.whole_why.setVisible(self.whole.isVisibleTo(self))
        self.whole_why.set_text(WHOLE_WHY if not draft.whole_refused else f"Not here. {draft.whole_refused}")
        hidden = figures.hidden if figures else ()
        self.hidden_words.set_text(
            f"{several(len(hidden), 'thing')} will say “too few to report”, or be left out." if hidden else ""
        )
        self.hidden_words.setVisible(bool(hidden))
        self.table.setVisible(bool(hidden))
        self.table.show_model(RowsModel(HEADS, [(one.where, one.why) for one in hidden]))


def shown_words(figures: PublicFigures | None) -> str:
    """In a sentence or two what an edition would show."""
    if figures is None:
        return ""
    headlines, rest = figures.of("measure"), (*figures.of("criterion"), *figures.of("statutory"))
    told = sum(1 for line in headlines if line.percent is not None)
    groups = sum(1 for table in figures.tables for group in table.groups if group.shown)
    parts = [f"{told} of {len(headlines)} standards with their percentage", several(len(rest), "other line")]
    broken = f"{several(groups, 'group')} of breakdowns" if groups else "no breakdown"
    return f"It would show {parts[0]}, {parts[1]} and {broken}, from {several(figures.sample.scored, 'plan')}."


class OutCard(Card):
    """The editions of the round that are out."""

    def __init__(self) -> None:
        self.none = Text("No edition of this round is out.", tone="ink2")
        self.table = FittedTable("Editions that are out", MOST_ROWS)
        super().__init__(SectionTitle("Already out"), self.none, self.table, gap=2)
        self.setAccessibleName("Already out")

    def show_out(self, out: Sequence[Published]) -> None:
        """Show them, the newest first."""
        self.none.setVisible(not out)
        self.table.setVisible(bool(out))
        rows = [
            (
                f"{one.at.astimezone():%d/%m/%Y}", one.mark, one.agreed_by, one.seen_early or "Nobody",
                f"{len(one.hidden):,}", one.by,
            )
            for one in reversed(out)
        ]  # fmt: skip
        heads = ("Published", "Mark", "Agreed by", "Seen early by", "Hidden", "By")
        self.table.show_model(RowsModel(heads, rows, frozenset({4})))
