"""Lists of phrases from resources/wording/passages.toml, and how they are found in a text."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

from resources import read_text

_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "‑": "-", "–": "-", "—": "-", "\u00a0": " "})


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(read_text("wording", "passages.toml"))


def listed(key: str) -> Any:
    """What the file holds under a dotted name. Raises KeyError for what is not there."""
    found: Any = _lists()
    for step in key.split("."):
        found = found[step]
    return found


def sentence(key: str, /, **values: object) -> str:
    """One of the sentences that say why, with `values` filled in."""
    return str(listed(f"why.{key}")).format_map(values)


def plain(text: str) -> str:
    """A text as phrases are looked for in it: small letters, one kind of apostrophe and dash, single spaces."""
    return " ".join(text.translate(_SAME).casefold().split())


def pattern_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the phrases whole in a plain text, the longest first; `*` ending a word stands for any ending."""
    ordered = sorted((plain(phrase) for phrase in phrases), key=lambda phrase: (-len(phrase), phrase))
    choices = "|".join(re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", " ") for phrase in ordered)
    return re.compile(rf"(?<![\w])(?:{choices})(?!\w)")


@cache
def pattern(key: str) -> re.Pattern[str]:
    """Finds the phrases of the list with that dotted name."""
    return pattern_of(listed(key))


@cache
def words_of(*keys: str) -> frozenset[str]:
    """The single words of the lists with those dotted names."""
    return frozenset(word for key in keys for phrase in listed(key) for word in phrase.split())
