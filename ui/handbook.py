"""Making the framework of the open round into a handbook, or a sheet to score on paper."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ui.tasks import Steps

if TYPE_CHECKING:
    from auditor.frameworks import Framework
    from ui.window import MainWindow


def make_handbook(window: "MainWindow") -> None:
    """Print the framework of this round as a handbook, PDF and web page, for training."""
    from auditor.handbook import make_handbook as make

    _print(window, "Making the handbook", "Choose a folder for the handbook", make)


def make_sheet(window: "MainWindow") -> None:
    """Print the framework of this round as a sheet to score on paper, or one an agency if each answers its own."""
    from auditor.allocation.who_may import parts_given
    from auditor.handbook import make_sheets

    session = window.open_session

    def make(framework: "Framework", folder: Path) -> tuple[Path, ...]:
        return make_sheets(framework, folder, parts_given(session.store, session.round.id) if session.round else {})

    _print(window, "Making the scoring sheet", "Choose a folder for the scoring sheet", make)


def save_workbook(window: "MainWindow") -> None:
    """Write the framework of this round for Excel, to be edited and chosen for a later round."""
    from auditor.framework_workbook import write_workbook
    from auditor.rounds import round_framework

    store, rnd = window.open_session.store, window.open_session.round
    if rnd is None:
        return
    framework = round_framework(store, rnd.id)
    suggested = Path(f"{framework.id} {framework.version}.xlsx")
    target = window.asks.save_path(window, "Save the framework for Excel", suggested, "Excel (*.xlsx)")
    if target is None:
        return

    def steps() -> Steps:
        yield "Writing the framework"
        return (write_workbook(framework, target),)

    task = window.start_work("Writing the framework", steps)
    task.done.connect(partial(_say_made, window))
    task.failed.connect(partial(window.messages.say, "problem"))


def _print(
    window: "MainWindow", title: str, question: str, make: Callable[["Framework", Path], tuple[Path, ...]]
) -> None:
    store, rnd = window.open_session.store, window.open_session.round
    folder = window.asks.folder(window, question) if rnd else None
    if rnd is None or folder is None:
        return

    def steps() -> Steps:
        from auditor.rounds import round_framework

        yield title
        return make(round_framework(store, rnd.id), folder)

    task = window.start_work(title, steps)
    task.done.connect(partial(_say_made, window))
    task.failed.connect(partial(window.messages.say, "problem"))


def _say_made(window: "MainWindow", made: tuple[Path, ...]) -> None:
    names = " and ".join(file.name for file in made)
    folder = QUrl.fromLocalFile(str(made[0].parent))
    look_there = ("Open the folder", lambda: QDesktopServices.openUrl(folder))
    window.messages.say("done", f"Made: {names}", f"In {made[0].parent}", look_there)
