"""Sample: how many plans, of which parts, by which lot; then the drawn plans and what becomes of them."""

from collections.abc import Callable
from dataclasses import replace as but
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from auditor.changed import Changed
from auditor.people.register import people
from auditor.sampling.draw import Part, Rules, matching, parts_of
from auditor.sampling.draw import trial as trial_of
from auditor.sampling.facts import Drawable
from auditor.sampling.sample import draw, papers_missing, replace, take_as_sample, take_back
from auditor.sampling.view import Sample, drawable_plans, drawn_trial, sample, sample_note, save_references
from auditor.sampling.words import REASONS, cannot_show, how_drawn, margin_sentence, plans
from db.errors import UserError
from db.vocabulary import Draw, Replacement
from ui.ask import Asks
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.beside import Beside
from ui.parts.buttons import PrimaryButton
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Column, ScrollColumn
from ui.parts.message import ON_PAGE, MessageArea
from ui.sample.drawn_pane import WHY, DrawnPane
from ui.sample.filters_card import FiltersCard
from ui.sample.limits_card import LimitsCard
from ui.sample.parts_card import PartsCard
from ui.sample.picked_card import PickedCard
from ui.sample.seed_card import SeedCard
from ui.sample.size_card import SizeCard
from ui.session import Session
from ui.standing.step_back import StepBack

NOTHING, NO_LIST, RULES, DRAWN = range(4)
PICKED = {
    Draw.RANDOM: "drawn by lot", Draw.STRATIFIED: "drawn by lot, part by part", Draw.ALL: "all that match",
    Draw.CHOSEN: "chosen, not drawn by lot", Draw.UNKNOWN: "nobody knows how they were picked",
}  # fmt: skip
NEXT = {
    "people": ("Go on to the auditors", "users"), "allocation": ("Share the plans out", "split"),
    "standing": ("Where it stands", "gauge"),
}  # fmt: skip


