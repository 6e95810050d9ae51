"""Commands on bare numbers: intervals, comparisons, percentages, sample sizes."""

import argparse
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from auditor import attainable, comparison, intervals
from auditor.cli.grids import read_grid
from auditor.cli.printing import as_json, as_table, percent_range
from auditor.sampling import size as sampling
from db.errors import UserError

MOST = 100_000_000
"""No count in this field comes near it; calculations are exact, and slow beyond."""


def add_commands(commands: Any) -> None:
    """Add these commands to the parser's list."""
    interval = commands.add_parser("interval", help="how sure x of n is, when the plans were drawn by lot")
    interval.add_argument("x", type=_count, metavar="X", help="how many met it")
    interval.add_argument("n", type=_count, metavar="N", help="how many were looked at")
    interval.add_argument("--population", type=_count, metavar="SIZE", help="how many there are in all")
    interval.add_argument("--confidence", type=float, default=0.95, metavar="SHARE", help="0.95 unless told")
    _with_json(interval, _interval)

    compare = commands.add_parser("compare", help="the difference between two shares, first minus second")
    for name in ("X1", "N1", "X2", "N2"):
        compare.add_argument(name.lower(), type=_count, metavar=name)
    compare.add_argument("--confidence", type=float, default=0.95, metavar="SHARE", help="0.95 unless told")
    _with_json(compare, _compare)

    could_be = commands.add_parser("attainable", help="could this printed percentage be k of N?")
    could_be.add_argument("percent", metavar="PERCENT")
    could_be.add_argument("--of", type=_count, required=True, dest="n", metavar="N")
    _with_json(could_be, _attainable)

    sample = commands.add_parser("sample", help="how many plans to draw, and from which parts").add_subparsers(
        metavar="ACTION", required=True, parser_class=type(interval)
    )
    size = sample.add_parser("size", help="how many plans give a wanted margin")
    size.add_argument("--population", type=_count, required=True, metavar="N")
    size.add_argument("--margin", type=float, required=True, metavar="SHARE", help="0.05 for 5 points either way")
    size.add_argument("--confidence", type=float, default=0.95, metavar="SHARE", help="0.95 unless told")
    _with_json(size, _sample_size)
    share = sample.add_parser("share", help="share a sample out over the parts of the frame")
    share.add_argument("strata", type=Path, metavar="STRATA.csv", help="a table with the columns stratum and size")
    share.add_argument("--total", type=_count, required=True, metavar="N", help="how many plans to draw in all")
    share.add_argument("--minimum", type=_count, metavar="M", help="at least this many from every part")
    _with_json(share, _sample_share)

    agree = commands.add_parser("agreement", help="how far auditors agree, from a table of their answers")
    agree.add_argument("ratings", type=Path, metavar="RATINGS.csv", help="a row a plan, a column an auditor")
    agree.add_argument("--scale", required=True, metavar="LIST", help="the answers in order, such as 0,1,2")
    _with_json(agree, _agreement)

    hide = commands.add_parser("suppress", help="hide small counts in a table, and what would give them away")
    hide.add_argument("table", type=Path, metavar="TABLE.csv", help="counts with row and column labels, no totals")
    _with_json(hide, _suppress)


def _count(text: str) -> int:
    """A whole number of plans or answers, within reason."""
    number = int(text)
    if abs(number) > MOST:
        raise argparse.ArgumentTypeError(f"{text[:20]}… is more than {MOST:,}, the most that makes sense here")
    return number


def _with_json(command: argparse.ArgumentParser, run: Callable[[argparse.Namespace], None]) -> None:
    command.add_argument("--json", action="store_true", help="print figures for a program to read")
    command.set_defaults(run=run)


@contextmanager
def said_plainly() -> Generator[None]:
    """Numbers that make no sense are the user's to mend, so a calculation's complaint becomes a sentence."""
    try:
        yield
    except (ValueError, OverflowError) as problem:
        raise UserError("numbers", str(problem)) from problem


