"""A new workspace is made whole or not at all."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from auditor.new_workspace import NewWorkspace, make_workspace
from auditor.rounds import NewRound, rounds
from db.errors import UserError
from db.store import Store
from db.vocabulary import Role, RoundKind, RoundState
from tests.building import small_framework


@pytest.fixture
def new(tmp_path: Path) -> NewWorkspace:
    rnd = NewRound("Spring", RoundKind.FULL, date(2026, 3, 31))
    return NewWorkspace("Lee Example", "Example Council", small_framework(tmp_path), rnd)


def test_it_holds_its_round_and_gets_its_ending(tmp_path: Path, new: NewWorkspace) -> None:
    path = make_workspace(tmp_path / "v1.2 spring", new, None)
    assert path == tmp_path / "v1.2 spring.ehcpaudit"
    with Store.open(path) as store:
        assert store.check() == ()
        assert (store.owner().name, store.owner().role) == ("Lee Example", Role.LEAD)
        (row,) = rounds(store)
        assert (row.name, row.state, row.plans) == ("Spring", RoundState.DRAFT, 0)


@pytest.mark.parametrize("folder", ["nowhere", "."])
def test_a_refusal_leaves_no_file(tmp_path: Path, new: NewWorkspace, folder: str) -> None:
    """A folder that is not there, or a round without a name."""
    wrong = replace(new, round=replace(new.round, name=" ")) if folder == "." else new
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UserError) as refused:
        make_workspace(tmp_path / folder / "x.ehcpaudit", wrong, None)
    assert refused.value.code == ("no_name" if folder == "." else "no_folder")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_that_is_there_stays(tmp_path: Path, new: NewWorkspace) -> None:
    (tmp_path / "x.ehcpaudit").write_text("mine")
    with pytest.raises(UserError, match="left as it was"):
        make_workspace(tmp_path / "x.ehcpaudit", new, None)
    assert (tmp_path / "x.ehcpaudit").read_text() == "mine"
