"""Save a picture of every page on the worked example: `python docs/take_pictures.py [DIR]`.

Without DIR the pictures go to `pictures/`, in light, dark and high contrast and at twice the text size, to be looked
at. With `--readme` those that the README shows are made anew in docs/pictures, with `--tutorial` those of the tutorial,
by doing what it says. Every plan in them is made up. They are written in Inter where it is installed, as the system's
own font of a computer without a screen is wider than any that people read; `--font NAME` takes another.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, QSize
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditor.example import make_example
from db.store import Store
from db.vault import new_key
from db.vocabulary import Role
from ui.app import open_window
from ui.look import Theme, look
from ui.pages.results import ResultsPage
from ui.security import sections_for
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
KEY = new_key("larch pony copper violin")
FONT = "Inter"
TUTORIAL_SIZE = QSize(1200, 760)
IN_README = ("desk", "results")
PLACES = (
    "welcome",
    "new",
    "desk",
    "today",
    "standing",
    "calibration",
    "frame",
    "sample",
    "people",
    "allocation",
    "packs",
    "papers",
    "moderation",
    "facts",
    "meeting",
    "results",
    "agreement",
    "actions",
    "report",
    "publish",
    "learning",
    "week",
    "log",
    "new-round",
    "copy-round",
    "audit-again",
    "mending",
    "round-settings",
    "framework",
    "settings",
    "help",
)


def main() -> None:
    """Make the example, walk through the places and save what is seen."""
    for_readme = "--readme" in sys.argv
    named = [word for at, word in enumerate(sys.argv[1:]) if not word.startswith("-") and sys.argv[at] != "--font"]
    out = HERE / "pictures" if for_readme else Path(named[0] if named else "pictures")
    out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    if "--tutorial" in sys.argv:
        tutorial(app)
        return
    with tempfile.TemporaryDirectory() as folder:
        workspace = make_example(Path(folder))
        window = window_for_pictures(app, Path(folder) / "settings.ini")
        for suffix, theme, scale, size in LOOKS[:1] if for_readme else LOOKS:
            look().set(theme, scale)
            window.resize(size)
            for place in PLACES:
                if place == "desk":
                    window.open_file(workspace)
                if place == "desk":
                    window.visit(place)
                    open_a_paper(window, Path(folder))
                if place in IN_README or not for_readme:
                    picture(window, place, out / f"{place}{suffix}.png")
                if place == "results" and not for_readme:
                    results_pictures(window, out, suffix)
            window.workspaces.close()
            if not for_readme:
                security_pictures(window, Path(folder), out, suffix)
        window.close()


def window_for_pictures(app: QApplication, settings: Path) -> MainWindow:
    """A newcomer's window, written in the font of the pictures if this computer has it."""
    family = sys.argv[sys.argv.index("--font") + 1] if "--font" in sys.argv else FONT
    font = QFont(family) if family in QFontDatabase.families() else None
    if font is not None:
        font.setPixelSize(13)  # as most systems have it
    return open_window(app, Settings(QSettings(str(settings), QSettings.Format.IniFormat)), font=font)


def open_a_paper(window: MainWindow, folder: Path) -> None:
    """Have a made-up plan beside the checklist, at a question that is asked of its section F."""
    sys.path.insert(0, str(HERE.parent))  # what makes plans to read lives among the tests
    from tests.auditor.plan_reader.making import Grid, Line, headed, pdf_file

    provision = (
        ("Outcome", "Provision", "Who and how often"),
        ("By the end of Key Stage 3, will join a group task of four pupils for 20 minutes without leaving.",
         "A social communication group of no more than four, run to a plan written by the therapist.",
         "Teaching assistant trained by the therapist; 2 x 30 minutes a week, term time."),
        ("By July 2027, will use a feelings scale to ask for a break in four lessons out of five.",
         "Access to a quiet space as required and support from a key adult when needed.", "School staff, ongoing."),
        ("By July 2027, will read an unseen Year 5 text with 90% accuracy.",
         "Daily reading programme matched to a baseline taken each half term.",
         "Specialist teacher plans; teaching assistant delivers, 5 x 15 minutes a week."),
    )  # fmt: skip
    rows = [[[Line(cell, bold=not at)] for cell in row] for at, row in enumerate(provision)]
    form = "Section {letter}: {title}"
    before, after = headed(form, order="ABCDE"), headed(form, order=("G", "H1", "H2", "I", "J", "K"))
    provided = [Line("Section F: Special educational provision", level=2), Grid(rows)]
    path = folder / "A plan.pdf"
    path.write_bytes(pdf_file([before[0], *before[2:], *provided, *after[2:]]))
    page: Any = window.page
    page.reading.open_by_hand(path)
    page.checklist.go("P2")
    QTest.qWait(1500)


