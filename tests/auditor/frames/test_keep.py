"""A list taken into a round: its plans by reference, replaced while nothing is picked, and the mapping remembered."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from auditor import rounds
from auditor.frames import Reading, read_frame, read_steps
from auditor.frames.keep import (
    digest_of,
    frame_standing,
    known_references,
    remembered_mappings,
    take_in_frame,
)
from auditor.steps import finished
from db.errors import UserError
from db.store import Store
from db.tables import Frame, Log, Plan, Round, RoundPlan, Sampled
from db.vocabulary import RoundKind
from tests.auditor.frames.lists import AS_AT, annex_a, annex_row, read_text
from tests.building import make_round, make_workspace, small_framework


@pytest.fixture
def store(tmp_path: Path):
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        yield made


def draft(store: Store, tmp_path: Path, name: str = "Autumn") -> int:
    new = rounds.NewRound(name, RoundKind.FULL, as_at=AS_AT)
    return rounds.new_round(store, small_framework(tmp_path), new)


def listed(tmp_path: Path, *references: str, **changes):
    rows = [annex_row(id=reference, upn=None, **changes) for reference in references]
    return read_frame(annex_a(tmp_path / "list.xlsx", *rows), as_at=AS_AT)[0]


def references(store: Store, round_id: int) -> list[str]:
    with store.read() as session:
        rows = select(Plan.reference).join(RoundPlan, RoundPlan.plan_id == Plan.id)
        return sorted(session.exec(rows.where(RoundPlan.round_id == round_id)))


def test_the_plans_stand_in_the_round_with_facts_dates_and_their_row(store: Store, tmp_path: Path) -> None:
    round_id = draft(store, tmp_path)
    frame, _ = read_frame(annex_a(tmp_path / "list.xlsx", annex_row(), annex_row(id="R-2", need="")), as_at=AS_AT)
    changed = take_in_frame(store, round_id, frame, "ab" * 32)
    assert (changed.kinds, changed.ids) == ({"frame", "round"}, (round_id,))
    with store.read() as session:
        (row,) = session.exec(select(RoundPlan)).all()
        assert (row.frame_row, row.need, row.year_group, row.phase, row.setting_code) == (
            2, "ASD", 6, "primary", "123456"
        )  # fmt: skip
        assert (row.first_final_on, row.amended_final_on) == (date(2024, 5, 1), date(2025, 6, 2))
        assert (row.plan_kind, row.exception_applies) == ("amended", None)
        assert session.get_one(Round, round_id).population == 1
        (kept,) = session.exec(select(Frame)).all()
        assert (kept.kind, kept.rows, kept.usable, kept.digest) == ("annex_a_list1", 2, 1, "ab" * 32)
    standing = frame_standing(store, round_id)
    assert (standing.round, standing.locked) == ("Autumn", "")
    assert standing.frame is not None and standing.frame.usable == 1
    assert standing.frame.filled["need"] == 1 and "exception" not in standing.frame.filled
    assert any("Year groups" in note for note in standing.frame.notes)
    assert store.check() == ()


def test_a_second_list_takes_the_place_of_the_first_and_leaves_no_plan_behind(store: Store, tmp_path: Path) -> None:
    round_id = draft(store, tmp_path)
    take_in_frame(store, round_id, listed(tmp_path, "R-1", "R-2"), "1" * 64)
    take_in_frame(store, round_id, listed(tmp_path, "R-2", "R-3", "R-4"), "2" * 64)
    assert references(store, round_id) == ["R-2", "R-3", "R-4"]
    assert known_references(store) == {"R-2", "R-3", "R-4"}
    with store.read() as session:
        assert session.get_one(Round, round_id).population == 3
        assert session.exec(select(Frame.digest)).all() == ["2" * 64]
        assert [entry.what for entry in session.exec(select(Log))][-2:] == ["took in list of plans"] * 2
    assert store.check() == ()


def test_a_reference_that_is_known_is_the_same_plan_in_the_next_round(store: Store, tmp_path: Path) -> None:
    first, second = draft(store, tmp_path), draft(store, tmp_path, "Spring")
    take_in_frame(store, first, listed(tmp_path, "R-1", "R-2"), "1" * 64)
    take_in_frame(store, second, listed(tmp_path, "r-2", "R-9"), "2" * 64)
    assert references(store, second) == ["R-2", "R-9"]
    assert known_references(store) == {"R-1", "R-2", "R-9"}
    take_in_frame(store, first, listed(tmp_path, "R-1"), "3" * 64)
    assert known_references(store) == {"R-1", "R-2", "R-9"}, "the other round still holds R-2"


def test_once_plans_are_picked_the_list_stays(store: Store, tmp_path: Path) -> None:
    round_id = draft(store, tmp_path)
    take_in_frame(store, round_id, listed(tmp_path, "R-1", "R-2"), "1" * 64)
    with store.write() as session:
        plan = session.exec(select(RoundPlan.id)).first()
        session.add(Sampled(round_plan_id=plan or 0, draw_order=1))
    with pytest.raises(UserError, match="picked already") as refused:
        take_in_frame(store, round_id, listed(tmp_path, "R-3"), "2" * 64)
    assert refused.value.code == "picked"
    assert references(store, round_id) == ["R-1", "R-2"]
    assert "picked already" in frame_standing(store, round_id).locked


def test_an_open_round_an_auditor_and_an_empty_list_are_refused(store: Store, tmp_path: Path) -> None:
    frame = listed(tmp_path, "R-1")
    opened = make_round(store, small_framework(tmp_path), ["N-1"], {"N-1": ["EA"]})
    with pytest.raises(UserError, match="a round must be draft"):
        take_in_frame(store, opened, frame, "")
    with pytest.raises(UserError, match="No plan"):
        take_in_frame(store, draft(store, tmp_path), listed(tmp_path, "R-1", need=""), "")
    with make_workspace(tmp_path / "b.ehcpaudit", role="auditor") as other:
        round_id = draft(other, tmp_path)
        with pytest.raises(UserError, match="Only the lead"):
            take_in_frame(other, round_id, frame, "")
        assert frame_standing(other, round_id).frame is None


OTHER = "Case,Kind of difficulty,Patch,Final out\nR-1,Autism,North,1/2/2025\n"


def reading(path: Path, store: Store, **options) -> Reading:
    return finished(read_steps(path, as_at=AS_AT, remembered=remembered_mappings(store), **options))


def test_a_mapping_is_remembered_for_the_next_list_with_the_same_columns(store: Store, tmp_path: Path) -> None:
    round_id, path = draft(store, tmp_path), tmp_path / "other.csv"
    path.write_text(OTHER)
    first = reading(path, store)
    assert (first.frame, first.as_last_time) == (None, False)
    assert first.refused is not None and first.refused.code == "unknown_columns"
    assert [column.name for column in first.look.columns] == ["Case", "Kind of difficulty", "Patch", "Final out"]
    mapped = reading(path, store, mapping={"reference": 0, "need": 1, "area": 2, "first_final_on": 3})
    assert mapped.frame is not None
    take_in_frame(store, round_id, mapped.frame, digest_of(path), {mapped.columns: mapped.at})
    path.write_text(OTHER.replace("Case", " CASE ").replace("R-1", "R-7"))
    again = reading(path, store)
    assert again.as_last_time and again.frame is not None
    assert [(plan.reference, plan.area) for plan in again.frame.plans] == [("R-7", "North")]
    path.write_text(OTHER.replace("Patch", "Patches"))
    assert not reading(path, store).as_last_time


def test_columns_known_by_their_names_are_not_said_to_be_as_last_time(store: Store, tmp_path: Path) -> None:
    path = annex_a(tmp_path / "list.xlsx", annex_row())
    first = reading(path, store)
    assert first.frame is not None
    take_in_frame(store, draft(store, tmp_path), first.frame, digest_of(path), {first.columns: first.at})
    assert not reading(path, store).as_last_time


def test_references_made_for_another_list_are_never_made_again(store: Store, tmp_path: Path) -> None:
    path = annex_a(tmp_path / "list.xlsx", annex_row(id="Will"), annex_row(id="Willis", upn="B1"))
    frame, keys = read_frame(path, as_at=AS_AT)
    take_in_frame(store, draft(store, tmp_path), frame, "")
    path = annex_a(tmp_path / "list.xlsx", annex_row(id="Wilma"), annex_row(id="Willis", upn="B1"))
    apart = reading(path, store, taken=known_references(store)).frame
    assert apart is not None and [plan.reference for plan in apart.plans] == ["P-0003", "P-0004"]
    same = reading(path, store, taken=known_references(store), earlier=keys.rows).frame
    assert same is not None and [plan.reference for plan in same.plans] == ["P-0003", "P-0002"]


def test_a_reading_says_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Ref,Need\n" + "".join(f"R-{n},ASD\n" for n in range(2_500)))
    said = list(read_steps(path, as_at=AS_AT))
    assert said[0] == "Opening list.csv" and "Reading list.csv: 2,000 rows" in said
    assert "Checking: 2,000 of 2,500 rows" in said
    stopped = read_steps(path, as_at=AS_AT)
    next(stopped)
    stopped.close()


def test_one_file_is_known_by_its_own_digest(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"abc")
    assert digest_of(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest_of(path, path) != digest_of(path)
    with pytest.raises(UserError):
        digest_of(tmp_path / "none.csv")


def test_the_team_that_wrote_a_plan_is_kept_and_a_column_that_holds_writers_instead_is_dropped(
    store: Store, tmp_path: Path
) -> None:
    heads, rows = "Ref,Area,Primary need,Writers team", [f"R-{i},North,ASD,Team {i % 2}" for i in range(30)]
    frame = read_text(tmp_path, "\n".join((heads, *rows)))
    take_in_frame(store, draft(store, tmp_path), frame, "a" * 64)
    with store.read() as session:
        assert Counter(row.team for row in session.exec(select(RoundPlan))) == {"Team 0": 15, "Team 1": 15}
    letters = [chr(ord("A") + i % 26) * (1 + i // 26) for i in range(30)]
    writers = [f"R-{i},North,ASD,{letters[i]} Example" for i in range(30)]
    told = read_text(tmp_path, "\n".join((heads, *writers)))
    assert any("The team that wrote the plan was dropped" in note for note in told.notes)
    assert not any(plan.team for plan in told.plans)
