"""Read a round's plan list from a CSV file: facts and dates by reference, with every wrong row in a sentence.

Columns that could tell who a child is are dropped at the door: they are named, never read. A row that cannot be
used is left out and said; the others stand.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from auditor.rounds import NewPlan
from db.errors import UserError
from db.vocabulary import Agency, Exception20, PhaseMove, PlanKind, Purpose

LONGEST = 60  # characters of a reference, an area, a need: longer ones are free text, which has no place here
LARGEST = 20_000_000  # bytes: far more than every plan in England
EARLIEST = date(2000, 1, 1)

# Words in a column's name that say it is about one child or family. The whole column is dropped.
IDENTIFYING = frozenset(
    (
        "name", "names", "surname", "forename", "forenames", "firstname", "lastname", "fullname", "initials", "upn",
        "uln", "nhs", "dob", "birth", "birthday", "postcode", "address", "street", "email", "phone", "telephone",
        "mobile", "parent", "mother", "father", "carer", "guardian", "sibling", "ethnicity", "religion",
    )
)  # fmt: skip
# Other names that people give to our columns
ALSO = MappingProxyType(
    {
        "ref": "reference", "plan": "reference", "plan_reference": "reference", "plan_ref": "reference",
        "locality": "area", "district": "area", "year": "year_group", "nc_year": "year_group",
        "primary_need": "need", "setting": "setting_type", "kind": "plan_kind",
        "date_requested": "requested_on", "request_date": "requested_on",
        "first_final": "first_final_on", "date_first_final": "first_final_on", "date_issued": "first_final_on",
        "last_review": "last_review_on", "decision": "decision_on", "amended_final": "amended_final_on",
    }
)  # fmt: skip


@dataclass(frozen=True)
class WrongRow:
    """A row that was left out: its number in the file (the header is 1), the column, and what is wrong."""

    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        """The sentence for it."""
        return f"Row {self.row}: {self.problem}"


@dataclass(frozen=True)
class PlanList:
    """What a file gave: usable plans, rows left out, columns dropped as identifying, columns not known here."""

    plans: tuple[NewPlan, ...]
    wrong: tuple[WrongRow, ...]
    dropped: tuple[str, ...]
    ignored: tuple[str, ...]


class _Wrong(Exception):
    """One cell that cannot be used; the text says why."""


def read_plan_list(content: bytes) -> PlanList:
    """Read the bytes of a CSV file: commas, semicolons or tabs between cells; UTF-8 or Windows letters.

    Days are written 2026-03-31 or 31/3/2026. Needs a column `reference`; the other fields of `NewPlan` may be there,
    by those names or common others. Of two rows with one reference the later is left out.

    Raises UserError: `not_a_table`, `no_reference`, `no_plans`.
    """
    rows = _table(content)
    _, head = next(rows, (1, list[str]()))
    columns = [_column(name) for name in head]
    dropped = tuple(name for name, column in zip(head, columns, strict=True) if _identifying(column))
    ignored = tuple(
        name
        for name, column in zip(head, columns, strict=True)
        if name and column not in _READERS and not _identifying(column)
    )
    if "reference" not in columns:
        raise UserError(
            "no_reference",
            "The list has no column called reference, so its plans cannot be told apart. Nothing was taken in. "
            "Name the column that holds your local reference.",
        )
    plans, wrong = _plans(columns, rows)
    if not plans and not wrong:
        raise UserError("no_plans", "The list holds column names but no plans. Nothing was taken in.")
    return PlanList(tuple(plans.values()), tuple(wrong), dropped, ignored)


def _table(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with their numbers in the file."""
    if len(content) > LARGEST or b"\0" in content:
        raise UserError(
            "not_a_table",
            "This is not a list that can be read. Nothing was taken in. In Excel, save it as CSV and try again.",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    parted_by = max(",;\t", key=first.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=parted_by), 1):
            if any(cell.strip() for cell in row):
                yield number, [cell.strip() for cell in row]
    except csv.Error as problem:
        raise UserError(
            "not_a_table", "This is not a list that can be read. Nothing was taken in. Save it as CSV and try again."
        ) from problem


def _plans(columns: list[str], rows: Iterator[tuple[int, list[str]]]) -> tuple[dict[str, NewPlan], list[WrongRow]]:
    plans: dict[str, NewPlan] = {}
    wrong: list[WrongRow] = []
    for number, cells in rows:
        given = {column: cell for column, cell in zip(columns, cells, strict=False) if column in _READERS}
        facts: dict[str, Any] = {}
        problems: list[WrongRow] = []
        for column, cell in given.items():
            try:
                facts[column] = _READERS[column](cell)
            except _Wrong as problem:
                problems.append(WrongRow(number, column, str(problem)))
        if not problems and not facts.get("reference"):
            problems.append(WrongRow(number, "reference", "it has no reference."))
        if not problems and facts["reference"] in plans:
            problems.append(WrongRow(number, "reference", f"the reference {facts['reference']} is there already."))
        wrong += problems
        if not problems:
            plans[facts["reference"]] = replace(NewPlan(facts["reference"]), **facts)
    return plans, wrong


