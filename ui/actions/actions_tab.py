"""The actions: five tiles against the last report, the list, and the chosen action with all that was told of it.

A tile pressed shows the actions of its state alone; pressed again, all of them.
"""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from auditor.actions.plan import ActionFacts, ActionRow, Plan, Told, count
from auditor.actions.states import STATES, State
from auditor.people.register import today
from auditor.reports.wording import long_date
from ui.actions.fields import Lines
from ui.actions.records import Form, Record, Records
from ui.actions.words import WHOSE, mark_of, measures_named, since_words
from ui.look import look
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, QuietButton, Tile
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, FillColumn, Row, SectionTitle, Wrap
from ui.parts.pictures import Mark
from ui.parts.words import Text
from ui.people.fields import DayField
from ui.setup.fields import Line, choice, offer, side_by_side

HEADS = ("Action", "State", "Agency", "Owner", "Due", "Standard", "Last told")
NO_AREA = "An action belongs to an area of the plan. Make one first, on the tab Areas and highlight reports."
NONE = "No actions yet. Start from a weak standard: see Results, then say here what is to be done about it."


class ActionForm(Form):
    """What an action says."""

    def __init__(self) -> None:
        self.what = Lines("What is to be done", missing="Say what is to be done.", lines=2)
        self.area, self.measure, self.agency = choice({}), choice(measures_named({})), choice(WHOSE)
        self.area_row = FormRow("Area of the plan", self.area)
        self.priority = Line("Priority", "high", "")
        self.owner = Line("Owner, by role", "designated clinical officer", "", "A role, not a name.")
        self.due = DayField("Due")
        super().__init__(
            "New action",
            self.what,
            side_by_side(self.area_row, FormRow("Standard it serves", self.measure)),
            side_by_side(FormRow("Agency", self.agency), self.owner),
            side_by_side(self.due, self.priority),
        )

    def show_choices(self, areas: Mapping[int, str], measures: Mapping[str, str]) -> None:
        """Offer these areas and standards."""
        offer(self.area, areas)
        offer(self.measure, measures_named(measures))

    def show_facts(self, facts: ActionFacts | None) -> None:
        """Show an action, or an empty form."""
        self.what.show_text(facts.what if facts else "")
        for box, key in (
            (self.area, facts.area if facts else None), (self.measure, facts.measure if facts else ""),
            (self.agency, facts.agency if facts else ""),
        ):  # fmt: skip
            if box is self.measure and facts and box.findData(key) < 0:
                box.addItem(facts.measure, facts.measure)  # of another framework
            box.setCurrentIndex(max(0, box.findData(key)))
        self.priority.edit.setText(facts.priority if facts else "")
        self.owner.edit.setText(facts.owner if facts else "")
        self.due.show_day(facts.due_on if facts else None)

    def check(self) -> ActionFacts | None:
        """What the fields say."""
        what = self.what.check()
        fine, due = self.due.check()
        area = self.area.currentData()
        self.area_row.set_problem("" if area else NO_AREA)
        if not (what and fine and area):
            return None
        return ActionFacts(
            int(area), what, self.priority.text, str(self.measure.currentData()),
            str(self.agency.currentData()), self.owner.text, due,
        )  # fmt: skip

    def texts(self) -> tuple[tuple[str, str], ...]:
        """What is to be done, and by whom."""
        return (("what is to be done", self.what.text), ("owner", self.owner.text))

    def first(self) -> Lines:
        """What is to be done."""
        return self.what


class ToldCard(Card):
    """How an action stands: what was told so far, and a form to tell it again."""

    told = Signal(object)  # Told

    def __init__(self) -> None:
        self.history = Column(gap=2)
        self.state = choice({})
        self.day = DayField("From")
        self.words = Lines("What follows", "Delayed needs an exception text: what holds it up, and what follows.")
        self.done_by, self.done_on = Line("Who says it is done, by role", "SEND auditor", ""), DayField("Done on")
        self.done = side_by_side(self.done_by, self.done_on)
        self.doubt, self.tell = Doubt(), PlainButton("Tell how it stands", "check")
        super().__init__(
            SectionTitle("How it stands"), self.history,
            side_by_side(FormRow("State", self.state), self.day), self.done, self.words, self.doubt,
            Row(self.tell, 1), gap=3,
        )  # fmt: skip
        self.setAccessibleName("How it stands")
        self._states: tuple[State, ...] = STATES
        self.state.currentIndexChanged.connect(lambda _at: self._on_state())
        self.tell.clicked.connect(self._tell)

    def show_action(self, action: ActionRow | None, states: tuple[State, ...]) -> None:
        """Show what was told of an action, newest first."""
        self.doubt.stop()
        if states != self._states or not self.state.count():
            self._states = states
            self.state.clear()
            for state in states:
                self.state.addItem(look().mark(mark_of(state), 18), state.name, state.key)
        newest = action.at() if action else None
        self.state.setCurrentIndex(self.state.findData(newest.state if newest else self._states[-1].key))
        self.day.show_day(today())
        self.words.show_text("")
        self.done_by.edit.setText("")
        self.done_on.show_day(None)
        self.history.clear()
        names = {s.key: s for s in states}
        for told in reversed(action.updates if action else ()):
            state = names[told.state]
            line = f"{state.name} · {long_date(told.told_on)}"
            if told.done_on:
                line += f" · done on {long_date(told.done_on)}, says {told.done_by}"
            mark = Mark(mark_of(state))
            said = Column(Text(line, "caption", bold=True), gap=0)
            if told.words:
                said.add(Text(told.words, "caption", "ink2"))
            self.history.add(Row(mark, (said, 1), gap=2))
        self._on_state()

    def check(self) -> Told | None:
        """What the fields say, or None with each field saying what is wrong."""
        fine, day = self.day.check()
        done_fine, done_on = self.done_on.check()
        if not (fine and done_fine):
            return None
        if day is None:
            self.day.set_problem("Give the day.")
            return None
        state = self._chosen()
        done_by = self.done_by.text if state.needs == "done" else ""
        return Told(state.key, day, self.words.text, done_by, done_on if state.needs == "done" else None)

    def texts(self) -> tuple[tuple[str, str], ...]:
        """What follows, and who says it is done."""
        return (("what follows", self.words.text), ("who says it is done", self.done_by.text))

    def _chosen(self) -> State:
        return next(s for s in self._states if s.key == self.state.currentData())

    def _on_state(self) -> None:
        if self.state.currentIndex() >= 0:
            self.done.setVisible(self._chosen().needs == "done")

    def _tell(self) -> None:
        told = self.check()
        if told is not None:
            self.doubt.before(lambda: self.told.emit(told), self.words.edit, *self.texts())


