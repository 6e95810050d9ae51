"""The sentences of what learning prints, read from resources/wording/learning.toml."""

import tomllib
from functools import cache
from typing import Any

from auditor.reports.wording import number
from resources import read_text


@cache
def _sentences() -> dict[str, Any]:
    return tomllib.loads(read_text("wording", "learning.toml"))


def say(key: str, /, **values: object) -> str:
    """Give one sentence by its dotted name, with `values` filled in; whole numbers get thousands separators.

    Raises KeyError for a name or a value that is not there.
    """
    found: Any = _sentences()
    for step in key.split("."):
        found = found[step]
    return str(found).format_map({name: number(v) if isinstance(v, int) else v for name, v in values.items()})


def one_or_many(key: str, n: int, **values: object) -> str:
    """The sentence for one, or for any other number."""
    return say(f"{key}_{'one' if n == 1 else 'many'}", n=n, **values)
