"""Primary needs and phases: the codes of SEN2 and the school census, and the words people write for them.

Codes: Department for Education, SEN2 guide and school census guide, "SEN type".
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

NEEDS: Mapping[str, str] = MappingProxyType(
    {
        "SPLD": "Specific learning difficulty",
        "MLD": "Moderate learning difficulty",
        "SLD": "Severe learning difficulty",
        "PMLD": "Profound and multiple learning difficulty",
        "SEMH": "Social, emotional and mental health",
        "SLCN": "Speech, language and communication needs",
        "HI": "Hearing impairment",
        "VI": "Vision impairment",
        "MSI": "Multi-sensory impairment",
        "PD": "Physical disability",
        "ASD": "Autistic spectrum disorder",
        "DS": "Down syndrome",
        "OTH": "Other difficulty or disability",
        "NSA": "No specialist assessment of type of need",
    }
)

_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "SPLD": ("specific learning difficulty", "specific learning difficulties", "dyslexia"),
        "MLD": ("moderate learning difficulty", "moderate learning difficulties"),
        "SLD": ("severe learning difficulty", "severe learning difficulties"),
        "PMLD": (
            "profound and multiple learning difficulty", "profound and multiple learning difficulties",
            "profound multiple learning difficulty", "profound multiple learning difficulties",
        ),
        "SEMH": (
            "social emotional and mental health", "social emotional mental health",
            "social emotional and mental health needs", "social emotional and mental health difficulties",
        ),
        "SLCN": (
            "speech language and communication needs", "speech language and communication need",
            "speech language and communication", "speech language communication needs",
            "speech language or communication needs",
        ),
        "HI": ("hearing impairment", "hearing impaired", "deaf"),
        "VI": ("vision impairment", "visual impairment", "visually impaired", "blind"),
        "MSI": ("multi sensory impairment", "multisensory impairment"),
        "PD": ("physical disability", "physical disabilities", "physical difficulties"),
        "ASD": (
            "autistic spectrum disorder", "autism spectrum disorder", "autism", "autistic spectrum condition",
            "autism spectrum condition", "autistic", "asc",
        ),
        "DS": ("down syndrome", "downs syndrome", "down s syndrome"),
        "OTH": ("other difficulty or disability", "other difficulty disability", "other", "other difficulty"),
        "NSA": (
            "no specialist assessment", "no specialist assessment of type of need",
            "sen support but no specialist assessment of type of need",
        ),
    }
)  # fmt: skip
_CODE_OF: Mapping[str, str] = MappingProxyType(
    {word: code for code, words in _WORDS.items() for word in (code.casefold(), *words)}
)

_PHASE_OF: Mapping[str, str] = MappingProxyType(
    {
        word: phase
        for phase, words in {
            "early years": ("early years", "nursery", "eyfs", "pre school", "preschool", "early years setting"),
            "primary": ("primary", "infant", "junior", "middle deemed primary", "primary school"),
            "secondary": ("secondary", "middle deemed secondary", "secondary school"),
            "post-16": ("post 16", "post16", "16 plus", "sixth form", "further education", "fe", "college", "16 19"),
            "all-through": ("all through", "all age"),
        }.items()
        for word in words
    }
)

NOTHING = frozenset(
    ("", "-", "--", "n/a", "na", "null", "none", "nil", "not known", "unknown", "not recorded", "not given", "tbc", ".")
)
"""What people and systems write in a cell that holds nothing."""


def need_of(cell: str) -> str:
    """The SEN2 code of a primary need written as code, as words, or as both ('ASD - Autism'); nothing where unknown."""
    text = _folded(cell)
    if text in _CODE_OF:
        return _CODE_OF[text]
    # "ASD - Autistic spectrum disorder", "Autistic spectrum disorder (ASD)": believed if the rest says the same
    for code in NEEDS:
        for pattern in (rf"{code.casefold()} (.+)", rf"(.+) {code.casefold()}"):
            found = re.fullmatch(pattern, text)
            if found and _CODE_OF.get(found[1]) == code:
                return code
    return ""


def phase_of(cell: str) -> str:
    """A phase of education in our words (early years, primary, secondary, post-16, all-through), or nothing."""
    return _PHASE_OF.get(_folded(cell), "")


def phase_of_year(year_group: int | None) -> str:
    """The phase that a national curriculum year usually falls in; nothing without a year.

    Reception (0) to Year 6 are primary, Years 7 to 11 secondary (key stages 1 to 4 of the Education Act 2002,
    section 82, and the reception year of primary schools), those below and above early years and post-16.
    """
    if year_group is None:
        return ""
    if year_group < 0:
        return "early years"
    return "primary" if year_group <= 6 else "secondary" if year_group <= 11 else "post-16"


def _folded(cell: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", cell.casefold().replace("&", " and ")).strip()
