"""`pack inspect`, as a person or a script meets it."""

from pathlib import Path

import pytest

from auditor.packs.container import Recipient, seal
from auditor.packs.keys import make_identity
from db.store import Store
from tests.auditor.packs.sealing import PASSPHRASE, ROWS, keys, manifest, sealed
from tests.auditor.test_cli import answer, ehcp, refusal

LEAD = keys()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """An auditor's workspace with keys."""
    path = tmp_path / "edie.ehcpaudit"
    with Store.create(path, owner="Edie Example", role="auditor", council="Example Council") as store:
        make_identity(store)
    return path


@pytest.fixture
def pack(tmp_path: Path, workspace: Path) -> Path:
    """A pack sealed to that workspace."""
    with Store.open(workspace) as store:
        content = sealed(LEAD, make_identity(store)).content
    (tmp_path / "work.ehcppack").write_bytes(content)
    return tmp_path / "work.ehcppack"


def test_a_pack_sealed_to_a_key_is_told_by_the_workspace_that_has_it(pack: Path, workspace: Path) -> None:
    got = answer("pack", "inspect", pack, "--workspace", workspace)
    assert (got["changes"], got["reasons"]) == ({"add": 0, "unchanged": 0, "refuse": 0}, [])
    told = got["manifest"]
    assert (told["format"], told["kind"], told["round"]["name"], told["reader"]["code"]) == (1, "work", "Spring", "EA")
    assert told["sender"]["sign_public"] == LEAD.sign_public
    assert [entry["name"] for entry in told["entries"]] == ["rows.json"]
    assert "token" not in told


def test_a_pack_sealed_with_a_passphrase_is_told_by_it(tmp_path: Path) -> None:
    made = seal(manifest(LEAD), ROWS, to=Recipient(PASSPHRASE), sign_secret=LEAD.sign_secret)
    pack, secret = tmp_path / "first.ehcppack", tmp_path / "secret.txt"
    pack.write_bytes(made.content)
    secret.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    assert answer("pack", "inspect", pack, "--passphrase-file", secret)["manifest"] == made.manifest.told()
    assert "sealed with a passphrase. Give --passphrase-file" in refusal("pack", "inspect", pack)


def test_it_prints_lines_that_a_person_reads_and_keeps_the_token_to_itself(pack: Path, workspace: Path) -> None:
    done = ehcp("pack", "inspect", pack, "--workspace", workspace)
    assert done.returncode == 0
    assert "work pack 1" in done.stdout and "Lee Example" in done.stdout and "Its seal is whole" in done.stdout


def test_what_cannot_be_told_is_one_line(pack: Path, workspace: Path, tmp_path: Path) -> None:
    assert "Name that workspace with --workspace" in refusal("pack", "inspect", pack)
    other = tmp_path / "other.ehcpaudit"
    with Store.create(other, owner="Hal Example", role="auditor", council="Example Council") as store:
        assert "never made or taken in a pack" in refusal("pack", "inspect", pack, "--workspace", other)
        make_identity(store)
    assert "sealed for somebody else" in refusal("pack", "inspect", pack, "--workspace", other)
    pack.write_bytes(pack.read_bytes()[:-9])
    assert "cut short or changed" in refusal("pack", "inspect", pack, "--workspace", workspace)
    assert "no pack but a workspace" in refusal("pack", "inspect", workspace, "--workspace", workspace)
    assert "is a folder" in refusal("pack", "inspect", tmp_path)


def test_looking_changes_neither_pack_nor_workspace(pack: Path, workspace: Path, tmp_path: Path) -> None:
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    answer("pack", "inspect", pack, "--workspace", workspace)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    assert sorted(before) == ["edie.ehcpaudit", "work.ehcppack"]
