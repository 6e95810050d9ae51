"""Words that several charts and pages share: why a range is missing, how a range is written."""

from auditor.figures import TOO_FEW, Results
from auditor.reports.wording import knows, say, whole_percent

FEWEST_FOR_PERCENT = 10


def why_no_range(results: Results) -> str:
    """Say why the headlines carry no likely range: the round's own reason, or what its draw means."""
    own = results.reasons.get("interval") or results.reasons.get("intervals")
    return (
        sentence(own)
        if own
        else say(f"no_range.{results.draw}" if knows(f"no_range.{results.draw}") else "no_range.other")
    )


def range_words(interval: tuple[float, float] | None) -> str:
    """Write an interval of shares as 43% to 67%, or that there is none."""
    return f"{whole_percent(interval[0])} to {whole_percent(interval[1])}" if interval else say("range.none")


def printed(words: str, percent: float | None) -> str:
    """Write a percentage as the results print it; a missing one is told in words, never left blank."""
    return words if percent is not None else words or TOO_FEW


def sentence(text: str) -> str:
    """Close a sentence with a full stop where it has none."""
    return text if text.endswith((".", "?")) else f"{text}."
