"""Made-up answers of auditors, for tests of agreement."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from auditor.agreed import agree
from auditor.agreeing.calculate import ScoredPlan
from auditor.frameworks import Framework
from db.vocabulary import Value
from tests.building import small_framework

M, P, N, NA, CT = Value.MET, Value.PARTLY, Value.NOT_MET, Value.NOT_APPLICABLE, Value.CANNOT_TELL
KEYS = ("Q1", "Q2", "Q3", "Q4")


def framework() -> Framework:
    """One measure of four questions on three points, all of which may not apply."""
    with TemporaryDirectory() as folder:
        return small_framework(Path(folder))


def plan(settled: Sequence[Value | None] = (), **by: Sequence[Value | None]) -> ScoredPlan:
    """A plan with the answers of each auditor in the framework's order; None is a question they were not asked.

    Where nothing else was `settled`, it stands on what all gave, and is undecided where they differ.
    """
    given = {who: answers(theirs) for who, theirs in by.items()}
    return ScoredPlan(given, {}, {**agree(list(given.values())), **answers(settled)})


def answers(given: Iterable[Value | None]) -> Mapping[str, Value]:
    return {key: value for key, value in zip(KEYS, given, strict=False) if value is not None}


def rounds(auditors: str = "ABCD", most: int = 25) -> st.SearchStrategy[list[ScoredPlan]]:
    """Rounds of plans, each scored by some of the auditors, on some of the questions."""
    value = st.sampled_from([M, P, N, NA, CT, None])
    sheet = st.lists(value, min_size=4, max_size=4)
    one = st.dictionaries(st.sampled_from(auditors), sheet, max_size=len(auditors))
    return st.lists(one.map(lambda by: plan(**by)), max_size=most)
