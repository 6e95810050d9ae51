"""One report as its writers take it: already in words and cells, so that no writer can print what is not in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.figures import TOO_FEW

if TYPE_CHECKING:
    from auditor.reports.blocks import Block
    from auditor.reports.details import Imprint
    from auditor.reports.sheets import Sheet


@dataclass(frozen=True)
class Commentary:
    """What people write about the figures, as blocks; each part is printed under a heading of its own, if not empty.

    `summary` opens the box at the top, so it holds paragraphs and lists only. `appendices` are further appendices, each
    beginning with a heading of the first level.
    """

    summary: tuple[Block, ...] = ()
    recommendations: tuple[Block, ...] = ()
    background: tuple[Block, ...] = ()
    findings: tuple[Block, ...] = ()
    change: tuple[Block, ...] = ()
    actions: tuple[Block, ...] = ()
    evidence: tuple[Block, ...] = ()
    next_steps: tuple[Block, ...] = ()
    appendices: tuple[Block, ...] = ()


@dataclass(frozen=True)
class FigureLine:
    """One figure as a row of the data file: `percent` from 0 to 100, `low` and `high` from 0 to 1.

    `kind` is measure, criterion, statutory or cause; over_time for a point of a line, change for a figure beside an
    earlier one. A figure of part of the plans names its field and value, as group_field and group_value; one over time
    so names its round or old paper, a change what it is compared with. What is not counted for its kind, or is hidden,
    is None; `suppressed` tells the two apart, and `printed` holds the words in the figure's place. Of a change, k, n
    and percent are now, `points` the difference in whole points, `change_low` and `change_high` its range from -1 to 1.
    """

    kind: str
    id: str
    name: str
    measure: str = ""
    group_field: str = ""
    group_value: str = ""
    basis: str = ""
    k: int | None = None
    n: int | None = None
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    printed: str = TOO_FEW
    weighted: bool = False
    suppressed: bool = False
    partly: int | None = None
    not_met: int | None = None
    not_applicable: int | None = None
    cannot_tell: int | None = None
    undecided: int | None = None
    insufficient: int | None = None
    day: str = ""
    then_k: int | None = None
    then_n: int | None = None
    then_percent: float | None = None
    points: int | None = None
    change_low: float | None = None
    change_high: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    needed: int | None = None
    needed_together: int | None = None
    verdict: str = ""
    words: str = ""


@dataclass(frozen=True)
class Report:
    """All of one report.

    The PDF, the web page and the Word file print `front` and `appendices`; the workbook `cover`, `warnings` and
    `sheets`; the data file `figures`, with `cover` beside it. `edition` is whom it is for, `cover` holds labelled
    facts, and `fingerprint` names the figures.
    """

    round: str
    edition: str
    fingerprint: str
    imprint: Imprint
    front: tuple[Block, ...]
    appendices: tuple[Block, ...] = ()
    cover: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    figures: tuple[FigureLine, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The whole document, front and appendices."""
        return (*self.front, *self.appendices)
