"""From what each auditor first submitted to how far they agree: by question, by measure and over a round.

Only plans scored at least twice enter. For every question the answers of one plan make a pattern; a round has few
different ones, and from how often each came follow the figures and their ranges alike.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import isnan
from operator import itemgetter
from statistics import median

from auditor.agreeing.figures import AgreementFigure, Interval, RoundAgreement
from auditor.agreement import ENOUGH_PLANS, coefficients, patterns_of
from auditor.frameworks import Framework, Measure
from auditor.rollup import Outcome, judge
from db.vocabulary import Value

SCALE_FIGURES = ("percent_agreement", "within_one", "gwet_ac1", "gwet_ac2_quadratic", "alpha_ordinal")
APPLYING = {"percent_agreement": "applicability_percent_agreement", "gwet_ac1": "applicability_gwet_ac1"}
FIGURES = (*SCALE_FIGURES, *APPLYING.values())
THREE = (Value.NOT_MET, Value.PARTLY, Value.MET)
FEW = f"Fewer than {ENOUGH_PLANS} plans were scored twice here: read counts, not shares or coefficients."
NONE = "No plan was scored twice here."
ALIKE = "Not estimable: every score is the same, so there is no variation to agree about."
TWO_POINTS = "The answer is met or not met, so one step is the whole scale."
ALWAYS = "The question does not offer “not applicable”."
NO_RANGE = "Every plan came out alike here, so drawing them again shows no range."

Answers = Mapping[str, Value]
Pattern = tuple[Value, ...]
Counts = Counter[tuple[int, ...]]
_POINTS_OF = {Outcome.MET: Value.MET, Outcome.PARTLY: Value.PARTLY, Outcome.NOT_MET: Value.NOT_MET}


@dataclass(frozen=True)
class ScoredPlan:
    """One plan: what each auditor, by code, first submitted for it; `known` is what its dates answer.

    `settled` holds the answers it stands on, None where several differ and nothing is decided. No figure of agreement
    reads them.
    """

    by: Mapping[str, Answers]
    known: Answers
    settled: Mapping[str, Value | None] = field(default_factory=dict[str, Value | None])


def round_agreement(
    plans: Iterable[ScoredPlan], framework: Framework, seed: str, *, after_moderation: bool = False
) -> RoundAgreement:
    """How far auditors agree on these plans; neither the order of plans nor that of auditors matters.

    `seed` names what is drawn when ranges are worked out, such as the round's uid: the same plans and seed give the
    same ranges. Plans on which no question was answered twice are passed over. `after_moderation` is of the answers.
    """
    shared = twice(plans)
    judged = framework.judged
    patterns = patterns_of_answers([c.id for c in judged], shared)
    criteria = tuple(
        agreement_figure(
            (c.id, c.short),
            given,
            tuple(sorted(v for v in c.scale if v.scored)),
            f"{seed}/{c.id}",
            may_not_apply=Value.NOT_APPLICABLE in c.scale,
        )
        for c, given in zip(judged, patterns, strict=True)
    )
    measures = tuple(
        agreement_figure((m.id, m.short), _rolled_up(m, framework, shared), THREE, f"{seed}/{m.id}")
        for m in framework.headlines
    )
    auditors = [len(plan.by) for plan in shared]
    compared, same, one_step = (sum(getattr(c, name) for c in criteria) for name in ("compared", "same", "one_step"))
    enough = len(shared) >= ENOUGH_PLANS and compared > 0
    return RoundAgreement(
        n_units=len(shared),
        auditors=len({person for plan in shared for person in plan.by}),
        fewest=min(auditors, default=0),
        most=max(auditors, default=0),
        compared=compared,
        same=same,
        one_step=one_step,
        left_out=sum(c.left_out for c in criteria),
        percent_agreement=same / compared if enough else None,
        within_one=(same + one_step) / compared if enough else None,
        median={name: median(values) if (values := _defined(criteria, name)) else None for name in FIGURES},
        worst={name: _worst(criteria, name) for name in FIGURES},
        criteria=criteria,
        measures=measures,
        after_moderation=after_moderation,
        reasons={} if enough else dict.fromkeys(("percent_agreement", "within_one"), FEW if shared else NONE),
    )


def twice(plans: Iterable[ScoredPlan]) -> list[ScoredPlan]:
    """The plans on which two auditors answered the same question."""
    return [
        p for p in plans if len(p.by) > 1 and any(not a.keys().isdisjoint(b) for a, b in combinations(p.by.values(), 2))
    ]


def patterns_of_answers(criteria: Sequence[str], plans: Iterable[ScoredPlan]) -> list[Counter[Pattern]]:
    """For each question, how often each pattern of answers came, over the plans on which two or more auditors gave one.

    Plans with the same number of auditors are turned from rows into columns together, which is quick for many.
    """
    by_auditors: dict[int, list[list[Sequence[Value | None]]]] = {}
    all_of = _getter(criteria)
    for plan in plans:
        places = by_auditors.setdefault(len(plan.by), [[] for _ in plan.by])
        for place, answers in zip(places, plan.by.values(), strict=True):
            try:
                place.append(all_of(answers))
            except KeyError:
                place.append([answers.get(key) for key in criteria])
    found = [Counter[Pattern]() for _ in criteria]
    for places in by_auditors.values():
        columns = [list(zip(*rows, strict=True)) for rows in places]
        for at, patterns in enumerate(found):
            given = Counter(zip(*(column[at] for column in columns), strict=True))
            patterns.update(_in_order(given.items()))
    return found


def agreement_figure(
    name: tuple[str, str],
    patterns: Mapping[Pattern, int],
    points: Sequence[Value],
    seed: str,
    *,
    may_not_apply: bool = False,
) -> AgreementFigure:
    """How far auditors agree on one question, named by id and short title, from how often each pattern came.

    `points` is the declared scale, lowest first. Single answers count nowhere, not even in Gwet's chance agreement.
    """
    on_scale, applying = _patterns(patterns, points)
    pairs = Counter[str]()
    for pattern, times in patterns.items():
        for a, b in combinations([v for v in pattern if v is not Value.CANNOT_TELL], 2):
            pairs[_compared(a, b)] += times
    figures, intervals, reasons = _estimates(on_scale, points, {n: n for n in SCALE_FIGURES}, seed)
    if may_not_apply:
        more = _estimates(applying, (Value.NOT_MET, Value.PARTLY), APPLYING, f"{seed}/applies")
        figures, intervals, reasons = figures | more[0], intervals | more[1], reasons | more[2]
    else:
        reasons |= dict.fromkeys(APPLYING.values(), ALWAYS)
    if len(points) == 2:  # it would be 100% whatever auditors answer
        figures["within_one"], reasons["within_one"] = None, TWO_POINTS
        intervals.pop("within_one", None)
    n_units = sum(on_scale.values())
    if n_units < ENOUGH_PLANS:
        reasons["n_units"] = FEW if n_units else NONE
    return AgreementFigure(
        *name,
        n_units=n_units,
        compared=sum(pairs.values()),
        same=pairs["same"],
        one_step=pairs["one_step"],
        applying=pairs["applying"],
        left_out=sum(p.count(Value.CANNOT_TELL) * times for p, times in patterns.items()),
        applicability_n_units=sum(applying.values()) if may_not_apply else 0,
        **{figure: figures.get(figure) for figure in FIGURES},
        intervals=intervals,
        reasons=reasons,
    )


def _in_order(given: Iterable[tuple[Sequence[Value | None], int]]) -> Counter[Pattern]:
    """The same patterns whoever gave which answer; single answers are left out."""
    found = Counter[Pattern]()
    for whole, times in given:
        pattern = tuple(sorted(value for value in whole if value is not None))
        if len(pattern) > 1:
            found[pattern] += times
    return found


def _rolled_up(measure: Measure, framework: Framework, plans: Iterable[ScoredPlan]) -> Counter[Pattern]:
    """What a measure comes to by each auditor's own answers; auditors who were not asked all of it are left out."""
    criteria = framework.criteria_of(measure.id)
    dated = {c.id for c in criteria if c.mode == "dates"}
    # what a measure comes to depends on how often each answer was given, to critical questions and to others, and on
    # nothing else: few cases, each judged once
    parts = [[c for c in criteria if c.critical], [c for c in criteria if not c.critical]]
    of_parts = [_getter([c.id for c in part]) for part in parts]
    in_order = [criterion for part in parts for criterion in part]
    judged: dict[Pattern, Value] = {}

    def outcome(answers: Answers) -> Value:
        key = tuple(value for values_of in of_parts for value in sorted(values_of(answers)))
        if key not in judged:
            found = judge(in_order, {c.id: v for c, v in zip(in_order, key, strict=True)}, framework.thresholds)
            judged[key] = _POINTS_OF.get(found, Value.CANNOT_TELL)
        return judged[key]

    given = Counter[Pattern]()
    for plan in plans:
        known = {key: plan.known.get(key, Value.CANNOT_TELL) for key in dated}
        outcomes: list[Value] = []
        for answers in plan.by.values():
            try:
                outcomes.append(outcome({**answers, **known} if known else answers))
            except KeyError:  # this auditor was asked some of it only, and the others may have been asked it all
                continue
        if len(outcomes) > 1:
            given[tuple(outcomes)] += 1
    return _in_order(given.items())


