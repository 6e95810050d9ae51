"""The cards of the page: the sentence, the three questions, the tables, leniency, somebody from outside."""

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QGuiApplication

from auditor.agreeing.figures import AgreementFigure
from auditor.agreeing.view import AgreementSeen
from auditor.agreeing.words import (
    ONLY_YOU,
    board_sentence,
    divided_title,
    divided_words,
    figure_words,
    how_they_differ,
    left_out_words,
    middle_words,
    what_to_do,
)
from ui.agreement.models import (
    METER,
    MeterRows,
    figure_model,
    leniency_model,
    meter_parts,
    most_divided_first,
    pair_model,
)
from ui.allocation.words import outside_words
from ui.parts.announce import announce
from ui.parts.buttons import QuietButton
from ui.parts.fitted_table import FittedTable
from ui.parts.layout import Card, Column, Rule, SectionTitle
from ui.parts.progress import PartsBar, PartsLegend
from ui.parts.rows import SORT_ROLE
from ui.parts.words import Heading, Text
from ui.standing.progress_table import ProgressTable

HINT = "Choose a row to read every figure with its likely range."
WHAT = (
    "From what each auditor first submitted, on plans scored at least twice; nothing settled later changes it. Exact "
    "and within one step are shares of pairs of auditors. AC2 counts how far answers lie apart, AC1 does not; alpha "
    "falls where nearly all answers are the same. 1 is full agreement, 0 no more than chance."
)
WHAT_AFTER = (
    "The answers of this round are those after moderation. Nothing here tells how far auditors agreed before it, which "
    "questions divided them, or who scored higher or lower. Round settings say so."
)
PAIRS = (
    "Auditors who shared a plan, over all its questions. Pairs with few plans differ by luck; on fewer than ten only "
    "counts are told. A coefficient is of one question, so a pair has none."
)


class SentenceCard(Card):
    """The sentence fit for the Board, its meter, and the middle of the coefficients."""

    def __init__(self) -> None:
        self.sentence = Heading("", 3)
        self._bar = PartsBar()
        self._middle = Text("", tone="ink2")
        self.copy = QuietButton("Copy the sentence", "copy")
        self.copy.clicked.connect(self._on_copy)
        title = SectionTitle("In one sentence", self.copy)
        super().__init__(title, self.sentence, self._bar, PartsLegend(meter_parts(1, 1, 1)), self._middle, 1, gap=3)
        self.setAccessibleName("In one sentence")

    def show_agreement(self, seen: AgreementSeen) -> None:
        """Say it of these figures."""
        found = seen.agreement
        self.sentence.set_text(board_sentence(found))
        self._bar.set_parts(meter_parts(found.same, found.one_step, found.compared - found.same - found.one_step))
        said = (middle_words(found), left_out_words(found.left_out))
        self._middle.set_text(" ".join(words for words in said if words))
        self._middle.setVisible(bool(self._middle.words))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.sentence.words)
        announce(self, "The sentence is copied.")


class DividedCard(Card):
    """The three questions that divide auditors most, why that may be, and what to do."""

    def __init__(self) -> None:
        self._items = Column(gap=3)
        super().__init__(self._items, 1, title="What divides auditors most", gap=3)
        self.words: list[str] = []

    def show_agreement(self, seen: AgreementSeen) -> None:
        """Say it of these figures."""
        self._items.clear()
        self.words = []
        alike = seen.agreement.same == seen.agreement.compared and not seen.agreement.after_moderation
        self.setVisible(bool(seen.divided) or alike)
        if not seen.divided:
            self._items.add(Text("Every question was answered alike.", tone="ink2"))
        advice = {what_to_do(divided, seen.names) for divided in seen.divided}
        once = len(seen.divided) > 1 and len(advice) == 1  # said once below, and not with every question
        for at, divided in enumerate(seen.divided):
            title = divided_title(divided)
            words = how_they_differ(divided) if once else divided_words(divided, seen.names)
            self.words += [title, words]
            if at:
                self._items.add(Rule())
            self._items.add(Column(Text(title, bold=True), Text(words), gap=1))
        if once:
            self.words += advice
            self._items.add(Rule())
            self._items.add(Text(advice.pop()))


