"""`plan read` as scripts meet it."""

import json

import pytest

from auditor.cli import main
from tests.auditor.plan_reader import making
from tests.auditor.plan_reader.making import Line, pdf_file, word_file


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf_file(making.side_by_side()))
    return path


def test_it_prints_the_shape_scripts_rely_on(plan, capsys):
    assert main(["plan", "read", str(plan), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["pages"] == 2
    assert found["missing"] == []
    assert [part["section"] for part in found["sections"]] == list(making.LETTERS)
    assert all(set(part) == {"section", "heading", "page", "words", "text"} for part in found["sections"])
    section_f = found["sections"][5]
    assert section_f["heading"] == "F – Special educational provision"
    assert section_f["text"] == " ".join(making.TEXT["F"])
    assert section_f["words"] == len(section_f["text"].split())


def test_word_files_have_no_pages(tmp_path, capsys):
    path = tmp_path / "plan.docx"
    path.write_bytes(word_file([Line("Section F", level=2), Line("A daily lesson.")]))
    assert main(["plan", "read", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["pages"] is None
    assert found["sections"][0]["page"] is None
    assert "F" not in found["missing"]


def test_a_person_sees_a_table_and_what_is_missing(tmp_path, capsys):
    path = tmp_path / "plan.docx"
    path.write_bytes(word_file([Line("Section F", level=2), Line("A daily lesson.")]))
    assert main(["plan", "read", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "Section F" in printed
    assert "Missing or empty: A, B, C, D, E, G, H1, H2, I, J, K." in printed


def test_a_locked_plan_opens_with_the_password_in_a_file(tmp_path, capsys):
    path, key = tmp_path / "plan.pdf", tmp_path / "key.txt"
    path.write_bytes(pdf_file([Line("Section F", level=2), Line("A daily lesson.")], password="harbour"))
    key.write_text("harbour\n", encoding="utf-8")
    assert main(["plan", "read", str(path)]) == 2
    assert "password" in capsys.readouterr().err
    assert main(["plan", "read", str(path), "--password-file", str(key)]) == 0
    assert main(["plan", "read", str(path), "--password-file", str(tmp_path / "none")]) == 2


def test_what_cannot_be_read_is_one_line_and_exit_two(tmp_path, capsys):
    assert main(["plan", "read", str(tmp_path / "none.pdf"), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
