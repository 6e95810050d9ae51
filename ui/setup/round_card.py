"""What the first round is: its name, framework, reference date, kind, and how its plans were picked."""

from pathlib import Path

from PySide6.QtCore import QDate

from auditor.frameworks import Framework, builtin, builtin_names, load
from auditor.rounds import DrawnRound
from db.errors import UserError
from db.vocabulary import Draw, RoundKind
from ui.ask import Asks
from ui.parts.buttons import PlainButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Row
from ui.setup.fields import Line, choice, counter, day, side_by_side

KINDS = {
    RoundKind.FULL: "Full audit",
    RoundKind.ROLLING: "Rolling audit: a few plans each month",
    RoundKind.THEMATIC: "Thematic: plans picked for a theme",
    RoundKind.SINGLE_AGENCY: "One agency's part of the plans",
    RoundKind.CHECKLIST: "Checklist",
    RoundKind.RE_AUDIT: "Re-audit: were plans mended as asked?",
}
# A stratified draw needs the size of each stratum, which this page does not ask for
DRAWS = {
    Draw.RANDOM: "By lot, every plan with the same chance",
    Draw.CHOSEN: "Somebody chose them",
    Draw.ALL: "All plans there are",
    Draw.UNKNOWN: "Nobody knows any more",
}
RANGES = {
    Draw.RANDOM: "The results will show how far the luck of the draw could have moved each figure.",
    Draw.CHOSEN: "The results will show no ranges: only plans picked by lot speak for the others.",
    Draw.ALL: "The results will show no ranges: nothing was left to chance.",
    Draw.UNKNOWN: "The results will show no ranges: only plans picked by lot speak for the others.",
}


class RoundCard(Card):
    """The fields of a round."""

    def __init__(self, asks: Asks) -> None:
        self._asks = asks
        self.name = Line("Name of the round", "Autumn 2026", "Name the round, as the report will.")
        self._frameworks = [builtin(name) for name in builtin_names()]
        self.framework = choice({f.id: f"{f.title}, version {f.version}" for f in self._frameworks})
        self.from_file = PlainButton("From a file…")
        self.from_file.clicked.connect(self._ask_framework)
        self._framework_row = FormRow(
            "Framework", self.framework, "The round keeps its own copy, which never changes afterwards."
        )
        self.as_at = day(QDate.currentDate())
        self.kind, self.draw = choice(KINDS), choice(DRAWS)
        self.population = counter(0, 1_000_000)
        self.population.setSpecialValueText("Not known")
        self._draw_row = FormRow("How the plans were picked", self.draw, " ")
        self._population_row = FormRow(
            "Plans they were picked from", self.population, "How many plans the whole list held; 0 if nobody knows."
        )
        date_row = FormRow("Reference date", self.as_at, "Time limits are worked out as they stood on this day.")
        super().__init__(
            side_by_side(self.name, date_row), side_by_side(FormRow("Kind of round", self.kind)),
            Row((self._framework_row, 1), self.from_file, gap=3), side_by_side(self._draw_row, self._population_row),
            title="The round", gap=4, pad=5,
        )  # fmt: skip
        self.draw.setPlaceholderText("Choose how they were picked")
        self.draw.setCurrentIndex(-1)  # whether ranges may be printed hangs on it, so nobody is led to an answer
        self.draw.currentIndexChanged.connect(self._explain_draw)
        self._explain_draw()

    def load_framework(self, path: Path) -> None:
        """Read a framework from a file and choose it; the field says what is wrong with one that cannot be used."""
        try:
            framework = load(path)
        except UserError as problem:
            self._framework_row.set_problem(str(problem))
            return
        self._framework_row.set_problem("")
        self._frameworks.append(framework)
        self.framework.addItem(f"{framework.title}, version {framework.version} ({path.name})")
        self.framework.setCurrentIndex(self.framework.count() - 1)

    def check(self, plans: int) -> tuple[Framework, DrawnRound] | None:
        """The framework and the round for so many plans, or None with the fields saying what is wrong."""
        name, picked = self.name.check(), self.draw.currentData()
        self._draw_row.set_problem("" if picked else "Say how the plans were picked; the ranges hang on it.")
        if not picked:
            return None
        draw = Draw(picked)
        population = plans if draw is Draw.ALL else self.population.value() or None
        too_small = population is not None and population < plans
        self._population_row.set_problem(
            f"The list holds {plans:,} plans, so they were picked from at least as many." if too_small else ""
        )
        if not name or too_small:
            return None
        framework = self._frameworks[self.framework.currentIndex()]
        as_at = self.as_at.date().toPython()
        kind = RoundKind(self.kind.currentData())
        return framework, DrawnRound(name, kind, as_at, draw=draw, population=population)  # type: ignore[arg-type]  # a date

    def _ask_framework(self) -> None:
        path = self._asks.open_path(self, "Choose a framework", "Frameworks (*.toml)")
        if path is not None:
            self.load_framework(path)

    def _explain_draw(self) -> None:
        self._draw_row.set_problem("")
        draw = self.draw.currentData()
        self._draw_row.set_help(RANGES[Draw(draw)] if draw else "Whether the results may show ranges hangs on this.")
        self._population_row.setVisible(draw != Draw.ALL)
