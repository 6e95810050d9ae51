"""One plan: who scores it, to whom it may go, and why not to the others."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from auditor.allocation.allocate import why_not
from auditor.allocation.view import AllocationTable, AuditorLine, GivenPlan, PlanLine
from auditor.allocation.who_may import refusals
from auditor.fields import year_words
from auditor.reports.wording import long_date
from db.vocabulary import AssignmentKind
from ui.allocation.words import KINDS, given_words, may_words
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.layout import Card, Column, ScrollColumn, Wrap
from ui.parts.words import Heading, Text

NOBODY = "Nobody else may have it"


class PlanDetail(ScrollColumn):
    """The plan in full. Signals carry what was asked for: (assignment, person), (kind, person), assignment."""

    moved = Signal(int, int)
    given = Signal(str, int)
    taken = Signal(int)

    def __init__(self) -> None:
        self.title, self._facts = Heading(""), Text("", tone="ink2")
        self._lacks = Text("", tone="delayed", bold=True)
        self._scorers = Column(gap=3)
        self._add = Column(gap=0)
        self._who = Card(self._lacks, self._scorers, self._add, title="Who scores it", gap=3)
        self._not = Text("")
        self._why = Card(self._not, title="Who may not, and why", kind="quiet")
        super().__init__(Column(self.title, self._facts, gap=0), self._who, self._why, gap=4, margins=(0, 0, 2, 5))
        self.table: AllocationTable | None = None
        self.line: PlanLine | None = None

    def show_line(self, table: AllocationTable, line: PlanLine | None) -> None:
        """Show a plan, or nothing."""
        self.table, self.line = table, line
        for part in (self.title, self._facts, self._who, self._why):
            part.setVisible(line is not None)
        if line is None:
            return
        self.title.set_text(line.plan.reference)
        facts = (year_words(line.year_group), line.need, line.plan.area)
        self._facts.set_text(" · ".join(part for part in facts if part))
        said = "Its papers were not found, so nobody scores it." if line.papers_missing else line.lacks
        self._lacks.set_text(said)
        self._lacks.setVisible(bool(said))
        self._show_scorers(table, line)
        self._show_refused(table, line)

    def menu(self, parent: QWidget) -> QMenu:
        """All that can be done with the plan, for the table's own menu."""
        menu = QMenu(parent)
        if self.table is None or self.line is None:
            return menu
        for g in self._movable(self.line):
            moves = menu.addMenu(f"Move from {g.code} to")
            self._fill(moves, AssignmentKind(g.kind), g)
        for g in self._movable(self.line):
            menu.addAction(f"Take away from {g.code}").triggered.connect(
                lambda _=False, key=g.assignment: self.taken.emit(key)
            )
        for kind, words in self._to_add(self.table, self.line):
            self._fill(menu.addMenu(words), kind, None)
        return menu

    def start_move(self) -> None:
        """Open the menu of the first who could hand the plan on."""
        button = next((b for b in self.findChildren(PlainButton) if b.isVisible() and b.isEnabled()), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            button.click()

    def _movable(self, line: PlanLine) -> list[GivenPlan]:
        free = [g for g in line.given if not g.fixed or g.state == "given_back"]
        return [] if self.table is None or self.table.locked or line.papers_missing else free

    def _show_scorers(self, table: AllocationTable, line: PlanLine) -> None:
        self._scorers.clear()
        movable = {g.assignment for g in self._movable(line)}
        for g in line.given:
            person = table.auditor(g.person)
            words = given_words(g, person.person.facts.name if person else g.code)
            due = f"Due {long_date(g.due_on)}" if g.due_on else ""
            buttons = Wrap(gap=2)
            if g.assignment in movable:
                buttons.add(self._opener("Move to…", AssignmentKind(g.kind), g))
                away = QuietButton("Take away", "x", name=f"Take {line.plan.reference} away from {g.code}")
                away.clicked.connect(lambda _=False, key=g.assignment: self.taken.emit(key))
                buttons.add(away)
            parts: list[QWidget] = [Text(KINDS[g.kind], "caption", "ink2", bold=True), Text(words)]
            parts += [Text(due, "caption", "ink2")] if due else []
            self._scorers.add(Column(*parts, buttons, gap=1))
        self._add.clear()
        offers = Wrap(*(self._opener(words, kind, None) for kind, words in self._to_add(table, line)), gap=2)
        self._add.add(offers)

    def _to_add(self, table: AllocationTable, line: PlanLine) -> list[tuple[AssignmentKind, str]]:
        """What more could be given out, in the words of a button."""
        if table.locked or line.papers_missing:
            return []
        offers: list[tuple[AssignmentKind, str]] = []
        firsts = [g for g in line.of_kind(AssignmentKind.FIRST) if g.state != "given_back"]
        if not line.of_kind(AssignmentKind.FIRST) or (firsts and "questions" in line.lacks):
            offers.append((AssignmentKind.FIRST, "Give to…"))
        if firsts and not line.of_kind(AssignmentKind.SECOND):
            offers.append((AssignmentKind.SECOND, "Give to a second…"))
        outsiders = any(a.person.facts.outside and a.standing.may for a in table.auditors)
        if outsiders and not line.of_kind(AssignmentKind.OUTSIDE):
            offers.append((AssignmentKind.OUTSIDE, "Give to somebody from outside…"))
        return offers

    def _show_refused(self, table: AllocationTable, line: PlanLine) -> None:
        on = {g.person for g in line.given}
        said = {a.person.id: why_not(a.auditor, line.plan) for a in table.auditors}
        lines = [
            f"{a.person.facts.name} ({a.person.facts.code}) {said[a.person.id]}."
            for a in table.auditors
            if said[a.person.id] and a.person.id not in on and a.person.facts.left_on is None
        ]
        self._not.set_text("\n".join(lines))
        self._why.setVisible(bool(lines))

    def _opener(self, words: str, kind: AssignmentKind, moved: GivenPlan | None) -> PlainButton:
        """A button that opens the menu of who may."""
        who = f" ({moved.code})" if moved else ""
        button = PlainButton(words, "chevron-down", name=f"{words}{who}")

        def open_menu() -> None:
            menu = QMenu(button)
            self._fill(menu, kind, moved)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

        button.clicked.connect(open_menu)
        return button

    def _fill(self, menu: QMenu, kind: AssignmentKind, moved: GivenPlan | None) -> None:
        """Put who may have the plan in a menu, the least burdened first, and below them why others may not."""
        table, line = self.table, self.line
        if table is None or line is None:
            return
        said = refusals(table, line, kind, moved)
        able = sorted(
            (a for a in table.auditors if not said[a.person.id]),
            key=lambda a: (a.load / a.person.facts.load_share, a.person.facts.code),
        )
        for auditor in able:
            person = auditor.person.id
            if moved is not None:
                _offer(menu, auditor, lambda person=person: self.moved.emit(moved.assignment, person))
            else:
                _offer(menu, auditor, lambda person=person: self.given.emit(kind.value, person))
        if not able:
            menu.addAction(NOBODY).setEnabled(False)
        _explain(menu, [a for a in table.auditors if said[a.person.id] and _near(a, kind)], said)


def _near(auditor: AuditorLine, kind: AssignmentKind) -> bool:
    """Whether somebody comes into question at all, so that one may wonder why not."""
    return auditor.person.facts.outside == (kind is AssignmentKind.OUTSIDE) and auditor.person.facts.left_on is None


def _offer(menu: QMenu, auditor: AuditorLine, do: Callable[[], object]) -> None:
    action = QAction(may_words(auditor), menu)
    action.triggered.connect(lambda _=False: do())
    menu.addAction(action)


def _explain(menu: QMenu, refused: Sequence[AuditorLine], said: dict[int, str]) -> None:
    if not refused:
        return
    menu.addSeparator()
    for auditor in refused:
        action = menu.addAction(f"{auditor.person.facts.code} {said[auditor.person.id]}")
        action.setEnabled(False)
