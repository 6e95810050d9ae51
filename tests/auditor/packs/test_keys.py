"""Whose packs are trusted: from the first one on, from a second computer, and after a key is revoked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from auditor.packs.contacts import contacts, held, mark_compared, revoke
from auditor.packs.container import Opened, Recipient, open_pack, seal
from auditor.packs.keys import Own, Signer, identity, learn, make_identity, own_identity, recipients, signer
from auditor.packs.manifest import Sender
from auditor.packs.words import fingerprint
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Identity, Log, LogPayload, Pack, Person, Round, Sent, new_uid
from db.vocabulary import PackKind, PapersForm
from tests.auditor.packs.sealing import ROWS, keys, manifest, opened, sealed
from tests.building import make_round, make_workspace, small_framework


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Store]:
    """A lead's workspace with a round, three plans of which went to Edie Example in her first work pack."""
    with make_workspace(tmp_path / "lead.ehcpaudit") as store:
        framework = small_framework(tmp_path)
        make_round(store, framework, ["EX-1", "EX-2", "EX-3"], {"EX-1": ["EA"], "EX-2": ["EA"], "EX-3": ["EA", "HB"]})
        yield store


@pytest.fixture
def auditor(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "edie.ehcpaudit", owner="Edie Example", role="auditor", council="Example") as store:
        yield store


def person(store: Store, code: str = "EA") -> Person:
    with store.read() as session:
        return session.exec(select(Person).where(Person.code == code)).one()


def sent(store: Store, code: str = "EA", number: int = 1, at: datetime | None = None, **plan: Any) -> Pack:
    """A work pack that went out to somebody with all that they have to score."""
    with store.write() as session:
        reader = session.exec(select(Person).where(Person.code == code)).one()
        pack = Pack(
            kind=PackKind.WORK.value,
            outgoing=True,
            round_id=session.exec(select(Round.id)).one(),
            person_id=reader.id,
            device=new_uid(),
            number=number,
            token=f"the-token-of-{number}-that-nobody-else-knows",
            digest="0" * 64,
            log_head="0" * 64,
            sealed_at=at or datetime(2026, 4, number, tzinfo=UTC),
        )
        session.add(pack)
        session.flush()
        for assignment in session.exec(select(Assignment).where(Assignment.person_id == reader.id)):
            session.add(Sent(pack_id=pack.id, assignment_id=assignment.id, **plan))
        return pack


def returned(store: Store, own: Own, answers: Pack, *, sign: Own | None = None, **changed: Any) -> Opened:
    """A return pack of Edie's as it is opened by the lead."""
    with store.write() as session:
        to = own_identity(session)
    edie = person(store)
    named = {"uid": edie.uid, "name": edie.name, "code": edie.code, "device": "0" * 8 + "-0000" * 3 + "-" + "0" * 12}
    keyed = {"sign_public": own.sign_public, "age_public": own.age_public}
    sender = Sender(**{**named, **keyed, **changed.pop("sender", {})})
    told = {"kind": PackKind.RETURN, "answers_to": answers.uid, "token": answers.token} | changed
    made = manifest(own, sender=sender, **told)
    content = seal(made, ROWS, to=Recipient(age_public=(to.age_public,)), sign_secret=(sign or own).sign_secret).content
    return open_pack(content, age_secret=to.age_secret)


def trusted(store: Store, pack: Opened) -> Signer:
    with store.read() as session:
        return signer(session, pack)


def taken_in(store: Store, pack: Opened) -> int:
    with store.write() as session:
        return learn(session, pack, signer(session, pack), None)


def refused(store: Store, pack: Opened) -> str:
    with pytest.raises(UserError) as problem:
        trusted(store, pack)
    assert "Nothing was changed." in str(problem.value)
    return problem.value.code


class TestOwn:
    def test_a_workspace_makes_its_keys_once_and_keeps_them(self, lead: Store) -> None:
        with lead.read() as session:
            assert identity(session) is None
        own = make_identity(lead)
        assert make_identity(lead) == own
        with lead.read() as session:
            assert identity(session) == own
        assert own.words == fingerprint(own.sign_public, own.age_public)

    def test_what_is_signed_and_sealed_with_them_opens(self, lead: Store, auditor: Store) -> None:
        one, other = make_identity(lead), make_identity(auditor)
        assert opened(sealed(one, other).content, other).signed_by == one.sign_public

    def test_secrets_are_in_nothing_that_is_printed(self, lead: Store) -> None:
        own, pack = make_identity(lead), sent(lead)
        with lead.read() as session:
            row = session.exec(select(Identity)).one()
            assert row.sign_secret not in repr(row) and row.age_secret not in repr(row)
        assert pack.token not in repr(pack)
        assert own.sign_secret not in f"{own!r} {own}" and own.age_secret not in f"{own!r} {own}"


