"""The words of a PDF page and where they stand as the page is seen, for covering them and for setting them again.

pdfium is not thread-safe: call this in the one thread that owns it, or in a process of its own.
"""

# pypdfium2 tells only part of its types
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

import io
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from auditor.papers.looking import DEPTH, Shades, drawing, told_once
from auditor.papers.orders import tangled, untangled
from auditor.papers.tokens import Box, Reading, Seen, Token, read_tokens
from auditor.plan_reader.pdf import open_pdf
from auditor.plan_reader.plan import Passage, Plan

_MARGIN = 0.12  # share of the page's height in which running lines stand
_NAMED = 8  # pages that a sentence names
_MUTE = 6  # letters without text: a bullet or two tell nobody anything


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Tokens of one page that are read together, by their numbers. Running lines are read last, or passed over."""

    tokens: tuple[int, ...]
    is_heading: bool = False
    is_running: bool = False


@dataclass(frozen=True, slots=True)
class PageWords:
    """One page: its size in points as seen, its tokens as written, and its paragraphs in reading order.

    Tokens that belong to no paragraph are looked through, and covered where they go, but are no text of the page.
    `pictures` counts the pictures on it, whose words nobody can find; `mute` the letters that the file tells as none.
    `unseen` are words that nobody can see on it. `orders` are more orders to look for words in, where words lie over
    each other. `is_empty`: nothing at all is seen.
    """

    number: int
    width: float
    height: float
    tokens: tuple[Token, ...]
    paragraphs: tuple[Paragraph, ...]
    pictures: int = 0
    mute: int = 0
    unseen: tuple[Token, ...] = ()
    orders: tuple[tuple[int, ...], ...] = ()
    is_empty: bool = False

    @property
    def is_blind(self) -> bool:
        """Whether words may stand on it that nobody can look for."""
        return self.mute >= _MUTE or not (self.paragraphs or self.is_empty)


def flattened(content: bytes, name: str, password: str | None) -> tuple[bytes, str | None]:
    """A PDF whose form fields and notes are part of its pages, and its password; as it was where there are none.

    What somebody typed into a form can be seen on a page and is no text of it: a name there would not be found. Notes
    that are not shown are taken out, since they would come to light.
    Raises UserError as `open_pdf` does.
    """
    with closing(open_pdf(content, name, password)) as document:
        if document.get_formtype():
            document.init_forms()
        changed = False
        for index in range(len(document)):
            try:
                page = document[index]
            except pdfium.PdfiumError:  # damaged: it is shown by nobody
                continue
            with closing(page):
                changed |= _drop_unseen_notes(page)
                noted = raw.FPDFPage_GetAnnotCount(page) > 0
                changed |= noted and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
        if not changed:
            return content, password
        out = io.BytesIO()
        document.save(out, flags=raw.FPDF_REMOVE_SECURITY)
    return out.getvalue(), None


def _drop_unseen_notes(page: pdfium.PdfPage) -> bool:
    """Take out notes and fields that no reader shows on a screen; whether there were any."""
    dropped = False
    for number in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
        note = raw.FPDFPage_GetAnnot(page, number)
        flags = raw.FPDFAnnot_GetFlags(note)
        raw.FPDFPage_CloseAnnot(note)
        if flags & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW):
            dropped |= bool(raw.FPDFPage_RemoveAnnot(page, number))
    return dropped


def words_of(
    document: pdfium.PdfDocument, plan: Plan, between: Callable[[int], object], *, unseen: bool = False
) -> list[PageWords]:
    """The words of every page that can be seen. `plan` is the same document as read.

    `between` is told each page's number. `unseen`: what nobody sees counts like the rest, in a copy that is checked.
    """
    passages: dict[int, list[Passage]] = {}
    for passage in plan.passages:
        if passage.page is not None:
            passages.setdefault(passage.page, []).append(passage)
    pages: list[PageWords] = []
    for index in range(len(document)):
        pages.append(_page(document, index, passages.get(index + 1, []), every=unseen))
        between(index + 1)
    return pages


def told_of(pages: Sequence[PageWords]) -> tuple[str, ...]:
    """What somebody should know of the words of a plan's pages, in sentences."""
    said: list[str] = []
    hidden = {page.number: sum(map(_has_letters, page.unseen)) for page in pages}
    if count := sum(hidden.values()):
        where = f"on page {_listed([number for number, words in hidden.items() if words])}"
        are = "1 word that nobody can see is" if count == 1 else f"{count:,} words that nobody can see are"
        said.append(f"{are} left out of the copy, {where}.")
    partly = [page.number for page in pages if page.is_blind and page.paragraphs]
    if partly:
        said.append(
            "The file does not say which letters some words are, so they are not found: look at page "
            f"{_listed(partly)} and draw boxes."
        )
    return tuple(said)


