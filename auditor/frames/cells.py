"""From a cell of a CSV file or a workbook to one of our values."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from auditor.frames import values
from auditor.frames.needs import NOTHING, need_of, phase_of
from auditor.frames.values import Wrong, short, shown
from auditor.frames.workbook import UNSAVED
from auditor.identities import signs, words_for
from db.vocabulary import Exception20, PhaseMove, PlanKind

BORN_EARLIEST = date(1900, 1, 1)
EXCEL_DAYS = range(20_000, 80_000)  # days 1954 to 2119: what a number in a column of dates may mean
ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"))
DATES = ("requested_on", "first_final_on", "previous_anchor_on", "last_review_on", "decision_on", "amended_final_on")
LATER = ("moves_on", "ceased_on")  # days that may well lie ahead


def text(cell: Any) -> str:
    """A cell's words, trimmed; a whole number without its decimals.

    Raises Wrong for a formula without its result and for Excel's own marks of one that failed.
    """
    if cell is None:
        return ""
    if cell is True or cell is False:
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    found = " ".join(str(cell).split()) if cell != UNSAVED else UNSAVED
    if found == UNSAVED:
        raise Wrong("the cell holds a formula whose result is not saved. Open the file in Excel, save it, try again.")
    if found in ERRORS:
        raise Wrong(f"the cell shows {found}, so its formula failed. Mend it in Excel and try again.")
    return found


def said(cell: Any) -> str:
    """A cell's words, with nothing where it says that it holds nothing ('n/a', 'unknown', 'NULL')."""
    found = text(cell)
    return "" if found.casefold() in NOTHING else found


def day(cell: Any, epoch: datetime | None, as_at: date, *, born: bool = False, ahead: bool = False) -> date | None:
    """A day from a cell: Excel's own, a day number of a workbook whose days count from `epoch`, or text.

    A day after `as_at` is wrong unless it may lie `ahead`. With `born` the cell is a date of birth, and no sentence
    quotes it. Raises Wrong.
    """
    if isinstance(cell, datetime):
        found: date | None = cell.date()
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool) and epoch is not None:
        found = _numbered(cell, epoch)
    else:
        earliest = BORN_EARLIEST if born else values.EARLIEST
        found = values.day(said(cell), earliest, quote=not born and not _words(cell))
    if found is None:
        return None
    if found < (BORN_EARLIEST if born else values.EARLIEST):
        raise Wrong("the date of birth lies before 1900." if born else f"the date {_uk(found)} lies before 2000.")
    if found > as_at and not ahead:
        what = "the date of birth" if born else f"the date {_uk(found)}"
        raise Wrong(f"{what} lies in the future, after {_uk(as_at)}.")
    return found


def _numbered(number: float, epoch: datetime) -> date:
    if int(number) not in EXCEL_DAYS:
        raise Wrong("the cell holds a number that is not a date.")
    return (epoch + timedelta(days=int(number))).date()


def _words(cell: Any) -> bool:
    """Whether a cell holds more letters than a date does, so that a sentence had better not quote it."""
    return len(str(cell)) > 20 or sum(letter.isalpha() for letter in str(cell)) > 9


def _uk(found: date) -> str:
    return f"{found.day:02}/{found.month:02}/{found.year}"


def need(cell: Any) -> tuple[str, str]:
    """The SEN2 code of a primary need, and a question where the words are not among SEN2's. Raises Wrong."""
    words = said(cell)
    if not words:
        raise Wrong("the primary need is missing.")
    code = need_of(words)
    if code:
        return code, ""
    return _free(words, "primary need", "is not one of SEN2's needs")


def phase(cell: Any) -> tuple[str, str]:
    """A phase in our words; a number is kept as a code, since files do not say what their codes mean."""
    words = said(cell)
    if not words or phase_of(words):
        return phase_of(words), ""
    if words.isdigit():
        return f"code {words}", ""
    return _free(words, "phase", "is not a phase known here")


def free(what: str) -> Callable[[Any], tuple[str, str]]:
    """Reads words that may stand free: an area, a type of setting. What could tell who a child is, is left out."""
    return lambda cell: _free(said(cell), what, "")


def _free(words: str, what: str, otherwise: str) -> tuple[str, str]:
    try:
        short(what)(words)
    except Wrong as problem:
        return "", f"{problem} It was left out."
    found = signs(words, date.max)
    if found:
        return "", f"the {what} looks like {words_for(found)}, so it was left out."
    return words, f"{shown(words)} {otherwise}; it is kept as it is written." if otherwise and words else ""


def listed(read: Callable[[str], Any], blank: Any) -> Callable[[Any], tuple[Any, str]]:
    """Reads a word of a closed list; any other is left out with a question."""

    def from_cell(cell: Any) -> tuple[Any, str]:
        words = said(cell)
        if not words:
            return blank, ""
        try:
            return read(words), ""
        except Wrong as problem:
            return blank, f"{problem} It was left out."

    return from_cell


FACTS: Mapping[str, Callable[[Any], tuple[Any, str]]] = MappingProxyType(
    {
        "area": free("area"),
        "need": need,
        "setting_code": free("setting"),
        "setting_type": free("type of setting"),
        "team": free("team"),
        "phase": phase,
        "year_group": listed(values.year, None),
        "plan_kind": listed(values.one_of(PlanKind, "kind of plan", PlanKind.NEW), PlanKind.NEW),
        "agencies": listed(values.agencies, ""),
        "exception": listed(values.one_of(Exception20, "exception of regulation 10(4)", ""), ""),
        "exception_applies": listed(values.yes, None),
        "decided_not_to_amend": listed(values.yes, False),
        "phase_move": listed(values.one_of(PhaseMove, "move between phases", PhaseMove.NONE), PhaseMove.NONE),
    }
)
"""How each fact is read: a cell to its value and a question about it. Only the need may be wrong in itself."""


def age_on(born: date, as_at: date) -> int:
    """Whole years of age on a day. Who is born on 29 February is a year older on 1 March of other years."""
    return as_at.year - born.year - ((as_at.month, as_at.day) < (born.month, born.day))


def year_group_of(born: date, as_at: date) -> int:
    """The national curriculum year of a child's age group on a day; 0 is Reception, from -4 up to 20 at most.

    English school years begin on 1 September, and a child's year follows from the age on the 31 August before:
    Reception at 4, Year 1 at 5 (Education Act 1996, section 8, and the School Admissions Code 2021).
    """
    started = as_at.year if as_at.month >= 9 else as_at.year - 1
    return max(-4, min(20, age_on(born, date(started, 8, 31)) - 4))
