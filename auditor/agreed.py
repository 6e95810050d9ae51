"""From several auditors' answers to the one a round stands on, or to *undecided*; never an average.

The only answer, the shared one, or a decision of the lead that was made upon the very answers that are there now.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.vocabulary import Value

UNDECIDED = "undecided"


@dataclass(frozen=True)
class Ruling:
    """What was decided for one criterion of a plan. It stands while `rests_on` is the digest of the answers there."""

    value: Value
    cause: str
    agency: str
    rests_on: str


def agree(audits: Sequence[Mapping[str, Value]]) -> dict[str, Value | None]:
    """The agreed answer for each criterion anybody answered: the only one, the shared one, or None.

    `audits` holds one mapping from criterion key to value per submitted audit of the same plan.
    None means undecided: two auditors gave different answers, whatever they were.
    """
    given: dict[str, set[Value]] = {}
    for audit in audits:
        for criterion, value in audit.items():
            given.setdefault(criterion, set()).add(value)
    return {criterion: next(iter(values)) if len(values) == 1 else None for criterion, values in given.items()}


def digest_of(audits: Mapping[int, Mapping[str, Value]], criterion: str) -> str:
    """A SHA-256 over who answered a criterion with what; notes, causes and other criteria have no part in it.

    `audits` holds what each assignment submitted last, by its number.
    """
    given = sorted((who, int(answers[criterion])) for who, answers in audits.items() if criterion in answers)
    return hashlib.sha256(json.dumps([criterion, given]).encode()).hexdigest()


def settled(
    audits: Mapping[int, Mapping[str, Value]], rulings: Mapping[str, Ruling]
) -> tuple[dict[str, Value | None], dict[str, Ruling]]:
    """The answers a plan stands on, and the rulings among them that stand.

    A ruling made upon other answers than those there now leaves its criterion undecided, even if they agree: it is to
    be settled again. One on a criterion that nobody answers any more says nothing.
    """
    answers = agree(list(audits.values()))
    standing: dict[str, Ruling] = {}
    for criterion, ruling in rulings.items():
        if criterion not in answers:
            continue
        stands = ruling.rests_on == digest_of(audits, criterion)
        answers[criterion] = ruling.value if stands else None
        if stands:
            standing[criterion] = ruling
    return answers, standing


def comparisons(audits: Sequence[Mapping[str, Value]]) -> Iterable[tuple[Value, Value]]:
    """The pairs of answers that two auditors gave to the same criterion, first against second, by criterion.

    Every pair of auditors is taken, in the order given. Whoever cannot tell was not given the papers: no pair with
    that answer says whether auditors agree.
    """
    for position, first in enumerate(audits):
        for second in audits[position + 1 :]:
            for criterion in first.keys() & second.keys():
                if Value.CANNOT_TELL not in (first[criterion], second[criterion]):
                    yield first[criterion], second[criterion]
