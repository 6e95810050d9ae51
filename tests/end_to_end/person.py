"""A person at the keyboard of a real desk, with a journal of what they did and what they were told is saved.

For processes that are killed, traced or run out of disk. The journal is one JSON object a line, each written at once
by `os.write`, so that it outlives the process.
"""

import json
import os
import random
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditor.frameworks import builtin
from db.store import Store
from db.vocabulary import Value
from ui.look import Look
from ui.pages.desk import DeskPage
from ui.session import Session
from ui.settings import Settings

CTRL = Qt.KeyboardModifier.ControlModifier
SAVED = "All answers saved"
NOTE = "Evidence note"
SCALES = {criterion.id: criterion.scale for criterion in builtin("default-ehcp").judged}
WORDS = "Seen in section F: no amount, no named role. Advice of May says weekly; the plan says regular. "


class Person:
    """Opens a workspace's desk and works at it. Every try is numbered; `saved` names the last one it covers."""

    def __init__(self, file: Path, journal: int, seed: int = 0) -> None:
        self.app = QApplication.instance() or QApplication(["person"])
        look = Look(self.app)
        self._journal, self._tries = journal, 0
        self._random = random.Random(seed)
        self.session = Session(Store.open(file))
        self.desk = DeskPage(self.session, Settings())
        self.session.saved.connect(self._told)
        look.dress(self.desk)
        self.desk.resize(1200, 800)
        self.desk.show()
        self.desk.activateWindow()
        while QApplication.activeWindow() is not self.desk:
            self.turn()
        self.desk.focus_main()

    @property
    def here(self) -> tuple[int, str]:
        """The plan (its assignment) and the criterion that are open."""
        place = self.desk.place()
        return place["plan"], place["criterion"]

    @property
    def in_note(self) -> bool:
        """Whether the keyboard is on the evidence note."""
        focused = QApplication.focusWidget()
        return focused is not None and focused.accessibleName() == NOTE

    def write(self, **entry: Any) -> None:
        """Write a line into the journal."""
        os.write(self._journal, (json.dumps(entry) + "\n").encode())

    def press(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the keyboard is."""
        QTest.keyClick(QApplication.focusWidget(), key, modifier)  # pyright: ignore[reportCallIssue]

    def turn(self) -> None:
        """Let the event loop do what is waiting: paint, and save what a timer is due to save."""
        self.app.processEvents()

    def leave(self) -> None:
        """Close the desk and the workspace."""
        self.desk.close()
        self.session.close()
        self.desk.deleteLater()
        QApplication.sendPostedEvents(self.desk, QEvent.Type.DeferredDelete)

    def answer(self, value: Value) -> None:
        """Press an answer's key."""
        self._try(value=int(value))
        self.press(value.key)

    def type_note(self, text: str) -> None:
        """Write a new note in place of what stands there, one key at a time."""
        self.press(Qt.Key.Key_A, CTRL)
        for end in range(1, len(text) + 1):
            self._try(note=text[:end])
            self.press(text[end - 1])
            self.turn()

    def leave_note(self) -> None:
        """Go back from the note to the answers."""
        self.press(Qt.Key.Key_Escape)

    def step(self) -> None:
        """Answer the open question, with a few words of evidence where the desk asks for them, and go on."""
        offered = [value for value in Value if value in SCALES[self.here[1]]]
        here = self.here
        self.answer(self._random.choice(offered))
        self.turn()
        if self.in_note:
            start = self._random.randrange(40)
            self.type_note(WORDS[start : start + self._random.randrange(1, 12)])
            self.leave_note()
        if self.here == here:
            self.press(Qt.Key.Key_Down)
        if self._random.random() < 0.1:
            self.press(*self._random.choice([(Qt.Key.Key_F8,), (Qt.Key.Key_PageDown, CTRL), (Qt.Key.Key_PageUp, CTRL)]))
        self.turn()

    def _try(self, **what: Any) -> None:
        plan, criterion = self.here
        self._tries += 1
        self.write(tried=self._tries, plan=plan, criterion=criterion, at=time.monotonic(), **what)

    def _told(self, words: str) -> None:
        if words.startswith(SAVED):
            self.write(saved=self._tries)
