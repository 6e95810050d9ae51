"""Two windows of the program as two people have them on two computers, and what they do there."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from auditor.answers import Answer
from auditor.scoring import enter_sheet, plan_rows, reopen, sheet, submit
from db.vocabulary import Agency, Cause, Value
from ui.settings import Settings
from ui.window import MainWindow

SHORTFALL = {"cause": Cause.PLAN_WRITING.value, "agency": Agency.EDUCATION.value, "note": "Section F names no amount"}


class Chosen:
    """What a person chooses in the dialogs of one window, one after another."""

    def __init__(self, folder: Path) -> None:
        self.folder_chosen, self.paths, self.target = folder, (), None
        self.questions: list[str] = []

    def open_path(self, *_args: object, **_more: object) -> Path | None:
        return self.paths[0] if self.paths else None

    def open_paths(self, *_args: object) -> tuple[Path, ...]:
        return tuple(self.paths)

    def save_path(self, _parent: QWidget, _title: str, suggested: Path, _kinds: str) -> Path:
        return self.folder_chosen / suggested.name

    def folder(self, *_args: object, **_more: object) -> Path:
        return self.folder_chosen

    def sure(self, _parent: QWidget, question: str, _yes: str, _no: str) -> bool:
        self.questions.append(question)
        return True


class Computer:
    """One window with its settings and its dialogs; pages are used by the words on their buttons."""

    def __init__(self, bot: QtBot, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._bot, self.folder, self.chosen = bot, folder, Chosen(folder)
        self.window = MainWindow(
            Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)), self.chosen
        )
        self.window.resize(1280, 860)
        self.window.show()

    def leave(self) -> None:
        """Close the window and throw it away now, rather than in the middle of a later test."""
        self.window.close()
        delete(self.window)

    def settle(self) -> None:
        """Wait until no job is under way."""
        QApplication.processEvents()
        self._bot.waitUntil(lambda: not self.window.tasks.busy)
        QApplication.processEvents()

    def open(self, file: Path) -> None:
        """Open a workspace."""
        assert self.window.open_file(file)
        self.settle()

    def go(self, place: str) -> None:
        """Go to a place."""
        self.window.visit(place)
        self.settle()

    def press(self, words: str) -> None:
        """Press the button that is in view and begins with these words."""
        found = [
            b for b in self.window.findChildren(QAbstractButton)
            if b.isVisible() and b.isEnabled() and b.text().replace("&", "").startswith(words)
        ]  # fmt: skip
        assert found, f"no button {words!r} on {self.window.page.title}: {self.said()}"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.settle()

    def write(self, name: str, words: str) -> None:
        """Write into the field of that name, in place of what stands there."""
        field = next(field for field in self.fields() if field.accessibleName() == name)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, words)

    def fields(self) -> list[QLineEdit]:
        """The fields in view."""
        return [field for field in self.window.findChildren(QLineEdit) if field.isVisible()]

    def drop(self, files: Sequence[Path]) -> None:
        """Let files fall on the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        self.window.dropEvent(QDropEvent(QPoint(5, 5), copy, data, Qt.MouseButton.LeftButton, none))
        self.settle()

    def said(self) -> str:
        """What the message bars in view say."""
        areas = (self.window.messages, getattr(self.window.page, "messages", None))
        return " ".join(area.bar.accessibleName() for area in areas if area is not None and area.bar is not None)

    def labels(self) -> str:
        """All words in view."""
        return " ".join(getattr(w, "words", w.text()) for w in self.window.findChildren(QLabel) if w.isVisible())

    def read(self, description: str) -> str:
        """The words on the label with that description."""
        labels = self.window.findChildren(QLabel)
        return next(w.words for w in labels if w.isVisible() and w.accessibleDescription() == description)

    def score(self, reference: str, values: Sequence[Value], *, send: bool = True) -> None:
        """Answer the questions of a plan in order, and submit."""
        assignment = self._assignment(reference)
        session = self.window.open_session
        asked = sheet(session.store, assignment).asked
        answers = {
            c.id: Answer(value, **(SHORTFALL if value.shortfall else {}))
            for c, value in zip(asked, values, strict=False)
        }
        session.tell(enter_sheet(session.store, assignment, answers))
        if send:
            session.tell(submit(session.store, assignment))

    def correct(self, reference: str, values: Sequence[Value], why: str) -> None:
        """Open a submitted audit again, with the reason, change it and submit it."""
        session = self.window.open_session
        session.tell(reopen(session.store, self._assignment(reference), why))
        self.score(reference, values)

    def answers(self, reference: str) -> tuple[Value | None, ...]:
        """What stands for a plan in this workspace, in the order of the questions."""
        found = sheet(self.window.open_session.store, self._assignment(reference))
        return tuple(found.answers[c.id].value if c.id in found.answers else None for c in found.asked)

    def state(self, reference: str) -> str:
        """How far the plan's audit is in this workspace."""
        return next(row.state for row in self._rows() if row.reference == reference)

    def _assignment(self, reference: str) -> int:
        return next(row.assignment for row in self._rows() if row.reference == reference)

    def _rows(self):
        session = self.window.open_session
        return plan_rows(session.store, session.round.id)
