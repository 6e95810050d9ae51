"""The council's policy file: read strictly, honoured by jobs, and at its strictest where it cannot be followed."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.cli import main
from auditor.frameworks import builtin
from auditor.locking import change_passphrase, key_for_new, take_encryption_off
from auditor.new_workspace import NewWorkspace, make_workspace
from auditor.policy import Policy, kept_until, policy
from auditor.round_settings import change_round_settings, round_settings
from auditor.rounds import NewRound, copy_round, new_round
from db.errors import UserError
from db.store import Store
from db.tables import Pack, Paper, Round, now
from db.vault import is_locked
from db.vocabulary import RoundKind
from tests.building import make_round, small_framework
from tests.building import make_workspace as workspace

WORDS = "four words of mine"
EVERYTHING = """
encryption_required = true
passphrase_min = 16
lock_after_minutes = 10
lock_after_max = 30
retention_months = 24
quotations = false
public_percent_least = 20
public_count_least = 6
"""


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this computer's policy file lies, if there is one."""
    monkeypatch.delenv("EHCP_AUDITOR_POLICY", raising=False)
    monkeypatch.setattr("platformdirs.site_config_path", lambda name, **_: tmp_path / "etc" / name)
    (tmp_path / "etc" / "ehcp-auditor").mkdir(parents=True)
    return tmp_path / "etc" / "ehcp-auditor" / "policy.toml"


@pytest.fixture
def store(tmp_path: Path):
    with workspace(tmp_path / "a.ehcpaudit") as made:
        yield made


def test_without_a_file_the_program_asks_little(asked: Path) -> None:
    assert policy() == Policy()
    assert not policy().encryption_required


def test_every_key_is_read(asked: Path) -> None:
    asked.write_text(EVERYTHING)
    found = policy()
    assert (found.encryption_required, found.passphrase_min, found.quotations) == (True, 16, False)
    assert (found.lock_after_minutes, found.lock_after_max, found.retention_months) == (10, 30, 24)
    assert (found.public_percent_least, found.public_count_least) == (20, 6)
    assert (found.source, found.fault) == (asked, "")


