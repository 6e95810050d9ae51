"""Make the files of a report: every one of them from the same set of figures."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from auditor.figures import Results
from auditor.file_names import mark_of
from auditor.reports.blocks import Block, PageBreak, Title
from auditor.reports.board import board
from auditor.reports.details import EDITIONS, Imprint, ReportDetails
from auditor.reports.report import Commentary, Report
from auditor.reports.wording import say
from db.errors import UserError
from db.files import whole

FORMATS = ("pdf", "html", "docx", "xlsx", "csv")
USUAL = ("pdf", "xlsx")


def make_report(
    results: Results,
    details: ReportDetails,
    out: Path,
    formats: Sequence[str] = USUAL,
    edition: str = "working",
) -> tuple[Path, ...]:
    """Write the report of one round into the folder `out`, as board-ROUND.pdf, .xlsx and so on; give the paths.

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
    formats: Sequence[str] = USUAL,
    edition: str = "working",
    commentary: Commentary | None = None,
    *,
    split: bool = False,
) -> Iterator[str | tuple[Path, ...]]:
    """The same in steps for a progress bar: what is being done, in words, and last the paths."""
    if "held_back" in results.reasons:
        raise UserError("held_back", f"{results.reasons['held_back']} No report was made.")
    if edition not in EDITIONS:
        raise UserError("no_edition", say("file.no_edition", edition=edition))
    check_formats(formats)
    report = board(results, replace(details, edition=edition), commentary, sheets="xlsx" in formats)
    yield from file_steps(report, out, formats, split=split)


def check_formats(formats: Sequence[str]) -> None:
    """Raise UserError (`no_format`) where a report cannot be made as one of these, or none is named."""
    for wanted in formats:
        if wanted not in FORMATS:
            raise UserError("no_format", say("file.no_format", format=wanted))
    if not formats:
        raise UserError("no_format", say("file.no_formats"))


def file_steps(
    report: Report, out: Path, formats: Sequence[str], *, split: bool = False, stem: str = "board"
) -> Iterator[str | tuple[Path, ...]]:
    """Write any report into the folder `out`, in steps as `report_steps`. Data files come with a second one about them.

    `split` makes two files of the front report and the appendices, as PDF and web page; `stem` begins the files' names.
    Raises UserError (`no_format`) before anything is written, and those of `db.files.whole`.
    """
    check_formats(formats)
    for wanted, there in (("xlsx", report.sheets), ("csv", report.figures)):
        if wanted in formats and not there:
            raise UserError("no_format", say("file.no_sheets", format=wanted))
    name = f"{stem}-{slug(report.round)}"
    name += "" if report.edition == "working" else f"-{report.edition}"
    jobs = [job for wanted in dict.fromkeys(formats) for job in _jobs(report, name, wanted, split=split)]
    targets = tuple(out / file for file, _, _ in jobs)
    with whole(*targets) as beside:
        for (_, words, write), path in zip(jobs, beside, strict=True):
            yield words
            with path.open("w+b") as file:
                write(file)
        yield say("file.putting")
    yield targets


Job = tuple[str, str, Callable[[BinaryIO], None]]
"""A file's name, what is being done in words, and what writes it."""


def _jobs(report: Report, name: str, wanted: str, *, split: bool) -> list[Job]:
    """What is to be written for one kind of file."""
    # the libraries that write files are slow to import, so each is imported when it is first used
    words = say(f"file.writing_{wanted}")
    if wanted == "xlsx":
        from auditor.reports.workbook import write_workbook

        return [(f"{name}.xlsx", words, partial(write_workbook, report))]
    if wanted == "docx":
        from auditor.reports.word import write_word

        # the front report alone: that is what a committee's officers edit
        return [(f"{name}.docx", words, partial(write_word, report.front, report.imprint))]
    if wanted == "csv":
        from auditor.reports.csv_files import SUFFIX, write_csv, write_metadata

        about = partial(write_metadata, report, f"{name}.csv")
        return [(f"{name}.csv", words, partial(write_csv, report)), (f"{name}.csv{SUFFIX}", words, about)]
    parts: list[tuple[str, tuple[Block, ...], Imprint]] = [(name, report.blocks, report.imprint)]
    if split and report.appendices:
        parts = [(name, report.front, report.imprint), (f"{name}-appendices", *appendices_alone(report))]
    return [(f"{part}.{wanted}", words, _writer(wanted, blocks, imprint)) for part, blocks, imprint in parts]


def appendices_alone(report: Report) -> tuple[tuple[Block, ...], Imprint]:
    """The appendices as a document of their own, with its title."""
    title = say("appendix.only", title=report.imprint.title)
    rest = report.appendices[1:] if isinstance(report.appendices[0], PageBreak) else report.appendices
    return (Title(title), *rest), replace(report.imprint, title=title)


def _writer(wanted: str, blocks: tuple[Block, ...], imprint: Imprint) -> Callable[[BinaryIO], None]:
    if wanted == "pdf":
        from auditor.reports.pdf import write_document

        return partial(write_document, blocks, imprint)
    from auditor.reports.web import write_web

    return partial(write_web, blocks, imprint)


def slug(name: str) -> str:
    """Give a name that any file system takes: Spring 2019 becomes spring-2019."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    simple = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if simple and len(simple) <= 60:
        return simple
    # what is left of it would be the name of others too
    return f"{simple[:53].strip('-') or 'round'}-{mark_of(name)}"
