"""JSON from somewhere else, read without trust: bounded in size, depth and numbers, no name twice."""

import json
import math
import re
from typing import Any

DEEPEST = 12  # lists and objects inside one another
LONGEST_NUMBER = 18  # digits: what SQLite holds
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class NotPlain(ValueError):
    """Why JSON was not taken, as the end of a sentence: 'it names “uid” twice'."""


def read_json(raw: bytes, largest: int) -> Any:
    """The value that bytes hold as JSON. Raises NotPlain."""
    if len(raw) > largest:
        raise NotPlain(f"it is larger than {largest // 1_000_000} MB")
    if _deeper_than(raw, DEEPEST):
        raise NotPlain(f"it nests deeper than {DEEPEST}, or its brackets do not close")
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_once,
            parse_int=_whole,
            parse_float=_finite,
            parse_constant=_constant,
        )
        if b"\\u" in raw:
            # only an escape can bring half a character, or an empty byte, into text
            _check_text(value)
    except NotPlain:
        raise
    except (ValueError, RecursionError) as problem:
        raise NotPlain("it is no JSON") from problem
    return value


def _deeper_than(raw: bytes, levels: int) -> bool:
    """Whether brackets nest deeper than that, found by taking strings away and then every innermost pair at once."""
    left = re.sub(rb'"[^"]*"', b"", raw.replace(b"\\\\", b"").replace(b'\\"', b"")).translate(None, _NO_BRACKETS)
    for _ in range(levels):
        left = re.sub(rb"\[\]|\{\}", b"", left)
    return bool(left)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotPlain("it names something twice")
    return found


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise NotPlain("it holds a number that is too long")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise NotPlain("it holds a number that is too large")
    return value


def _constant(word: str) -> float:
    raise NotPlain(f"it holds {word}, which is no number")


def _check_text(value: Any) -> None:
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            part.encode()  # a half character has no bytes: a ValueError
            if "\0" in part:
                raise NotPlain("its text holds an empty byte")
        elif isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif isinstance(part, list):
            waiting += part
