"""The one door for words somebody types about a plan or a person's work: what in them may identify somebody, to ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from auditor.identities import signs

NAMED = 4
"""How many finds a sentence names before it counts the rest."""
NO_SHAPE = "A first name alone cannot be found, so read it through yourself."


@dataclass(frozen=True)
class Found:
    """Words in a text that may identify somebody: in which text, the words, and what they look like."""

    where: str
    words: str
    looks_like: str


def look_through(
    texts: Iterable[tuple[str, str]], *names: str, today: date | None = None, passed: frozenset[str] = frozenset()
) -> tuple[Found, ...]:
    """What may identify somebody in texts, each given with what it is called; the same words once.

    `names` are first names to look for as well, `passed` words that the writer has let through before.
    """
    day = today or datetime.now().astimezone().date()
    found: dict[str, Found] = {}
    for where, text in texts:
        for sign in signs(text, day, *names):
            words = text[sign.start : sign.end]
            if words not in passed:
                found.setdefault(words, Found(where, words, sign.looks_like))
    return tuple(found.values())


def told(found: Iterable[Found]) -> str:
    """The finds in a sentence: “Mr Poole” looks like a name, “07700 900123” like a phone number."""
    all_found = list(found)
    parts = [f"“{one.words}” {'looks ' if at == 0 else ''}like {one.looks_like}" for at, one in enumerate(all_found)]
    more = len(all_found) - NAMED
    return f"{', '.join(parts[:NAMED])}{f', and {more:,} more' if more > 0 else ''}."


def places_of(found: Iterable[Found]) -> str:
    """Where the finds stand, each place once: the note on P3 of N-014, the note on V1 of N-020 and 2 more."""
    places = list(dict.fromkeys(one.where for one in found))
    more = len(places) - NAMED
    return f"{', '.join(places[:NAMED])}{f' and {more:,} more' if more > 0 else ''}"
