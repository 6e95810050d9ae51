"""Read and check audit frameworks: versioned criteria kept as TOML files, never as code."""

import hashlib
import json
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from auditor.framework_problems import CLOCK_NAMES as CLOCK_NAMES
from auditor.framework_problems import Problem, Unreadable, not_toml, problems_of, read_file
from auditor.toml_lines import key_lines
from db.errors import UserError
from db.vocabulary import Value
from resources import read_text, resource_path

LONGEST_SHORT = 60
LONGEST_TEXT = 2000
USUAL = "default-ehcp"  # offered first


def in_one_form(text: str) -> str:
    """Text as a framework keeps it (NFC, single spaces), so that how a file is wrapped never changes a hash."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _prose(text: str) -> str:
    text = in_one_form(text)
    if not text:
        raise ValueError("it is empty")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"it is {len(text):,} characters long, and {LONGEST_TEXT:,} is the most")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise ValueError("it holds a control character")
    return text


def _short(text: str) -> str:
    if len(text) > LONGEST_SHORT:
        raise ValueError(f"it is {len(text)} characters long, and {LONGEST_SHORT} is the most")
    return text


def _each_once(sections: tuple[str, ...]) -> tuple[str, ...]:
    if not sections:
        raise ValueError("it names no section")
    if len(set(sections)) < len(sections):
        raise ValueError("it names a section twice")
    return sections


Prose = Annotated[str, Field(strict=True), AfterValidator(_prose)]
Short = Annotated[str, Field(strict=True), AfterValidator(_prose), AfterValidator(_short)]
Id = Annotated[str, Field(strict=True, pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,15}$")]
Percent = Annotated[int, Field(strict=True, ge=1, le=100)]
Section = Literal["A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K", "all", "dates", "review"]
Token = Literal["met", "partly", "not_met", "not_applicable", "cannot_tell"]


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Thresholds(_Frozen):
    """When a plan meets a measure. Percentages of points, and how many critical criteria may be partly met."""

    met: Percent = 75
    partly: Percent = 50
    enough: Percent = 60
    critical_partly: Annotated[int, Field(strict=True, ge=0, le=100)] = 1


class Parts(_Frozen):
    """How answers given once per outcome become the plan's one answer. Percentages of points."""

    met: Percent = 75
    partly: Percent = 50


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
    good: Prose | None = None
    weak: Prose | None = None
    each: Literal["outcome"] | None = None

    @property
    def scale(self) -> tuple[Value, ...]:
        """The answers offered, best first, then *not applicable* where there is a rule for it, then *cannot tell*."""
        offered = {Value.MET: True, Value.PARTLY: self.partly is not None, Value.NOT_MET: True}
        offered |= {Value.NOT_APPLICABLE: self.not_applicable is not None, Value.CANNOT_TELL: True}
        return tuple(value for value, stands in offered.items() if stands)

    @property
    def hash(self) -> str:
        """SHA-256, in hex, of what is asked. While it stays the same, answers can be compared across versions.

        Guidance and the two examples (`good`, `weak`) help to answer the question and are not part of it.
        """
        asked = {"id", "question", "met", "partly", "not_met", "not_applicable", "each"}
        content = self.model_dump(include=asked, exclude_none=True)
        return _digest(_canonical(content | {"scale": [value.token for value in self.scale]}))


class Doubt(_Frozen):
    """Answers that do not go together. It is shown at `criterion` when every answer in `when` was given.

    `from_year` and `below_year` narrow it to plans of those year groups; a plan without a year group is let be.
    """

    criterion: Id
    when: Annotated[dict[Id, tuple[Token, ...]], Field(min_length=1)]
    from_year: Annotated[int, Field(strict=True, ge=-4, le=20)] | None = None
    below_year: Annotated[int, Field(strict=True, ge=-4, le=20)] | None = None
    why: Prose

    def fires(self, answers: Mapping[str, Value], year_group: int | None) -> bool:
        """Whether these answers, by criterion id, for a plan of this year group, raise the doubt."""
        if self.from_year is not None and (year_group is None or year_group < self.from_year):
            return False
        if self.below_year is not None and (year_group is None or year_group >= self.below_year):
            return False
        return all(key in answers and answers[key].token in given for key, given in self.when.items())


