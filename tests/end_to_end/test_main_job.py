"""The main job in the real window by keyboard alone: set up, draw, share out, score, combine, export, read back."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QListView
from pytestqt.qtbot import QtBot

from auditor.frameworks import builtin
from auditor.sampling.draw import in_order
from db.vocabulary import Value
from tests.building import make_round, make_workspace
from tests.end_to_end.reading import Figure, ehcp, pdf_text, results_of, summary_of, told, workbook_headlines
from tests.end_to_end.rooms import answers_in
from tests.ui.window.conftest import Answers
from ui.desk.checklist import Checklist
from ui.look import Theme, look
from ui.pages.desk import DeskPage
from ui.pages.results import ResultsPage
from ui.parts.chip import Chip
from ui.parts.message import MessageBar
from ui.settings import Settings
from ui.window import MainWindow

ROUND, SEED, POPULATION = "Spring", "4827-1936", 40
LISTED = tuple(f"N-{i:03}" for i in range(1, POPULATION + 1))
PLANS = in_order(SEED, LISTED)[:2]
AUDITORS = """code,name,agency,trained on,undertaking signed
EA,Edie Example,Education,2026-01-10,2026-01-10
HB,Hal Example,Health,2026-01-10,2026-01-10
"""
TOTALS = "board-spring-partnership"
"""What the files are called that a Board gets, without rows of single plans."""
PASSPHRASE = "larch pony copper violin"
EVIDENCE = "Seen in section F"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Scores = Mapping[tuple[str, str], Value]
"""By plan and criterion, what is not met; everything else is."""

EDIE: Scores = {
    (PLANS[0], "V1"): Value.NOT_MET,
    (PLANS[0], "V2"): Value.NOT_MET,
    (PLANS[1], "P1"): Value.PARTLY,
    (PLANS[1], "A1"): Value.CANNOT_TELL,
}
HAL: Scores = {**EDIE, (PLANS[1], "C1"): Value.NOT_MET, (PLANS[1], "P3"): Value.PARTLY}
DIFFERENT = [(PLANS[1], "C1"), (PLANS[1], "P3")]


class Sitting:
    """A person in front of the window, with a keyboard and no mouse."""

    def __init__(self, window: MainWindow, bot: QtBot) -> None:
        self.window, self._bot = window, bot

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys wherever the keyboard is."""
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        """Type text wherever the keyboard is."""
        QTest.keyClicks(QApplication.focusWidget(), text)

    def tab_to(self, there: Callable[[], bool], modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press Tab until the keyboard is there."""
        for _ in range(60):
            if there():
                return
            self.press(Qt.Key.Key_Tab, modifier=modifier)
        raise AssertionError("Tab does not lead there")

    def on(self, name: str) -> bool:
        """Whether the keyboard is on what is read out so."""
        focused = QApplication.focusWidget()
        return focused is not None and focused.accessibleName() == name

    def on_button(self, words: str) -> bool:
        """Whether the keyboard is on the button that says so."""
        focused = QApplication.focusWidget()
        return isinstance(focused, QAbstractButton) and focused.text() == words

    @property
    def desk(self) -> DeskPage:
        """The desk, which is up."""
        assert isinstance(self.window.page, DeskPage)
        return self.window.page

    def score_as(self, name: str) -> None:
        """Choose whose sheets to enter, and go to the first plan."""
        self.press(Qt.Key.Key_F, modifier=CTRL)
        self.tab_to(lambda: self.on("Scoring as"), SHIFT)
        chooser = QApplication.focusWidget()
        assert isinstance(chooser, QComboBox)
        self.press(Qt.Key.Key_Home)
        while not chooser.currentText().startswith(name):
            before = chooser.currentIndex()
            self.press(Qt.Key.Key_Down)
            assert chooser.currentIndex() != before, f"{name} is not offered"
        self.press(Qt.Key.Key_F, modifier=CTRL)
        self.press(Qt.Key.Key_Down)
        assert isinstance(QApplication.focusWidget(), QListView)
        self.press(Qt.Key.Key_Home, Qt.Key.Key_Return)

    def score_plan(self, reference: str, scores: Scores) -> None:
        """Answer every question of the open plan in turn, with evidence, cause and agency for what falls short."""
        checklist = self.desk.findChild(Checklist)
        asked = [c.id for c in builtin("default-ehcp").judged]
        answered: list[str] = []
        while len(answered) < len(asked):
            criterion = checklist.open_key
            assert criterion not in answered
            value = scores.get((reference, criterion), Value.MET)
            self.type(value.key)
            if value is not Value.MET:
                self._explain(value)
            answered.append(criterion)
        assert sorted(answered) == sorted(asked)

    def _explain(self, value: Value) -> None:
        assert self.on("Evidence note")
        self.type(EVIDENCE)
        if value.shortfall:
            for choice in ("Cause of the shortfall", "Agency best placed to act"):
                self.tab_to(lambda choice=choice: self.on(choice))
                self.press(Qt.Key.Key_Down)
            self.tab_to(lambda: self.on("Evidence note"), SHIFT)
        self.press(Qt.Key.Key_Escape, Qt.Key.Key_Down)

    def submit(self) -> None:
        """Submit the open plan."""
        self.tab_to(lambda: self.on_button("Submit audit…"))
        self.press(Qt.Key.Key_Space)
        assert self.on_button("Submit audit")
        self.press(Qt.Key.Key_Space)

    def score_all(self, scores: Scores) -> None:
        """Score and submit one plan after another."""
        for reference in PLANS:
            self.score_plan(reference, scores)
            self.submit()
            if reference != PLANS[-1]:
                assert self.on_button("Next plan")
                self.press(Qt.Key.Key_Space)

    def fill(self, name: str, text: str) -> None:
        """Go to a field and write in it, in place of what stands there."""
        self.tab_to(lambda: self.on(name))
        self.press(Qt.Key.Key_A, modifier=CTRL)
        self.type(text)

    def push(self, words: str) -> None:
        """Go to a button and press it, and wait for what it begins."""
        self.tab_to(lambda: self.on_button(words))
        self.press(Qt.Key.Key_Space)
        self.settle()
        QApplication.processEvents()

    def go(self, place: str) -> None:
        """Go to a place by its number, or past the ninth by typing its title."""
        places = [p for p in self.window.places if p.listed and not p.foot]
        number = [p.key for p in places].index(place)
        if number < 9:
            self.press(Qt.Key(Qt.Key.Key_1 + number), modifier=CTRL)
        else:
            self.press(Qt.Key.Key_K, modifier=CTRL)
            self._bot.waitUntil(lambda: self.on("Go to or do: type some letters of what it is called"))
            self.type(places[number].title)
            self.press(Qt.Key.Key_Return)
            self.window.activateWindow()  # which a desktop does by itself
            self._bot.waitUntil(lambda: QApplication.activeWindow() is self.window)
        assert self.window.here == place
        self.settle()
        QApplication.processEvents()

    def look_at_results(self) -> ResultsPage:
        """Go to the results and wait for the figures."""
        self.go("results")
        page = self.window.page
        assert isinstance(page, ResultsPage)
        self.settle()
        return page

    def settle(self) -> None:
        """Wait until no job is under way."""
        self._bot.waitUntil(lambda: not self.window.tasks.busy)


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def sitting(qtbot: QtBot, tmp_path: Path, answers: Answers) -> Iterator[Sitting]:
    """A person before a new window."""
    look().set(Theme.LIGHT, 1.0)
    window = MainWindow(Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)), answers)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.page.focus_main()
    yield Sitting(window, qtbot)
    window.close()
    look().set(Theme.SYSTEM, 1.0)


def workspace(file: Path, codes: tuple[str, ...], role: str = "lead", owner: str = "Lee Example") -> Path:
    """A workspace with one round of two plans drawn by lot, to be scored by these people."""
    with make_workspace(file, role=role, owner=owner) as store:
        given = dict.fromkeys(PLANS, codes)
        make_round(store, builtin("default-ehcp"), PLANS, given, name=ROUND, population=POPULATION)
    return file


def set_up(sitting: Sitting, answers: Answers, folder: Path) -> Path:
    """Make a workspace, take its list in, draw, take in the auditors, share out and open the round."""
    (folder / "list.csv").write_text(
        "\n".join(("reference,area,need", *(f"{r},North,ASD" for r in LISTED))), encoding="utf-8"
    )
    (folder / "auditors.csv").write_text(AUDITORS, encoding="utf-8")
    sitting.press(Qt.Key.Key_N, modifier=CTRL)
    sitting.fill("Your name", "Lee Example")
    sitting.fill("Council or partnership", "Example Council")
    sitting.fill("Name of the round", ROUND)
    file = answers.path = folder / "spring.ehcpaudit"
    sitting.push("Choose…")
    for name in ("Passphrase", "Passphrase again"):
        sitting.fill(name, PASSPHRASE)
    sitting.push("Make workspace")
    sitting.push("Go on without it")

    assert sitting.window.here == "frame"
    answers.path = folder / "list.csv"
    sitting.push("Choose the list…")
    sitting.push(f"Use these {POPULATION} plans")
    sitting.go("sample")
    sitting.fill("Plans to draw", str(len(PLANS)))
    sitting.fill("Seed", SEED)
    sitting.push("Draw the sample")
    sitting.go("people")
    answers.path = folder / "auditors.csv"
    sitting.push("Import a list…")
    sitting.push("Take in 2")
    sitting.go("allocation")
    sitting.push("Share out")
    sitting.go("standing")
    sitting.push("Open the round")
    return file


def chips(page: ResultsPage) -> list[str]:
    """The words of the chips in view."""
    return [chip.accessibleName() for chip in page.findChildren(Chip) if chip.isVisible()]


def figures(page: ResultsPage) -> list[Figure]:
    """The headlines the page shows, from the same table that stands behind its chart."""
    assert page.results is not None
    return [Figure(m.k, m.n, m.printed) for m in page.results.measures]


def read_back(folder: Path, file: Path, name: str = "board-spring") -> None:
    """Both reports hold what the command line tells a script about the workspace, ranges included."""
    results = results_of(file, ROUND)
    pdf, book = folder / f"{name}.pdf", folder / f"{name}.xlsx"
    expected = told(results)
    assert len(expected) == 5
    assert summary_of(pdf_text(pdf), 5) == expected
    in_cells, ranges = workbook_headlines(book)
    assert in_cells == expected
    for measure, ends in zip(results["measures"], ranges, strict=True):
        assert ends == pytest.approx(tuple(measure["interval"]))


def test_two_auditors_sheets_become_figures_and_both_reports(
    sitting: Sitting, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lead draws two plans of forty, has both auditors score both, and enters their sheets.

    Where the auditors differ, the figures say undecided.
    """
    monkeypatch.setenv("EHCP_AUDITOR_PASSPHRASE", PASSPHRASE)  # for the commands, which know of no window
    file = set_up(sitting, answers, tmp_path)
    sitting.go("desk")
    sitting.score_as("Edie Example")
    sitting.score_all(EDIE)
    page = sitting.look_at_results()
    by_one = figures(page)
    assert chips(page) == ["Provisional"]
    at = page.tabs.indexOf(page.undecided)
    assert not page.tabs.isTabVisible(at)
    assert page.tabs.currentWidget() is page.held, "half the audits are in, and figures are held back"

    sitting.go("desk")
    sitting.score_as("Hal Example")
    sitting.score_all(HAL)
    page = sitting.look_at_results()
    assert chips(page) == ["Provisional: 2 undecided"]
    assert (page.tabs.isTabVisible(at), page.tabs.tabText(at)) == (True, "Undecided (2)")
    assert page.results is not None
    undecided = [(p.reference, c) for p in page.results.plan_lines for c, a in p.answers.items() if a == "undecided"]
    assert undecided == DIFFERENT
    assert figures(page) != by_one

    out = tmp_path / "out"
    out.mkdir()
    answers.path = out
    sitting.press(Qt.Key.Key_P, modifier=CTRL)
    assert sitting.window.here == "report"
    sitting.settle()
    sitting.press(Qt.Key.Key_P, modifier=CTRL)
    sitting.settle()
    (bar,) = sitting.window.page.findChildren(MessageBar)
    assert bar.title == f"The report is made: {TOTALS}.pdf and {TOTALS}.xlsx"
    assert figures(page) == told(results_of(file, ROUND))
    read_back(out, file, TOTALS)
    assert [note for _, note in answers_in(file, PASSPHRASE).values() if note] == [EVIDENCE] * (len(EDIE) + len(HAL))


def test_an_auditors_own_workspace_is_scored_and_reported_by_command(
    sitting: Sitting, answers: Answers, tmp_path: Path
) -> None:
    """An auditor sees their plans and the packs they travel in; the figures of their sheets come by command."""
    file = answers.path = workspace(tmp_path / "mine.ehcpaudit", ("EA",), role="auditor", owner="Edie Example")
    sitting.press(Qt.Key.Key_O, modifier=CTRL)
    sitting.score_all(EDIE)
    assert [place.key for place in sitting.window.places if place.listed] == [
        "desk", "framework", "packs", "feedback", "settings",
    ]  # fmt: skip
    sitting.press(Qt.Key.Key_W, modifier=CTRL)
    assert sitting.window.here == "welcome"
    assert ehcp("workspace", "check", file).returncode == 0
    assert ehcp("report", file, "--out", tmp_path).returncode == 0
    read_back(tmp_path, file)
    assert results_of(file, ROUND)["undecided"] == 0