def _interval(given: argparse.Namespace) -> None:
    x, n, size, confidence = given.x, given.n, given.population, given.confidence
    with said_plainly():
        answer: dict[str, Any] = {"p_hat": x / n if n else None, "wilson": intervals.wilson(x, n, confidence)}
        if size is not None:
            answer["wilson_fpc"] = intervals.wilson_fpc(x, n, size, confidence)
            answer["hypergeometric_exact"] = intervals.hypergeometric_exact(x, n, size, confidence)
    if given.json:
        as_json(answer)
        return
    percent = f"{100 * confidence:g}%"
    print(f"{x} of {n} is {100 * x / n:.1f}%; {percent} interval {percent_range(answer['wilson'])} (Wilson).")
    if size is not None:
        print(f"As a sample of {size:,}: {percent_range(answer['wilson_fpc'])}.")
        print(f"Exactly, by the hypergeometric distribution: {percent_range(answer['hypergeometric_exact'])}.")


def _compare(given: argparse.Namespace) -> None:
    numbers = (given.x1, given.n1, given.x2, given.n2)
    with said_plainly():
        low, high = comparison.newcombe(*numbers, given.confidence)
        p = comparison.fisher_midp_central(*numbers)
    difference = given.x1 / given.n1 - given.x2 / given.n2
    if given.json:
        as_json({"diff": difference, "newcombe": [low, high], "fisher_midp_central": p})
        return
    print(f"The difference is {100 * difference:+.1f} points, the interval {100 * low:+.1f} to {100 * high:+.1f}.")
    print(
        "It takes in no difference at all, so neither can be called better."
        if low <= 0 <= high
        else "It leaves out no difference at all."
    )
    print(f"p = {p:.4f} (Fisher, central mid-p).")


def _attainable(given: argparse.Namespace) -> None:
    with said_plainly():
        answer = attainable.attainable(given.percent, given.n)
    if given.json:
        as_json(asdict(answer))
        return
    if not answer.attainable:
        below, above = (f"{p:g}%" if p is not None else "nothing" for p in answer.nearest)
        print(f"{given.percent} percent cannot be a whole number of {given.n}: {below} and {above} are next to it.")
    print("\n".join(answer.explanations))


def _sample_size(given: argparse.Namespace) -> None:
    if not 0.0001 <= given.margin < 1:
        raise UserError("numbers", "The margin is a share, from 0.0001 to 0.9999: 0.05 means 5 points either way.")
    with said_plainly():
        n = sampling.sample_size(given.population, given.margin, given.confidence)
    if given.json:
        as_json({"n": n})
        return
    points = 100 * given.margin
    print(f"{n} of {given.population:,} plans give a margin of {points:g} points either way.")


def _sample_share(given: argparse.Namespace) -> None:
    heads, *rows = read_grid(given.strata)
    columns = [head.strip().lower() for head in heads]
    if "stratum" not in columns or "size" not in columns:
        raise UserError("columns", f"{given.strata.name} needs the columns stratum and size. Nothing was shared out.")
    name, size = columns.index("stratum"), columns.index("size")
    strata: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        if row[name] in strata:
            raise UserError("repeated", f"Row {number}: {row[name]} stands twice. Nothing was shared out.")
        strata[row[name]] = _whole(row[size], number)
    with said_plainly():
        allocation = sampling.share(strata, given.total, given.minimum)
    if given.json:
        as_json({"allocation": allocation})
    else:
        as_table([["Part", "Plans", "Drawn"], *([key, str(strata[key]), str(n)] for key, n in allocation.items())])


def _whole(text: str, row: int) -> int:
    try:
        return int(text)
    except ValueError as problem:
        raise UserError("numbers", f"Row {row}: {text or 'nothing'} is not a whole number.") from problem


def _agreement(given: argparse.Namespace) -> None:
    from auditor.agreement import agreement

    _, *rows = read_grid(given.ratings)
    with said_plainly():
        answer = agreement(rows, [label.strip() for label in given.scale.split(",")])
    figures = asdict(answer)
    if given.json:
        as_json(figures)
        return
    reasons = figures.pop("reasons")
    for name, value in figures.items():
        shown = "not estimable" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
        print(f"{name.replace('_', ' '):32} {shown}")
    for reason in dict.fromkeys(reasons.values()):
        print(reason)


def _suppress(given: argparse.Namespace) -> None:
    from auditor.policy import policy
    from auditor.suppression import suppress

    heads, *rows = read_grid(given.table)
    counts = [[_whole(cell, number) for cell in row[1:]] for number, row in enumerate(rows, 2)]
    with said_plainly():
        answer = suppress(counts, policy().public_count_least - 1)
    if given.json:
        as_json(asdict(answer))
        return
    hidden = [[str(cell) for cell in row] for row in answer.cells]
    as_table([heads, *([row[0], *cells] for row, cells in zip(rows, hidden, strict=True))])
