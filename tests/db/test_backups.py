"""Backups: made after a change, thinned out by rule, listed with what they hold, restored whole or not at all."""

import errno
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from db.backups import (
    NEWEST,
    Why,
    back_up,
    back_up_if_changed,
    folder_for,
    keep_present,
    list_backups,
    not_kept,
    restore,
    try_back_up,
)
from db.errors import UserError
from db.log import faults
from db.store import Store
from db.tables import Log, Plan
from db.vault import Key, new_key
from tests.building import make_round, make_workspace, score, small_framework
from tests.every_step import every_step_killed

FROM = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@pytest.fixture(scope="module")
def key() -> Key:
    """A key of a made-up passphrase, worked out once."""
    return new_key("six made up words for tests only")


def make(path: Path, key: Key | None = None) -> Store:
    """A new workspace of a made-up lead."""
    return Store.create(path, owner="Lee Example", role="lead", council="Example Council", key=key)


def add(store: Store, reference: str) -> None:
    """Change something."""
    with store.write() as session:
        session.add(Plan(reference=reference))


def plans(path: Path, key: Key | None = None) -> list[str]:
    """The references a workspace holds."""
    with Store.open(path, key=key) as store, store.read() as session:
        return list(session.exec(select(Plan.reference).order_by(Plan.reference)))


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_backup_holds_what_the_workspace_held_and_is_locked_as_it_is(tmp_path: Path, key: Key, encrypted: bool):
    own = key if encrypted else None
    with make(tmp_path / "a.ehcpaudit", own) as store:
        add(store, "N-001")
        made = back_up(store, Why.BY_HAND)
        assert made.locked == encrypted
        assert made.holds is not None
        assert made.holds.log_head == store.log_head()
    assert made.path.parent == tmp_path / "a.backups"
    assert plans(made.path, own) == ["N-001"]
    assert encrypted != made.path.read_bytes().startswith(b"SQLite format 3")


