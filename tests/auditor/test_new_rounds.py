"""A new round is a draft without plans, and the next one starts with what the last one settled."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from auditor.allocation.sharing_out import share_out
from auditor.frames import read_frame
from auditor.frames.keep import take_in_frame
from auditor.frameworks import Framework
from auditor.people.listed import read_people, take_people
from auditor.round_moves import move_on
from auditor.rounds import NewRound, copy_round, new_round, round_framework, rounds
from auditor.sampling.draw import Rules
from auditor.sampling.sample import take_as_sample
from auditor.scoring import plan_rows
from db.errors import UserError
from db.store import Store
from db.tables import Round
from db.vocabulary import Draw, Role, RoundKind, RoundState
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


def test_whoever_audits_alone_leads_a_round_of_one(tmp_path: Path, framework: Framework) -> None:
    """From a picked list to an open round whose every plan is the owner's own, scored once."""
    (tmp_path / "list.csv").write_text("reference,need\nN-1,ASD\nN-2,MLD\nN-3,SEMH\n", encoding="utf-8")
    with Store.create(tmp_path / "mine.ehcpaudit", owner="Lee Example", role=Role.LEAD, council="Example") as own:
        made = new_round(own, framework, SPRING)
        frame, _ = read_frame(tmp_path / "list.csv", as_at=SPRING.as_at)
        take_in_frame(own, made, frame, "digest")
        take_as_sample(own, made, Draw.ALL)
        trained = b"code,name,agency,trained on,undertaking signed\nLE,Lee Example,Education,2026-01-10,2026-01-10\n"
        take_people(own, read_people(trained).people)
        share_out(own, made)
        move_on(own, made, RoundState.OPEN)
        rows = plan_rows(own, made)
        assert [(row.reference, row.auditor_code, row.kind) for row in rows] == [
            ("N-1", "LE", "first"), ("N-2", "LE", "first"), ("N-3", "LE", "first")
        ]  # fmt: skip
        assert own.owner().person_id is not None


def test_a_copy_near_the_end_of_the_calendar_has_no_due_day(tmp_path: Path) -> None:
    with make_workspace(tmp_path / "far.ehcpaudit") as store:
        new = NewRound("Spring", RoundKind.FULL, date(2026, 3, 31), date(2026, 6, 30))
        copy = copy_round(store, new_round(store, small_framework(tmp_path), new), "Last", date(9999, 12, 31))
        with store.read() as session:
            assert session.get_one(Round, copy).due_on is None
