"""The sentences around a framework's own words, read from resources/wording/handbook.toml."""

from auditor.reports.blocks import Point
from resources.sentences import Sentences

_SENTENCES = Sentences("handbook.toml")
say = _SENTENCES.say


def points(key: str) -> tuple[Point, ...]:
    """Give a list of points by its dotted name, in the file's order."""
    return tuple(Point(strong, text) for strong, text in _SENTENCES.group(key).values())
