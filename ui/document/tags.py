"""Which places of a plan to mark, from evidence and from passages worth a look."""

from collections.abc import Sequence
from typing import Protocol

from auditor.contents import Evidence
from auditor.plan_reader import Passage
from ui.document.marks import Mark
from ui.document.plan_places import PlanPlaces

Tagged = Sequence[tuple[str, Evidence]]
"""Evidence, each with the criterion it belongs to."""


class Prompt(Protocol):
    """A passage worth a look, as far as marking needs it."""

    @property
    def section(self) -> str:
        """One of the letters, or empty."""
        ...

    @property
    def page(self) -> int | None:
        """From 1; None in Word."""
        ...

    @property
    def text(self) -> str:
        """The words to mark."""
        ...


def on_pages(evidence: Tagged, prompts: Sequence[Prompt]) -> list[Mark]:
    """Marks for PDF pages; evidence without its words has no place that could be marked."""
    tagged: dict[tuple[int, str], list[str]] = {}
    for key, item in evidence:
        if item.page and item.quotation:
            tagged.setdefault((item.page - 1, item.quotation), []).append(key)
    marks = [Mark(page, words, tag=f"[{', '.join(keys)}]") for (page, words), keys in tagged.items()]
    return marks + [Mark(prompt.page - 1, prompt.text) for prompt in prompts if prompt.page]


def in_text(places: PlanPlaces, evidence: Tagged, prompts: Sequence[Prompt]) -> list[tuple[Passage, str, str]]:
    """Marks for running text: passage, words in it, and tag."""
    wanted = [(item, f"[{key}]") for key, item in evidence]
    wanted += [(Evidence(prompt.section, prompt.page, None, prompt.text), "") for prompt in prompts]
    return [
        (passage, item.quotation, tag)
        for item, tag in wanted
        if item.quotation and (passage := places.passage_of(item)) is not None
    ]
