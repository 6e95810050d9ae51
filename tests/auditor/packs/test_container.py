import sys
from pathlib import Path

import pytest

from auditor import sealing
from auditor.packs.container import Recipient, needs_passphrase, open_pack, seal
from auditor.packs.manifest import Manifest
from db.errors import UserError
from tests.auditor.packs.sealing import PASSPHRASE, ROWS, keys, manifest, opened, sealed

LEAD, READER, OTHER = keys(), keys(), keys()
PAPERS = {**ROWS, "papers/1.pdf": b"%PDF-1.7 made up", "papers/2.docx": b"PK made up"}


def refused(content: bytes | Path, **secrets: str) -> str:
    with pytest.raises(UserError) as problem:
        open_pack(content, **(secrets or {"age_secret": READER.age_secret}))
    return problem.value.code


def test_what_was_sealed_to_a_key_is_opened_by_it_whole_and_says_who_signed_it() -> None:
    made = sealed(LEAD, READER, PAPERS)
    got = opened(made.content, READER)
    assert dict(got.entries) == PAPERS
    assert got.rows() == {"plans": [{"reference": "EX-001"}]}
    assert got.manifest == made.manifest
    assert (got.signed_by, got.digest, got.by_passphrase) == (LEAD.sign_public, made.digest, False)


def test_what_was_sealed_with_a_passphrase_is_opened_by_it_alone() -> None:
    made = seal(manifest(LEAD), PAPERS, to=Recipient(PASSPHRASE), sign_secret=LEAD.sign_secret)
    assert needs_passphrase(made.content)
    assert refused(made.content) == "needs_passphrase"
    assert refused(made.content, passphrase="another one altogether") == "wrong_passphrase"
    got = open_pack(made.content, passphrase=PASSPHRASE)
    assert got.by_passphrase and dict(got.entries) == PAPERS


def test_what_locks_going_away_in_the_middle_is_no_broken_pipe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nkill -9 $$\n", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(UserError) as problem:
        sealing.seal(bytes(1_000_000), PASSPHRASE)
    assert problem.value.code == "no_memory"


def test_a_pack_may_have_several_readers() -> None:
    made = seal(
        manifest(LEAD),
        ROWS,
        to=Recipient(age_public=(READER.age_public, OTHER.age_public)),
        sign_secret=LEAD.sign_secret,
    )
    assert opened(made.content, READER).manifest == opened(made.content, OTHER).manifest == made.manifest


def test_a_pack_for_somebody_else_says_so() -> None:
    made = sealed(LEAD, READER)
    assert not needs_passphrase(made.content)
    assert refused(made.content, age_secret=OTHER.age_secret) == "other_reader"
    assert refused(made.content, passphrase=PASSPHRASE) == "sealed_to_key"


def test_a_pack_is_read_from_the_disk_as_well_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "a.ehcppack"
    file.write_bytes(sealed(LEAD, READER, PAPERS).content)
    assert dict(opened(file, READER).entries) == PAPERS
    assert [f.name for f in tmp_path.iterdir()] == ["a.ehcppack"]


def test_a_manifest_signed_by_another_key_than_it_names_is_refused() -> None:
    made = seal(manifest(LEAD), ROWS, to=Recipient(age_public=(READER.age_public,)), sign_secret=OTHER.sign_secret)
    assert refused(made.content) == "bad_signature"


def test_the_secret_token_is_in_nothing_that_is_shown() -> None:
    made = sealed(LEAD, READER)
    for shown in (repr(made), repr(made.manifest), str(made.manifest.told()), repr(opened(made.content, READER))):
        assert made.manifest.token not in shown
    assert LEAD.sign_secret not in repr(LEAD) and LEAD.age_secret not in repr(LEAD)
    assert PASSPHRASE not in repr(Recipient(PASSPHRASE))


def test_the_manifest_survives_as_it_was_sealed() -> None:
    made = sealed(LEAD, READER).manifest
    assert Manifest.model_validate_json(made.as_bytes()) == made
