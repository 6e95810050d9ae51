"""What in a text may tell who somebody is: numbers, addresses, dates of birth and titled names. It asks, never decides.

It finds what has a shape. A bare first name has none, so finding nothing proves nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

YEARS_BACK = 4  # a whole date further back than this is taken for a date of birth, unless it says what it is
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX "
    "FK FY G GL GU GX GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG "
    "NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW "
    "UB W WA WC WD WF WN WR WS WV YO ZE"
)
MONTHS: list[str] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True)
class Sign:
    """Something in a text that may identify a person: what it looks like, and where it stands."""

    looks_like: str
    start: int
    end: int


def signs(text: str, today: date, *names: str) -> tuple[Sign, ...]:
    """What in the text may identify somebody, in the order of the text, overlapping ones only once.

    `names` are first names to look for as well, such as the one a plan uses for its child or young person.
    """
    plain, places = _plain(text)
    all_signs = [
        Sign(sign.looks_like, places[sign.start], places[sign.end - 1] + 1)
        for find in _FINDERS
        for sign in find(plain, today)
    ]
    for name in filter(None, names):
        all_signs += [Sign("a first name", *match.span()) for match in _name(name).finditer(text)]
    found = sorted(all_signs, key=lambda s: (s.start, -s.end))
    kept: list[Sign] = []
    for sign in found:
        if not kept or sign.start >= kept[-1].end:
            kept.append(sign)
    return tuple(kept)


def _plain(text: str) -> tuple[str, list[int]]:
    """The text as it is looked through, and for each of its characters the place of the one it stands for.

    Full-width figures are figures, what has no width is not there, every kind of space is one space and every kind of
    dash a hyphen, so that a number set with a thin space or a name with a hidden sign in it is found.
    """
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        if letter.isascii():
            put = " " if letter.isspace() else letter
        elif unicodedata.category(letter) == "Cf":
            continue
        elif unicodedata.category(letter) == "Pd":
            put = "-"
        else:
            put = unicodedata.normalize("NFKC", letter)
            put = " " if put.isspace() else put
        if put == " " and letters[-1:] == [" "]:
            continue
        letters += put
        places += [at] * len(put)
    return "".join(letters), places


def words_for(found: tuple[Sign, ...]) -> str:
    """What the signs look like, in words: 'a postcode and a phone number'. Each is named once."""
    named = list(dict.fromkeys(sign.looks_like for sign in found))
    return " and ".join(part for part in (", ".join(named[:-1]), *named[-1:]) if part)


def without_name(text: str, name: str) -> str:
    """The text with 'the child' wherever it uses the first name; as it is where none is known."""
    if not name:
        return text
    put = _name(name).sub("the child", text)
    return put[:1].upper() + put[1:] if text[:1].isupper() else put


def _name(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")


def nhs_number_holds(digits: str) -> bool:
    """Whether ten digits satisfy the NHS number's check digit (modulus 11, NHS Data Dictionary)."""
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit():
        return False
    check = 11 - sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return check != 10 and check % 11 == int(digits[9])


def upn_holds(upn: str) -> bool:
    """Whether a unique pupil number's first letter is the one its other twelve characters give (modulus 23, DfE guide).

    The last character of a temporary number is a letter, which counts as its place among the check letters.
    """
    if not re.fullmatch(rf"[{UPN_LETTERS}]\d{{11}}[\d{UPN_LETTERS}]", upn, re.ASCII):
        return False
    values = [int(c) if c.isdigit() else UPN_LETTERS.index(c) for c in upn[1:]]
    return UPN_LETTERS[sum(weight * value for weight, value in enumerate(values, 2)) % 23] == upn[0]


_GAP = "[ ./-]{0,3}"  # what parts a number
_NEXT = rf"(?:{'|'.join(MONTHS)})[a-z]*\.?"


def _upns(text: str, _today: date) -> Iterator[Sign]:
    for match in re.finditer(r"\b[A-Za-z]\d{11}[\dA-Za-z]\b", text, re.ASCII):
        if upn_holds(match[0].upper()):
            yield Sign("a unique pupil number", *match.span())


def _insurance_numbers(text: str, _today: date) -> Iterator[Sign]:
    for match in re.finditer(r"\b[A-Z]{2}(?: ?\d{2}){3} ?[A-D]\b", text):
        yield Sign("a National Insurance number", *match.span())


def _nhs_numbers(text: str, _today: date) -> Iterator[Sign]:
    for match in re.finditer(rf"(?<!\d)\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{4}}(?!\d)", text, re.ASCII):
        if nhs_number_holds(re.sub(r"\D", "", match[0])):
            yield Sign("an NHS number", *match.span())


