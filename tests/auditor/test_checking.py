"""A check of a whole workspace finds what was changed behind the program's back, in what came in by packs as well."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from auditor.audits import contents_of
from auditor.checking import check_workspace
from auditor.packs.undo import undo
from db.store import Store
from db.vocabulary import Value
from tests.auditor.packs.travelling import Party, answer, returned, taken_in


@pytest.fixture(scope="module")
def party_file(first_party: Party, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lead's workspace with one return taken in: an audit submitted and one unfinished."""
    party = first_party.copy(tmp_path_factory.mktemp("checked") / "all")
    with party.open("edie") as store:
        answer(store, "N-1", "EA", Value.MET)
        answer(store, "N-2", "EA", Value.NOT_MET, submit=False)
    pack = returned(party, "edie", unfinished=True)
    with party.open("lead") as store:
        taken_in(store, pack)
    return party.folder / "lead.ehcpaudit"


@pytest.fixture
def lead(party_file: Path, tmp_path: Path) -> Iterator[Store]:
    copy = tmp_path / "lead.ehcpaudit"
    copy.write_bytes(party_file.read_bytes())
    with Store.open(copy) as store:
        yield store


def change(store: Store, *statements: str) -> None:
    with sqlite3.connect(store.path) as other:
        for statement in statements:
            other.execute(statement)
    other.close()


def submitted(store: Store) -> int:
    with sqlite3.connect(store.path) as other:
        (found,) = other.execute("SELECT id FROM audit WHERE state = 'submitted'").fetchone()
    other.close()
    return int(found)


def test_a_workspace_with_a_pack_taken_in_and_undone_is_sound(lead: Store):
    assert check_workspace(lead) == ()
    with sqlite3.connect(lead.path) as other:
        (pack,) = other.execute("SELECT id FROM pack WHERE outgoing = 0").fetchone()
    other.close()
    undo(lead, pack, "It was the wrong file.")
    assert check_workspace(lead) == ()


def test_an_answer_that_came_in_and_was_changed_is_found(lead: Store):
    change(lead, f"UPDATE answer SET value = 0 WHERE audit_id = {submitted(lead)}")
    assert any("submitted answers of EA on N-1, revision 1" in fault for fault in check_workspace(lead))


def test_an_answer_changed_with_its_digest_is_found_by_the_entry_of_its_pack(lead: Store):
    audit = submitted(lead)
    change(lead, f"UPDATE answer SET value = 0 WHERE audit_id = {audit}")
    with lead.read() as session:
        digest = contents_of(session, audit).digest()
    change(lead, f"UPDATE audit SET digest = '{digest}' WHERE id = {audit}")
    faults = check_workspace(lead)
    assert any("not there as it was" in fault for fault in faults)
    assert any("1 submitted audits are not in the log" in fault for fault in faults)


def test_an_audit_that_was_taken_out_is_missed(lead: Store):
    audit = submitted(lead)
    change(lead, f"DELETE FROM answer WHERE audit_id = {audit}", f"DELETE FROM audit WHERE id = {audit}")
    assert any("not there as it was" in fault for fault in check_workspace(lead))


def test_answers_sent_unfinished_are_held_to_their_digest_too(lead: Store):
    change(lead, "UPDATE answer SET value = 2 WHERE audit_id = (SELECT id FROM audit WHERE state = 'sealed')")
    assert any("answers sent unfinished of EA on N-2" in fault for fault in check_workspace(lead))


def test_a_withdrawn_revision_is_held_to_its_digest(lead: Store):
    change(
        lead, "UPDATE audit SET withdrawn_at = '2026-04-01 00:00:00', withdrawn_why = 'undone'",
        f"UPDATE answer SET value = 0 WHERE audit_id = {submitted(lead)}",
    )  # fmt: skip
    assert any("revision 1, have been changed since" in fault for fault in check_workspace(lead))


def test_a_log_whose_newest_entries_were_taken_off_is_found_by_the_head_in_a_pack(lead: Store):
    change(lead, "DELETE FROM log_payload WHERE seq > 2", "DELETE FROM log WHERE seq > 2")
    assert lead.check() == (), "the chain alone does not show it"
    assert any("newest of the change log when pack" in fault for fault in check_workspace(lead))


def test_an_entry_robbed_of_its_record_does_not_hide_what_it_told_of(lead: Store):
    change(lead, "DELETE FROM log_payload WHERE seq = (SELECT seq FROM log WHERE what = 'took in a pack')")
    assert any("1 submitted audits are not in the log" in fault for fault in check_workspace(lead))


def test_a_record_that_no_purge_removed_is_missed(lead: Store):
    change(lead, "DELETE FROM log_payload WHERE seq = (SELECT min(seq) FROM log WHERE what = 'made round')")
    assert any("recorded is missing, and no purge removed it" in fault for fault in check_workspace(lead))


def test_a_round_that_only_says_it_was_purged_is_found_and_its_answers_are_still_compared(lead: Store):
    change(
        lead, "UPDATE round SET purged = 'words', purged_at = '2026-04-01 00:00:00'",
        f"UPDATE answer SET value = 0 WHERE audit_id = {submitted(lead)}",
    )  # fmt: skip
    faults = " ".join(check_workspace(lead))
    assert "says that it was purged, and the log tells of no such purge" in faults
    assert "revision 1, have been changed since" in faults


def test_an_audit_taken_out_is_missed_though_another_has_the_same_answers(party: Party):
    with party.open("edie") as store:
        answer(store, "N-1", "EA", Value.MET)
        answer(store, "N-2", "EA", Value.MET)
    pack = returned(party, "edie")
    with party.open("lead") as store:
        taken_in(store, pack)
        assert check_workspace(store) == ()
        audit = submitted(store)
        change(store, f"DELETE FROM answer WHERE audit_id = {audit}", f"DELETE FROM audit WHERE id = {audit}")
        assert any("not there as it was" in fault for fault in check_workspace(store))


def test_a_pack_taken_in_undone_and_taken_in_again_leaves_a_sound_workspace(party: Party):
    with party.open("edie") as store:
        answer(store, "N-1", "EA", Value.MET)
        answer(store, "N-2", "EA", Value.MET)
    pack = returned(party, "edie")
    with party.open("lead") as store:
        for _ in range(2):
            (row,) = taken_in(store, pack).packs
            undo(store, row, "It was the wrong file.")
        taken_in(store, pack)
        assert check_workspace(store) == ()