def seen_text(page: PageWords, passage: Passage) -> str:
    """The text of a passage without what nobody can see of it, and without what the file does not tell as text."""
    told = {number for paragraph in page.paragraphs for number in paragraph.tokens}
    lost = [*page.unseen, *(token for number, token in enumerate(page.tokens) if number not in told)]
    if not any(_is_in(token, passage) for token in lost):
        return passage.text
    kept = (token.text for number, token in enumerate(page.tokens) if number in told and _is_in(token, passage))
    return " ".join(kept).replace("\u00ad ", "")


def _is_in(token: Token, passage: Passage) -> bool:
    return any(start <= token.start < end for start, end in passage.spans)


def _has_letters(token: Token) -> bool:
    """Whether it is a word, and no sign that is never seen, as some programs set between words."""
    return any(map(str.isalnum, token.text))


def _listed(pages: Sequence[int]) -> str:
    more = f" and {len(pages) - _NAMED:,} more" if len(pages) > _NAMED else ""
    return ", ".join(map(str, pages[:_NAMED])) + more


def _page(document: pdfium.PdfDocument, index: int, passages: Sequence[Passage], *, every: bool) -> PageWords:
    try:
        page = document[index]
    except pdfium.PdfiumError:  # damaged: nothing of it can be shown either
        return PageWords(index + 1, 595, 842, (), (), is_empty=True)
    with closing(page):
        width, height = page.get_size()
        seen = Seen(page)
        shades = None if every else Shades(page)
        with closing(page.get_textpage()) as text_page:
            whole = read_tokens(text_page, seen)
            drawn = drawing(page) if tangled(whole) else None
            if drawn is not None:
                whole = read_tokens(text_page, seen, drawn)
            reading, unseen = _parted(whole, shades)
            orders = untangled(reading, drawn) if drawn is not None else ()
            pictures = sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=DEPTH))
            first = len(reading.tokens)
            known = {_mark(token) for token in reading.tokens}
            more = [
                replace(token, start=-1, end=-1)  # as another reading counts them
                for token in told_once(page, text_page, seen)
                if _mark(token) not in known
            ]
    again, unseen_too = _parted(Reading(more, [0] * len(more)), shades)
    tokens = (*reading.tokens, *again.tokens)
    told = [number for number in range(first) if number not in reading.mute]
    return PageWords(
        index + 1, width, height, tokens, _paragraphs(tokens, told, passages, height), pictures,
        sum(len(reading.tokens[number].text) for number in reading.mute), (*unseen, *unseen_too), orders,
        shades is not None and shades.is_blank((0, 0, width, height)),
    )  # fmt: skip


def _parted(reading: Reading, shades: Shades | None) -> tuple[Reading, list[Token]]:
    """What is seen of a page's words, and what is not; what lies beside the page is neither."""
    kept, unseen = Reading(parted=reading.parted), list[Token]()
    for number, (token, by) in enumerate(zip(reading.tokens, reading.drawn_by, strict=True)):
        if shades is not None and shades.is_blank(token.box):
            unseen.append(token)
            continue
        if number in reading.mute:
            kept.mute.add(len(kept.tokens))
        kept.tokens.append(token)
        kept.drawn_by.append(by)
    return kept, unseen


def _mark(token: Token) -> tuple[object, ...]:
    return token.text, *(round(side) for side in token.box)


def _paragraphs(
    tokens: Sequence[Token], told: Sequence[int], passages: Sequence[Passage], height: float
) -> tuple[Paragraph, ...]:
    """Tokens in reading order: the passages of the plan, then what belongs to none of them, line by line.

    `told` are the numbers of those that are text.
    """
    left = dict.fromkeys(told)
    made: list[Paragraph] = []
    for passage in passages:
        mine = tuple(
            number for number in left if _is_in(tokens[number], passage)
        )  # a passage of several sections is told once
        if mine:
            made.append(Paragraph(mine, passage.is_heading))
            for number in mine:
                del left[number]
    line: list[int] = []
    for number in left:
        if line and not _is_beside(tokens[line[-1]].box, tokens[number].box):
            made.append(_loose(line, tokens, height))
            line = []
        line.append(number)
    if line:
        made.append(_loose(line, tokens, height))
    return tuple(made)


def _loose(line: Sequence[int], tokens: Sequence[Token], height: float) -> Paragraph:
    middle = sum(tokens[line[0]].box[1::2]) / 2
    edge = middle < _MARGIN * height or middle > (1 - _MARGIN) * height
    return Paragraph(tuple(line), is_running=edge)


def _is_beside(before: Box, box: Box) -> bool:
    """Whether two words stand in one line."""
    return abs((before[1] + before[3]) - (box[1] + box[3])) < (before[3] - before[1]) and box[0] >= before[0]
