"""The words of lines over time, from resources/wording/trend.toml."""

import tomllib
from functools import cache
from typing import Any

from auditor.reports.wording import number
from resources import read_text


@cache
def _sentences() -> dict[str, Any]:
    return tomllib.loads(read_text("wording", "trend.toml"))


def trend_say(key: str, /, **values: object) -> str:
    """Give one sentence by its dotted name, with `values` filled in; whole numbers get thousands separators.

    Raises KeyError for a name or a value that is not there.
    """
    found: Any = _sentences()
    for step in key.split("."):
        found = found[step]
    return str(found).format_map({name: number(v) if isinstance(v, int) else v for name, v in values.items()})
