"""Words to lines, and lines to paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.plan_reader.blocks import Paragraph
from auditor.plan_reader.headings import begins_heading, heading_of
from auditor.plan_reader.pdf import Word

_GLYPHS = "•·▪◦‣●○■□➢➤✓✔\uf0b7\uf0a7\uf0d8❖–-"
_BULLET = re.compile(rf"(?:[{re.escape(_GLYPHS)}]|o|\(?\d{{1,2}}[.)]|\(?[a-z][.)]|\([ivx]+\))$")
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
# Joined to what follows by a hyphen that stays, wherever the line breaks.
_HYPHENATED = re.compile(
    r"(?:age|all|child|co|cross|double|eight|ever|five|four|full|half|hand|high|in|key|long|low|mid|multi"
    r"|nine|non|off|on|one|part|peer|person|post|pre|pupil|re|real|self|semi|seven|short|single|six|small"
    r"|so|step|teacher|ten|term|three|two|under|up|well|whole|year)"
)


def lines_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words in lines from top to bottom, each from left to right."""
    lines: list[list[Word]] = []
    middle = 0.0
    for word in sorted(words, key=lambda word: -word.middle):
        if lines and middle - word.middle <= 0.4 * max(word.size, lines[-1][0].size):
            lines[-1].append(word)
        else:
            lines.append([word])
            middle = word.middle
    for line in lines:
        line.sort(key=lambda word: word.left)
    return lines


def segments_of(line: Sequence[Word]) -> list[list[Word]]:
    """The parts of a line that wide gaps set apart."""
    segments = [[line[0]]]
    for before, word in pairwise(line):
        if word.left - before.right > max(0.8 * word.size, 6):
            segments.append([])
        segments[-1].append(word)
    return segments


def text_of(line: Sequence[Word]) -> str:
    """A line's text with single spaces and whole letters for ligatures."""
    return " ".join(word.text for word in line).translate(_LIGATURES).replace("\u00ad", "-")


@dataclass(frozen=True, slots=True)
class Habits:
    """How a plan is set.

    `words`: those that stand whole in it, in small letters. `size`: the height of its usual words, in points.
    `pitch`: the usual step from line to line inside paragraphs, in line heights.
    """

    words: frozenset[str]
    size: float
    pitch: float


def habits_of(pages: Sequence[Sequence[Word]]) -> Habits:
    """The habits of a whole plan: a page alone may hold nothing but headings."""
    words = [word for page in pages for word in page]
    whole = {word.text.strip(".,;:()").lower() for word in words if not word.text.endswith("\u00ad")}
    sizes = sorted(word.size for word in words)
    # a line that begins with a small letter goes on with the one above
    steps = sorted(
        (above[0].middle - below[0].middle) / below[0].size
        for page in pages
        for above, below in pairwise(lines_of(page))
        if below[0].text[:1].islower() and below[0].size > 0
    )
    pitch = min(max(steps[len(steps) // 2], 0.9), 2.2) if steps else 1.05
    return Habits(frozenset(whole), sizes[len(sizes) // 2] if sizes else 0, pitch)


def paragraphs_of(words: Sequence[Word], page: int, habits: Habits) -> list[Paragraph]:
    """The paragraphs one column of words on a page forms."""
    lines = lines_of(words)
    if not lines:
        return []
    right = max(line[-1].right for line in lines)
    left = min(line[0].left for line in lines)
    groups: list[list[list[Word]]] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, habits.pitch, left, right):
            groups[-1].append(line)
        else:
            groups.append([line])
    found: list[Paragraph] = []
    for group in groups:
        if text := _joined(group, habits.words):
            styled = all(word.bold for line in group for word in line) or group[0][0].size > 1.12 * habits.size
            found.append(Paragraph(text, styled, page, _spans(group)))
    return found


def _begins(paragraph: list[list[Word]], line: list[Word], pitch: float, left: float, right: float) -> bool:
    """Whether a line begins a new paragraph rather than going on with the one above."""
    above = paragraph[-1]
    size = max(line[0].size, above[0].size, 1)
    if (above[0].middle - line[0].middle) / size > 1.25 * pitch or abs(line[0].size - above[0].size) > 1.2:
        return True
    if _is_bold(line) != _is_bold(above) or (_BULLET.match(line[0].text) and len(line) > 1):
        return True
    so_far, text = " ".join(text_of(each) for each in paragraph), text_of(line)
    # the next word would have fitted on the line above, so its writer broke it there
    broken = above[-1].right + line[0].size * 0.3 + (line[0].right - line[0].left) < right - 0.05 * (right - left)
    if begins_heading(text) and (broken or so_far[-1:] in ".!?:" or heading_of(so_far, styled=False)):
        return True
    if text[:1].isupper() or text[:1].isdigit():
        is_tail = len(line) <= 8 and text[-1] not in ".!?:;"
        return broken or (not is_tail and not _is_bold(above) and _is_whole_heading(so_far))
    return broken and so_far[-1:] in ".!?:;"


def _is_whole_heading(text: str) -> bool:
    """Whether a heading set like ordinary text ends here: its title stands, and no word waits for another."""
    heading = heading_of(text, styled=False)
    waits = re.search(
        r"(?:\b(?:the|a|an|of|and|or|to|for|in|under|by|with|which|from|section)|,)$", text, re.IGNORECASE
    )
    return heading is not None and heading.is_titled and not heading.rest and waits is None


def _is_bold(line: Sequence[Word]) -> bool:
    return all(word.bold for word in line)


def _joined(group: Sequence[Sequence[Word]], known: frozenset[str]) -> str:
    words = [word.text for word in group[0]]
    if len(words) > 1 and words[0] in _GLYPHS:
        words = words[1:]
    for line in group[1:]:
        more = [word.text for word in line]
        if words[-1].endswith(("\u00ad", "-")) and len(words[-1]) > 1 and more[0][:1].islower():
            words[-1] = _rejoined(words[-1], more.pop(0), known)
        words += more
    return " ".join(" ".join(words).translate(_LIGATURES).replace("\u00ad", "-").split())


def _rejoined(first: str, second: str, known: frozenset[str]) -> str:
    """Two halves of a word a line end parts, with the hyphen where it belongs to the word."""
    start, whole = first[:-1], (first[:-1] + second).strip(".,;:()").lower()
    hyphenated = f"{start}-{second}".strip(".,;:()").lower()
    if whole in known:
        return start + second
    if hyphenated in known or _HYPHENATED.fullmatch(start.rsplit("-", 1)[-1].lower()) or "-" in second.rstrip(".,;:"):
        return f"{start}-{second}"
    return start + second


def _spans(group: Sequence[Sequence[Word]]) -> tuple[tuple[int, int], ...]:
    """The characters of a paragraph as few ranges; whitespace and a line's end may lie between two words."""
    spans: list[tuple[int, int]] = []
    for word in (word for line in group for word in line):
        if spans and 0 <= word.start - spans[-1][1] <= 3:
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
    return tuple(spans)
