"""The plan list: a file chosen, what it holds, and every row that cannot be used."""

from pathlib import Path

from PySide6.QtCore import Signal

from auditor.plan_list import PlanList, read_plan_list
from db.errors import UserError
from db.files import write_whole
from ui.ask import Asks
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.layout import Card, Column, Row, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Text

SHOWN = 8
COLUMNS = (
    "reference", "area", "year_group", "need", "setting_type", "phase", "plan_kind", "agencies", "requested_on",
    "first_final_on", "exception", "last_review_on", "decision_on", "amended_final_on", "decided_not_to_amend",
    "previous_anchor_on", "phase_move", "moves_on",
)  # fmt: skip
ABOUT = (
    "A CSV file with one row a plan. Only the reference is needed: your own number for the plan, never a name. "
    "Area, year group and need let figures be told apart; dates let the time limits be worked out. "
    "An empty list shows every column there is. Names, UPNs, dates of birth and the like are never read."
)


class PlansCard(Card):
    """Reads the list as soon as it is chosen. `chosen` comes with every list that can be used."""

    chosen = Signal()

    def __init__(self, asks: Asks) -> None:
        self._asks = asks
        self.list: PlanList | None = None
        self.button = PlainButton("Choose the plan list…", "file-spreadsheet")
        self.button.clicked.connect(self._ask)
        self.empty = QuietButton("Save an empty list…", "download")
        self.empty.clicked.connect(self._save_empty)
        self.said = Text("No list chosen yet.", tone="ink2")
        self._rows = Column(gap=1)
        super().__init__(
            Text(ABOUT, "caption", "ink2"), Wrap(self.button, self.empty, gap=3), self.said, self._rows,
            title="The plans", gap=3, pad=5,
        )  # fmt: skip

    def read(self, path: Path) -> None:
        """Read a list and show what it gave."""
        self.list = None
        try:
            given = read_plan_list(path.read_bytes())
        except UserError as problem:
            self._say([("problem", str(problem))])
        except OSError:
            self._say([("problem", f"{path.name} could not be read. Check that it is there and that you may open it.")])
        else:
            self.list = given if given.plans else None
            self._say(_findings(path, given))
        if self.list is not None:
            self.chosen.emit()

    def check(self) -> PlanList | None:
        """The list, or None with the card saying that one is needed."""
        if self.list is None and not self.problem:
            self._say([("problem", "Choose the list of the round's plans.")])
        return self.list

    @property
    def problem(self) -> bool:
        """Whether the card says that something is wrong with the list as a whole."""
        return self.list is None and self.said.property("tone") == "delayed"

    def _ask(self) -> None:
        path = self._asks.open_path(self, "Choose the plan list", "Lists (*.csv *.txt)")
        if path is not None:
            self.read(path)

    def _save_empty(self) -> None:
        path = self._asks.save_path(self, "Save an empty plan list", Path("plans.csv"), "Lists (*.csv)")
        if path is None:
            return
        try:
            write_whole(path, lambda beside: beside.write_text(",".join(COLUMNS) + "\r\n", encoding="utf-8-sig"))
        except UserError as problem:
            self._say([("problem", str(problem))])
        else:
            self._say([("done", f"An empty list is saved as {path.name}. Fill it in, then choose it here.")])

    def _say(self, findings: list[tuple[str, str]]) -> None:
        kind, first = findings[0]
        self.said.set_text(first)
        self.said.set_tone("delayed" if kind == "problem" else "ink")
        self._rows.clear()
        for kind, words in findings[1:]:
            icon = Icon("triangle-alert", "under_way", 16) if kind == "wrong" else Icon("info", "ink2", 16)
            self._rows.add(Row(icon, (Text(words, "caption"), 1), gap=2))
        announce(self, ". ".join(words for _, words in findings[:3]))


def _findings(path: Path, given: PlanList) -> list[tuple[str, str]]:
    """What the file gave, in sentences: the total first, then columns, then rows."""
    plans, wrong = len(given.plans), len({row.row for row in given.wrong})
    total = f"{plans:,} of {plans + wrong:,} plans in {path.name} can be used."
    found = [("done" if plans else "problem", total)]
    if given.dropped:
        found.append(("note", f"Dropped unread, because they could tell who a child is: {', '.join(given.dropped)}."))
    if given.ignored:
        found.append(("note", f"Left out, because this program has no use for them: {', '.join(given.ignored)}."))
    found += [("wrong", str(row)) for row in given.wrong[:SHOWN]]
    if len(given.wrong) > SHOWN:
        found.append(("wrong", f"And {len(given.wrong) - SHOWN:,} more. Mend the file and choose it again."))
    elif given.wrong and plans:
        found.append(("note", "You can go on without these rows, or mend the file and choose it again."))
    return found
