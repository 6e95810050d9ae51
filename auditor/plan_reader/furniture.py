"""What every page repeats and no section owns: running headers and footers, template guidance, unfilled fields."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from auditor.plan_reader.headings import begins_heading, heading_of, titled
from auditor.plan_reader.lines import lines_of, segments_of, text_of
from auditor.plan_reader.pdf import Page, Word

_MARGIN = 0.12  # share of the page's height in which running lines stand
_DRIFT = 4.0  # points by which a repeated line may move from page to page

# A page number, alone or with the number of pages and a few words beside it; digits stand as #.
_PAGE_NUMBER = re.compile(r"(?:page )?#(?: ?(?:of|/) ?#)?|(?:.{0,60}\W)?page # ?(?:of|/) ?#(?:\W.{0,60})?")

# Words a template prints before anybody has written: labels of boxes and heads of columns.
_LABELS = re.compile(
    r"(?:views|interests|strengths|aspirations|history|name|type|details|needs?|provision|outcomes?|dates?|area|school"
    r"|communication and interaction|cognition and learning|social,? emotional and mental health(?: difficulties)?"
    r"|sensory and(?: ?/ ?or)? physical(?: needs| difficulties)?|date received|who from|appended|requested|by whom|who"
    r"|what|when|how often|name of (?:school|setting|placement)|type of (?:school|setting|placement)"
    r"|arrangements for direct payments?|special educational needs and provision)"
)
_UNFILLED = re.compile(
    r"\{\{.*\}\}|(?:click|tap)(?: or tap)?(?: here)? to enter (?:text|a date)\.?|choose an item\.?|yes ?/ ?no"
    r"|\[?insert .{0,40}\]|[\W_]*",
    re.IGNORECASE,
)
_GUIDANCE = re.compile(
    r".*more information is provided at paragraphs? [\d.]+.*code of practice.*"
    r"|for digital systems: if child or young person wishes to do so:.*"
    r"|where recordings are used, they should normally be no more than 5 minutes.*",
    re.IGNORECASE,
)


def is_label(text: str) -> bool:
    """Whether a passage is a label a template prints, which does not make a section written."""
    plain = text.strip()
    return (plain.endswith(":") and len(plain.split()) <= 12) or bool(_LABELS.fullmatch(plain.strip(" :").lower()))


def is_unfilled(text: str) -> bool:
    """Whether a passage is a field nobody filled: a marker, an offered choice, only dashes or boxes."""
    return bool(_UNFILLED.fullmatch(text.strip()))


def is_guidance(text: str) -> bool:
    """Whether a passage is advice of the national template to the writer."""
    return bool(_GUIDANCE.fullmatch(text.strip()))


def without_running_lines(pages: Sequence[Page]) -> list[list[Word]]:
    """The words of each page, without lines that stand at the same place near the edge of several pages.

    Headings of sections are kept, as a table repeats them on every page it fills; so is what stands as often in the
    middle of pages, as sentences that writers repeat do.
    """
    places: dict[str, list[tuple[float, int]]] = defaultdict(list)
    edges: list[list[tuple[str, float, list[Word]]]] = []
    inside: Counter[str] = Counter()
    for number, page in enumerate(pages):
        edge: list[tuple[str, float, list[Word]]] = []
        for line in lines_of(page.words):
            signature = _signature(line)
            if page.height * _MARGIN <= line[0].middle <= page.height * (1 - _MARGIN):
                inside[signature] += 1
            elif _PAGE_NUMBER.fullmatch(signature) or not _is_heading(line):
                edge.append((signature, _place(line, page), line))
        edges.append(edge)
        for signature, place, _ in edge:
            places[signature].append((place, number))
    enough = max(2, min(3, len(pages)))
    kept: list[list[Word]] = []
    for page, edge in zip(pages, edges, strict=True):
        dropped: set[int] = set()
        for signature, place, line in edge:
            on_pages = {number for other, number in places[signature] if abs(other - place) <= _DRIFT}
            repeated = len(on_pages) >= enough and len(on_pages) >= 0.2 * len(pages)
            numbers = _PAGE_NUMBER.fullmatch(signature) is not None
            if numbers or (repeated and inside[signature] < len(places[signature])):
                dropped.update(word.start for word in line)
        kept.append([word for word in page.words if word.start not in dropped])
    return kept


def _is_heading(line: list[Word]) -> bool:
    texts = [text_of(line), *(text_of(segment) for segment in segments_of(line))]
    return any(heading_of(text, styled=False) or begins_heading(text) or titled(text) for text in texts)


def _signature(line: list[Word]) -> str:
    return re.sub(r"\d+", "#", text_of(line).lower())


def _place(line: list[Word], page: Page) -> float:
    """How far from the nearer edge, so that portrait and landscape pages compare; the top counts as negative."""
    middle = line[0].middle
    return middle if middle < page.height / 2 else middle - page.height
