"""Make the files of a report: every one of them from the same set of figures."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from auditor.figures import Results
from auditor.file_names import mark_of
from auditor.reports.content import board_report
from auditor.reports.details import EDITIONS, ReportDetails
from auditor.reports.wording import say
from db.errors import UserError
from db.files import whole

FORMATS = ("pdf", "xlsx")


def make_report(
    results: Results,
    details: ReportDetails,
    out: Path,
    formats: Sequence[str] = FORMATS,
    edition: str = "working",
) -> tuple[Path, ...]:
    """Write the report of one round into the folder `out`, as board-ROUND.pdf and board-ROUND.xlsx; give the paths.

    The files are swapped in together, whole. Raises UserError before anything is written: `held_back` while too few
    audits are in, `no_edition` and `no_format`; and those of `db.files.whole`.
    """
    for step in report_steps(results, details, out, formats, edition):
        if not isinstance(step, str):
            return step
    raise AssertionError("the last step is the paths")


def report_steps(
    results: Results,
    details: ReportDetails,
    out: Path,
    formats: Sequence[str] = FORMATS,
    edition: str = "working",
) -> Iterator[str | tuple[Path, ...]]:
    """The same in steps for a progress bar: what is being done, in words, and last the paths."""
    if "held_back" in results.reasons:
        raise UserError("held_back", f"{results.reasons['held_back']} No report was made.")
    if edition not in EDITIONS:
        raise UserError("no_edition", say("file.no_edition", edition=edition))
    for wanted in formats:
        if wanted not in FORMATS:
            raise UserError("no_format", say("file.no_format", format=wanted))
    about = replace(details, edition=edition)
    targets = tuple(out / f"board-{slug(results.round)}.{wanted}" for wanted in formats)
    with whole(*targets) as beside:
        for wanted, file in zip(formats, beside, strict=True):
            yield say(f"file.writing_{wanted}")
            _write(results, about, wanted, file)
        yield say("file.putting")
    yield targets


def slug(name: str) -> str:
    """Give a name that any file system takes: Spring 2019 becomes spring-2019."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    simple = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if simple and len(simple) <= 60:
        return simple
    # what is left of it would be the name of others too
    return f"{simple[:53].strip('-') or 'round'}-{mark_of(name)}"


def _write(results: Results, details: ReportDetails, wanted: str, target: Path) -> None:
    # The libraries that write files are slow to import, so each is imported when it is first used.
    with target.open("w+b") as file:
        if wanted == "pdf":
            from auditor.reports.pdf import write_pdf

            write_pdf(board_report(results, details), results, details, file)
        else:
            from auditor.reports.workbook import write_workbook

            write_workbook(results, details, file)
