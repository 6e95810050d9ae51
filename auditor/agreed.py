"""From several auditors' answers to the one a round stands on, or to *undecided*; never an average."""

from collections.abc import Iterable, Mapping, Sequence

from db.vocabulary import Value

UNDECIDED = "undecided"


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
