"""Make a workspace: whose it is, its first round, its plans, who scores them, and where the file goes."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from auditor.new_workspace import NewWorkspace, make_workspace
from auditor.sharing import share_in_turn
from ui.ask import WORKSPACES, Asks
from ui.look import look
from ui.pages.page import Page
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.form import FormRow
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Row, ScrollColumn
from ui.parts.message import MessageArea
from ui.setup.owner_card import OwnerCard
from ui.setup.people_card import PeopleCard
from ui.setup.plans_card import PlansCard
from ui.setup.round_card import RoundCard
from ui.tasks import Steps, Tasks

CARD_WIDE = 980  # design px
INCOMPLETE = "The workspace was not made: something is missing or wrong."


class NewWorkspacePage(Page):
    """One page to fill in from top to bottom. `made` carries the new file, `left` says that nothing was wanted."""

    made = Signal(Path)
    left = Signal()

    title = "New workspace"

    def __init__(self, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._asks = tasks, asks
        self.owner, self.round, self.plans = OwnerCard(), RoundCard(asks), PlansCard(asks)
        self.people, self.target = PeopleCard(), QLineEdit()
        self._choose = PlainButton("Choose…", name="Choose where to keep the workspace")
        self._target_row = FormRow("File", self.target, "Keep it on this computer, not in a shared folder.")
        place = Card(Row((self._target_row, 1), self._choose, gap=3), title="Where to keep it", gap=3, pad=5)
        self.make = PrimaryButton("Make workspace")
        self.cancel = PlainButton("Cancel")
        self.messages = MessageArea()
        self.messages.setContentsMargins(32, 12, 32, 0)
        self._cards: tuple[Card, ...] = (self.owner, self.round, self.plans, self.people, place)
        self.column = ScrollColumn(*self._cards, gap=4, margins=(6, 4, 6, 5))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        subtitle = "One file for your work: a first round, its plans and its auditors."
        outer.addWidget(HeaderBar("New workspace", subtitle, self.cancel, primary=self.make))
        outer.addWidget(self.messages)
        outer.addWidget(self.column, 1)
        self._connect()
        self._suggest("")
        self._fit()

    def focus_main(self) -> None:
        """Put the keyboard on the first field."""
        self.owner.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """The fields, then the buttons of the header."""
        return (self.column, self.make)

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.left)
        self.make.clicked.connect(self._make)
        self._choose.clicked.connect(self._ask_target)
        self.round.name.edit.textChanged.connect(self._suggest)
        self.target.textEdited.connect(lambda: self._target_row.set_problem(""))
        self.owner.role_chosen.connect(self._take_role)
        self.owner.name.edit.textChanged.connect(self._take_role)
        self.plans.chosen.connect(lambda: self.people.set_plans(len(self.plans.list.plans) if self.plans.list else 0))
        look().changed.connect(self._fit)

    def _take_role(self) -> None:
        self.people.set_role(self.owner.role, self.owner.name.text)

    def _suggest(self, name: str) -> None:
        """Name the file after the round, until somebody names it otherwise."""
        if not self.target.isModified():
            folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            plain = "".join(letter for letter in name.strip() if letter.isalnum() or letter in " -_") or "Workspace"
            self.target.setText(str(Path(folder) / f"{plain}.ehcpaudit"))

    def _ask_target(self) -> None:
        path = self._asks.save_path(self, "Where to keep the workspace", Path(self.target.text()), WORKSPACES)
        if path is not None:
            self.target.setText(str(path))
            self.target.setModified(True)
            self._target_row.set_problem("")

    def _filled_in(self) -> NewWorkspace | None:
        """What the cards say, or None with each card saying what it lacks."""
        owner, plans, people = self.owner.check(), self.plans.check(), self.people.check()
        rnd = self.round.check(len(plans.plans) if plans else 0)
        if owner is None or plans is None or people is None or rnd is None:
            return None
        codes = [person.code for person in people[0]]
        given = share_in_turn([plan.reference for plan in plans.plans], codes, min(people[1], len(plans.plans)))
        return NewWorkspace(owner[0], self.owner.role, owner[1], people[0], rnd[0], rnd[1], plans.plans, given)

    def _make(self) -> None:
        self.messages.dismiss()
        new, target = self._filled_in(), self.target.text().strip()
        self._target_row.set_problem("" if target else "Say where to keep the file.")
        if new is None or not target:
            self.messages.say("problem", INCOMPLETE, "Each field that needs you says so below it.")
            self._go_to_first_problem()
            return
        self.make.setEnabled(False)

        def steps() -> Steps:
            yield "Making the workspace"
            if not self.target.isModified():  # the place the program proposed itself may not be there yet
                Path(target).parent.mkdir(parents=True, exist_ok=True)
            return make_workspace(Path(target), new)

        task = self._tasks.start("Making the workspace", steps)
        task.done.connect(self._made)
        task.failed.connect(partial(self._refused, "The workspace was not made."))
        task.cancelled.connect(lambda: self.make.setEnabled(True))

    def _go_to_first_problem(self) -> None:
        fields: list[QWidget] = [row.field for row in self.findChildren(FormRow) if row.problem]
        fields += [self.plans.button] if self.plans.list is None else []
        fields += [self.people.rows[0].code] if self.people.problem else []
        first = min(fields, key=lambda field: field.mapTo(self.column.column, QPoint(0, 0)).y())
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.column.ensureWidgetVisible(first)

    def _made(self, path: Path) -> None:
        self.made.emit(path)

    def _refused(self, what: str, why: str) -> None:
        self.make.setEnabled(True)
        self.messages.say("problem", what, why)

    def _fit(self) -> None:
        for card in self._cards:
            card.setMaximumWidth(look().px(CARD_WIDE))
