"""The overview of a round: tiles that open their list, who has come how far, what needs the lead."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from auditor.reports.sentences import signed_line
from auditor.reports.wording import small
from auditor.rounding import printed
from auditor.standing.standing import Progress, Standing
from auditor.standing.waits import day_count
from ui.parts.buttons import QuietButton, Tile
from ui.parts.chip import Chip
from ui.parts.layout import Card, Column, Row, Rule, ScrollColumn, SectionTitle, Wrap
from ui.parts.progress import PartsLegend
from ui.parts.signed import show_signed
from ui.parts.words import Text
from ui.standing.lines_pane import EVERY
from ui.standing.need_row import NeedRow
from ui.standing.progress_table import ProgressTable, area_rows, auditor_rows, parts_of

TILES = (EVERY, "submitted", "under_way", "not_started", "late")


class Overview(ScrollColumn):
    """`list_asked` carries a kind of the list; `need_asked` a need; `remind` asks for one auditor's words or all."""

    list_asked = Signal(str)
    need_asked = Signal(object)
    remind = Signal(object)
    place_asked = Signal(str)

    def __init__(self) -> None:
        states = ("", "completed", "under_way", "not_started", "delayed")
        self.tiles = {key: Tile("", "", "", state) for key, state in zip(TILES, states, strict=True)}
        for key, tile in self.tiles.items():
            tile.clicked.connect(lambda _=False, key=key: self.list_asked.emit(key))
        tiles = Wrap(gap=4)
        for tile in self.tiles.values():
            tiles.add(tile, stretch=1, least=150)
        self._build_tables()
        self._build_words()
        small = Wrap(gap=4)
        small.add(self.area_card, stretch=3, least=390)
        small.add(self.twice_card, stretch=2, least=220)
        left = Column(self.auditor_card, small, self.days_card, 1, gap=4)
        right = Column(self.needs_card, self.figures_card, 1, gap=4)
        both = Wrap(gap=4)
        both.add(left, stretch=3, least=620)
        both.add(right, stretch=1, least=310)
        super().__init__(tiles, both, margins=(0, 4, 0, 6))

    def _build_tables(self) -> None:
        self.auditors = ProgressTable("By auditor", 2)
        self.areas = ProgressTable("By area", 1)
        self.remind_one = QuietButton("Copy this auditor's reminder", "copy")
        self.remind_all = QuietButton("Copy all reminders", "copy")
        self.remind_one.clicked.connect(lambda: self.remind.emit(self.auditor))
        self.remind_all.clicked.connect(lambda: self.remind.emit(None))
        title = SectionTitle("By auditor", self.remind_one, self.remind_all)
        self.auditor_card = Card(title, self.auditors, PartsLegend(parts_of(Progress(0, 0, 0))))
        self.auditor_card.setAccessibleName("By auditor")
        self.area_card = Card(self.areas, title="By area")

    def _build_words(self) -> None:
        self._twice = Text("")
        self._same = Text("", tone="ink2")
        self.twice_card = Card(self._twice, self._same, 1, title="Scored twice")
        self._days = [Text("", bold=True) for _ in range(4)], [Text("", tone="ink2") for _ in range(4)]
        days = Wrap(gap=4)
        for head, words in zip(*self._days, strict=True):
            days.add(Column(head, words, 1, gap=0), stretch=1, least=270)
        self.days_card = Card(days, title="Days from the draw")
        self._needs = Column(gap=3)
        self.calibration = QuietButton("Calibration", "target")
        self.calibration.clicked.connect(lambda: self.place_asked.emit("calibration"))
        self.needs_card = Card(self._needs, Row(self.calibration, 1), title="Needs you")
        self._figures = Text("")
        self._provisional = Chip("Provisional", state="under_way")
        self.see_figures = QuietButton("See results", "chart-column")
        self.see_figures.clicked.connect(lambda: self.place_asked.emit("results"))
        self.figures_card = Card(
            SectionTitle("Figures", self._provisional), self._figures, Row(self.see_figures, 1), gap=2
        )

    def show_standing(self, found: Standing) -> None:
        """Show where the round stands."""
        self._found = found
        self._show_tiles(found)
        self.auditors.show_rows(auditor_rows(found.auditors))
        self.auditors.selectionModel().selectionChanged.connect(lambda *_: self._on_auditor())
        self.areas.show_rows(area_rows(found.areas))
        self.auditor_card.setVisible(bool(found.auditors))
        self.area_card.setVisible(bool(found.areas))
        self._show_twice(found)
        waits = (found.to_submission, found.to_agreement, found.to_feedback, found.to_mended)
        steps = ("To submission", "To one agreed answer", "To feedback", "To the plan mended")
        for head, words, step, days in zip(*self._days, steps, waits, strict=True):
            head.set_text(step)
            words.set_text(days.words)
        self._show_needs(found)
        self._provisional.setVisible(not (found.provisional and found.held_back))
        if found.provisional:
            self._provisional.set_state("Provisional", "under_way")
        else:
            show_signed(self._provisional, found.signed_off)
        self._figures.set_text(_figures(found))
        self.see_figures.setVisible(not found.held_back)
        self.remind_all.setEnabled(found.audits.submitted < found.audits.total)
        self._on_auditor()

    @property
    def auditor(self) -> int | None:
        """The auditor whose row is chosen, or None."""
        row = self.auditors.currentIndex().row()
        return self._found.auditors[row].person if 0 <= row < len(self._found.auditors) else None

    def _on_auditor(self) -> None:
        row = self.auditors.currentIndex().row()
        theirs = self._found.auditors[row].progress if 0 <= row < len(self._found.auditors) else None
        self.remind_one.setEnabled(theirs is not None and theirs.submitted < theirs.total)

    def _show_tiles(self, found: Standing) -> None:
        a = found.audits
        of = f"from a list of {found.population:,}" if found.population else "the list's size is not known"
        expected = a.total + len(found.unallocated)
        share = f"{printed(a.submitted, expected)} of {expected:,} audits" if expected else "no audit is expected"
        oldest = found.oldest
        untouched = f"{oldest.reference} for {day_count(oldest.days)}" if oldest and oldest.days else ""
        people = sum(1 for auditor in found.auditors if auditor.progress.late)
        late = "" if not a.late else "1 auditor" if people == 1 else f"{people} auditors"
        texts = (
            (f"{found.plans:,}", "plans sampled" if found.plans != 1 else "plan sampled", of),
            (f"{a.submitted:,}", "submitted", share),
            (f"{a.under_way:,}", "under way", ""),
            (f"{a.not_started:,}", "not started", untouched),
            (f"{a.late:,}", "late", late),
        )
        for tile, words in zip(self.tiles.values(), texts, strict=True):
            tile.set_figure(*words)

    def _show_twice(self, found: Standing) -> None:
        twice = found.twice
        self.twice_card.setVisible(twice.plans > 0)
        self._twice.set_text(f"{twice.ready:,} of {twice.plans:,} plans are in from both auditors.")
        if not twice.compared:
            self._same.set_text("How alike they answer is counted once one of them is.")
            return
        near = twice.same + twice.one_step
        self._same.set_text(
            f"The same answer {twice.same:,} of {twice.compared:,} times ({printed(twice.same, twice.compared)}); "
            f"within one step {near:,} of {twice.compared:,}."
        )

    def _show_needs(self, found: Standing) -> None:
        self._needs.clear()
        rows: list[QWidget] = []
        for need in found.needs:
            if rows:
                rows.append(Rule())
            rows.append(NeedRow(need, partial(self.need_asked.emit, need)))
        stops = found.next.stops if found.next is not None else ()
        if not rows and not stops:
            rows.append(Text("Nothing waits for you.", tone="ink2"))
        if found.next is not None and stops:
            rows += [Rule()] if rows else []
            rows.append(Text(f"Before you can {small(found.next.name)}", bold=True))
            rows += [Text(sentence, "caption", "ink2") for sentence in stops]
            rows.append(self._ways())
        for row in rows:
            self._needs.add(row)

    def _ways(self) -> QWidget:
        """To what stands in the way: who has which plan, and where plans are given out and taken back."""
        audits, shares = QuietButton("See plans and audits", "list-checks"), QuietButton("Allocation", "split")
        audits.clicked.connect(lambda: self.list_asked.emit(EVERY))
        shares.clicked.connect(lambda: self.place_asked.emit("allocation"))
        return Wrap(audits, shares, gap=1)


def _figures(found: Standing) -> str:
    if found.held_back:
        return found.held_back
    if found.provisional:
        return "These will move until the round is signed off."
    signed = found.signed_off
    differs = signed.differs if signed is not None else ""
    return differs or signed_line(signed) or "The round is signed off."
