"""How far auditors who scored the same plans agree.

Percentages first, then Gwet's coefficients with Krippendorff's alpha second: where nearly every plan is met, kappa
and alpha fall towards nought however often auditors agree. All use the declared scale, not the values seen.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, isnan, nan
from typing import Any

NOT_APPLICABLE = "NA"
# Below this a coefficient says little; the counts do.
ENOUGH_PLANS = 10

WEIGHTED = ("within_one", "alpha_ordinal", "alpha_interval", "gwet_ac2_quadratic", "cohen_kappa_quadratic")
COHEN = ("cohen_kappa", "cohen_kappa_quadratic")
APPLICABILITY = ("applicability_percent_agreement", "applicability_gwet_ac1")

# How many plans gave each pattern of scores: a pattern holds the count of every point of the scale.
Patterns = Mapping[tuple[int, ...], int]
# A number, or an array of one number for each of many samples.
Number = Any
# How far apart two points of the scale are, from 0 to 1, the scale's indices in.
Distances = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Agreement:
    """Agreement among auditors; None where undefined, and `reasons` says why by the figure's name.

    `n_units` counts plans with at least two scores on the scale. `percent_agreement` and `within_one` are the shares
    of pairs of auditors on a plan that gave the same score, or one step apart at most, averaged over those plans;
    `all_raters_agree` is the share of plans on which everybody gave the same. The two figures of applicability are
    about whether a criterion applies at all, on plans answered at least twice.
    """

    n_units: int
    percent_agreement: float | None
    within_one: float | None
    all_raters_agree: float | None
    alpha_nominal: float | None
    alpha_ordinal: float | None
    alpha_interval: float | None
    gwet_ac1: float | None
    gwet_ac2_quadratic: float | None
    fleiss_kappa: float | None
    cohen_kappa: float | None
    cohen_kappa_quadratic: float | None
    applicability_percent_agreement: float | None
    applicability_gwet_ac1: float | None
    reasons: Mapping[str, str]


def agreement(ratings: Sequence[Sequence[str | None]], scale: Sequence[str]) -> Agreement:
    """Work out the agreement in `ratings`: one row per plan, one column per auditor.

    A blank or None is a plan that auditor did not score; `NA` is not applicable, unless the scale lists it. The
    scale is in order; labels that are not numbers stand at 1 to q. Raises ValueError for rows of unequal length,
    a label that is not on the scale, or a scale of fewer than two or of repeated labels.
    """
    labels = [label.strip() for label in scale]
    points = _points(labels)
    known = _known(labels, points)
    rows = [_codes(number, row, known) for number, row in enumerate(ratings, start=1)]
    if len({len(row) for row in rows}) > 1:
        raise ValueError("Every plan needs one column for each auditor, left blank where they did not score it.")
    two_auditors = bool(rows) and len(rows[0]) == 2
    na_is_a_label = NOT_APPLICABLE in labels

    scored = patterns_of(([code for code in row if code is not None and code >= 0] for row in rows), len(labels))
    figures = _defined(scored, points)
    if na_is_a_label:
        figures |= dict.fromkeys(WEIGHTED)
    else:
        answered = _defined(patterns_of(([int(c < 0) for c in row if c is not None] for row in rows), 2), (0, 1))
        figures["applicability_percent_agreement"] = answered["percent_agreement"]
        figures["applicability_gwet_ac1"] = answered["gwet_ac1"]
    if two_auditors:
        both = Counter((a, b) for a, b in rows if a is not None and b is not None and min(a, b) >= 0)
        pairs = dict(sorted(both.items()))
        figures["cohen_kappa"] = _cohen(pairs, _apart(len(labels)))
        if not na_is_a_label:
            figures["cohen_kappa_quadratic"] = _cohen(pairs, _squares(points))

    n_units = sum(plans for counts, plans in scored.items() if sum(counts) > 1)
    names = [name for name in Agreement.__dataclass_fields__ if name not in ("n_units", "reasons")]
    complete = {name: figures.get(name) for name in names}
    reasons = _reasons(complete, n_units, two_auditors=two_auditors, na_is_a_label=na_is_a_label)
    return Agreement(n_units=n_units, reasons=reasons, **complete)


def _points(labels: Sequence[str]) -> list[float]:
    """Where the labels stand: at their own numbers, or at 1 to q."""
    if len(labels) < 2 or not all(labels):
        raise ValueError("A scale needs at least two labels, such as 0,1,2.")
    try:
        points = [float(label) for label in labels]
    except ValueError:
        points = []
    if not points or not all(map(isfinite, points)):
        points = [float(place) for place in range(1, len(labels) + 1)]
    if len(set(labels)) < len(labels) or len(set(points)) < len(points):
        raise ValueError("Each label may stand on the scale only once.")
    return points


def _known(labels: Sequence[str], points: Sequence[float]) -> Callable[[str], int | None]:
    """A look-up of a cell's place on the scale; numbers are known in any spelling, such as 2.0 for 2."""
    places: dict[str, int] = {label: place for place, label in enumerate(labels)}
    try:
        numbers = {point: place for place, point in enumerate(points) if float(labels[place]) == point}
    except ValueError:
        numbers = {}

    def place(cell: str) -> int | None:
        if cell not in places and numbers:
            try:
                number = float(cell)
            except ValueError:
                return None
            if number in numbers:
                places[cell] = numbers[number]
        return places.get(cell)

    return place


