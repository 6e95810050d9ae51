"""A purge where work travelled: what came in packs goes as well, on either side, and the workspace is found sound."""

from pathlib import Path

import pytest

from auditor import scoring
from auditor.answers import Answer
from auditor.checking import check_workspace
from auditor.privacy.purge import purge
from auditor.steps import finished
from db.store import Store
from db.vocabulary import Purged, Value
from tests.auditor.packs.travelling import Party, answer, looked_at, made_return, taken_in, work_packs
from tests.auditor.privacy.rooms import MARK, bytes_with
from tests.building import assignment_of


@pytest.fixture
def party(first_party: Party, tmp_path: Path) -> Party:
    """A lead and auditors; one of them has returned a plan with a note, and it was taken in."""
    made = first_party.copy(tmp_path / "party")
    with Store.open(made.folder / "edie.ehcpaudit") as edie:
        rows = scoring.plan_rows(edie, 1)
        mine = next(row for row in rows if row.auditor_code == "EA")
        answer(edie, mine.reference, "EA", Value.MET, submit=False)
        at = assignment_of(edie, 1, mine.reference, "EA")
        scoring.save_answer(edie, at, "Q1", Answer(Value.PARTLY, "template", "education", f"{MARK} in a pack"))
        scoring.submit(edie, at)
        made_return(edie, made.folder / "Spring EA return 1.ehcppack")
    with Store.open(made.folder / "lead.ehcpaudit") as lead:
        assert taken_in(lead, made.folder / "Spring EA return 1.ehcppack").added
        assert check_workspace(lead) == ()
    return made


@pytest.mark.parametrize(("name", "what"), [("edie", "words"), ("edie", "round"), ("lead", "round")])
def test_what_travelled_goes_as_well_and_the_workspace_is_sound(party: Party, name: str, what: str):
    path = party.folder / f"{name}.ehcpaudit"
    assert path.name in bytes_with(party.folder)
    outcome = finished(purge(path, None, 1, Purged(what), "the time to keep it is over"))
    assert outcome.left_over == ()
    assert outcome.packs >= 1
    left = bytes_with(party.folder)
    assert not [file for file in left if file.startswith(name)], left
    assert list(party.folder.glob("*.ehcppack")) == []
    with Store.open(path) as store:
        assert check_workspace(store) == ()


def test_nothing_of_a_purged_round_comes_back_with_the_next_work_pack(party: Party):
    path = party.folder / "edie.ehcpaudit"
    with party.open("lead") as lead:
        (pack,) = work_packs(lead, party.folder, ["EA"])
        again = pack.file.rename(party.folder.parent / pack.file.name)
    finished(purge(path, None, 1, Purged.ROUND, "the time to keep it is over"))
    with Store.open(path) as edie:
        (staged,) = looked_at(edie, again).packs
        assert not staged.goes_in
        assert "was purged on" in staged.why
        assert taken_in(edie, again).packs == ()
        assert scoring.plan_rows(edie, 1) == ()
