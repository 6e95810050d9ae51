"""Figures by writer, for one team's manager alone; nothing of a team so small that they would be one person's."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from auditor.learning.say import say
from auditor.reports.wording import capital
from auditor.writers import TeamFigures, export_steps, team_table, team_words, teams_of, without_code_words
from db.store import Store
from ui.learning.work import Work, last_of
from ui.parts.buttons import PlainButton
from ui.parts.empty import EmptyState
from ui.parts.fitted_table import TableCard
from ui.parts.layout import Card, Column, Row, ScrollColumn
from ui.parts.pictures import Icon
from ui.parts.words import Text
from ui.tasks import Steps

NO_TEAM = "Without a team"
HOW = "The list of plans needs a column with the writer's code. It is a local code, never a name."


class FiguresTab(Column):
    """A card a team, with a file to write for its manager."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.empty = EmptyState("users", "No audited plan has a writer's code.", HOW, "List of plans")
        self.teams = ScrollColumn(gap=4, margins=(0, 4, 4, 4))
        self._stack = QStackedWidget()
        self._stack.addWidget(Column(self.empty, 1))
        self._stack.addWidget(self.teams)
        super().__init__((self._stack, 1), gap=0)
        self.empty.action.connect(lambda: work.page.go.emit("frame"))  # type: ignore[attr-defined]
        self.cards: list[TeamCard] = []

    def read(self, store: Store, round_id: int) -> tuple[TeamFigures, ...]:
        """The teams of the round."""
        return teams_of(store, round_id)

    def show_read(self, found: tuple[TeamFigures, ...]) -> None:
        """Show them; a round without any writer's code has nothing to show."""
        self.teams.clear()
        self.cards = []
        coded = [team for team in found if team.writers or (team.hidden and team.coded)]
        self._stack.setCurrentIndex(1 if coded else 0)
        for team in coded:
            card = TeamCard(team)
            card.write.clicked.connect(partial(self._write, team.team))
            self.cards.append(card)
            self.teams.add(card)

    def focus_main(self) -> None:
        """Put the keyboard on the first team, or on what fills the tab."""
        shown = next((card.body.table for card in self.cards if not card.team.hidden), None)
        (shown or self.empty.button or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """The teams."""
        return (self.teams,) if self._stack.currentIndex() else (self.empty,)

    def _write(self, team: str) -> None:
        folder = self._work.folder("Choose a folder for the figures")
        if folder is None:
            return
        store, round_id = self._work.store, self._work.round_id

        def steps() -> Steps:
            return (yield from last_of(export_steps(store, round_id, team, folder, ("pdf", "docx"))))

        self._work.start("Writing figures by writer", steps, partial(self._on_written, folder))

    def _on_written(self, folder: Path, files: Any) -> None:
        names = " and ".join(file.name for file in files)
        self._work.made(
            "The figures are written for the manager of these writers alone.",
            f"Give them {names} and nobody else. That they were written stands in the change log.", folder,
        )  # fmt: skip


class TeamCard(Card):
    """One team's writers, who it is for, and the button that writes it; or why nothing is shown."""

    def __init__(self, team: TeamFigures) -> None:
        self.team = team
        self.write = PlainButton("Write for the manager…", "file-text")
        name = capital(team_words(team.team)) if team.team or not team.nobodys else NO_TEAM
        self.body = TableCard(name, say("writers.about"))
        if team.hidden:
            super().__init__(Text(team.hidden), title=name, gap=3)
            return
        self.body.show_table(team_table(team, named=False))
        for_whom = Row(Icon("eye-off", "ink2"), (Text(say("writers.confidential"), bold=True), 1), gap=2)
        left_out = Text(without_code_words(team), "caption", "ink2")
        super().__init__(for_whom, self.body, left_out, Row(self.write, 1), gap=3, kind="quiet")
        left_out.setVisible(bool(left_out.words))