def _codes(number: int, row: Sequence[str | None], known: Callable[[str], int | None]) -> list[int | None]:
    """A plan's scores as places on the scale, -1 for not applicable, None for not scored."""
    codes: list[int | None] = []
    for cell in row:
        text = (cell or "").strip()
        code = known(text) if text else None
        if code is None and text == NOT_APPLICABLE:
            code = -1
        if text and code is None:
            raise ValueError(f"Plan {number} holds “{text}”, which is not on the scale.")
        codes.append(code)
    return codes


def patterns_of(plans: Iterable[Iterable[int]], q: int) -> Patterns:
    """How many plans gave each pattern of scores, from each plan's scores as places on a scale of `q` points.

    Plans without a score are left out.
    """
    patterns: Counter[tuple[int, ...]] = Counter()
    for scores, times in Counter(tuple(sorted(codes)) for codes in plans).items():
        patterns[tuple(scores.count(place) for place in range(q))] += times
    del patterns[(0,) * q]
    return dict(sorted(patterns.items()))  # sums come out the same to the last digit, in whatever order plans came


def quotient(above: float, below: float) -> float:
    """One number by another; not a number where that is undefined."""
    return above / below if below else nan


def coefficients(
    patterns: Sequence[tuple[int, ...]],
    times: Sequence[Number],
    points: Sequence[float],
    over: Callable[[Number, Number], Number] = quotient,
) -> dict[str, Number]:
    """Agreement from how often each pattern of scores came; what is undefined is not a number.

    `times` holds one number a pattern, or one array a pattern with a number for each of many samples: the formulas are
    the same, and `over` divides accordingly. `points` is where the points of the scale stand, in order.

    Sources: percent agreement, Gwet's AC1 and AC2 (Gwet 2008), Fleiss' kappa (Fleiss 1971), Krippendorff's alpha from
    coincidences on plans scored at least twice (Krippendorff 2011). Quadratic weights: Fleiss and Cohen 1973.
    """
    q = len(points)
    couples = [(a, b) for a in range(q) for b in range(a + 1, q)]
    shared = [(counts, sum(counts), plans) for counts, plans in zip(patterns, times, strict=True) if sum(counts) > 1]
    n = sum(plans for _, _, plans in shared)
    # how much of a plan's pairs of auditors stand at two different points; and the same as coincidences
    apart = {(a, b): sum(t * (2 * k[a] * k[b] / (r * (r - 1))) for k, r, t in shared) for a, b in couples}
    coincide = {(a, b): sum(t * (2 * k[a] * k[b] / (r - 1)) for k, r, t in shared) for a, b in couples}
    used = [sum(t * k[place] for k, _, t in shared) for place in range(q)]
    scored = sum(times)
    use = [
        over(sum(t * (k[place] / sum(k)) for k, t in zip(patterns, times, strict=True)), scored) for place in range(q)
    ]
    spread = sum(u * (1 - u) for u in use)
    widest = max(points) - min(points)
    nominal = dict.fromkeys(couples, 1.0)
    squares = {(a, b): ((points[a] - points[b]) / widest) ** 2 for a, b in couples}
    ranks = {(a, b): (sum(used[a : b + 1]) - (used[a] + used[b]) / 2) ** 2 for a, b in couples}

    def distance(of: Mapping[tuple[int, int], Number]) -> Number:
        """The mean distance of two auditors on a plan; Gwet's p_a is 1 minus it."""
        return over(sum(apart[c] * of[c] for c in couples), n)

    def gwet(of: Mapping[tuple[int, int], float]) -> Number:
        weights = q * q - 2 * sum(of.values())
        return 1 - over(distance(of), 1 - weights / (q * (q - 1)) * spread)

    def alpha(of: Mapping[tuple[int, int], Number]) -> Number:
        expected = sum(2 * used[a] * used[b] * of[a, b] for a, b in couples)
        return 1 - over((sum(used) - 1) * sum(coincide[c] * of[c] for c in couples), expected)

    return {
        "percent_agreement": 1 - distance(nominal),
        "within_one": 1 - distance({(a, b): float(b - a > 1) for a, b in couples}),
        "all_raters_agree": over(sum(t for k, r, t in shared if max(k) == r), n),
        "alpha_nominal": alpha(nominal),
        "alpha_ordinal": alpha(ranks),
        "alpha_interval": alpha(squares),
        "gwet_ac1": gwet(nominal),
        "gwet_ac2_quadratic": gwet(squares),
        "fleiss_kappa": 1 - over(distance(nominal), sum(2 * use[a] * use[b] for a, b in couples)),
    }


