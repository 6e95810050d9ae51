"""Draw a sample that anybody can draw again: which plans of a list match, its parts, their shares, the order.

The order is that of SHA-256 over the seed, a line feed and the plan's reference, as UTF-8. It hangs on nothing else,
so the same list and seed give the same sample on any machine, in whatever order the list stands.
"""

import hashlib
import json
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from auditor.fields import FIELDS
from auditor.intervals import effective_n
from auditor.sampling.size import margin_of_error, share
from db.errors import UserError
from db.vocabulary import Agency

MOST_FACTOR = 9
_BETWEEN = " · "  # between the two values of a part's name


class Candidate(NamedTuple):
    """A plan of the list, with what a draw goes by. `agencies` are words with ; between.

    `finalised` is the day its present wording was issued: first or as amended, whichever is later.
    """

    reference: str
    area: str = ""
    need: str = ""
    phase: str = ""
    setting_type: str = ""
    plan_kind: str = "new"
    year_group: int | None = None
    agencies: str = ""
    team: str = ""
    finalised: date | None = None


@dataclass(frozen=True)
class Filters:
    """Which plans of a list may be drawn. A plan without the fact that a filter asks for does not match.

    `only` names values of `FIELDS`, any of which will do; days and years are both ends included.
    """

    finalised_from: date | None = None
    finalised_to: date | None = None
    year_from: int | None = None
    year_to: int | None = None
    agency: str = ""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def __bool__(self) -> bool:
        """Whether anything is left out at all."""
        return self != NO_FILTERS


NO_FILTERS = Filters()


@dataclass(frozen=True)
class Rules:
    """How a sample is drawn. `size` None is every plan that matches.

    `by` holds no, one or two of `FIELDS`; `minimum` is the least from each part (0: none); `factors` says how many
    times its size a part counts for, by its name. The seed is no rule: each round has its own.
    """

    size: int | None
    by: tuple[str, ...] = ()
    minimum: int = 0
    factors: Mapping[str, int] = field(default_factory=dict[str, int])
    filters: Filters = NO_FILTERS
    seed: str = ""

    def as_json(self) -> str:
        """The rules without the seed, as one text that is the same for the same rules."""
        f = self.filters
        return json.dumps(
            {
                "size": self.size, "by": list(self.by), "minimum": self.minimum, "factors": dict(self.factors),
                "finalised_from": f.finalised_from.isoformat() if f.finalised_from else None,
                "finalised_to": f.finalised_to.isoformat() if f.finalised_to else None,
                "year_from": f.year_from, "year_to": f.year_to, "agency": f.agency,
                "only": {name: sorted(values) for name, values in f.only.items()},
            },
            sort_keys=True, ensure_ascii=False,
        )  # fmt: skip

    @classmethod
    def from_json(cls, text: str, seed: str = "") -> "Rules | None":
        """The rules that `as_json` wrote; None where a round has none. Raises UserError (`damaged_rules`)."""
        try:
            kept: dict[str, Any] = json.loads(text)
            if not kept:
                return None
            days = [date.fromisoformat(kept[name]) if kept[name] else None for name in _DAYS]
            only = {name: tuple(values) for name, values in kept["only"].items()}
            filters = Filters(days[0], days[1], kept["year_from"], kept["year_to"], kept["agency"], only)
            return cls(kept["size"], tuple(kept["by"]), kept["minimum"], dict(kept["factors"]), filters, seed)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise UserError(
                "damaged_rules",
                "The rules this round was drawn by cannot be read any more. Nothing was changed. Restore the newest "
                "backup.",
            ) from problem


_DAYS = ("finalised_from", "finalised_to")


class Part(NamedTuple):
    """One part of the list: its name (empty where the list is not divided), its plans, how many are drawn."""

    key: str
    size: int
    drawn: int

    @property
    def weight(self) -> Fraction | None:
        """How many plans of the list each drawn plan stands for; None where none is drawn."""
        return Fraction(self.size, self.drawn) if self.drawn else None


