"""Redacted copies: the bytes of a plan and what is to go, to the bytes of a new PDF without it.

A PDF plan becomes pictures of its pages with bars and, beneath, the words that remain. A Word plan, and a copy of some
sections alone, is set anew from its words. The copy is read again before it is handed out, and refused if it still
holds what was to go. Pure, and for one thread at a time: pdfium bears no second.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from auditor.papers import text_copy
from auditor.papers.hidden import without_hidden
from auditor.papers.naming import Suggestion, parts_of
from auditor.papers.orders import by_columns, by_lines, narrow
from auditor.papers.page_copy import PageOut, page_copy
from auditor.papers.pages import PageWords, flattened, seen_text, told_of, words_of
from auditor.papers.suggest import suggestions
from auditor.papers.tokens import Box
from auditor.papers.wishes import Found, Stream, Wish, counts, is_wish
from auditor.plan_reader.documents import open_document
from auditor.plan_reader.pdf import MOST_PAGES, open_pdf
from auditor.plan_reader.plan import LETTERS, Plan
from auditor.plan_reader.sections import find_sections
from db.errors import UserError

Told = Callable[[str], object]
"""Hears what is being done, in words; may raise to stop."""
MARKS = ("[removed]", "[left out]", "[…]")
KEYWORDS: Mapping[str, str] = {
    "redacted": "EHCP Auditor redacted copy, form 1",
    "sections": "EHCP Auditor copy of sections, form 1",
    "whole": "EHCP Auditor copy of words, form 1",
}
TITLES: Mapping[str, str] = {
    "redacted": "Redacted copy of a plan",
    "sections": "Sections of a plan",
    "whole": "A plan set anew from its words",
}
_PASSES = 8


@dataclass(frozen=True)
class Standing:
    """What a copy still holds of the words that were removed: as it is searched for, how often, and on which pages."""

    text: str
    times: int
    pages: tuple[int, ...]


@dataclass(frozen=True)
class Redacted:
    """A copy. `counts`: how often each of the words was found, in their order; `removed`: words taken out on each page.

    `pages` counts those of the copy; `blind` are the pages with words that nobody can look for, where boxes alone cover
    them: pictures, and letters that the file does not tell. `standing`: what was found when the copy was searched again
    for every part of every removed word.
    """

    pdf: bytes = field(repr=False)
    counts: tuple[int, ...]
    removed: tuple[int, ...]
    pages: int
    blind: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    standing: tuple[Standing, ...] = ()


@dataclass(frozen=True)
class Look:
    """A plan as it lies before somebody who redacts it.

    `shown` is the PDF to look at: the plan itself, or a Word plan set anew; `pages` its words and their places.
    `sections` are the letters found. `pictures` are pages with pictures, `unread` those without text.
    """

    kind: str
    shown: bytes = field(repr=False)
    pages: tuple[PageWords, ...]
    suggestions: tuple[Suggestion, ...]
    sections: tuple[str, ...]
    pictures: tuple[int, ...]
    unread: tuple[int, ...]
    notes: tuple[str, ...]


def look_at(
    document: bytes,
    today: date,
    *,
    child: tuple[str, str] = ("", ""),
    name: str = "",
    password: str | None = None,
    told: Told = lambda _: None,
) -> Look:
    """Read a plan for redacting. `child`: first and family name of its child or young person, as far as known.

    Raises UserError as `open_document` does, and `too_many_pages`.
    """
    told("Reading the plan")
    plan, shown, password = _read(document, name, password)
    letters = tuple(section.section for section in plan.sections)
    if plan.kind == "docx":
        whole = text_copy.text_of_word(open_document(shown, name=name), plan)
        shown = _set(whole, (), "whole", MARKS[0], 0.0, told)
        set_again = find_sections(open_document(shown))
        pages = _words(shown, None, set_again, told)
        loose: list[str] = []
    else:
        pages = _words(shown, password, plan, told)
        loose = _loose_lines(pages)
    told("Looking for names and numbers")
    pictures = tuple(page.number for page in pages if page.pictures and page.paragraphs and plan.kind == "pdf")
    unread = tuple(page.number for page in pages if page.is_blind and not page.paragraphs)
    return Look(
        plan.kind,
        shown,
        tuple(pages),
        tuple(suggestions(plan, loose, today, child)),
        letters,
        pictures,
        unread,
        (*plan.notes, *told_of(pages)),
    )


def redact(
    document: bytes,
    words: Sequence[Wish],
    boxes: Mapping[int, Sequence[Box]] | None = None,
    *,
    keep_sections: Collection[str] | None = None,
    name: str = "",
    password: str | None = None,
    when: float = 0.0,
    told: Told = lambda _: None,
) -> Redacted:
    """A copy of a plan, PDF or Word, without `words` and without what `boxes` cover, by page from 1.

    `when` is the moment the copy says it was made, in seconds since 1970; the same moment gives the same bytes.

    With `keep_sections` the copy holds the passages of those sections alone. Boxes cover pages of a PDF; a Word plan
    and sections have words only, so boxes there raise ValueError. Raises UserError: as `open_document` does,
    `too_many_pages`, `no_section` (none of the sections was found), `nothing_to_do` (a word is only signs), `survived`.
    """
    if bad := [wish.text for wish in words if not is_wish(wish.text)]:
        raise UserError("nothing_to_do", f"“{bad[0]}” holds no letter and no digit. Nothing was made.")
    mark = next((m for m in MARKS if not Stream([(0, m)]).find(words)), MARKS[-1])
    told("Reading the plan")
    plan, document, password = _read(document, name, password)
    if keep_sections is not None or plan.kind == "docx":
        if boxes:
            raise ValueError("boxes cover pages, and this copy is set anew")
        said = plan.notes
        if plan.kind == "pdf":
            pages = _words(document, password, plan, told)
            said += told_of(pages)
            plan = _as_seen(plan, pages)
        return _set_anew(document, replace(plan, notes=said), words, keep_sections, mark, name, when, told)
    pages = _words(document, password, plan, told)
    found, gone = removed_from(pages, words, boxes or {}, mark)
    outs = [
        PageOut(page, frozenset(gone.get(page.number, ())), tuple((boxes or {}).get(page.number, ()))) for page in pages
    ]
    with closing(open_pdf(document, name, password)) as opened:
        opened.init_forms()  # what was typed into a form is part of the plan
        copy = page_copy(
            opened, outs, mark=mark, title=TITLES["redacted"], about=_about("redacted"), when=when,
            between=lambda page: told(f"Setting page {page} of {len(pages)}"),
        )  # fmt: skip
    standing = _check(copy, words, told)
    blind = tuple(page.number for page in pages if page.is_blind)
    return Redacted(
        copy, tuple(counts(found, words)), tuple(len(out.removed) for out in outs), len(pages), blind,
        (*plan.notes, *told_of(pages)), standing,
    )  # fmt: skip


class Finder:
    """Looks for words in the pages of a plan, as the file tells them, as they are read, and as lines stand.

    Made once for a plan and asked as often as words are added.
    """

    def __init__(self, pages: Sequence[PageWords]) -> None:
        self._places = [(page.number, token) for page in pages for token in range(len(page.tokens))]
        numbers = {place: number for number, place in enumerate(self._places)}
        self._streams = _streams(pages, numbers, frozenset(), "")

    def places(self, words: Sequence[Wish]) -> list[tuple[tuple[tuple[int, int], ...], ...]]:
        """For each of the words its places: page from 1, and number of the token, of every token a place touches."""
        found: list[list[tuple[tuple[int, int], ...]]] = [[] for _ in words]
        for one in _found(self._streams, words):
            found[one.wish].append(tuple(self._places[token] for token in one.tokens))
        return [tuple(places) for places in found]


def removed_from(
    pages: Sequence[PageWords], words: Sequence[Wish], boxes: Mapping[int, Sequence[Box]], mark: str = MARKS[0]
) -> tuple[list[Found], dict[int, set[int]]]:
    """Where the words stand, and which tokens of which page go: those found, and those a box touches."""
    numbers = {(page.number, token): n for n, (page, token) in enumerate(_each(pages))}
    gone = {
        numbers[page.number, number]
        for page in pages
        for number, token in enumerate(page.tokens)
        if any(touches(box, token.box) for box in boxes.get(page.number, ()))
    }
    first: list[Found] = []
    for turn in range(_PASSES):
        found = _find(pages, numbers, words, frozenset(gone) if turn else frozenset(), mark)
        first = first or found
        more = {token for one in found for token in one.tokens} - gone
        gone |= more
        if not more and turn:
            break
    back = {number: place for place, number in numbers.items()}
    by_page: dict[int, set[int]] = {}
    for number in gone:
        page, token = back[number]
        by_page.setdefault(page, set()).add(token)
    return first, by_page


def touches(box: Box, word: Box) -> bool:
    """Whether a box drawn by hand takes a word: where it covers a third of its height and some of its width."""
    across = min(box[2], word[2]) - max(box[0], word[0])
    down = min(box[3], word[3]) - max(box[1], word[1])
    high = word[3] - word[1]
    return across > min(1.0, (word[2] - word[0]) / 4) and down > high / 3


def is_copy(content: bytes, form: str) -> bool:
    """Whether these bytes are a copy this program made in that form ("redacted", "sections"), and nothing was added."""
    return KEYWORDS[form].encode() in content and content.count(b"startxref") == 1 and content.startswith(b"%PDF")


def _each(pages: Sequence[PageWords]) -> list[tuple[PageWords, int]]:
    return [(page, number) for page in pages for number in range(len(page.tokens))]


def _find(
    pages: Sequence[PageWords],
    numbers: Mapping[tuple[int, int], int],
    words: Sequence[Wish],
    gone: frozenset[int],
    mark: str,
) -> list[Found]:
    """Each place once; where words are gone already, their mark stands."""
    return _found(_streams(pages, numbers, gone, mark), words)


def _streams(
    pages: Sequence[PageWords], numbers: Mapping[tuple[int, int], int], gone: frozenset[int], mark: str
) -> list[Stream]:
    """The words as the file tells them, as they are read, and as lines and columns stand on the page."""
    orders: list[Callable[[PageWords], Sequence[int]]] = [
        lambda page: range(len(page.tokens)),
        lambda page: [number for paragraph in page.paragraphs for number in paragraph.tokens],
        # a word may go on over the page's end, past what stands at its foot
        lambda page: [
            number for paragraph in page.paragraphs if not paragraph.is_running for number in paragraph.tokens
        ],
        lambda page: by_lines(page.tokens),
        lambda page: by_columns(page.tokens),
        *(partial(_other, which) for which in range(max((len(page.orders) for page in pages), default=0))),
    ]
    streams: list[Stream] = []
    for order in orders:
        tokens: list[tuple[int, str]] = []
        close: set[int] = set()
        for page in pages:
            last: Box | None = None
            for number in order(page):
                at, token = numbers[page.number, number], page.tokens[number]
                if last is not None and narrow(last, token.box):
                    close.add(len(tokens) - 1)
                tokens.append((-1, mark) if at in gone else (at, token.text))
                last = token.box
        if tokens:
            streams.append(Stream(tokens, close))
    return streams


def _other(which: int, page: PageWords) -> Sequence[int]:
    return page.orders[which] if which < len(page.orders) else ()


def _found(streams: Sequence[Stream], words: Sequence[Wish]) -> list[Found]:
    found: dict[tuple[int, frozenset[int]], Found] = {}
    for stream in streams:
        for one in stream.find(words):
            found.setdefault((one.wish, frozenset(one.tokens)), one)
    return list(found.values())


def _loose_lines(pages: Sequence[PageWords]) -> list[str]:
    return [" ".join(page.tokens[n].text for n in line.tokens) for page in pages for line in page.paragraphs]


def _read(document: bytes, name: str, password: str | None) -> tuple[Plan, bytes, str | None]:
    """The plan, and its bytes and password; in the bytes of a PDF, forms and notes are part of the pages."""
    plan = find_sections(open_document(document, password=password, name=name))
    if plan.kind != "pdf":
        shown, hidden = without_hidden(document)
        if hidden:
            plan = find_sections(open_document(shown, name=name))
            places = "1 place" if hidden == 1 else f"{hidden:,} places"
            plan = replace(plan, notes=(*plan.notes, f"Hidden words at {places} are left out of the copy."))
        return plan, shown, password
    if (plan.pages or 0) > MOST_PAGES:
        raise UserError(
            "too_many_pages", f"The file has more than {MOST_PAGES:,} pages. Take the plan itself out of it first."
        )
    flat, password_left = flattened(document, name, password)
    if flat is not document:
        plan = find_sections(open_document(flat, name=name))
    return plan, flat, password_left


def _words(document: bytes, password: str | None, plan: Plan, told: Told, *, unseen: bool = False) -> list[PageWords]:
    with closing(open_pdf(document, "The plan", password)) as opened:
        count = len(opened)
        return words_of(opened, plan, lambda page: told(f"Reading page {page} of {count}"), unseen=unseen)


def _as_seen(plan: Plan, pages: Sequence[PageWords]) -> Plan:
    """A plan whose passages hold what can be seen of them: set anew, all of it would come to light."""
    by_number = {page.number: page for page in pages}
    passages = tuple(
        replace(passage, text=seen_text(by_number[passage.page], passage)) if passage.page in by_number else passage
        for passage in plan.passages
    )
    return replace(plan, passages=tuple(passage for passage in passages if passage.text))


def _set_anew(
    document: bytes,
    plan: Plan,
    words: Sequence[Wish],
    keep: Collection[str] | None,
    mark: str,
    name: str,
    when: float,
    told: Told,
) -> Redacted:
    if keep is None:
        text = text_copy.text_of_word(open_document(document, name=name), plan)
    else:
        text = text_copy.text_of_sections(plan, keep)
        if not text.parts:
            wanted = ", ".join(letter for letter in LETTERS if letter in keep)
            raise UserError("no_section", f"None of the sections {wanted} was found in {name or 'the plan'}.")
    found: list[Found] = []
    gone: set[int] = set()
    for _ in range(_PASSES):
        tokens = [(-1, mark) if n in gone else (n, word) for n, word in enumerate(text.words)]
        more = Stream(tokens).find(words)
        found = found or more
        if not {token for one in more for token in one.tokens} - gone:
            break
        gone |= {token for one in more for token in one.tokens if token >= 0}
    form = "redacted" if keep is None else "sections"
    copy = _set(text, gone, form, mark, when, told)
    standing = _check(copy, words, told)
    with closing(open_pdf(copy, "The copy", None)) as opened:
        pages = len(opened)
    return Redacted(copy, tuple(counts(found, words)), (len(gone),), pages, (), plan.notes, standing)


def _set(text: text_copy.Text, gone: Collection[int], form: str, mark: str, when: float, told: Told) -> bytes:
    return text_copy.text_copy(
        text, gone, mark=mark, title=TITLES[form], about=_about(form), when=when,
        between=lambda page: told(f"Setting page {page}"),
    )  # fmt: skip


def _about(form: str) -> dict[str, str]:
    return {"subject": "Education, health and care plan", "keywords": KEYWORDS[form]}


def _check(copy: bytes, words: Sequence[Wish], told: Told) -> tuple[Standing, ...]:
    """Read the copy as any program would and look for every word again, and for every part of one."""
    told("Checking the copy")
    plan = Plan("pdf", None, (), (), ())
    pages = _words(copy, None, plan, lambda _: None, unseen=True)
    numbers = {(page.number, token): n for n, (page, token) in enumerate(_each(pages))}
    left = {one.wish for one in _find(pages, numbers, words, frozenset(), "")}
    if left:
        listed = ", ".join(f"“{words[wish].text}”" for wish in sorted(left))
        raise UserError(
            "survived",
            f"The copy could not be made without {listed}: how the plan is set kept it readable. Nothing was saved. "
            "Add the words around it, or draw a box over it.",
        )
    return _standing(pages, words)


def _standing(pages: Sequence[PageWords], words: Sequence[Wish]) -> tuple[Standing, ...]:
    """What a copy still holds of the removed words: their parts, those in small letters, and initials beside a bar."""
    asked = [
        Wish(part)
        for wish in words
        for part in parts_of(wish.text)
        if not any(map(str.isdigit, part)) and (not part.islower() or wish.text.islower())  # no “of”, no “the”
    ]
    asked = [wish for wish in {wish.text.casefold(): wish for wish in asked}.values() if is_wish(wish.text)]
    finder = Finder(pages)
    found: list[Standing] = []
    for wish, small, capital in zip(
        asked, finder.places(asked), finder.places([Wish(wish.text, True) for wish in asked]), strict=True
    ):
        # a name with its capital is told as such: one that is a word as well stands in small letters everywhere
        places, text = (capital, wish.text) if capital else (small, wish.text.lower())
        if places:
            found.append(Standing(text, len(places), tuple(sorted({page for place in places for page, _ in place}))))
    return (*found, *_initials(pages))


def _initials(pages: Sequence[PageWords]) -> list[Standing]:
    """Single letters with a full stop that stand directly beside a mark: “Z. [removed]”."""
    at: dict[str, list[int]] = {}
    for page in pages:
        texts = [token.text for token in page.tokens]
        for number, text in enumerate(texts):
            around = [*texts[max(0, number - 1) : number], *texts[number + 1 : number + 2]]
            if re.fullmatch(r"[^\W\d_]\.[,;]?", text) and any(mark in near for mark in MARKS for near in around):
                at.setdefault(text.rstrip(",;"), []).append(page.number)
    return [Standing(text, len(where), tuple(dict.fromkeys(where))) for text, where in at.items()]
