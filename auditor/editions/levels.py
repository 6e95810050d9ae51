"""How finely one line of counts may be shown: in full, met against the rest of those counted, or not at all.

Counts are joined, never starred one by one. Joined cells add up to nought or to at least the least count, so each of
them could hold several values even for a reader who knows this rule: 5 shared by two may be 1 and 4, or 4 and 1.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from auditor.editions.figures import Count, Least, PublicLine
from auditor.figures import TOO_FEW, CriterionFigure, MeasureFigure, PartFigure
from auditor.frameworks import Framework
from auditor.rollup import judge
from db.vocabulary import Value

SCORED = ("met", "partly", "not_met")
Blocks = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Raw:
    """A line before anything is hidden. `counts` holds what can occur; they add up to `total`, which anybody knows."""

    kind: str
    id: str
    name: str
    short: str
    measure: str
    basis: str
    total: int
    counts: Mapping[str, int]
    percent: float | None
    printed: str
    interval: tuple[float, float] | None
    bounds: tuple[float, float] | None = None
    weighted: bool = False
    at_thresholds: Mapping[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    by_part: tuple[PartFigure, ...] = ()


def raw_measure(framework: Framework, m: MeasureFigure, scored: int) -> Raw:
    """A headline as a line: `scored` plans by what it came to for them, or all answers to its questions on them."""
    if m.basis == "plans":
        can = _outcomes(framework, m.id)
        given = {"met": m.k, "partly": m.partly, "not_met": m.not_met, "insufficient": m.insufficient}
        total = scored
    else:
        criteria = framework.criteria_of(m.id)
        can = {value.token for c in criteria for value in c.scale}
        given = {"met": m.k, "partly": m.partly, "not_met": m.not_met}
        # whoever knows the number of plans knows that of the answers, and what is left when some are taken away
        total = scored * len(criteria)
        given |= {"not_applicable": total - m.n - m.cannot_tell, "cannot_tell": m.cannot_tell}
    counts = {name: n for name, n in given.items() if n or name in can}
    return Raw(
        "measure", m.id, m.name, m.short, m.id, m.basis, total, counts, m.percent, m.printed, m.interval, m.bounds,
        m.weighted, m.at_thresholds, m.by_part,
    )  # fmt: skip


def raw_criterion(framework: Framework, c: CriterionFigure, kind: str, plans: int) -> Raw:
    """A question or statutory check as a line of `plans` plans, some of which nobody may have been asked about."""
    asked = c.met + c.partly + c.not_met + c.not_applicable + c.cannot_tell + c.undecided
    scale = {value.token for value in framework.criterion(c.id).scale}
    given = {
        "met": c.met, "partly": c.partly, "not_met": c.not_met, "not_applicable": c.not_applicable,
        "cannot_tell": c.cannot_tell,
    }  # fmt: skip
    counts = {name: n for name, n in given.items() if n or name in scale}
    if plans > asked:
        counts["not_asked"] = plans - asked
    return Raw(
        kind, c.id, c.question, c.short, c.measure, "plans", plans, counts, c.percent, c.printed, c.interval,
        c.bounds, c.weighted,
    )  # fmt: skip


def _outcomes(framework: Framework, measure: str) -> set[str]:
    """What a headline can come to for a plan, by trying plans that give one answer throughout or two in turn."""
    criteria = sorted(framework.criteria_of(measure), key=lambda c: not c.critical)
    found: set[str] = set()
    for first in Value:
        for second in Value:
            for split in range(len(criteria) + 1):
                tried = {c.id: first if i < split else second for i, c in enumerate(criteria)}
                if all(tried[c.id] in c.scale for c in criteria):
                    found.add(judge(criteria, tried, framework.thresholds))
    return found


def levels_of(raw: Raw) -> Iterator[Blocks]:
    """The ways to show a line, the finest first: each names the counts that are told together as one sum."""
    yield tuple((name,) for name in raw.counts)
    scored = ("met",), tuple(name for name in SCORED[1:] if name in raw.counts)
    rest = tuple(name for name in raw.counts if name not in SCORED)
    yield (*scored, rest) if rest else scored
    yield (tuple(raw.counts),)


def fits(raw: Raw, blocks: Blocks, least: Least) -> bool:
    """Whether these sums may be told: none of them small, and k of n of enough plans or answers, or none at all."""
    sums = [sum(raw.counts[name] for name in block) for block in blocks]
    if ("met",) not in blocks:
        return True
    n = sum(raw.counts.get(name, 0) for name in SCORED)
    return least.fits(*sums) and (n == 0 or n >= least.percent)


def shown(raw: Raw, blocks: Blocks) -> dict[str, Count]:
    """The counts with None for those that are only told joined; joined counts that come to nought are nought."""
    cells: dict[str, Count] = dict.fromkeys(raw.counts)
    for block in blocks:
        if len(block) == 1 or not any(raw.counts[name] for name in block):
            cells |= {name: raw.counts[name] for name in block}
    return cells


def public_line(
    raw: Raw, blocks: Blocks, least: Least, *, weights: bool, thresholds: bool = False, plans_lie: bool = False
) -> PublicLine:
    """The line at one level. What is derived is told only where all it follows from is shown.

    `weights` says that the counts of the parts of an unevenly drawn list are shown, from which weighted figures follow;
    `thresholds` that the headline at other thresholds may stand beside it; `plans_lie` that what follows from how
    answers lie in single plans may be told, which the range of pooled answers does.
    """
    cells = shown(raw, blocks)
    counted = [sum(raw.counts[name] for name in block) for block in blocks if block[0] in SCORED]
    k, n = (raw.counts["met"], sum(counted)) if ("met",) in blocks else (None, None)
    told = n is not None and n >= least.percent and (weights or not raw.weighted)
    full = None not in cells.values()
    ranged = told and (raw.basis == "plans" or plans_lie)
    return PublicLine(
        kind=raw.kind,
        id=raw.id,
        name=raw.name,
        short=raw.short,
        measure=raw.measure,
        basis=raw.basis,
        total=raw.total,
        cells=cells,
        k=k,
        n=n,
        percent=raw.percent if told else None,
        printed=raw.printed if told and raw.percent is not None else TOO_FEW,
        interval=raw.interval if ranged else None,
        bounds=raw.bounds if told and full else None,
        weighted=raw.weighted,
        at_thresholds=dict(raw.at_thresholds) if full and thresholds else {},
        by_part=raw.by_part if weights else (),
    )


def apart(raw: Raw, least: Least) -> bool:
    """Whether what lies between the headline at one threshold and at the next is itself fit to show."""
    tried = [raw.at_thresholds[t] for t in sorted(raw.at_thresholds, reverse=True)]
    ks = [0, *(k for k, _ in tried)]
    return all(least.fits(b - a, n - b) for a, b, (_, n) in zip(ks, ks[1:], tried, strict=False))
