"""What in a plan somebody may want removed: listed with what it looks like, so that a person decides on each.

It finds what has a shape, what stands after a label, and how plans use names. Finding nothing proves nothing.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from auditor.identities import signs
from auditor.papers.naming import Suggestion, beside, parts_of, ways
from auditor.papers.wishes import same
from auditor.plan_reader.names import other_names
from auditor.plan_reader.plan import Plan

MOST = 400  # suggestions: a list longer than that is read by nobody
FAMILY = "a family name"
LONGEST = 120  # characters of what stands after a label
_LABEL = re.compile(
    r"(?P<label>(?:(?:child|young person|pupil|student)(?:['’]s)? )?(?:(?:full|first|given|last|family|middle|legal"
    r"|preferred) )?(?:name|sur ?name|forename\(?s?\)?)|known as|also known as|(?:home |current )?address"
    r"|(?:parents?|carers?|mother|father|guardian|next of kin)(?:['’]s)?(?: ?/ ?(?:carers?|guardians?)(?:['’]s)?)?"
    r"(?: names?| address)?|(?:nhs|upn|unique pupil|case|client|mosaic|liquid ?logic|system)"
    r" ?(?:id|no\.?|number|ref\w*)?)"
    r"\s*(?P<colon>[:\-–])?\s*",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"(?i)(?:name|address|date|parents?|carers?|relationship|school|telephone|tel|email|n/?a|none)\b"
)


def suggestions(plan: Plan, lines: Sequence[str], today: date, child: tuple[str, str] = ("", "")) -> list[Suggestion]:
    """What may be removed from a plan: each once, names first. `lines` are those no passage holds.

    `child` is the first and the family name of the plan's child or young person, as far as somebody said them.
    """
    texts = [passage.text for passage in plan.passages]
    usual, others = other_names(texts)
    labelled, shaped = list(_labelled(texts)), list(_shaped([*texts, *lines], today))
    told = list(ways(*child))
    firsts = [*parts_of(child[0]), *([usual] if usual else [])]
    families = [*parts_of(child[1]), *(one.text for one in shaped if one.looks_like == FAMILY)]
    found = [
        *told,
        # a name that is a word as well would take that word with it
        *([Suggestion(usual, "the first name this plan uses", as_written=True)] if usual else []),
        *beside([*texts, *lines], firsts, families),
        *(
            Suggestion(name, "another first name", as_written=True)
            for name in dict.fromkeys(name for _, name in others)
        ),
        *labelled,
        *shaped,
    ]
    kept: list[Suggestion] = []
    for one in found:
        if len(kept) < MOST and not any(same(one.text, other.text) for other in kept):
            kept.append(one)
    return kept


def _labelled(texts: Sequence[str]) -> Iterator[Suggestion]:
    """What stands after a label such as “Name” or “Address”, beside it or in the next cell."""
    for number, text in enumerate(texts):
        match = _LABEL.match(text)
        if match is None:
            continue
        rest = text[match.end() :].strip()
        if not rest and number + 1 < len(texts):
            rest = texts[number + 1].strip()
        elif not match["colon"]:
            continue
        if 1 < len(rest) <= LONGEST and not _NOT_A_NAME.match(rest) and not _LABEL.fullmatch(rest):
            label = match["label"].strip()
            yield Suggestion(rest, f"stands after “{label}”")
            if "name" in label.lower() or "known" in label.lower():
                for part in rest.split():
                    if len(part.strip(".,()")) > 1 and part[:1].isupper():
                        yield Suggestion(part.strip(".,()"), "part of a name", as_written=True)


def _shaped(texts: Sequence[str], today: date) -> Iterator[Suggestion]:
    """What has the shape of a number, an address, a date of birth or a name with a title."""
    for text in texts:
        for sign in signs(text, today):
            words = text[sign.start : sign.end]
            if sign.looks_like == "a date of birth":
                words = re.sub(r"^\D+(?=\d)", "", words)
            yield Suggestion(words, sign.looks_like)
            if sign.looks_like == "a name":
                yield Suggestion(words.split()[-1], FAMILY, as_written=True)
                for part in parts_of(words.split()[-1]):
                    yield Suggestion(part, "part of a name", as_written=True)
