"""A work pack from anybody but the lead an auditor works for takes over nothing, whatever passphrase it has."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from auditor.packs.contacts import contacts, revoke
from auditor.packs.container import Recipient, new_token, seal
from auditor.packs.gather import work_rows
from auditor.packs.keys import Own, own_identity, recipients
from auditor.packs.manifest import ROWS, Manifest, Reader, RoundNamed, Sender
from auditor.packs.stage import stage
from auditor.packs.staged import Staged, Standing
from auditor.packs.words import fingerprint
from auditor.steps import finished
from db.store import Store
from db.tables import Framework, Pack, Person, Round, new_uid, now
from db.vocabulary import PackKind, Value
from tests.auditor.packs.sealing import keys
from tests.auditor.packs.travelling import (
    PASSPHRASE,
    Party,
    answer,
    everything,
    looked_at,
    returned,
    taken_in,
    work_packs,
)


@pytest.fixture
def edie(party: Party) -> Any:
    with party.open("edie") as store:
        answer(store, "N-1", "EA", Value.MET)
        yield store


def leads_uid(store: Store) -> str:
    """By what the lead's packs name their workspace: every auditor of a round knows it."""
    with store.read() as session:
        return json.loads(session.exec(select(Pack.summary).where(Pack.outgoing == False)).one())["lead"]  # noqa: E712


def work_of_another(store: Store, own: Own, to: Recipient, uid: str) -> bytes:
    """A work pack for Edie's round as any other auditor of it could make one, knowing what they all know."""
    with store.read() as session:
        rnd, reader = session.get_one(Round, 1), session.exec(select(Person)).one()
        rows = work_rows(session, rnd, reader).model_dump(mode="json")
        framework, council = session.exec(select(Framework)).one().hash, store.owner(session).council
    for row in rows["assignments"]:
        row["withdrawn_at"] = "2026-01-01T00:00:00Z"
    rows["round"] |= {"name": "Another name", "quotations": True, "retain_until": "2040-01-01"}
    told = Manifest(
        kind=PackKind.WORK, uid=new_uid(), number=99, round=RoundNamed(uid=rnd.uid, name=rnd.name),
        framework=framework, council=council,
        sender=Sender(
            uid=uid, name="Lee Lead", code="", device=new_uid(), sign_public=own.sign_public,
            age_public=own.age_public,
        ),
        reader=Reader(uid=reader.uid, name=reader.name, code=reader.code), token=new_token(), sealed_at=now(),
        log_head="0" * 64,
    )  # fmt: skip
    return seal(told, {ROWS: json.dumps(rows).encode()}, to=to, sign_secret=own.sign_secret).content


def looked(store: Store, content: bytes) -> Staged:
    return finished(stage(store, [("pack", content)], PASSPHRASE))


def test_a_passphrase_lets_no_second_lead_in(party: Party, edie: Store):
    before = everything(edie)
    for uid in (new_uid(), leads_uid(edie)):
        (pack,) = looked(edie, work_of_another(edie, keys(), Recipient(passphrase=PASSPHRASE), uid)).packs
        assert (pack.standing, pack.word) == (Standing.REFUSED, "Refused: not your lead")
    assert everything(edie) == before
    with edie.read() as session:
        assert len(recipients(session, None)) == 1


def test_what_is_refused_names_both_fingerprints(party: Party, edie: Store):
    own, (known,) = keys(), contacts(edie)
    (pack,) = looked(edie, work_of_another(edie, own, Recipient(passphrase=PASSPHRASE), leads_uid(edie))).packs
    assert " ".join(known.words) in pack.why
    assert " ".join(fingerprint(own.sign_public, own.age_public)) in pack.why


def test_another_who_knows_the_auditors_key_gets_no_further(party: Party, edie: Store):
    with edie.write() as session:
        to = Recipient(age_public=(own_identity(session).age_public,))
    (pack,) = looked(edie, work_of_another(edie, keys(), to, leads_uid(edie))).packs
    assert (pack.standing, pack.word) == (Standing.REFUSED, "Refused: unknown sender")


def test_a_lead_who_lost_their_key_comes_back_once_the_old_one_is_revoked(party: Party, edie: Store, tmp_path: Path):
    own = keys()
    revoke(edie, contacts(edie)[0].id, "Lee rang: the old laptop is gone.")
    file = work_of_another(edie, own, Recipient(passphrase=PASSPHRASE), leads_uid(edie))
    (stranger,) = looked(edie, work_of_another(edie, keys(), Recipient(passphrase=PASSPHRASE), new_uid())).packs
    assert stranger.standing == Standing.REFUSED
    (pack,) = looked(edie, file).packs
    assert (pack.standing, pack.word) == (Standing.LOOK, "New key: look")
    assert " ".join(fingerprint(own.sign_public, own.age_public)) in pack.why


def test_the_leads_own_later_pack_goes_in_as_ever(party: Party, edie: Store):
    with party.open("lead") as lead:
        taken_in(lead, returned(party, "edie"))
        (made,) = work_packs(lead, party.folder, ["EA"])
    (pack,) = looked_at(edie, made.file).packs
    assert pack.standing in (Standing.CAN, Standing.NOTHING)
