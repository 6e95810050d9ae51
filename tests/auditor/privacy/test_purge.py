"""Purging a round: what goes is nowhere, what stays is whole, and a kill leaves the old state or the new."""

import json
import shutil
from pathlib import Path

import pytest
from sqlmodel import select

from auditor.checking import check_workspace
from auditor.privacy.purge import Purge, preview, purge
from auditor.results import results
from auditor.round_moves import move_on
from auditor.round_states import Deed, need
from auditor.rounds import rounds
from auditor.steps import finished
from db.backups import Why, back_up, list_backups, restore
from db.errors import UserError
from db.store import Store
from db.tables import METADATA, Answer, Log, LogPayload, Plan, Round, SignOff
from db.vault import Key, new_key
from db.vocabulary import Purged, RoundState
from tests.auditor.privacy.rooms import MARK, bytes_with, decrypted, lead_workspace
from tests.every_step import every_step_killed

WHY = "the time to keep it is over"


@pytest.fixture(scope="module")
def key() -> Key:
    """A key of a made-up passphrase, worked out once."""
    return new_key("six made up words for tests only")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the open workspace and its backups; each test works on a copy."""
    folder = tmp_path_factory.mktemp("made")
    lead_workspace(folder / "a.ehcpaudit").close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "copy"))


def spring(store: Store) -> int:
    """The round that was signed off."""
    return next(row.id for row in rounds(store) if row.name == "Spring")


def purged(folder: Path, what: Purged, key: Key | None = None) -> Purge:
    """Open, purge, close."""
    path = folder / "a.ehcpaudit"
    with Store.open(path, key=key) as store:
        rnd = spring(store)
    return finished(purge(path, key, rnd, what, WHY))


def rows(path: Path, key: Key | None = None, but: tuple[str, ...] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with Store.open(path, key=key) as store, store.read() as session:
        return {
            table.name: [tuple(row) for row in session.connection().execute(table.select())]
            for table in METADATA.sorted_tables
            if table.name not in but
        }


@pytest.mark.parametrize("what", list(Purged))
def test_after_a_purge_no_file_of_the_folder_holds_any_of_the_words(folder: Path, what: Purged):
    assert bytes_with(folder), "the words are there before"
    outcome = purged(folder, what)
    assert outcome.left_over == ()
    assert outcome.rewritten == len(list_backups(folder / "a.ehcpaudit")) == 3
    assert bytes_with(folder) == []
    assert bytes_with(folder, "Wagtail"), "the words of the other round stay"


def test_a_workspace_that_somebody_has_open_is_not_purged(folder: Path):
    path = folder / "a.ehcpaudit"
    before = bytes_with(folder)
    with Store.open(path) as store, pytest.raises(UserError) as refused:
        finished(purge(path, None, spring(store), Purged.WORDS, WHY))
    assert refused.value.code == "locked"
    assert "a.ehcpaudit" in before
    with Store.open(path) as store, store.read() as session:
        assert session.exec(select(Round.purged).where(Round.name == "Spring")).one() == ""


@pytest.mark.parametrize("what", list(Purged))
def test_an_encrypted_workspace_and_its_backups_hold_none_of_the_words_either(tmp_path: Path, key: Key, what: Purged):
    folder = tmp_path / "locked"
    folder.mkdir()
    lead_workspace(folder / "a.ehcpaudit", key).close()
    assert bytes_with(decrypted(folder, key, tmp_path / "before"))
    assert purged(folder, what, key).left_over == ()
    assert bytes_with(decrypted(folder, key, tmp_path / "after")) == []
    assert all(b.locked for b in list_backups(folder / "a.ehcpaudit", key=key))


@pytest.mark.parametrize("what", list(Purged))
def test_a_purged_workspace_and_its_backups_are_found_sound(folder: Path, what: Purged):
    purged(folder, what)
    for path in (folder / "a.ehcpaudit", *(b.path for b in list_backups(folder / "a.ehcpaudit"))):
        with Store.open(path) as store:
            assert check_workspace(store) == ()


def test_purging_the_words_leaves_every_answer_and_figure(folder: Path):
    with Store.open(folder / "a.ehcpaudit") as store:
        before = results(store, "Spring")
    purged(folder, Purged.WORDS)
    with Store.open(folder / "a.ehcpaudit") as store:
        after = results(store, "Spring")
        assert after.fingerprint == before.fingerprint
        assert after.measures == before.measures
        with store.read() as session:
            assert {a.note for a in session.exec(select(Answer))} <= {"", "Wagtail note on N-003"}


def test_purging_the_round_leaves_its_row_its_figures_and_the_log(folder: Path):
    with Store.open(folder / "a.ehcpaudit") as store:
        before = results(store, "Spring")
        with store.read() as session:
            entries = [(e.seq, e.hash) for e in session.exec(select(Log).order_by(Log.seq))]
            signed = session.exec(select(SignOff)).one().figures
    purged(folder, Purged.ROUND)
    with Store.open(folder / "a.ehcpaudit") as store, store.read() as session:
        assert session.exec(select(SignOff)).one().figures == signed
        assert json.loads(signed)["fingerprint"] == before.fingerprint
        now = [(e.seq, e.hash) for e in session.exec(select(Log).order_by(Log.seq))]
        assert now[: len(entries)] == entries
        assert set(session.exec(select(Plan.reference))) == {"N-001", "N-003"}
        rnd = session.exec(select(Round).where(Round.name == "Spring")).one()
        assert (rnd.purged, rnd.state) == ("round", "signed_off")


def test_the_other_round_keeps_every_row_it_has(folder: Path):
    path = folder / "a.ehcpaudit"
    with Store.open(path) as store, store.read() as session:
        own = {p.seq: (p.before, p.after, p.why) for p in session.exec(select(LogPayload))}
        of_other = [e.seq for e in session.exec(select(Log)) if e.subject.startswith("Spring 2026")]
        before = results(store, "Spring 2026")
    assert of_other
    purged(folder, Purged.ROUND)
    with Store.open(path) as store, store.read() as session:
        left = {p.seq: (p.before, p.after, p.why) for p in session.exec(select(LogPayload))}
        assert all(left[seq] == own[seq] for seq in of_other)
        assert results(store, "Spring 2026").fingerprint == before.fingerprint


@pytest.mark.parametrize("what", list(Purged))
def test_purging_again_changes_nothing(folder: Path, what: Purged):
    purged(folder, what)
    before = rows(folder / "a.ehcpaudit")
    again = purged(folder, what)
    assert (again.rewritten, again.removed, again.left_over) == (0, 0, ())
    assert rows(folder / "a.ehcpaudit") == before


def test_after_its_words_the_whole_round_can_go_and_never_the_other_way(folder: Path):
    purged(folder, Purged.WORDS)
    purged(folder, Purged.ROUND)
    before = rows(folder / "a.ehcpaudit")
    assert purged(folder, Purged.WORDS).rewritten == 0
    assert rows(folder / "a.ehcpaudit") == before


@pytest.mark.parametrize("what", list(Purged))
def test_a_preview_counts_what_goes_and_changes_nothing(folder: Path, what: Purged):
    path = folder / "a.ehcpaudit"
    before = path.read_bytes()
    with Store.open(path) as store:
        seen = preview(store, spring(store), what)
    assert path.read_bytes() == before
    assert seen.goes
    assert all(seen.goes.values())
    assert seen.goes.get("notes on answers", 3) == 3
    assert [fate.becomes for fate in seen.backups] == ["rewritten", "rewritten"]
    assert seen.figures
    purged(folder, what)
    with Store.open(path) as store:
        after = preview(store, spring(store), what)
    assert (after.goes, after.done) == ({}, True)
    assert {fate.becomes for fate in after.backups} == {"left"}


def test_a_backup_that_cannot_be_looked_into_is_removed_and_the_preview_says_why(folder: Path, key: Key):
    path = folder / "a.ehcpaudit"
    newest, older = list_backups(path)
    newest.path.write_bytes(b"\xa5" * 9000)
    with Store.open(path) as store:
        fates = {f.backup.path: f for f in preview(store, spring(store), Purged.WORDS).backups}
    assert fates[newest.path].becomes == "removed"
    assert fates[newest.path].why
    outcome = purged(folder, Purged.WORDS)
    assert outcome.removed == 1
    assert not newest.path.exists()
    assert older.path.exists()


def test_packs_and_papers_beside_the_workspace_go_and_those_of_another_round_stay(folder: Path):
    path = folder / "a.ehcpaudit"
    with Store.open(path) as store, store.read() as session:
        uid = session.connection().exec_driver_sql("SELECT uid FROM paper").scalar_one()
    (folder / "a.papers").mkdir()
    for name in (
        "Spring EA work 1.ehcppack",
        "Spring 2026 EA work 1.ehcppack",
        f"a.papers/{uid}.age",
        "a.papers/x.age",
    ):
        (folder / name).write_text("sealed")
    outcome = purged(folder, Purged.WORDS)
    assert (outcome.packs, outcome.papers) == (1, 1)
    left = {file.name for file in folder.rglob("*") if file.suffix in (".ehcppack", ".age")}
    assert left == {"Spring 2026 EA work 1.ehcppack", "x.age"}


def test_backups_in_a_place_chosen_earlier_are_named_and_reached_once_it_is_chosen_again(folder: Path, tmp_path: Path):
    path, earlier = folder / "a.ehcpaudit", tmp_path / "earlier"
    earlier.mkdir()
    with Store.open(path) as store:
        number = spring(store)
        kept = back_up(store, Why.BY_HAND, earlier).path
        told = preview(store, number, Purged.WORDS).beyond
    assert any("a place that was chosen earlier" in words and "purge once more" in words for words in told)
    for place, there in ((None, True), (earlier, False)):
        finished(purge(path, None, number, Purged.WORDS, "time is up", place))
        assert (MARK.encode() in kept.read_bytes()) is there


def test_words_go_only_once_the_round_is_signed_off_and_a_reason_is_asked_for(folder: Path):
    path = folder / "a.ehcpaudit"
    with Store.open(path) as store:
        under_way, signed = (next(r.id for r in rounds(store) if r.name == n) for n in ("Spring 2026", "Spring"))
    for rnd, why, code in ((under_way, WHY, "not_signed_off"), (signed, " ", "no_reason")):
        with pytest.raises(UserError) as refused:
            finished(purge(path, None, rnd, Purged.WORDS, why))
        assert refused.value.code == code
    assert bytes_with(folder)


def test_nothing_changes_in_a_purged_round_any_more(folder: Path):
    purged(folder, Purged.WORDS)
    with Store.open(folder / "a.ehcpaudit") as store:
        with pytest.raises(UserError, match="was purged"):
            move_on(store, spring(store), RoundState.FACTS_CHECK, "to go on")
        with pytest.raises(UserError, match="was purged"), store.write() as session:
            need(session, spring(store), Deed.FOLLOW_UP)


def test_a_backup_made_before_brings_nothing_back_after_a_purge(folder: Path):
    purged(folder, Purged.WORDS)
    path = folder / "a.ehcpaudit"
    for backup in list_backups(path):
        restore(path, backup.path, None)
        assert bytes_with(folder) == []


@pytest.mark.parametrize("what", list(Purged))
def test_killed_at_any_step_a_purge_leaves_the_old_workspace_or_the_new(made: Path, tmp_path: Path, what: Purged):
    """And purging again finishes what was begun: nothing of the words is left anywhere in the folder."""
    start = Path(shutil.copytree(made, tmp_path / "start"))
    for backup in list_backups(start / "a.ehcpaudit")[1:]:
        backup.path.unlink()  # each goes through the same steps; with the one that purging makes there are two

    def job(folder: Path) -> None:
        purged(folder, what)

    job(Path(shutil.copytree(start, tmp_path / "warm")))  # queries compiled here need not be in each process
    old = rows(made / "a.ehcpaudit")
    outcomes: set[bool] = set()
    for number, folder in enumerate(every_step_killed(start, tmp_path / "killed", job)):
        path = folder / "a.ehcpaudit"
        now = rows(path)  # opening clears what was left half made
        done = now != old
        outcomes.add(done)
        if done:
            assert bytes_with(folder) == [], "the workspace is purged after all that lies beside it"
        for backup in list_backups(path):
            assert backup.holds is not None, backup.cannot
        if number % 5 == 0:
            assert purged(folder, what).left_over == ()
            assert bytes_with(folder) == []
            with Store.open(path) as store:
                assert check_workspace(store) == ()
    assert outcomes == {False, True}
