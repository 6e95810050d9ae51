"""What looks like a unique pupil number, an NHS number or a postcode, whether or not its check digit holds."""

import re
from collections.abc import Iterator

from auditor.identities import AREAS, nhs_number_holds, upn_holds

_UPN = re.compile(r"\b[a-z]\d{11}[\da-z]\b|\b[a-z] ?(?:\d[ -]?){11}[\da-z]\b", re.IGNORECASE | re.ASCII)
_UPN_SAID = re.compile(r"\bupn\b|pupil (?:number|no\b|ref)", re.IGNORECASE)
_NHS = re.compile(r"(?<![\d+-])\d{3}([ \u00a0-]?)\d{3}([ \u00a0-]?)\d{4}(?![\d-]|[ \u00a0]\d)", re.ASCII)
_NHS_SAID = re.compile(r"\bn\.?h\.?s\b", re.IGNORECASE)
_OTHER_SAID = re.compile(
    r"\b(?:tel|telephone|phone|ring|call|text|mobile|fax|order|invoice|serial|isbn|account|purchase|job|stock)\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?<![\w/-])(?P<area>[a-z]{1,2})\d[\da-z]?[ \u00a0]?(?P<inward>\d[abd-hjlnp-uw-z]{2})(?![\w/-])",
    re.IGNORECASE | re.ASCII,
)
_PSEUDO = re.compile(r"(?<![\w/-])zz99[ \u00a0]?\d[a-z]{2}(?![\w/-])", re.IGNORECASE | re.ASCII)  # no fixed address
_ORDINAL = re.compile(r"1st|2nd|3rd|\dth", re.IGNORECASE)
_KNOWN = frozenset(AREAS.split())


def identifiers(text: str) -> Iterator[tuple[str, bool | None]]:
    """What in a text looks like an identifier: `upn`, `nhs_number` or `postcode`, and whether its check digit holds.

    None where there is none to hold. Each kind is named once. Numbers said to be telephones or orders are left out.
    """
    found: dict[str, bool | None] = {}
    for what, holds in (*_upns(text), *_nhs_numbers(text), *_postcodes(text)):
        found[what] = holds or found.get(what, holds)
    yield from found.items()


def _upns(text: str) -> Iterator[tuple[str, bool]]:
    for match in _UPN.finditer(text):
        upn = re.sub(r"[ -]", "", match[0]).upper()
        if upn_holds(upn) or len(match[0]) == len(upn) or _UPN_SAID.search(text):
            yield "upn", upn_holds(upn)


def _nhs_numbers(text: str) -> Iterator[tuple[str, bool]]:
    for match in _NHS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        said = _NHS_SAID.search(text) is not None
        other = digits.startswith("0") or _OTHER_SAID.search(text[max(0, match.start() - 40) : match.start()])
        if said or (not other and ((match[1] and match[2]) or nhs_number_holds(digits))):
            yield "nhs_number", nhs_number_holds(digits)


def _postcodes(text: str) -> Iterator[tuple[str, None]]:
    for match in _POSTCODE.finditer(text):
        area = match["area"].upper()
        # one letter is an area only where there is one: "Y6 2ab" is not; two may be new or kept for practice
        if (area in _KNOWN or (len(area) == 2 and area != "KS")) and not _ORDINAL.fullmatch(match["inward"]):
            yield "postcode", None
    if _PSEUDO.search(text):
        yield "postcode", None
