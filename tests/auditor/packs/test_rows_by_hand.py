"""Rows that somebody with the right keys made by hand: whatever is in them, it is refused or does no harm."""

import copy
import json
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from auditor.allocation.allocate import Exclusion
from auditor.checking import check_workspace
from auditor.guidance import write_guidance
from auditor.packs.container import Recipient, new_token, seal
from auditor.packs.gather import return_rows, work_rows
from auditor.packs.keys import own_identity, recipients
from auditor.packs.manifest import ROWS, Manifest, Reader, RoundNamed, Sender
from auditor.packs.returns import from_work_pack, manifest_of
from auditor.packs.rows import read_work
from auditor.packs.staged import Standing
from auditor.people.records import add_exclusion
from db.errors import UserError
from db.tables import Framework, Pack, Person, Round, Workspace, new_uid, now
from db.vocabulary import PackKind, Value
from tests.auditor.packs.travelling import (
    Party,
    answer,
    everything,
    forged,
    looked_at,
    person,
    redigested,
    returned,
    taken_in,
)

ODD = (
    None, True, False, -1, 0, 1, 2, 3, 10**17, 0.5, "", " ", "x", "Q1", "0001-01-01", "9999-12-31", "2026-02-30",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00", "a" * 30_000, "\u2028", [], {},
    [[]], {"uid": "x"}, "00000000-0000-0000-0000-000000000000", "submitted", "draft",
)  # fmt: skip


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    if at:
        yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from places(part, (*at, key))


def mangled(rows: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    """The rows with one to three places changed, doubled, swapped or missing."""
    made = copy.deepcopy(rows)
    for _ in range(data.draw(st.integers(1, 3))):
        every = sorted(places(made), key=repr)
        *way, last = data.draw(st.sampled_from(every))
        part = made
        for key in way:
            part = part[key]
        match data.draw(st.sampled_from(["odd", "odd", "other", "missing", "double"])):
            case "odd":
                part[last] = copy.deepcopy(data.draw(st.sampled_from(ODD)))
            case "other":
                *way, other = data.draw(st.sampled_from(every))
                found = made
                for key in way:
                    found = found[key] if isinstance(found, list) or key in found else {}
                part[last] = copy.deepcopy(found[other]) if isinstance(found, dict) and other in found else 7
            case "missing":
                del part[last]
            case _ if isinstance(part, list):
                part.append(copy.deepcopy(part[last]))
            case _:
                part[f"{last}2"] = 1
    return made


@pytest.fixture(scope="module")
def sent(first_party: Party, tmp_path_factory: pytest.TempPathFactory) -> Party:
    """Edie has answered; the lead knows her key and has one of her returns."""
    party = first_party.copy(tmp_path_factory.mktemp("hand") / "party")
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.PARTLY)
        answer(edie, "N-2", "EA", Value.MET, submit=False)
    file = returned(party, "edie")
    with party.open("lead") as lead:
        taken_in(lead, file)
    return party


CALM = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


@CALM
@given(data=st.data())
def test_a_return_made_by_hand_is_refused_or_does_no_harm(sent: Party, data: st.DataObject):
    with tempfile.TemporaryDirectory() as folder:
        party = sent.copy(Path(folder) / "party")
        with party.open("edie") as edie:
            answer(edie, "N-3", "EA", Value.MET)
            with edie.write() as session:
                rnd, own = session.get_one(Round, 1), own_identity(session)
                owner, sender, work = from_work_pack(session, edie, rnd)
                rows = return_rows(session, rnd, sender).model_dump(mode="json")
                said, to = manifest_of(session, rnd, owner, sender, own, work), recipients(session, None)
        content = json.dumps(mangled(rows, data)).encode()
        file = party.folder / "hand.ehcppack"
        sealed = seal(said, {ROWS: content}, to=Recipient(age_public=to), sign_secret=own.sign_secret)
        file.write_bytes(sealed.content)
        with party.open("lead") as lead:
            before = everything(lead)
            (pack,) = looked_at(lead, file).packs
            assert everything(lead) == before
            if taken_in(lead, file).packs:
                assert pack.goes_in
            else:
                assert everything(lead) == before
            assert check_workspace(lead) == ()