def _getter(keys: Sequence[str]) -> Callable[[Answers], Sequence[Value]]:
    """What gives the answers to these questions; it raises KeyError where one was not answered."""
    match keys:
        case []:
            return lambda _answers: ()
        case [key]:
            return lambda answers: (answers[key],)
        case _:
            return itemgetter(*keys)


def _patterns(patterns: Mapping[Pattern, int], points: Sequence[Value]) -> tuple[Counts, Counts]:
    """How often each count of the scale's points came; and each count of applies and does not apply."""
    places = {point: place for place, point in enumerate(points)}
    on_scale, applying = Counter[tuple[int, ...]](), Counter[tuple[int, ...]]()
    for pattern, times in patterns.items():
        scores = [places[v] for v in pattern if v.scored]
        applies = [int(v is Value.NOT_APPLICABLE) for v in pattern if v is not Value.CANNOT_TELL]
        for codes, q, found in ((scores, len(points), on_scale), (applies, 2, applying)):
            if len(codes) > 1:
                for counts in patterns_of([codes], q):
                    found[counts] += times
    return on_scale, applying


def _compared(a: Value, b: Value) -> str:
    if a == b:
        return "same"
    if not (a.scored and b.scored):
        return "applying"
    return "one_step" if abs(a - b) == 1 else "further"


