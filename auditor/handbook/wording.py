"""The sentences around a framework's own words, read from resources/wording/handbook.toml."""

import tomllib
from functools import cache
from typing import Any

from auditor.reports.blocks import Point
from resources import read_text


@cache
def _sentences() -> dict[str, Any]:
    return tomllib.loads(read_text("wording", "handbook.toml"))


def say(key: str, /, **values: object) -> str:
    """Give one sentence by its dotted name, with `values` filled in. Raises KeyError for what is not there."""
    return str(_find(key)).format_map(values)


def points(key: str) -> tuple[Point, ...]:
    """Give a list of points by its dotted name, in the file's order."""
    return tuple(Point(strong, text) for strong, text in _find(key).values())


def _find(key: str) -> Any:
    found: Any = _sentences()
    for step in key.split("."):
        found = found[step]
    return found
