"""The ways a plan may write a child's name, and which names stand beside a name that is known.

It knows no list of names: a name is told by its capital, its place, and by standing nowhere in small letters.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from auditor.plan_reader.phrases import listed

HYPHENS = r"\-\u2010\u2011\u2012\u2013"
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "doctor", "master", "sir", "cllr"})
_APART = re.compile(rf"[\s{HYPHENS}/,;()]+")
_LETTERS = r"[^\W\d_](?:[\w'’]*[^\W_])?"
_NAME = rf"{_LETTERS}(?:[{HYPHENS}]+{_LETTERS})*"
_INITIAL = r"[^\W\d_]"
_RUN = 3  # words of a name that follow each other


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that may be removed and what they look like. `as_written`: only with a capital letter."""

    text: str
    looks_like: str
    as_written: bool = False


def ways(first: str, last: str) -> Iterator[Suggestion]:
    """How a plan may write the name of its child: whole, turned round, in parts, and with initials.

    `first` and `last` are as somebody typed them, each perhaps several names or none.
    """
    firsts, families = parts_of(first), parts_of(last)
    if first and last:
        yield Suggestion(f"{first} {last}", "child's name")
        yield Suggestion(f"{last} {first}", "child's name")
    for whole, parts, what in ((first, firsts, "first name"), (last, families, "family name")):
        if len(parts) > 1:
            yield Suggestion(whole, what)
        for part in parts:
            yield Suggestion(part, what if len(parts) == 1 else f"part of the {what}")
    yield from _initials(firsts, families)


def _initials(firsts: Sequence[str], families: Sequence[str]) -> Iterator[Suggestion]:
    """“Z. Brown”, “Brown, Z.”, “Zofia K.”, “Z.K.B.”, “ZK”: an initial beside a removed name tells much of it."""
    letters = [part[0].upper() for part in firsts]
    ends = [part[0].upper() for part in families]
    yield from (Suggestion(f"{letter}. {name}", "with an initial", True)
                for letter in letters for name in families)  # fmt: skip
    yield from (Suggestion(f"{name}, {letter}.", "with an initial", True)
                for letter in letters for name in families)  # fmt: skip
    yield from (Suggestion(f"{name} {letter}.", "with an initial", True)
                for name in firsts for letter in ends)  # fmt: skip
    if letters and ends:
        for some in ([*letters, *ends], [letters[0], *ends], *([letters[0], end] for end in ends)):
            yield Suggestion(".".join(some) + ".", "initials", True)


def beside(texts: Sequence[str], firsts: Iterable[str], families: Iterable[str]) -> Iterator[Suggestion]:
    """Names that stand directly beside known ones, and the other parts of hyphenated ones, each with its parts."""
    ordinary = {word for text in texts for word in re.findall(_LETTERS, text) if word.islower()}
    ordinary |= set(listed("names.not_names")) | set(listed("names.relations")) | TITLES
    known_firsts, known_families = list(dict.fromkeys(firsts)), list(dict.fromkeys(families))
    done: set[str] = set()
    for _ in range(2):  # what is found may lead to one more
        found = [
            *_after(texts, known_firsts, ordinary),
            *_before(texts, known_families, ordinary),
            *_hyphened(texts, [*known_firsts, *known_families]),
        ]
        for text, what, family in found:
            for written in (text, *(parts_of(text) if len(parts_of(text)) > 1 else ())):
                if written.casefold() in done:
                    continue
                name = written.title() if written.isupper() else written  # as headings are set
                done.add(name.casefold())
                (known_families if family else known_firsts).append(name)
                yield Suggestion(name, what if written == text else "part of a name", as_written=True)


def parts_of(text: str) -> tuple[str, ...]:
    """The words of a name, hyphenated ones taken apart; single letters and titles are none."""
    parts = (part.strip(".'’“”\"") for part in _APART.split(text))
    return tuple(dict.fromkeys(part for part in parts if len(part) > 1 and part.casefold() not in TITLES))


def _any(names: Sequence[str]) -> str:
    """What finds any of some names, hyphenated or spaced; whole, and in no longer word."""
    each = (rf"[\s{HYPHENS}]+".join(re.escape(part) for part in _APART.split(name) if part) for name in names)
    return rf"(?<![\w'’])(?:{'|'.join(sorted(filter(None, each), key=len, reverse=True))})"


def _after(texts: Sequence[str], firsts: Sequence[str], ordinary: set[str]) -> Iterator[tuple[str, str, bool]]:
    """What follows a first name (“Zofia Kowalczyk-Brown”), or stands before it and a comma."""
    if not firsts:
        return
    follows = re.compile(rf"{_any(firsts)}(?P<run>(?:\s+{_NAME}){{1,{_RUN}}})", re.IGNORECASE)
    leads = re.compile(rf"^\W*(?P<run>{_NAME}(?:\s{_NAME})?), {_any(firsts)}\s*(?:$|[.;(\[])", re.IGNORECASE)
    for text in texts:
        for match in (*follows.finditer(text), *leads.finditer(text)):
            run: list[str] = []
            for word in match["run"].split():
                if not word[0].isupper() or len(word) < 2 or word.casefold() in ordinary:
                    break
                run.append(word)
            if run:
                yield " ".join(run), "beside the first name", True


def _before(texts: Sequence[str], families: Sequence[str], ordinary: set[str]) -> Iterator[tuple[str, str, bool]]:
    """The first name or the initial that stands before a family name, or after it and a comma."""
    if not families:
        return
    any_of = rf"{_any(families)}(?!\w)"
    first = re.compile(rf"(?<![\w'’])(?P<name>{_NAME})\s+(?P<family>{any_of})", re.IGNORECASE)
    initial = re.compile(
        rf"(?<![\w'’.])(?P<name>{_INITIAL}\.?)\s*{any_of}|{any_of},\s*(?P<after>{_INITIAL}\.?)(?![\w'’])", re.IGNORECASE
    )
    for text in texts:
        for match in first.finditer(text):
            name = match["name"]
            if name[0].isupper() and len(name) > 1 and name.casefold() not in ordinary and match["family"][0].isupper():
                yield name, f"before “{match['family']}”", False
        for match in initial.finditer(text):
            if (match["name"] or match["after"])[0].isupper():
                yield match[0], "with an initial", True


def _hyphened(texts: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """A hyphenated word of which one part is known: “Kowalczyk-Brown” where “Brown” is."""
    known = {part.casefold() for name in names for part in parts_of(name)}
    for text in texts:
        for match in re.finditer(rf"(?<![\w'’]){_LETTERS}(?:[{HYPHENS}]+{_LETTERS})+", text):
            parts = parts_of(match[0])
            if any(part.casefold() in known for part in parts) and all(part[0].isupper() for part in parts):
                yield match[0], "holds a name", True
