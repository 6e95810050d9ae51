"""What is wrong with a framework file, in words that name its line."""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from auditor.toml_lines import KeyPath

# the names of the functions in auditor/clocks.py that a framework may call for
CLOCK_NAMES = (
    "first_plan",
    "late_with_exception",
    "review_on_time",
    "decision_in_4_weeks",
    "amended_in_12_weeks",
    "phase_deadline",
)
LARGEST_FILE = 1_000_000  # bytes; a framework of fifty criteria is about 40,000


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a framework file. `line` is None where no one line is at fault; items count from 1."""

    file: str
    line: int | None
    path: str
    problem: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {f'{self.path}: ' if self.path else ''}{self.problem}."


class Unreadable(Exception):
    """A file without text in it, or without a file; the sentence says which."""


def read_file(path: Path) -> str:
    """Read a file as UTF-8 text, with or without a byte order mark. Raises Unreadable."""
    try:
        if path.exists() and not path.is_file():
            raise Unreadable("this is not a file")
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable(f"the file is larger than {LARGEST_FILE:,} bytes, so it cannot be a framework")
        content = path.read_bytes()
    except FileNotFoundError as reason:
        raise Unreadable("there is no such file") from reason
    except OSError as reason:
        raise Unreadable(f"the file cannot be read ({reason.strerror or reason})") from reason
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("this is not a text file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = content.count(b"\n", 0, reason.start) + 1
        raise Unreadable(f"line {line} is not UTF-8 text; save the file with the encoding UTF-8") from reason


def not_toml(file: str, text: str, reason: str) -> Problem:
    """Turn tomllib's own message, `Expected '=' (at line 3, column 5)`, into a problem with its line."""
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", reason)
    line = int(found[1]) if found and found[1] else text.rstrip("\n").count("\n") + 1 if found else None
    return Problem(file, line, "", f"this is not TOML: {reason[: found.start()] if found else reason}")


def problems_of(
    data: dict[str, Any],
    file: str,
    lines: Mapping[KeyPath, int],
    model: type[BaseModel],
    keys: Mapping[str, Collection[str]],
) -> list[Problem]:
    """Every problem of a parsed framework, in line order: of single keys, then of what the keys say together.

    `lines` is what `toml_lines.key_lines` gave. `keys` names the known keys of each table, "" being the top.
    """
    found: list[tuple[KeyPath, str]] = []
    try:
        model.model_validate(data)
    except ValidationError as reason:
        found += [(error["loc"], _in_plain_words(error, keys)) for error in reason.errors(include_url=False)]
    found += _contradictions(data)

    def at(path: KeyPath) -> int | None:
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path)

    problems = [Problem(file, at(path), _shown(path, data), problem) for path, problem in found]
    return sorted(problems, key=lambda problem: problem.line or 0)


def _shown(path: KeyPath, data: Any) -> str:
    """Spell a path as a person counts: `criteria[7] (V3).critcal`, the first item being 1."""
    shown = ""
    for step in path:
        data = _step(data, step)
        if isinstance(step, int):
            name = _step(data, "id")
            shown += f"[{step + 1}]" + (f" ({name})" if isinstance(name, str) else "")
        else:
            shown += f".{step}" if shown else step
    return shown


def _step(data: Any, step: str | int) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def _in_plain_words(error: ErrorDetails, keys: Mapping[str, Collection[str]]) -> str:
    """One of pydantic's findings as a clause a person can act on."""
    context = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return f"this key is not known{_nearest(error['loc'], keys)}"
        case "missing":
            return "this key is missing"
        case "literal_error":
            return f"{error['input']!r} is not one of {context['expected']}"
        case "string_type":
            return "it must be text in quotes"
        case "string_pattern_mismatch":
            return f"{error['input']!r} may hold only letters, digits and hyphens, and must be short"
        case "int_type":
            return "it must be a whole number without quotes"
        case "bool_type":
            return "it must be true or false, without quotes"
        case "greater_than_equal" | "less_than_equal":
            return f"{error['input']} is out of range; {context.get('ge', context.get('le'))} is the limit"
        case "tuple_type":
            return "it must be a list"
        case "model_type":
            return "it must be a table of keys"
        case "value_error":
            return str(context["error"])
        case _:
            return error["msg"]


def _nearest(path: KeyPath, keys: Mapping[str, Collection[str]]) -> str:
    *above, key = path
    near = difflib.get_close_matches(str(key), keys.get(str(above[0]) if above else "", ()), n=1)
    return f"; the nearest that is: {near[0]}" if near else ""


