"""How far auditors agree in a round: the sentence for the Board, what divides them, and every figure behind it."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from auditor.agreeing.view import AgreementSeen, agreement_seen
from auditor.agreeing.words import NOBODY, board_sentence
from auditor.changed import Changed
from auditor.plural import several
from ui.agreement.cards import (
    WHAT,
    WHAT_AFTER,
    DividedCard,
    FiguresCard,
    LeniencyCard,
    OutsideCard,
    PairsCard,
    SentenceCard,
    questions,
)
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.chip import Chip
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Column, ScrollColumn, Wrap
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.signed import SignedNote, show_signed
from ui.reader import Reader
from ui.session import Session
from ui.tasks import Tasks

NOTHING, HELD, WORKING, SHOWN = range(4)
HOW = (
    "In Allocation, say how many plans two auditors score (a fifth of the round, 12 at least) and share out. Figures "
    "come once both have submitted."
)


class AgreementPage(Page):
    """Reads agreement on the worker and shows it; held back like all figures while too few audits are in."""

    title = "Agreement"

    def __init__(self, session: Session, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks = session, tasks
        self.seen: AgreementSeen | None = None
        self.reader = Reader(tasks, self)
        self._state = Chip("Provisional", state="under_way")
        self.header = HeaderBar(self.title, "", self._state)
        self.messages = MessageArea(ON_PAGE)
        self.signed = SignedNote()
        self._signed_place = Column(self.signed, gap=0, margins=(6, 2, 6, 0))
        self._signed_place.hide()
        self.nothing = EmptyState("users", NOBODY, HOW, "Allocation")
        self.nothing.action.connect(lambda: self.go.emit("allocation"))
        self.held = EmptyState("clock", "Figures are not shown yet.", "", "Where it stands")
        self.held.action.connect(lambda: self.go.emit("standing"))
        self.outside_alone = OutsideCard()
        self._stack = QStackedWidget()
        self._stack.addWidget(ScrollColumn(self.nothing, self.outside_alone))
        self._stack.addWidget(Column(self.held, 1))
        self._stack.addWidget(EmptyState("clock", "Working out how far auditors agree…"))
        self._stack.addWidget(self._body())
        self.lay_out(self.header, self.messages, self._signed_place, self._stack)
        self.reader.wanted.connect(self.refresh)
        self.reader.found.connect(self._on_seen)
        self.reader.failed.connect(partial(self.messages.say, "problem"))
        session.changed.connect(self._on_session_changed)
        session.round_switched.connect(self.reader.spoil)

    def _body(self) -> ScrollColumn:
        self.sentence, self.divided = SentenceCard(), DividedCard()
        self.criteria = FiguresCard("Question by question", "Question", WHAT)
        self.measures = FiguresCard(
            "By measure", "Measure", "What each auditor's own answers come to: met, partly met or not met."
        )
        self.pairs, self.leniency, self.outside = PairsCard(), LeniencyCard(), OutsideCard()
        top = Wrap((self.sentence, 1), (self.divided, 1), gap=4, least=440)
        tables = (self.criteria, self.measures, self.pairs, self.leniency)
        return ScrollColumn(top, *tables, self.outside, margins=(6, 4, 6, 6))

    def refresh(self) -> None:
        """Work agreement out again, if anything changed since it was."""
        rnd = self._session.round
        if rnd is None:
            self._stack.setCurrentIndex(NOTHING)
            self._state.setVisible(False)
            self.header.set_title(self.title, "This workspace has no round yet.")
            return
        if not self.reader.due:
            return
        if self.seen is None or self.seen.figures.round != rnd.name:
            self.header.set_title(self.title, rnd.name)
            self._state.setVisible(False)
            self._stack.setCurrentIndex(WORKING)
        self.reader.read("Working out how far auditors agree", partial(agreement_seen, self._session.store, rnd.name))

    def focus_main(self) -> None:
        """Put the keyboard on the questions, or on the empty page's button."""
        at = self._stack.currentIndex()
        if at == SHOWN:
            self.criteria.table.setFocus()
        elif at in (NOTHING, HELD) and (button := (self.nothing if at == NOTHING else self.held).button) is not None:
            button.setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The sentence, the questions, the measures, the pairs, and leniency."""
        if self._stack.currentIndex() != SHOWN:
            return (self.nothing if self._stack.currentIndex() == NOTHING else self.held,)
        return (
            self.sentence.copy, self.criteria.table, self.measures.table, self.pairs.table, self.leniency.show_button,
        )  # fmt: skip

    def keys(self) -> tuple[tuple[str, str], ...]:
        """What the tables offer."""
        return (("Ctrl+C", "in a table: copy rows"),)

    def place(self) -> dict[str, Any]:
        """Which question is chosen."""
        return {"row": self.criteria.table.currentIndex().row()}

    def return_to(self, place: dict[str, Any]) -> None:
        """Choose that question again."""
        if int(place.get("row", -1)) >= 0:
            self.criteria.table.selectRow(int(place["row"]))

    def _on_session_changed(self, changed: Changed) -> None:
        if changed.kinds & {"audit", "round", "person", "everything"}:
            self.reader.spoil()

    def _on_seen(self, seen: AgreementSeen) -> None:
        self.seen = seen
        figures, found = seen.figures, seen.agreement
        plans = several(found.n_units, "plan") if found.n_units else "no plan"
        self.header.set_title(self.title, f"{figures.round} · {plans} scored at least twice")
        self._state.setVisible(found.n_units > 0)
        if figures.state == "signed_off":
            show_signed(self._state, figures.signed_off)
        else:
            self._state.set_state("Provisional", "under_way")
        self.signed.show_signed(figures.signed_off)
        self._signed_place.setVisible(bool(self.signed.words))
        self.outside_alone.show_agreement(seen)
        if not found.n_units:
            self._stack.setCurrentIndex(NOTHING)
            return
        if seen.held_back:
            self.held.explain(seen.held_back)
            self._stack.setCurrentIndex(HELD)
            announce(self, seen.held_back)
            return
        self._show(seen)
        self._stack.setCurrentIndex(SHOWN)
        announce(self, board_sentence(found))

    def _show(self, seen: AgreementSeen) -> None:
        for card in (self.sentence, self.divided, self.pairs, self.leniency, self.outside):
            card.show_agreement(seen)
        self.criteria.show_figures(questions(seen))
        self.criteria.note.set_text(WHAT_AFTER if seen.agreement.after_moderation else WHAT)
        measures = list(seen.agreement.measures)
        self.measures.show_figures(measures)
        self.measures.setVisible(bool(measures))
