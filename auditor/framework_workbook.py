"""The Excel twin of a framework: written for people who work in Excel, and read back as strictly as TOML."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from auditor.framework_problems import LARGEST_FILE, Problem, problems_of
from auditor.frameworks import Criterion, Doubt, Framework, Measure, known_keys, refused
from auditor.toml_lines import KeyPath
from db.errors import UserError
from db.files import read_whole, write_whole

EXCEL = ".xlsx"
HEAD = "Framework"
"""The sheet of what is said once: a key and its value a row, as `thresholds.met` and 75."""
LISTS: Mapping[str, tuple[str, ...]] = {
    "measures": tuple(Measure.model_fields),
    "criteria": tuple(Criterion.model_fields),
    "doubts": tuple(Doubt.model_fields),
}
"""The sheets of one row a measure, question or doubt, and their columns: the keys of the TOML file."""
LONG = frozenset({
    "value", "name", "question", "met", "partly", "not_met", "not_applicable", "source", "guidance", "escalate", "good",
    "weak", "why",
})  # fmt: skip
GROUPS = ("thresholds", "parts")
"""Keys with keys of their own on the first sheet."""
WIDE, NARROW = 48, 14  # characters
MOST_ROWS = 2_000


def write_workbook(framework: Framework, target: Path) -> Path:
    """Write a framework as a workbook that `read_workbook` reads back as the very same; gives the path.

    Raises UserError as `db.files.write_whole`.
    """
    return write_whole(target, lambda beside: _workbook(framework).save(beside))


def read_workbook(path: Path) -> Framework:
    """Read and check the workbook of a framework, strictly: a problem names its row and its column.

    Raises UserError: `framework_file` where there is too much to read, what `Sheets` raises where it is no workbook,
    `framework_content` for the rest.
    """
    data, problems = _read(path)
    if problems:
        raise refused("framework_content", problems)
    return Framework.model_validate(data)


def check_workbook(path: Path) -> tuple[Problem, ...]:
    """Every problem of a workbook's framework, by row. Raises as `read_workbook` where there is nothing to check."""
    return _read(path)[1]


def _read(path: Path) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    from auditor.frames.workbook import Sheets

    content = read_whole(path)
    if len(content) > LARGEST_FILE:
        said = f"{path}: the file is larger than {LARGEST_FILE:,} bytes, so it cannot be a framework."
        raise UserError("framework_file", f"{said} Nothing was loaded.")
    book = Sheets(content, path.name)
    data: dict[str, Any] = {}
    rows: dict[KeyPath, int] = {(): 1}
    for sheet in book.names:
        cells = book.rows(sheet, MOST_ROWS)
        if sheet == HEAD:
            _read_head(cells, data, rows)
        elif sheet.lower() in LISTS:
            _read_list(sheet.lower(), cells, data, rows)
    return data, tuple(problems_of(data, str(path), rows, Framework, known_keys()))


def _workbook(framework: Framework) -> Any:
    from openpyxl import Workbook

    content: dict[str, Any] = framework.model_dump(mode="json", exclude_none=True)
    book = Workbook()
    head = book.active
    head.title = HEAD  # pyright: ignore[reportOptionalMemberAccess]
    once = [(key, content[key]) for key in content if key not in (*LISTS, *GROUPS)]
    groups = {key: cast("dict[str, int]", content.get(key) or {}) for key in GROUPS}
    once += [(f"{key}.{under}", each) for key, group in groups.items() for under, each in group.items()]
    _fill(head, ("key", "value"), once)
    for name, columns in LISTS.items():
        listed = cast("list[dict[str, Any]]", content.get(name) or [])
        _fill(book.create_sheet(name.capitalize()), columns, [[_cell(row.get(c)) for c in columns] for row in listed])
    return book


def _fill(sheet: Any, columns: Sequence[str], rows: Sequence[Sequence[Any]], long: Collection[str] = LONG) -> None:
    """Write a table from the first row; text stays text, whatever sign it begins with."""
    from openpyxl.styles import Alignment, Font

    for at, row in enumerate((columns, *rows), 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(at, place, value)
            if cell.data_type == "f":  # text that begins as a formula would
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if at == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for place, name in enumerate(columns):
        sheet.column_dimensions[sheet.cell(1, place + 1).column_letter].width = WIDE if name in long else NARROW


def _cell(value: Any) -> Any:
    """What a cell holds: a list with commas, yes or no, and which answers raise a doubt as `V1: met, partly`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(cast("list[str]", value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {', '.join(given)}" for key, given in cast("dict[str, list[str]]", value).items())
    return value


def _read_head(cells: Sequence[tuple[int, Sequence[Any]]], data: dict[str, Any], rows: dict[KeyPath, int]) -> None:
    for number, (key, value) in _pairs(cells):
        table, _, under = key.partition(".")
        path: KeyPath = (table, under) if under else (table,)
        rows.setdefault(path[:1], number)
        rows[path] = number
        into = data.setdefault(table, {}) if under else data
        if isinstance(into, dict):
            into[path[-1]] = _whole(value) if under else _text(value)


def _pairs(cells: Sequence[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, tuple[str, Any]]]:
    for number, row in cells[1:]:
        key, value = _text(row[0]), row[1] if len(row) > 1 else None
        if key and value is not None:
            yield number, (key, value)


def _read_list(
    name: str, cells: Sequence[tuple[int, Sequence[Any]]], data: dict[str, Any], rows: dict[KeyPath, int]
) -> None:
    """One table of the framework; a column whose heading is no key is said to be unknown, by the ordinary check."""
    columns = [_text(cell) for cell in cells[0][1]] if cells else []
    listed: list[dict[str, Any]] = []
    for number, row in cells[1:]:
        at = len(listed)
        rows[name, at] = number
        rows.setdefault((name,), number)
        said = {
            key: _read_cell(key, cell)
            for key, cell in zip(columns, row, strict=False)
            if key and cell not in (None, "")
        }
        rows.update({(name, at, key): number for key in said})
        listed.append(said)
    if listed:
        data[name] = listed


def _read_cell(key: str, cell: Any) -> Any:
    if key == "sections":
        return [part.strip() for part in re.split("[,;]", _text(cell)) if part.strip()]
    if key == "critical":
        return {"yes": True, "true": True, "no": False, "false": False}.get(_text(cell).lower(), cell)
    if key in ("from_year", "below_year"):
        return _whole(cell)
    if key == "when":
        return _when(_text(cell))
    return _text(cell)


def _when(text: str) -> Any:
    """`V1: met, partly; V2: not_met`, as the answers to each question; the text itself where it is not so written."""
    found: dict[str, list[str]] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        key, colon, given = part.partition(":")
        if not colon:
            return text
        found[key.strip()] = [word.strip() for word in given.split(",") if word.strip()]
    return found


def _whole(cell: Any) -> Any:
    """A whole number, as Excel keeps it or as it was written; anything else stays as it is."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    text = _text(cell)
    return int(text) if re.fullmatch("-?[0-9]{1,6}", text) else cell


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
