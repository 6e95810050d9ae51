"""Passages of a plan that are worth a look: found by fixed rules, each with its reason and source. Never a score."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.plan_reader import outcomes, provision
from auditor.plan_reader.amounts import said
from auditor.plan_reader.furniture import is_label
from auditor.plan_reader.identifiers import identifiers
from auditor.plan_reader.names import other_names
from auditor.plan_reader.phrases import plain, sentence
from auditor.plan_reader.plan import Passage, Plan, Section
from auditor.plan_reader.therapies import may_teach, says_nothing, therapies_in

KINDS = (
    "vague_provision", "outcome_without_date", "weak_outcome", "boilerplate", "empty_section", "therapy_misplaced",
    "identifier", "other_name",
)  # fmt: skip
_PROVISION = ("F", "G", "H1", "H2")
_LIMBS = {"A": "(a)", "B": "(b)", "C": "(c)", "D": "(d)", "E": "(e)", "F": "(f)", "G": "(g)", "H1": "(h)", "H2": "(h)"}
_SHORTEST = 5  # words of a sentence that counts as repeated


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing worth a look. `kind` is one of KINDS, `text` the words in question, `why` one sentence with its source.

    `passage` is where it stands: its place in the document, its page in a PDF, its spans on that page.
    """

    section: str
    page: int | None
    text: str
    kind: str
    why: str
    passage: Passage


def worth_a_look(plan: Plan, *, usual_name: bool = False) -> tuple[Prompt, ...]:
    """What in a plan is worth a look, in the order of the document.

    `usual_name` also looks for first names that are not the plan's usual one. Takes any plan, even an empty one, and
    gives the same prompts for the same plan.
    """
    found = [*_by_section(plan), *_repeated(plan), *_identifiers(plan)]
    if usual_name:
        found += _names(plan)
    return tuple(sorted(found, key=lambda prompt: (prompt.passage.paragraph, KINDS.index(prompt.kind))))


def _by_section(plan: Plan) -> Iterator[Prompt]:
    in_f = plan.section("F")
    in_e = plan.section("E")
    quoted = (
        {plain(p.text).strip(" .") for p in in_e.passages if len(p.text.split()) >= _SHORTEST} if in_e else set[str]()
    )
    named = therapies_in(in_f.text, in_f=True) if in_f else set[str]()
    for section in plan.sections:
        if section.section not in _LIMBS:
            continue
        empty = _empty(plan, section)
        if empty:
            yield empty
        elif section.section == "E":
            yield from _outcomes(section)
        elif section.section in _PROVISION:
            yield from _provision(section, quoted)
            if section.section != "F":
                yield from _misplaced(section, named)


def _prompt(passage: Passage, kind: str, why: str, text: str = "") -> Prompt:
    return Prompt(passage.section, passage.page, text or passage.text, kind, why, passage)


def _empty(plan: Plan, section: Section) -> Prompt | None:
    written = [passage for passage in section.passages if not is_label(passage.text)]
    if not says_nothing(" ".join(passage.text for passage in written)):
        return None
    source = sentence("empty_source", limb=_LIMBS[section.section])
    if written:
        return _prompt(written[0], "empty_section", sentence("empty", source=source))
    heading = next((p for p in plan.passages if p.is_heading and p.section == section.section), None)
    passage = heading or Passage(section.heading, section.section, section.page, 0, is_heading=True)
    return _prompt(passage, "empty_section", sentence("blank", source=source))


def _outcomes(section: Section) -> Iterator[Prompt]:
    dated = False
    passages = section.passages
    for number, passage in enumerate(passages):
        text = passage.text
        if outcomes.is_head(text):
            dated = outcomes.has_end(text) or (dated and outcomes.is_number(text))
            continue
        if is_label(text) or _numbers_a_row(text):
            continue
        # the cell beside an outcome may hold nothing but its date
        beside = passages[number + 1].text if number + 1 < len(passages) else ""
        if not (dated or outcomes.has_end(text) or (outcomes.is_head(beside) and outcomes.is_date(beside))):
            yield _prompt(passage, "outcome_without_date", sentence("outcome_without_date"))
        if weak := outcomes.weak_phrase(text):
            yield _prompt(passage, "weak_outcome", sentence("weak_outcome", phrase=weak))


def _provision(section: Section, quoted: set[str]) -> Iterator[Prompt]:
    for line in _lines(section.passages):
        whole = "; ".join(passage.text for passage in line)
        words = plain(line[0].text)
        if any(outcome in words for outcome in quoted) and not said(words).who:
            continue
        for text, why in provision.looks_at(whole, section.section):
            yield _prompt(line[0], "vague_provision", why, line[0].text if text == whole else text)


def _lines(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Each line of provision with the cells after it that say only who or how much."""
    lines: list[list[Passage]] = []
    for passage in passages:
        if _numbers_a_row(passage.text):
            continue
        if lines and provision.is_fragment(passage.text):
            lines[-1].append(passage)
        else:
            lines.append([passage])
    return lines


def _numbers_a_row(text: str) -> bool:
    """Whether a cell only numbers the row it stands in, or is the head over such numbers: '2', '3.1', 'No.'."""
    return re.fullmatch(r"[\W\d_]*|no\.?|number|ref\.?", text.strip().lower()) is not None


def _misplaced(section: Section, named: set[str]) -> Iterator[Prompt]:
    for passage in section.passages:
        missing = therapies_in(passage.text, in_f=False) - named
        if missing and may_teach(passage.text):
            why = sentence("therapy_misplaced", therapy=" and ".join(sorted(missing)))
            yield _prompt(passage, "therapy_misplaced", why)


def _repeated(plan: Plan) -> Iterator[Prompt]:
    places: dict[str, list[Passage]] = defaultdict(list)
    for section in plan.sections:
        for passage in section.passages:
            if is_label(passage.text) or (section.section in _PROVISION and provision.is_head(passage.text)):
                continue
            for part in {plain(part).strip(" .;") for part in re.split(r"(?<=[.!?;])\s+", passage.text)}:
                if len(part.split()) >= _SHORTEST:
                    places[part].append(passage)
    told: set[int] = set()
    for passages in places.values():
        # an outcome that stands again above its provision is quoted, not repeated
        if len(passages) < 2 or {"E", "F"} <= {passage.section for passage in passages}:
            continue
        for passage in passages:
            if id(passage) not in told:
                told.add(id(passage))
                yield _prompt(passage, "boilerplate", sentence("boilerplate", places=len(passages)))


def _identifiers(plan: Plan) -> Iterator[Prompt]:
    for passage in plan.passages:
        for what, holds in identifiers(passage.text):
            # I and K name schools and services, whose postcodes are public
            if what == "postcode" and passage.section in ("I", "K"):
                continue
            check = "" if holds is None else sentence("holds" if holds else "fails")
            yield _prompt(passage, "identifier", sentence("identifier", what=sentence(what), check=check))


def _names(plan: Plan) -> Iterator[Prompt]:
    usual, others = other_names([passage.text for passage in plan.passages])
    for number, name in others:
        yield _prompt(plan.passages[number], "other_name", sentence("other_name", name=name, usual=usual))