class FiguresCard(Card):
    """A sortable table with a meter a row, and below it everything told of the chosen row."""

    def __init__(self, title: str, what: str, note: str = "") -> None:
        self._what = what
        self.table = ProgressTable(title, METER)
        self.sorted = QSortFilterProxyModel()
        self.sorted.setSortRole(SORT_ROLE)
        self.table.setModel(self.sorted)
        self.table.setSortingEnabled(True)
        self.detail_title, self.detail = Heading("", 3), Text(HINT, tone="ink2")
        self.detail_title.setVisible(False)
        self._figures: list[AgreementFigure] = []
        self._model: MeterRows | None = None
        self.note = Text(note, "caption", "ink2")
        if not note:  # (shown before it has a parent, a widget would open as a window)
            self.note.hide()
        super().__init__(
            self.note, self.table, Card(self.detail_title, self.detail, kind="quiet"), 1, title=title, gap=3
        )
        self.setFocusProxy(self.table)

    def show_figures(self, figures: list[AgreementFigure]) -> None:
        """Show these, in this order until somebody sorts them."""
        self._figures, self._model = figures, figure_model(figures, self._what)
        self.sorted.sort(-1)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.sorted.setSourceModel(self._model)
        self.table.fit()
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.detail_title.setVisible(False)
        self.detail.set_text(HINT)

    def _on_row(self) -> None:
        row = self.sorted.mapToSource(self.table.currentIndex()).row()
        if 0 <= row < len(self._figures):
            figure = self._figures[row]
            self.detail_title.set_text(f"{figure.id}  {figure.short}")
            self.detail_title.setVisible(True)
            self.detail.set_text("\n".join(figure_words(figure, rolled_up=self._what == "Measure")))


class PairsCard(Card):
    """How far each two auditors agree."""

    def __init__(self) -> None:
        self.table = ProgressTable("By pair of auditors", METER)
        self.sorted = QSortFilterProxyModel()
        self.sorted.setSortRole(SORT_ROLE)
        self.table.setModel(self.sorted)
        self.table.setSortingEnabled(True)
        note = Text(PAIRS, "caption", "ink2")
        super().__init__(note, self.table, 1, title="By pair of auditors", gap=3)

    def show_agreement(self, seen: AgreementSeen) -> None:
        """Show the pairs."""
        self._model = pair_model(seen.pairs, seen.names)
        self.sorted.sort(-1)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.sorted.setSourceModel(self._model)
        self.table.fit()
        self.setVisible(bool(seen.pairs))


class LeniencyCard(Card):
    """Who scored higher or lower than what was settled: hidden until asked for, and for the lead alone."""

    def __init__(self) -> None:
        self.show_button = QuietButton("Show by auditor", "eye")
        self.show_button.clicked.connect(lambda: self.open(not self.table.isVisibleTo(self)))
        self.table = FittedTable("Higher or lower than what was settled", 14)
        super().__init__(
            SectionTitle("Higher or lower than what was settled", self.show_button),
            Text(ONLY_YOU, tone="ink2"), self.table, 1, gap=3,
        )  # fmt: skip
        self.setAccessibleName("Higher or lower than what was settled")
        self.table.setVisible(False)

    def show_agreement(self, seen: AgreementSeen) -> None:
        """Fill the table; it stays hidden."""
        self.table.show_model(leniency_model(seen.leniency, seen.names))
        self.setVisible(bool(seen.leniency))

    def open(self, shown: bool) -> None:
        """Show the table, or hide it."""
        self.table.setVisible(shown)
        self.show_button.setText("Hide again" if shown else "Show by auditor")
        self.show_button.set_icon("eye-off" if shown else "eye")
        self.table.fit()


class OutsideCard(Card):
    """Somebody from outside, apart from every other figure."""

    def __init__(self) -> None:
        self.words = Text("")
        super().__init__(self.words, 1, title="Somebody from outside")

    def show_agreement(self, seen: AgreementSeen) -> None:
        """Say how far they agree, or nothing where nobody from outside scores."""
        self.words.set_text(outside_words(seen.outside))
        self.setVisible(bool(self.words.words))


def questions(seen: AgreementSeen) -> list[AgreementFigure]:
    """The questions as the table shows them at first."""
    return most_divided_first(seen.agreement.criteria)
