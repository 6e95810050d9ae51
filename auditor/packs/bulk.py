"""Rows into tables in bulk, each known by what names it; what changed is noted so that it can be put back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, delete, exists, insert, select, update
from sqlmodel import Session

from auditor.packs.gather import portions
from db.tables import METADATA

_NAME_PLANS = (METADATA.tables["round_plan"], METADATA.tables["conflict"])
Before = list[list[Any]]
"""What was there before, in the order it was changed: table, row number, and the columns' values or None if new.

Without a row number it is a row that was taken away, whole.
"""


def merge(
    session: Session, table: str, by: str, rows: Sequence[Mapping[str, Any]], before: Before, *, within: str = ""
) -> dict[Any, int]:
    """Add each row, or change the one that has the same value in the column `by`; gives their numbers by that value.

    `within` is a column that all rows have alike and that belongs to their name. Columns a row does not have keep
    what they hold.
    """
    t = METADATA.tables[table]
    there = existing(session, table, by, rows, within=within)
    new: list[Mapping[str, Any]] = []
    for row in rows:
        old = there.get(row[by])
        if old is None:
            new.append(row)
            continue
        changed = {name: value for name, value in row.items() if old[name] != value}
        if changed:
            if "row_version" in t.columns:
                changed["row_version"] = old["row_version"] + 1
            before.append([table, old["id"], {name: _plain(old[name]) for name in changed}])
            session.connection().execute(update(t).where(t.c.id == old["id"]).values(**changed))
    if new:
        session.connection().execute(insert(t), [_whole(t, row) for row in new])
    ids = {key: row["id"] for key, row in existing(session, table, by, rows, within=within).items()}
    before += [[table, ids[row[by]], None] for row in new]
    session.expire_all()
    return ids


def existing(
    session: Session, table: str, by: str, rows: Sequence[Mapping[str, Any]], *, within: str = ""
) -> dict[Any, Mapping[str, Any]]:
    """The rows that are here already, by the value of the column `by`."""
    t = METADATA.tables[table]
    found: dict[Any, Mapping[str, Any]] = {}
    for some in portions([row[by] for row in rows]):
        query = select(t).where(t.c[by].in_(some))
        if within and rows:
            query = query.where(t.c[within] == rows[0][within])
        found |= {row[by]: dict(row) for row in session.connection().execute(query).mappings()}
    return found


def put_back(session: Session, before: Before) -> None:
    """Undo what `merge` noted: take new rows away and give changed columns their values again, last one first."""
    for table, key, values in reversed(before):
        t = METADATA.tables[table]
        if key is None:  # it was taken away
            session.connection().execute(insert(t), [values])
        elif values is None:
            gone = delete(t).where(t.c.id == key)
            if table == "plan":  # what came later may name it too
                gone = gone.where(*(~exists().where(other.c.plan_id == key) for other in _NAME_PLANS))
            session.connection().execute(gone)
        else:
            was = {name: _typed(value) for name, value in values.items()}
            session.connection().execute(update(t).where(t.c.id == key).values(**was))
    session.expire_all()


def _whole(t: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with what its other columns hold by default."""
    found = dict(row)
    for column in t.columns:
        if column.name not in found and column.default is not None and column.name != "id":
            default: Any = column.default
            found[column.name] = default.arg(None) if default.is_callable else default.arg
    return found


def _plain(value: Any) -> Any:
    """A value as JSON holds it; days and moments are marked as such."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _typed(value: Any) -> Any:
    match value:
        case {"moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case _:
            return value
