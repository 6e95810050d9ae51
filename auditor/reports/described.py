"""What a chart shows, described once: words and numbers already as they are printed.

Every drawing, alternative text and table of a chart is made from its description alone, so that a figure which is
hidden here is in none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from auditor.change.figures import OverTime, Verdict
from auditor.figures import CriterionFigure, MeasureFigure, Results
from auditor.reports.figure_words import missing_ranges, printed, sentence
from auditor.reports.lines import Lines
from auditor.reports.wording import number, say
from auditor.rounding import FEWEST_FOR_PERCENT
from auditor.sampling.words import REPLACED


@dataclass(frozen=True)
class Before:
    """The figure of an earlier round, or old paper, that a bar can be compared with; `percent` from 0 to 100."""

    label: str
    percent: float
    printed: str


@dataclass(frozen=True)
class Bar:
    """One headline. `percent` runs from 0 to 100, `interval` from 0 to 1, `target` is in whole percent.

    `of` says k of n in words, `met` and `out_of` are k and n as a table prints them. Without a percentage there is no
    bar, and `why` stands in its place as a sentence.
    """

    name: str
    short: str
    percent: float | None
    printed: str
    of: str
    met: str
    out_of: str
    interval: tuple[float, float] | None = None
    why: str = ""
    before: Before | None = None
    target: int | None = None


@dataclass(frozen=True)
class Bars:
    """Headlines on one scale from 0 to 100%; `caption` says what is counted, `notes` why a range is missing."""

    caption: str
    bars: tuple[Bar, ...]
    notes: tuple[str, ...] = ()

    @property
    def then(self) -> str:
        """What the bars stand beside, empty where that is nothing."""
        return next((bar.before.label for bar in self.bars if bar.before), "")


@dataclass(frozen=True)
class Beside:
    """What headlines stand beside, by their ids: their figures before, and their targets in whole percent."""

    before: Mapping[str, Before] = field(default_factory=dict[str, Before])
    targets: Mapping[str, int] = field(default_factory=dict[str, int])


def before_of(found: OverTime | None) -> dict[str, Before]:
    """Give the earlier figure of each headline that can be compared with one, by its id."""
    changes = {s.id: s.change for s in found.headlines if s.change} if found else {}
    return {
        key: Before(change.then.label, 100 * change.then.share, change.then.printed)
        for key, change in changes.items()
        if change.verdict != Verdict.NO_COMPARISON and change.then.share is not None
    }


@dataclass(frozen=True)
class Check:
    """One statutory check: k of n plans, None where that is hidden. `percent` is None under ten plans.

    `share` is what a table prints for the percentage; `left_out` are *does not apply*, *cannot tell* and *undecided*
    as it prints them. `why` stands in place of boxes where there is nothing to show.
    """

    id: str
    short: str
    k: int | None
    n: int | None
    percent: float | None
    printed: str
    share: str
    left_out: tuple[str, str, str]
    interval: tuple[float, float] | None = None
    weighted: bool = False
    why: str = ""

    @property
    def counts(self) -> tuple[int, int] | None:
        """k and n where there are plans to count and neither is hidden."""
        return (self.k, self.n) if self.n and self.k is not None else None

    @property
    def of(self) -> str:
        """k of n in words."""
        return say("statutory.of", k=self.counts[0], n=self.counts[1]) if self.counts else ""


@dataclass(frozen=True)
class Checks:
    """Statutory checks, line by line."""

    checks: tuple[Check, ...]


@dataclass(frozen=True)
class FlowStep:
    """One box of the way from the list to the figures: a number, what it counts, and what was left out beside it."""

    count: str
    text: str
    aside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flow:
    """How the plans of a list became the plans of the figures, from the top down."""

    steps: tuple[FlowStep, ...]


Described = Bars | Checks | Flow | Lines


def bars_of(results: Results, beside: Beside | None = None) -> Bars:
    """Describe the headlines of a round, and what they stand beside."""
    caption, known = say(f"basis.{results.basis}.caption"), beside or Beside()
    made = Bars(caption, tuple(_bar(results, m, known) for m in results.measures), tuple(missing_ranges(results)))
    return replace(made, notes=(*made.notes, say("headlines.chance", then=made.then))) if made.then else made


def _bar(results: Results, m: MeasureFigure, beside: Beside) -> Bar:
    why = ""
    if m.percent is None:
        reason = say("headlines.no_figure" if m.n == 0 else "headlines.too_few")
        why = sentence(results.reasons.get(m.id, reason))
    of = say(f"basis.{m.basis}.{'of_weighted' if m.weighted else 'of'}", k=m.k, n=m.n)
    then, target = (beside.before.get(m.id), beside.targets.get(m.id)) if m.percent is not None else (None, None)
    share, met, out_of = printed(m.printed, m.percent), f"{m.k:,}", f"{m.n:,}"
    return Bar(m.name, m.short, m.percent, share, of, met, out_of, m.interval, why, then, target)


def checks_of(results: Results) -> Checks:
    """Describe the statutory checks of a round."""
    return Checks(tuple(_check(results, c) for c in results.statutory))


def _check(results: Results, c: CriterionFigure) -> Check:
    few = c.percent is None or c.n < FEWEST_FOR_PERCENT
    share = printed(c.printed, c.percent)
    if few:
        share = say("statutory.table.few" if c.n else "statutory.table.nothing")
    left_out = (f"{c.not_applicable:,}", f"{c.cannot_tell:,}", f"{c.undecided:,}")
    return Check(
        c.id,
        c.short,
        c.k,
        c.n,
        None if few else c.percent,
        c.printed,
        share,
        left_out,
        None if few else c.interval,
        c.weighted,
        "" if c.n else _nothing(results, c),
    )


def _nothing(results: Results, c: CriterionFigure) -> str:
    """Why a check has nothing to count."""
    if reason := results.reasons.get(c.id):
        return sentence(reason)
    counts = {"not_applicable": c.not_applicable, "cannot_tell": c.cannot_tell, "undecided": c.undecided}
    parts = [say(f"rest.{name}", n=n) for name, n in counts.items() if n]
    return say("statutory.nothing", parts=", ".join(parts) or say("rest.none"))


def flow_of(results: Results) -> Flow:
    """Describe how the list of a round became the plans that were audited; steps nobody recorded are left out."""
    sample, steps = results.sample, list[FlowStep]()
    could = sample.matching if sample.matching is not None else results.population
    if sample.frame is not None:
        out = sample.frame - (sample.matching or 0) - sample.calibration if sample.matching is not None else 0
        aside = [say("flow.not_matching", n=out)] if out > 0 else []
        aside += [say("flow.calibration", n=sample.calibration)] if sample.calibration else []
        steps.append(FlowStep(number(sample.frame), say("flow.list"), tuple(aside)))
    if could is not None and (sample.frame is None or could != sample.frame):
        key = "could" if sample.frame is not None else "all"
        steps.append(FlowStep(number(could), say(f"flow.{key}")))
    if could is not None and could > results.plans:
        beside = say("flow.not_drawn", n=could - results.plans)
        steps[-1] = replace(steps[-1], aside=(*steps[-1].aside, beside))
    changed = [say("flow.replaced", n=n, why=REPLACED[why]) for why, n in sample.replaced.items() if n]
    changed += [say("flow.papers", n=sample.papers_missing)] if sample.papers_missing else []
    if results.plans > results.scored:
        changed.append(say("flow.waiting", n=results.plans - results.scored))
    how = say(f"flow.sample_{results.draw}")
    steps.append(FlowStep(number(results.plans), how, tuple(changed)))
    last = [say("flow.twice", n=results.scored_twice)] if results.scored_twice else []
    if results.scored < results.plans and any(c.mode == "dates" for c in results.statutory):
        last.append(say("flow.dates", n=results.plans))
    return Flow((*steps, FlowStep(number(results.scored), say("flow.audited"), tuple(last))))
