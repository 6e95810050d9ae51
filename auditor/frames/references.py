"""A plan's reference: the list's own where it tells nothing about a child, otherwise a made one with a key."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from auditor.frames.frame import Key
from auditor.frames.values import LONGEST, looks_like
from auditor.identities import signs


@dataclass
class References:
    """Gives each plan its reference, in the order of the file.

    With `made_for_all` none of the list's own is kept. `keys` lead from made ones back to what was not kept.
    """

    made_for_all: bool
    keys: list[Key]
    _tens_are_nhs: bool
    _taken: set[str]
    _earlier: Mapping[str, str]
    _next: int

    def give(self, row: int, original: str) -> tuple[str, str]:
        """A reference for the plan in a row, and what its own looked like if it could not be kept."""
        looks = "" if self.made_for_all else _looks(original, self._tens_are_nhs)
        if original and not self.made_for_all and not looks:
            return original, ""
        reference = self._earlier.get(original.casefold(), "") if original else ""
        while not reference:
            made = f"P-{self._next:04}"
            self._next += 1
            reference = "" if made.casefold() in self._taken else made
        self.keys.append(Key(reference, row, original))
        return reference, looks


def references(
    originals: Sequence[str], earlier: Iterable[Key] = (), taken: Iterable[str] = (), *, telling: bool = False
) -> References:
    """Settle whether a column of references can be kept. `earlier` keys keep the references of plans known before.

    `taken` are references that stand for some plan already: none of them is made again, so that without the earlier
    keys two children never share one.

    Made for all where the column's name says that it tells who somebody is (`telling`), where there is no column (every
    original empty), or where more than half look like a UPN, an NHS number or a name. One in eleven numbers of ten
    digits passes for an NHS number by chance, so those count only where at least half of them do.
    """
    given = [original for original in originals if original]
    tens = [original for original in given if re.fullmatch(r"\d{3}[ -]?\d{3}[ -]?\d{4}", original)]
    tens_are_nhs = 2 * sum(looks_like(original) == "an NHS number" for original in tens) >= max(1, len(tens))
    like_people = sum(bool(_looks(original, tens_are_nhs)) for original in given)
    made_for_all = telling or 2 * like_people > len(given) or not given
    kept = set[str]() if made_for_all else {original.casefold() for original in given}
    before = {
        key.original.casefold(): key.reference
        for key in earlier
        if key.original and key.reference.casefold() not in kept
    }
    others = {reference.casefold() for reference in (*taken, *before.values())}
    highest = max((int(reference[2:]) for reference in others if re.fullmatch(r"p-[0-9]{1,9}", reference)), default=0)
    return References(
        made_for_all=made_for_all,
        keys=[],
        _tens_are_nhs=tens_are_nhs,
        _taken={original.casefold() for original in given} | others,
        _earlier=before,
        _next=highest + 1,
    )


def telling(reference: str) -> str:
    """What a single reference looks like that must not be kept: a UPN, a name, free text; empty where it can be."""
    return _looks(reference, True)


def _looks(original: str, tens_are_nhs: bool) -> str:
    looks = looks_like(original)
    if looks == "an NHS number" and not tens_are_nhs:
        return ""
    if not looks and len(original) > LONGEST:
        return "free text"
    if not looks and not original.isalnum() and not re.fullmatch(r"\d{3}[ -]?\d{3}[ -]?\d{4}", original):
        found = signs(original, date.max)
        return found[0].looks_like if found else ""
    return looks
