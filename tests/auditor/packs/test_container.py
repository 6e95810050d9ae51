import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from auditor import sealing
from auditor.packs import container
from auditor.packs.archive import LARGEST_ROWS
from auditor.packs.container import Recipient, needs_passphrase, open_pack, seal
from auditor.packs.manifest import MOST_PAPERS, Manifest
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


@pytest.mark.usefixtures("stretched")
def test_what_was_sealed_with_a_passphrase_is_opened_by_it_alone_and_is_dear_to_guess() -> None:
    made = seal(manifest(LEAD), PAPERS, to=Recipient(PASSPHRASE), sign_secret=LEAD.sign_secret)
    work = re.match(rb"age-encryption.org/v1\n-> scrypt \S+ (\d+)\n", made.content)
    assert work is not None
    assert int(work[1]) >= 15, "a good passphrase is tried no faster than some ten times a second"
    assert needs_passphrase(made.content)
    assert refused(made.content) == "needs_passphrase"
    assert refused(made.content, passphrase="another one altogether") == "wrong_passphrase"
    got = open_pack(made.content, passphrase=PASSPHRASE)
    assert got.by_passphrase and dict(got.entries) == PAPERS


@pytest.mark.usefixtures("stretched")
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


class TestTooMuch:
    """What a reader would refuse is not sealed in the first place."""

    @staticmethod
    def refused(entries: Mapping[str, bytes]) -> str:
        with pytest.raises(UserError, match="Nothing was sealed") as problem:
            sealed(LEAD, READER, entries)
        return problem.value.code

    def test_rows(self) -> None:
        assert self.refused({"rows.json": bytes(LARGEST_ROWS + 1)}) == "too_large"

    def test_papers(self) -> None:
        crowd = {f"papers/{n}.pdf": b"" for n in range(1, MOST_PAPERS + 2)}
        assert self.refused({**ROWS, **crowd}) == "too_large"

    def test_all_of_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(container, "LARGEST", 1_000_000)
        assert self.refused({**ROWS, "papers/1.pdf": bytes(950_000)}) == "too_large"
        made = sealed(LEAD, READER, {**ROWS, "papers/1.pdf": bytes(900_000)})
        assert opened(made.content, READER).entries.size("papers/1.pdf") == 900_000


WATCHED = """
import sys
from pathlib import Path
from auditor.packs.container import open_pack
from importlib import import_module

import_module("pyrage")
pack = open_pack(Path(sys.argv[1]), age_secret=sys.argv[2])  # whatever is imported late is imported now
opened = []
sys.addaudithook(lambda event, given: opened.append(given) if event == "open" else None)
pack = open_pack(Path(sys.argv[1]), age_secret=sys.argv[2])
assert [pack.entries[name] for name in pack.entries] and pack.rows()
print([(str(path), mode[0], '+' in mode) for path, mode, _ in opened])
"""


def test_opening_touches_no_file_but_the_pack(tmp_path: Path) -> None:
    file = tmp_path / "a.ehcppack"
    file.write_bytes(sealed(LEAD, READER, PAPERS).content)
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(file), READER.age_secret], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str([(str(file), "r", False)])


def test_more_answers_than_a_pack_takes_are_not_sealed() -> None:
    with pytest.raises(UserError, match="32 MB of plans and answers") as problem:
        sealed(LEAD, READER, {"rows.json": b"0" * (LARGEST_ROWS + 1)})
    assert problem.value.code == "too_large"
