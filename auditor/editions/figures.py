"""The figures of a public edition: counts, or None where there are too few to report. Nothing hidden is in them."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date

from pydantic import TypeAdapter

from auditor.figures import PartFigure
from auditor.rounding import FEWEST_FOR_PERCENT

Count = int | None
"""A count as it is published; None is too few to report."""
CELLS = ("met", "partly", "not_met", "insufficient", "not_applicable", "cannot_tell", "not_asked")
"""What a line may count, in the order of a table."""


@dataclass(frozen=True)
class Least:
    """The least count that is shown, other than nought, and the least number of plans or answers a percentage is of."""

    count: int = 5
    percent: int = FEWEST_FOR_PERCENT

    def fits(self, *counts: int) -> bool:
        """Whether each of these counts may be shown."""
        return all(n == 0 or n >= self.count for n in counts)


@dataclass(frozen=True)
class Hidden:
    """One thing that is not shown, or not wholly: where it would stand, and why it does not."""

    where: str
    why: str


@dataclass(frozen=True)
class PublicLine:
    """One headline, question or statutory check over the whole round.

    `cells` counts plans, or answers, by what they came to; those named can occur at all. They add up to `total`. `k` is
    met and `n` met, partly met and not met. All that follows from a hidden cell is None: percent (0 to 100), interval
    and bounds (0 to 1), and empty `at_thresholds`, `by_part`.
    """

    kind: str
    id: str
    name: str
    short: str
    measure: str
    basis: str
    total: int
    cells: dict[str, Count]
    k: Count
    n: Count
    percent: float | None
    printed: str
    interval: tuple[float, float] | None
    bounds: tuple[float, float] | None = None
    weighted: bool = False
    at_thresholds: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    by_part: tuple[PartFigure, ...] = ()


@dataclass(frozen=True)
class PublicGroup:
    """One group of a breakdown: k of n for each headline that is broken down, by its id; all or none of it is shown."""

    value: str
    shown: bool
    counts: dict[str, tuple[int, int]]
    intervals: dict[str, tuple[float, float] | None]


@dataclass(frozen=True)
class PublicTable:
    """The headlines named by one field; groups that are not shown add up to what the round has beyond the others."""

    field: str
    measures: tuple[str, ...]
    groups: tuple[PublicGroup, ...]


@dataclass(frozen=True)
class PublicSample:
    """How the plans came about: the list, those that could be drawn, drawn, audited, and audited twice.

    `replaced` counts plans by the reason another was drawn for, or all of them as *all*; None where hidden. `seed_kept`
    says that the seed is not told, because the figures rest on nobody knowing which plans were drawn. `drawn_here` says
    that this program drew them; `filters` which plans could be drawn, in sentences.
    """

    frame: Count
    population: Count
    drawn: Count
    papers_missing: Count
    waiting: Count
    scored: int
    twice: Count
    audits: Count
    replaced: dict[str, int] | None
    seed: str
    seed_kept: bool
    drawn_here: bool
    filters: tuple[str, ...]
    divided_by: tuple[str, ...]


@dataclass(frozen=True)
class PublicAgreement:
    """How far auditors agreed: pairs of answers to one question about one plan, alike and one step apart."""

    plans: int
    compared: int
    same: int
    one_step: int
    sentence: str


@dataclass(frozen=True)
class PublicCauses:
    """Shortfalls by agency and cause, both counted only where shown; `by_agency` alone where the cells are hidden."""

    by_agency: dict[str, int]
    cells: dict[str, dict[str, int]] | None


@dataclass(frozen=True)
class PublicFigures:
    """All of a public edition. `whole_lines` says that counts over the whole round are shown however small."""

    round: str
    kind: str
    draw: str
    as_at: str
    invented: str
    framework_id: str
    framework_version: str
    framework_title: str
    framework_hash: str
    basis: str
    thresholds: dict[str, int]
    least: Least
    whole_lines: bool
    sample: PublicSample
    lines: tuple[PublicLine, ...]
    tables: tuple[PublicTable, ...]
    causes: PublicCauses | None
    agreement: PublicAgreement | None
    auditors: dict[str, int]
    hidden: tuple[Hidden, ...]

    def of(self, kind: str) -> tuple[PublicLine, ...]:
        """The lines of one kind: measure, criterion or statutory."""
        return tuple(line for line in self.lines if line.kind == kind)

    def to_json(self) -> str:
        """What was published, as canonical JSON."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def mark(self) -> str:
        """What the edition is known by: a fingerprint of what it shows, and of nothing it hides."""
        name = hashlib.sha256(self.to_json().encode()).hexdigest().upper()
        return f"{name[:4]}-{name[4:8]}"


def figures_from_json(text: str) -> PublicFigures:
    """The figures that `to_json` wrote. Raises pydantic's ValidationError for anything else."""
    return TypeAdapter(PublicFigures).validate_json(text)


@dataclass(frozen=True)
class Earlier:
    """A public edition of the same round that is out, with the fingerprint of the round's figures it was made from."""

    figures: PublicFigures
    fingerprint: str


@dataclass(frozen=True)
class Publishing:
    """What is told of the publishing itself: who agreed, who saw the figures before, and which editions are out.

    `earlier` holds mark and day of each edition of the same round.
    """

    agreed_by: str
    seen_early: str = ""
    earlier: tuple[tuple[str, date], ...] = ()
