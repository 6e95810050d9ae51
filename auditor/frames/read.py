"""Read a sampling frame from a file: recognise it, check it row by row, leave at the door who the children are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from auditor.frames.cells import text
from auditor.frames.check import check
from auditor.frames.columns import FIELDS, SEN2, field_of, identifying, kind_of, missing, plain, proposal
from auditor.frames.frame import Column, Frame, Key, Keys, Look
from auditor.frames.sen2 import put_together
from auditor.frames.tables import Book, Heading, Table
from auditor.frames.values import Wrong
from db.errors import UserError

SAMPLES = 3
LISTED = 12
_RANK = ("annex_a_list1", *SEN2, "other", "annex_a_other")


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


def read_frame(
    path: Path,
    mapping: Mapping[str, str] | None = None,
    *,
    as_at: date,
    sheet: str | None = None,
    more: Sequence[Path] = (),
    earlier: Iterable[Key] = (),
) -> tuple[Frame, Keys]:
    """Read and check a frame as on the day `as_at`.

    `mapping` goes from our fields (`columns.FIELDS`) to names of columns; without it columns are taken by their
    names. `sheet` names the sheet to read. `more` are further CSV files with SEN2 tables to put together with the
    first. `earlier` are keys of a frame read before, so that its plans keep their made references.

    Returns the frame, in which nothing says who a child is, and the keys from made references to children.
    Raises UserError with what is wrong with the file as a whole.
    """
    wanted = tuple((mapping or {}).values())
    books = [Book(path), *(Book(other) for other in more)]
    places = [place for book in books for place in _places(book, sheet, wanted)]
    sen2 = {place.kind: place for place in reversed(places) if place.kind in SEN2}
    notes: tuple[str, ...] = ()
    if len(sen2) > 1 and not mapping:
        table = put_together({kind: place.table() for kind, place in sen2.items()}, as_at)
        kind = "sen2"
    elif more:
        raise UserError(
            "not_sen2",
            "Several files can only be read together when they are tables of SEN2. Nothing was taken in. "
            "Choose one file.",
        )
    else:
        place = _chosen(books[0], places)
        if place.kind == "annex_a_other" and not mapping:
            raise _wrong_sheet(place)
        kind, table, notes = place.kind, place.table(), _set_aside(place, places)
    at = _mapped(mapping, table.heading.names, path.name) if mapping else proposal(table.heading.names)
    if not at or (kind == "other" and not set(at) - {"date_of_birth", "reference"}):
        raise UserError(
            "unknown_columns",
            f"No column of {path.name} is known here to say anything of plans: {_listed(table.heading.names)}. "
            "Nothing was taken in. Say which column holds what.",
        )
    if not table.rows:
        raise UserError(
            "no_rows", f"{_said(path.name, table.sheet)} holds column names but no plans. Nothing was taken in."
        )
    return check(replace(table, notes=(*notes, *table.notes)), at, kind, as_at, earlier)


def look_at(path: Path, sheet: str | None = None) -> Look:
    """What a file looks like before it is read: its columns with a few cells each, none of identifying ones."""
    book = Book(path)
    places = _places(book, sheet, ())
    place = _chosen(book, places)
    table = place.table()
    names = table.heading.names
    at = proposal(names)
    columns = tuple(
        Column(
            name,
            field if at.get(field := field_of(name)) == position else "",
            identifying(name),
            () if identifying(name) else _samples(table, position),
        )
        for position, name in enumerate(names)
        if name
    )
    notes = (*_set_aside(place, places), *table.notes)
    return Look(place.kind, table.sheet, book.names, columns, missing(at), notes)


def _samples(table: Table, position: int) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for _, cells in table.rows:
        try:
            words = text(cells[position]) if position < len(cells) else ""
        except Wrong:
            continue
        if words:
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


def _wrong_sheet(place: _Place) -> UserError:
    return UserError(
        "wrong_sheet",
        f"{_said(place.book.file, place.sheet)} is a list of Annex A, but not list 1: it has no date a plan was "
        f"issued. Nothing was taken in. Choose the list of children with plans. Sheets: {_listed(place.book.names)}.",
    )


def _mapped(mapping: Mapping[str, str], names: Sequence[str], file: str) -> dict[str, int]:
    """The positions of the columns somebody named for our fields."""
    positions = {plain(name): position for position, name in reversed(list(enumerate(names)))}
    at: dict[str, int] = {}
    for field, column in mapping.items():
        if field not in FIELDS:
            raise UserError("no_field", f"There is no field called {field}. The fields are: {', '.join(FIELDS)}.")
        if plain(column) not in positions:
            raise UserError(
                "no_column",
                f"{file} has no column called {column}. Nothing was taken in. Its columns are: {_listed(names)}.",
            )
        if identifying(column) and field not in ("reference", "date_of_birth"):
            raise UserError(
                "identifying",
                f"The column {column} could tell who a child is, so it cannot be the {FIELDS[field]}. "
                "Nothing was taken in. Choose another column.",
            )
        at[field] = positions[plain(column)]
    return at


def _said(file: str, sheet: str) -> str:
    return f"The sheet {sheet} of {file}" if sheet else file


def _listed(names: Sequence[str]) -> str:
    """Names in a sentence, the first dozen of them."""
    filled = [name for name in names if name]
    more = f" and {len(filled) - LISTED} more" if len(filled) > LISTED else ""
    return ", ".join(filled[:LISTED]) + more
