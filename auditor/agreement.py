"""How far auditors who scored the same plans agree.

Percentages first, then Gwet's coefficients with Krippendorff's alpha second: where nearly every plan is met, kappa
and alpha fall towards nought however often auditors agree. All use the declared scale, not the values seen.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

NOT_APPLICABLE = "NA"
# Below this a coefficient says little; the counts do.
ENOUGH_PLANS = 10

WEIGHTED = ("within_one", "alpha_ordinal", "alpha_interval", "gwet_ac2_quadratic", "cohen_kappa_quadratic")
COHEN = ("cohen_kappa", "cohen_kappa_quadratic")
APPLICABILITY = ("applicability_percent_agreement", "applicability_gwet_ac1")

# How many plans gave each pattern of scores: a pattern holds the count of every point of the scale.
Patterns = Mapping[tuple[int, ...], int]
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

    scored = _patterns(([code for code in row if code is not None and code >= 0] for row in rows), len(labels))
    figures = _unweighted(scored)
    if not na_is_a_label:
        figures |= _weighted(scored, points)
        answered = _patterns(([int(code < 0) for code in row if code is not None] for row in rows), 2)
        figures["applicability_percent_agreement"] = _alike(answered, _apart(2, 0))
        figures["applicability_gwet_ac1"] = _gwet(answered, _apart(2, 0))
    if two_auditors:
        pairs = Counter((a, b) for a, b in rows if a is not None and b is not None and min(a, b) >= 0)
        figures["cohen_kappa"] = _cohen(pairs, _apart(len(labels), 0))
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


def _patterns(plans: Iterable[Iterable[int]], q: int) -> Patterns:
    # plans with the same counts give the same terms, so each pattern is worked out once
    patterns: Counter[tuple[int, ...]] = Counter()
    for codes in plans:
        counts = [0] * q
        for code in codes:
            counts[code] += 1
        patterns[tuple(counts)] += 1
    del patterns[(0,) * q]
    return patterns


def _unweighted(scored: Patterns) -> dict[str, float | None]:
    q = len(next(iter(scored), (0, 0)))
    nominal = _apart(q, 0)
    return {
        "percent_agreement": _alike(scored, nominal),
        "all_raters_agree": _all_alike(scored),
        "alpha_nominal": _alpha(scored, lambda a, b, _: nominal[a][b]),
        "gwet_ac1": _gwet(scored, nominal),
        "fleiss_kappa": _fleiss(scored, nominal),
    }


def _weighted(scored: Patterns, points: Sequence[float]) -> dict[str, float | None]:
    squares = _squares(points)

    def ordinal(a: int, b: int, n: Sequence[int]) -> float:
        low, high = min(a, b), max(a, b)
        return (sum(n[low : high + 1]) - (n[low] + n[high]) / 2) ** 2 if low < high else 0.0

    return {
        "within_one": _alike(scored, _apart(len(points), 1)),
        "alpha_ordinal": _alpha(scored, ordinal),
        "alpha_interval": _alpha(scored, lambda a, b, _: squares[a][b]),
        "gwet_ac2_quadratic": _gwet(scored, squares),
    }


def _apart(q: int, steps: int) -> Distances:
    """1 where two points of the scale are more than so many steps apart, else 0."""
    return [[float(abs(a - b) > steps) for b in range(q)] for a in range(q)]


def _squares(points: Sequence[float]) -> Distances:
    """The squared distance of two points, as a share of the widest (Fleiss and Cohen 1973)."""
    widest = max(points) - min(points)
    return [[((a - b) / widest) ** 2 for b in points] for a in points]


def _apart_on_average(scored: Patterns, distances: Distances) -> float | None:
    """The mean distance of two auditors on a plan, over plans scored at least twice (Gwet's p_a is 1 minus it)."""
    total, plans = 0.0, 0
    for counts, times in scored.items():
        r = sum(counts)
        if r > 1:
            plans += times
            total += times * _spread(counts, distances) / (r * (r - 1))
    return total / plans if plans else None


def _spread(counts: Sequence[float], distances: Distances) -> float:
    used = [k for k, count in enumerate(counts) if count]
    return sum(counts[a] * counts[b] * distances[a][b] for a in used for b in used)


def _alike(scored: Patterns, distances: Distances) -> float | None:
    apart = _apart_on_average(scored, distances)
    return None if apart is None else 1 - apart


def _all_alike(scored: Patterns) -> float | None:
    shared = {counts: plans for counts, plans in scored.items() if sum(counts) > 1}
    same = sum(plans for counts, plans in shared.items() if max(counts) == sum(counts))
    return same / sum(shared.values()) if shared else None


def _use(scored: Patterns) -> list[float]:
    """How much each point is used: its share of a plan's scores, averaged over every plan with a score."""
    plans = sum(scored.values())
    uses = [0.0] * len(next(iter(scored)))
    for counts, times in scored.items():
        r = sum(counts)
        for k, count in enumerate(counts):
            uses[k] += times * count / r / plans
    return uses


def _gwet(scored: Patterns, distances: Distances) -> float | None:
    """Gwet's AC1 (nominal distances) or AC2 (Gwet 2008), chance agreement from the declared scale."""
    apart = _apart_on_average(scored, distances)
    if apart is None:
        return None
    q = len(distances)
    weights = q * q - sum(map(sum, distances))
    chance = weights / (q * (q - 1)) * sum(use * (1 - use) for use in _use(scored))
    return 1 - apart / (1 - chance)


def _fleiss(scored: Patterns, distances: Distances) -> float | None:
    """Fleiss' kappa (Fleiss 1971), for any number of scores on a plan."""
    apart = _apart_on_average(scored, distances)
    if apart is None:
        return None
    expected = _spread(_use(scored), distances)
    return 1 - apart / expected if expected else None


def _alpha(scored: Patterns, distance: Callable[[int, int, Sequence[int]], float]) -> float | None:
    """Krippendorff's alpha from coincidences on plans scored at least twice (Krippendorff 2011).

    `distance` takes two points of the scale and how often each point was used on those plans.
    """
    shared = {counts: plans for counts, plans in scored.items() if sum(counts) > 1}
    if not shared:
        return None
    q = len(next(iter(shared)))
    used = [sum(counts[k] * plans for counts, plans in shared.items()) for k in range(q)]
    distances = [[distance(a, b, used) for b in range(q)] for a in range(q)]
    observed = sum(plans * _spread(counts, distances) / (sum(counts) - 1) for counts, plans in shared.items())
    expected = _spread(used, distances)
    return 1 - (sum(used) - 1) * observed / expected if expected else None


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