def test_the_documents_example_is_a_policy_and_names_every_key(asked: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
    asked.write_text(text.split("```toml\n")[1].split("```")[0])
    assert policy().fault == ""
    kept = set(Policy.model_fields) - {"source", "fault"}
    assert policy().model_fields_set - {"source"} == kept
    assert all(f"`{name}`" in text for name in kept)


def test_the_computers_own_file_stands_before_one_that_is_named(
    asked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "named.toml"
    named.write_text("passphrase_min = 30")
    monkeypatch.setenv("EHCP_AUDITOR_POLICY", str(named))
    assert policy().passphrase_min == 30
    asked.write_text("passphrase_min = 20")
    assert policy().passphrase_min == 20


def test_a_named_file_that_is_not_there_is_said(asked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EHCP_AUDITOR_POLICY", str(tmp_path / "gone.toml"))
    assert "gone.toml cannot be followed" in policy().fault
    assert policy().encryption_required


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("passphrase_min = 8", "line 1: passphrase_min must be a whole number from 12 to 64"),
        ("\nencryption_required = 'yes'", "line 2: encryption_required must be true or false"),
        ("passphrase_min = 16.0", "passphrase_min must be a whole number"),
        ("passphrase_min = true", "passphrase_min must be a whole number"),
        ("encryption_requierd = false", "line 1: there is no key encryption_requierd"),
        ("source = '/etc/other'", "there is no key source"),
        ("lock_after_minutes = 30\nlock_after_max = 10", "line 2: lock_after_max must be"),
        ("public_percent_least = 5", "from 10"),
        ("public_count_least = 4", "from 5"),
        ("encryption_required = ", "it is not TOML"),
        ("\x00", "it is not TOML"),
        ("x = " + "[" * 5000, "line 1: it is longer than a line of a policy can be"),
        ("x = " + "[\n" * 5000, "it is not TOML"),
        ("passphrase_min = " + "9" * 5000, "line 1: it is longer"),
        ("passphrase_min = " + "9" * 400, "passphrase_min must be a whole number"),
        ("passphrase_min = 0x" + "f" * 400, "passphrase_min must be a whole number"),
        ("retention_months = 1e999", "retention_months must be a whole number"),
        (".".join("a" * 40_000) + " = 1", "line 1: it is longer"),
        ('"\\u001b[31mred" = 1', "there is no key \N{REPLACEMENT CHARACTER}[31mred"),
        ("# " + "x" * 200_000, "larger than a policy can be"),
    ],
)
def test_a_file_that_cannot_be_followed_is_said_and_the_strictest_reading_holds(
    asked: Path, text: str, where: str
) -> None:
    asked.write_text(text)
    found = policy()
    assert where in found.fault
    assert found.fault.startswith(f"The policy file {asked} cannot be followed")
    assert (found.encryption_required, found.quotations, found.retention_months) == (True, False, None)
    assert found.passphrase_min == 20
    assert found.lock_after_max == 5


def test_what_a_faulty_file_says_clearly_still_holds(asked: Path) -> None:
    asked.write_text("encryption_required = false\npassphrase_min = 40\nlock_after_minutes = 30\nquotations = 1")
    found = policy()
    assert "quotations must be true or false" in found.fault
    assert (found.encryption_required, found.passphrase_min, found.quotations) == (False, 40, False)


def test_a_folder_and_bytes_that_are_no_text_are_said(asked: Path) -> None:
    asked.write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in policy().fault
    asked.unlink()
    asked.mkdir()
    assert "cannot be read" in policy().fault


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_a_pipe_in_its_place_is_said_and_not_waited_for(asked: Path) -> None:
    os.mkfifo(asked)
    held = policy()  # whoever waits for somebody to write into it waits for ever
    assert "it is no file" in held.fault
    assert held.encryption_required


@contextmanager
def without_root() -> Iterator[None]:
    """Nothing is shut to root, so that what root tries is tried as nobody."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system shuts folders in another way")
def test_a_folder_that_may_not_be_looked_into_is_said(asked: Path) -> None:
    asked.write_text("encryption_required = false")
    assert not policy().encryption_required
    asked.parent.chmod(0)
    try:
        with without_root():
            assert policy().encryption_required
    finally:
        asked.parent.chmod(0o700)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_whatever_lies_there_a_policy_comes_of_it(asked: Path, content: bytes) -> None:
    asked.write_bytes(content)
    found = policy()
    assert found.encryption_required == bool(found.fault)


def test_where_encryption_is_required_no_open_workspace_is_made_and_none_is_opened_up(
    asked: Path, tmp_path: Path
) -> None:
    asked.write_text("encryption_required = true")
    new = NewWorkspace("Lee", "Example", builtin("default-ehcp"), NewRound("R", RoundKind.FULL, date(2026, 3, 31)))
    path = tmp_path / "mine.ehcpaudit"
    for attempt in (lambda: key_for_new(None), lambda: make_workspace(path, new, None)):
        with pytest.raises(UserError) as refused:
            attempt()
        assert refused.value.code == "policy"
        assert str(asked) in str(refused.value)
    assert not path.exists()
    key = key_for_new(WORDS)
    make_workspace(path, new, key)
    assert is_locked(path)
    with Store.open(path, key=key) as store:
        with pytest.raises(UserError, match="has to stay encrypted"):
            take_encryption_off(store)
        assert store.encrypted
    assert is_locked(path)


def test_a_workspace_is_encrypted_opened_up_and_given_another_passphrase_where_nothing_forbids_it(
    asked: Path, store: Store
) -> None:
    first = change_passphrase(store, WORDS)
    assert store.key == first
    assert change_passphrase(store, WORDS) != first, "the same words give another key, and another recovery key"
    take_encryption_off(store)
    assert not store.encrypted


@pytest.mark.parametrize("words", ["short", "aaaaaaaaaaaaaaaaaaa", "               x"])
def test_a_weak_passphrase_changes_nothing(asked: Path, store: Store, words: str) -> None:
    with pytest.raises(UserError) as refused:
        change_passphrase(store, words)
    assert refused.value.code == "weak"
    assert not store.encrypted


def test_the_policy_can_ask_for_a_longer_passphrase(asked: Path) -> None:
    asked.write_text("passphrase_min = 19")
    with pytest.raises(UserError, match="at least 19 characters"):
        key_for_new(WORDS)
    assert key_for_new(WORDS + "!") is not None


def test_quotations_that_are_forbidden_are_not_kept_by_any_round(asked: Path, store: Store) -> None:
    framework = builtin("default-ehcp")
    old = new_round(store, framework, NewRound("Before", RoundKind.FULL, date(2026, 3, 31)))
    assert round_settings(store, old).quotations
    asked.write_text("quotations = false")
    new = new_round(store, framework, NewRound("After", RoundKind.FULL, date(2026, 3, 31)))
    copy = copy_round(store, old, "Copy", date(2026, 6, 30))
    assert not round_settings(store, new).quotations
    assert not round_settings(store, copy).quotations
    change_round_settings(store, old, quotations=False)
    with pytest.raises(UserError) as refused:
        change_round_settings(store, old, quotations=True)
    assert refused.value.code == "policy"


def test_a_round_is_kept_for_as_many_months_as_the_policy_says(asked: Path, store: Store) -> None:
    asked.write_text("retention_months = 14")
    far = date(2031, 12, 31)
    made = new_round(store, builtin("default-ehcp"), NewRound("Far", RoundKind.FULL, far))
    with store.read() as session:
        assert session.get_one(Round, made).retain_until == date(2033, 2, 28)
    past = kept_until(date(2001, 1, 1))
    assert past is not None and past > date(2001, 1, 1) + timedelta(days=900), "counted from today"
    assert kept_until(date(9999, 1, 1)) is None
    asked.unlink()
    assert kept_until(far) is None


def test_encryption_is_not_taken_off_while_papers_are_kept(asked: Path, store: Store) -> None:
    change_passphrase(store, WORDS)
    make_round(store, small_framework(store.path.parent), ["N-001"], {"N-001": ["EA"]})
    with store.write() as session:
        pack = Pack(kind="work", outgoing=False, device="d", number=1, digest="d", log_head="h", sealed_at=now())
        session.add(pack)
        session.flush()
        session.add(
            Paper(
                pack_id=pack.id, assignment_id=1, kind="pdf", form="whole", size=1, digest="d", age_secret="s",
                expires_on=date(2031, 1, 1),
            )
        )  # fmt: skip
    with pytest.raises(UserError) as refused:
        take_encryption_off(store)
    assert refused.value.code == "papers_need_lock"
    assert store.encrypted


def test_a_table_for_the_public_keeps_to_the_policys_least_count(
    asked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("area,a,b,c\nNorth,6,40,50\nSouth,30,45,60\nWest,70,80,90\n")

    def hidden() -> list[list[int]]:
        assert main(["suppress", str(table), "--json"]) == 0
        return json.loads(capsys.readouterr().out)["primary"]

    assert hidden() == []
    asked.write_text("public_count_least = 7")
    assert hidden() == [[1, 1]]
