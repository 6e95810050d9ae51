"""The sentences of reports and charts, read from resources/wording, and how numbers look in them.

Nothing here computes a figure: it only says how one is written.
"""

import unicodedata
from datetime import date

from auditor.rounding import whole_percent as whole_percent
from db.vocabulary import Span
from resources.sentences import Sentences

_SENTENCES = Sentences("report.toml")
say = _SENTENCES.say
knows = _SENTENCES.knows


def keys(group: str) -> tuple[str, ...]:
    """The names of a group of sentences, in the order they stand in."""
    return tuple(_SENTENCES.group(group))


def number(n: int) -> str:
    """Write a whole number with thousands separators: 7300 gives 7,300."""
    return f"{n:,}"


def counted(n: int, noun: str) -> str:
    """Write a count with its noun in the right form: 1 plan, 33 plans, 7,300 plans."""
    return say(f"count.{noun}.{'one' if n == 1 else 'many'}", n=n)


def joined(parts: list[str]) -> str:
    """Join words as a sentence does: a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def small(text: str) -> str:
    """The text with a small first letter, to go on within a sentence."""
    return f"{text[:1].lower()}{text[1:]}"


def capital(text: str) -> str:
    """Give `text` a capital first letter and leave the rest alone."""
    return text[:1].upper() + text[1:]


_MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905 (reads better)
)


def long_date(day: date) -> str:
    """Write a date in words, whatever the system's language: 4 December 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def date_within(day: date, span: str) -> str:
    """Write a date as exactly as it is known: 4 December 2026, December 2026, 2026."""
    return long_date(day).split(" ", {Span.MONTH: 1, Span.YEAR: 2}.get(Span(span), 0))[-1]


def readable(text: str) -> str:
    """Give one line of text that can be set: accents composed, line ends and tabs as spaces.

    Control, format, unpaired and unassigned characters are dropped: no face has them and SVG forbids some.
    """
    spaced = "".join(" " if c in "\n\r\t\v\f\x85\u2028\u2029" else c for c in text)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn"))
    return unicodedata.normalize("NFC", kept)