def _column(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return ALSO.get(plain, plain)


def _identifying(column: str) -> bool:
    return column not in _READERS and any(word in IDENTIFYING for word in column.split("_"))


def _short(what: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if len(cell) > LONGEST or any(ord(letter) < 32 for letter in cell):
            raise _Wrong(f"the {what} is longer than {LONGEST} characters or runs over lines.")
        return cell

    return read


def _reference(cell: str) -> str:
    """A local reference, unless it looks like what must not be kept: a UPN, an NHS number, a name."""
    cell = _short("reference")(cell)
    plain = cell.replace(" ", "").replace("-", "").upper()
    if re.fullmatch(r"[A-Z]\d{11}[0-9A-Z]", plain):
        raise _Wrong("the reference looks like a UPN, which is not kept here. Give the plan another reference.")
    if re.fullmatch(r"\d{10}", plain) and _nhs_check(plain):
        raise _Wrong("the reference looks like an NHS number, which is not kept here. Give the plan another reference.")
    if cell and not re.search(r"\d", cell):
        raise _Wrong("the reference has no figure in it, so it may be a name. Give the plan another reference.")
    return cell


def _nhs_check(digits: str) -> bool:
    """Whether ten digits carry an NHS number's check digit (modulus 11, NHS Data Dictionary)."""
    check = 11 - sum(int(d) * (10 - i) for i, d in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9]) and check != 10


def _day(cell: str) -> date | None:
    if not cell:
        return None
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?", cell)
    parts = found.groups() if found else None
    if parts is None and (found := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: 00:00(?::00)?)?", cell)):
        parts = found.groups()[::-1]
    if parts is None:
        raise _Wrong(f"{_shown(cell)} is not a date. Write 2026-03-31 or 31/3/2026.")
    try:
        day = date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        raise _Wrong(f"the date {cell} does not exist.") from None
    if day < EARLIEST:
        raise _Wrong(f"the date {cell} lies before {EARLIEST.year}.")
    return day


def _year(cell: str) -> int | None:
    """A national curriculum year: a number, Reception (0), Nursery (-1), or nothing."""
    plain = re.sub(r"^(year|yr|y)\s*", "", cell.casefold())
    if not plain:
        return None
    named = {"r": 0, "reception": 0, "n": -1, "nursery": -1, "n1": -2, "n2": -1}
    if plain in named:
        return named[plain]
    if not re.fullmatch(r"-?\d{1,2}", plain) or not -4 <= int(plain) <= 20:
        raise _Wrong(f"{_shown(cell)} is not a year group. Write a number, R for Reception or N for Nursery.")
    return int(plain)


def _one_of(kind: type[StrEnum], what: str, blank: StrEnum | str) -> Callable[[str], Any]:
    """A word of a closed list, however it is spaced; nothing gives `blank`."""

    def read(cell: str) -> Any:
        plain = re.sub(r"[^a-z0-9]+", "_", cell.casefold()).strip("_")
        if not plain:
            return blank
        if plain not in {member.value for member in kind}:
            words = ", ".join(member.value.replace("_", " ") for member in kind)
            raise _Wrong(f"{_shown(cell)} is not one of the words for {what}. Write one of: {words}.")
        return kind(plain)

    return read


def _agencies(cell: str) -> str:
    read = _one_of(Agency, "agency", "")
    return ";".join(read(word).value for word in re.split(r"[;/+,]", cell) if word.strip())


def _yes(cell: str) -> bool:
    answers = {"": False, "no": False, "n": False, "false": False, "0": False}
    answers |= {"yes": True, "y": True, "true": True, "1": True}
    if cell.casefold() not in answers:
        raise _Wrong(f"{_shown(cell)} is neither yes nor no.")
    return answers[cell.casefold()]


def _shown(cell: str) -> str:
    """A cell as a sentence may quote it: short, since it might be anything."""
    return f"“{cell[:20]}…”" if len(cell) > 20 else f"“{cell}”"


_READERS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "reference": _reference,
        "area": _short("area"),
        "year_group": _year,
        "need": _short("need"),
        "setting_type": _short("setting type"),
        "phase": _short("phase"),
        "plan_kind": _one_of(PlanKind, "kind of plan", PlanKind.NEW),
        "agencies": _agencies,
        "requested_on": _day,
        "first_final_on": _day,
        "exception": _one_of(Exception20, "exception of regulation 10(4)", ""),
        "previous_anchor_on": _day,
        "last_review_on": _day,
        "decision_on": _day,
        "decided_not_to_amend": _yes,
        "amended_final_on": _day,
        "phase_move": _one_of(PhaseMove, "move between phases", PhaseMove.NONE),
        "moves_on": _day,
        "stratum": _short("stratum"),
        "purpose": _one_of(Purpose, "purpose", Purpose.SAMPLE),
    }
)