def _tables(data: dict[str, Any], key: str) -> list[tuple[KeyPath, dict[str, Any]]]:
    """The tables of one array, with their paths; anything else there has been reported already."""
    items: Any = data.get(key, [])
    if not isinstance(items, list):
        return []
    tables = cast("list[Any]", items)
    return [((key, index), table) for index, table in enumerate(tables) if isinstance(table, dict)]


def _contradictions(data: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """What is wrong between keys. It reads the raw tables, so that one wrong type does not hide the rest."""
    measures, criteria = _tables(data, "measures"), _tables(data, "criteria")
    if data.get("criteria") == []:
        yield ("criteria",), "there is no criterion in it"
    yield from _repeats(measures)
    yield from _repeats(criteria)
    kinds: dict[Any, Any] = {str(table.get("id")): table.get("kind") for _, table in measures}
    for path, table in criteria:
        yield from _misplaced(path, table, kinds)
        yield from _clockwork(path, table)
        yield from _repeated(path, table)
    if isinstance(data.get("parts"), dict) and not any("each" in table for _, table in criteria):
        yield ("parts",), 'no criterion has each = "outcome", so there is nothing to roll up'
    used = {str(table.get("measure")) for _, table in criteria}
    for path, table in measures:
        if "id" in table and str(table["id"]) not in used:
            yield path, "no criterion belongs to this measure"
    known = {str(table.get("id")) for _, table in criteria}
    for path, table in _tables(data, "doubts"):
        yield from _doubtful(path, table, known)
    for limits in ("thresholds", "parts"):
        met, partly = (_step(data.get(limits, {}), key) for key in ("met", "partly"))
        met, partly = (75 if met is None else met), (50 if partly is None else partly)
        if isinstance(met, int) and isinstance(partly, int) and partly > met:
            yield (limits,), f"partly ({partly}) is above met ({met})"


def _repeats(tables: list[tuple[KeyPath, dict[str, Any]]]) -> Iterator[tuple[KeyPath, str]]:
    """Ids used before. Case is ignored: people, spreadsheets and file names do not tell v1 from V1."""
    seen: dict[str, KeyPath] = {}
    for path, table in tables:
        name = table.get("id")
        if isinstance(name, str) and (first := seen.setdefault(name.casefold(), path)) != path:
            yield ((*path, "id"), f"{name} is used already, by {first[0]}[{int(first[1]) + 1}]")


def _misplaced(path: KeyPath, table: dict[str, Any], kinds: dict[Any, Any]) -> Iterator[tuple[KeyPath, str]]:
    measure = table.get("measure")
    if measure is None:
        if kinds:
            yield ((*path, "measure"), "this key is missing, and a framework with measures needs it on every criterion")
    elif isinstance(measure, str) and measure not in kinds:
        yield (*path, "measure"), f"there is no measure {measure}"
    elif table.get("critical") is True and isinstance(measure, str) and kinds.get(measure) == "statutory":
        yield ((*path, "critical"), "a statutory check is reported line by line, so it cannot be critical")


def _doubtful(path: KeyPath, table: dict[str, Any], known: set[str]) -> Iterator[tuple[KeyPath, str]]:
    """A doubt may speak only of criteria that are there."""
    if isinstance(table.get("criterion"), str) and table["criterion"] not in known:
        yield (*path, "criterion"), f"there is no criterion {table['criterion']}"
    when: Any = table.get("when")
    for key in cast("dict[str, Any]", when) if isinstance(when, dict) else ():
        if key not in known:
            yield (*path, "when"), f"there is no criterion {key}"


def _clockwork(path: KeyPath, table: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    clock, dates = table.get("clock"), table.get("mode") == "dates"
    if clock is None:
        if dates:
            yield ((*path, "mode"), f"mode dates needs a clock: one of {', '.join(CLOCK_NAMES)}")
    elif not dates:
        yield (*path, "clock"), 'a clock goes only with mode = "dates"'
    elif isinstance(clock, str) and clock not in CLOCK_NAMES:
        yield ((*path, "clock"), f"there is no clock {clock}; there are {', '.join(CLOCK_NAMES)}")


def _repeated(path: KeyPath, table: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """A question asked of every outcome: what it needs for its answers to become one."""
    if "each" not in table:
        return
    if table.get("mode") == "dates":
        yield (*path, "each"), "what is worked out from dates cannot be asked of every outcome"
    if "partly" not in table:
        yield (*path, "each"), "it needs partly as well, because answers to several outcomes can come out in between"
    sections: Any = table.get("sections")
    if isinstance(sections, list) and not {"E", "all"} & {str(name) for name in cast("list[Any]", sections)}:
        yield (*path, "sections"), "outcomes stand in section E, which is not named here"
