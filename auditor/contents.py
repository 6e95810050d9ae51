"""Everything one revision of an audit holds, as plain values."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from auditor.answers import Answer

QUOTATION_LIMIT = 600


@dataclass(frozen=True)
class Evidence:
    """A place in the plan that an answer rests on. PDF plans have a page, Word plans a paragraph of the section.

    `quotation` is a short passage, or empty where a round keeps none.
    """

    section: str = ""
    page: int | None = None
    paragraph: int | None = None
    quotation: str = ""

    @property
    def place(self) -> str:
        """Where it is, in words: 'Section F, page 9'."""
        at = f"page {self.page}" if self.page else f"paragraph {self.paragraph}" if self.paragraph else ""
        return ", ".join(part for part in (f"Section {self.section}" if self.section else "", at) if part)


@dataclass(frozen=True)
class Link:
    """A link of the plan's thread: from one numbered aspiration, need, outcome or provision to another."""

    from_kind: str
    from_number: int
    to_kind: str
    to_number: int


@dataclass(frozen=True)
class Contents:
    """One revision. Answers are by criterion and part, part 0 being the whole and 1, 2, … the outcomes.

    `marks` goes from the digest of a passage to what the auditor made of it.
    """

    answers: Mapping[tuple[str, int], Answer]
    evidence: Mapping[str, tuple[Evidence, ...]]
    outcomes: Mapping[int, str]
    marks: Mapping[str, str]
    links: frozenset[Link]

    def digest(self) -> str:
        """A sha256 over all of it, by which a later change to a submitted revision is found."""
        rows = {
            "answers": [
                [*key, None if a.value is None else int(a.value), a.cause, a.agency, a.note]
                for key, a in sorted(self.answers.items())
            ],
            "evidence": [
                [key, [list(vars(e).values()) for e in items]] for key, items in sorted(self.evidence.items())
            ],
            "outcomes": sorted(self.outcomes.items()),
            "marks": sorted(self.marks.items()),
            "links": sorted(list(vars(link).values()) for link in self.links),
        }
        return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


NOTHING = Contents({}, {}, {}, {}, frozenset())
"""What an audit holds that was not begun."""


def passage_key(section: str, text: str) -> str:
    """What a passage of a plan is known by without keeping its text: a digest of section and folded words."""
    folded = " ".join(text.casefold().split())
    return hashlib.sha256(f"{section}\n{folded}".encode()).hexdigest()[:32]
