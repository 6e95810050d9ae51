"""What reading a plan gives: its sections, and the passages they are made of."""

from dataclasses import dataclass

LETTERS = ("A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, list item or line of a table cell, whitespace collapsed.

    `section` is one of LETTERS, or empty before, between and after them. `page` counts from 1 and is None in Word.
    `paragraph` counts from 1 through the whole document. `spans` are the ranges of characters on the page, as
    pdfium counts them, end not included; empty in Word.
    """

    text: str
    section: str
    page: int | None
    paragraph: int
    spans: tuple[tuple[int, int], ...] = ()
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the plan: `page` is where its first heading stands."""

    section: str
    heading: str
    page: int | None
    passages: tuple[Passage, ...]

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(passage.text for passage in self.passages)

    @property
    def words(self) -> int:
        """How many words it holds, its heading not counted."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as read.

    `kind` is `pdf` or `docx`; `pages` is None in Word, which has none until it is printed. `sections` stand in the
    order of LETTERS. `missing` are the letters without a heading or without a word below it. `passages` is the
    whole document in reading order, headings too. `pictures` are the pages that show something and hold no text;
    `scan` says that no page holds any. `notes` are sentences about what could not be read.
    """

    kind: str
    pages: int | None
    sections: tuple[Section, ...]
    missing: tuple[str, ...]
    passages: tuple[Passage, ...]
    pictures: tuple[int, ...] = ()
    scan: bool = False
    notes: tuple[str, ...] = ()

    def section(self, letter: str) -> Section | None:
        """The section of that letter, where the plan has a heading for it."""
        return next((section for section in self.sections if section.section == letter), None)