def _defined(patterns: Patterns, points: Sequence[float]) -> dict[str, float | None]:
    """The figures of these patterns, None where undefined."""
    found = coefficients(list(patterns), list(patterns.values()), points)
    return {name: None if isnan(value) else value for name, value in found.items()}


def _apart(q: int) -> Distances:
    """1 where two points of the scale are not the same, else 0."""
    return [[float(a != b) for b in range(q)] for a in range(q)]


def _squares(points: Sequence[float]) -> Distances:
    """The squared distance of two points, as a share of the widest (Fleiss and Cohen 1973)."""
    widest = max(points) - min(points)
    return [[((a - b) / widest) ** 2 for b in points] for a in points]


def _cohen(pairs: Mapping[tuple[int, int], int], distances: Distances) -> float | None:
    """Cohen's kappa, weighted by the distances (Cohen 1960, 1968), on the plans both auditors scored."""
    q, plans = len(distances), sum(pairs.values())
    first, second = [0] * q, [0] * q
    for (a, b), times in pairs.items():
        first[a] += times
        second[b] += times
    observed = sum(times * distances[a][b] for (a, b), times in pairs.items())
    expected = sum(first[a] * second[b] * distances[a][b] for a in range(q) for b in range(q))
    return 1 - plans * observed / expected if expected else None


def _reasons(
    figures: Mapping[str, float | None], n_units: int, *, two_auditors: bool, na_is_a_label: bool
) -> dict[str, str]:
    reasons: dict[str, str] = {}
    if n_units < ENOUGH_PLANS:
        reasons["n_units"] = f"Fewer than {ENOUGH_PLANS} plans were scored twice: read counts, not coefficients."
    for name, figure in figures.items():
        if figure is not None:
            continue
        if name in COHEN and not two_auditors:
            reasons[name] = "Cohen's kappa is for two auditors."
        elif name in APPLICABILITY and na_is_a_label:
            reasons[name] = "NA is an ordinary category of this scale, so applying is not a question apart."
        elif name in WEIGHTED and na_is_a_label:
            reasons[name] = "NA has no place in an order, so steps apart mean nothing on this scale."
        elif not n_units or name in APPLICABILITY:
            reasons[name] = "No plan was scored at least twice."
        else:
            reasons[name] = "Not estimable: every score is the same, so there is no variation to agree about."
    return reasons