def test_the_name_of_a_backup_holds_nobodys_words(tmp_path: Path):
    with make(tmp_path / "Somebody's own words.ehcpaudit") as store:
        name = back_up(store, Why.OPENED).path.stem
    stamp, why, rest = name[:15], name[16:22], name[23:]
    assert datetime.strptime(stamp, "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    assert why == "opened"
    assert set(rest) <= set("0123456789abcdef-")


def test_a_list_says_what_each_backup_holds_and_the_newest_comes_first(tmp_path: Path):
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        rnd = make_round(store, small_framework(tmp_path), ["N-001", "N-002"], {"N-001": ["EA"]})
        back_up(store, Why.PACKS)
        score(store, rnd, "N-001", "EA", [2, 2, 2, 2])
        back_up(store, Why.PURGE)
    newest, older = list_backups(tmp_path / "a.ehcpaudit")
    assert (newest.why, older.why) == (Why.PURGE, Why.PACKS)
    assert newest.holds is not None
    assert older.holds is not None
    assert (newest.holds.submitted, older.holds.submitted) == (1, 0)
    assert newest.holds.rounds == (("Spring", "open"),)
    assert newest.holds.plans == 2
    assert newest.size == newest.path.stat().st_size


def test_a_backup_locked_with_another_key_says_so_and_is_still_listed(tmp_path: Path, key: Key):
    with make(tmp_path / "a.ehcpaudit", key) as store:
        back_up(store, Why.OPENED)
    for tried in (None, Key(bytes(32), key.salt)):
        (found,) = list_backups(tmp_path / "a.ehcpaudit", key=tried)
        assert (found.holds, found.locked) == (None, True)
        assert "passphrase" in found.cannot
    (found,) = list_backups(tmp_path / "a.ehcpaudit", key=key)
    assert found.holds is not None


def test_opening_makes_a_backup_only_after_something_was_written(tmp_path: Path):
    path = tmp_path / "a.ehcpaudit"
    with make(path) as store:
        assert back_up_if_changed(store, Why.OPENED) is not None
        assert back_up_if_changed(store, Why.OPENED) is None
    for _ in range(2):
        with Store.open(path) as store:
            assert back_up_if_changed(store, Why.OPENED) is None
    with Store.open(path) as store:
        add(store, "N-001")
    with Store.open(path) as store:
        assert back_up_if_changed(store, Why.OPENED) is not None


def test_a_draft_that_the_log_does_not_tell_of_is_a_change_as_well(tmp_path: Path):
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        rnd = make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        back_up_if_changed(store, Why.OPENED)
        head = store.log_head()
        score(store, rnd, "N-001", "EA", [2], submit=False)
        assert store.log_head() == head
        assert back_up_if_changed(store, Why.OPENED) is not None


def test_a_missing_place_is_said_in_a_sentence_and_stops_nothing(tmp_path: Path):
    with make(tmp_path / "a.ehcpaudit") as store:
        said = try_back_up(store, Why.OPENED, tmp_path / "a stick that is not there")
        assert said.startswith("Your work is saved, but there is no new backup of it")
        assert "a stick that is not there" in said
        assert try_back_up(store, Why.OPENED) == ""
        add(store, "N-001")
    assert plans(tmp_path / "a.ehcpaudit") == ["N-001"]


def test_backups_in_a_chosen_place_are_listed_with_those_beside(tmp_path: Path):
    place = tmp_path / "elsewhere"
    place.mkdir()
    with make(tmp_path / "a.ehcpaudit") as store:
        beside, there = back_up(store, Why.OPENED), back_up(store, Why.OPENED, place)
    assert there.path.parent == folder_for(tmp_path / "a.ehcpaudit", place)
    assert {b.path for b in list_backups(tmp_path / "a.ehcpaudit", place)} == {beside.path, there.path}


def test_another_workspace_of_the_same_name_keeps_its_backups_to_itself(tmp_path: Path):
    place = tmp_path / "place"
    for folder in ("one", "two", "place"):
        (tmp_path / folder).mkdir()
    uids: list[str] = []
    for folder in ("one", "two"):
        with make(tmp_path / folder / "a.ehcpaudit") as store:
            made = [back_up(store, Why.OPENED, place) for _ in range(NEWEST + 2)]
            assert made[0].holds is not None
            uids.append(made[0].holds.workspace)
    for folder, uid in zip(("one", "two"), uids, strict=True):
        found = list_backups(tmp_path / folder / "a.ehcpaudit", place, workspace=uid)
        assert len(found) == NEWEST
        assert {b.holds.workspace for b in found if b.holds} == {uid}


@given(st.lists(st.datetimes(FROM, FROM + timedelta(days=1000)), max_size=60, unique=True))
def test_the_newest_ten_stay_and_of_older_ones_the_last_of_each_month(days: list[datetime]):
    newest_first = [(Path(str(number)), when) for number, when in enumerate(sorted(days, reverse=True))]
    gone = set(not_kept(newest_first))
    kept = [(file, when) for file, when in newest_first if file not in gone]
    assert not gone & {file for file, _ in newest_first[:NEWEST]}
    months = {(when.year, when.month) for _, when in newest_first}
    assert {(when.year, when.month) for _, when in kept} == months
    for month in months:
        last = next(file for file, when in newest_first if (when.year, when.month) == month)
        assert last not in gone
    assert len(kept) <= NEWEST + len(months)


def test_thinning_out_leaves_files_of_other_names_alone(tmp_path: Path):
    with make(tmp_path / "a.ehcpaudit") as store:
        first = back_up(store, Why.OPENED)
        mine = first.path.with_name("my own copy.ehcpaudit")
        shutil.copyfile(first.path, mine)
        for _ in range(NEWEST + 3):
            back_up(store, Why.OPENED)
    assert mine.exists()
    assert len(list_backups(tmp_path / "a.ehcpaudit")) == NEWEST


def test_the_change_log_tells_that_the_workspace_went_back_and_to_which_backup(tmp_path: Path, key: Key):
    path = tmp_path / "a.ehcpaudit"
    with make(path, key) as store:
        wanted = back_up(store, Why.OPENED)
        add(store, "N-001")
    restore(path, wanted.path, key)
    with Store.open(path, key=key) as store, store.read() as session:
        newest = session.exec(select(Log).order_by(Log.seq.desc())).first()
        assert newest is not None
        assert (newest.who, newest.what) == ("Lee Example", "went back to a backup")
        assert newest.subject == wanted.path.stem
        assert list(faults(session)) == []


def test_looking_for_the_right_backup_by_restoring_one_after_another_loses_none(tmp_path: Path):
    path = tmp_path / "a.ehcpaudit"
    made: list[Path] = []
    with make(path) as store:
        for number in range(NEWEST):
            add(store, f"N-{number}")
            made.append(back_up(store, Why.OPENED).path)
    for backup in made:
        restore(path, backup, None)
        with Store.open(path) as store:
            back_up_if_changed(store, Why.OPENED)
    assert [file for file in made if not file.exists()] == []


def test_backups_of_a_clock_that_was_ahead_do_not_push_the_present_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.ehcpaudit"
    with make(path) as store:
        with monkeypatch.context() as clock:
            for module in ("backups", "backup_files"):
                clock.setattr(f"db.{module}.now", lambda: datetime(2131, 5, 1, 12, tzinfo=UTC))
            for _ in range(NEWEST):
                back_up(store, Why.OPENED)
        present = [back_up(store, Why.OPENED).path for _ in range(NEWEST)]
    assert all(file.exists() for file in present)


def test_a_workspace_is_never_written_under_a_name_it_is_not_known_by(tmp_path: Path, key: Key):
    with make(tmp_path / "a.ehcpaudit", key) as store:
        kept = back_up(store, Why.OPENED)
        with pytest.raises(UserError, match=r"copy\.bak\.ehcpaudit") as refused:
            store.backup(tmp_path / "copy.bak")
    assert refused.value.code == "ending"
    with pytest.raises(UserError, match=r"ends in \.ehcpaudit"):
        restore(tmp_path / "new.bak", kept.path, key)
    assert not list(tmp_path.glob("*.bak"))


@pytest.mark.parametrize("encrypted", [False, True])
def test_restoring_keeps_what_was_there_as_a_backup(tmp_path: Path, key: Key, encrypted: bool):
    path, own = tmp_path / "a.ehcpaudit", key if encrypted else None
    with make(path, own) as store:
        add(store, "N-001")
        wanted = back_up(store, Why.OPENED)
        add(store, "N-002")
    kept = restore(path, wanted.path, own)
    assert plans(path, own) == ["N-001"]
    assert kept is not None
    assert (kept.why, kept.path.parent) == (Why.RESTORE, tmp_path / "a.backups")
    assert plans(kept.path, own) == ["N-001", "N-002"]
    assert kept.path in {b.path for b in list_backups(path, key=own)}
    restore(path, kept.path, own)
    assert plans(path, own) == ["N-001", "N-002"]


def test_a_damaged_workspace_is_kept_byte_by_byte_and_restored(tmp_path: Path):
    path = tmp_path / "a.ehcpaudit"
    with make(path) as store:
        add(store, "N-001")
        wanted = back_up(store, Why.OPENED)
    damaged = b"\xa5" * 5000
    path.write_bytes(damaged)
    kept = restore(path, wanted.path, None)
    assert kept is not None
    assert kept.path.read_bytes() == damaged
    assert plans(path) == ["N-001"]
    assert {b.path for b in list_backups(path)} == {kept.path, wanted.path}


def test_a_workspace_that_is_gone_is_restored_from_its_backups(tmp_path: Path):
    path = tmp_path / "a.ehcpaudit"
    with make(path) as store:
        add(store, "N-001")
        wanted = back_up(store, Why.OPENED)
    path.unlink()
    assert restore(path, wanted.path, None) is None
    assert plans(path) == ["N-001"]


def scrambled(backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[5000:9000] = b"\xa5" * 4000
    backup.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (scrambled, "damaged"),
        (lambda b: b.write_bytes(b.read_bytes()[:9000]), "damaged"),
        (lambda b: b.write_text("no workspace " * 99), "not_ours"),
        (lambda b: b.unlink(), "no_file"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused_and_nothing_is_touched(tmp_path: Path, spoil, code: str):
    path = tmp_path / "a.ehcpaudit"
    with make(path) as store:
        wanted = back_up(store, Why.OPENED)
        add(store, "N-002")
    spoil(wanted.path)
    before = path.read_bytes()
    listed = set((tmp_path / "a.backups").iterdir())
    with pytest.raises(UserError) as refused:
        restore(path, wanted.path, None)
    assert refused.value.code == code
    assert path.read_bytes() == before
    assert set((tmp_path / "a.backups").iterdir()) == listed


def test_a_backup_of_another_workspace_is_refused(tmp_path: Path):
    with make(tmp_path / "b.ehcpaudit") as other:
        theirs = back_up(other, Why.OPENED)
    make(tmp_path / "a.ehcpaudit").close()
    before = (tmp_path / "a.ehcpaudit").read_bytes()
    with pytest.raises(UserError) as refused:
        restore(tmp_path / "a.ehcpaudit", theirs.path, None)
    assert refused.value.code == "other_workspace"
    assert (tmp_path / "a.ehcpaudit").read_bytes() == before


def test_a_workspace_that_is_open_elsewhere_is_not_replaced(tmp_path: Path):
    with make(tmp_path / "a.ehcpaudit") as store:
        wanted = back_up(store, Why.OPENED)
        add(store, "N-002")
        with pytest.raises(UserError) as refused:
            restore(tmp_path / "a.ehcpaudit", wanted.path, None)
        assert refused.value.code == "locked"
    assert plans(tmp_path / "a.ehcpaudit") == ["N-002"]


def test_what_is_there_is_kept_beside_where_the_chosen_place_is_out_of_reach(tmp_path: Path):
    path = tmp_path / "a.ehcpaudit"
    make(path).close()
    kept = keep_present(path, Why.MIGRATION, tmp_path / "gone")
    assert kept.parent == tmp_path / "a.backups"
    assert kept.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("encrypted", [False, True])
def test_killed_at_any_step_restoring_leaves_the_old_workspace_or_the_new(tmp_path: Path, key: Key, encrypted: bool):
    """And where it is the new one, the old one is among the backups."""
    own = key if encrypted else None
    first = tmp_path / "first"
    first.mkdir()
    with make(first / "a.ehcpaudit", own) as store:
        add(store, "N-001")
        name = back_up(store, Why.OPENED).path.name
        add(store, "N-002")

    def job(folder: Path) -> None:
        restore(folder / "a.ehcpaudit", folder / "a.backups" / name, own)

    outcomes: set[str] = set()
    for folder in every_step_killed(first, tmp_path, job):
        held = plans(folder / "a.ehcpaudit", own)
        assert held in (["N-001", "N-002"], ["N-001"])
        if held == ["N-001"]:
            kept = list_backups(folder / "a.ehcpaudit", key=own)[0]
            assert plans(kept.path, own) == ["N-001", "N-002"]
        outcomes.add(str(held))
        assert not list(folder.glob("*.part")), "what was begun is cleared on opening"
    assert len(outcomes) == 2


def test_a_backup_made_in_the_same_second_gets_a_name_of_its_own(tmp_path: Path):
    with make(tmp_path / "a.ehcpaudit") as store:
        made = [back_up(store, Why.OPENED) for _ in range(4)]
    assert len({b.path for b in made}) == 4
    assert max(b.when for b in made) - min(b.when for b in made) <= timedelta(seconds=10)


def test_a_full_disk_is_said_in_a_sentence_and_leaves_nothing_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with make(tmp_path / "a.ehcpaudit") as store:

        def full(_handle: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr("os.fsync", full)
            said = try_back_up(store, Why.OPENED)
        assert "disk is full" in said
        assert list((tmp_path / "a.backups").iterdir()) == []
        add(store, "N-001")
        assert try_back_up(store, Why.OPENED) == ""


def test_while_a_backup_is_made_work_goes_on_and_the_backup_is_of_one_moment(tmp_path: Path):
    """The window writes on its own thread meanwhile."""
    with make(tmp_path / "a.ehcpaudit") as store:
        for number in range(300):
            add(store, f"N-{number:04}")
        made: list[Path] = []
        worker = Thread(target=lambda: made.extend(back_up(store, Why.BY_HAND).path for _ in range(5)))
        worker.start()
        for number in range(300, 400):
            add(store, f"N-{number:04}")
        worker.join()
    for path in made:
        held = plans(path)
        assert held == [f"N-{number:04}" for number in range(len(held))]
        assert len(held) >= 300
    assert len(made) == 5
