"""The tutorial as it is written, and somebody who does what it says in a real window.

Every step is a heading with a number. In its text **bold** names a control, `code` is what to type, a link is a file
to choose, and “quoted” words must be there to read. Whatever else stands there is for the reader alone.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from auditor.answers import Answer
from auditor.scoring import enter_sheet, plan_rows, sheet, submit
from db.vocabulary import Value
from ui.parts.buttons import NavButton
from ui.window import MainWindow

Kind = TypeVar("Kind", bound=QWidget)
Found = TypeVar("Found")
PATIENCE = 30_000  # ms: how long somebody waits for what they are told comes next
DOCS = Path(__file__).parents[2] / "docs"
_STEP = re.compile(r"^## (\d+)\. (.+)$", re.MULTILINE)
_DONE = re.compile(
    r"[Pp]ress \*\*(?P<press>[^*]+)\*\*(?: and choose (?:\[[^\]]+\]\((?P<file>[^)]+)\)|`(?P<made>[^`]+)`))?"
    r"|[Gg]o to \*\*(?P<go>[^*]+)\*\*"
    r"|[Ii]n \*\*(?P<told>[^*]+)\*\* write the words you were told"
    r"|[Ii]n \*\*(?P<field>[^*]+)\*\* (?P<how>write|choose) `(?P<words>[^`]+)`"
    r"|“(?P<see>[^”]+)”"
)


@dataclass(frozen=True)
class Deed:
    """One thing to do: press, go to, write, tell, choose or see; on what, and with which words or file."""

    what: str
    on: str
    words: str = ""


@dataclass(frozen=True)
class Step:
    """One numbered step of the tutorial."""

    number: int
    title: str
    text: str

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """What it tells the reader to do, in order."""
        return tuple(self._deeds())

    def _deeds(self) -> Iterator[Deed]:
        for found in _DONE.finditer(self.text):
            if found["press"]:
                yield Deed("press", found["press"], found["file"] or found["made"] or "")
            elif found["go"]:
                yield Deed("go", found["go"])
            elif found["told"]:
                yield Deed("tell", found["told"])
            elif found["field"]:
                yield Deed(found["how"], found["field"], found["words"])
            else:
                yield Deed("see", found["see"])


def steps_of(page: Path) -> tuple[Step, ...]:
    """The numbered steps of a tutorial."""
    text = page.read_text(encoding="utf-8")
    heads = list(_STEP.finditer(text))
    ends = [match.start() for match in heads[1:]] + [_end_of(text, heads[-1].end())]
    return tuple(Step(int(h[1]), h[2], text[h.end() : end].strip()) for h, end in zip(heads, ends, strict=True))


def _end_of(text: str, start: int) -> int:
    """Where the last step ends: at the next heading without a number."""
    after = text.find("\n## ", start)
    return after if after >= 0 else len(text)


class Reader:
    """Does what a step says, by nothing but the names that are printed. `files` is where links are looked up.

    Files that were made on the way lie in `folder`; `caller` is the window whose owner rings up with a passphrase.
    """

    def __init__(
        self, window: MainWindow, files: "Answered", folder: Path = DOCS, caller: MainWindow | None = None
    ) -> None:
        self._window, self._files, self._folder, self._caller = window, files, folder, caller

    def follow(self, step: Step) -> None:
        """Do everything a step says, in order."""
        for deed in step.deeds:
            getattr(self, f"_{deed.what}")(deed)
            self._settle()

    def _press(self, deed: Deed) -> None:
        if deed.words:
            self._files.path = (self._folder if deed.words.endswith(".ehcppack") else DOCS) / deed.words

        def able() -> list[QAbstractButton]:
            able = [b for b in self._seen(QAbstractButton) if b.isEnabled()]
            # (what a button counts is not printed: Apply 44 additions)
            return [b for b in able if _name(b) == deed.on] or [b for b in able if _name(b).startswith(f"{deed.on} ")]

        found = _soon(able)
        assert found, f"there is no button “{deed.on}” to press on {self._window.page.title}"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def _go(self, deed: Deed) -> None:
        places = _soon(lambda: [b for b in self._seen(NavButton) if _name(b) == deed.on])
        assert places, f"there is no place “{deed.on}” in the sidebar"
        QTest.mouseClick(places[0], Qt.MouseButton.LeftButton)

    def _write(self, deed: Deed) -> None:
        field = self._field(deed.on)
        assert isinstance(field, QLineEdit | QSpinBox | QPlainTextEdit), f"nothing can be written in “{deed.on}”"
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, deed.words)

    def _tell(self, deed: Deed) -> None:
        assert self._caller is not None
        labels = self._caller.findChildren(QLabel)
        words = next(w for w in labels if w.isVisible() and w.accessibleDescription() == "Passphrase to tell")
        field = self._field(deed.on)
        field.setFocus()
        QTest.keyClicks(field, _plain(words))

    def _choose(self, deed: Deed) -> None:
        box = self._field(deed.on)
        assert isinstance(box, QComboBox), f"there is nothing to choose in “{deed.on}”"
        at = box.findText(deed.words)
        assert at >= 0, f"“{deed.on}” does not offer “{deed.words}”"
        box.setCurrentIndex(at)

    def _see(self, deed: Deed) -> None:
        def there() -> bool:
            return deed.on in " ".join(" ".join(_plain(label) for label in self._seen(QLabel)).split())

        assert _soon(there), f"“{deed.on}” is nowhere to be read on {self._window.page.title}"

    def _field(self, name: str) -> QWidget:
        found = _soon(lambda: [w for w in self._seen(QWidget) if w.accessibleName() == name and w.isEnabled()])
        assert found, f"there is no field “{name}” on {self._window.page.title}"
        return found[0]

    def _seen(self, kind: type[Kind]) -> list[Kind]:
        return [widget for widget in self._window.findChildren(kind) if widget.isVisible()]

    def _settle(self) -> None:
        """Let what was begun come to its end: the jobs on the worker, each of which may begin another."""
        QApplication.processEvents()
        assert _soon(lambda: not self._window.tasks.busy), "the work does not come to its end"
        QApplication.processEvents()


def score_some(window: MainWindow) -> None:
    """What an auditor does in an afternoon, told in the chapter and not shown: one plan submitted, another begun."""
    session = window.open_session
    rnd = session.round
    assert rnd is not None
    for row, ended in zip(plan_rows(session.store, rnd.id), (True, False), strict=False):
        asked = sheet(session.store, row.assignment).asked
        wanted = asked if ended else asked[:3]
        session.tell(enter_sheet(session.store, row.assignment, {c.id: Answer(Value.MET) for c in wanted}))
        if ended:
            session.tell(submit(session.store, row.assignment))


class Answered:
    """Answers every dialog for a file with the file the step names."""

    path: Path | None = None
    home: Path | None = None

    def open_path(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        """The file to read."""
        return self.path

    def open_paths(self, parent: QWidget, title: str, kinds: str) -> tuple[Path, ...]:
        """The files to read, of which a step names one."""
        return (self.path,) if self.path is not None else ()

    def save_path(self, parent: QWidget, title: str, suggested: Path, kinds: str) -> Path | None:
        """Where to write: what was proposed."""
        return suggested

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """Where files go that the program makes."""
        return self.home

    def sure(self, parent: QWidget, question: str, yes: str, no: str) -> bool:
        """No step asks for what cannot be undone."""
        raise AssertionError(f"the tutorial does not say what to answer to: {question}")


def _soon(look: Callable[[], Found]) -> Found:
    """What somebody sees once it is there, or what there is when they have waited long enough."""
    end = QDeadlineTimer(PATIENCE)
    while not (found := look()) and not end.hasExpired():
        QTest.qWait(10)
    return found


def _name(widget: QAbstractButton | QLabel) -> str:
    """What a person reads on it, or what is read out where it shows something else."""
    return widget.text().replace("&", "") or widget.accessibleName()


def _plain(label: QLabel) -> str:
    """What stands on a label, without the markup of its lines."""
    text = _name(label)
    return unescape(re.sub(r"<[^>]+>", "", text.replace("<br>", " "))) if text.startswith("<p") else text