@CALM
@given(data=st.data())
def test_a_work_pack_made_by_hand_is_refused_or_does_no_harm(sent: Party, data: st.DataObject):
    with tempfile.TemporaryDirectory() as folder:
        party = sent.copy(Path(folder) / "party")
        with party.open("lead") as lead, lead.write() as session:
            rnd, own = session.get_one(Round, 1), own_identity(session)
            edie = session.get_one(Person, person(lead, "EA"))
            rows = work_rows(session, rnd, edie).model_dump(mode="json")
            said = Manifest(
                kind=PackKind.WORK, uid=new_uid(), number=9, round=RoundNamed(uid=rnd.uid, name=rnd.name),
                framework=session.get_one(Framework, 1).hash, council="Example Council",
                sender=Sender(
                    uid=session.exec(select(Workspace)).one().uid, name="Lee Example", code="",
                    device=lead.owner(session).device, sign_public=own.sign_public, age_public=own.age_public,
                ),
                reader=Reader(uid=edie.uid, name=edie.name, code=edie.code), token=new_token(), sealed_at=now(),
                log_head="0" * 64,
            )  # fmt: skip
            to = recipients(session, edie.id)
        content = json.dumps(mangled(rows, data)).encode()
        file = party.folder / "hand.ehcppack"
        sealed = seal(said, {ROWS: content}, to=Recipient(age_public=to), sign_secret=own.sign_secret)
        file.write_bytes(sealed.content)
        with party.open("edie") as own_store:
            answers = everything(own_store)["answer"]
            before = everything(own_store)
            looked_at(own_store, file)
            assert everything(own_store) == before
            taken_in(own_store, file)
            assert everything(own_store)["answer"] == answers
            assert check_workspace(own_store) == ()


@pytest.mark.parametrize("name", ["round", "person"])
def test_rows_of_another_round_or_person_than_the_manifest_names_are_refused(party: Party, name: str):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    file = forged(party, "edie", lambda rows: rows.__setitem__(name, new_uid()))
    with party.open("lead") as lead:
        (pack,) = looked_at(lead, file).packs
        assert pack.standing == Standing.REFUSED and "not what its manifest says" in pack.why


