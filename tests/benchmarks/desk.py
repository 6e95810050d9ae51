"""How fast the desk answers: `python tests/benchmarks/desk.py`. Not a test: figures to look at, beside their limits.

Prints the time from a key to the painted next question with a plan open, beside an empty window's repaint; and the
time from opening a plan of 128 pages to its first painted page, beside pdfium rendering that page alone.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pypdfium2 as pdfium
from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from reportlab.pdfgen.canvas import Canvas

from auditor.frameworks import builtin
from tests.building import make_round, make_workspace
from ui.document.document_thread import DocumentThread
from ui.document.pane import DocumentPane
from ui.look import Look, look
from ui.pages.desk import DeskPage
from ui.session import Session
from ui.settings import Settings

PAGES = 128
WORDS = "Provision for outcome {0}: a teaching assistant, 20 minutes each school day, in a group of four. "


class Painted(QObject):
    """Notes when a widget was last painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the time of each paint."""
        if event.type() == QEvent.Type.Paint:
            self.at = time.perf_counter()
        return False


def plan(folder: Path) -> Path:
    """An invented plan of 128 pages."""
    file = folder / "N-001.pdf"
    canvas = Canvas(str(file))
    for page in range(1, PAGES + 1):
        letter = "ABCDEFGHIJK"[page * 11 // (PAGES + 1)]
        canvas.drawString(72, 780, f"Section {letter}" if page % 12 == 1 else f"Page {page}")
        for line in range(40):
            canvas.drawString(72, 750 - 17 * line, WORDS.format(line))
        canvas.showPage()
    canvas.save()
    return file


def told(name: str, times: list[float], limit: str) -> None:
    """Print the median and the 95th percentile in milliseconds."""
    ranked = sorted(1000 * t for t in times)
    p95 = ranked[min(len(ranked) - 1, round(0.95 * len(ranked)))]
    print(f"{name:54} p50 {statistics.median(ranked):6.1f} ms   p95 {p95:6.1f} ms   {limit}")


def empty_window(app: QApplication) -> list[float]:
    """An empty window's repaint: what no page can beat."""
    window = QWidget()
    window.resize(1440, 840)
    window.show()
    QTest.qWait(100)
    painted, times = Painted(window), []
    for _ in range(50):
        start = time.perf_counter()
        window.update()
        while painted.at < start:
            app.processEvents()
        times.append(painted.at - start)
    window.close()
    return times


def keys(app: QApplication, folder: Path, paper: Path) -> list[float]:
    """From each answer's key to the paint of the next question's card, with a plan open."""
    store = make_workspace(folder / "bench.ehcpaudit", owner="Edie Example")
    make_round(store, builtin("default-ehcp"), ["N-001"], {"N-001": ["EA"]})
    session = Session(store)
    desk = DeskPage(session, Settings(QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat)))
    look().dress(desk)
    desk.resize(1440, 840)
    desk.show()
    desk.activateWindow()
    desk.paper.pane.open_file(paper)
    QTest.qWait(3000)
    desk.focus_main()
    painted, times = Painted(desk.card), []
    for _ in range(30):
        start = time.perf_counter()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)  # pyright: ignore[reportCallIssue]
        moved = time.perf_counter()  # a paint before this may still have shown the question that was answered
        while painted.at < moved:
            app.processEvents()
        times.append(painted.at - start)
        QTest.qWait(20)
    desk.close()
    desk.paper.pane.shut_down()
    session.close()
    return times


def first_page(app: QApplication, paper: Path) -> list[float]:
    """From opening a plan to its first painted page."""
    times = []
    for _ in range(5):
        pane = DocumentPane()
        pane.resize(700, 840)
        pane.show()
        QTest.qWait(100)
        start = time.perf_counter()
        pictured: list[float] = []
        pane.findChild(DocumentThread).painted.connect(lambda *_, seen=pictured: seen.append(time.perf_counter()))
        painted = Painted(pane.pages.viewport())
        pane.open_file(paper)
        while not pictured or painted.at < pictured[0]:
            app.processEvents()
        times.append(painted.at - start)
        pane.shut_down()
        pane.close()
    return times


def pdfium_alone(paper: Path) -> list[float]:
    """Opening the file and rendering its first page, with nothing around it."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        document = pdfium.PdfDocument(paper)
        document[0].render(scale=1.2)
        times.append(time.perf_counter() - start)
        document.close()
    return times


def main() -> None:
    """Measure and print."""
    app = QApplication([])
    Look(app)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paper = plan(folder)
        told("an empty window's repaint", empty_window(app), "")
        told("key to painted next question, with a plan open", keys(app, folder, paper), "limit: p95 under 50 ms")
        told("pdfium alone: open and render the first page", pdfium_alone(paper), "")
        told("open a plan of 128 pages to its first painted page", first_page(app, paper), "limit: under 300 ms")


if __name__ == "__main__":
    main()
