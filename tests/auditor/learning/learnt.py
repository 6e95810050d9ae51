"""A made-up round of twelve plans that two auditors scored and the lead settled, to learn from."""

import shutil
from pathlib import Path

from sqlmodel import select

from auditor import scoring
from auditor.answers import Answer
from auditor.contents import Evidence
from auditor.evidence import add_evidence
from auditor.moderation.decide import decide
from auditor.moderation.queue import queue
from auditor.round_moves import move_on
from db.store import Store
from db.tables import RoundPlan
from db.vocabulary import RoundState, Value
from tests.building import assignment_of, make_round, make_workspace, score, small_framework

M, P, N, NA = Value.MET, Value.PARTLY, Value.NOT_MET, Value.NOT_APPLICABLE
WRITERS = ("W1", "W2", "W3", "")
NOTE, OTHER_NOTE = "Two of five lines have no amount.", "All is there, I think."
PLANS = tuple(f"N-{n:03}" for n in range(1, 14))
"""All but the last are scored by Edie and Hal; the last waits."""
REASON = "Two lines without an amount are too few to count as specific."


def make_learnt(folder: Path) -> Path:
    """Both say met to everything, but on N-001: there Q2 is partly met to both and Q3 is settled as not met."""
    path = folder / "learnt.ehcpaudit"
    with make_workspace(path) as store:
        rnd = make_round(store, small_framework(folder), PLANS, {name: ["EA", "HB"] for name in PLANS}, population=200)
        for reference in PLANS[:-1]:
            first = reference == "N-001"
            for code in ("EA", "HB"):
                values = (M, P, P if code == "EA" else M, NA) if first else (M, M, M, M)
                score(store, rnd, reference, code, values, submit=not first)
            if first:
                _told(store, rnd)
        move_on(store, rnd, RoundState.MODERATING)
        (row,) = [one for one in queue(store, rnd).rows if one.criterion]
        decide(store, row.sampled, "Q3", N, REASON, "plan_writing", "education")
        with store.write() as session:
            for at, facts in enumerate(session.exec(select(RoundPlan).order_by(RoundPlan.id))):  # type: ignore[arg-type]
                facts.writer_code = WRITERS[at % len(WRITERS)]
                session.add(facts)
    return path


def _told(store: Store, rnd: int) -> None:
    """What Edie and Hal note on N-001, with a cause and a place; then both submit."""
    for code, note in (("EA", NOTE), ("HB", "")):
        work = assignment_of(store, rnd, "N-001", code)
        scoring.save_answer(store, work, "Q2", Answer(P, "advice_weak", "health", note))
        add_evidence(store, work, "Q2", Evidence("F", 9, None, "support from a key adult"))
    scoring.save_answer(store, assignment_of(store, rnd, "N-001", "HB"), "Q3", Answer(M, note=OTHER_NOTE))
    for code in ("EA", "HB"):
        scoring.submit(store, assignment_of(store, rnd, "N-001", code))


def copied(path: Path, folder: Path) -> Path:
    """The workspace once more, in another folder."""
    folder.mkdir()
    return Path(shutil.copy(path, folder / path.name))
