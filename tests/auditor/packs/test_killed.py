"""A computer that dies while packs go in or out leaves the old state or the new, never half of one."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auditor.checking import check_workspace
from auditor.packs import begin
from auditor.packs.container import Opened, open_pack
from auditor.packs.keys import identity
from auditor.packs.returns import make_return
from auditor.packs.undo import undo
from auditor.steps import finished
from db.store import Store
from db.tables import METADATA
from db.vocabulary import Value
from tests.auditor.packs.travelling import Party, answer, everything, person, returned, taken_in, work_packs
from tests.every_step import every_step_killed

LATER = ("log", "log_payload")
WITHDRAWN = [c.name for c in METADATA.tables["audit"].columns].index("withdrawn_at")
NUMBER = [c.name for c in METADATA.tables["pack"].columns].index("number")


def state(path: Path, *but: str) -> dict[str, Any]:
    """All rows of a sound workspace."""
    with Store.open(path) as store:
        assert check_workspace(store) == ()
        found = everything(store, *LATER, *but)
        found["log"] = [(row[2], row[3], row[4]) for row in everything(store)["log"]]
        return found


def told(found: dict[str, Any]) -> dict[str, int]:
    """So many rows of each table: moments and new keys differ from run to run."""
    return {name: len(rows) for name, rows in found.items()} | {
        "standing": sum(r[WITHDRAWN] is None for r in found["audit"])
    }


@pytest.fixture
def ready(party: Party) -> Party:
    """Edie has sent answers, and the lead has not taken them in."""
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
        answer(edie, "N-2", "EA", Value.PARTLY, submit=False)
    returned(party, "edie")
    return party


def old_or_new(party: Party, room: Path, name: str, job: Any) -> list[dict[str, int]]:
    """The states that kills leave, as they follow one another."""
    states: list[dict[str, int]] = []
    for folder in every_step_killed(party.folder, room, job):
        now = told(state(folder / f"{name}.ehcpaudit"))
        if not states or states[-1] != now:
            states.append(now)
    return states


def test_taking_in_is_whole_or_not_at_all(ready: Party, tmp_path: Path):
    def job(folder: Path) -> None:
        with Store.open(folder / "lead.ehcpaudit") as lead:
            taken_in(lead, folder / "edie return 1.ehcppack")

    before, after = old_or_new(ready, tmp_path / "room", "lead", job)
    assert (before["audit"], after["audit"], after["pack"]) == (0, 2, before["pack"] + 1)


def test_undoing_is_whole_or_not_at_all(ready: Party, tmp_path: Path):
    with ready.open("lead") as lead:
        (pack,) = taken_in(lead, ready.folder / "edie return 1.ehcppack").packs
    shutil.rmtree(ready.folder / "lead.backups", ignore_errors=True)

    def job(folder: Path) -> None:
        with Store.open(folder / "lead.ehcpaudit") as lead:
            undo(lead, pack, "wrong")

    before, after = old_or_new(ready, tmp_path / "room", "lead", job)
    assert (before["standing"], after["standing"]) == (2, 0)


def test_a_work_pack_that_is_out_is_known(ready: Party, tmp_path: Path):
    with ready.open("lead") as lead:
        taken_in(lead, ready.folder / "edie return 1.ehcppack")
    shutil.rmtree(ready.folder / "lead.backups", ignore_errors=True)

    def job(folder: Path) -> None:
        with Store.open(folder / "lead.ehcpaudit") as lead:
            assert person(lead, "EA")
            work_packs(lead, folder, ["EA"])

    for folder in every_step_killed(ready.folder, tmp_path / "room", job):
        out = list(folder.glob("*work 3.ehcppack"))
        with Store.open(folder / "lead.ehcpaudit") as lead:
            numbers = [row[NUMBER] for row in everything(lead)["pack"]]
        assert not out or 3 in numbers


def test_a_return_is_whole_or_not_at_all(ready: Party, tmp_path: Path):
    with ready.open("edie") as edie:
        answer(edie, "N-2", "EA", Value.MET, submit=False)

    def job(folder: Path) -> None:
        with Store.open(folder / "edie.ehcpaudit") as edie:
            finished(make_return(edie, 1, folder / "second.ehcppack"))

    before, after = old_or_new(ready, tmp_path / "room", "edie", job)
    assert after["pack"] == before["pack"] + 1


def test_a_workspace_made_from_a_work_pack_is_there_whole_or_not_at_all(
    ready: Party, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with ready.open("lead") as lead:
        taken_in(lead, ready.folder / "edie return 1.ehcppack")
        (made,) = work_packs(lead, ready.folder, ["EA"])
    with ready.open("edie") as edie, edie.read() as session:
        own = identity(session)
    start = tmp_path / "start"
    start.mkdir()
    shutil.copy(made.file, start / "work.ehcppack")

    def opened(pack: Path, passphrase: str) -> Opened:
        """As by its passphrase, which would take seconds at each step."""
        return replace(open_pack(pack, age_secret=own.age_secret if own else ""), by_passphrase=True)

    monkeypatch.setattr(begin, "open_pack", opened)

    def job(folder: Path) -> None:
        finished(begin.begin_from_pack(folder / "new.ehcpaudit", folder / "work.ehcppack", "", None))

    there: list[bool] = []
    for folder in every_step_killed(start, tmp_path / "room", job):
        path = folder / "new.ehcpaudit"
        there.append(path.exists())
        if there[-1]:
            with Store.open(path) as store:
                assert check_workspace(store) == ()
                assert len(everything(store)["assignment"]) == 3
    assert there == sorted(there) and there[-1] and not there[0]
