"""A round's headlines by a fact of the plans, by the agency that leads a question, by cause, or by two of them crossed.

Pure: from what was read of a round to frozen figures, by the same way as the headlines of the whole.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
LEAD, CAUSE, TEAM = "lead_agency", "cause", "team"
SMALL_TEAMS = "small teams together"
FEWEST_WRITERS, FEWEST_PLANS = 3, 10
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
    of_plans = [field for field in by if field in fields.FIELDS]
    criteria = [c for m in reading.framework.headlines for c in reading.framework.criteria_of(m.id)]
    leads = sorted({c.lead for c in criteria}) if LEAD in by else [None]
    causes = _causes(reading.cases, {c.id for c in criteria}) if CAUSE in by else []
    groups: list[Group] = []
    for values, cases in _by_facts(reading.cases, of_plans).items():
        for lead in leads:
            for cause, figures in _figures(reading, by, cases, lead, causes):
                known = {**dict(zip(of_plans, values, strict=True)), LEAD: lead or "", CAUSE: cause}
                scored = sum(1 for case in cases if case.scored)
                groups.append(Group(tuple(known[field] for field in by), len(cases), scored, figures))
    ordered = sorted(groups, key=lambda group: [natural(value) for value in group.values])
    return Breakdown(by, _basis(reading, by), tuple(ordered))


def natural(value: str) -> tuple[bool, list[tuple[int, str]]]:
    """What values are sorted by: Year 9 before Year 10, and what is not given last."""
    parts = re.split(r"(\d+)", value.casefold())
    return "not given" in value.casefold(), [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def _basis(reading: Reading, by: Fields) -> str:
    if CAUSE in by:
        return "shortfalls"
    return "answers" if LEAD in by else reading.framework.basis


def _by_facts(cases: Sequence[Case], of_plans: Sequence[str]) -> dict[tuple[str, ...], list[Case]]:
    """The plans by their values of these fields; without a field they are one group, even where there are none."""
    found: dict[tuple[str, ...], list[Case]] = {} if of_plans else {(): []}
    small = _small_teams(cases) if TEAM in of_plans else frozenset[str]()
    for case in cases:
        values = {field: fields.FIELDS[field](case.facts) for field in of_plans}
        if values.get(TEAM) in small:
            values[TEAM] = SMALL_TEAMS
        found.setdefault(tuple(values[field] for field in of_plans), []).append(case)
    return found


def _small_teams(cases: Sequence[Case]) -> frozenset[str]:
    """Teams whose figures would be those of one or two writers: they are told together, with more where that is few.

    As figures by writer, a team stands alone from three writers and ten plans; where the list names no writers, from
    ten plans.
    """
    plans = Counter(fields.FIELDS[TEAM](case.facts) for case in cases)
    writers: dict[str, set[str]] = {}
    for case in cases:
        writers.setdefault(fields.FIELDS[TEAM](case.facts), set()).add(case.facts.writer_code)
    named = any(case.facts.writer_code for case in cases)

    def few(teams: Sequence[str]) -> bool:
        wrote = {code for team in teams for code in writers[team] if code}
        return sum(plans[team] for team in teams) < FEWEST_PLANS or (named and len(wrote) < FEWEST_WRITERS)

    together = [team for team in plans if few([team])]
    rest = sorted((team for team in plans if team not in together), key=lambda team: plans[team])
    while together and rest and few(together):
        together.append(rest.pop(0))  # what is left of the whole would tell of them
    return frozenset(together)


def _figures(
    reading: Reading, by: Fields, cases: Sequence[Case], lead: str | None, causes: Sequence[str]
) -> Iterator[tuple[str, tuple[MeasureFigure, ...]]]:
    """The headlines of these plans, on the questions the agency leads where one is given; by cause, once for each."""
    framework, basis = reading.framework, _basis(reading, by)
    scored = [case for case in cases if case.scored]
    asked = {m: [c for c in framework.criteria_of(m.id) if lead in (None, c.lead)] for m in framework.headlines}
    lot = replace(reading.lot, population=None)  # how large each group is in the frame is not known here
    if CAUSE in by:
        faults = {m: _faults(criteria, scored) for m, criteria in asked.items()}
        for cause in causes:
            yield cause, tuple(_of_cause(m, cause, faults[m], lot) for m in asked)
        return
    plans = scored_answers(scored)
    answers = [given for _, given in plans]
    shown: list[MeasureFigure] = []
    for measure, criteria in asked.items():
        tally = tally_of(criteria, framework, answers if criteria else [], pooled=basis == "answers")
        shown.append(_shown(measure, basis, tally, plans if criteria else [], lot))
    yield "", tuple(shown)


class _Fault(NamedTuple):
    """A plan with its shortfalls on a headline's questions for which a cause was named: how many by cause, and in all.

    One for which two causes were named is in both counts and once in all.
    """

    plan: PlanAnswers
    by_cause: Mapping[str, int]
    shortfalls: int


def _faults(criteria: Sequence[Criterion], cases: Sequence[Case]) -> list[_Fault]:
    asked = {c.id for c in criteria}
    if not asked:
        return []
    found: list[_Fault] = []
    for case in cases:
        named = {(key, why) for key, _, why in case.causes if key in asked}
        if named:
            by_cause = Counter(why for _, why in named)
            found.append(_Fault((case.part, case.answers), by_cause, len({key for key, _ in named})))
    return found


def _causes(cases: Sequence[Case], asked: set[str]) -> list[str]:
    """The causes named on these questions anywhere in the round."""
    return sorted({why for case in cases if case.scored for key, _, why in case.causes if key in asked})


def _of_cause(measure: Measure, cause: str, faults: Sequence[_Fault], lot: Lot) -> MeasureFigure:
    """Of the shortfalls for which a cause was named, those put down to this one."""
    each = tuple(PlanCount(fault.by_cause.get(cause, 0), fault.shortfalls, 0) for fault in faults)
    put_down, counted = sum(count.met for count in each), sum(count.counted for count in each)
    tally = rollup.Tally(put_down, 0, counted - put_down, 0, 0, 0, 0, each)
    return _shown(measure, "shortfalls", tally, [fault.plan for fault in faults], lot)


def _shown(measure: Measure, basis: str, tally: rollup.Tally, plans: Sequence[PlanAnswers], lot: Lot) -> MeasureFigure:
    """The figure; its counts alone where fewer plans than a percentage needs stand behind it."""
    figure = figure_of(measure, basis, tally, plans, lot)
    if sum(1 for count in tally.each if count.counted) >= FEWEST_FOR_PERCENT:
        return figure
    return replace(figure, percent=None, printed=TOO_FEW, interval=None, bounds=None)