class Framework(_Frozen):
    """A versioned set of criteria. Instances come from `load`, `builtin` or `from_json`, which check it as a whole."""

    id: Annotated[str, Field(strict=True, pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    version: Annotated[str, Field(strict=True, pattern=r"^[0-9A-Za-z][0-9A-Za-z.+-]{0,19}$")]
    title: Prose
    subject: Literal["final_plan", "draft_plan", "annual_review", "advice"]
    basis: Literal["plans", "answers"]
    about: Prose
    thresholds: Thresholds = Thresholds()
    parts: Parts | None = None
    measures: tuple[Measure, ...] = ()
    criteria: tuple[Criterion, ...]
    doubts: tuple[Doubt, ...] | None = None

    @property
    def headlines(self) -> tuple[Measure, ...]:
        """The measures that are rolled up, in the framework's order."""
        return tuple(measure for measure in self.measures if measure.kind == "headline")

    @property
    def statutory_criteria(self) -> tuple[Criterion, ...]:
        """The criteria reported line by line, in no composite."""
        blocks = {measure.id for measure in self.measures if measure.kind == "statutory"}
        return tuple(criterion for criterion in self.criteria if criterion.measure in blocks)

    @property
    def judged(self) -> tuple[Criterion, ...]:
        """The criteria that somebody scores: all but those worked out from dates."""
        return tuple(criterion for criterion in self.criteria if criterion.mode != "dates")

    @property
    def parts_rule(self) -> Parts:
        """The rule for answers given once per outcome; the usual one where the framework sets none."""
        return self.parts or Parts()

    def criteria_of(self, measure_id: str) -> tuple[Criterion, ...]:
        """The criteria of one measure, in the framework's order."""
        return tuple(criterion for criterion in self.criteria if criterion.measure == measure_id)

    def criterion(self, key: str) -> Criterion:
        """The criterion with this id. Raises KeyError when there is none."""
        for criterion in self.criteria:
            if criterion.id == key:
                return criterion
        raise KeyError(key)

    def contradictions(self, answers: Mapping[str, Value], year_group: int | None) -> tuple[Doubt, ...]:
        """The doubts that one auditor's answers to one plan raise, in the framework's order."""
        return tuple(doubt for doubt in self.doubts or () if doubt.fires(answers, year_group))

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
            raise UserError("framework_content", f"{file} cannot be read as JSON. Nothing was loaded.") from reason
        if not isinstance(data, dict):
            raise UserError("framework_content", f"{file} is not a framework. Nothing was loaded.")
        found = tuple(problems_of(data, file, {}, cls, known_keys()))  # pyright: ignore[reportUnknownArgumentType]
        if found:
            raise refused("framework_content", found)
        return cls.model_validate(data)


def load(path: Path) -> Framework:
    """Read and check one framework file.

    Raises UserError with the first problem's file, line and path, and how many more there are: `framework_file`
    when there is no text to read, `framework_toml` when it is not TOML, `framework_content` for the rest.
    """
    return _load(str(path), lambda: read_file(path))


def check(path: Path) -> tuple[Problem, ...]:
    """Every problem of one framework file, in the order of its lines. Empty when `load` would take it."""
    return _read(str(path), lambda: read_file(path))[1]


@cache  # what comes with the program stays as it is while the program runs
def builtin(name: str) -> Framework:
    """A framework that comes with the program, by its id. Raises UserError("framework_unknown") for another name."""
    if name not in builtin_names():
        known = ", ".join(builtin_names())
        raise UserError("framework_unknown", f"No framework called {name} comes with this program. It has {known}.")
    return _load(f"{name}.toml", lambda: read_text("frameworks", f"{name}.toml"))


def builtin_names() -> tuple[str, ...]:
    """The ids of the frameworks that come with the program: the one for whole plans first, then by the alphabet."""
    names = (path.stem for path in resource_path("frameworks").glob("*.toml"))
    return tuple(sorted(names, key=lambda name: (name != USUAL, name)))


def _load(file: str, text_of: Callable[[], str]) -> Framework:
    data, problems, code = _read(file, text_of)
    if problems:
        raise refused(code, problems)
    return Framework.model_validate(data)


def refused(code: str, problems: tuple[Problem, ...]) -> UserError:
    """The sentence about a framework that does not hold: its first problem, and how many more there are."""
    more = len(problems) - 1
    others = f" There {'is 1 more problem' if more == 1 else f'are {more} more problems'} after it." if more else ""
    return UserError(code, f"{problems[0]}{others} Nothing was loaded; mend the file and try again.")


def _read(file: str, text_of: Callable[[], str]) -> tuple[dict[str, Any], tuple[Problem, ...], str]:
    """Give what a file holds, what is wrong with it, and the code of the kind of problem."""
    try:
        text = text_of()
    except Unreadable as reason:
        return {}, (Problem(file, None, "", str(reason)),), "framework_file"
    text = text.replace("\r\n", "\n")
    try:
        data = tomllib.loads(text)
    except RecursionError:
        return ({}, (Problem(file, None, "", "its brackets are nested too deeply to be read"),), "framework_toml")
    except ValueError as reason:  # TOMLDecodeError, and a number too long to read
        return {}, (not_toml(file, text, str(reason)),), "framework_toml"
    if not data:
        return {}, (Problem(file, 1, "", "the file is empty"),), "framework_content"
    return data, tuple(problems_of(data, file, key_lines(text), Framework, known_keys())), "framework_content"


def known_keys() -> dict[str, tuple[str, ...]]:
    """The keys of each table of a framework file, the top's under no name."""
    models: dict[str, type[BaseModel]] = {"": Framework, "criteria": Criterion, "measures": Measure, "doubts": Doubt}
    models |= {"thresholds": Thresholds, "parts": Parts}
    return {table: tuple(model.model_fields) for table, model in models.items()}


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
