"""Answers at a desk while the disk takes nothing more, then makes room and tries again; says as JSON what was seen.

Run as `python -m tests.end_to_end.starved WORKSPACE limit|fill`: by a limit on how far this process may write into
a file, or by filling the small disk the workspace lies on.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton

from db.vocabulary import Value
from tests.end_to_end.person import Person
from tests.end_to_end.rooms import answers_in
from ui.parts.answer import AnswerButton
from ui.parts.chip import Chip
from ui.parts.message import MessageBar

TAKEN = (Value.MET, Value.MET, Value.MET)
REFUSED = Value.NOT_MET


@contextmanager
def limited(file: Path) -> Iterator[None]:
    """No file of this process may grow past where the write-ahead log ends now."""
    import resource  # not on Windows, where none of this runs

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.with_name(file.name + "-wal").stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def filled(file: Path) -> Iterator[None]:
    """The disk is full."""
    ballast = file.with_name("ballast")
    fill(ballast)
    try:
        yield
    finally:
        ballast.unlink()


def fill(ballast: Path) -> None:
    """Write until the disk takes nothing more."""
    with ballast.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue


def seen(person: Person, file: Path, told: list[str]) -> dict[str, Any]:
    """What a person sees, and what another program finds in the file."""
    bars = [bar for bar in person.desk.findChildren(MessageBar) if bar.isVisible()]
    chips = [chip for chip in person.desk.findChildren(Chip) if chip.isVisible()]
    return {
        "open": person.here[1],
        "shown": [b.value for b in person.desk.findChildren(AnswerButton) if b.isVisible() and b.isChecked()],
        "message": [f"{bar.title} {bar.detail}" for bar in bars],
        "buttons": [b.text() for bar in bars for b in bar.findChildren(QPushButton) if b.text()],
        "chips": [chip.accessibleName() for chip in chips],
        "told": told[-1],
        "unsaved": person.desk.unsaved,
        "file": [[key, value] for (_, key), (value, _) in answers_in(file).items()],
    }


def main(file: Path, how: str) -> None:
    """Save three answers, fail to save a fourth, make room, and try again."""
    person, told = Person(file, os.open(os.devnull, os.O_WRONLY)), list[str]()
    person.session.saved.connect(told.append)
    for value in TAKEN:
        person.answer(value)
        person.turn()
    with {"limit": limited, "fill": filled}[how](file):
        person.answer(REFUSED)
        person.turn()
        full = seen(person, file, told)
    (again,) = (b for b in person.desk.findChildren(QPushButton) if b.isVisible() and b.text() in full["buttons"])
    again.click()
    person.turn()
    print(json.dumps({"full": full, "after": seen(person, file, told)}))
    person.leave()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
