"""Finding the words that somebody wants removed, however a plan writes them.

Case, accents, ligatures, hyphenation at line ends, line and page breaks, possessives and the spaces within numbers make
no difference. A word is found whole and not inside a longer one, and what it touches up to the next space goes with it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from auditor.plan_reader.phrases import listed

_HYPHENS = dict.fromkeys("\u2010\u2011\u2012\u2013\ufffe\u00ad\x02", "-")
_PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H", "ı": "i",
     "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH", "ŧ": "t", "Ŧ": "T", "’": "'", "ʼ": "'"}
)  # fmt: skip
# letters of other alphabets that look like these: Zara with a Cyrillic a is read as Zara
_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0458\u0455"  # Cyrillic, small
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406\u0408\u0405"
    "\u03bf\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",  # Greek
    "aeopcxyijsABEKMHOPCTXYIJSovABEZHIKMNOPTYX",
)
_QUOTES = str.maketrans("´`ʹ", "'''")  # where somebody types one for an apostrophe
_SEPARATOR = r"[\W_]"
_CLOSE = "\x1f"  # between two pieces that a gap parts which is too small to be one between words


@dataclass(frozen=True, slots=True)
class Wish:
    """Words to be removed. `as_written`: only where they begin with a capital letter, as for a girl called Hope."""

    text: str
    as_written: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Where a wish stands: the numbers of the tokens it touches, in the order of the stream."""

    wish: int
    tokens: tuple[int, ...]


class Stream:
    """Tokens in one order, folded for finding. A token is what stands between two spaces."""

    def __init__(self, tokens: Sequence[tuple[int, str]], close: Collection[int] = ()) -> None:
        """`tokens`: each with its number. A number may come again where a text is told twice.

        `close` are the places in `tokens` after which no word ends for certain: the gap that follows is a small one.
        """
        folded: list[str] = []
        cased: list[str] = []
        owners: list[int] = []
        for place, (number, text) in enumerate(tokens):
            for plain, small in _letters(text):
                folded.append(small)
                cased.append(plain)
                owners.append(number)
            gap = _CLOSE if place in close else " "
            folded.append(gap)
            cased.append(gap)
            owners.append(-1)
        self._folded, self._cased, self._owners = "".join(folded), "".join(cased), owners

    def find(self, wishes: Sequence[Wish]) -> list[Found]:
        """Every place of every wish."""
        found: list[Found] = []
        for number, wish in enumerate(wishes):
            pattern = _pattern(wish.text)
            if pattern is None:
                continue
            words = re.findall(r"[^\W_]+", _key(wish.text))
            for match in pattern.finditer(self._folded):
                start, end = match.span(1)
                if (
                    self._stands_alone(start, end)
                    and not _is_ordinary(match[1], words)
                    and (not wish.as_written or self._is_named(start, end, wish.text))
                ):
                    tokens = dict.fromkeys(owner for owner in self._owners[start:end] if owner >= 0)
                    found.append(Found(number, tuple(tokens)))
        return found

    def _stands_alone(self, start: int, end: int) -> bool:
        if not self._parts(start):
            return False
        if self._parts(end):
            return True
        # Adas for Ada's: the sign is often left out
        return self._folded[end] == "s" and self._parts(end + 1)

    def _parts(self, at: int) -> bool:
        """Whether a word may end before this character: at no letter, at a capital after a small one, at a digit."""
        if at <= 0 or at >= len(self._cased):
            return True
        before, here = self._cased[at - 1], self._cased[at]
        if not (before.isalnum() and here.isalnum()):
            return True
        return (before.islower() and here.isupper()) or before.isdigit() != here.isdigit()

    def _is_named(self, start: int, end: int, text: str) -> bool:
        """Whether it begins with a capital; where it holds initials, each word does: A.S. is not found in “As”."""
        words = re.findall(r"[^\W_]+", text)
        capitals = [self._cased[at] != self._folded[at] for at in range(start, end)]
        return capitals[0] and (all(len(word) > 1 for word in words) or sum(capitals) >= len(words))


def _is_ordinary(found: str, words: Sequence[str]) -> bool:
    """Whether what was found are ordinary words whose ends make the name: “has an” for Hasan."""
    pieces = found.split(" ")
    return len(pieces) > 1 and pieces != words and all(piece in _short_words() for piece in pieces)


