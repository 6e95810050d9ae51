"""Packs from the command line: a lead sends, an auditor's workspace begins, answers come back, all is undone."""

import json
from pathlib import Path
from typing import Any

import pytest

from auditor.cli import main
from db.store import Store
from db.vocabulary import Value
from tests.auditor.packs.travelling import PASSPHRASE, Party, answer


def told(capsys: pytest.CaptureFixture[str], *words: Path | str, code: int = 0) -> dict[str, Any]:
    """What a command prints for a program."""
    assert main([*map(str, words), "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_work_goes_out_and_comes_back(party: Party, capsys: pytest.CaptureFixture[str]):
    lead, own = party.folder / "lead.ehcpaudit", party.folder / "sol.ehcpaudit"
    words = party.folder / "words.txt"
    words.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    sealed = "--pack-passphrase-file", words
    (made,) = told(capsys, "pack", "make", lead, "--for", "SC", "--out", party.folder, *sealed)["packs"]
    assert (made["for"], made["plans"], made["by_passphrase"]) == ("SC", 1, True)
    begun = told(capsys, "pack", "apply", own, made["file"], "--open", *sealed)
    assert begun["added"] == 1
    with Store.open(own) as store:
        answer(store, "N-4", "SC", Value.MET)
    back = party.folder / "back.ehcppack"
    (sent,) = told(capsys, "pack", "make", own, "--out", back)["packs"]
    assert sent["submitted"] == 1
    looked = told(capsys, "pack", "stage", lead, back)
    assert looked["changes"] == {"add": 5, "unchanged": 0, "refuse": 0}
    assert looked["reasons"] == [] and "token" not in looked["manifest"]
    assert told(capsys, "pack", "apply", lead, back)["applied"] == 1
    assert told(capsys, "pack", "stage", lead, back)["changes"] == {"add": 0, "unchanged": 1, "refuse": 0}
    again = told(capsys, "pack", "apply", lead, back)
    assert again["applied"] == 0 and "Once more changes nothing" in again["reasons"][0]
    assert told(capsys, "pack", "undo", lead, back, "--why", "wrong round") == {
        "undone": sent["uid"], "brought_key": True,
    }  # fmt: skip
    assert main(["pack", "stage", str(lead), str(back)]) == 0
    assert "Can go in" in capsys.readouterr().out


def test_a_refused_pack_is_told_in_one_line(party: Party, capsys: pytest.CaptureFixture[str]):
    lead = str(party.folder / "lead.ehcpaudit")
    assert main(["pack", "apply", lead, str(party.folder / "small.toml")]) == 2
    assert "is no pack" in capsys.readouterr().err
    for deed in ("stage", "apply"):
        assert main(["pack", deed, lead, str(party.folder / "small.toml"), str(party.folder / "slip.ehcppack")]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert "There is no file" in said.err and said.err.count("\n") == 1
    assert main(["pack", "undo", lead, "no-such-pack", "--why", "x"]) == 2
    assert "nothing to undo" in capsys.readouterr().err
    assert main(["pack", "make", lead, "--for", "ZZ", "--out", str(party.folder)]) == 2
    assert "Nobody with the code ZZ" in capsys.readouterr().err
