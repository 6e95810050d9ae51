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

    @property
    def passage(self) -> Passage:
        """Where they stand; the words are all of it, or a part."""
        ...


def on_pages(evidence: Tagged, prompts: Sequence[Prompt]) -> list[Mark]:
    """Marks for PDF pages; evidence without its words has no place that could be marked."""
    tagged: dict[tuple[int, str], list[str]] = {}
    for key, item in evidence:
        if item.page and item.quotation:
            tagged.setdefault((item.page - 1, item.quotation), []).append(key)
    marks = [Mark(page, words, tag=f"[{', '.join(keys)}]") for (page, words), keys in tagged.items()]
    return marks + list(dict.fromkeys(_prompted(prompt, prompt.page) for prompt in prompts if prompt.page))


def _prompted(prompt: Prompt, page: int) -> Mark:
    """The mark of a prompt: where its passage stands, for the same words may stand elsewhere on the page too."""
    whole = prompt.text == prompt.passage.text
    return Mark(page - 1, prompt.text, prompt.passage.spans if whole else ())


def in_text(places: PlanPlaces, evidence: Tagged, prompts: Sequence[Prompt]) -> list[tuple[Passage, str, str]]:
    """Marks for running text: passage, words in it, and tag."""
    found = [(places.passage_of(item), item.quotation, f"[{key}]") for key, item in evidence if item.quotation]
    placed = [(passage, words, tag) for passage, words, tag in found if passage is not None]
    return placed + list(dict.fromkeys((prompt.passage, prompt.text, "") for prompt in prompts))
