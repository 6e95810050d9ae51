"""Commands on bare numbers: intervals, comparisons, percentages, sample sizes."""

import argparse
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from auditor import attainable, comparison, intervals
from auditor.cli.arguments import as_share, whole
from auditor.cli.grids import read_grid, whole_cell
from auditor.cli.printing import as_json, as_table, percent_range
from auditor.rounding import one_decimal
from auditor.sampling import size as sampling
from db.errors import UserError

SURE = "0.95 unless told"

MOST = 100_000_000
"""No count in this field comes near it; calculations are exact, and slow beyond."""


def add_commands(commands: Any) -> None:
    """Add these commands to the parser's list."""
    interval = commands.add_parser("interval", help="how sure x of n is, when the plans were drawn by lot")
    interval.add_argument("x", type=_count, metavar="X", help="how many met it")
    interval.add_argument("n", type=_count, metavar="N", help="how many were looked at")
    interval.add_argument("--population", type=_count, metavar="SIZE", help="how many there are in all")
    interval.add_argument("--confidence", type=as_share, default=0.95, metavar="SHARE", help=SURE)
    _with_json(interval, _interval)

    compare = commands.add_parser("compare", help="the difference between two shares, first minus second")
    for name, words in (
        ("X1", "how many met it, first"),
        ("N1", "of how many"),
        ("X2", "how many met it, second"),
        ("N2", "of how many"),
    ):
        compare.add_argument(name.lower(), type=_count, metavar=name, help=words)
    compare.add_argument("--confidence", type=as_share, default=0.95, metavar="SHARE", help=SURE)
    _with_json(compare, _compare)

    could_be = commands.add_parser("attainable", help="could this printed percentage be k of N?")
    could_be.add_argument("percent", metavar="PERCENT", help="as it is printed: 45, 45.5 or 45%%")
    could_be.add_argument(
        "--of",
        type=_count,
        required=True,
        dest="n",
        metavar="N",
        help="how many plans or answers it is to be a share of",
    )
    _with_json(could_be, _attainable)

    sample = commands.add_parser("sample", help="how many plans to draw, and from which parts").add_subparsers(
        metavar="ACTION", required=True, parser_class=type(interval)
    )
    size = sample.add_parser("size", help="how many plans give a wanted margin")
    size.add_argument("--population", type=_count, required=True, metavar="N", help="how many there are in all")
    size.add_argument("--margin", type=as_share, required=True, metavar="SHARE", help="0.05 for 5 points either way")
    size.add_argument("--confidence", type=as_share, default=0.95, metavar="SHARE", help=SURE)
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
    number = whole(text)
    if number is None:
        raise argparse.ArgumentTypeError(f"not a whole number: {text[:40]!r}")
    if abs(number) > MOST:
        raise argparse.ArgumentTypeError(f"{text[:20]} is more than {MOST:,}, the most that makes sense here")
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


def _undefined(given: argparse.Namespace, names: Iterable[str]) -> None:
    """Of nothing there is no share: every figure is null, and why is said."""
    names = tuple(names)
    why = "A share needs at least one plan or answer to be of, and here there is none."
    if given.json:
        as_json({**dict.fromkeys(names), "reasons": dict.fromkeys(names, why)})
    else:
        print(why)


def _interval(given: argparse.Namespace) -> None:
    x, n, size, confidence = given.x, given.n, given.population, given.confidence
    if x == n == 0 and (size is None or size >= 0):
        _undefined(given, ("p_hat", "wilson", *(("wilson_fpc", "hypergeometric_exact") if size is not None else ())))
        return
    with said_plainly():
        answer: dict[str, Any] = {"wilson": intervals.wilson(x, n, confidence)}
        if size is not None:
            answer["wilson_fpc"] = intervals.wilson_fpc(x, n, size, confidence)
            answer["hypergeometric_exact"] = intervals.hypergeometric_exact(x, n, size, confidence)
    if given.json:
        as_json({"p_hat": x / n, **answer})
        return
    percent = f"{100 * confidence:g}%"
    print(f"{x} of {n} is {one_decimal(x, n):.1f}%; {percent} interval {percent_range(answer['wilson'])} (Wilson).")
    if size is not None:
        print(f"As a sample of {size:,}: {percent_range(answer['wilson_fpc'])}.")
        print(f"Exactly, by the hypergeometric distribution: {percent_range(answer['hypergeometric_exact'])}.")


def _compare(given: argparse.Namespace) -> None:
    numbers = (given.x1, given.n1, given.x2, given.n2)
    with said_plainly():
        for x, n in (numbers[:2], numbers[2:]):
            if x or n:
                intervals.wilson(x, n, given.confidence)
        if not given.n1 or not given.n2:
            _undefined(given, ("diff", "newcombe", "fisher_midp_central"))
            return
        low, high = comparison.newcombe(*numbers, given.confidence)
        p = comparison.fisher_midp_central(*numbers)
    difference = Fraction(given.x1, given.n1) - Fraction(given.x2, given.n2)
    if given.json:
        as_json({"diff": float(difference), "newcombe": [low, high], "fisher_midp_central": p})
        return
    print(f"The difference is {_points(difference)} points, the interval {100 * low:+.1f} to {100 * high:+.1f}.")
    print(
        "It takes in no difference at all, so neither can be called better."
        if low <= 0 <= high
        else "It leaves out no difference at all."
    )
    print(f"p = {p:.4f} (Fisher, central mid-p).")


def _points(difference: Fraction) -> str:
    """A difference of shares in points, to one decimal, halves away from nought so that swapping the two mirrors it."""
    size = one_decimal(abs(difference).numerator, difference.denominator)
    return f"{size if difference >= 0 else -size:+.1f}"


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
    if given.minimum is not None and given.minimum < 0:
        raise UserError("numbers", "The least from every part must be 0 or more. Nothing was shared out.")
    grid = read_grid(given.strata)
    columns = [head.lower() for head in grid.heads]
    if "stratum" not in columns or "size" not in columns:
        raise UserError("columns", f"{given.strata.name} needs the columns stratum and size. Nothing was shared out.")
    name, size = columns.index("stratum"), columns.index("size")
    strata: dict[str, int] = {}
    for number, row in grid.rows:
        if row[name] in strata:
            raise UserError("repeated", f"Row {number}: {row[name]} stands twice. Nothing was shared out.")
        strata[row[name]] = whole_cell(row[size], number)
    with said_plainly():
        allocation = sampling.share(strata, given.total, given.minimum)
    if given.json:
        as_json({"allocation": allocation})
    else:
        as_table([["Part", "Plans", "Drawn"], *([key, str(strata[key]), str(n)] for key, n in allocation.items())])


def _agreement(given: argparse.Namespace) -> None:
    from auditor.agreement import agreement

    grid = read_grid(given.ratings, may_be_empty=True)
    # a list that nobody scored has its auditors all the same
    ratings = [row for _, row in grid.rows] or [[""] * len(grid.heads)]
    with said_plainly():
        answer = agreement(ratings, [label.strip() for label in given.scale.split(",")])
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

    grid = read_grid(given.table)
    counts = [[whole_cell(cell, number) for cell in row[1:]] for number, row in grid.rows]
    with said_plainly():
        answer = suppress(counts, policy().public_count_least - 1)
    if given.json:
        as_json(asdict(answer))
        return
    hidden = [[str(cell) for cell in row] for row in answer.cells]
    as_table([grid.heads, *([row[0], *cells] for (_, row), cells in zip(grid.rows, hidden, strict=True))])
