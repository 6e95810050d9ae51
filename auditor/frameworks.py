"""Read and check audit frameworks: versioned criteria kept as TOML files, never as code."""

import difflib
import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from auditor.toml_lines import KeyPath, key_lines
from db.errors import UserError
from db.vocabulary import Value
from resources import read_text, resource_path

# the names of the functions in auditor/clocks.py that a framework may call for
CLOCK_NAMES = (
    "first_plan",
    "late_with_exception",
    "review_on_time",
    "decision_in_4_weeks",
    "amended_in_12_weeks",
    "phase_deadline",
)
LONGEST_SHORT = 60
LONGEST_TEXT = 2000
LARGEST_FILE = 1_000_000  # bytes; a framework of fifty criteria is about 40,000


def _prose(text: str) -> str:
    """Bring text into one form (NFC, single spaces), so that how a file is wrapped never changes a hash."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if not text:
        raise ValueError("it is empty")
    if len(text) > LONGEST_TEXT:
        raise ValueError(
            f"it is {len(text):,} characters long, and {LONGEST_TEXT:,} is the most"
        )
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise ValueError("it holds a control character")
    return text


def _short(text: str) -> str:
    if len(text) > LONGEST_SHORT:
        raise ValueError(
            f"it is {len(text)} characters long, and {LONGEST_SHORT} is the most"
        )
    return text


def _each_once(sections: tuple[str, ...]) -> tuple[str, ...]:
    if not sections:
        raise ValueError("it names no section")
    if len(set(sections)) < len(sections):
        raise ValueError("it names a section twice")
    return sections


Prose = Annotated[str, Field(strict=True), AfterValidator(_prose)]
Short = Annotated[
    str, Field(strict=True), AfterValidator(_prose), AfterValidator(_short)
]
Id = Annotated[str, Field(strict=True, pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,15}$")]
Percent = Annotated[int, Field(strict=True, ge=1, le=100)]
Section = Literal[
    "A",
    "B",
    "C",
    "D",
    "E",
    "F",
    "G",
    "H1",
    "H2",
    "I",
    "J",
    "K",
    "all",
    "dates",
    "review",
]


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Thresholds(_Frozen):
    """When a plan meets a measure. Percentages of points, and how many critical criteria may be partly met."""

    met: Percent = 75
    partly: Percent = 50
    enough: Percent = 60
    critical_partly: Annotated[int, Field(strict=True, ge=0, le=100)] = 1


class Measure(_Frozen):
    """A headline rolled up from criteria, or the block of statutory checks, which has no roll-up."""

    id: Id
    name: Prose
    short: Short
    kind: Literal["headline", "statutory"]


class Criterion(_Frozen):
    """One question, with what counts as each answer to it."""

    id: Id
    measure: Id | None = None
    short: Short
    question: Prose
    met: Prose
    partly: Prose | None = None
    not_met: Prose
    not_applicable: Prose | None = None
    sections: Annotated[tuple[Section, ...], AfterValidator(_each_once)]
    source: Prose
    basis: Literal["law", "must", "should", "practice"]
    critical: Annotated[bool, Field(strict=True)] = False
    lead: Literal["education", "health", "social_care", "parent", "any"] = "any"
    mode: Literal["judged", "dates", "mixed"] = "judged"
    clock: Annotated[str, Field(strict=True)] | None = None
    guidance: Prose | None = None
    escalate: Prose | None = None

    @property
    def scale(self) -> tuple[Value, ...]:
        """The answers offered, best first, then *not applicable* where there is a rule for it, then *cannot tell*."""
        offered = {
            Value.MET: True,
            Value.PARTLY: self.partly is not None,
            Value.NOT_MET: True,
        }
        offered |= {
            Value.NOT_APPLICABLE: self.not_applicable is not None,
            Value.CANNOT_TELL: True,
        }
        return tuple(value for value, stands in offered.items() if stands)

    @property
    def hash(self) -> str:
        """SHA-256, in hex, of what is asked. While it stays the same, answers can be compared across versions."""
        asked = {"id", "question", "met", "partly", "not_met", "not_applicable"}
        content = self.model_dump(include=asked, exclude_none=True)
        return _digest(
            _canonical(content | {"scale": [value.token for value in self.scale]})
        )


class Framework(_Frozen):
    """A versioned set of criteria. Instances come from `load`, `builtin` or `from_json`, which check it as a whole."""

    id: Annotated[str, Field(strict=True, pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    version: Annotated[
        str, Field(strict=True, pattern=r"^[0-9A-Za-z][0-9A-Za-z.+-]{0,19}$")
    ]
    title: Prose
    subject: Literal["final_plan", "draft_plan", "annual_review", "advice"]
    basis: Literal["plans", "answers"]
    about: Prose
    thresholds: Thresholds = Thresholds()
    measures: tuple[Measure, ...] = ()
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]

    @property
    def headlines(self) -> tuple[Measure, ...]:
        """The measures that are rolled up, in the framework's order."""
        return tuple(measure for measure in self.measures if measure.kind == "headline")

    @property
    def statutory_criteria(self) -> tuple[Criterion, ...]:
        """The criteria reported line by line, in no composite."""
        blocks = {
            measure.id for measure in self.measures if measure.kind == "statutory"
        }
        return tuple(
            criterion for criterion in self.criteria if criterion.measure in blocks
        )

    @property
    def judged(self) -> tuple[Criterion, ...]:
        """The criteria that somebody scores: all but those worked out from dates."""
        return tuple(
            criterion for criterion in self.criteria if criterion.mode != "dates"
        )

    def criteria_of(self, measure_id: str) -> tuple[Criterion, ...]:
        """The criteria of one measure, in the framework's order."""
        return tuple(
            criterion for criterion in self.criteria if criterion.measure == measure_id
        )

    def criterion(self, key: str) -> Criterion:
        """The criterion with this id. Raises KeyError when there is none."""
        for criterion in self.criteria:
            if criterion.id == key:
                return criterion
        raise KeyError(key)

    def canonical_json(self) -> str:
        """The one spelling of this framework: sorted keys, no spaces, NFC text, keys that were not given left out."""
        return _canonical(self.model_dump(mode="json", exclude_none=True))

    @property
    def hash(self) -> str:
        """SHA-256, in hex, of `canonical_json`. It changes when a word, a flag or a threshold changes."""
        return _digest(self.canonical_json())

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read back what `canonical_json` wrote. Raises UserError("framework_content") when it does not hold."""
        file = "The stored framework"
        try:
            data: Any = json.loads(text)
        except (ValueError, RecursionError) as reason:
            raise UserError(
                "framework_content",
                f"{file} cannot be read as JSON. Nothing was loaded.",
            ) from reason
        if not isinstance(data, dict):
            raise UserError(
                "framework_content", f"{file} is not a framework. Nothing was loaded."
            )
        found = tuple(_problems(data, file, {}))  # pyright: ignore[reportUnknownArgumentType]
        if found:
            raise _refusal("framework_content", found)
        return cls.model_validate(data)


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


def load(path: Path) -> Framework:
    """Read and check one framework file.

    Raises UserError with the first problem's file, line and path, and how many more there are: `framework_file`
    when there is no text to read, `framework_toml` when it is not TOML, `framework_content` for the rest.
    """
    return _load(str(path), lambda: _decode(path))


def check(path: Path) -> tuple[Problem, ...]:
    """Every problem of one framework file, in the order of its lines. Empty when `load` would take it."""
    return _read(str(path), lambda: _decode(path))[1]


def builtin(name: str) -> Framework:
    """A framework that comes with the program, by its id. Raises UserError("framework_unknown") for another name."""
    if name not in builtin_names():
        known = ", ".join(builtin_names())
        raise UserError(
            "framework_unknown",
            f"No framework called {name} comes with this program. It has {known}.",
        )
    return _load(f"{name}.toml", lambda: read_text("frameworks", f"{name}.toml"))


def builtin_names() -> tuple[str, ...]:
    """The ids of the frameworks that come with the program, in alphabetical order."""
    return tuple(
        sorted(path.stem for path in resource_path("frameworks").glob("*.toml"))
    )


class _Unreadable(Exception):
    """A file without text in it, or without a file; the sentence says which."""


def _load(file: str, text_of: Callable[[], str]) -> Framework:
    data, problems, code = _read(file, text_of)
    if problems:
        raise _refusal(code, problems)
    return Framework.model_validate(data)


def _refusal(code: str, problems: tuple[Problem, ...]) -> UserError:
    more = len(problems) - 1
    others = (
        f" There {'is 1 more problem' if more == 1 else f'are {more} more problems'} after it."
        if more
        else ""
    )
    return UserError(
        code, f"{problems[0]}{others} Nothing was loaded; mend the file and try again."
    )


def _read(
    file: str, text_of: Callable[[], str]
) -> tuple[dict[str, Any], tuple[Problem, ...], str]:
    """Give what a file holds, what is wrong with it, and the code of the kind of problem."""
    try:
        text = text_of()
    except _Unreadable as reason:
        return {}, (Problem(file, None, "", str(reason)),), "framework_file"
    text = text.replace("\r\n", "\n")
    try:
        data = tomllib.loads(text)
    except RecursionError:
        return (
            {},
            (Problem(file, None, "", "its brackets are nested too deeply to be read"),),
            "framework_toml",
        )
    except ValueError as reason:  # TOMLDecodeError, and a number too long to read
        return {}, (_not_toml(file, text, str(reason)),), "framework_toml"
    if not data:
        return {}, (Problem(file, 1, "", "the file is empty"),), "framework_content"
    return data, tuple(_problems(data, file, key_lines(text))), "framework_content"


def _decode(path: Path) -> str:
    """Read a file as UTF-8 text, with or without a byte order mark. Raises _Unreadable."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _Unreadable(
                f"the file is larger than {LARGEST_FILE:,} bytes, so it cannot be a framework"
            )
        content = path.read_bytes()
    except FileNotFoundError as reason:
        raise _Unreadable("there is no such file") from reason
    except OSError as reason:
        raise _Unreadable(
            f"the file cannot be read ({reason.strerror or reason})"
        ) from reason
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _Unreadable("this is not a text file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = content.count(b"\n", 0, reason.start) + 1
        raise _Unreadable(
            f"line {line} is not UTF-8 text; save the file with the encoding UTF-8"
        ) from reason


def _not_toml(file: str, text: str, reason: str) -> Problem:
    """Turn tomllib's own message, `Expected '=' (at line 3, column 5)`, into a problem with its line."""
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", reason)
    line = (
        int(found[1])
        if found and found[1]
        else text.rstrip("\n").count("\n") + 1
        if found
        else None
    )
    return Problem(
        file,
        line,
        "",
        f"this is not TOML: {reason[: found.start()] if found else reason}",
    )


def _problems(
    data: dict[str, Any], file: str, lines: dict[KeyPath, int]
) -> list[Problem]:
    """Every problem of a parsed framework: first what each key may hold, then what the keys say together."""
    found: list[tuple[KeyPath, str]] = []
    try:
        Framework.model_validate(data)
    except ValidationError as reason:
        found += [
            (error["loc"], _in_plain_words(error))
            for error in reason.errors(include_url=False)
        ]
    found += _contradictions(data)

    def at(path: KeyPath) -> int | None:
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path)

    problems = [
        Problem(file, at(path), _shown(path, data), problem) for path, problem in found
    ]
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