@dataclass(frozen=True)
class Trial:
    """What rules come to: plans that could be drawn, those that match, the parts with their shares.

    `margin` is half the width, as a share, that luck leaves an overall figure near a half; None where every plan that
    matches is drawn. `weighted` says that parts were drawn unequally; `worth` is how many equally drawn plans tell as
    much.
    """

    frame: int
    matching: int
    parts: tuple[Part, ...]
    margin: float | None
    weighted: bool
    worth: float

    @property
    def drawn(self) -> int:
        """How many plans are drawn in all."""
        return sum(part.drawn for part in self.parts)


def new_seed() -> str:
    """A seed that is easily read out, such as 4827-1936: eight figures from the system's randomness."""
    return f"{secrets.randbelow(9000) + 1000}-{secrets.randbelow(10_000):04}"


def clean_seed(seed: str) -> str:
    """A seed as it is used: accents composed, single spaces, none around. Raises UserError (`seed`)."""
    kept = " ".join(unicodedata.normalize("NFC", seed).split())
    if len(kept) > 60 or not kept.isprintable():
        raise UserError("seed", "A seed has up to 60 letters and figures. Nothing was drawn. Choose a shorter one.")
    return kept


def rank(seed: str, reference: str) -> str:
    """A plan's place in the draw: the hexadecimal SHA-256 of seed, line feed, reference. The lowest comes first."""
    return hashlib.sha256(f"{seed}\n{reference}".encode()).hexdigest()


def in_order(seed: str, references: Iterable[str]) -> tuple[str, ...]:
    """The references in the order they are drawn; equal ranks by reference."""
    return tuple(sorted(references, key=lambda reference: (rank(seed, reference), reference)))


def matching(candidates: Iterable[Candidate], filters: Filters) -> tuple[Candidate, ...]:
    """The plans that may be drawn, as they stand in the list. Raises UserError (`no_field`, `no_agency`)."""
    for name in filters.only:
        _known(name)
    if filters.agency and filters.agency not in {str(agency) for agency in Agency}:
        raise UserError("no_agency", f"There is no agency called {filters.agency}. Nothing was drawn.")
    kept = tuple(candidates)
    if filters.finalised_from is not None or filters.finalised_to is not None:
        first, last = filters.finalised_from or date.min, filters.finalised_to or date.max
        kept = tuple(c for c in kept if c.finalised is not None and first <= c.finalised <= last)
    if filters.year_from is not None or filters.year_to is not None:
        low = -99 if filters.year_from is None else filters.year_from
        high = 99 if filters.year_to is None else filters.year_to
        kept = tuple(c for c in kept if c.year_group is not None and low <= c.year_group <= high)
    if filters.agency:
        kept = tuple(c for c in kept if filters.agency in c.agencies.split(";"))
    for name, values in filters.only.items():
        kept = tuple(c for c in kept if FIELDS[name](c) in values)
    return kept