class TestFirstReturn:
    def test_its_key_is_trusted_by_the_token_of_the_work_pack(self, lead: Store) -> None:
        pack = returned(lead, keys(), sent(lead))
        got = trusted(lead, pack)
        assert got.first and not got.another_device and not got.compared
        assert (got.person_id, got.name) == (person(lead).id, "Edie Example")
        contact = taken_in(lead, pack)
        assert trusted(lead, pack).contact_id == contact
        assert taken_in(lead, pack) == contact
        with lead.read() as session:
            assert recipients(session, person(lead).id) == (pack.manifest.sender.age_public,)

    def test_staging_learns_nothing(self, lead: Store) -> None:
        trusted(lead, returned(lead, keys(), sent(lead)))
        assert contacts(lead) == ()

    def test_a_token_that_is_another_is_refused(self, lead: Store) -> None:
        first, second = sent(lead), sent(lead, number=2)
        assert refused(lead, returned(lead, keys(), first, token=second.token)) == "wrong_token"
        assert refused(lead, returned(lead, keys(), first, token="A" * 40)) == "wrong_token"

    def test_an_answer_to_what_was_never_sent_is_refused(self, lead: Store) -> None:
        assert refused(lead, returned(lead, keys(), sent(lead), answers_to=new_uid())) == "unknown_sender"

    def test_somebody_else_cannot_use_a_token(self, lead: Store) -> None:
        other = person(lead, "HB")
        pack = returned(lead, keys(), sent(lead), sender={"uid": other.uid, "name": other.name, "code": other.code})
        assert refused(lead, pack) == "key_of_another"

    def test_a_return_is_not_trusted_by_a_passphrase(self, lead: Store) -> None:
        pack = returned(lead, keys(), sent(lead), answers_to=new_uid())
        assert refused(lead, replace(pack, by_passphrase=True)) == "unknown_sender"


class TestKnownKey:
    def test_a_known_key_needs_no_token(self, lead: Store) -> None:
        own, pack = keys(), sent(lead)
        taken_in(lead, returned(lead, own, pack))
        again = trusted(lead, returned(lead, own, pack, token="B" * 40))
        assert not again.first and not again.another_device

    def test_a_known_key_speaks_for_its_owner_alone(self, lead: Store) -> None:
        own, pack, other = keys(), sent(lead), person(lead, "HB")
        taken_in(lead, returned(lead, own, pack))
        assert refused(lead, returned(lead, own, pack, sender={"uid": other.uid})) == "key_of_another"

    def test_a_known_key_names_the_same_computer_and_the_same_key_to_answer_to(self, lead: Store) -> None:
        own, pack = keys(), sent(lead)
        taken_in(lead, returned(lead, own, pack))
        assert refused(lead, returned(lead, own, pack, sender={"device": new_uid()})) == "keys_changed"
        assert refused(lead, returned(lead, own, pack, sender={"age_public": keys().age_public})) == "keys_changed"

    def test_a_second_computer_is_a_second_key_and_told(self, lead: Store) -> None:
        one, two, pack = keys(), keys(), sent(lead)
        taken_in(lead, returned(lead, one, pack))
        second = returned(lead, two, pack, sender={"device": new_uid()})
        got = trusted(lead, second)
        assert got.first and got.another_device and got.person_id == person(lead).id
        taken_in(lead, second)
        assert [(c.name, c.nth, c.of) for c in contacts(lead)] == [("Edie Example", 1, 2), ("Edie Example", 2, 2)]
        with lead.read() as session:
            assert set(recipients(session, person(lead).id)) == {one.age_public, two.age_public}

    def test_ones_own_pack_is_told_as_such(self, lead: Store) -> None:
        own = make_identity(lead)
        made = seal(manifest(own), ROWS, to=Recipient(age_public=(own.age_public,)), sign_secret=own.sign_secret)
        assert refused(lead, open_pack(made.content, age_secret=own.age_secret)) == "own_pack"


class TestTheLead:
    """The other way round: an auditor trusts the lead whose passphrase opened the first pack."""

    @staticmethod
    def work(own: Own, auditor: Store) -> Opened:
        reader = make_identity(auditor)
        return opened(sealed(own, reader).content, reader)

    def test_a_lead_is_trusted_by_the_passphrase_they_told(self, auditor: Store) -> None:
        own = keys()
        pack = replace(self.work(own, auditor), by_passphrase=True)
        got = trusted(auditor, pack)
        assert got.first and got.person_id is None and got.name == "Lee Example"
        taken_in(auditor, pack)
        assert [(c.name, c.code, c.person_id) for c in contacts(auditor)] == [("Lee Example", "", None)]
        with auditor.read() as session:
            assert recipients(session, None) == (own.age_public,)
        assert not trusted(auditor, replace(pack, by_passphrase=False)).first

    def test_an_unknown_lead_is_not_trusted_because_they_know_ones_key(self, auditor: Store) -> None:
        assert refused(auditor, self.work(keys(), auditor)) == "unknown_sender"


