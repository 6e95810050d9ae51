"""A round's headlines by a fact of the plans, by the agency that leads a question, by cause, or by two of them crossed.

Pure: from what was read of a round to frozen figures, by the same way as the headlines of the whole.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from auditor import fields, rollup
from auditor.cases import Case, Reading, scored_answers
from auditor.estimates import Lot, PlanAnswers, figure_of, tally_of
from auditor.figures import TOO_FEW, Breakdown, Group, MeasureFigure
from auditor.frameworks import Criterion, Measure
from auditor.rollup import PlanCount
from auditor.rounding import FEWEST_FOR_PERCENT
from db.errors import UserError

Fields = tuple[str, ...]
"""One field, or two that are crossed."""
LEAD, CAUSE = "lead_agency", "cause"
FIELD_WORDS: Mapping[str, str] = MappingProxyType(
    {**fields.FIELD_WORDS, LEAD: "agency that leads the question", CAUSE: "cause of the shortfall"}
)
"""What figures can be broken down by, and what people call it.

Who wrote a plan is not among them: figures of one person are no breakdown of a round.
"""


def refuse_unknown(by: Sequence[Fields]) -> None:
    """Raise UserError (`no_field`) unless each names one field, or two that differ."""
    for asked in by:
        for field in asked:
            if field not in FIELD_WORDS:
                raise UserError(
                    "no_field", f"Figures cannot be broken down by {field}. Choose one of {', '.join(FIELD_WORDS)}."
                )
        if len(asked) not in (1, 2) or len(set(asked)) < len(asked):
            raise UserError(
                "no_field", f"Figures are broken down by one field, or by two that differ, not by {', '.join(asked)}."
            )


def break_down(reading: Reading, by: Fields) -> Breakdown:
    """The headlines for each value of a field, or for each pair of values of two; values in their natural order.

    By a fact of the plans, groups hold the plans with that value. By lead agency, every group holds all plans and the
    answers to the questions the agency leads, pooled, whatever the framework counts. By cause, see `Breakdown`.
    Raises UserError (`no_field`).
    """
    refuse_unknown([by])
    cuts = _cuts(reading, by)
    basis = _basis(reading, by)
    lot = replace(reading.lot, population=None)  # how large each group is in the frame is not known here
    groups = [_group(reading, cut, basis, lot) for cut in cuts]
    return Breakdown(by, basis, tuple(sorted(groups, key=lambda group: [natural(value) for value in group.values])))


def natural(value: str) -> tuple[bool, list[tuple[int, str]]]:
    """What values are sorted by: Year 9 before Year 10, and what is not given last."""
    parts = re.split(r"(\d+)", value.casefold())
    return "not given" in value.casefold(), [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


class _Cut(NamedTuple):
    """What one group holds: its values, its plans, the agency and the cause where they are asked for."""

    values: tuple[str, ...]
    cases: Sequence[Case]
    lead: str | None
    cause: str | None


def _basis(reading: Reading, by: Fields) -> str:
    if CAUSE in by:
        return "shortfalls"
    return "answers" if LEAD in by else reading.framework.basis


def _cuts(reading: Reading, by: Fields) -> list[_Cut]:
    of_plans = [field for field in by if field in fields.FIELDS]
    plans: dict[tuple[str, ...], list[Case]] = {}
    for case in reading.cases:
        plans.setdefault(tuple(fields.FIELDS[field](case.facts) for field in of_plans), []).append(case)
    if not of_plans:
        plans = {(): list(reading.cases)}
    criteria = {c.id: c for m in reading.framework.headlines for c in reading.framework.criteria_of(m.id)}
    leads = sorted({c.lead for c in criteria.values()}) if LEAD in by else [None]
    causes: Sequence[str | None] = [None]
    if CAUSE in by:
        causes = sorted(
            {why for case in reading.cases if case.scored for key, _, why in case.causes if key in criteria}
        )
    cuts: list[_Cut] = []
    for values, cases in plans.items():
        for lead in leads:
            for cause in causes:
                known = dict(zip(of_plans, values, strict=True)) | {LEAD: lead or "", CAUSE: cause or ""}
                cuts.append(_Cut(tuple(known[field] for field in by), cases, lead, cause))
    return cuts


def _group(reading: Reading, cut: _Cut, basis: str, lot: Lot) -> Group:
    framework = reading.framework
    scored = [case for case in cut.cases if case.scored]
    plans = scored_answers(scored)
    answers = [given for _, given in plans]
    figures: list[MeasureFigure] = []
    for measure in framework.headlines:
        criteria = [c for c in framework.criteria_of(measure.id) if cut.lead in (None, c.lead)]
        if cut.cause is None:
            tally = tally_of(criteria, framework, answers, pooled=basis == "answers")
        else:
            tally = _shortfalls(criteria, scored, cut.cause)
        figures.append(_shown(measure, basis, tally, plans, lot))
    return Group(cut.values, len(cut.cases), len(scored), tuple(figures))


def _shortfalls(criteria: Sequence[Criterion], cases: Sequence[Case], cause: str) -> rollup.Tally:
    """Of the shortfalls for which a cause was named, those put down to this one."""
    asked = {c.id for c in criteria}
    each: list[PlanCount] = []
    for case in cases:
        named = {(key, why) for key, _, why in case.causes if key in asked}
        each.append(PlanCount(sum(why == cause for _, why in named), len({key for key, _ in named}), 0))
    met, counted = sum(count.met for count in each), sum(count.counted for count in each)
    return rollup.Tally(met, 0, counted - met, 0, 0, 0, 0, tuple(each))


def _shown(measure: Measure, basis: str, tally: rollup.Tally, plans: Sequence[PlanAnswers], lot: Lot) -> MeasureFigure:
    """The figure; its counts alone where fewer plans than a percentage needs stand behind it."""
    figure = figure_of(measure, basis, tally, plans, lot)
    if sum(1 for count in tally.each if count.counted) >= FEWEST_FOR_PERCENT:
        return figure
    return replace(figure, percent=None, printed=TOO_FEW, interval=None, bounds=None)
