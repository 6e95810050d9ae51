"""The words of public editions, read from resources/wording/editions.toml."""

from auditor.editions.figures import Count, PublicLine
from auditor.reports.wording import number
from auditor.reports.wording import say as say_in_report
from resources.sentences import Sentences

say = Sentences("editions.toml").say


def count_words(count: Count) -> str:
    """A count as printed: a number, or that there are too few to report."""
    return say("few") if count is None else number(count)


def share_words(line: PublicLine) -> str:
    """The percentage as printed, or why there is none: hidden, weighted from what is hidden, or of too few plans."""
    if line.percent is not None:
        return line.printed
    few = line.k is not None and line.n is not None and not line.weighted
    return say_in_report("statutory.table.few" if line.n else "statutory.table.nothing") if few else say("few")
