"""Keys: from a passphrase, from a recovery key, never on show; and what an encrypted file says to whom."""

import dataclasses
import hashlib
import shutil
import subprocess
import sys
import traceback
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlcipher
from sqlmodel import select

from auditor.crash import record_crash
from db.connection import read_header
from db.errors import UserError
from db.store import Store
from db.tables import Plan
from db.vault import Key, is_locked, key_for, key_from_recovery, new_key, recovery_text

ROOT = Path(__file__).parents[2]
WORDS = "correct horse battery"
KEY = Key(bytes(range(32)), bytes(range(16)))
keys = st.builds(Key, st.binary(min_size=32, max_size=32), st.just(KEY.salt))


def make(path: Path, key: Key | None = KEY, plans: int = 200) -> Path:
    """An encrypted workspace with plans in it."""
    with (
        Store.create(path, owner="Lee Example", role="lead", council="Example", key=key) as store,
        store.write() as session,
    ):
        session.add_all(Plan(reference=f"N-LEGIBLE-{number:04}") for number in range(plans))
    return path


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One encrypted workspace for those that only look."""
    return make(tmp_path_factory.mktemp("locked") / "a.ehcpaudit")


def plans_in(path: Path, key: Key | None) -> int:
    with Store.open(path, key=key) as store, store.read() as session:
        return len(session.exec(select(Plan.id)).all())


def refused(path: Path, key: Key | None) -> UserError:
    """The refusal of a file, which is left as it was with nothing beside it."""
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith("-shm")}
    with pytest.raises(UserError) as told:
        plans_in(path, key)
    after = {file.name: file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith("-shm")}
    assert after == before
    return told.value


def test_a_key_shows_itself_to_nobody() -> None:
    hidden = (KEY.raw.hex(), KEY.salt.hex(), repr(KEY.raw), str(KEY.raw))
    for shown in (repr(KEY), str(KEY), f"{KEY}", f"{[KEY]}", repr({"key": KEY})):
        assert not any(word in shown for word in hidden), shown
    assert dataclasses.is_dataclass(KEY) and Key(KEY.raw, KEY.salt) == KEY
    with pytest.raises(dataclasses.FrozenInstanceError):
        KEY.raw = b""  # type: ignore[misc]


def test_a_failure_with_a_key_at_hand_is_written_down_without_it(locked: Path) -> None:
    def fail() -> None:
        with Store.open(locked, key=KEY) as store, store.read() as session:
            session.connection().exec_driver_sql("SELECT nothing FROM nowhere WHERE x = ?", (KEY.raw.hex(),))

    with pytest.raises(UserError) as failed:
        fail()
    told = "".join(traceback.format_exception(failed.value)) + record_crash(failed.value).read_text()
    assert KEY.raw.hex() not in told
    assert KEY.salt.hex() not in told


def test_the_key_is_the_one_that_sqlcipher_itself_makes_of_the_passphrase(tmp_path: Path) -> None:
    path = make(tmp_path / "a.ehcpaudit", new_key(WORDS))
    plain = sqlcipher.connect(str(path))
    plain.execute(f"PRAGMA key = '{WORDS}'")
    assert plain.execute("SELECT count(*) FROM plan").fetchone() == (200,)
    plain.close()
    salt = path.read_bytes()[:16]
    assert key_for(path, WORDS) == Key(hashlib.pbkdf2_hmac("sha512", WORDS.encode(), salt, 256_000, 32), salt)


def test_the_same_passphrase_typed_on_another_system_gives_the_same_key(locked: Path) -> None:
    assert key_for(locked, "caf\u00e9 au lait 2") == key_for(locked, " cafe\u0301 au lait 2\n")
    assert key_for(locked, "Cafe") != key_for(locked, "cafe")


def test_each_new_key_has_a_salt_of_its_own() -> None:
    assert len({new_key(WORDS).salt for _ in range(3)}) == 3


def test_a_key_for_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as told:
        key_for(tmp_path / "gone.ehcpaudit", WORDS)
    assert told.value.code == "no_file"


@pytest.mark.parametrize("sizes", [(31, 16), (32, 15), (0, 0)])
def test_a_key_has_its_size(sizes: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Key(bytes(sizes[0]), bytes(sizes[1]))


@given(keys)
def test_a_recovery_key_gives_the_key_however_it_is_typed(locked: Path, key: Key) -> None:
    text = recovery_text(key)
    assert [len(group) for group in text.split()] == [5] * 13
    for typed in (text, text.lower(), text.replace(" ", ""), text.replace(" ", "-"), f" {text}\n",
                  text.replace("0", "O").replace("1", "l")):  # fmt: skip
        assert key_from_recovery(locked, typed).raw == key.raw


@given(keys, st.integers(0, 64), st.integers(1, 31))
def test_one_wrong_sign_is_told_with_its_group(locked: Path, key: Key, at: int, by: int) -> None:
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    text = recovery_text(key).replace(" ", "")
    wrong = text[:at] + signs[(signs.index(text[at]) + by) % 32] + text[at + 1 :]
    with pytest.raises(UserError, match=f"Group {at // 5 + 1} ") as told:
        key_from_recovery(locked, wrong)
    assert told.value.code == "recovery_slip"


@given(keys, st.sampled_from([at for at in range(64) if at % 5 != 4]))
def test_two_signs_swapped_are_told(locked: Path, key: Key, at: int) -> None:
    text = recovery_text(key).replace(" ", "")
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if swapped == text:
        return
    with pytest.raises(UserError, match=f"Group {at // 5 + 1} "):
        key_from_recovery(locked, swapped)


@given(keys, st.permutations(range(13)))
def test_groups_in_another_order_are_told(locked: Path, key: Key, order: list[int]) -> None:
    groups = recovery_text(key).split()
    mixed = [groups[at] for at in order]
    if mixed == groups:
        return
    with pytest.raises(UserError):
        key_from_recovery(locked, " ".join(mixed))


@pytest.mark.parametrize("text", ["", "15DKE", "U" * 65, "0" * 65, "Ω" * 65, "0" * 10_000])
def test_what_is_no_recovery_key_is_told(locked: Path, text: str) -> None:
    with pytest.raises(UserError) as told:
        key_from_recovery(locked, text)
    assert told.value.code == "recovery_slip"


@given(st.text(max_size=80))
def test_whatever_is_typed_for_a_recovery_key_gets_a_sentence(locked: Path, text: str) -> None:
    with pytest.raises(UserError):
        key_from_recovery(locked, text)


def test_only_an_encrypted_workspace_looks_like_one(locked: Path, tmp_path: Path) -> None:
    assert is_locked(locked)
    assert not is_locked(make(tmp_path / "open.ehcpaudit", None))
    shutil.copy(locked, tmp_path / "a.db")
    (tmp_path / "cut.ehcpaudit").write_bytes(locked.read_bytes()[:-1])
    (tmp_path / "empty.ehcpaudit").touch()
    (tmp_path / "folder.ehcpaudit").mkdir()
    for name in ("a.db", "cut.ehcpaudit", "empty.ehcpaudit", "folder.ehcpaudit", "gone.ehcpaudit"):
        assert not is_locked(tmp_path / name), name


def test_nobody_opens_it_without_its_key_and_each_refusal_says_why(
    locked: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert refused(locked, None).code == "locked_file"
    wrong = refused(locked, new_key("something else"))
    assert wrong.code == "wrong_key"
    assert "passphrase" in str(wrong) and "damaged" in str(wrong) and "backup" in str(wrong)
    assert plans_in(locked, KEY) == 200
    assert capfd.readouterr() == ("", ""), "the library keeps its remarks to itself"


def test_a_key_for_an_open_file_is_not_used(tmp_path: Path) -> None:
    path = make(tmp_path / "a.ehcpaudit", None)
    with Store.open(path, key=KEY) as store:
        assert (store.key, store.encrypted) == (None, False)
    assert path.read_bytes().startswith(b"SQLite format 3")


def test_the_header_of_an_encrypted_file_is_told_to_whoever_has_the_key(locked: Path) -> None:
    header = read_header(locked, KEY)
    assert (header.locked, header.size) == (True, locked.stat().st_size)


def test_another_programs_encrypted_file_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.ehcpaudit"
    theirs = sqlcipher.connect(str(path))
    theirs.execute(f'PRAGMA key = "{KEY.literal()}"')
    theirs.execute("CREATE TABLE theirs (x)")
    theirs.close()
    assert refused(path, KEY).code == "not_ours"


def test_a_damaged_first_page_looks_like_a_wrong_key_and_later_damage_is_told_as_such(
    locked: Path, tmp_path: Path
) -> None:
    whole = locked.read_bytes()
    path = tmp_path / "a.ehcpaudit"
    for at, code in ((0, "wrong_key"), (100, "wrong_key"), (4095, "wrong_key"), (len(whole) - 5000, "damaged")):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert refused(path, KEY).code == code, at


def test_a_file_cut_off_at_any_page_is_refused(locked: Path, tmp_path: Path) -> None:
    whole = locked.read_bytes()
    path = tmp_path / "a.ehcpaudit"
    for size in (4096, 8192, len(whole) - 4096, len(whole) - 1):
        path.write_bytes(whole[:size])
        assert refused(path, KEY).code in ("damaged", "wrong_key"), size


@given(st.randoms(use_true_random=False), st.integers(1, 10))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_changed_anywhere_are_noticed(locked: Path, tmp_path: Path, random: Random, flips: int) -> None:
    """Every page is signed, so nothing that was changed is ever read as if it were whole."""
    content = bytearray(locked.read_bytes())
    for at in random.sample(range(len(content)), flips):
        content[at] ^= random.randrange(1, 256)
    path = tmp_path / "a.ehcpaudit"
    path.write_bytes(content)
    assert why_not(path) in ("wrong_key", "damaged")
    assert path.read_bytes() == content


def why_not(path: Path) -> str:
    """The code a file is refused with, or that its check finds it damaged; empty when it is taken as whole."""
    try:
        with Store.open(path, key=KEY) as store:
            return "damaged" if store.check() else ""
    except UserError as told:
        return told.code


KILLED = """
import os, sys
from pathlib import Path
from db.store import Store
from db.tables import Plan
from db.vault import Key
store = Store.open(Path(sys.argv[1]), key=Key(bytes(range(32)), bytes(range(16))))
with store.write() as session:
    session.add_all(Plan(reference=f"N-LEGIBLE-{number:04}") for number in range(1000, 1500))
