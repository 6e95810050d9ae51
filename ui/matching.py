"""Finding by typing: which names hold the letters typed, in order, and which fit best."""

from collections.abc import Sequence

START_OF_WORD, IN_A_ROW, ELSEWHERE = 3, 2, 1


def fit(typed: str, name: str) -> int | None:
    """How well a name fits what was typed, or None if it lacks a letter of it in order; spaces count for nothing."""
    wanted = typed.casefold().replace(" ", "")
    within = name.casefold()
    starts = {i for i, _ in enumerate(within) if i == 0 or not within[i - 1].isalnum()}
    return _best(wanted, within, starts)


def _best(wanted: str, within: str, starts: set[int]) -> int | None:
    """The best score over all ways to find the letters: a running maximum over the last letter's place."""
    if not wanted:
        return 0
    ending_at: dict[int, int] = {}
    for place, letter in enumerate(wanted):
        following: dict[int, int] = {}
        for i, there in enumerate(within):
            if there != letter:
                continue
            here = START_OF_WORD if i in starts else ELSEWHERE
            if place == 0:
                following[i] = here
                continue
            before = [score + (max(here, IN_A_ROW) if i == j + 1 else here) for j, score in ending_at.items() if j < i]
            if before:
                following[i] = max(before)
        ending_at = following
    return max(ending_at.values(), default=None)


def best_first(typed: str, names: Sequence[str]) -> list[int]:
    """Places of the names that fit, the best first; equal ones in their own order, shorter names before longer."""
    fits = [(fit(typed, name), i) for i, name in enumerate(names)]
    if not typed.strip():
        return list(range(len(names)))
    found = [(-score, len(names[i]), i) for score, i in fits if score is not None]
    return [i for _, _, i in sorted(found)]
