"""Save a picture of every page on the worked example: `python docs/take_pictures.py [DIR]`.

Without DIR the pictures go to `pictures/`, in light, dark and high contrast and at twice the text size, to be looked
at. With `--readme` those that the README shows are made anew in docs/pictures, with `--tutorial` those of the tutorial,
by doing what it says. Every plan in them is made up.
"""

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditor.example import make_example
from ui.app import open_window
from ui.look import Theme, look
from ui.settings import Settings
from ui.window import MainWindow

HERE = Path(__file__).resolve().parent
SIZE = QSize(1440, 900)
LOOKS = (
    ("", Theme.LIGHT, 1.0, SIZE),
    ("-dark", Theme.DARK, 1.0, SIZE),
    ("-contrast", Theme.CONTRAST, 1.0, SIZE),
    ("-200", Theme.LIGHT, 2.0, SIZE),
    ("-small", Theme.LIGHT, 1.0, QSize(1024, 640)),
)
TUTORIAL_SIZE = QSize(1200, 760)
IN_README = ("desk", "results")
PLACES = (
    "welcome",
    "new",
    "desk",
    "standing",
    "calibration",
    "frame",
    "sample",
    "people",
    "allocation",
    "results",
    "week",
    "new-round",
    "copy-round",
    "round-settings",
    "settings",
    "help",
)


def main() -> None:
    """Make the example, walk through the places and save what is seen."""
    for_readme = "--readme" in sys.argv
    named = [word for word in sys.argv[1:] if not word.startswith("-")]
    out = HERE / "pictures" if for_readme else Path(named[0] if named else "pictures")
    out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    if "--tutorial" in sys.argv:
        tutorial(app)
        return
    with tempfile.TemporaryDirectory() as folder:
        workspace = make_example(Path(folder))
        window = open_window(app, Settings(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)))
        for suffix, theme, scale, size in LOOKS[:1] if for_readme else LOOKS:
            look().set(theme, scale)
            window.resize(size)
            for place in PLACES:
                if place == "desk":
                    window.open_file(workspace)
                if place in IN_README or not for_readme:
                    picture(window, place, out / f"{place}{suffix}.png")
            window.close_workspace()
        window.close()


def tutorial(app: QApplication) -> None:
    """Do what the tutorial says and save what is seen after each step that it shows a picture of."""
    sys.path.insert(0, str(HERE.parent))  # the reader of the tutorial lives among the tests
    from tests.end_to_end.tutorial import Answered, Reader, steps_of

    text, files = (HERE / "tutorial.md").read_text(encoding="utf-8"), Answered()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder
        settings = Settings(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        window = open_window(app, settings)
        window.asks = files
        look().set(Theme.LIGHT, 1.0)
        window.resize(TUTORIAL_SIZE)
        for step in steps_of(HERE / "tutorial.md"):
            Reader(window, files).follow(step)
            file = HERE / "pictures" / f"tutorial-{step.number}.png"
            if file.name in text:
                QTest.qWait(300)
                window.grab().save(str(file))
                print(file)
        window.close()


def picture(window: MainWindow, place: str, file: Path) -> None:
    """Go to a place, wait until it has read what it shows, and save what is seen."""
    window.visit(place)
    QTest.qWait(400)
    while window.tasks.busy:
        QTest.qWait(50)
    QTest.qWait(200)
    window.grab().save(str(file))
    print(file)


if __name__ == "__main__":
    main()
