"""Make the files of the population facts and of the weekly page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from auditor.reports.make import USUAL as FORMATS
from auditor.reports.make import slug
from auditor.reports.population_report import population_blocks, population_imprint, write_population_workbook
from auditor.reports.week_report import week_blocks, week_imprint, write_week_workbook
from auditor.reports.week_words import say
from db.errors import UserError
from db.files import whole

if TYPE_CHECKING:
    from datetime import date

    from auditor.population import Population
    from auditor.reports.blocks import Block
    from auditor.reports.details import Imprint
    from auditor.weeks.weekly import Week

Step = str | tuple[Path, ...]


def population_steps(
    found: Population, out: Path, formats: Sequence[str] = FORMATS, day: date | None = None
) -> Iterator[Step]:
    """Write the facts of a list into the folder `out`, as checklist-ROUND.pdf and .xlsx.

    Gives what is being done, in words, and last the paths; the files are swapped in together, whole. `day` goes into
    their properties. Raises UserError: `no_format` before anything is written, and those of `db.files.whole`.
    """
    imprint = population_imprint(found, day)
    name = f"checklist-{slug(found.round)}"

    def write_workbook(file: BinaryIO) -> None:
        write_population_workbook(found, imprint, file)

    return _steps(name, out, formats, imprint, lambda: population_blocks(found), write_workbook)


def week_steps(week: Week, out: Path, formats: Sequence[str] = FORMATS, day: date | None = None) -> Iterator[Step]:
    """Write the weekly page into the folder `out`, as week-2026-03-02.pdf and .xlsx. As `population_steps`."""
    imprint = week_imprint(week, day)
    name = f"week-{week.monday.isoformat()}"

    def write_workbook(file: BinaryIO) -> None:
        write_week_workbook(week, imprint, file)

    return _steps(name, out, formats, imprint, lambda: week_blocks(week), write_workbook)


def _steps(
    name: str,
    out: Path,
    formats: Sequence[str],
    imprint: Imprint,
    blocks: Callable[[], tuple[Block, ...]],
    write_workbook: Callable[[BinaryIO], None],
) -> Iterator[Step]:
    for wanted in formats:
        if wanted not in FORMATS:
            raise UserError("no_format", say("file.no_format", format=wanted))
    targets = tuple(out / f"{name}.{wanted}" for wanted in formats)
    with whole(*targets) as beside:
        for wanted, path in zip(formats, beside, strict=True):
            yield say(f"file.writing_{wanted}")
            with path.open("w+b") as file:
                if wanted == "pdf":
                    # slow to import, so only where a PDF is made
                    from auditor.reports.pdf import write_document

                    write_document(blocks(), imprint, file)
                else:
                    write_workbook(file)
        yield say("file.putting")
    yield targets


def made(steps: Iterator[Step]) -> tuple[Path, ...]:
    """Go through the steps without stopping and give the paths."""
    for step in steps:
        if not isinstance(step, str):
            return step
    raise AssertionError("the last step is the paths")
