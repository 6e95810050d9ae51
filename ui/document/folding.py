"""Text folded for finding: case, kinds of quotation marks, line breaks and hyphens at line ends make no difference."""

import re
from array import array
from collections.abc import Iterator

# pdfium writes U+FFFE for a hyphen at a line's end; Word writes soft hyphens into words
_NOTHING = frozenset("-\u00ad\u2010\u2011\ufffe\u200b\ufeff\0")
_SAME = {"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "„": '"', "—": "–", "…": "..."}
_WORD = re.compile(r"\S+")
_PLAIN = re.compile(r"[!-,.-_a-~]+")  # what only its case can change: ASCII without hyphen and grave accent


class Folded:
    """A text as it is compared, and where each of its characters stands in the text as written."""

    def __init__(self, text: str, spaces: bool = True) -> None:
        """`spaces` off leaves all white space out, so that texts compare whatever their line and cell breaks."""
        folded: list[str] = []
        places = array("L")
        end = -1
        for word in _WORD.finditer(text):
            if end >= 0 and spaces and folded:
                folded.append(" ")
                places.append(end)
            end = word.end()
            if _PLAIN.fullmatch(word[0]):  # most words: a long plan is folded in one go while the reader waits
                folded.append(word[0].lower())
                places.extend(range(word.start(), end))
                continue
            for place, letter in enumerate(word[0], word.start()):
                for part in "" if letter in _NOTHING else _SAME.get(letter) or letter.casefold():
                    folded.append(part)
                    places.append(place)
        self.text = "".join(folded)
        self._places = places

    def find(self, words: str, start: int = 0, spaces: bool = True) -> Iterator[tuple[int, int]]:
        """Every place of `words` from `start` on, as (start, end) in the text as written, end not included."""
        needle = Folded(words, spaces).text.strip()
        at = self.text.find(needle, self._from(start)) if needle else -1
        while at >= 0:
            yield self._places[at], self._places[at + len(needle) - 1] + 1
            at = self.text.find(needle, at + len(needle))

    def _from(self, start: int) -> int:
        """The first folded character at or after a place of the text as written."""
        low, high = 0, len(self._places)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._places[middle] < start else (low, middle)
        return low


def one_line(text: str) -> str:
    """Text as it is quoted: on one line, hyphens that only end a line taken as hyphens."""
    return " ".join(text.replace("\ufffe", "-").replace("\u00ad", "").split())