_POSTCODE = re.compile(
    rf"\b(?:{'|'.join(sorted(AREAS.split(), key=len, reverse=True))})\d[\dA-Z]?[ -]?\d[ABD-HJLNP-UW-Z]{{2}}\b",
    re.IGNORECASE | re.ASCII,
)


def _postcodes(text: str, _today: date) -> Iterator[Sign]:
    for match in _POSTCODE.finditer(text):
        if not match[0].endswith(("1st", "2nd", "3rd")) and not re.search(r"\dth$", match[0]):
            yield Sign("a postcode", *match.span())


_DATE = re.compile(
    r"(?<!\d)(?:(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d{2})"
    r"|(?P<y2>\d{4})[/.-](?P<m2>\d{2})[/.-](?P<d2>\d{2})"
    r"|(?P<d5>\d{2}) (?P<m5>\d{2}) (?P<y5>(?:19|20)\d{2})"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<m3>{_NEXT}),?[ -](?P<y3>\d{{4}}|['’]\d{{2}}|(?<=-)\d{{2}})"
    rf"|\b(?P<m4>{_NEXT}) (?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y4>\d{{4}}))(?!\d)",
    re.IGNORECASE | re.ASCII,
)
_BORN = re.compile(r"(?:\bborn\b|\bd\.?o\.?b\b|\bbirth\b)[^\d]{0,20}$", re.IGNORECASE)


def _dates_of_birth(text: str, today: date) -> Iterator[Sign]:
    for match in _DATE.finditer(text):
        day = _day_of(match, today)
        said = _BORN.search(text[: match.start()])
        if day is not None and (said or day.toordinal() < today.toordinal() - 365 * YEARS_BACK):
            yield Sign("a date of birth", said.start() if said else match.start(), match.end())


def _day_of(match: re.Match[str], today: date) -> date | None:
    year, month, day = (
        next(filter(None, (match[f"{k}{way}"] for way in ("", "2", "3", "4", "5")))).lstrip("'’")
        for k in ("y", "m", "d")
    )
    number = MONTHS.index(month[:3].lower()) + 1 if month[:1].isalpha() else int(month)
    full = int(year) if len(year) == 4 else 2000 + int(year) if 2000 + int(year) <= today.year else 1900 + int(year)
    try:
        return date(full, number, int(day))
    except ValueError:
        return None


def _addresses(text: str, _today: date) -> Iterator[Sign]:
    for match in re.finditer(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?P<more>(?:\.[\w-]+)*)", text):
        # within a network an address may end at its first part: j.poole@nhs, and not 2@school
        if match["more"] or re.fullmatch(r"[\W_]*[^\W\d_][\w.+'-]+@[^\W\d_][\w-]+", match[0]):
            yield Sign("an e-mail address", *match.span())


def _phones(text: str, _today: date) -> Iterator[Sign]:
    for match in re.finditer(r"(?<![\d+])(?:(?:\+|00)44 ?(?:\(0\))?|\(?0)(?:[ ()./-]{0,2}\d){9,10}(?!\d)", text):
        yield Sign("a phone number", *match.span())


_TITLED = re.compile(
    r"\b(?P<title>Mr|Mrs|Ms|Miss|Mx|Dr|Drs|Prof|Professor|Doctor|Mister|Sir|Rev|Cllr|Nurse)\b(?:\.| |\. )"
    r"(?P<name>(?:(?:[^\W\d_]\.?|de|da|del|della|di|du|la|le|van|von|der|den|al|el|bin|ibn) )*[^\W\d_][\w'’-]*)",
    re.IGNORECASE,
)
# no names: words that follow a title that stands for somebody known
_AFTER_A_TITLE = frozenset(
    ["and", "or", "was", "were", "is", "are", "said", "says", "has", "had", "will", "would", "who", "whose", "to", "of",
     "in", "on", "at", "as", "with"]
)  # fmt: skip


def _titled_names(text: str, _today: date) -> Iterator[Sign]:
    for match in _TITLED.finditer(text):
        last = match["name"].split()[-1]
        slip = match["title"].lower() in ("mr", "mrs") and len(last) > 1 and last.lower() not in _AFTER_A_TITLE
        if slip or (match["title"][0].isupper() and last[:1].isupper()):
            yield Sign("a name", *match.span())


_FINDERS: tuple[Callable[[str, date], Iterator[Sign]], ...] = (
    _upns, _insurance_numbers, _nhs_numbers, _postcodes, _dates_of_birth, _addresses, _phones, _titled_names
)  # fmt: skip
