"""How often the likely range of a weighted draw takes in the true share, over many invented draws.

Run it from the top folder: uv run --no-sync python -m tests.benchmarks.weighted_coverage
"""

import random
from fractions import Fraction

from auditor.intervals import wilson
from auditor.rollup import PlanCount
from auditor.weighting import estimate

DRAWS = 4_000
# Each: what it is; parts as (plans, drawn, share met)
CASES = (
    ("a minimum of 10 in small areas", ((300, 10, 0.5), (600, 10, 0.4), (3000, 17, 0.5), (3400, 19, 0.6))),
    ("new plans twice as thickly", ((800, 14, 0.7), (6500, 46, 0.45))),
    ("new plans much worse, 5 times", ((700, 30, 0.2), (6600, 57, 0.6))),
    ("high share met", ((700, 30, 0.9), (6600, 57, 0.95))),
    ("low share met", ((300, 10, 0.05), (7000, 33, 0.08))),
    ("equal halves of unlike parts", ((1000, 20, 0.9), (6300, 20, 0.3))),
    ("a part drawn whole", ((12, 12, 0.5), (900, 30, 0.5))),
    ("9 times, 33 plans", ((800, 17, 0.5), (6500, 16, 0.5))),
)


def covered(parts: tuple[tuple[int, int, float], ...], lot: random.Random, *, pooled: bool, weighted: bool) -> bool:
    """Draw once and see whether the range takes in the share of the whole list."""
    counts: list[PlanCount] = []
    weights: list[Fraction] = []
    met = every = 0
    for size, drawn, share in parts:
        if pooled:  # four answers a plan, alike within it
            plans: list[PlanCount] = []
            for _ in range(size):
                own = min(1.0, max(0.0, share + lot.choice((-0.3, 0.3))))
                plans.append(PlanCount(sum(lot.random() < own for _ in range(4)), 4, 0))
        else:
            good = round(size * share)
            plans = [PlanCount(1, 1, 0)] * good + [PlanCount(0, 1, 0)] * (size - good)
        met, every = met + sum(c.met for c in plans), every + sum(c.counted for c in plans)
        counts += lot.sample(plans, drawn)
        weights += [Fraction(size, drawn)] * drawn
    if weighted:
        found = estimate(counts, weights, pooled=pooled).interval
    else:
        found = wilson(sum(c.met for c in counts), sum(c.counted for c in counts))
    return found is not None and found[0] <= met / every <= found[1]


def main() -> None:
    """Print the share of draws whose range takes in the truth: weighted, and as if all plans weighed the same."""
    lot = random.Random(20260331)
    print(f"{'':34} {'by plans':>9} {'unweighted':>11} {'by answers':>11}")
    for name, parts in CASES:
        plans = sum(covered(parts, lot, pooled=False, weighted=True) for _ in range(DRAWS)) / DRAWS
        plain = sum(covered(parts, lot, pooled=False, weighted=False) for _ in range(DRAWS)) / DRAWS
        few = DRAWS // 20  # making answers for every plan is slow
        answers = sum(covered(parts, lot, pooled=True, weighted=True) for _ in range(few)) / few
        print(f"{name:34} {plans:9.1%} {plain:11.1%} {answers:11.1%}", flush=True)


if __name__ == "__main__":
    main()
