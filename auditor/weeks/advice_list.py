"""Read a list of advice asked for in assessments under way: whom it was asked of, when, and when it came.

It comes through the same door as a list of plans: columns that could tell who a child is are dropped unread, and every
row that cannot be used is said.
"""

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from auditor.frames.cells import day, free, said
from auditor.frames.columns import identifying, plain
from auditor.frames.tables import Book, Heading, Table
from auditor.frames.values import Wrong, WrongRow, shown
from auditor.identities import signs
from auditor.steps import STRIDE, finished
from db.errors import UserError
from db.vocabulary import Adviser

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "area": "area",
        "adviser": "whom advice was asked of",
        "asked_on": "the day it was asked for",
        "received_on": "the day it came in",
    }
)
"""What a list of advice can hold."""
_NEEDED = ("adviser", "asked_on", "received_on")

_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "area": ("area", "locality", "district"),
        "adviser": (
            "adviser", "advisor", "agency", "service", "advice", "advice_from", "advice_type", "type_of_advice",
            "asked_of", "requested_from", "professional", "advice_giver",
        ),
        "asked_on": (
            "asked_on", "asked", "date_asked", "asked_for", "requested", "requested_on", "date_requested",
            "request_date", "date_of_request", "advice_requested", "date_advice_requested", "advice_requested_on",
            "sent", "date_sent", "asked_for_on", "advice_asked_for", "advice_asked_for_on", "advice_asked_on",
            "date_asked_for", "date_advice_asked_for",
        ),
        "received_on": (
            "received_on", "received", "date_received", "received_date", "advice_received", "date_advice_received",
            "advice_received_on", "came_in", "returned", "date_returned", "return_date", "date_of_receipt",
        ),
    }
)  # fmt: skip
_FIELD_OF: Mapping[str, str] = MappingProxyType({name: field for field, names in _COLUMNS.items() for name in names})

_WORDS: Mapping[Adviser, tuple[str, ...]] = MappingProxyType(
    {
        Adviser.EDUCATION: (
            "education", "educational", "school", "setting", "college", "nursery", "early years", "teacher",
            "head teacher", "headteacher", "senco", "education setting", "specialist teacher",
            "qualified teacher of the deaf", "teacher of the deaf",
        ),
        Adviser.PSYCHOLOGY: (
            "psychology", "educational psychology", "education psychology", "educational psychologist", "ep", "eps",
            "psychologist", "psychological", "educational psychology service",
        ),
        Adviser.HEALTH: (
            "health", "medical", "nhs", "doctor", "gp", "paediatrician", "paediatrics", "community paediatrics",
            "community paediatrician", "therapy", "speech and language", "speech and language therapy",
            "speech and language therapist", "salt", "slt", "occupational therapy", "occupational therapist", "ot",
            "physiotherapy", "physiotherapist", "physio", "camhs", "school nurse", "school nursing", "health visitor",
            "nursing", "dco", "icb",
        ),
        Adviser.SOCIAL_CARE: (
            "social care", "socialcare", "social work", "social worker", "social services", "children s social care",
            "childrens social care", "children social care", "csc", "adult social care",
        ),
        Adviser.OTHER: (
            "other", "others", "parent", "parents", "family", "young person", "early help", "virtual school",
            "youth justice", "youth offending",
        ),
    }
)  # fmt: skip
_ADVISER_OF: Mapping[str, Adviser] = MappingProxyType({w: adviser for adviser, ws in _WORDS.items() for w in ws})
_TAIL = re.compile(r" (advice|advisor|adviser|service|services|team|report|contribution|response)$")


@dataclass(frozen=True)
class AdviceItem:
    """One piece of advice: of whom, where, when asked for, when it came; None while it is out."""

    area: str
    adviser: Adviser
    asked_on: date
    received_on: date | None = None


@dataclass(frozen=True)
class AdviceSheet:
    """A list of advice that was read and checked. Nothing in it says who a child is.

    `rejected` rows are left out; `questions` are worth a look, and their rows are in. `dropped` columns tell who
    somebody is, `ignored` ones are not known here.
    """

    sheet: str
    rows: int
    items: tuple[AdviceItem, ...]
    rejected: tuple[WrongRow, ...]
    questions: tuple[WrongRow, ...]
    dropped: tuple[str, ...]
    ignored: tuple[str, ...]
    notes: tuple[str, ...]


def read_advice(path: Path, as_at: date) -> AdviceSheet:
    """Read and check a list of advice, CSV or Excel, as on the day `as_at`: no day in it may lie after that.

    Needs columns for the adviser, the day of asking and the day it came in, by these or common other names. Raises
    UserError with what is wrong with the file as a whole: as `frames.tables.Book`, and `no_headings`, `no_column`,
    `no_rows`.
    """
    return finished(read_advice_in_steps(path, as_at))


