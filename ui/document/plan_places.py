"""From places on the page to places in the plan, and back: sections, paragraphs, evidence."""

from bisect import bisect_right

from auditor.contents import Evidence
from auditor.plan_reader import LETTERS, Passage, Plan
from ui.document.folding import Folded

TITLES = {
    "A": "Views, interests and aspirations",
    "B": "Special educational needs",
    "C": "Health needs",
    "D": "Social care needs",
    "E": "Outcomes",
    "F": "Special educational provision",
    "G": "Health provision",
    "H1": "Social care provision, section 2 of the 1970 Act",
    "H2": "Other social care provision",
    "I": "Placement",
    "J": "Personal budget",
    "K": "Advice and information",
}
"""Short names of the sections of a plan: SEND Regulations 2014, regulation 12."""


class PlanPlaces:
    """Answers where something stands in one plan that was read."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        placed = [
            (passage.page or 0, start, end, passage)
            for passage in plan.passages
            for start, end in (passage.spans or ((0, 0),))
        ]
        self._placed = sorted(placed, key=lambda entry: entry[:2])
        self._starts = [entry[:2] for entry in self._placed]
        self._numbers: dict[int, int] = {}
        for section in plan.sections:
            for number, passage in enumerate(section.passages, 1):
                self._numbers[passage.paragraph] = number

    @property
    def letters(self) -> tuple[str, ...]:
        """The sections the plan has a heading for."""
        return tuple(section.section for section in self.plan.sections)

    def at(self, page: int, index: int) -> Passage | None:
        """The passage that holds a character of a page (from 1), or the last before it."""
        place = bisect_right(self._starts, (page, index)) - 1
        for near in range(place, max(-1, place - 8), -1):
            entry = self._placed[near]
            if entry[0] == page and entry[1] <= index < entry[2]:
                return entry[3]
        return self._placed[place][3] if place >= 0 else None

    def section_at(self, page: int, index: int) -> str:
        """The letter of the section there; empty before the first."""
        passage = self.at(page, index)
        return passage.section if passage is not None else ""

    def heading(self, letter: str) -> Passage | None:
        """Where a section begins: its heading, or its first passage."""
        with_letter = [passage for passage in self.plan.passages if passage.section == letter]
        return next((passage for passage in with_letter if passage.is_heading), next(iter(with_letter), None))

    def evidence(self, passage: Passage | None, quotation: str, page: int | None = None) -> Evidence:
        """A quotation with its place: section and page, or section and paragraph of the section."""
        section = passage.section if passage is not None else ""
        if self.plan.kind == "pdf":
            return Evidence(section, page, None, quotation)
        return Evidence(section, None, self.paragraph(passage) if passage is not None else None, quotation)

    def paragraph(self, passage: Passage) -> int:
        """The number of a passage in its section; in the document where it stands in none."""
        return self._numbers.get(passage.paragraph, passage.paragraph)

    def passage_of(self, item: Evidence) -> Passage | None:
        """The passage evidence points to: by its words within its section and page, else by its number."""
        words = Folded(item.quotation.removesuffix("…")).text.strip()
        here = [
            passage
            for passage in self.plan.passages
            if (not item.section or passage.section == item.section) and (not item.page or passage.page == item.page)
        ]
        if words:
            for passage in here:
                folded = Folded(passage.text).text
                if words in folded or (len(folded) > 12 and folded in words):
                    return passage
        if item.paragraph:
            return next((p for p in here if self.paragraph(p) == item.paragraph), next(iter(here), None))
        return next(iter(here), None)

    def name(self, letter: str) -> str:
        """A section in words: 'Section F, Special educational provision, page 9'."""
        heading = self.heading(letter)
        page = f", page {heading.page}" if heading is not None and heading.page else ""
        return f"Section {letter}, {TITLES[letter]}{page}"

    def status(self, letter: str) -> str:
        """`there`, `empty` (a heading and nothing under it) or `missing`."""
        if letter not in self.letters:
            return "missing"
        return "empty" if letter in self.plan.missing else "there"


__all__ = ["LETTERS", "TITLES", "PlanPlaces"]
