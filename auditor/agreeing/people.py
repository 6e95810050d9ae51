"""Who differs from whom: pairs of auditors, leniency, and whether a question or a person divides. For the lead alone.

All from what auditors first submitted, on plans scored at least twice.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import exp, lgamma

from auditor.agreeing.calculate import ScoredPlan
from auditor.agreeing.figures import AgreementFigure, Interval
from auditor.agreement import ENOUGH_PLANS
from db.vocabulary import Value

Pair = tuple[str, str]
FEWEST_DIFFERENCES = 5
"""Below so many differences nothing is said of where they come from."""
FEWEST_APART = 5
"""So many answers of the others must have been compared before one person is held against them."""
CHANCE = 0.05
"""How seldom luck alone may heap differences on somebody so, over all auditors together, for it to be said."""


class Divider(StrEnum):
    """Where differences on a question seem to come from."""

    WORDING = "wording"
    PERSON = "person"
    TWO = "two"
    FEW = "few"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class PairAgreement:
    """Two auditors, by code, on the plans both scored: pairs of answers compared, without *cannot tell*.

    `exact` and `within_one` are shares of these, each with its 95% range over plans, over all questions together; None
    on fewer than ten plans. A coefficient is of one question, and none is told of a pair.
    """

    first: str
    second: str
    plans: int
    compared: int
    same: int
    one_step: int
    exact: float | None = None
    within_one: float | None = None
    exact_interval: Interval | None = None
    within_one_interval: Interval | None = None


@dataclass(frozen=True)
class Divided:
    """A question that divides auditors and where that seems to come from; `person` is who, where it is one.

    `most` are the two answers that most often stood against each other, and how often.
    """

    figure: AgreementFigure
    divider: Divider
    person: str
    most: tuple[Value, Value, int]


@dataclass(frozen=True)
class Leniency:
    """How much higher or lower one auditor first scored than what was settled, in points of 0 to 2.

    Held against each other are answers on the scale to questions that somebody else answered on the same plan too.
    `compared` counts them, of which `higher` and `lower` differ; `unsettled` counts those where nothing is decided yet.
    `mean` is the mean difference, above 0 where they score higher, with its 95% range over plans: None while anything
    is unsettled, for what is left would look alike, and on fewer than ten plans.
    """

    person: str
    plans: int
    compared: int
    higher: int
    lower: int
    mean: float | None
    interval: Interval | None
    unsettled: int = 0


def leniency(plans: Sequence[ScoredPlan], criteria: Sequence[str], seed: str) -> tuple[Leniency, ...]:
    """The mean difference of each auditor from what was settled, by code."""
    people = sorted({person for plan in plans for person in plan.by})
    return tuple(leniency_of_person(person, plans, criteria, seed) for person in people)


def leniency_of_person(person: str, plans: Sequence[ScoredPlan], criteria: Sequence[str], seed: str) -> Leniency:
    """The mean difference of one auditor, by code; the same plans and seed give the same range."""
    each = Counter[tuple[float, float]]()
    higher = lower = unsettled = 0
    for plan in plans:
        differences, open_ones = _differences(plan, person, criteria)
        higher += sum(1 for d in differences if d > 0)
        lower += sum(1 for d in differences if d < 0)
        unsettled += open_ones
        if differences:
            each[(float(sum(differences)), float(len(differences)))] += 1
    shared, compared = sum(each.values()), sum(count * times for (_, count), times in each.items())
    mean = interval = None
    if shared >= ENOUGH_PLANS and not unsettled:
        from auditor.resampling import ratio_interval

        mean = sum(total * times for (total, _), times in sorted(each.items())) / compared
        interval = ratio_interval(each, f"{seed}/leniency/{person}")
    return Leniency(person, shared, int(compared), higher, lower, mean, interval, unsettled)


def _differences(plan: ScoredPlan, person: str, criteria: Sequence[str]) -> tuple[list[int], int]:
    """How far their scores lie from what was settled, and how many wait to be settled."""
    own = plan.by.get(person, {})
    found: list[int] = []
    unsettled = 0
    for criterion in criteria:
        alone = not any(criterion in theirs for who, theirs in plan.by.items() if who != person)
        if criterion not in own or not own[criterion].scored or alone or criterion not in plan.settled:
            continue
        settled = plan.settled[criterion]
        if settled is None:
            unsettled += 1
        elif settled.scored:
            found.append(own[criterion] - settled)
    return found, unsettled


def pairs_of(plans: Iterable[ScoredPlan], seed: str) -> tuple[PairAgreement, ...]:
    """Every two auditors who answered a question of the same plan, by their codes; `seed` names what ranges draw."""
    found: dict[Pair, Counter[tuple[int, int, int]]] = {}
    for plan in plans:
        for pair in combinations(sorted(plan.by), 2):
            one, other = plan.by[pair[0]], plan.by[pair[1]]
            told = Counter(_told(one[key], other[key]) for key in one.keys() & other.keys())
            if told:
                same, one_step = told["same"], told["one_step"]
                found.setdefault(pair, Counter())[same, one_step, same + one_step + told["further"]] += 1
    return tuple(_pair(pair, found[pair], f"{seed}/{'/'.join(pair)}") for pair in sorted(found))


def _pair(pair: Pair, plans: Counter[tuple[int, int, int]], seed: str) -> PairAgreement:
    """Two auditors, from how many of their plans gave the same counts: alike, one step apart, compared."""
    shared = plans.total()
    same, one_step, compared = (sum(counts[at] * times for counts, times in plans.items()) for at in range(3))
    if shared < ENOUGH_PLANS or not compared:
        return PairAgreement(*pair, shared, compared, same, one_step)
    from auditor.resampling import ratio_interval

    exact, within = Counter[tuple[float, float]](), Counter[tuple[float, float]]()
    for (alike, near, all_of), times in plans.items():
        exact[alike, all_of] += times
        within[alike + near, all_of] += times
    return PairAgreement(
        *pair, shared, compared, same, one_step, same / compared, (same + one_step) / compared,
        ratio_interval(exact, seed), ratio_interval(within, seed),
    )  # fmt: skip


def _told(a: Value, b: Value) -> str:
    if Value.CANNOT_TELL in (a, b):
        return "left_out"
    if a == b:
        return "same"
    return "one_step" if a.scored and b.scored and abs(a - b) == 1 else "further"


def most_divided(
    plans: Sequence[ScoredPlan], criteria: Sequence[AgreementFigure], most: int = 3
) -> tuple[Divided, ...]:
    """The questions on which the greatest share of pairs of answers differ; those without a difference are left out.

    Of questions with the same share, the one with more differences comes first, then the framework's order.
    """
    differing = [c for c in criteria if c.differing]
    first = sorted(differing, key=lambda c: (-c.differing / c.compared, -c.differing))[:most]
    return tuple(_divided(figure, plans) for figure in first)


def _divided(figure: AgreementFigure, plans: Iterable[ScoredPlan]) -> Divided:
    pairs, answers = dict[Pair, tuple[int, int]](), Counter[tuple[Value, Value]]()
    for plan in plans:
        given = {
            w: a[figure.id] for w, a in plan.by.items() if a.get(figure.id, Value.CANNOT_TELL) != Value.CANNOT_TELL
        }
        for pair in combinations(sorted(given), 2):
            higher, lower = sorted((given[pair[0]], given[pair[1]]), reverse=True)
            compared, differ = pairs.get(pair, (0, 0))
            pairs[pair] = compared + 1, differ + (higher != lower)
            if higher != lower:
                answers[higher, lower] += 1
    (higher, lower), times = min(answers.items(), key=lambda found: (-found[1], found[0]))
    divider, person = divider_of(pairs)
    return Divided(figure, divider, person, (higher, lower, times))


def divider_of(pairs: Mapping[Pair, tuple[int, int]]) -> tuple[Divider, str]:
    """Whether the wording divides auditors or one person differs; the person's code, or nothing.

    `pairs` holds, for each two auditors, on how many plans their answers were compared and on how many they differ.
    *Person*: one auditor alone has so large a share of the differences that luck would heap it on any one of them less
    than one time in twenty (hypergeometric, the chance divided among the auditors), differs from two others at least
    three times as often as the others differ among themselves, and the others were compared five times or more.
    *Wording*: three auditors or more, of whom no one has more of the differences than luck would give at the same mark
    undivided, and everybody differs from somebody; whoever is left out, the rest were compared five times or more and
    still differ at least half as often as all, and twice at least.
    Anything else is not told, and neither are fewer than five differences.
    """
    people = sorted({person for pair in pairs for person in pair})
    compared, differ = _sum(pairs.values())
    if len(people) < 3:
        return Divider.TWO, ""
    if differ < FEWEST_DIFFERENCES:
        return Divider.FEW, ""
    chances = {person: _chance(pairs, person) for person in people}
    alone = [p for p in people if chances[p] <= CHANCE / len(people) and _stands_alone(pairs, p)]
    if len(alone) == 1:
        return Divider.PERSON, alone[0]
    everyone = all(_sum(found for pair, found in pairs.items() if p in pair)[1] for p in people)
    others = [_sum(found for pair, found in pairs.items() if p not in pair) for p in people]
    lasting = all(n >= FEWEST_APART and d >= 2 and 2 * d * compared >= differ * n for n, d in others)
    if everyone and lasting and min(chances.values()) > CHANCE:
        return Divider.WORDING, ""
    return Divider.UNCLEAR, ""


def _stands_alone(pairs: Mapping[Pair, tuple[int, int]], person: str) -> bool:
    """Whether the others, compared often enough, agree among themselves where this person differs from two of them."""
    own, own_differ = _sum(found for pair, found in pairs.items() if person in pair)
    others, others_differ = _sum(found for pair, found in pairs.items() if person not in pair)
    from_two = sum(1 for pair, (_, differ) in pairs.items() if person in pair and differ) >= 2
    return others >= FEWEST_APART and from_two and own_differ * others >= 3 * others_differ * own


def _chance(pairs: Mapping[Pair, tuple[int, int]], person: str) -> float:
    """How likely luck alone gives this person at least so many of the differences: a hypergeometric tail."""
    compared, differ = _sum(pairs.values())
    own, own_differ = _sum(found for pair, found in pairs.items() if person in pair)
    every = _log_ways(compared, differ)
    return sum(
        exp(_log_ways(own, d) + _log_ways(compared - own, differ - d) - every)
        for d in range(max(own_differ, differ - (compared - own)), min(own, differ) + 1)
    )


def _log_ways(n: int, k: int) -> float:
    """The logarithm of n over k; exact numbers would take minutes for a large round."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _sum(found: Iterable[tuple[int, int]]) -> tuple[int, int]:
    listed = list(found)
    return sum(n for n, _ in listed), sum(d for _, d in listed)
