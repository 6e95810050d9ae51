"""The words of public editions, read from resources/wording/editions.toml."""

import tomllib
from functools import cache
from typing import Any

from auditor.editions.figures import Count, PublicLine
from auditor.reports.wording import number
from auditor.reports.wording import say as say_in_report
from resources import read_text


@cache
def _sentences() -> dict[str, Any]:
    return tomllib.loads(read_text("wording", "editions.toml"))


def say(key: str, /, **values: object) -> str:
    """Give one sentence by its dotted name, with `values` filled in; whole numbers get thousands separators.

    Raises KeyError for a name or a value that is not there.
    """
    found: Any = _sentences()
    for step in key.split("."):
        found = found[step]
    return str(found).format_map({name: number(v) if isinstance(v, int) else v for name, v in values.items()})


def count_words(count: Count) -> str:
    """A count as printed: a number, or that there are too few to report."""
    return say("few") if count is None else number(count)


def share_words(line: PublicLine) -> str:
    """The percentage as printed, or why there is none: hidden, weighted from what is hidden, or of too few plans."""
    if line.percent is not None:
        return line.printed
    few = line.k is not None and line.n is not None and not line.weighted
    return say_in_report("statutory.table.few" if line.n else "statutory.table.nothing") if few else say("few")
