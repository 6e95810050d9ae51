"""A first name that is not the plan's usual one. It knows no list of names: only how plans use them."""

import re
from collections import Counter
from collections.abc import Sequence

from auditor.plan_reader.phrases import listed

_FEWEST = 3  # times the usual name must stand as one
_USED = re.compile(
    r"(?<![\w'’-])(?P<name>[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?)(?:['’]s\b| (?:will|would|can|cannot|has|is|was|needs"
    r"|likes|finds|enjoys|wants|loves|lives|uses|should|may|does|goes|struggles|requires|receives|attends)\b)"
)
_BEFORE = re.compile(r"([\w.'’-]+) $")


def other_names(texts: Sequence[str]) -> tuple[str, list[tuple[int, str]]]:
    """The plan's usual first name, and for each text that uses another one its number and that name.

    The usual name stands at least three times and twice as often as any other; where none does, the name is empty and
    nothing is found. People introduced as somebody ('her sister Ada', 'Mr Brook') are left out wherever they stand.
    """
    skipped = set(listed("names.not_names"))
    introduced = {name for text in texts for name in _introduced(text)}
    uses = [
        (number, match["name"])
        for number, text in enumerate(texts)
        for match in _USED.finditer(text)
        if match["name"].lower() not in skipped and match["name"] not in introduced and _stands_alone(text, match)
    ]
    counts = Counter(name for _, name in uses).most_common(2)
    if not counts or counts[0][1] < _FEWEST or (len(counts) > 1 and counts[0][1] < 2 * counts[1][1]):
        return "", []
    usual = counts[0][0]
    return usual, list(dict.fromkeys((number, name) for number, name in uses if name != usual))


def _introduced(text: str) -> set[str]:
    relations = "|".join(re.escape(word) for word in listed("names.relations"))
    found = re.findall(rf"\b(?i:{relations})\b[.,]? ([A-Z][\w-]+)(?:(?:, [A-Z][\w-]+)* and ([A-Z][\w-]+))?", text)
    return {name for names in found for name in names if name}


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Not the last word of a longer name: 'Harbour View has', 'Ada Brook's'."""
    before = _BEFORE.search(text[: match.start()])
    return before is None or not before[1][:1].isupper() or before[1].endswith(".")