def parts_of(candidates: Iterable[Candidate], by: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The references of each part of the list, by the part's name; parts in the order of `natural`.

    Without a field there is one part, with an empty name. Raises UserError (`no_field`, `too_many_fields`).
    """
    for name in by:
        _known(name)
    if len(set(by)) != len(by) or len(by) > 2:
        raise UserError(
            "too_many_fields", "A list is divided by one field or by two different ones. Nothing was drawn."
        )
    found: dict[str, list[str]] = {}
    for candidate in candidates:
        key = part_name(*[_written(name, candidate) for name in by])
        found.setdefault(key, []).append(candidate.reference)
    return {key: tuple(found[key]) for key in sorted(found, key=natural)}


def part_name(first: str = "", *second: str) -> str:
    """A part's name from one value or two. Points within the first of two are doubled, so that no two parts share one.

    The separator is then the first single point, and what follows it is the second value as it stands.
    """
    return _BETWEEN.join((first.replace("·", "··"), *second)) if second else first


def natural(key: str) -> tuple[tuple[str | int, ...], str]:
    """Sorts names as people do, Year 9 before Year 10: runs of figures compare as numbers, then the name itself."""
    pieces = re.split(r"([0-9]+)", key)
    return tuple(int(piece) if i % 2 else piece for i, piece in enumerate(pieces)), key


def shared_out(sizes: Mapping[str, int], rules: Rules) -> tuple[Part, ...]:
    """How many plans each part gives. Raises UserError (`nothing_matches`, `too_many`, `share`, `factor`)."""
    whole = sum(sizes.values())
    if not whole:
        raise UserError("nothing_matches", "No plan of the list matches, so nothing can be drawn. Widen the filters.")
    size = whole if rules.size is None else rules.size
    if not 1 <= size <= whole:
        raise UserError(
            "too_many",
            f"{size:,} plans cannot be drawn from {whole:,}. Nothing was drawn. Choose a size from 1 to {whole:,}.",
        )
    for key, factor in rules.factors.items():
        if key not in sizes:
            raise UserError("factor", f"There is no part called {key}, so it cannot count more. Nothing was drawn.")
        if not 1 <= factor <= MOST_FACTOR:
            raise UserError("factor", f"A part can count 1 to {MOST_FACTOR} times its size. Nothing was drawn.")
    if rules.minimum < 0:
        raise UserError("share", "The least from each part must be 0 or more. Nothing was drawn.")
    least = sum(min(rules.minimum, plans) for plans in sizes.values())
    if least > size:
        raise UserError(
            "share",
            f"At least {rules.minimum:,} from each part needs {least:,} plans, and the sample has {size:,}. "
            "Nothing was drawn. Draw more plans, or ask for fewer from each part.",
        )
    drawn = share(sizes, size, rules.minimum, rules.factors)
    return tuple(Part(key, plans, drawn[key]) for key, plans in sizes.items())


def trial(sizes: Mapping[str, int], frame: int, rules: Rules) -> Trial:
    """What rules come to, for parts of these sizes in a list of `frame` plans. Raises as `shared_out`."""
    return trial_of_parts(shared_out(sizes, rules), frame)


def trial_of_parts(parts: Sequence[Part], frame: int) -> Trial:
    """What parts come to that were drawn from as they say."""
    whole, drawn = sum(part.size for part in parts), sum(part.drawn for part in parts)
    weighted = not in_proportion({p.key: p.size for p in parts}, {p.key: p.drawn for p in parts})
    worth = effective_n([float(p.weight) for p in parts if p.weight for _ in range(p.drawn)]) if weighted else drawn
    margin = None if drawn == whole else margin_of_error(worth, None if weighted else whole)
    return Trial(frame, whole, tuple(parts), margin, weighted, worth)


def in_proportion(sizes: Mapping[str, int], drawn: Mapping[str, int]) -> bool:
    """Whether every part was drawn by its share of the list, so that each plan weighs the same."""
    return dict(drawn) == share(sizes, sum(drawn.values()))


def pick(candidates: Iterable[Candidate], rules: Rules) -> tuple[tuple[Part, ...], dict[str, tuple[str, ...]]]:
    """The parts of a draw, and the drawn references of each by its key, in the order drawn.

    Raises as `matching`, `parts_of` and `shared_out`.
    """
    groups = parts_of(matching(candidates, rules.filters), rules.by)
    parts = shared_out({key: len(plans) for key, plans in groups.items()}, rules)
    return parts, {part.key: in_order(rules.seed, groups[part.key])[: part.drawn] for part in parts}


def next_in(candidates: Iterable[Candidate], rules: Rules, key: str, taken: frozenset[str]) -> str | None:
    """The next plan of a part that is not taken yet, in the order drawn; None where there is none left."""
    groups = parts_of(matching(candidates, rules.filters), rules.by)
    return next((plan for plan in in_order(rules.seed, groups.get(key, ())) if plan not in taken), None)


def _written(name: str, candidate: Candidate) -> str:
    """A fact as the name of a part says it; kinds of plan are kept as one word each."""
    words = FIELDS[name](candidate)
    return words.replace("_", " ") if name == "plan_kind" else words


def _known(name: str) -> None:
    if name not in FIELDS:
        raise UserError("no_field", f"A list cannot be divided by {name}. Choose one of {', '.join(FIELDS)}.")
