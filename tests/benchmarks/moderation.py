"""How fast differences are settled: `python tests/benchmarks/moderation.py`. Not a test: figures beside their limits.

A round of 2,000 plans, 200 of them scored twice, with 300 differences. From the key that decides to the painted next
difference, and what of that is reading the queue.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditor.moderation.queue import queue
from tests.benchmarks.desk import Painted
from tests.moderating import true_to_life
from ui.app import open_window
from ui.pages.moderation import ModerationPage
from ui.settings import Settings

PLANS, TWICE, DIFFERENCES, SETTLED = 2000, 200, 300, 40


def told(name: str, times: list[float], limit: str = "") -> None:
    """Print the median and the 95th percentile in milliseconds."""
    ranked = sorted(1000 * t for t in times)
    p95 = ranked[min(len(ranked) - 1, round(0.95 * len(ranked)))]
    print(f"{name:54} p50 {statistics.median(ranked):6.1f} ms   p95 {p95:6.1f} ms   {limit}")


def main() -> None:
    """Make the round, settle some of its differences by key, and print what it took."""
    app = QApplication([])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with true_to_life(folder, DIFFERENCES, PLANS, TWICE) as store:
            reading: list[float] = []
            found = queue(store, 1)
            for _ in range(10):
                start = time.perf_counter()
                queue(store, 1)
                reading.append(time.perf_counter() - start)
        print(f"{found.open} differences in {PLANS:,} plans")
        window = open_window(app, Settings(QSettings(f"{name}/settings.ini", QSettings.Format.IniFormat)))
        window.resize(1440, 900)
        window.open_file(folder / "life.ehcpaudit")
        window.visit("moderation")
        QTest.qWait(200)
        while window.tasks.busy:  # what is counted as a workspace opens is no part of deciding
            QTest.qWait(50)
        page = window.page
        assert isinstance(page, ModerationPage)
        painted, times = Painted(page.card.answer), []
        for number in range(SETTLED):
            page.card.take(number % 2)
            page.card.reason.setText(f"Reason {number}")
            start = time.perf_counter()
            QTest.keyClick(page.card.reason, Qt.Key.Key_Return)
            page.repaint()
            while painted.at < start:
                app.processEvents()
            times.append(time.perf_counter() - start)
        window.workspaces.close()
        window.close()
    told("reading the queue", reading)
    told("from Enter to the painted next difference", times, "limit 100 ms")


if __name__ == "__main__":
    main()
