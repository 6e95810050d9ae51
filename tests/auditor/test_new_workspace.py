"""A new workspace is made whole or not at all."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from auditor.new_workspace import NewWorkspace, make_workspace
from auditor.rounds import DrawnRound, NewAssignment, NewPlan, rounds
from db.errors import UserError
from db.store import Store
from db.vocabulary import Draw, Role, RoundKind
from tests.building import PEOPLE, small_framework


@pytest.fixture
def new(tmp_path: Path) -> NewWorkspace:
    rnd = DrawnRound("Spring", RoundKind.FULL, date(2026, 3, 31), draw=Draw.RANDOM, population=700)
    given = [NewAssignment("N-1", "EA"), NewAssignment("N-2", "HB")]
    return NewWorkspace(
        "Lee Example", Role.LEAD, "Example Council", PEOPLE, small_framework(tmp_path), rnd,
        [NewPlan("N-1"), NewPlan("N-2")], given,
    )  # fmt: skip


def test_it_holds_its_round_and_gets_its_ending(tmp_path: Path, new: NewWorkspace) -> None:
    path = make_workspace(tmp_path / "v1.2 spring", new)
    assert path == tmp_path / "v1.2 spring.ehcpaudit"
    with Store.open(path) as store:
        assert store.check() == ()
        assert store.owner().name == "Lee Example"
        (row,) = rounds(store)
        assert (row.name, row.plans, row.audits) == ("Spring", 2, 2)


@pytest.mark.parametrize("folder", ["nowhere", "."])
def test_a_refusal_leaves_no_file(tmp_path: Path, new: NewWorkspace, folder: str) -> None:
    """A folder that is not there, or an assignment to nobody."""
    wrong = replace(new, assignments=[NewAssignment("N-1", "ZZ")]) if folder == "." else new
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UserError) as refused:
        make_workspace(tmp_path / folder / "x.ehcpaudit", wrong)
    assert refused.value.code == ("unknown_person" if folder == "." else "no_folder")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_that_is_there_stays(tmp_path: Path, new: NewWorkspace) -> None:
    (tmp_path / "x.ehcpaudit").write_text("mine")
    with pytest.raises(UserError, match="left as it was"):
        make_workspace(tmp_path / "x.ehcpaudit", new)
    assert (tmp_path / "x.ehcpaudit").read_text() == "mine"
