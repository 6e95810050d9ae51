"""A workspace that was copied, or set back, while a plan was being answered: nothing of it is lost at the lead."""

import shutil
from pathlib import Path

import pytest

from auditor.checking import check_workspace
from auditor.packs.apply import apply
from auditor.packs.devices import contested
from auditor.packs.staged import Standing
from auditor.steps import finished
from db.vocabulary import Value
from tests.auditor.packs.travelling import Party, answer, forged, looked_at, redigested, returned, taken_in


@pytest.mark.parametrize("finished_first", [True, False])
def test_a_draft_that_two_copies_end_otherwise_is_shown_side_by_side(party: Party, finished_first: bool):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.PARTLY, submit=False)
    shutil.copy(party.folder / "edie.ehcpaudit", party.folder / "laptop.ehcpaudit")
    files: list[Path] = []
    for name, value, submit in (("edie", Value.MET, finished_first), ("laptop", Value.NOT_MET, True)):
        with party.open(name) as store:
            answer(store, "N-1", "EA", value, submit=submit)
        files.append(returned(party, name))
    with party.open("lead") as lead:
        taken_in(lead, files[0])
        (second,) = looked_at(lead, files[1]).packs
        assert (second.standing, second.word) == (Standing.LOOK, "Two computers: look")
        taken_in(lead, files[1])
        (plan,) = contested(lead, 1)
        assert [s.submitted for s in plan.sides] == [finished_first, True]
        assert check_workspace(lead) == ()
        # and what either sends later comes in beside it
        with party.open("laptop") as laptop:
            answer(laptop, "N-2", "EA", Value.MET)
        assert len(taken_in(lead, returned(party, "laptop", 2)).packs) == 1


def test_a_pack_that_brings_nothing_any_more_once_those_before_it_are_in_is_named(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    one = returned(party, "edie")
    two = party.folder / "two.ehcppack"
    shutil.copy(returned(party, "edie", 2), two)
    with party.open("lead") as lead:
        staged = looked_at(lead, one, two)
        assert len(staged.going_in()) == 2
        done = finished(apply(lead, staged))
        assert len(done.packs) == 1
        (said,) = done.left_out
        assert "nothing new any more" in said


def test_a_pack_that_is_refused_once_those_before_it_are_in_says_why(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.PARTLY)
    one = returned(party, "edie")

    def other(rows: dict[str, list[dict[str, list[dict[str, list[list[object]]]]]]]) -> None:
        revision = next(a["revisions"][0] for a in rows["assignments"] if a["revisions"])
        revision["answers"][1][2] = 2
        revision["answers"][1][3] = revision["answers"][1][4] = ""
        redigested(revision)

    two = forged(party, "edie", other)
    with party.open("lead") as lead:
        done = finished(apply(lead, looked_at(lead, one, two)))
        assert len(done.packs) == 1
        (said,) = done.left_out
        assert "is not what came in as that revision before" in said
