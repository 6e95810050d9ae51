"""What waits to be settled, and in which order."""

from pathlib import Path

from auditor.moderation.queue import Kind, Queue, queue
from auditor.round_moves import move_on
from db.vocabulary import RoundState
from tests.building import assignment_of, make_round, make_workspace, score, small_framework
from tests.moderating import MET, NA, NOT_MET, PARTLY, UNSURE, two_scored


def told(found: Queue) -> list[tuple[str, str, str]]:
    return [(row.kind.value, row.reference, row.criterion) for row in found.rows]


def test_what_matters_comes_first_and_then_the_order_of_the_sample(tmp_path: Path):
    plans = [
        ((MET, MET, MET, MET), (MET, MET, MET, PARTLY)),  # met either way: the rest
        ((MET, MET, MET, MET), (MET, MET, MET, UNSURE)),
        ((MET, MET, MET, MET), (MET, MET, NA, MET)),
        ((MET, MET, PARTLY, PARTLY), (MET, MET, PARTLY, NOT_MET)),  # 75 against 62 of 100: a measure hangs on it
        ((MET, MET, MET, MET), (MET, NOT_MET, MET, MET)),
        ((MET, MET, MET, MET), (PARTLY, MET, MET, MET)),
    ]
    with two_scored(tmp_path, plans) as store:
        found = queue(store, 1)
    assert told(found) == [
        ("critical", "N-006", "Q1"),
        ("two_steps", "N-005", "Q2"),
        ("measure", "N-004", "Q4"),
        ("not_applicable", "N-003", "Q3"),
        ("rest", "N-001", "Q4"),
        ("rest", "N-002", "Q4"),
    ]
    assert (found.open, found.decided, found.waiting, found.twice) == (6, 0, 6, 6)


def test_whose_answer_is_the_higher_makes_no_difference_to_the_order(tmp_path: Path):
    pairs = [((MET, MET, MET, MET), (PARTLY, NOT_MET, NA, PARTLY)), ((PARTLY, MET, MET, MET), (MET, MET, MET, UNSURE))]
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with two_scored(tmp_path / "a", pairs) as one, two_scored(tmp_path / "b", [(b, a) for a, b in pairs]) as other:
        assert told(queue(one, 1)) == told(queue(other, 1))


def test_a_note_a_cause_or_an_agency_alone_is_no_difference(tmp_path: Path):
    from auditor import scoring
    from auditor.answers import Answer

    with two_scored(tmp_path, [((PARTLY, MET, MET, MET),) * 2], moderating=False) as store:
        at = assignment_of(store, 1, "N-001", "HB")
        scoring.reopen(store, at, "to name the cause")
        scoring.save_answer(store, at, "Q1", Answer(PARTLY, "template", "health", "Another note."))
        scoring.submit(store, at)
        assert queue(store, 1).rows == ()


def test_an_audit_that_is_not_in_yet_is_told_and_is_no_difference(tmp_path: Path):
    store = make_workspace(tmp_path / "w.ehcpaudit")
    rnd = make_round(store, small_framework(tmp_path), ["N-001", "N-002"], {"N-001": ["EA", "HB"], "N-002": ["EA"]})
    score(store, rnd, "N-001", "EA", [MET] * 4)
    score(store, rnd, "N-002", "EA", [MET] * 4)
    move_on(store, rnd, RoundState.MODERATING)
    found = queue(store, rnd)
    assert [(row.kind, row.reference, row.outstanding) for row in found.rows] == [(Kind.INCOMPLETE, "N-001", 1)]
    assert (found.open, found.waiting) == (0, 0)
    store.close()


def test_nothing_is_decided_while_the_round_is_open_and_the_queue_says_so(tmp_path: Path):
    with two_scored(tmp_path, [((MET,) * 4, (PARTLY, MET, MET, MET))], moderating=False) as store:
        found = queue(store, 1)
    assert found.open == 1
    assert found.locked.startswith("Spring is open, and to settle differences a round must be moderating")
