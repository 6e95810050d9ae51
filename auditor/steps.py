"""Long jobs that can be stopped on the way: they give what they are doing, in words, and return what they found."""

from collections.abc import Generator
from typing import Any, TypeVar

STRIDE = 1_000  # rows between two places where a reading can be stopped

Found = TypeVar("Found")


def finished(steps: Generator[Any, None, Found]) -> Found:
    """Go through to the end without stopping, and give what was found."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
