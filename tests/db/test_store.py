"""The workspace file: made whole, opened safely, refused with a sentence, never harmed by being looked at."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlite3
from sqlmodel import select

from db.connection import APPLICATION_ID, FORMAT, read_header
from db.errors import UserError
from db.store import Store
from db.tables import Answer, Log, LogPayload, Plan, new_uid
from db.vault import Key


def make(path: Path) -> Store:
    """A new workspace of a made-up lead."""
    return Store.create(path, owner="Lee Example", role="lead", council="Example Council")


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by name."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_new_workspace_says_whose_it_is_and_is_one_plain_file_when_closed(tmp_path: Path):
    with make(tmp_path / "a.ehcpaudit") as store:
        owner = store.owner()
        assert (owner.name, owner.role, owner.council) == ("Lee Example", "lead", "Example Council")
        assert store.check() == ()
    assert [file.name for file in tmp_path.iterdir()] == ["a.ehcpaudit"]
    header = read_header(tmp_path / "a.ehcpaudit")
    assert (header.application_id, header.format) == (APPLICATION_ID, FORMAT)


def test_every_connection_that_saves_has_its_safe_settings(tmp_path: Path):
    with make(tmp_path / "a.ehcpaudit") as store, store.write() as one, store.read() as other:
        for session in (one, other):
            pragma = session.connection().exec_driver_sql
            assert pragma("PRAGMA journal_mode").scalar() == "wal"
            assert pragma("PRAGMA synchronous").scalar() == 2
            assert pragma("PRAGMA foreign_keys").scalar() == 1


def test_making_a_workspace_never_overwrites_a_file(tmp_path: Path):
    (tmp_path / "a.ehcpaudit").write_text("something of mine")
    with pytest.raises(UserError, match="left as it was"):
        make(tmp_path / "a.ehcpaudit")
    assert (tmp_path / "a.ehcpaudit").read_text() == "something of mine"


def test_a_workspace_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path):
    with pytest.raises(UserError) as refused:
        make(tmp_path / "nowhere" / "a.ehcpaudit")
    assert refused.value.code == "no_folder"
    assert not list(tmp_path.iterdir())


def other_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()


def newer(path: Path) -> None:
    make(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()


def truncated(path: Path) -> None:
    make(path).close()
    path.write_bytes(path.read_bytes()[:20_000])


def scrambled(path: Path) -> None:
    make(path).close()
    whole = bytearray(path.read_bytes())
    whole[4096:12288] = b"\xa5" * 8192
    path.write_bytes(whole)


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda p: None, "no_file"),
        (lambda p: p.write_bytes(b""), "not_ours"),
        (lambda p: p.write_bytes(b"\x00" * 5000), "not_ours"),
        (lambda p: p.write_text("reference,area\nN-001,North\n" * 200), "not_ours"),
        (other_program, "not_ours"),
        (newer, "too_new"),
        (truncated, "damaged"),
        (scrambled, "damaged"),
        (lambda p: p.mkdir(), "not_ours"),
    ],
)
def test_a_file_that_cannot_be_used_gets_a_sentence_and_is_left_as_it_was(tmp_path: Path, prepare, code: str):
    path = tmp_path / "a.ehcpaudit"
    prepare(path)
    before = None if path.is_dir() else bytes_of(tmp_path)
    with pytest.raises(UserError) as refused:
        Store.open(path)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")
    assert "Traceback" not in str(refused.value)
    if before is not None:
        assert bytes_of(tmp_path) == before


def test_a_locked_workspace_says_so_and_keeps_what_it_had(tmp_path: Path):
    with make(tmp_path / "a.ehcpaudit") as store:
        other = sqlite3.connect(tmp_path / "a.ehcpaudit", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError) as refused, store.write() as session:
            session.add(Plan(reference="N-001"))
        other.execute("ROLLBACK")
        other.close()
        assert refused.value.code == "locked"
        with store.read() as session:
            assert session.exec(select(Plan)).all() == []


def add_plans_to_a_file_of(store: Store, pages: int) -> None:
    """Write more than a file that may not grow can take: what a full disk looks like to SQLite."""
    with store.write() as session:
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        session.add_all(Plan(reference=f"N-{number:09}", uid=new_uid()) for number in range(5000))


def test_a_full_disk_says_so_and_keeps_everything_before(tmp_path: Path):
    with make(tmp_path / "a.ehcpaudit") as store:
        with store.write() as session:
            session.add(Plan(reference="N-001"))
            pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        with pytest.raises(UserError) as refused:
            add_plans_to_a_file_of(store, pages)
        assert refused.value.code == "disk_full"
        with store.read() as session:
            assert session.exec(select(Plan.reference)).all() == ["N-001"]


def add_one_and_fail(store: Store) -> None:
    """Break off in the middle of a transaction."""
    with store.write() as session:
        session.add(Plan(reference="N-001"))
        session.flush()
        _ = 1 / 0


def test_a_failure_inside_a_transaction_leaves_nothing_of_it(tmp_path: Path):
    with make(tmp_path / "a.ehcpaudit") as store:
        with pytest.raises(ZeroDivisionError):
            add_one_and_fail(store)
        with store.read() as session:
            assert session.exec(select(Plan)).all() == []


@pytest.mark.parametrize(
    "row",
    [
        "INSERT INTO plan (uid, reference) VALUES ('u', '')",
        "INSERT INTO answer VALUES (1, 1, 0, 7, '', '', '')",
        "INSERT INTO answer VALUES (1, 1, 0, 2, 'template', '', '')",
        "INSERT INTO answer VALUES (1, 1, 0, NULL, 'template', '', '')",
        "INSERT INTO answer VALUES (99, 99, 0, 2, '', '', '')",
        """INSERT INTO workspace (id, uid, device, owner, role, council, invented, made_at, row_version)
        VALUES (2, 'u', 'd', 'o', 'lead', 'c', '', '2026-01-01', 1)""",
    ],
)
def test_the_tables_themselves_refuse_what_makes_no_sense(tmp_path: Path, row: str):
    with make(tmp_path / "a.ehcpaudit") as store, store.read() as session:
        raw = session.connection().connection.driver_connection
        assert raw is not None
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(row)


def test_another_programs_change_is_noticed_and_our_own_is_not(tmp_path: Path):
    with make(tmp_path / "a.ehcpaudit") as store:
        seen = store.data_version()
        with store.write() as session:
            session.add(Plan(reference="N-001"))
        assert store.data_version() == seen
        with Store.open(tmp_path / "a.ehcpaudit") as other, other.write() as session:
            session.add(Plan(reference="N-002"))
        assert store.data_version() != seen


def test_a_backup_is_a_complete_workspace(tmp_path: Path):
    with make(tmp_path / "a.ehcpaudit") as store:
        with store.write() as session:
            session.add(Plan(reference="N-001"))
        store.backup(tmp_path / "copy.ehcpaudit")
    with Store.open(tmp_path / "copy.ehcpaudit") as copy, copy.read() as session:
        assert session.exec(select(Plan.reference)).all() == ["N-001"]


def test_a_backup_never_overwrites_a_file_and_leaves_nothing_half_written(tmp_path: Path):
    (tmp_path / "mine.ehcpaudit").write_text("mine")
    with make(tmp_path / "a.ehcpaudit") as store:
        for target, code in ((tmp_path / "mine.ehcpaudit", "exists"), (tmp_path / "gone" / "b.ehcpaudit", "no_folder")):
            with pytest.raises(UserError) as refused:
                store.backup(target)
            assert refused.value.code == code
    assert (tmp_path / "mine.ehcpaudit").read_text() == "mine"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.ehcpaudit", "mine.ehcpaudit"]


def why_not(path: Path) -> str:
    """The code a file is refused with when it is opened, read and checked; empty when it is taken."""
    try:
        with Store.open(path) as store, store.read() as session:
            session.exec(select(Plan)).all()
            store.check()
    except UserError as refused:
        return refused.code
    return ""


@given(st.randoms(use_true_random=False), st.integers(1, 40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_with_bytes_changed_opens_or_is_refused_and_a_refused_one_is_left_as_it_was(
    tmp_path: Path, random: Random, flips: int
):
    """Wherever the damage lies, nobody sees anything but a sentence, and looking never makes it worse."""
    whole = tmp_path / "whole.ehcpaudit"
    if not whole.exists():
        with make(whole) as store, store.write() as session:
            session.add_all(Plan(reference=f"N-{number:03}") for number in range(200))
    content = bytearray(whole.read_bytes())
    for _ in range(flips):
        content[random.randrange(100, len(content))] = random.randrange(256)
    path = tmp_path / "flipped.ehcpaudit"
    path.write_bytes(content)
    refusal = why_not(path)
    assert refusal in ("", "damaged", "not_ours", "too_new")
    assert not refusal or path.read_bytes() == content


def test_checking_finds_a_log_entry_that_was_changed_or_taken_out(tmp_path: Path):
    with make(tmp_path / "a.ehcpaudit") as store:
        with store.write() as session:
            payload = session.exec(select(LogPayload)).one()
            payload.why = "something else"
        assert any("log entry 1" in fault for fault in store.check())
        with store.write() as session:
            session.delete(session.exec(select(LogPayload)).one())
        assert store.check() == (), "a purged payload leaves the chain whole"
        with store.write() as session:
            session.exec(select(Log)).one().what = "did nothing"
        assert store.check()


def test_answers_go_with_the_integer_keys_that_keep_the_file_small(tmp_path: Path):
    assert [c.name for c in Answer.__table__.primary_key] == ["audit_id", "criterion_id", "part"]  # type: ignore[attr-defined]
    with make(tmp_path / "a.ehcpaudit") as store, store.read() as session:
        made = session.connection().exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'answer'").scalar_one()
    assert "WITHOUT ROWID" in made


def test_uids_sort_by_the_time_they_were_made_and_never_repeat():
    made = [new_uid() for _ in range(2000)]
    assert len(set(made)) == len(made)
    assert [u[:8] for u in made] == sorted(u[:8] for u in made)
    assert {u[14] for u in made} == {"7"}


@pytest.mark.parametrize("key", [None, Key(b"k" * 32, b"s" * 16)])
def test_who_only_looks_opens_a_file_that_may_not_be_changed_and_leaves_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: Key | None
):
    path = tmp_path / "a.ehcpaudit"
    made = Store.create(path, owner="Lee Example", role="lead", council="Example Council", key=key)
    with made as store, store.write() as session:
        session.add(Plan(reference="N-001"))
    before = bytes_of(tmp_path)
    # whoever runs the tests may be allowed everything
    monkeypatch.setattr("db.store.may_write", lambda _: False)
    with Store.open(path, key=key, reading=True) as store, store.read() as session:
        assert session.exec(select(Plan.reference)).all() == ["N-001"]
        assert store.check() == ()
        assert bytes_of(tmp_path) == before
        with pytest.raises(UserError) as refused, store.write() as other:
            other.add(Plan(reference="N-002"))
        assert refused.value.code == "read_only"
    assert bytes_of(tmp_path) == before
    monkeypatch.undo()
    with Store.open(path, key=key, reading=True) as store, store.write() as session:
        session.add(Plan(reference="N-002"))
