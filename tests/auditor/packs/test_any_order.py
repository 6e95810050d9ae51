"""In whatever order packs come in, and however often, the lead ends with the same."""

import itertools
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor import results, scoring
from auditor.packs.devices import contested
from auditor.standing.standing import standing
from auditor.taking_back import take_back
from db.store import Store
from db.vocabulary import Value
from tests.auditor.packs.travelling import Party, answer, everything, made_return, taken_in
from tests.building import assignment_of


@pytest.fixture(scope="module")
def packs(first_party: Party, tmp_path_factory: pytest.TempPathFactory) -> tuple[Party, list[Path]]:
    """Seven returns of two people, one of them with two computers; early ones are overtaken by later ones."""
    party = first_party.copy(tmp_path_factory.mktemp("order") / "party")
    count = itertools.count(1)
    made: list[Path] = []

    def sends(store: Store) -> None:
        made.append(made_return(store, party.folder / f"{next(count)}.ehcppack").file)

    with party.open("edie") as edie:
        one = answer(edie, "N-1", "EA", Value.PARTLY, submit=False)
        two = assignment_of(edie, 1, "N-2", "EA")
        scoring.know_this_child(edie, two)
        sends(edie)
        answer(edie, "N-1", "EA", Value.MET)
        take_back(edie, two)
        answer(edie, "N-2", "EA", Value.NOT_MET)
        sends(edie)
        scoring.reopen(edie, one, "one more look")
        answer(edie, "N-1", "EA", Value.PARTLY)
        sends(edie)
    with party.open("edie2") as other:
        answer(other, "N-3", "EA", Value.MET)
        sends(other)
        answer(other, "N-2", "EA", Value.MET)  # on both computers: contested
        sends(other)
    with party.open("hal") as hal:
        answer(hal, "N-1", "HB", Value.MET)
        sends(hal)
        scoring.know_this_child(hal, assignment_of(hal, 1, "N-3", "HB"))
        sends(hal)
    return party, made


def ends_with(lead: Store) -> tuple[Any, ...]:
    """Everything that figures, pages and later packs stand on."""
    rows = everything(lead)
    audits = {(r[1], r[4], r[5], r[8], r[9]) for r in rows["audit"]}  # uid, number and parent, reason, digest
    known = sorted((r[1], r[-2]) for r in rows["assignment"])
    told = {(c[1], c[3]) for c in rows["conflict"]}
    there = standing(lead, 1)
    return (
        results.results(lead).fingerprint,
        tuple((c.reference, frozenset(s.device for s in c.sides)) for c in contested(lead, 1)),
        (there.audits, there.needs, there.lines, there.undecided),
        len(audits),
        known,
        told,
        len(rows["answer"]),
    )


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_order_in_which_packs_come_makes_no_difference(packs: tuple[Party, list[Path]], data: st.DataObject):
    party, made = packs
    order = data.draw(st.permutations(range(len(made))))
    twice = data.draw(st.lists(st.sampled_from(range(len(made))), max_size=2))
    with tempfile.TemporaryDirectory() as folder:
        plain, mixed = party.copy(Path(folder) / "plain"), party.copy(Path(folder) / "mixed")
        with plain.open("lead") as lead:
            taken_in(lead, *made)
            expected = ends_with(lead)
        with mixed.open("lead") as lead:
            for number in [*order, *twice]:
                taken_in(lead, made[number])
            assert ends_with(lead) == expected
    assert [reference for reference, _ in expected[1]] == ["N-2"]
