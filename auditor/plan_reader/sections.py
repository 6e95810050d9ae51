"""Sections A to K in an opened plan, whatever their order and layout."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.plan_reader.blocks import Document, paragraphs
from auditor.plan_reader.furniture import is_guidance, is_label, is_unfilled
from auditor.plan_reader.plan import LETTERS, Passage, Plan, Section
from auditor.plan_reader.walk import Item, Walker

_MANY = 4  # titles without letters count as headings where they name this many sections more than letters do
_CONTENTS = 4  # this many headings in a row, with page numbers or with their sections to come, are a contents page


def find_sections(document: Document) -> Plan:
    """The plan's sections. Takes any document, and gives an empty plan for one that is none."""
    items = Walker(titles=False).items(document.blocks)
    if len(_named(items)) <= len(LETTERS) - _MANY:
        by_title = Walker(titles=True).items(document.blocks)
        if len(_named(by_title)) >= len(_named(items)) + _MANY:
            items = by_title
    items = _without_contents(items)
    resolved = _resolved(items)
    sections = tuple(_sections(resolved))
    written = {section.section for section in sections if section.words}
    scan = document.kind == "pdf" and next(iter(paragraphs(document.blocks)), None) is None
    return Plan(
        kind=document.kind,
        pages=document.pages,
        sections=sections,
        missing=tuple(letter for letter in LETTERS if letter not in written),
        passages=tuple(passage for _, passage in resolved),
        pictures=document.pictures,
        scan=scan,
        notes=document.notes,
    )


def _named(items: Sequence[Item]) -> set[str]:
    return {letter for item in items if item.heading for letter in item.place}


def _without_contents(items: list[Item]) -> list[Item]:
    """The items, with the headings of a contents page and what stands between them left out of every section."""
    kept = list(items)
    start = 0
    while start < len(items):
        if not (items[start].heading and items[start].place):
            start += 1
            continue
        end = start
        while end < len(items) and (items[end].heading or _is_entry(items[end].paragraph.text)):
            end += 1
        later = {letter for item in items[end:] if item.heading for letter in item.place}
        end = _before_first_section(items, start, end, later)
        run = items[start:end]
        named = [item for item in run if item.heading and item.place]
        letters = {letter for item in named for letter in item.place}
        later = {letter for item in items[end:] if item.heading for letter in item.place}
        numbered = sum(item.heading is not None and item.heading.page_number for item in named)
        entries = sum(_is_entry(item.paragraph.text) for item in run)
        many = len(letters) >= _CONTENTS
        if many and (max(numbered, entries) >= len(named) / 2 or len(letters & later) >= 0.8 * len(letters)):
            # what follows, up to the plan's first heading, is not the last entry's text
            while end < len(items) and not items[end].heading:
                end += 1
            kept[start:end] = [replace(item, place=()) for item in items[start:end]]
        start = end
    return kept


def _before_first_section(items: list[Item], start: int, end: int, later: set[str]) -> int:
    """Where a run of headings ends if its last one is the plan's first section, right under the contents page.

    That heading names again what the contents named, and nothing after it does.
    """
    last = end - 1
    earlier = {letter for item in items[start:last] if item.heading for letter in item.place}
    named = set(items[last].place) if items[last].heading else set[str]()
    return last if named and named <= earlier and not named & later else end


def _is_entry(text: str) -> bool:
    """Whether a paragraph may stand between the headings of a contents page: a page number, a short line with one."""
    words = text.replace(".", " ").replace("…", " ").split()
    return bool(words) and words[-1].isdigit() and len(words[-1]) <= 3 and len(words) <= 14


def _resolved(items: list[Item]) -> list[tuple[Item, Passage]]:
    """Items with their passages, in reading order.

    What a heading for several letters holds goes to the needs among them where any has a heading of its own.
    Where none has, each letter gets the text, so that an auditor finds it under every letter the heading names.
    """
    own = {item.place[0] for item in items if item.heading and len(item.place) == 1}
    resolved: list[tuple[Item, Passage]] = []
    for number, item in enumerate(items, 1):
        paragraph, place = item.paragraph, item.place
        if len(place) > 1 and own.intersection(place):
            place = (next((letter for letter in place if letter in "BCD"), place[0]),)
        for letter in place or ("",):
            passage = Passage(paragraph.text, letter, paragraph.page, number, paragraph.spans, item.heading is not None)
            resolved.append((item, passage))
    return resolved


def _sections(resolved: list[tuple[Item, Passage]]) -> Iterator[Section]:
    """A section for every letter that has a heading."""
    for letter in LETTERS:
        mine = [(item, passage) for item, passage in resolved if passage.section == letter]
        headings = [(item, passage) for item, passage in mine if passage.is_heading]
        if not headings:
            continue
        # a heading of its own says more than one that names several letters
        item, heading = min(headings, key=lambda pair: len(pair[0].place) > 1)
        words = heading.text
        after = mine.index((item, heading)) + 1
        if item.heading and not item.heading.is_titled and mine[after:] and mine[after][1].is_heading:
            words += f" {mine[after][1].text}"
        yield Section(letter, words, heading.page, _written(mine, item, heading))


def _written(mine: list[tuple[Item, Passage]], item: Item, heading: Passage) -> tuple[Passage, ...]:
    """The passages of a section that somebody wrote, with their labels; none where there are only labels."""
    text = [
        (item, passage)
        for item, passage in mine
        if not passage.is_heading and not is_unfilled(passage.text) and not is_guidance(passage.text)
    ]
    if any(not item.is_label and not is_label(passage.text) for item, passage in text):
        return tuple(passage for _, passage in text)
    if item.heading and item.heading.doubt:
        return (replace(heading, text=item.heading.doubt, is_heading=False),)
    return ()
