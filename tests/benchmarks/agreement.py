"""How long agreement takes, beside the package `krippendorff` on the same answers; everything is made up.

    uv run --with krippendorff python -m tests.benchmarks.agreement [PLANS] [AUDITORS] [QUESTIONS]

That package is under the GPL: it is fetched for this one run and is no part of the program. Without it the same is
timed, and no ratio is printed.
"""

import importlib
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from auditor.agreeing.calculate import ScoredPlan, round_agreement
from auditor.agreeing.figures import RoundAgreement
from auditor.resampling import TIMES
from db.vocabulary import Value
from tests.building import small_framework

ANSWERS = (Value.MET, Value.PARTLY, Value.NOT_MET, Value.NOT_APPLICABLE, Value.CANNOT_TELL)
SHARES = (58, 22, 12, 6, 2)
ALIKE = 0.8
DRAWN_AGAIN = 3  # of the other package's resamples are timed, for a thousand would take an hour


def main(plans: int = 10_000, auditors: int = 3, questions: int = 40) -> None:
    """Time every figure of a round with its ranges, then the other package's ordinal alpha."""
    with tempfile.TemporaryDirectory() as folder:
        framework = small_framework(Path(folder), criteria=questions)
    keys = [c.id for c in framework.judged]
    scored = made_up(plans, auditors, keys)
    round_agreement(scored[:20], framework, "warm")  # numpy is loaded once
    began = perf_counter()
    found = round_agreement(scored, framework, "benchmark")
    ours = perf_counter() - began
    print(f"{plans:,} plans, {auditors} auditors, {questions} questions: every figure, each with {TIMES:,} resamples")
    print(f"  here                     {ours:9.2f} s")
    beside(scored, keys, found, ours)


def beside(scored: Sequence[ScoredPlan], keys: Sequence[str], found: RoundAgreement, ours: float) -> None:
    """Time the other package on the same answers, and see that both give the same."""
    try:
        alpha: Any = importlib.import_module("krippendorff").alpha
    except ModuleNotFoundError:
        print("  krippendorff is not installed: run this with `uv run --with krippendorff` for the ratio")
        return
    import numpy

    matrices = [
        numpy.array(
            [[v if (v := plan.by[who][key]).scored else numpy.nan for plan in scored] for who in scored[0].by], float
        )
        for key in keys
    ]

    def theirs(matrix: Any) -> float:
        return alpha(reliability_data=matrix, level_of_measurement="ordinal", value_domain=[0, 1, 2])

    began = perf_counter()
    alphas = [theirs(matrix) for matrix in matrices]
    point = perf_counter() - began
    for figure, value in zip(found.criteria, alphas, strict=True):
        assert figure.alpha_ordinal is not None, figure.id
        assert abs(figure.alpha_ordinal - value) < 1e-9, figure.id
    chance = numpy.random.RandomState(1)
    began = perf_counter()
    for matrix in matrices:
        for _ in range(DRAWN_AGAIN):
            theirs(matrix[:, chance.randint(0, len(scored), len(scored))])
    again = (perf_counter() - began) / DRAWN_AGAIN * TIMES
    print(f"  krippendorff, alpha alone{point:9.2f} s  without any range; the alphas are the same to nine places")
    print(f"  krippendorff, resampled  {again:9.0f} s  worked out from {DRAWN_AGAIN} of {TIMES:,} resamples a question")
    print(f"  ratio                    {again / ours:9.0f} times as long as here for alpha with its ranges;")
    print(f"                           {point / ours:9.2f} times for alpha alone against every figure with its ranges")


def made_up(plans: int, auditors: int, keys: Sequence[str]) -> list[ScoredPlan]:
    """Plans on which auditors mostly give the same answer."""
    chance = random.Random(1)
    scored: list[ScoredPlan] = []
    for _ in range(plans):
        base = chance.choices(ANSWERS, SHARES, k=len(keys))
        other = [chance.choices(ANSWERS, SHARES, k=len(keys)) for _ in range(auditors)]
        by = {
            f"A{at}": {k: b if chance.random() < ALIKE else o for k, b, o in zip(keys, base, own, strict=True)}
            for at, own in enumerate(other)
        }
        scored.append(ScoredPlan(by, {}))
    return scored


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
