"""How long the Board's report of a round takes, beside ReportLab drawing the same pages untagged; all is made up.

    uv run python -m tests.benchmarks.reports [PLANS] [ROWS]

Seconds are of the processor, so that what else the machine does is left out. Also how much memory a workbook of very
many rows takes.
"""

import resource
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

from auditor.figures import Results
from auditor.reports import pdf, tagging
from auditor.reports.board import board
from auditor.reports.details import Imprint, ReportDetails
from auditor.reports.make import FORMATS, report_steps
from auditor.reports.pdf import write_document
from auditor.reports.sheets import Sheet, write_sheets
from auditor.results import results
from tests.auditor.reports.rounds_of_400 import NAME, generated_round

LIMIT = 3.0  # seconds for everything the Board is sent
DETAILS = ReportDetails(council="Example Council", meeting="SEND Partnership Board", date=date(2026, 12, 4))


def main(plans: int = 400, rows: int = 100_000) -> None:
    """Time the figures, each kind of file and the untagged pages; then the memory of a large workbook."""
    with tempfile.TemporaryDirectory() as folder:
        with generated_round(Path(folder) / "round.ehcpaudit", plans) as store:
            began = process_time()
            figures = results(store, NAME)
            print(f"{plans:,} plans")
            print(f"  figures                  {process_time() - began:9.2f} s")
        files(figures, Path(folder))
        took = best_of(lambda: list(report_steps(figures, DETAILS, Path(folder), ("pdf", "xlsx"))))
        print(f"  full report, PDF and workbook {took:4.2f} s   limit {LIMIT:.0f} s")
        beside(figures)
    large(rows)
    if took > LIMIT:
        sys.exit(f"The report took longer than {LIMIT:.0f} s.")


def files(figures: Results, folder: Path) -> None:
    """Each kind of file on its own, libraries loaded before."""
    for wanted in FORMATS:
        took = best_of(lambda wanted=wanted: list(report_steps(figures, DETAILS, folder, (wanted,))))
        print(f"  {wanted:24} {took:9.2f} s")


def beside(figures: Results) -> None:
    """The same blocks laid out by ReportLab with every tag left out."""
    report = board(figures, DETAILS, sheets=False)

    def draw() -> None:
        write_document(report.blocks, report.imprint, BytesIO())

    tagged = best_of(draw)
    with untagged():
        plain = best_of(draw)
    print(f"  pages, tagged            {tagged:9.2f} s")
    print(f"  same pages, untagged     {plain:9.2f} s   tagging takes {100 * (tagged / plain - 1):.0f}% more")


def best_of(draw: Callable[[], object], times: int = 3) -> float:
    """The quickest of a few; the first one loads libraries."""
    took: list[float] = []
    for _ in range(times):
        began = process_time()
        draw()
        took.append(process_time() - began)
    return min(took)


@contextmanager
def untagged() -> Any:
    """Let ReportLab draw with its own paragraphs, tables and canvas methods: no marks, no tree, no metadata."""
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Paragraph, Table

    class Plain(tagging.TaggedCanvas):
        """A canvas that marks nothing and writes no tree."""

        showPage = Canvas.showPage  # noqa: N815 (ReportLab's name)
        save = Canvas.save

        @contextmanager
        def content(self, _element: Any = None) -> Any:
            yield

        within = artifact = content

        def link(self, *_given: Any) -> None:
            pass

        def open_artifact(self, _kind: str = "") -> None:
            pass

        def close_artifact(self) -> None:
            pass

    class PlainTable(tagging.TaggedTable):
        """A table that tells nobody what it draws."""

        def __init__(self, rows: Any, element: Any = None, row_heads: Any = frozenset(), **options: Any) -> None:
            Table.__init__(self, rows, **options)

    class Draft(Plain):
        """The same, and nothing is written."""

        def save(self) -> None:
            if len(self._code):
                self.showPage()

    kept = (pdf.TaggedCanvas, pdf.DraftCanvas, pdf.TaggedTable, tagging.TaggedParagraph.draw)
    pdf.TaggedCanvas, pdf.DraftCanvas, pdf.TaggedTable = Plain, Draft, PlainTable
    tagging.TaggedParagraph.draw = Paragraph.draw
    yield
    pdf.TaggedCanvas, pdf.DraftCanvas, pdf.TaggedTable, tagging.TaggedParagraph.draw = kept


def large(rows: int) -> None:
    """A workbook of so many rows: the time, and how much memory the program took more while it was written."""
    body = [[f"P-{i:06}", "North", "Met", i] for i in range(rows)]
    sheet = Sheet("Plans", "Plans", "Every plan", ("Plan", "Area", "Answer", "Number"), body)
    imprint = Imprint("A large workbook", "Example Council", "", ("foot",), date(2026, 12, 4))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryFile() as file:
        began = process_time()
        write_sheets(imprint, (), "", (sheet,), file)
        took = process_time() - began
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"Workbook of {rows:,} rows: {took:.1f} s, {more / 1024:.0f} MB more than before")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
