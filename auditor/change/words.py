"""The sentences of change between two rounds."""

from auditor.change.figures import Difference, Side, Verdict
from auditor.intervals import Interval

LEVEL = 0.05
NOTHING_THERE = "One of the two has nothing to count here."
MINUS = "\u2212"


def headline(found: Difference, basis: str) -> str:
    """What a headline's difference says, in sentences."""
    size = abs(found.points or 0)
    between = _between(found.then, found.now, basis)
    likely = f"({range_of(found.interval)})" if found.interval else ""
    start = f"{found.then.printed} then, {found.now.printed} now."
    if found.verdict in (Verdict.BETTER, Verdict.WORSE):
        return (
            f"{start} A difference of {points(size)} is more than chance makes between {between} {likely}, so plans "
            f"are {found.verdict.value} on this."
        )
    unsure = "so we cannot say plans are better or worse."
    outside = found.interval is not None and (found.interval[0] > 0 or found.interval[1] < 0)
    alone = outside and found.p is not None and found.p <= LEVEL
    if alone and found.family > 1:
        said = (
            f"Looked at alone, a difference of {points(size)} is more than chance makes between {between} {likely}. "
            f"Among {found.family} standards looked at together one as large can arise by chance, {unsure}"
        )
        return f"{start} {said} {_needed(found, together=True)}"
    said = f"A difference of {points(size)} can arise by chance between {between} {likely}, {unsure}"
    if outside and found.interval is not None:
        test = f"({range_of(found.interval)}; an exact test gives p = {found.p:.3f})"
        said = f"A difference of {points(size)} is at the edge of what chance makes between {between} {test}, {unsure}"
    elif not size:
        said = f"No difference to speak of; chance alone can make one between {between} {likely}, {unsure}"
    return " ".join(part for part in (start, said, _needed(found), _beside_others(found)) if part)


def exploratory(found: Difference, basis: str) -> str:
    """What a question's difference says: figures and no direction."""
    likely = range_of(found.interval) if found.interval else "no range"
    size = signed(found.points or 0)
    of = f"{found.then.k} of {found.then.n} {basis} then, {found.now.k} of {found.now.n} now"
    return f"{found.then.printed} then, {found.now.printed} now ({of}): {size} points, range {likely}. Exploratory."


def no_comparison(then: Side, now: Side, why: str) -> str:
    """Why two figures are not compared."""
    return f"{then.printed} then, {now.printed} now. They are not compared. {why}"


def chip(found: Difference) -> str:
    """The verdict in a few words."""
    match found.verdict:
        case Verdict.BETTER:
            return "Better"
        case Verdict.WORSE:
            return "Worse"
        case Verdict.NOT_RELIABLE:
            return "No reliable change yet"
        case Verdict.EXPLORATORY:
            return "Exploratory"
        case _:
            return "Not compared"


def beside_chip(found: Difference) -> str:
    """The difference and its range, to stand beside the verdict: +12 points, range −11 to +34."""
    if found.points is None or found.interval is None:
        return ""
    return f"{signed(found.points)} {'point' if abs(found.points) == 1 else 'points'}, range {range_of(found.interval)}"


def points(size: int) -> str:
    """A number of percentage points in words."""
    return "1 point" if size == 1 else f"{size} points"


def signed(value: int) -> str:
    """A whole number with its sign, nought without one."""
    return f"+{value}" if value > 0 else f"{MINUS}{-value}" if value < 0 else "0"


def range_of(interval: Interval) -> str:
    """A range of differences in percentage points: −11 to +34."""
    return f"{_end(interval[0])} to {_end(interval[1])}"


def _end(share: float) -> str:
    """One end in whole points, halves away from nought; one decimal where whole points would hide its sign."""
    size = int(abs(share) * 100 + 0.5)
    if size:
        return signed(size if share > 0 else -size)
    tenths = int(abs(share) * 1000 + 0.5)
    return f"{'+' if share > 0 else MINUS}0.{tenths}" if tenths else "0"


def _between(then: Side, now: Side, basis: str) -> str:
    what = "" if basis == "plans" else f" {basis}"
    if then.n == now.n:
        return f"two rounds of {then.n:,}{what}"
    return f"rounds of {then.n:,} and {now.n:,}{what or ' plans'}"


def _needed(found: Difference, *, together: bool = False) -> str:
    needed = found.needed_together if together else found.needed
    if needed is None:
        way = "fall" if (found.points or 0) < 0 else "rise"
        return f"Between rounds of this size no {way} from {found.then.printed} could have been told from chance."
    return f"About {points(needed)} would have been needed."


def _beside_others(found: Difference) -> str:
    """What it would have taken beside the other standards, where that is more."""
    if found.family < 2 or found.needed is None or found.needed_together == found.needed:
        return ""
    if found.needed_together is None:
        return f"With {found.family} standards looked at together, none would have been enough."
    return f"With {found.family} standards looked at together it takes about {found.needed_together}."
