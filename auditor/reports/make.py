"""Make the files of a report: every one of them from the same set of figures."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from auditor.figures import Results
from auditor.reports.content import board_report
from auditor.reports.details import EDITIONS, ReportDetails
from auditor.reports.wording import say
from db.errors import UserError
from db.files import write_whole

FORMATS = ("pdf", "xlsx")


def make_report(
    results: Results,
    details: ReportDetails,
    out: Path,
    formats: Sequence[str] = FORMATS,
    edition: str = "working",
) -> tuple[Path, ...]:
    """Write the report of one round into the folder `out`, as board-ROUND.pdf and board-ROUND.xlsx; give the paths.

    Each file is swapped in whole. Raises UserError: `no_edition` and `no_format` before anything is written, and
    those of `db.files.write_whole`.
    """
    if edition not in EDITIONS:
        raise UserError("no_edition", say("file.no_edition", edition=edition))
    for wanted in formats:
        if wanted not in FORMATS:
            raise UserError("no_format", say("file.no_format", format=wanted))
    about = replace(details, edition=edition)
    return tuple(_write(results, about, out / f"board-{slug(results.round)}.{wanted}") for wanted in formats)


def slug(name: str) -> str:
    """Give a name that any file system takes: Spring 2019 becomes spring-2019."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].strip("-") or "round"


def _write(results: Results, details: ReportDetails, target: Path) -> Path:
    # The libraries that write files are slow to import, so each is imported when it is first used.
    if target.suffix == ".pdf":
        from auditor.reports.pdf import write_pdf

        blocks = board_report(results, details)
        return _fill(target, lambda file: write_pdf(blocks, results, details, file))
    from auditor.reports.workbook import write_workbook

    return _fill(target, lambda file: write_workbook(results, details, file))


def _fill(target: Path, write: Callable[[BinaryIO], None]) -> Path:
    def fill(beside: Path) -> None:
        with beside.open("w+b") as file:
            write(file)

    return write_whole(target, fill)
