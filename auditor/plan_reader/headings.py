"""Which lines are headings of sections A to K. The titles follow SEND Regulations 2014, regulation 12(1)."""

import re
from dataclasses import dataclass
from typing import Final

# What a heading that names its letter says about itself.
_KEYS: Final = {
    "A": r"views|interests|aspirations|wishes|hopes|about me|history|one[- ]page profile|my story",
    "B": r"special(?: educational)? needs?(?! and provision)|\bsen\b(?! provision)|educational needs|\bneeds\b",
    "C": r"health(?:\s?care)?(?: needs)?\b",
    "D": r"social care(?: needs)?\b",
    "E": r"outcomes?\b",
    "F": r"educational provision|\bprovision\b",
    "G": r"health",
    "H1": r"social care provision|1970|chronically|csdpa",
    "H2": r"social care provision|other provision",
    "H": r"social care(?: needs)?\b",
    "I": r"placement|(?:name|type)\b.{0,40}\b(?:school|setting|institution|provider)"
    r"|(?<![\w ])(?:educational )?(?:school|setting)\b",
    "J": r"personal budget|direct payment",
    "K": r"advice|information|appendi|reports|evidence",
}
# The whole titles, which are enough without a letter.
_TITLES: Final = (
    ("A", r"(?:the )?(?:summary of (?:the )?)?views,? (?:(?:and )?interests|wishes)\b.*|all about me|about me"),
    ("H1", r".*social care provision.*(?:1970|chronically|csdpa|section 2).*|.*csdpa.*provision.*"),
    ("H2", r"(?:any )?other social care provision.*"),
    ("C", r".{0,45}\bhealth(?:\s?care)? needs\b(?! and).*"),
    ("D", r".{0,45}\bsocial care needs\b(?! and).*"),
    ("G", r"(?:any )?health(?:\s?care)? provision\b.*"),
    ("F", r"(?:the )?(?:special )?educational provision\b.*|sen provision"),
    ("B", r".{0,45}\bspecial educational needs(?: \(sens?\)| and disabilit(?:y|ies))?"),
    ("E", r"(?:the )?(?:.{0,30}\b)?outcomes(?: sought.*)?"),
    ("I", r"(?:educational )?placement|name and type of .*|type and name of .*"),
    ("J", r"personal budgets?\b.*|direct payments?\b.*"),
    ("K", r"(?:the )?advice and information\b.*"),
)
_VERB = (
    r"(?:will|is|are|has|have|had|was|were|can|cannot|must|should|may|needs|need|requires?|likes?|includes?|says?|said"
    r"|sets?)"
)
_LEAD = rf"(?:(?!(?:{_VERB}|no|not|none)\b)[\w'’/&,()\[\]-]+\s+){{0,9}}?"
_NOT_A_TITLE = re.compile(r"\bwill\b|\d\s*(?:hours?|minutes?|mins?|x|times|sessions?)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[:.)\]\-–—|]+\s*(?=\S|$)")
_ONE = r"(?:H(?:\s?[.(]?\s?[12]\)?)?|[A-GIJK]\d?)"
_WORDED = re.compile(
    r"(?:part \d+[:,]?\s*|\d{1,2}[.)]?\s+)?(?P<word>sections?)\s*[-–:]?\s*"
    rf"[\"“'‘(]?(?P<letter>{_ONE})[\"”'’)]?(?![A-Za-z0-9'’])",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"\s*(?:,\s*and|,|and|&|/|\+|-(?=[A-K]\b|H[12]))\s*(?:section\s*)?(?P<letter>{_ONE})(?![A-Za-z0-9'’])(?=\s*(?:$|[,:&/+(–-]|and\b))"
)
_BARE = re.compile(r"[\"“'‘(]?(?P<letter>H\s?[.(]?\s?[12]\)?|[A-K]\d?)[\"”'’)]?(?P<mark>\s*[:.)\]\-–—|]+\s*|\s+)(?=\S)")
_GROUP = re.compile(rf"\((?:sections?\s*)?(?P<all>{_ONE}(?:\s*(?:-|–|/|,|&|and|\+)\s*{_ONE})+)\)\s*:?$")
_BEHIND = re.compile(
    rf"(?P<title>.{{4,200}}?)\s*(?:(?:[-–—:,]\s*|\()section\s*(?P<letter>{_ONE})\)?|\((?P<only>{_ONE})\))\s*:?$",
    re.IGNORECASE,
)
_LOOSE = re.compile(rf"(?<![\w'’])(?P<letter>{_ONE})(?![\w'’])(?=\s*(?:$|[,:(&/]|and\b))")
_LEADERS = re.compile(r"\s*(?:[.…·_]\s*){2,}\d{1,3}$")
_TOGETHER = ({"B", "C", "D", "E", "F", "G", "H", "H1", "H2"}, {"I", "J"})
_CLOSERS = re.compile(
    r"(?:sign(?:ed|[- ]?off)\b.*|signatures?\b.*|appendix\b.*|appendices\b.*|annex\b.*|glossary|(?:table of )?contents"
    r"|.*\b(?:personal|contact) details|version (?:control|history)|document (?:control|history)|declaration\b.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the letters it names (`H` where it does not say which), its words, and text behind it.

    `doubt` are words of the heading that may be the section's text, should none follow. `is_titled` says that it
    gives the section's title too. `page_number` is what a contents page puts behind it.
    """

    letters: tuple[str, ...]
    text: str
    rest: str = ""
    doubt: str = ""
    is_titled: bool = True
    page_number: bool = False


def heading_of(text: str, *, styled: bool) -> Heading | None:
    """The heading that `text`, a paragraph or cell with its whitespace collapsed, begins with.

    `styled`: it is set apart as headings are, so that fewer words are asked for.
    """
    shown = _LEADERS.sub("", text) if len(text) < 200 else text
    listed = bool(re.search(r"[\s.…·_]\d{1,3}$", text))
    found = _worded(shown, styled) or _lettered(shown, styled) or _grouped(shown, styled)
    if found is None:
        return None
    return Heading(found.letters, found.text, found.rest, found.doubt, found.is_titled, listed)


def titled(text: str) -> str | None:
    """The letter whose title `text` is, for headings and table heads without letters."""
    plain = text.strip(" :.-–—").lower()
    if not plain or len(plain.split()) > 40 or _NOT_A_TITLE.search(plain):
        return None
    return next((letter for letter, title in _TITLES if re.fullmatch(title, plain)), None)


def completes(letter: str, text: str) -> bool:
    """Whether `text` is the title of a heading whose letter stood in the line or cell before it."""
    title, rest, _ = _title(text, letter)
    return bool(title) and not rest and len(text.split()) <= 45


def lone_letter(text: str) -> str | None:
    """The letter of a label that is nothing else, such as `F`, `A1` or `H 2`."""
    found = re.fullmatch(r"[\"“'‘(]?(H\s?[.(]?\s?[12]\)?|A\d?|[B-K])[\"”'’).:]?", text)
    return _letter(found.group(1)) if found else None


def closes(text: str) -> bool:
    """Whether a heading says that what follows belongs to no section: signatures, appendices, contents."""
    return bool(_CLOSERS.fullmatch(text.strip(" :")))


def begins_heading(text: str) -> bool:
    """Whether a line begins a heading by its looks alone: `Section F`, `F – `, `SECTION H1:`."""
    found = _WORDED.match(text)
    if found:
        after = text[found.end() :]
        return not found.group("word").islower() and (
            not after.strip()
            or bool(_SEPARATOR.match(after))
            or bool(_title(after.strip(), _letter(found.group("letter")))[0])
        )
    return bool(re.match(r"(?:H\s?[12]|[A-K]\d?)\s*[-–—:|.)]\s+\S", text))


def _letter(label: str) -> str:
    """`h 1` to H1; numbered parts, such as A1 and A2, to their letter."""
    plain = re.sub(r"[^A-Za-z0-9]", "", label).upper()
    return plain if plain in ("H1", "H2") else plain[0]


def _worded(text: str, styled: bool) -> Heading | None:
    """`Section F`, `SECTION F: Special educational provision`, `Sections B, F and E`."""
    found = _WORDED.match(text)
    if not found or (not styled and not found.group("letter")[0].isupper()):
        return None
    letters, end = [_letter(found.group("letter"))], found.end()
    while more := _MORE.match(text, end):
        letters.append(_letter(more.group("letter")))
        end = more.end()
    # as in: Sections C (health needs) and G (health provision)
    spread = found.group("word").lower() == "sections" and (styled or re.search(r"\)\s*(?:and|&)", text))
    if spread and len(letters) == 1:
        letters = list(dict.fromkeys(_letter(each.group("letter")) for each in _LOOSE.finditer(text)))
        return _several(letters, text) if len(letters) > 1 else None
    if len(letters) > 1:
        # 'Sections F and G must be specific' is a sentence
        return _several(letters, text) if styled or not text[end:].strip(" :") or _SEPARATOR.match(text[end:]) else None
    if re.match(r"\s*(?:to|-|–)\s*[A-K]\b", text[end:]):
        return None
    return _single(text, end, letters[0], styled, found.group("word").islower())


def _single(text: str, end: int, letter: str, styled: bool, lower: bool) -> Heading | None:
    after = text[end:]
    if not after.strip(" :.)-–—|"):
        if lower and not styled and after.strip():
            return None  # the end of a sentence: 'section F.'
        return Heading((letter,), text.strip(), is_titled=False)
    if re.fullmatch(r"\s*[-–(:]*\s*(?:continued|cont(?:['’.]?d)?)\.?\)?", after, re.IGNORECASE):
        return Heading((letter,), text)
    separator = _SEPARATOR.match(after)
    body_at = end + (separator.end() if separator else len(after) - len(after.lstrip()))
    body = text[body_at:]
    title, rest, doubt = _title(body, letter)
    if title and (styled or separator or not lower):
        return Heading((letter,), text[: body_at + len(title)].rstrip(" :–-"), rest, doubt)
    if separator and (styled or not lower):
        label = text[:end].strip()
        if styled and len(body.split()) <= 25:
            return Heading((letter,), text, doubt=body)
        return Heading((letter,), label, body, is_titled=False)
    starts_sentence = re.match(rf"(?:of|and|or|to|in|above|below|for|which|that|{_VERB})\b", body, re.IGNORECASE)
    if styled and not starts_sentence and len(body.split()) <= 12:
        return Heading((letter,), text, doubt=body)
    return None


def _lettered(text: str, styled: bool) -> Heading | None:
    """`F – Special educational provision`, `F: …`, `A2 Summary of the views`."""
    found = _BARE.match(text)
    if not found:
        return None
    letter, body = _letter(found.group("letter")), text[found.end() :]
    title, rest, doubt = _title(body, letter)
    if not title:
        return None
    if not found.group("mark").strip():
        # 'A views' and 'I placement' are English too
        if rest or not (styled or (letter not in ("A", "I") and len(body.split()) <= 30 and body[0].isupper())):
            return None
        if not re.match(rf"(?:the |any |other |summary )?.{{0,60}}?(?:{_KEYS[letter]})", body, re.IGNORECASE):
            return None
    return Heading((letter,), text[: found.end() + len(title)].rstrip(" :–-"), rest, doubt)


def _grouped(text: str, styled: bool) -> Heading | None:
    """`Needs and provision (B-F-E)`, `Outcomes (Section E)`."""
    if len(text.split()) > 40:
        return None
    if styled and (group := _GROUP.search(text)):
        return _several([_letter(label) for label in re.findall(_ONE, group.group("all"))], text)
    if behind := _BEHIND.fullmatch(text):
        letter = _letter(behind.group("letter") or behind.group("only"))
        if (styled or titled(behind.group("title")) == letter) and _title(behind.group("title"), letter)[0]:
            return Heading((letter,), text)
    return None


def _several(letters: list[str], text: str) -> Heading | None:
    unique = tuple(dict.fromkeys(letters))
    if len(unique) == 1:
        return Heading(unique, text)
    return Heading(unique, text) if any(set(unique) <= group for group in _TOGETHER) else None


def _title(body: str, letter: str) -> tuple[str, str, str]:
    """The title `body` begins with, the text behind it, and the part of the title that may be text; else empty."""
    found = re.match(rf"{_LEAD}(?:{_KEYS[letter]})(?!\s+{_VERB}\b)", body, re.IGNORECASE)
    if not found:
        return "", "", ""
    end = re.compile(r":\s+(?=\S)|\.\s+(?=[A-Z“\"'‘(])").search(body, found.end())
    title, rest = (body[: end.start()], body[end.end() :]) if end else (body, "")
    words = len(title.split())
    if _NOT_A_TITLE.search(title) or words > 45:
        return "", "", ""
    dash = re.search(r"\s[–—-]\s+(?=\S)", title[found.end() :])
    doubt = title[found.end() + dash.end() :] if dash and not rest else ""
    return title, rest, doubt