def read_advice_in_steps(path: Path, as_at: date) -> Generator[str, None, AdviceSheet]:
    """As `read_advice`; says how far it is wherever it can be stopped."""
    yield f"Reading {path.name}"
    book = Book(path)
    headings = [(sheet, book.heading(sheet, _FIELD_OF)) for sheet in book.names]
    found = [(sheet, heading) for sheet, heading in headings if heading is not None]
    if not found:
        raise UserError(
            "no_headings",
            f"{path.name} has no row of column names, so its cells cannot be told apart. Nothing was taken in. "
            "Put a name above each column and try again.",
        )
    sheet, heading = max(found, key=lambda place: len(_places(place[1])))
    at = _places(heading)
    missing = [FIELDS[field] for field in _NEEDED if field not in at]
    if missing:
        names = ", ".join([name for name in heading.names if name][:12])
        raise UserError(
            "no_column",
            f"{path.name} has no column for {' and '.join(missing)}. Nothing was taken in. Its columns are: {names}. "
            "Name the columns area, adviser, asked on and received on.",
        )
    table = yield from book.table_in_steps(sheet, heading)
    if not table.rows:
        raise UserError("no_rows", f"{path.name} holds column names but no advice. Nothing was taken in.")
    return (yield from _checked(table, at, as_at, len(book.names)))


def _places(heading: Heading) -> dict[str, int]:
    """Which column holds which field; of two for one field the first."""
    at: dict[str, int] = {}
    for position, name in enumerate(heading.names):
        field = _FIELD_OF.get(plain(name), "")
        if field and field not in at and not identifying(name):
            at[field] = position
    return at


def _checked(table: Table, at: Mapping[str, int], as_at: date, sheets: int) -> Generator[str, None, AdviceSheet]:
    names = table.heading.names
    items: list[AdviceItem] = []
    rejected: list[WrongRow] = []
    questions: list[WrongRow] = []
    for done, (number, cells) in enumerate(table.rows, 1):
        if done % STRIDE == 0:
            yield f"Checking row {done:,} of {len(table.rows):,}"
        row = _Row(number, cells, names, at, table, as_at)
        item = row.item()
        rejected += row.wrong
        if item is not None:
            items.append(item)
            questions += row.questions
    dropped = [name for name in names if identifying(name)]
    used = set(at.values())
    notes = list(table.notes)
    if sheets > 1:
        notes.insert(0, f"Of {sheets} sheets, {table.sheet} was read.")
    if "area" not in at:
        notes.append("No column gives the area, so the advice cannot be told apart by area.")
    return AdviceSheet(
        table.sheet, len(table.rows), tuple(items), tuple(rejected), tuple(questions), tuple(dropped),
        tuple(name for p, name in enumerate(names) if name and p not in used and name not in dropped), tuple(notes),
    )  # fmt: skip


class _Row:
    """One row while it is read."""

    def __init__(
        self, number: int, cells: Sequence[Any], names: Sequence[str], at: Mapping[str, int], table: Table, as_at: date
    ) -> None:
        self._number, self._cells, self._names, self._at, self._as_at = number, cells, names, at, as_at
        self._table = table
        self.wrong: list[WrongRow] = []
        self.questions: list[WrongRow] = []

    def item(self) -> AdviceItem | None:
        """The advice it holds, or None where something is wrong with it."""
        if not self._table.sheet and any(self._cells[len(self._names) :]):
            problem = "the row has more cells than there are columns. A comma inside a cell, perhaps: mend it."
            self._say(self.wrong, len(self._names) - 1, problem)
            return None
        adviser, asked, received = self._adviser(), self._day("asked_on"), self._day("received_on")
        if asked is None and not self.wrong:
            self._say(self.wrong, self._at["asked_on"], "it does not say when the advice was asked for.")
        if asked and received and received < asked:
            self._say(self.wrong, self._at["received_on"], "the advice came in before it was asked for: check both.")
        if self.wrong or adviser is None or asked is None:
            return None
        return AdviceItem(self._area(), adviser, asked, received)

    def _adviser(self) -> Adviser | None:
        position = self._at["adviser"]
        try:
            words = said(self._cell(position))
        except Wrong as problem:
            self._say(self.wrong, position, str(problem))
            return None
        if not words:
            self._say(self.wrong, position, "it does not say whom the advice was asked of.")
            return None
        found = adviser_of(words)
        if found is None:
            quoted = f"{shown(words)} is" if not signs(words, date.max) else "the words are"
            self._say(self.questions, position, f"{quoted} no adviser known here; it is counted as other.")
        return found or Adviser.OTHER

    def _day(self, field: str) -> date | None:
        position = self._at[field]
        try:
            return day(self._cell(position), self._table.epoch, self._as_at)
        except Wrong as problem:
            self._say(self.wrong, position, str(problem))
            return None

    def _area(self) -> str:
        if "area" not in self._at:
            return ""
        position = self._at["area"]
        try:
            area, question = free("area")(self._cell(position))
        except Wrong as problem:
            area, question = "", f"{problem} The area was left out."
        if question:
            self._say(self.questions, position, question)
        return area

    def _cell(self, position: int) -> Any:
        return self._cells[position] if position < len(self._cells) else None

    def _say(self, where: list[WrongRow], position: int, problem: str) -> None:
        where.append(WrongRow(self._number, self._names[position], problem))


def adviser_of(words: str) -> Adviser | None:
    """Whom somebody means by a word such as *EP*, *SALT* or *Children's social care*; None where it is not known."""
    text = re.sub(r"[^a-z0-9]+", " ", words.casefold().replace("&", " and ")).strip()
    while text not in _ADVISER_OF and (shorter := _TAIL.sub("", text)) != text:
        text = shorter
    return _ADVISER_OF.get(text)
