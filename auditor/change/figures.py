"""What is told of change over time: frozen values that the page, the report and the command all print from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from auditor.intervals import Interval


class Verdict(StrEnum):
    """What two figures say about change. Only headlines can be better or worse."""

    BETTER = "better"
    WORSE = "worse"
    NOT_RELIABLE = "no_reliable_change"
    EXPLORATORY = "exploratory"
    NO_COMPARISON = "no_comparison"


@dataclass(frozen=True)
class Side:
    """One of two figures that are compared.

    `share` runs from 0 to 1. `worth` is how many plans drawn one by one would tell as much: n itself where plans are
    counted and weigh alike, fewer where answers come in plans or plans are weighted, None where that is not known and
    `why` says so. `counted` is whether k of n is the share itself, so that an exact test can be made of it.
    """

    label: str
    k: int
    n: int
    share: float | None
    printed: str
    worth: float | None
    counted: bool
    why: str = ""


@dataclass(frozen=True)
class Difference:
    """Two figures of one thing compared, `now` less `then`.

    `points` are whole percentage points and `interval` shares from -1 to 1, both None where nothing can be compared.
    `p` is its p-value alone, `adjusted` beside the `family` of headlines it was looked at with (Holm). `needed` are
    the points a rise (or a fall, where it fell) would have taken to be told from chance, looked at alone;
    `needed_together` beside the others. `sentence` says all of it.
    """

    then: Side
    now: Side
    verdict: Verdict
    sentence: str
    points: int | None = None
    interval: Interval | None = None
    p: float | None = None
    adjusted: float | None = None
    family: int = 0
    needed: int | None = None
    needed_together: int | None = None


@dataclass(frozen=True)
class Point:
    """One figure on a line: of a round, of a quarter, or typed in from an old paper (`hollow`).

    `label` is its round, quarter or paper, `on` the day it stands for. `percent` is None where too few plans or nothing
    stand behind it. `k` and `n` are None where an old paper does not give them. `joined`: a line leads to it from the
    point before, hollow ones passed over. `note` says in a few words what a reader must know of it, such as that it is
    provisional.
    """

    label: str
    on: date
    k: int | None
    n: int | None
    percent: float | None
    printed: str
    interval: Interval | None = None
    joined: bool = False
    hollow: bool = False
    note: str = ""


@dataclass(frozen=True)
class Break:
    """Where a line breaks: before the point of that number, and why, in a sentence."""

    before: int
    why: str


@dataclass(frozen=True)
class Series:
    """One headline or question over time, always on one basis.

    `kind` is headline, criterion or statutory. `left_out` says in sentences what cannot stand on it.
    """

    id: str
    short: str
    kind: str
    measure: str
    basis: str
    points: tuple[Point, ...]
    breaks: tuple[Break, ...] = ()
    change: Difference | None = None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class MarkerRow:
    """Something that happened, such as training delivered; `attended` how many took part, None where not counted."""

    id: int
    on: date
    words: str
    attended: int | None = None
    row_version: int = 1


@dataclass(frozen=True)
class OverTime:
    """A round beside those before it.

    `then` is the round or paper it is compared with, empty where there is none. `choices` names all it could be
    compared with, the latest first. `why` says in a sentence why the round stands on no line; there is no series then.
    `left_out` are rounds that stand on no line, with why. `cautions` are sentences that belong beside every figure.
    """

    round: str
    as_at: date
    basis: str
    invented: str = ""
    then: str = ""
    why: str = ""
    choices: tuple[str, ...] = ()
    headlines: tuple[Series, ...] = ()
    criteria: tuple[Series, ...] = ()
    markers: tuple[MarkerRow, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cohorts:
    """A round's plans by the quarter in which each was first finalised or last amended.

    `undated` plans have neither date and stand in no quarter. `caution` is to be printed wherever this is shown.
    """

    round: str
    basis: str
    headlines: tuple[Series, ...]
    markers: tuple[MarkerRow, ...]
    scored: int
    undated: int
    caution: str
    notes: tuple[str, ...] = ()
