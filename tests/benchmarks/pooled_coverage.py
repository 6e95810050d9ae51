"""How often the likely range of pooled rounds holds the truth: `python -m tests.benchmarks.pooled_coverage`.

Lists of a stock are the same plans at every date, in a flow each list holds new ones, in between a part is new.
"""

import random
from collections.abc import Callable
from fractions import Fraction

from auditor.intervals import wilson
from auditor.rollup import PlanCount
from auditor.sampling.draw import in_proportion
from auditor.weighting import estimate

TRIALS = 2_000
Plan = tuple[int, int, bool]
Lists = list[list[Plan]]


def listed(chance: random.Random, first: int, plans: int, share: float) -> list[Plan]:
    """New plans, so many of which meet the standard on average."""
    return [(first, i, chance.random() < share) for i in range(plans)]


def stock(chance: random.Random, plans: int, share: float, rounds: int, new: float = 0.0) -> Lists:
    """The same plans in every list, or a share of them new each time."""
    lists = [listed(chance, 0, plans, share)]
    for r in range(1, rounds):
        coming = int(plans * new)
        lists.append(lists[-1][coming:] + listed(chance, r, coming, share))
    return lists


def covered(chance: random.Random, lists: Lists, drawn: int) -> bool:
    """Whether the range of one pooled draw holds the share met in the lists taken together."""
    found: dict[tuple[int, int], tuple[bool, int]] = {}
    for r, plans in enumerate(lists):
        found |= {plan[:2]: (plan[2], r) for plan in chance.sample(plans, drawn)}
    counts = [PlanCount(int(met), 1, 0) for met, _ in found.values()]
    sizes = {str(r): len(plans) for r, plans in enumerate(lists)}
    if in_proportion(sizes, dict.fromkeys(sizes, drawn)):
        interval = wilson(sum(c.met for c in counts), len(counts))
    else:
        weights = [Fraction(len(lists[r]), drawn) for _, r in found.values()]
        interval = estimate(counts, weights, pooled=False).interval or (0.0, 1.0)
    truth = sum(met for plans in lists for _, _, met in plans) / sum(map(len, lists))
    return interval[0] <= truth <= interval[1]


CASES: tuple[tuple[str, Callable[[random.Random], Lists], int], ...] = (
    ("the same 1,000 plans, 10 a month for a year", lambda c: stock(c, 1000, 0.55, 12), 10),
    ("the same 7,300 plans, 11 a month for a quarter", lambda c: stock(c, 7300, 0.8, 3), 11),
    ("the same 300 plans, 25 a month for a year", lambda c: stock(c, 300, 0.5, 12), 25),
    ("400 plans, a tenth new each time, 20 of each", lambda c: stock(c, 400, 0.6, 4, 0.1), 20),
    ("60, 200 and 120 new plans, 15 of each, getting better",
     lambda c: [listed(c, r, n, p) for r, (n, p) in enumerate(((60, 0.3), (200, 0.6), (120, 0.9)))], 15),
)  # fmt: skip


def main() -> None:
    """Print the share of draws whose range holds the truth; 95% is promised."""
    for name, make, drawn in CASES:
        chance = random.Random(7)
        hits = sum(covered(chance, make(chance), drawn) for _ in range(TRIALS))
        print(f"{name}: {100 * hits / TRIALS:.1f}%")


if __name__ == "__main__":
    main()
