"""Made-up rounds that several auditors scored, with differences to settle."""

from collections.abc import Sequence
from pathlib import Path

from auditor import scoring
from auditor.answers import Answer
from auditor.contents import Evidence
from auditor.evidence import add_evidence
from auditor.frameworks import builtin
from auditor.round_states import move_on
from db.store import Store
from db.vocabulary import RoundState, Value
from tests.building import assignment_of, make_round, make_workspace, score, small_framework

MET, PARTLY, NOT_MET = Value.MET, Value.PARTLY, Value.NOT_MET
NA, UNSURE = Value.NOT_APPLICABLE, Value.CANNOT_TELL
Four = Sequence[Value]


def two_scored(folder: Path, plans: Sequence[tuple[Four, Four]], *, moderating: bool = True) -> Store:
    """A small framework's round in which Edie and Hal scored every plan N-001, N-002…, with these answers to Q1 to Q4.

    Q1 is critical. The round is moderating unless that is off.
    """
    store = make_workspace(folder / "two.ehcpaudit")
    names = [f"N-{n:03}" for n in range(1, len(plans) + 1)]
    rnd = make_round(store, small_framework(folder), names, {name: ["EA", "HB"] for name in names})
    for name, (first, second) in zip(names, plans, strict=True):
        score(store, rnd, name, "EA", first)
        score(store, rnd, name, "HB", second)
    if moderating:
        move_on(store, rnd, RoundState.MODERATING)
    return store


def again(store: Store, reference: str, code: str, question: str, value: Value) -> None:
    """An auditor submits again, with one answer changed."""
    at = assignment_of(store, 1, reference, code)
    scoring.reopen(store, at, "looked at it again")
    scoring.save_answer(store, at, question, Answer(value))
    scoring.submit(store, at)


def true_to_life(folder: Path, differing: int, plans: int, twice: int) -> Store:
    """A round of the shipped framework: so many plans, so many of them scored twice, so many answers that differ."""
    store = make_workspace(folder / "life.ehcpaudit")
    framework = builtin("default-ehcp")
    judged = framework.judged
    names = [f"N-{n:04}" for n in range(1, plans + 1)]
    by = {name: ["EA", "HB"] if n < twice else ["EA"] for n, name in enumerate(names)}
    rnd = make_round(store, framework, names, by)
    left = differing
    for n, name in enumerate(names):
        values = [MET] * len(judged)
        score(store, rnd, name, "EA", values)
        if n >= twice:
            continue
        here = min(left, -(-left // (twice - n)))
        left -= here
        changed = [(n * 7 + k * 5) % len(judged) for k in range(here)]
        other = [
            (PARTLY if (n + at) % 3 else NOT_MET) if at in changed and c.partly else NOT_MET if at in changed else MET
            for at, c in enumerate(judged)
        ]
        work = score(store, rnd, name, "HB", other, submit=False)
        for at in changed[:3]:
            key = judged[at].id
            note = "Two of five lines have no amount, and nobody is named for them."
            scoring.save_answer(store, work, key, Answer(other[at], "plan_writing", "education", note))
            add_evidence(store, work, key, Evidence("F", 9, None, "support from a key adult when needed"))
        scoring.submit(store, work)
    move_on(store, rnd, RoundState.MODERATING)
    return store
