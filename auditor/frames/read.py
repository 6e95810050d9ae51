"""Read a sampling frame from a file: recognise it, check it row by row, leave at the door who the children are."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from auditor.frames.cells import DATES, text
from auditor.frames.check import check_in_steps
from auditor.frames.columns import FIELDS, SEN2, digest, identifying, kind_of, missing, plain, proposal
from auditor.frames.frame import Column, Frame, Key, Keys, Look, Reading
from auditor.frames.sen2 import put_together
from auditor.frames.tables import Book, Heading, Table
from auditor.frames.values import Wrong, looks_like
from auditor.identities import signs
from auditor.steps import finished
from db.errors import UserError

SAMPLES, LOOKED_AT = 3, 200
LISTED = 12
_RANK = ("annex_a_list1", *SEN2, "other", "annex_a_other")

Mapped = Mapping[str, str | int]
"""From our fields to the columns that hold them: by name, or by place in the list from 0."""
Steps = Generator[str, None, Reading]


@dataclass(frozen=True)
class _Place:
    """One sheet that has headings."""

    book: Book
    sheet: str
    heading: Heading

    @property
    def kind(self) -> str:
        return kind_of(self.heading.names)

    def table(self) -> Table:
        return self.book.table(self.sheet, self.heading)

    def table_in_steps(self) -> Generator[str, None, Table]:
        return self.book.table_in_steps(self.sheet, self.heading)


def read_frame(
    path: Path,
    mapping: Mapped | None = None,
    *,
    as_at: date,
    sheet: str | None = None,
    more: Sequence[Path] = (),
    earlier: Iterable[Key] = (),
) -> tuple[Frame, Keys]:
    """Read and check a frame as on the day `as_at`; the arguments are those of `read_steps`.

    Returns the frame, in which nothing says who a child is, and the keys from made references to children.
    Raises UserError with what is wrong with the file as a whole.
    """
    reading = finished(read_steps(path, mapping, as_at=as_at, sheet=sheet, more=more, earlier=earlier))
    if reading.refused is not None:
        raise reading.refused
    if reading.frame is None or reading.keys is None:
        raise AssertionError("a reading that is not refused has its frame")
    return reading.frame, reading.keys


def read_steps(
    path: Path,
    mapping: Mapped | None = None,
    *,
    as_at: date,
    sheet: str | None = None,
    more: Sequence[Path] = (),
    earlier: Iterable[Key] = (),
    taken: Iterable[str] = (),
    remembered: Mapping[str, Mapping[str, int]] | None = None,
) -> Steps:
    """Read and check a frame as on the day `as_at`, saying how far it is wherever it can be stopped.

    `mapping` goes from our fields (`columns.FIELDS`) to columns; without it columns are taken as `remembered` has it
    for a list with the same columns (by `columns.digest`), otherwise by their names. `sheet` names the sheet to read.
    `more` are further CSV files with SEN2 tables to put together with the first. `earlier` are keys of a frame read
    before, so that its plans keep their made references; `taken` are references that are not made again.

    What is wrong with the columns stands in the `Reading`, beside what the file looks like. Raises UserError with
    what is wrong with the file as a whole.
    """
    books: list[Book] = []
    for file in (path, *more):
        yield f"Opening {file.name}"
        books.append(Book(file))
    wanted = tuple(column for column in (mapping or {}).values() if isinstance(column, str))
    places = [place for book in books for place in _places(book, sheet, wanted)]
    sen2 = {place.kind: place for place in reversed(places) if place.kind in SEN2}
    notes: tuple[str, ...] = ()
    if len(sen2) > 1 and {plain(w) for w in wanted} <= {plain(n) for p in sen2.values() for n in p.heading.names}:
        tables: dict[str, Table] = {}
        for kind, place in sen2.items():
            tables[kind] = yield from place.table_in_steps()
        yield "Putting the tables together"
        kind, table = "sen2", put_together(tables, as_at)
    elif more:
        raise UserError(
            "not_sen2",
            "Several files can only be read together when they are tables of SEN2. Nothing was taken in. "
            "Choose one file.",
        )
    else:
        place = _chosen(books[0], places)
        kind, notes = place.kind, _set_aside(place, places)
        table = yield from place.table_in_steps()
    table = replace(table, notes=(*notes, *table.notes))
    names = table.heading.names
    columns = digest(names)
    last = None if mapping else (remembered or {}).get(columns)
    at = proposal(names)
    frame, keys, refused = None, None, None
    try:
        if kind == "annex_a_other" and not mapping:
            raise _wrong_sheet(path.name, table.sheet, books[0].names)
        if chosen := mapping or last:
            at = _mapped(chosen, names, path.name)
        _refuse_empty(table, at, kind, path.name)
        frame, keys = yield from check_in_steps(table, at, kind, as_at, earlier, taken)
    except UserError as problem:
        refused = problem
    return Reading(
        _look(table, kind, books[0].names, at),
        columns,
        at,
        last is not None and last != proposal(names),
        frame,
        keys,
        refused,
    )


def _refuse_empty(table: Table, at: Mapping[str, int], kind: str, file: str) -> None:
    if not at or (kind == "other" and not set(at) - {"date_of_birth", "reference"}):
        raise UserError(
            "unknown_columns",
            f"No column of {file} is known here to say anything of plans: {_listed(table.heading.names)}. "
            "Nothing was taken in. Say which column holds what.",
        )
    if not table.rows:
        raise UserError("no_rows", f"{_said(file, table.sheet)} holds column names but no plans. Nothing was taken in.")


def look_at(path: Path, sheet: str | None = None) -> Look:
    """What a file looks like before it is read: its columns with a few cells each, none of identifying ones."""
    book = Book(path)
    places = _places(book, sheet, ())
    place = _chosen(book, places)
    table = place.table()
    table = replace(table, notes=(*_set_aside(place, places), *table.notes))
    return _look(table, place.kind, book.names, proposal(table.heading.names))


def _look(table: Table, kind: str, sheets: tuple[str, ...], at: Mapping[str, int]) -> Look:
    names = table.heading.names
    taken_for = {position: field for field, position in at.items()}
    columns = tuple(
        Column(
            name,
            taken_for.get(position, ""),
            identifying(name),
            () if identifying(name) else _samples(table, position, taken_for.get(position, "")),
            position,
        )
        for position, name in enumerate(names)
        if name
    )
    return Look(kind, table.sheet, sheets, columns, missing(at), table.notes)


def _samples(table: Table, position: int, field: str) -> tuple[str, ...]:
    """A few cells of a column; none that could tell who a child is."""
    if field == "date_of_birth":
        return ()
    seen: dict[str, None] = {}
    for _, cells in table.rows[:LOOKED_AT]:
        cell = cells[position] if position < len(cells) else None
        try:
            words = f"{cell:%d/%m/%Y}" if isinstance(cell, datetime) else text(cell)
        except Wrong:
            continue
        telling = signs(words, date.max) or (field == "reference" and looks_like(words))
        if words and (field in DATES or not telling):
            seen[words] = None
        if len(seen) == SAMPLES:
            break
    return tuple(seen)


def _places(book: Book, sheet: str | None, wanted: Sequence[str]) -> list[_Place]:
    """The sheets that have headings, or the one that was asked for."""
    if sheet is not None and sheet not in book.names:
        raise UserError(
            "no_sheet",
            f"{book.file} has no sheet called {sheet}. Nothing was taken in. Its sheets are: {_listed(book.names)}.",
        )
    headings = [(name, book.heading(name, wanted)) for name in (book.names if sheet is None else (sheet,))]
    return [_Place(book, name, heading) for name, heading in headings if heading is not None]


def _chosen(book: Book, places: Sequence[_Place]) -> _Place:
    """The sheet that looks most like a list of plans; of equals the first, hidden ones being last."""
    if not places:
        raise UserError(
            "no_headings",
            f"{book.file} has no row of column names, so its cells cannot be told apart. Nothing was taken in. "
            "Put a name above each column and try again.",
        )
    return min(places, key=lambda place: (_RANK.index(place.kind), -len(proposal(place.heading.names))))


def _set_aside(place: _Place, places: Sequence[_Place]) -> tuple[str, ...]:
    """What is said of a choice between sheets."""
    if len(place.book.names) == 1:
        return ()
    alike = [other.sheet for other in places if other.kind == place.kind and other is not place]
    also = f" {_listed(alike)} looks like another such list." if alike and place.kind != "other" else ""
    return (f"Of {len(place.book.names)} sheets, {place.sheet} was read.{also}",)


def _wrong_sheet(file: str, sheet: str, sheets: Sequence[str]) -> UserError:
    return UserError(
        "wrong_sheet",
        f"{_said(file, sheet)} is a list of Annex A, but not list 1: it has no date a plan was "
        f"issued. Nothing was taken in. Choose the list of children with plans. Sheets: {_listed(sheets)}.",
    )


def _mapped(mapping: Mapped, names: Sequence[str], file: str) -> dict[str, int]:
    """The positions of the columns somebody chose for our fields."""
    positions = {plain(name): position for position, name in reversed(list(enumerate(names)))}
    at: dict[str, int] = {}
    for field, column in mapping.items():
        if field not in FIELDS:
            raise UserError("no_field", f"There is no field called {field}. The fields are: {', '.join(FIELDS)}.")
        position = positions.get(plain(column)) if isinstance(column, str) else column
        if position is None or not 0 <= position < len(names):
            raise UserError(
                "no_column",
                f"{file} has no column called {column}. Nothing was taken in. Its columns are: {_listed(names)}.",
            )
        if identifying(names[position]) and field not in ("reference", "date_of_birth"):
            raise UserError(
                "identifying",
                f"The column {names[position]} could tell who a child is, so it cannot be the {FIELDS[field]}. "
                "Nothing was taken in. Choose another column.",
            )
        at[field] = position
    return at


def _said(file: str, sheet: str) -> str:
    return f"The sheet {sheet} of {file}" if sheet else file


def _listed(names: Sequence[str]) -> str:
    """Names in a sentence, the first dozen of them."""
    filled = [name for name in names if name]
    more = f" and {len(filled) - LISTED} more" if len(filled) > LISTED else ""
    return ", ".join(filled[:LISTED]) + more