class TestRevoking:
    @pytest.fixture
    def known(self, lead: Store) -> tuple[Own, Pack, int]:
        own, pack = keys(), sent(lead)
        return own, pack, taken_in(lead, returned(lead, own, pack))

    def test_a_revoked_key_is_refused_and_nothing_is_sealed_to_it(
        self, lead: Store, known: tuple[Own, Pack, int]
    ) -> None:
        own, pack, contact = known
        assert revoke(lead, contact, "Laptop left on a train.").kinds == {"key"}
        back = returned(lead, own, pack)
        with pytest.raises(UserError, match=r"Laptop left on a train\. Nothing was changed\.") as problem:
            trusted(lead, back)
        assert problem.value.code == "revoked_key"
        with lead.read() as session:
            assert recipients(session, person(lead).id) == ()

    def test_whoever_has_the_laptop_cannot_come_back_with_a_new_key_and_the_old_token(
        self, lead: Store, known: tuple[Own, Pack, int]
    ) -> None:
        _, pack, contact = known
        revoke(lead, contact, "Laptop left on a train.")
        thief = keys()
        assert refused(lead, returned(lead, thief, pack, sender={"device": new_uid()})) == "old_token"
        fresh = sent(lead, number=2, at=datetime(2099, 1, 1, tzinfo=UTC))
        assert trusted(lead, returned(lead, thief, fresh, sender={"device": new_uid()})).first

    def test_no_clock_lets_a_revoked_key_or_its_token_in(self, lead: Store, known: tuple[Own, Pack, int]) -> None:
        """A pack from before by a clock that was fast is from before; one from after by a slow clock is from after."""
        own, pack, contact = known
        fast = sent(lead, number=2, at=datetime(2099, 1, 1, tzinfo=UTC))
        revoke(lead, contact, "Laptop left on a train.")
        early = datetime(2025, 1, 1, tzinfo=UTC)
        assert refused(lead, returned(lead, own, pack, sealed_at=early)) == "revoked_key"
        thief = keys()
        assert refused(lead, returned(lead, thief, fast, sender={"device": new_uid()})) == "old_token"
        slow = sent(lead, number=3, at=early)
        assert trusted(lead, returned(lead, keys(), slow, sender={"device": new_uid()})).first

    def test_another_computer_of_theirs_is_trusted_on(self, lead: Store, known: tuple[Own, Pack, int]) -> None:
        _, pack, contact = known
        second = returned(lead, keys(), pack, sender={"device": new_uid()})
        taken_in(lead, second)
        revoke(lead, contact, "Laptop left on a train.")
        assert not trusted(lead, second).first

    def test_it_needs_a_reason_and_is_for_good(self, lead: Store, known: tuple[Own, Pack, int]) -> None:
        for why, code in (("  ", "no_reason"), ("Lost.", ""), ("Lost again.", "revoked_already")):
            if not code:
                revoke(lead, known[2], why)
                continue
            with pytest.raises(UserError) as problem:
                revoke(lead, known[2], why)
            assert problem.value.code == code
        with pytest.raises(UserError):
            mark_compared(lead, known[2], True)
        with pytest.raises(UserError):
            revoke(lead, 999, "No such key.")

    def test_it_is_logged_with_its_reason_and_the_key_in_short_form(
        self, lead: Store, known: tuple[Own, Pack, int]
    ) -> None:
        mark_compared(lead, known[2], True)
        revoke(lead, known[2], "Lost.")
        with lead.read() as session:
            rows = session.exec(
                select(Log, LogPayload).join(LogPayload, col(LogPayload.seq) == Log.seq).order_by(col(Log.seq).desc())
            ).all()[:2]
            told = [(entry.what, entry.subject, payload.after, payload.why) for entry, payload in rows]
        short = contacts(lead)[0].short
        assert told == [("revoked a key", "EA", short, "Lost."), ("compared a key", "EA", short, "")]

    def test_what_its_holder_had_is_listed(self, lead: Store, known: tuple[Own, Pack, int]) -> None:
        until = date(2026, 6, 1)
        sent(lead, number=2, papers=PapersForm.REDACTED.value, papers_until=until)
        sent(lead, code="HB", number=9)
        revoke(lead, known[2], "Lost.")
        sent(lead, number=3, at=datetime(2099, 1, 1, tzinfo=UTC))
        packs = held(lead, known[2])
        assert [(p.round, p.number) for p in packs] == [("Spring", 2), ("Spring", 1)]
        assert [(p.reference, p.papers, p.papers_until) for p in packs[0].plans] == [
            ("EX-1", "redacted", until),
            ("EX-2", "redacted", until),
            ("EX-3", "redacted", until),
        ]
        assert {p.papers for p in packs[1].plans} == {""}


def test_comparing_is_kept_and_can_be_taken_back(lead: Store) -> None:
    pack = returned(lead, keys(), sent(lead))
    contact = taken_in(lead, pack)
    assert contacts(lead)[0].compared_at is None
    mark_compared(lead, contact, True)
    assert contacts(lead)[0].compared_at is not None and trusted(lead, pack).compared
    mark_compared(lead, contact, False)
    assert contacts(lead)[0].compared_at is None
