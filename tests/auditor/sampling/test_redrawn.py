"""A workspace's check draws each sample again, and finds a list, a state or a sample that the log tells otherwise."""

from datetime import date
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from auditor.calibration import calibration
from auditor.checking import check_workspace
from auditor.frames.keep import take_in_frame
from auditor.rounds import NewRound, new_round
from auditor.sampling.draw import Rules
from auditor.sampling.sample import draw, replace, take_back
from auditor.sampling.view import sample
from db.store import Store
from db.vocabulary import RoundKind
from tests.auditor.sampling.test_sample import frame_of, listed
from tests.building import make_workspace, small_framework

ANOTHER_PLAN = """
    UPDATE sampled SET round_plan_id = (
        SELECT max(id) FROM round_plan WHERE area = 'North' AND id NOT IN (SELECT round_plan_id FROM sampled))
    WHERE id = (SELECT max(id) FROM sampled WHERE reason = ''
        AND stratum_id = (SELECT id FROM stratum WHERE key = 'North'))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workspace whose round was drawn twice and had a plan replaced, with calibration plans before and after."""
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        rnd = new_round(store, small_framework(tmp_path), NewRound("Spring", RoundKind.FULL, date(2026, 3, 31)))
        take_in_frame(store, rnd, frame_of(listed(60)), "d" * 64)
        draw(store, rnd, Rules(9, seed="first"))
        dropped, kept, *_ = (plan.reference for plan in sample(store, rnd).plans)
        take_back(store, rnd, "Drawn from the wrong list.")
        calibration.choose(store, rnd, dropped)
        calibration.choose(store, rnd, kept)
        draw(store, rnd, Rules(12, ("area",), minimum=2, factors={"North": 3}, seed="first"))
        calibration.drop(store, rnd, dropped)
        calibration.choose(store, rnd, calibration.may_be_chosen(store, rnd)[0])
        replace(store, sample(store, rnd).plans[0].id, "died")
        assert check_workspace(store) == ()
    return tmp_path / "a.ehcpaudit"


@pytest.mark.parametrize(
    ("behind_its_back", "words"),
    [
        ("UPDATE round SET seed = 'better'", "seed or the rules"),
        ("UPDATE round SET rules = replace(rules, '\"minimum\": 2', '\"minimum\": 3')", "seed or the rules"),
        ("UPDATE round SET rules = '{1'", "can no longer be read"),
        ("UPDATE round SET population = 600", "as many plans"),
        ("UPDATE round SET draw = 'all'", "were picked"),
        ("UPDATE round SET state = 'signed_off'", "not in the state that the log tells: draft"),
        ("UPDATE stratum SET size = size + 1 WHERE key = 'East'", "as many plans"),
        ("UPDATE frame SET digest = 'e'", "not the one that the log tells of"),
        ("UPDATE round_plan SET frame_row = NULL WHERE id = (SELECT max(id) FROM round_plan)", "holds 59 plans"),
        ("UPDATE round_plan SET area = 'North' WHERE area = 'East'", "not what its seed gives"),
        (ANOTHER_PLAN, "Spring, North is not what its seed gives"),
        ("UPDATE sampled SET reason = 'ceased' WHERE reason = 'died'", "not what the log tells"),
    ],
)
def test_what_was_changed_behind_the_programs_back_is_found(path: Path, behind_its_back: str, words: str) -> None:
    other = sqlite3.connect(path)
    assert other.execute(behind_its_back).rowcount
    other.commit()
    other.close()
    with Store.open(path) as store:
        assert any(words in fault for fault in check_workspace(store)), check_workspace(store)