def _in_plain_words(error: ErrorDetails) -> str:
    """One of pydantic's findings as a clause a person can act on."""
    context = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return f"this key is not known{_nearest(error['loc'])}"
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
        case "too_short":
            return "it holds no criterion"
        case "value_error":
            return str(context["error"])
        case _:
            return error["msg"]


def _nearest(path: KeyPath) -> str:
    tables: dict[object, type[BaseModel]] = {"criteria": Criterion, "measures": Measure, "thresholds": Thresholds}
    *above, key = path
    model = tables.get(above[0], Framework) if above else Framework
    near = difflib.get_close_matches(str(key), model.model_fields, n=1)
    return f"; did you mean {near[0]}" if near else ""


def _tables(data: dict[str, Any], key: str) -> list[tuple[KeyPath, dict[str, Any]]]:
    """The tables of one array, with their paths; anything else there has been reported already."""
    items: Any = data.get(key, [])
    tables: list[Any] = items if isinstance(items, list) else []
    return [
        ((key, index), table)
        for index, table in enumerate(tables)
        if isinstance(table, dict)
    ]


def _contradictions(data: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """What is wrong between keys. It reads the raw tables, so that one wrong type does not hide the rest."""
    measures, criteria = _tables(data, "measures"), _tables(data, "criteria")
    yield from _repeats(measures)
    yield from _repeats(criteria)
    kinds: dict[Any, Any] = {
        str(table.get("id")): table.get("kind") for _, table in measures
    }
    for path, table in criteria:
        yield from _misplaced(path, table, kinds)
        yield from _clockwork(path, table)
    used = {str(table.get("measure")) for _, table in criteria}
    for path, table in measures:
        if "id" in table and str(table["id"]) not in used:
            yield path, "no criterion belongs to this measure"
    limits: Any = data.get("thresholds", {})
    met, partly = (_step(limits, key) for key in ("met", "partly"))
    met, partly = (75 if met is None else met), (50 if partly is None else partly)
    if isinstance(met, int) and isinstance(partly, int) and partly > met:
        yield ("thresholds",), f"partly ({partly}) is above met ({met})"


def _repeats(
    tables: list[tuple[KeyPath, dict[str, Any]]],
) -> Iterator[tuple[KeyPath, str]]:
    """Ids used before. Case is ignored: people, spreadsheets and file names do not tell v1 from V1."""
    seen: dict[str, KeyPath] = {}
    for path, table in tables:
        name = table.get("id")
        if (
            isinstance(name, str)
            and (first := seen.setdefault(name.casefold(), path)) != path
        ):
            yield (
                (*path, "id"),
                f"{name} is used already, by {first[0]}[{int(first[1]) + 1}]",
            )


def _misplaced(
    path: KeyPath, table: dict[str, Any], kinds: dict[Any, Any]
) -> Iterator[tuple[KeyPath, str]]:
    measure = table.get("measure")
    if measure is None:
        if kinds:
            yield (
                (*path, "measure"),
                "this key is missing, and a framework with measures needs it on every criterion",
            )
    elif isinstance(measure, str) and measure not in kinds:
        yield (*path, "measure"), f"there is no measure {measure}"
    elif table.get("critical") is True and kinds.get(measure) == "statutory":
        yield (
            (*path, "critical"),
            "a statutory check is reported line by line, so it cannot be critical",
        )


def _clockwork(path: KeyPath, table: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    clock, dates = table.get("clock"), table.get("mode") == "dates"
    if clock is None:
        if dates:
            yield (
                (*path, "mode"),
                f"mode dates needs a clock: one of {', '.join(CLOCK_NAMES)}",
            )
    elif not dates:
        yield (*path, "clock"), 'a clock goes only with mode = "dates"'
    elif isinstance(clock, str) and clock not in CLOCK_NAMES:
        yield (
            (*path, "clock"),
            f"there is no clock {clock}; there are {', '.join(CLOCK_NAMES)}",
        )


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
