"""What one cell of a list says: days, year groups, words of closed lists, and what must not be kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from auditor.identities import nhs_number_holds
from db.vocabulary import Agency, Span

LONGEST = 60  # characters of a reference, an area, a need: longer ones are free text, which has no place here
EARLIEST = date(2000, 1, 1)
MONTHS: tuple[str, ...] = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
_ISO = re.compile(rf"(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}}){_TIME}")
_UK = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}){_TIME}")
_WORDS = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[ -]([A-Za-z]{{3,9}})\.?,?[ -](\d{{4}}){_TIME}")
_MONTH = re.compile(r"([A-Za-z]{3,9})\.?,?[ -](\d{4})|(\d{1,2})[/.-](\d{4})|(\d{4})[-/](\d{1,2})")
_YEAR = re.compile(r"\d{4}")
_SHORT_YEAR = re.compile(rf"\d{{1,2}}[/.-](?:\d{{1,2}}|[A-Za-z]{{3}})[/.-]\d{{2}}{_TIME}")


@dataclass(frozen=True)
class WrongRow:
    """What is wrong with a row: its number in the file (the header is 1), the column, and a sentence."""

    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        """The sentence for it."""
        return f"Row {self.row}: {self.problem}"


class Wrong(Exception):
    """One cell that cannot be used; the text says why, to follow 'Row 7: '."""


def day(cell: str, earliest: date = EARLIEST, quote: bool = True) -> date | None:
    """A day as people write it: 2026-03-31, 31/3/2026, 31.3.2026, 31-Mar-2026, 31 March 2026. Nothing gives None.

    Raises Wrong for a day that does not exist, one before `earliest`, a year of two figures and whatever is no day.
    `quote` False keeps the cell's own words out of the sentence.
    """
    if not cell:
        return None
    parts = _day_parts(cell)
    said = f" {cell}" if quote else ""
    if parts is None:
        if _SHORT_YEAR.fullmatch(cell):
            raise Wrong(f"the date{said} has a year of two figures. Write all four.")
        raise Wrong(f"{shown(cell) if quote else 'this'} is not a date. Write 2026-03-31 or 31/3/2026.")
    try:
        found = date(*parts)
    except ValueError:
        raise Wrong(f"the date{said} does not exist.") from None
    if found < earliest:
        raise Wrong(f"the date{said} lies before {earliest.year}.")
    return found


def day_or_span(cell: str) -> tuple[date, Span] | None:
    """As `day`; also a month or a year alone (May 2026, 5/2026, 2026-05, 2026), which give its first day.

    Raises Wrong as `day`.
    """
    if found := _MONTH.fullmatch(cell):
        named = found[1] or found[3] or found[6]
        year = int(found[2] or found[4] or found[5])
        month = int(named) if named.isdecimal() else _month_of(named)
        if month:
            return _first(year, month, cell), Span.MONTH
    if _YEAR.fullmatch(cell):
        return _first(int(cell), 1, cell), Span.YEAR
    found_day = day(cell)
    return None if found_day is None else (found_day, Span.DAY)


def _month_of(name: str) -> int:
    short = name[:3].casefold()
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def _first(year: int, month: int, cell: str) -> date:
    if not 1 <= month <= 12:
        raise Wrong(f"the date {cell} does not exist.")
    if year < EARLIEST.year:
        raise Wrong(f"the date {cell} lies before {EARLIEST.year}.")
    return date(year, month, 1)


def _day_parts(cell: str) -> tuple[int, int, int] | None:
    """Year, month and day, whether or not there is such a day."""
    if found := _ISO.fullmatch(cell):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _UK.fullmatch(cell):
        return int(found[3]), int(found[2]), int(found[1])
    if (found := _WORDS.fullmatch(cell)) and found[2][:3].casefold() in MONTHS:
        return int(found[3]), MONTHS.index(found[2][:3].casefold()) + 1, int(found[1])
    return None


def year(cell: str) -> int | None:
    """A national curriculum year: a number, Reception (0), Nursery (-1), or nothing."""
    text = re.sub(r"^(year|yr|y)\s*", "", cell.casefold())
    if not text:
        return None
    named = {"r": 0, "reception": 0, "n": -1, "nursery": -1, "n1": -2, "n2": -1}
    if text in named:
        return named[text]
    if not re.fullmatch(r"-?\d{1,2}", text) or not -4 <= int(text) <= 20:
        raise Wrong(f"{shown(cell)} is not a year group. Write a number, R for Reception or N for Nursery.")
    return int(text)


def short(what: str) -> Callable[[str], str]:
    """Reads words that may stand free, up to LONGEST characters on one line."""

    def read(cell: str) -> str:
        if len(cell) > LONGEST or any(ord(letter) < 32 for letter in cell):
            raise Wrong(f"the {what} is longer than {LONGEST} characters or runs over lines.")
        return cell

    return read


def one_of(kind: type[StrEnum], what: str, blank: StrEnum | str) -> Callable[[str], Any]:
    """Reads a word of a closed list, however it is spaced; nothing gives `blank`."""

    def read(cell: str) -> Any:
        word = re.sub(r"[^a-z0-9]+", "_", cell.casefold()).strip("_")
        if not word:
            return blank
        if word not in {member.value for member in kind}:
            words = ", ".join(member.value.replace("_", " ") for member in kind)
            raise Wrong(f"{shown(cell)} is not one of the words for {what}. Write one of: {words}.")
        return kind(word)

    return read


def agencies(cell: str) -> str:
    """Agencies with ; / + or a comma between them, as `education;health`."""
    read = one_of(Agency, "agency", "")
    return ";".join(read(word).value for word in re.split(r"[;/+,]", cell) if word.strip())


def yes(cell: str) -> bool:
    """Yes or no in the usual letters; nothing is no."""
    answers = {"": False, "no": False, "n": False, "false": False, "0": False}
    answers |= {"yes": True, "y": True, "true": True, "1": True}
    if cell.casefold() not in answers:
        raise Wrong(f"{shown(cell)} is neither yes nor no.")
    return answers[cell.casefold()]


def shown(cell: str) -> str:
    """A cell as a sentence may quote it: short, since it might be anything."""
    return f"“{cell[:20]}…”" if len(cell) > 20 else f"“{cell}”"


def looks_like(reference: str) -> str:
    """What a reference looks like that must not be kept: 'a UPN', 'an NHS number', 'a name', or nothing."""
    text = re.sub(r"[ -]", "", reference).upper()
    if re.fullmatch(r"[A-Z]\d{11}[0-9A-Z]", text):
        return "a UPN"
    if re.fullmatch(r"\d{10}", text) and nhs_number_holds(text):
        return "an NHS number"
    if reference and not re.search(r"\d", reference):
        return "a name"
    return ""