def results_pictures(window: MainWindow, out: Path, suffix: str) -> None:
    """Every tab of the results, and the plans of one question."""
    (page,) = (page for page in window.findChildren(ResultsPage) if page.isVisible())
    for name, tab in (("criteria", page.criteria), ("area", page.by_fields), ("causes", page.causes)):
        page.tabs.setCurrentWidget(tab)
        snap(window, out / f"results-{name}{suffix}.png")
    page.tabs.setCurrentWidget(page.criteria)
    page.criteria.show_criterion("C3")
    page.criteria.pane.button.click()
    snap(window, out / f"results-plans{suffix}.png")


def security_pictures(window: MainWindow, folder: Path, out: Path, suffix: str) -> None:
    """Every section of the settings on an encrypted workspace, its recovery key, the warning, and the locked window."""
    path = folder / "encrypted.ehcpaudit"
    if not path.exists():
        Store.create(path, owner="Lee Example", role=Role.LEAD, council="Example Council", key=KEY).close()
    window.workspaces.open_made(path, KEY)
    snap(window, out / f"recovery{suffix}.png")
    for section in sections_for(Role.LEAD):
        window.show_section(section.key)
        snap(window, out / f"section-{section.key}{suffix}.png")
    window.locking.idle.warned.emit()
    snap(window, out / f"lock-warning{suffix}.png")
    window.locking.lock_now()
    snap(window, out / f"unlock{suffix}.png")
    window.workspaces.close()


def tutorial(app: QApplication) -> None:
    """Do what the tutorial says and save what is seen after each step that it shows a picture of."""
    sys.path.insert(0, str(HERE.parent))  # the reader of the tutorial lives among the tests
    import ui.pages.packs
    from tests.end_to_end.tutorial import Answered, Reader, score_some, steps_of

    # words for the picture: those of a real pack are drawn by chance
    ui.pages.packs.suggest_passphrase = lambda: "tidal walnut carpet ember juggle"
    files = Answered()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder
        documents = Path(folder) / "Documents"
        documents.mkdir()
        files.home = documents
        window, theirs = (tutorial_window(app, Path(folder) / name, files) for name in ("lead.ini", "auditor.ini"))
        lead, auditor = Reader(window, files, documents), Reader(theirs, files, documents, window)
        for step in steps_of(HERE / "tutorial.md"):
            lead.follow(step)
            tutorial_picture(window, "tutorial", step.number)
        for step in steps_of(HERE / "two-computers.md"):
            at_auditors = step.title.startswith("The auditor")
            if step.number == 3:
                score_some(theirs)
            (auditor if at_auditors else lead).follow(step)
            tutorial_picture(theirs if at_auditors else window, "two-computers", step.number)
        theirs.close()
        window.close()


def tutorial_window(app: QApplication, settings: Path, files: Any) -> MainWindow:
    """A newcomer's window; `files` answers its dialogs."""
    window = window_for_pictures(app, settings)
    window.asks = files
    look().set(Theme.LIGHT, 1.0)
    window.resize(TUTORIAL_SIZE)
    return window


def tutorial_picture(window: MainWindow, chapter: str, step: int) -> None:
    """Save what is seen after a step, if its chapter shows a picture of it."""
    file = HERE / "pictures" / f"{chapter}-{step}.png"
    if file.name in (HERE / f"{chapter}.md").read_text(encoding="utf-8"):
        QTest.qWait(300)
        window.grab().save(str(file))
        print(file)


def picture(window: MainWindow, place: str, file: Path) -> None:
    """Go to a place, wait until it has read what it shows, and save what is seen."""
    window.visit(place)
    snap(window, file)


def snap(window: MainWindow, file: Path) -> None:
    """Wait until the page that is up has read what it shows, and save what is seen."""
    QTest.qWait(400)
    while window.tasks.busy:
        QTest.qWait(50)
    QTest.qWait(200)
    window.grab().save(str(file))
    print(file)


if __name__ == "__main__":
    main()