class ActionsTab(FillColumn):
    """Signals carry what was asked for; the page does it and shows the outcome."""

    saved = Signal(object, object)  # its number, None for a new one, and ActionFacts
    told = Signal(int, object)
    removal_asked = Signal(object)

    def __init__(self) -> None:
        self.tiles: dict[str, Tile] = {}
        self._tiles = Wrap(gap=3)
        self._state = ""  # whose actions alone are shown
        self.sentence, self.all = Text("", tone="ink2"), QuietButton("Show all actions", "list-checks")
        self.all.hide()
        self.form, self.standing = ActionForm(), ToldCard()
        # telling how one stands is the daily work, so it comes first
        self.list = Records("Actions", HEADS, NONE, self.form, over=self.standing, button="Open results")
        super().__init__(self._tiles, Row((self.sentence, 1), self.all), (self.list, 1))
        self.all.clicked.connect(lambda: self.show_state(""))
        self.list.widened.connect(lambda: self._press(""))
        self.list.chosen.connect(self._on_chosen)
        self.list.saved.connect(self.saved)
        self.list.removal_asked.connect(self.removal_asked)
        self.standing.told.connect(self._on_told)
        self._plan: Plan | None = None

    def show_plan(self, plan: Plan, measures: Mapping[str, str], sentence: str, choose: int | None = None) -> None:
        """Show the plan's actions and counts."""
        self._plan = plan
        self._show_tiles(plan)
        self.sentence.set_text(sentence)
        self.sentence.setVisible(bool(sentence))
        self.form.show_choices({a.id: a.facts.name for a in plan.areas}, measures)
        self._narrow()
        self.list.show_records([_record(a, plan, measures) for a in plan.actions], choose)

    def _show_tiles(self, plan: Plan) -> None:
        counts = count(plan)
        if set(self.tiles) != {c.state.key for c in counts.states}:
            for tile in self.tiles.values():
                tile.deleteLater()
            self.tiles = {c.state.key: Tile("", "", "", mark_of(c.state)) for c in counts.states}
            for key, tile in self.tiles.items():
                tile.setCheckable(True)
                tile.clicked.connect(lambda on, key=key: self.show_state(key if on else ""))
                tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
                self._tiles.add(tile, stretch=1, least=150)
        for c in counts.states:
            tile = self.tiles[c.state.key]
            tile.set_figure(f"{c.now:,}", c.state.name, since_words(c.then))
            tile.setEnabled(c.now > 0)
        if not self._in_state(self._state):
            self._press("")
        self._tiles.setVisible(bool(plan.actions))

    def show_state(self, state: str) -> None:
        """Show the actions in one state alone, or with an empty one all of them."""
        if self._plan is None:
            return
        self._press(state)
        self._narrow()
        shown, every = len(self.list.records), len(self._plan.actions)
        announce(self, f"{shown:,} of {every:,} actions are shown." if state else "All actions are shown.")

    def _press(self, state: str) -> None:
        """Let the tiles, and the way back to all actions, say what is shown."""
        self._state = state
        for key, tile in self.tiles.items():
            tile.setChecked(key == state)
        if not state and self.all.hasFocus():
            self.list.table.setFocus()
        self.all.setVisible(bool(state))
        name = self._plan.state(state).name if state and self._plan else ""
        self.list.table.setAccessibleName(f"Actions: {name.lower()} only" if name else "Actions")

    def _narrow(self) -> None:
        self.list.narrow(self._in_state(self._state) if self._state else None)

    def _in_state(self, state: str) -> frozenset[int]:
        """The numbers of the actions that stand so."""
        actions = self._plan.actions if self._plan else ()
        return frozenset(a.id for a in actions if (told := a.at()) is not None and told.state == state)

    def _on_chosen(self, record: Record | None) -> None:
        if self._plan is None:
            return
        action = next((a for a in self._plan.actions if record and a.id == record.id), None)
        self.standing.show_action(action, self._plan.states)
        self.standing.setVisible(action is not None)

    def _on_told(self, told: Told) -> None:
        if self.list.record is not None:
            self.told.emit(self.list.record.id, told)


def _record(action: ActionRow, plan: Plan, measures: Mapping[str, str]) -> Record:
    told = action.at()
    state = plan.state(told.state) if told else plan.states[-1]
    facts = action.facts
    return Record(
        action.id,
        facts,
        (
            facts.what, state.name, WHOSE.get(facts.agency, "") if facts.agency else "", facts.owner,
            _due(facts.due_on), measures.get(facts.measure, facts.measure),
            long_date(told.told_on) if told else "",
        ),
        mark_of(state),
    )  # fmt: skip


def _due(day: date | None) -> str:
    return long_date(day) if day else ""
