"""How long breaking figures down takes: `python -m tests.benchmarks.breakdowns [PLANS]`; everything is made up."""

import sys
from time import perf_counter

from auditor.breakdowns import break_down
from auditor.results import compute
from tests.auditor.readings import made_up

BY = (
    ("area",), ("area", "need"), ("need", "year_group"), ("lead_agency",), ("cause",), ("area", "cause"),
    ("lead_agency", "cause"),
)  # fmt: skip


def main(plans: int = 10_000) -> None:
    """Time the whole round's figures, then breakdowns of it by one field and by two."""
    reading = made_up(1, plans, undecided=False)
    told(f"all figures of {plans:,} plans", lambda: compute(reading))
    for by in BY:
        told(f"by {' and '.join(by)}", lambda by=by: break_down(reading, by))


def told(what, job) -> None:
    """Print how long a job took."""
    began = perf_counter()
    job()
    print(f"{1000 * (perf_counter() - began):7.0f} ms  {what}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
