"""A new round is a draft without plans, and the next one starts with what the last one settled."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from auditor.draw import Rules
from auditor.frameworks import Framework
from auditor.rounds import NewRound, copy_round, new_round, round_framework, rounds
from db.errors import UserError
from db.store import Store
from db.tables import Round
from db.vocabulary import Draw, RoundKind, RoundState
from tests.building import make_round, make_workspace, small_framework

RULES = Rules(2, ("area",), minimum=1)
SPRING = NewRound("Spring", RoundKind.ROLLING, date(2026, 3, 31), date(2026, 4, 21))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        yield made


@pytest.fixture
def framework(tmp_path: Path) -> Framework:
    return small_framework(tmp_path)


def test_a_new_round_is_a_draft_with_its_framework_and_no_plans(store: Store, framework: Framework) -> None:
    made = new_round(store, framework, SPRING)
    (row,) = rounds(store)
    assert (row.id, row.name, row.state, row.plans, row.audits) == (made, "Spring", RoundState.DRAFT, 0, 0)
    assert (row.draw, row.population) == (Draw.UNKNOWN, None)
    assert round_framework(store, made) == framework


@pytest.mark.parametrize("name", ["", "  "])
def test_a_round_needs_a_name(store: Store, framework: Framework, name: str) -> None:
    with pytest.raises(UserError, match="needs a name"):
        new_round(store, framework, NewRound(name, RoundKind.FULL, date(2026, 3, 31)))
    assert rounds(store) == ()


def test_two_rounds_cannot_share_a_name(store: Store, framework: Framework) -> None:
    made = new_round(store, framework, SPRING)
    with pytest.raises(UserError, match="There is a round called Spring already"):
        new_round(store, framework, SPRING)
    with pytest.raises(UserError, match="There is a round called Spring already"):
        copy_round(store, made, " Spring ", date(2026, 6, 30))
    assert len(rounds(store)) == 1


def test_a_copy_starts_with_the_settings_and_the_rules_but_without_seed_plans_and_answers(
    store: Store, framework: Framework
) -> None:
    made = make_round(store, framework, ["N-001", "N-002"], {"N-001": ["EA"]}, draw=Draw.STRATIFIED, population=40)
    with store.write() as session:
        old = session.get_one(Round, made)
        old.rules = RULES.as_json()
        old.seed, old.kind, old.due_on = "autumn", RoundKind.ROLLING, date(2026, 4, 21)
        old.quotations, old.wrong_child = False, True
        old.calibration_required = old.replace_under_appeal = True
        session.add(old)
    copied = copy_round(store, made, "Summer", date(2026, 6, 30))
    (row, _) = rounds(store)
    assert (row.id, row.name, row.state, row.plans, row.audits) == (copied, "Summer", RoundState.DRAFT, 0, 0)
    assert round_framework(store, copied) == framework
    with store.read() as session:
        new = session.get_one(Round, copied)
        assert Rules.from_json(new.rules) == RULES
        assert (new.copied_from_id, new.kind, new.as_at) == (made, RoundKind.ROLLING, date(2026, 6, 30))
        assert new.due_on == date(2026, 7, 21)  # 21 days after the reference date, as before
        assert (new.quotations, new.wrong_child) == (False, True)
        assert (new.calibration_required, new.replace_under_appeal) == (True, True)
        assert (new.draw, new.seed, new.population, new.drawn_at) == (Draw.UNKNOWN, "", None, None)


def test_nothing_can_be_copied_from_a_round_that_is_not_there(store: Store) -> None:
    with pytest.raises(UserError, match="is not in this workspace"):
        copy_round(store, 7, "Summer", date(2026, 6, 30))