@pytest.fixture(scope="module")
def plain_rows(first_party: Party, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The rows of Edie's work pack with a note, an exclusion and a question."""
    party = first_party.copy(tmp_path_factory.mktemp("plain") / "party")
    with party.open("lead") as lead:
        write_guidance(lead, 1, "Q1", "Read it all.")
        add_exclusion(lead, person(lead, "EA"), Exclusion("area", "East", "lives there"))
        with lead.read() as session:
            edie = session.get_one(Person, person(lead, "EA"))
            rows = work_rows(session, session.get_one(Round, 1), edie).model_dump(mode="json")
    question = {"criterion": "Q1", "words": "Which line?", "by": "Lee Example", "at": "2026-05-01T10:00:00Z"}
    rows["questions"] = [question | {"uid": new_uid(), "sampled": rows["sampled"][0]["uid"]}]
    return rows


@pytest.mark.parametrize("name", ["guidance", "plans", "sampled", "assignments", "conflicts", "questions"])
def test_what_stands_twice_or_is_missing_is_refused(plain_rows: dict[str, Any], name: str):
    assert read_work(plain_rows)
    with pytest.raises(UserError, match="hold what they may not"):
        read_work(plain_rows | {name: [*plain_rows[name], plain_rows[name][0]]})
    if name in ("plans", "sampled"):
        with pytest.raises(UserError, match="hold what they may not"):
            read_work(plain_rows | {name: plain_rows[name][1:]})


def _other_criteria(rows: dict[str, Any]) -> None:
    rows["assignments"][0]["criteria"] = "Q1 nonsense"


def _other_content(rows: dict[str, Any]) -> None:
    rows["assignments"][0]["criteria"] = "Q1"
    rows["framework"]["content"] = rows["framework"]["content"].replace("Q2", "Q9")


def _other_question(rows: dict[str, Any]) -> None:
    rows["questions"][0]["criterion"] = "Q99"


def _question_elsewhere(rows: dict[str, Any]) -> None:
    rows["questions"][0]["sampled"] = new_uid()


def _question_with_signs(rows: dict[str, Any]) -> None:
    rows["questions"][0]["words"] = "a\x1b[2Jb"


def _two_targets(rows: dict[str, Any]) -> None:
    rows["conflicts"][0]["setting"] = "Hill School"


def _no_target(rows: dict[str, Any]) -> None:
    rows["conflicts"][0]["area"] = ""


def _signed_off(rows: dict[str, Any]) -> None:
    rows["round"]["state"] = "signed_off"


@pytest.mark.parametrize(
    "change",
    [
        _other_criteria,
        _other_content,
        _two_targets,
        _no_target,
        _signed_off,
        _other_question,
        _question_elsewhere,
        _question_with_signs,
    ],
)
def test_work_that_no_lead_sends_is_refused(plain_rows: dict[str, Any], change: Any):
    rows = copy.deepcopy(plain_rows)
    rows["assignments"][0]["criteria"] = "Q1 Q2"
    assert read_work(rows)
    change(rows)
    with pytest.raises(UserError, match="hold what they may not"):
        read_work(rows)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_door_says_no_in_a_sentence_or_takes_the_rows(plain_rows: dict[str, Any], data: st.DataObject):
    made = mangled(plain_rows, data)
    try:
        assert read_work(made)
    except UserError as problem:
        if problem.code != "pack_form":
            raise


def test_a_plan_that_moves_to_another_place_contradicts_what_is_here(sent: Party, tmp_path: Path):
    party = sent.copy(tmp_path / "party")
    with party.open("lead") as lead, lead.write() as session:
        rnd, own = session.get_one(Round, 1), own_identity(session)
        edie = session.get_one(Person, person(lead, "EA"))
        rows = work_rows(session, rnd, edie).model_dump(mode="json")
        (last,) = session.exec(select(Pack).where(Pack.outgoing, Pack.person_id == edie.id)).all()
        keys = recipients(session, edie.id)
        workspace = session.exec(select(Workspace)).one()
        said = Manifest(
            kind=PackKind.WORK, uid=new_uid(), number=9, round=RoundNamed(uid=rnd.uid, name=rnd.name),
            framework=session.get_one(Framework, 1).hash, council="Example Council",
            sender=Sender(
                uid=workspace.uid, name="Lee Example", code="", device=workspace.device, sign_public=own.sign_public,
                age_public=own.age_public,
            ),
            reader=Reader(uid=edie.uid, name=edie.name, code=edie.code), token=last.token, sealed_at=now(),
            log_head="0" * 64,
        )  # fmt: skip
    one, two = rows["assignments"][:2]
    one["sampled"], two["sampled"] = two["sampled"], one["sampled"]
    one["due_on"] = "2026-05-01"  # or there would be nothing new to take in
    file = party.folder / "hand.ehcppack"
    sealed = seal(said, {ROWS: json.dumps(rows).encode()}, to=Recipient(age_public=keys), sign_secret=own.sign_secret)
    file.write_bytes(sealed.content)
    with party.open("edie") as store:
        before = everything(store)
        done = taken_in(store, file)
        assert done.packs == ()
        assert "otherwise than it is named here" in done.left_out[0]
        assert everything(store) == before


def _revision(rows: dict[str, Any], at: int = 0) -> dict[str, Any]:
    return rows["assignments"][at]["revisions"][0]


def _again(rows: dict[str, Any], reason: str) -> None:
    first = _revision(rows)
    second = copy.deepcopy(first) | {"uid": new_uid(), "number": 2, "parent": first["uid"], "reason": reason}
    rows["assignments"][0]["revisions"].append(second)


def _parts(rows: dict[str, Any]) -> None:
    revision = _revision(rows)
    revision["answers"] += [["Q1", 1, 2, "", "", ""], ["Q1", 999, 0, "", "", ""]]
    revision["outcomes"] = [[1, "to read"]]
    redigested(revision)


def _whole(rows: dict[str, Any]) -> None:
    revision = _revision(rows)
    revision["answers"].append(["Q1", 1, 2, "", "", ""])
    revision["outcomes"] = [[1, "to read"]]
    redigested(revision)


def _signs(rows: dict[str, Any]) -> None:
    revision = _revision(rows)
    revision["evidence"] = [[revision["answers"][0][0], 0, "F\x1b[31m", 1, None, "so\x07"]]
    redigested(revision)


def _same_uid(rows: dict[str, Any]) -> None:
    rows["assignments"][1]["revisions"][0]["uid"] = _revision(rows)["uid"]


def _many_computers(rows: dict[str, Any]) -> None:
    first = _revision(rows)
    rows["assignments"][0]["revisions"] += [copy.deepcopy(first) | {"uid": new_uid()} for _ in range(20)]


def _out_of_time(rows: dict[str, Any]) -> None:
    _revision(rows)["started_at"] = "9999-12-31T23:59:59Z"


def _conflicts_alike(rows: dict[str, Any]) -> None:
    plain = {"uid": new_uid(), "plan": "", "reference": "", "area": "", "writer": "", "reason": ""}
    rows["conflicts"] = [plain | {"setting": name} for name in ("S1", "S2")]


def _conflict_with_signs(rows: dict[str, Any]) -> None:
    _conflicts_alike(rows)
    rows["conflicts"] = [rows["conflicts"][0] | {"reason": "a\x1b[2Jb"}]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda rows: _again(rows, ""), "does not say why a submitted plan was changed"),
        (lambda rows: _revision(rows).update(reason="\x1b[2J"), "signs that no words have"),
        (_parts, "for an outcome that is not listed"),
        (_whole, "says otherwise of Q1 as a whole"),
        (_signs, "signs that no words have"),
        (_same_uid, "known here as something else"),
        (_many_computers, "more than 8 computers"),
        (_out_of_time, "not as EHCP Auditor makes them"),
        (_conflict_with_signs, "not as EHCP Auditor makes them"),
    ],
)
def test_what_no_program_of_ours_writes_is_refused_in_a_sentence(party: Party, change: Any, why: str):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.PARTLY)
        answer(edie, "N-2", "EA", Value.PARTLY)
    file = forged(party, "edie", change)
    with party.open("lead") as lead:
        (pack,) = looked_at(lead, file).packs
        assert any(why in sentence for sentence in (pack.why, *pack.reasons))
        assert not taken_in(lead, file).left_out
        assert check_workspace(lead) == ()


