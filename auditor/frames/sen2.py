"""Put the person-level tables of SEN2 together: one row a plan, with what the other tables say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from auditor.frames.cells import day, said
from auditor.frames.columns import REQUEST, SEN2, plain, proposal
from auditor.frames.tables import Heading, Table
from auditor.frames.values import Wrong


def put_together(tables: Mapping[str, Table], as_at: date) -> Table:
    """One table out of several, by kind (sen2_m1 to sen2_m5). The first there is of m4, m5, m3, m2, m1 leads.

    Rows belong together by person and, where both tables have it, by request. Of several rows the latest decision
    up to `as_at` counts, otherwise the first. The leading table's row numbers stay.
    """
    lead_kind, *others = [kind for kind in SEN2 if kind in tables]
    lead = tables[lead_kind]
    names = list(lead.heading.names)
    width = len(names)
    rows = [(number, [*cells[:width], *[None] * (width - len(cells))]) for number, cells in lead.rows]
    notes = [f"{len(tables)} tables were put together by person and request; rows are those of {_where(lead)}."]
    for kind in others:
        other = tables[kind]
        notes += other.notes
        by_request = _request(lead) is not None and _request(other) is not None
        found = _by_key(other, by_request, as_at)
        blank = [None] * len(other.heading.names)
        without = 0
        for _, cells in rows:
            more = found.get(_key(lead, cells, by_request))
            without += more is None
            cells.extend([*(more or ()), *blank][: len(blank)])
        names += other.heading.names
        if without:
            notes.append(f"{without:,} of {len(rows):,} rows have none in {_where(other)}.")
    for (_, cells), (_, own) in zip(rows, lead.rows, strict=True):
        # a comma too many goes to the end, where it is noticed
        cells.extend(own[width:])
    heading = Heading(lead.heading.first, lead.heading.last, tuple(names))
    return replace(lead, heading=heading, rows=rows, notes=(*lead.notes, *notes))


def _where(table: Table) -> str:
    return table.sheet or "the first file"


def _request(table: Table) -> int | None:
    return next((p for p, name in enumerate(table.heading.names) if plain(name) in REQUEST), None)


def _key(table: Table, cells: Sequence[Any], by_request: bool) -> tuple[str, str]:
    at = proposal(table.heading.names)
    request = _request(table) if by_request else None
    return _words(cells, at.get("reference")), _words(cells, request)


def _words(cells: Sequence[Any], position: int | None) -> str:
    try:
        return said(cells[position]).casefold() if position is not None and position < len(cells) else ""
    except Wrong:
        return ""


def _by_key(table: Table, by_request: bool, as_at: date) -> dict[tuple[str, str], Sequence[Any]]:
    decided = proposal(table.heading.names).get("decision_on")
    best: dict[tuple[str, str], tuple[date, Sequence[Any]]] = {}
    for _, cells in table.rows:
        key = _key(table, cells, by_request)
        when = _decided(cells, decided, table, as_at)
        shifted = any(cells[len(table.heading.names) :])
        if key[0] and not shifted and (key not in best or when > best[key][0]):
            best[key] = when, cells
    return {key: cells for key, (_, cells) in best.items()}


def _decided(cells: Sequence[Any], position: int | None, table: Table, as_at: date) -> date:
    try:
        found = day(cells[position], table.epoch, as_at) if position is not None and position < len(cells) else None
    except Wrong:
        found = None
    return found or date.min
