"""What a job changed, so that each page can decide whether to look again."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Changed:
    """The kinds of thing that changed (`answer`, `audit`, `round`, …) and the ids they changed for."""

    kinds: frozenset[str]
    ids: tuple[int, ...] = ()