def test_one_uid_names_one_conflict(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.PARTLY)
    file = forged(party, "edie", _conflicts_alike)
    with party.open("lead") as lead:
        done = taken_in(lead, file)
        assert (len(done.packs), done.left_out) == (1, ())


def test_quotations_where_a_round_keeps_none_are_told_before_they_come_in(party: Party):
    def quoted(rows: dict[str, Any]) -> None:
        revision = _revision(rows)
        revision["evidence"] = [[revision["answers"][0][0], 0, "F", 1, None, "three hours a week"]]
        redigested(revision)

    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.PARTLY)
    file = forged(party, "edie", quoted)
    with party.open("lead") as lead:
        assert looked_at(lead, file).packs[0].standing == Standing.CAN
        with lead.write() as session:
            rnd = session.get_one(Round, 1)
            rnd.quotations = False
            session.add(rnd)
        (pack,) = looked_at(lead, file).packs
        assert (pack.standing, pack.word) == (Standing.LOOK, "Quotations: look")
        assert pack.why.startswith("1 place holds words of a plan")


def test_a_pack_sealed_in_the_future_is_told(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.PARTLY)
    file = forged(party, "edie", lambda rows: None, sealed_at=now() + timedelta(days=400))
    with party.open("lead") as lead:
        assert looked_at(lead, file).packs[0].word == "Clock ahead: look"
