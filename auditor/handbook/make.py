"""Make the files of a handbook and of a paper sheet from one framework."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from auditor.frameworks import Framework
from auditor.handbook.content import handbook
from auditor.handbook.wording import say
from auditor.reports.details import Imprint
from auditor.reports.wording import say as say_report
from db.errors import UserError
from db.files import write_whole

FORMATS = ("pdf", "html")
MARK = 10  # characters of the framework's hash printed on every page, so that a copy can be told from a later one


def make_handbook(
    framework: Framework, out: Path, formats: Sequence[str] = FORMATS, day: date | None = None
) -> tuple[Path, ...]:
    """Write the handbook into the folder `out`, as handbook-ID.pdf and handbook-ID.html; give the paths.

    `day` goes into the PDF's properties; the same framework and day give the same bytes. Raises UserError: `no_format`
    before anything is written, and those of `db.files.write_whole`.
    """
    for wanted in formats:
        if wanted not in FORMATS:
            raise UserError("no_format", say("file.no_format", format=wanted))
    imprint = imprint_of(framework, "", day)
    return tuple(_write(framework, imprint, out / f"handbook-{framework.id}.{wanted}") for wanted in formats)


def make_sheet(framework: Framework, out: Path, day: date | None = None) -> Path:
    """Write the paper sheet into the folder `out`, as sheet-ID.pdf; give the path. Raises as `make_handbook`."""
    return _sheet(framework, out / f"sheet-{framework.id}.pdf", imprint_of(framework, "sheet.", day), ())


def make_sheets(
    framework: Framework, out: Path, parts: Mapping[str, Sequence[str]], day: date | None = None
) -> tuple[Path, ...]:
    """Write a sheet for each agency that answers its own questions, as sheet-ID-AGENCY.pdf, or one sheet of all.

    `parts` is from agency to the keys of its questions. Raises as `make_handbook`.
    """
    if not parts:
        return (make_sheet(framework, out, day),)
    imprint = imprint_of(framework, "sheet.", day)
    return tuple(
        _sheet(
            framework, out / f"sheet-{framework.id}-{agency}.pdf",
            replace(imprint, title=say("sheet.part", title=imprint.title, agency=say_report(f"agency.{agency}"))), keys,
        )
        for agency, keys in parts.items()
    )  # fmt: skip


def _sheet(framework: Framework, target: Path, imprint: Imprint, criteria: Sequence[str]) -> Path:
    from auditor.handbook.sheet import write_sheet

    return _fill(target, lambda file: write_sheet(framework, imprint, file, criteria))


def imprint_of(framework: Framework, prefix: str, day: date | None) -> Imprint:
    """What the document says about itself on every page; `prefix` picks the sheet's wording."""
    marks = {"title": framework.title, "version": framework.version, "mark": framework.hash[:MARK]}
    title, subject, foot = (say(f"{prefix}{name}", **marks) for name in ("title", "subject", "foot"))
    return Imprint(title, say_report("report.author"), subject, (foot,), day)


def _write(framework: Framework, imprint: Imprint, target: Path) -> Path:
    # The library that writes PDF is slow to import, so it is imported when it is first used.
    if target.suffix == ".pdf":
        from auditor.reports.pdf import write_document

        return _fill(target, lambda file: write_document(handbook(framework), imprint, file))
    from auditor.reports.web import web_page

    return _fill(target, lambda file: file.write(web_page(handbook(framework), imprint).encode()))


def _fill(target: Path, write: Callable[[BinaryIO], object]) -> Path:
    def fill(beside: Path) -> None:
        with beside.open("w+b") as file:
            write(file)

    return write_whole(target, fill)