os._exit(0)
"""


def test_what_a_killed_program_left_beside_is_read_with_the_right_key_and_let_be_with_a_wrong_one(
    tmp_path: Path,
) -> None:
    path = make(tmp_path / "a.ehcpaudit")
    subprocess.run([sys.executable, "-c", KILLED, path], check=True, cwd=ROOT)
    log = tmp_path / "a.ehcpaudit-wal"
    assert log.stat().st_size > 4096
    assert b"LEGIBLE" not in log.read_bytes() + path.read_bytes()
    assert refused(path, new_key("something else")).code == "wrong_key"
    assert plans_in(path, KEY) == 700
    assert not log.exists()


SAVING = """
import sys
from pathlib import Path
from db.store import Store
from db.tables import Plan
from db.vault import Key
with Store.open(Path(sys.argv[1]), key=Key(bytes(range(32)), bytes(range(16)))) as store:
    for number in range(int(sys.argv[2]), 10_000):
        with store.write() as session:
            session.add(Plan(reference=f"N-SAVED-{number:05}"))
        print(number, flush=True)
"""


def test_what_was_said_to_be_saved_is_there_however_the_program_ended(tmp_path: Path) -> None:
    """As in an open workspace: killed after so many saves, each time in the file that the last kill left."""
    path = make(tmp_path / "a.ehcpaudit")
    said = 0
    for saves in (1, 2, 7, 40):
        with subprocess.Popen(
            [sys.executable, "-c", SAVING, path, str(said + 1000)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as run:
            assert run.stdout is not None
            for _ in range(saves):
                said = int(run.stdout.readline())
            run.kill()
        assert (tmp_path / "a.ehcpaudit-wal").stat().st_size, "it was killed before it could close the file"
        with Store.open(path, key=KEY) as store, store.read() as session:
            kept = session.exec(select(Plan.reference).where(Plan.reference.startswith("N-SAVED"))).all()
            assert f"N-SAVED-{said:05}" in kept
            assert store.check() == ()
