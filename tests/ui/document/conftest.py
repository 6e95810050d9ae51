"""A document pane on its own, and plans to open in it: invented text, no child described here exists."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor.contents import Evidence
from auditor.plan_reader import Plan
from tests.auditor.plan_reader.making import Break, Grid, Line, headed, pdf_file, word_file
from ui.document.pane import DocumentPane
from ui.look import Look, Theme, look

F_LINE = "Daily reading programme with a trained teaching assistant, 15 minutes every school day."
TABLE = Grid(
    [
        [[Line("Outcome", bold=True)], [Line("Provision", bold=True)], [Line("Who and how often", bold=True)]],
        [[Line("E3. By July 2027 uses a feelings scale.")], [Line("Access to a quiet space as required.")],
         [Line("School staff, ongoing.")]],
    ]
)  # fmt: skip
PARTS = [
    Line("Education, Health and Care Plan", level=1),
    Line("Section A: Views, interests and aspirations", level=2),
    Line("Robin likes trains and wants to become a signaller."),
    Line("Section E: Outcomes", level=2),
    Line("By July 2027 Robin’s reading will be secure."),
    Break(),
    Line("Section F: Special educational provision", level=2),
    Line(F_LINE),
    TABLE,
    Line("Section G: Health provision", level=2),
    Line("The asthma nurse reviews the care plan every term with a trained teaching assistant."),
]


@pytest.fixture(autouse=True)
def lk(qapp: QApplication) -> Iterator[Look]:
    """The look, light and at 100%."""
    look().set(Theme.LIGHT, 1.0)
    yield look()
    look().set(Theme.SYSTEM, 1.0)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader was given to say."""
    heard: list[str] = []

    def hear(event: QAccessibleAnnouncementEvent) -> None:
        heard.append(event.message())

    monkeypatch.setattr("ui.parts.announce.QAccessible.updateAccessibility", hear)
    return heard


@dataclass
class Desk:
    """A pane, and what it told."""

    qtbot: QtBot
    pane: DocumentPane
    folder: Path
    evidence: list[Evidence] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def file(self, content: bytes, name: str = "plan.pdf") -> Path:
        """Put a file where plans lie."""
        path = self.folder / name
        path.write_bytes(content)
        return path

    def open(self, content: bytes, name: str = "plan.pdf", password: str | None = None) -> DocumentPane:
        """Open a plan and wait until it is read and the text of what is in view is known."""
        known = len(self.plans)
        self.pane.open_file(self.file(content, name), password)
        self.qtbot.waitUntil(lambda: len(self.plans) > known)
        if self.pane.view is self.pane.pages:
            self.text_of(0)
        return self.pane

    def text_of(self, page: int) -> None:
        """Wait until the characters of a page are known."""
        self.qtbot.waitUntil(lambda: page in self.pane.pages.texts)

    def point(self, page: int, words: str, *, end: bool = False) -> QPoint:
        """Where words of a page begin or end in the view."""
        text = self.pane.pages.texts[page]
        start, stop = next(text.folded.find(words))
        box = text.box(stop - 1 if end else start)
        rect = self.pane.pages.to_view(page, box)
        x = rect.right() if end else rect.left()
        return QPoint(round(x), round(rect.center().y()))

    def drag(self, page: int, start: str, end: str) -> None:
        """Select with the mouse from where `start` begins to where `end` ends."""
        view = self.pane.pages.viewport()
        self.qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=self.point(page, start))
        self.qtbot.mouseMove(view, self.point(page, end, end=True))
        self.qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=self.point(page, end, end=True))

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """An empty pane, shown and active."""
    pane = DocumentPane()
    qtbot.addWidget(pane)
    pane.resize(700, 800)
    made = Desk(qtbot, pane, tmp_path)
    pane.evidence_asked.connect(made.evidence.append)
    pane.read.connect(made.plans.append)
    pane.problem.connect(made.problems.append)
    pane.show()
    pane.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is pane)
    yield made
    pane.shut_down()


@pytest.fixture(scope="session")
def pdf() -> bytes:
    """Two pages with sections A, E, F and G, and a table in F."""
    return pdf_file(PARTS)


@pytest.fixture(scope="session")
def word() -> bytes:
    """The same plan as a Word file."""
    return word_file(PARTS)


@pytest.fixture(scope="session")
def long_pdf() -> bytes:
    """Twelve sections on as many pages and more."""
    parts = []
    for part in headed("Section {letter}: {title}"):
        if isinstance(part, Line) and part.level == 2:
            parts.append(Break())
        parts.append(part)
    return pdf_file(parts)


MakePdf = Callable[..., bytes]
