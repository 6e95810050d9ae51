"""What a frame tells of itself: where each field came from, and what was assumed."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from auditor.clocks import MONTHS
from auditor.frames import columns
from auditor.frames.columns import identifying, plain
from auditor.frames.frame import FramePlan, Source
from auditor.frames.values import WrongRow

COUNTED = ("need", "phase", "area", "setting_type", "team", "year_group", "plan_kind", "exception", "exception_applies")
_TAKEN_AS = (
    ("date_ehc_plan_last_reviewed", "the day of the review meeting"),
    ("ehc_plan_start_date", "the day the first final plan was issued"),
    ("ehcp_review_decisions_date", "the day of the decision after the last review"),
)


def sources(names: Sequence[str], at: Mapping[str, int], made: bool, plans: Sequence[FramePlan]) -> dict[str, Source]:
    """Where each field came from, how many plans hold it, and the values of those worth counting.

    `made` says that references were made for all.
    """
    where = {name: names[position] for name, position in at.items() if name not in ("date_of_birth", "ceased_on")}
    if made:
        where["reference"] = "made here"
    if "year_group" not in where and "date_of_birth" in at:
        where["year_group"] = names[at["date_of_birth"]]
    if "phase" not in where and "year_group" in where:
        where["phase"] = where["year_group"]
    sources: dict[str, Source] = {}
    for name in columns.FIELDS:
        if name not in where:
            continue
        # (0 is Reception, and equals False)
        held = [v for plan in plans if (v := getattr(plan, name)) is not None and v is not False and v != ""]
        counts = Counter(str(value) for value in held) if name in COUNTED else None
        values = dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))) if counts is not None else None
        sources[name] = Source(where[name], len(held), values)
    return sources


def assumptions(names: Sequence[str], at: Mapping[str, int], kind: str, as_at: date, made: bool) -> Iterator[str]:
    """What was taken for granted in reading a list, a sentence each: nothing is guessed in silence."""
    if kind == "other":
        yield "The columns were taken by their names alone: check that each field comes from the right one."
    for position, name in enumerate(names):
        of = columns.field_of(name)
        if of in at and at[of] != position and position not in at.values() and not identifying(name):
            yield f"Two columns could be the {columns.FIELDS[of]}; {names[at[of]]} was taken, {name} was not."
    yield from _worked_out(at, as_at)
    if made:
        # (a row of plans taken for headings would name a child here, and the notes are kept)
        known = "reference" in at and columns.known(names[at["reference"]])
        column = names[at["reference"]] if known else "the column of references"
        why = f"{column} holds names or numbers of people" if "reference" in at else "none is given"
        yield f"References were made (such as P-0001): {why}. The key list leads back from them."
    for column, taken_as in _TAKEN_AS:
        for position in at.values():
            if plain(names[position]) == column:
                yield f"{names[position]} is taken as {taken_as}; the list does not say more."
    if kind == "annex_a_list1" and "plan_kind" not in at:
        yield "The list names no kinds of plan: those with a date of update count as amended, the others as new."
    if "exception_applies" in at:
        yield "The list says whether an exception to the 20 weeks applies, not which of the four."
    absent = columns.missing(columns.given(at))
    if absent:
        words = ", ".join(columns.FIELDS[name] for name in absent)
        yield f"No column gives: {words}."


def _worked_out(at: Mapping[str, int], as_at: date) -> Iterator[str]:
    """Which facts come of others, and how."""
    if "date_of_birth" in at and "year_group" not in at:
        yield (
            f"Year groups were worked out from dates of birth as on {_long(as_at)}. A child taught with "
            "another year shows as the year of their age."
        )
    if "phase" in columns.given(at) and "phase" not in at:
        yield (
            "Phase was worked out from the year group: primary from Reception to Year 6, secondary from Year 7 to 11, "
            "early years before and post-16 after. Middle and all-through schools show by their pupils' years."
        )


class Checked(Protocol):
    """A list that was gone through row by row: the rows left out, and those worth a look."""

    @property
    def rejected(self) -> Sequence[WrongRow]:
        """What is wrong with rows that are left out."""
        ...

    @property
    def questions(self) -> Sequence[WrongRow]:
        """What is worth a look in rows that are in."""
        ...


def problems_csv(frame: Checked) -> bytes:
    """What is wrong with a list, row by row, as a CSV file for those who keep it: UTF-8 with a mark, as Excel likes it.

    A cell that a spreadsheet would take for a formula has an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("Row", "Column", "What is wrong", "What became of it"))
    for rows, became in ((frame.rejected, "left out"), (frame.questions, "in, and worth a look")):
        writer.writerows((row.row, inert(row.column), inert(row.problem), became) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def inert(cell: str) -> str:
    """A cell of a CSV file with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _long(day_: date) -> str:
    return f"{day_.day} {MONTHS[day_.month - 1]} {day_.year}"