def _estimates(
    patterns: Counts, points: Sequence[Value], names: Mapping[str, str], seed: str
) -> tuple[dict[str, float | None], dict[str, Interval], dict[str, str]]:
    """The figures wanted, their ranges, and why one is missing; all under the names they are wanted by."""
    plans = sum(patterns.values())
    if plans < ENOUGH_PLANS:
        why = FEW if plans else NONE
        return dict.fromkeys(names.values()), {}, dict.fromkeys(names.values(), why)
    from auditor.resampling import agreement_intervals

    stand = [float(point) for point in points]
    kept = sorted(patterns)  # so that sums come out the same to the last digit, in whatever order plans came
    found = coefficients(kept, [patterns[pattern] for pattern in kept], stand)
    ranges = agreement_intervals(patterns, stand, seed)
    figures = {wanted: None if isnan(found[name]) else float(found[name]) for name, wanted in names.items()}
    intervals = {
        wanted: ends for name, wanted in names.items() if (ends := ranges[name]) and figures[wanted] is not None
    }
    reasons = {wanted: ALIKE for wanted, value in figures.items() if value is None}
    reasons |= {f"{wanted}_interval": NO_RANGE for wanted in names.values() if wanted not in {**intervals, **reasons}}
    return figures, intervals, reasons


def _defined(criteria: Iterable[AgreementFigure], name: str) -> list[float]:
    return [value for c in criteria if (value := getattr(c, name)) is not None]


def _worst(criteria: Iterable[AgreementFigure], name: str) -> tuple[str, float] | None:
    """The lowest figure and its question; of several, the first in the framework's order."""
    defined = [(c.id, float(value)) for c in criteria if (value := getattr(c, name)) is not None]
    return min(defined, key=itemgetter(1), default=None)