@cache
def _short_words() -> frozenset[str]:
    return frozenset(listed("names.short_words"))


def without(text: str, wishes: Sequence[Wish]) -> str:
    """A short text, such as the name of a file, without the words that hold any of the wishes."""
    words = re.findall(r"[^\s_]+", text)
    gone = {token for one in Stream(list(enumerate(words))).find(wishes) for token in one.tokens}
    return " ".join(word for number, word in enumerate(words) if number not in gone).strip(" -,")


def counts(found: Sequence[Found], wishes: Sequence[Wish]) -> list[int]:
    """How often each wish was found."""
    counted = Counter(one.wish for one in found)
    return [counted[number] for number in range(len(wishes))]


def same(first: str, second: str) -> bool:
    """Whether two wishes ask for the same words."""
    return _key(first) == _key(second)


def is_wish(text: str) -> bool:
    """Whether there is anything to look for in a text."""
    return _pattern(text) is not None


def _key(text: str) -> str:
    return " ".join("".join(small for _, small in _letters(text.translate(_QUOTES))).split())


def _letters(text: str) -> list[tuple[str, str]]:
    """The characters of a token without accents, each as written and in small letters; hyphens as one sign."""
    if text.isascii() and text.isprintable():  # most tokens
        return list(zip(text, text.lower(), strict=True))
    # a soft hyphen ends a line only where it ends a token: elsewhere it is not seen
    body, last = text[:-1], text[-1:]
    text = body.replace("\u00ad", "").replace("\u200b", "") + last
    # an accent that is set beside its letter, as some programs draw it
    text = "".join(letter for letter in text if letter.isascii() or unicodedata.category(letter) != "Sk")
    out: list[tuple[str, str]] = []
    for letter in unicodedata.normalize("NFKD", text.translate(_PLAIN).translate(_ALIKE)):
        sign = _HYPHENS.get(letter, letter)
        if sign == letter and unicodedata.category(letter) in ("Mn", "Cf", "Cc", "Cs"):
            continue
        if sign == "-" or not sign.isalnum():
            out.append((sign, sign))
            continue
        for small in unicodedata.normalize("NFKD", sign.casefold()):
            if unicodedata.category(small) != "Mn":
                out.append((sign if len(sign.casefold()) == 1 else small, small))
    return out


def _pattern(text: str) -> re.Pattern[str] | None:
    """What finds a wish in a folded stream; each match's first group is the words themselves."""
    parts = re.findall(r"[^\W_]+|[\W_]+", "".join(small for _, small in _letters(text.strip().translate(_QUOTES))))
    words = [part for part in parts if part[0].isalnum()]
    if not words:
        return None
    if any(letter.isdigit() for word in words for letter in word):
        # numbers and postcodes are set with spaces, strokes and dots, or with none
        body = f"{_SEPARATOR}{{0,3}}".join(re.escape(letter) for word in words for letter in word)
        return re.compile(f"(?=({body}))")
    letters = [letter for word in words for letter in word]
    # a hyphen and the end of its line may part a word anywhere; a narrow cell or a gap does so without one
    gap = rf"(?:-[ {_CLOSE}]?|[ {_CLOSE}])?"
    pieces: list[str] = []
    for part in _between(parts):
        if part[0].isalnum():
            pieces.append(gap.join(re.escape(letter) for letter in part))
        else:
            # a line's end, a bullet, or nothing where the spaces of a plan were lost
            pieces.append(f"{_SEPARATOR}{{0,12}}")
    spaced = f"[ {_CLOSE}]".join(re.escape(letter) for letter in letters)  # A D A, as headings are set
    return re.compile(f"(?=({''.join(pieces)}|{spaced}))" if len(letters) > 2 else f"(?=({''.join(pieces)}))")


def _between(parts: Sequence[str]) -> list[str]:
    """The parts from the first word to the last."""
    first = next(i for i, part in enumerate(parts) if part[0].isalnum())
    last = next(i for i in range(len(parts) - 1, -1, -1) if parts[i][0].isalnum())
    return list(parts[first : last + 1])
