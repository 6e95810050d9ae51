"""Words that several charts and pages share: why a range is missing, how a range is written."""

from auditor.figures import TOO_FEW, Results
from auditor.reports.wording import knows, say, whole_percent


def why_no_range(results: Results) -> str:
    """Say why the headlines carry no likely range: the round's own reason, or what its draw means."""
    own = results.reasons.get("interval")
    return (
        sentence(own)
        if own
        else say(f"no_range.{results.draw}" if knows(f"no_range.{results.draw}") else "no_range.other")
    )


def range_words(interval: tuple[float, float] | None) -> str:
    """Write an interval of shares as 43% to 67%, or that there is none."""
    return "{low} to {high}".format(**ends(interval)) if interval else say("range.none")


def ends(interval: tuple[float, float]) -> dict[str, str]:
    """Write both ends of an interval of shares as whole percentages, named low and high."""
    return {"low": whole_percent(interval[0]), "high": whole_percent(interval[1])}


def printed(words: str, percent: float | None) -> str:
    """Write a percentage as the results print it; a missing one is told in words, never left blank."""
    return words if percent is not None else words or TOO_FEW


def sentence(text: str) -> str:
    """Close a sentence with a full stop where it has none."""
    return text if text.endswith((".", "?")) else f"{text}."


def any_interval(results: Results) -> bool:
    """Whether any headline carries a likely range."""
    return any(m.interval for m in results.measures)


def missing_ranges(results: Results) -> list[str]:
    """Say why headlines have no likely range: once for all of them, or for each that lacks one."""
    if not any_interval(results):
        return [say("headlines.no_range", reason=why_no_range(results))]
    lacking = [m for m in results.measures if m.percent is not None and not m.interval]
    why = say("no_range.other")
    reasons = [(m.short, sentence(results.reasons.get(m.id, why))) for m in lacking]
    return [say("headlines.no_range_here", name=name, reason=reason) for name, reason in reasons]