class SamplePage(Page):
    """Shows what rules would come to while they are typed, draws, and keeps the drawn plans in order."""

    title = "Sample"

    def __init__(self, session: Session, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._asks = session, asks
        self._round: int | None = None
        self._plans: Drawable | None = None
        self._sizes: tuple[Any, int, dict[str, int]] | None = None  # of parts, for the fields they were counted for
        self.sample: Sample | None = None
        self._build()
        session.changed.connect(self._on_session_changed)
        session.round_switched.connect(self._on_round_switched)

    def _build(self) -> None:
        self.primary = PrimaryButton("Draw the sample", "shuffle")
        self.primary.clicked.connect(self._on_primary)
        self.header = HeaderBar(self.title, "", primary=self.primary)
        self.messages = MessageArea(ON_PAGE)
        self._none = EmptyState("clipboard-list", "There is no round yet.", "Its sample is drawn here.")
        self.no_list = EmptyState(
            "clipboard-list", "This round has no list of plans yet.",
            "Its sample is drawn from the list. Take the list in first.", "List of plans",
        )  # fmt: skip
        self.no_list.action.connect(lambda: self.go.emit("frame"))
        self.how_many, self.parts, self.filters, self.seed = SizeCard(), PartsCard(), FiltersCard(), SeedCard()
        self.limits, self.picked = LimitsCard(), PickedCard()
        left = Column(self.how_many, self.parts, self.filters, self.seed, 1, gap=4)
        right = Column(self.limits, self.picked, 1, gap=4)
        self._rules = ScrollColumn(Beside(left, right), margins=(6, 4, 6, 6))
        self.drawn = DrawnPane()
        self.why_back = StepBack(
            "Why is the sample taken back?", "The list held plans of another year", "Taking the sample back"
        )
        self.why_back.asked.connect(self._take_back)
        self._why_place = Column(self.why_back, gap=0, margins=(6, 2, 6, 0))
        self.stack = QStackedWidget()
        for part in (Column(self._none, 1, margins=6), Column(self.no_list, 1, margins=6), self._rules, self.drawn):
            self.stack.addWidget(part)
        self.lay_out(self.header, self.messages, self._why_place, self.stack)
        for card in (self.how_many, self.parts, self.filters):
            card.changed.connect(self.try_rules)
        self.picked.asked.connect(self._on_picked)
        self._build_commands()

    def _build_commands(self) -> None:
        self.reasons = QMenu("Replace", self)
        for reason, words in REASONS.items():
            action = self.reasons.addAction(words)
            action.triggered.connect(lambda _=False, reason=reason: self.replace_chosen(reason))
        self._replace = self._action("Replace the plan…", self._ask_reason, "Ctrl+R")
        self._papers = self._action("Papers not found", self.note_papers, "Ctrl+M")
        self._save = self._action("Save the references…", self.save_list)
        self._back = self._action("Take the sample back…", self.give_back)
        self.drawn.replace_asked.connect(self._ask_reason)
        self.drawn.papers_asked.connect(self.note_papers)
        self.drawn.save_asked.connect(self.save_list)
        self.drawn.back_asked.connect(self.give_back)
        self.drawn.menu_asked.connect(self._show_menu)
        self.drawn.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_commands())

    def _action(self, name: str, do: Callable[[], object], key: str = "") -> QAction:
        action = QAction(name, self)
        if key:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)
        action.triggered.connect(lambda _=False: do())
        return action

    # What the window asks

    def refresh(self) -> None:
        """Read list and sample again."""
        rnd = self._session.round
        if rnd is None:
            self._show(NOTHING)
            return
        store = self._session.store
        other = rnd.id != self._round
        self._round = rnd.id
        self.sample = sample(store, rnd.id)
        if self.sample.plans:
            self._show_drawn(self.sample)
            return
        self._plans, self._sizes = drawable_plans(store, rnd.id), None
        if not self._plans.candidates:
            self._show(NO_LIST)
            return
        self.filters.show_list(self._plans.candidates)
        self.parts.show_list(self._plans.candidates)
        if other:
            self._show_rules(self.sample.rules)
        self._show(RULES)
        self.try_rules()

    def focus_main(self) -> None:
        """Put the keyboard on the size, the table, or what leads to them."""
        where: dict[int, QWidget] = {RULES: self.how_many.plans, DRAWN: self.drawn.table}
        (where.get(self.stack.currentIndex()) or self.no_list.button or self).setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The rules or the table, what the sample cannot show, and the button."""
        if self.stack.currentIndex() == DRAWN:
            return (self.drawn.table, self.drawn.side, self.primary)
        return (self.how_many, self.parts, self.filters, self.seed, self.picked, self.primary)

    def commands(self) -> tuple[QAction, ...]:
        """What is done with the chosen plan and with the sample."""
        return (self._replace, self._papers, self._save, self._back)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Copying and the context menu."""
        return (
            ("Ctrl+C", "in a table: copy rows"),
            ("Menu, Shift+F10", "in the table: what can be done with the plan"),
        )

    def place(self) -> dict[str, Any]:
        """Which plan is chosen."""
        plan = self.drawn.plan
        return {"plan": plan.id if plan else None}

    def return_to(self, place: dict[str, Any]) -> None:
        """Choose it again."""
        if self.stack.currentIndex() == DRAWN and place.get("plan") is not None:
            self.drawn.choose(int(place["plan"]))

    # Before the draw

    def rules(self) -> Rules:
        """What the fields say, with the seed."""
        return Rules(
            self.how_many.number, self.parts.by, self.parts.minimum, dict(self.parts.factors), self.filters.filters(),
            self.seed.seed,
        )  # fmt: skip

    def try_rules(self) -> None:
        """Show what the rules come to. Fast enough for every key: parts are counted once for each way to divide."""
        if self._plans is None:
            return
        filters, by = self.filters.filters(), self.parts.by
        if self._sizes is None or self._sizes[0] != (filters, by):
            kept = matching(self._plans.candidates, filters)
            sizes = {key: len(references) for key, references in parts_of(kept, by).items()}
            self._sizes = ((filters, by), len(kept), sizes)
        _, matched, sizes = self._sizes
        self.how_many.show_matching(matched)
        self.parts.factors = {key: n for key, n in self.parts.factors.items() if key in sizes}
        listed = len(self._plans.candidates)
        ready = False
        try:
            found = trial_of(sizes, listed, self.rules())
        except UserError as problem:
            self.how_many.say(str(problem), problem=True)
            self.parts.show_parts([Part(key, size, 0) for key, size in sizes.items()] if matched else ())
            self.limits.show_sentences(())
        else:
            ready = True
            self.how_many.say(margin_sentence(found))
            self.parts.show_parts(found.parts)
            self.limits.show_sentences(cannot_show(found, filters, self._plans.calibration))
        which = f"{matched:,} of {plans(listed)} match the filters." if filters else f"The list holds {plans(listed)}."
        locked = self.sample.locked if self.sample else ""
        self.header.set_title(self.title, locked or which)
        self.primary.setEnabled(ready and not locked)
        self.picked.use.setEnabled(not locked)

    def _show_rules(self, rules: Rules | None) -> None:
        kept = rules or Rules(33)
        self.parts.show_rules(kept.by, kept.minimum, dict(kept.factors))
        self.filters.show_filters(kept.filters)
        self.how_many.show_number(kept.size)
        self.seed.renew()

    def _on_primary(self) -> None:
        if self.stack.currentIndex() == DRAWN:
            self.go.emit(self._next)
        elif self._round is not None:
            rnd, rules = self._round, self.rules()
            self._do(lambda: draw(self._session.store, rnd, rules), "The sample is drawn.")

    def _on_picked(self, how: Draw, population: int) -> None:
        rnd = self._round
        if rnd is not None and self._do(
            lambda: take_as_sample(self._session.store, rnd, how, population or None), "The list is the sample."
        ):
            self.picked.fold(True)

    # After the draw

    @property
    def _next(self) -> str:
        """Where a drawn sample leads: to those who score it, then to sharing it out among them."""
        found = self.sample.plans if self.sample else ()
        if all(plan.allocated or plan.replaced_by or plan.papers_missing for plan in found):
            return "standing"
        return "allocation" if people(self._session.store) else "people"

    def replace_chosen(self, reason: Replacement) -> None:
        """Draw the next plan of the part in the place of the chosen one."""
        plan = self.drawn.plan
        if plan is None:
            return
        question = (
            f"Take {plan.reference} out of the sample because {WHY[reason]}, and draw the next plan in its place? "
            "This is logged and cannot be undone."
        )
        if not self._asks.sure(self, question, "Replace it", "Keep it"):
            return
        came: list[str] = []

        def job() -> Changed:
            done = replace(self._session.store, plan.id, reason)
            came.append(done.reference)
            return done.changed

        if self._do(job, ""):
            said = f"{came[0]} stands in for {plan.reference}."
            self.messages.say("done", said, "It has to be allocated like any other plan of the sample.")

    def note_papers(self) -> None:
        """Note that the papers of the chosen plan were not found, or that they were after all."""
        plan = self.drawn.plan
        if plan is None or plan.replaced_by:
            return
        on = None if plan.papers_missing else datetime.now(UTC).astimezone().date()
        said = f"{plan.reference}: papers not found." if on else f"{plan.reference}: papers found."
        self._do(lambda: papers_missing(self._session.store, plan.id, on), said)

    def save_list(self) -> None:
        """Save the references for whoever finds the papers."""
        rnd = self._session.round
        if rnd is None or self.stack.currentIndex() != DRAWN:
            return
        path = self._asks.save_path(self, "Save the references", Path(f"{rnd.name} references.csv"), "Lists (*.csv)")
        if path is None:
            return
        if path.exists():
            self.messages.say("problem", f"{path.name} is there already and was left as it was. Choose another name.")
            return
        try:
            count = save_references(self._session.store, rnd.id, path)
        except UserError as problem:
            self.messages.say("problem", str(problem))
        else:
            self.messages.say("done", f"{count:,} references are saved as {path.name}.", "Nothing else is in the file.")

    def give_back(self) -> None:
        """Ask why the draw is to be undone."""
        rnd, found = self._round, self.sample
        if rnd is None or found is None or not found.plans or found.kept:
            return
        self.why_back.open("Take it back")

    def _take_back(self, why: str) -> None:
        rnd, found = self._round, self.sample
        if rnd is None or found is None:
            return
        rules = but(found.rules, seed="") if found.rules else None
        if self._do(lambda: take_back(self._session.store, rnd, why), "The sample is taken back."):
            self._show_rules(rules)
            self.try_rules()
            self.focus_main()
        self.why_back.hide()

    def _ask_reason(self) -> None:
        plan, found = self.drawn.plan, self.sample
        if plan is None or found is None or not self._replace.isEnabled():
            return
        appeal = self.reasons.actions()[-1]
        appeal.setEnabled(found.under_appeal)
        appeal.setText(
            REASONS[Replacement.UNDER_APPEAL] + ("" if found.under_appeal else " (not replaced in this round)")
        )
        button = self.drawn.replace
        self.reasons.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addMenu(self.reasons).setEnabled(self._replace.isEnabled())
        menu.addAction(self._papers)
        menu.popup(at)
        menu.aboutToHide.connect(menu.deleteLater)

    def _show_drawn(self, found: Sample) -> None:
        tried = drawn_trial(self._session.store, self._round or 0)
        here = sum(1 for plan in found.plans if not plan.replaced_by)
        of = f" of {found.population:,}" if found.population else ""
        drawn = found.drawn_at.astimezone() if found.drawn_at else None
        words = [f"{here:,}{of} plans, {PICKED[found.draw]}"]
        words += [f"on {drawn.day} {drawn:%B %Y}"] if drawn else []
        words += [f"seed {found.facts.seed}"] if found.facts.seed and found.draw.by_lot else []
        self.drawn.show_sample(found, sample_note(found, tried), how_drawn(found.draw, but(found.facts, parts=())))
        self._show(DRAWN)
        self.header.set_title(self.title, " · ".join(words))

    def _show(self, part: int) -> None:
        self.stack.setCurrentIndex(part)
        self.primary.setVisible(part in (RULES, DRAWN))
        words = {RULES: ("Draw the sample", "shuffle")}
        words |= {DRAWN: NEXT[self._next]} if part == DRAWN else {}
        text, icon = words.get(part, ("", ""))
        self.primary.setText(text)
        self.primary.set_icon(icon)
        if part == DRAWN:
            self.primary.setEnabled(True)
        if part in (NOTHING, NO_LIST):
            self.header.set_title(self.title)
        self._show_commands()

    def _show_commands(self) -> None:
        drawn = self.stack.currentIndex() == DRAWN
        self._replace.setEnabled(drawn and self.drawn.replace.isEnabled())
        self._papers.setEnabled(drawn and self.drawn.papers.isEnabled())
        self._papers.setText(self.drawn.papers.text())
        self._save.setEnabled(drawn)
        self._back.setEnabled(drawn and self.sample is not None and not self.sample.kept)

    def _do(self, job: Callable[[], Changed], said: str) -> bool:
        """Do one thing and show the outcome; where it was refused, the reason stands on the page."""
        self.messages.dismiss()
        try:
            changed = job()
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return False
        was = self.stack.currentIndex()
        self._session.tell(changed)
        if said:
            announce(self, said)
        if self.stack.currentIndex() != was:
            self.focus_main()
        return True

    def _on_session_changed(self, changed: Changed) -> None:
        if changed.kinds & {"frame", "sample", "round", "assignment", "audit", "everything"} and self.isVisible():
            self.refresh()

    def _on_round_switched(self) -> None:
        self.messages.dismiss()
        if self.isVisible():
            self.refresh()
