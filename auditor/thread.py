"""The plan's thread: aspirations, needs, outcomes and provision, the links between them, and where it is broken.

Links are suggested by the words two items share. A suggestion counts for nothing until the auditor confirms it.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.contents import Link
from auditor.plan_reader import Passage, Plan, outcomes, provision
from auditor.plan_reader.furniture import is_guidance, is_label, is_unfilled

SECTIONS: Mapping[str, str] = {"aspiration": "A", "need": "B", "outcome": "E", "provision": "F"}
"""Which section each part of the thread stands in (SEND Regulations 2014, regulation 12)."""
PAIRS = (("aspiration", "outcome"), ("need", "outcome"), ("need", "provision"), ("outcome", "provision"))
"""What is linked with what."""
BROKEN = (
    ("need", "provision", "has no provision"),
    ("outcome", "provision", "has no provision"),
    ("provision", "outcome", "serves no outcome"),
)
"""Where a thread is broken: an item of the first kind without a link to any of the second, and what is said of it."""
SHORTEST = 3  # words of an item
RARE = 3  # items that a word stands in at most, to link two of them by itself
_PLAIN_WORDS = """
    able about access adult adults after also always another april assistant august autumn because been before
    being between both child children class could daily day days december does doing during each education either
    end every february from give given have help helped helping here hour hours into january july june just key
    like likes long made make makes many march minutes more most much must need needs november october only other
    outcome outcomes over people person plan provide provided provision pupil pupils regular school section
    september should skills some spring staff stage such summer support supported take takes teacher term than that
    their them then there these they this those through time times trained under until using very want wants week
    weekly well were what when where which while will with within work would year years young
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section, with the passages it was made of: the cells beside it that say who or how much are in."""

    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered part of the thread; `passage` is where it stands, None for an outcome the auditor wrote."""

    kind: str
    number: int
    words: str
    passage: Passage | None

    @property
    def name(self) -> str:
        """Such as 'Need 2'."""
        return f"{self.kind.capitalize()} {self.number}"


@dataclass(frozen=True, slots=True)
class Gap:
    """An item at which the thread is broken, and one sentence that says how."""

    item: Item
    sentence: str


def lines_of(plan: Plan, letter: str) -> tuple[Line, ...]:
    """The lines of a section in order, without labels, headings and fields that nobody filled."""
    section = plan.section(letter)
    lines: list[Line] = []
    for passage in section.passages if section is not None else ():
        text = passage.text
        if is_label(text) or is_unfilled(text) or is_guidance(text):
            continue
        if letter == "E":
            if outcomes.is_head(text) or (outcomes.is_date(text) and len(text.split()) <= SHORTEST + 1):
                continue
        elif letter == "F":
            if lines and provision.is_fragment(text):
                lines[-1] = Line(f"{lines[-1].text} {text}", (*lines[-1].passages, passage))
                continue
            if provision.is_head(text):
                continue
        if len(text.split()) >= SHORTEST:
            lines.append(Line(text, (passage,)))
    return tuple(lines)


def items_of(plan: Plan, listed: Sequence[str] = ()) -> tuple[Item, ...]:
    """The parts of a plan's thread, numbered by kind. `listed` are the outcomes the auditor listed, if any."""
    items: list[Item] = []
    for kind, letter in SECTIONS.items():
        lines = lines_of(plan, letter)
        if kind == "outcome" and listed:
            at = {" ".join(line.text.split()): line.passages[0] for line in lines}
            items += [Item(kind, n, words, at.get(" ".join(words.split()))) for n, words in enumerate(listed, 1)]
        else:
            items += [Item(kind, n, line.text, line.passages[0]) for n, line in enumerate(lines, 1)]
    return tuple(items)


def suggested(items: Sequence[Item]) -> tuple[Link, ...]:
    """Links worth confirming: two items share two significant words, or one that hardly any other item has.

    Endings are cut off, so that 'reading' meets 'reads'; a word in a third of all items, as the child's name is, counts
    for nothing. The same items give the same links, in their order.
    """
    stems = {item: _stems(item.words) for item in items}
    common = Counter(stem for held in stems.values() for stem in held)
    most = max(RARE, len(items) // 3)
    links: list[Link] = []
    for one, other in PAIRS:
        for a in (item for item in items if item.kind == one):
            for b in (item for item in items if item.kind == other):
                shared = {stem for stem in stems[a] & stems[b] if common[stem] <= most}
                if len(shared) >= 2 or any(common[stem] <= RARE for stem in shared):
                    links.append(link_of(a, b))
    return tuple(links)


def gaps(items: Sequence[Item], links: Collection[Link]) -> tuple[Gap, ...]:
    """Where the thread is broken: needs without provision, outcomes without provision, provision without an outcome."""
    joined = {(x.from_kind, x.from_number, x.to_kind) for x in links}
    joined |= {(x.to_kind, x.to_number, x.from_kind) for x in links}
    return tuple(
        Gap(item, f"{item.name} {said}.")
        for kind, other, said in BROKEN
        for item in items
        if item.kind == kind and (kind, item.number, other) not in joined
    )


def link_of(one: Item, other: Item) -> Link:
    """The link between two items, written from the one that comes earlier in the thread."""
    order = list(SECTIONS)
    if order.index(other.kind) < order.index(one.kind):
        one, other = other, one
    return Link(one.kind, one.number, other.kind, other.number)


def linked_with(item: Item, links: Iterable[Link]) -> tuple[tuple[str, int], ...]:
    """What an item is linked with, as kind and number, in the order of the thread."""
    here = (item.kind, item.number)
    found = {(x.to_kind, x.to_number) for x in links if (x.from_kind, x.from_number) == here}
    found |= {(x.from_kind, x.from_number) for x in links if (x.to_kind, x.to_number) == here}
    order = list(SECTIONS)
    key: Callable[[tuple[str, int]], tuple[int, int]] = lambda end: (order.index(end[0]), end[1])  # noqa: E731
    return tuple(sorted(found, key=key))


def _stems(words: str) -> frozenset[str]:
    found = re.findall(r"[^\W\d_]{4,}", words.casefold().replace("’s", "").replace("'s", ""))
    return frozenset(_stem(word) for word in found if word not in _PLAIN)


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ies", "ed", "es", "ly", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].rstrip("ey")
    return word.rstrip("ey") if len(word) > 4 else word
