"""The command `report`: the kinds of file it writes, broken down and in two files if wanted, and what it refuses."""

import json
from pathlib import Path

import pytest

from auditor.cli import main
from auditor.report_builder.choice import write
from auditor.reports.make import FORMATS
from db.vocabulary import Draw, Value
from tests.building import make_round, make_workspace, score, small_framework

MET, PARTLY = Value.MET, Value.PARTLY


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("w")
    references = [f"N-{i}" for i in range(3)]
    with make_workspace(folder / "a.ehcpaudit") as store:
        round_id = make_round(
            store, small_framework(folder), references, {r: ["EA"] for r in references}, draw=Draw.CHOSEN
        )
        for at, reference in enumerate(references):
            score(store, round_id, reference, "EA", [MET if at else PARTLY] * 4)
        write(store, round_id, "board", "recommendations", "Agree the plan for {M.of}.")
    return folder / "a.ehcpaudit"


def written(workspace: Path, out: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[Path]:
    """The files a script is told of."""
    assert main(["report", str(workspace), "--out", str(out), "--json", *more]) == 0
    return [Path(name) for name in json.loads(capsys.readouterr().out)["files"]]


def test_every_kind_of_file_is_written_and_the_data_with_what_explains_it(workspace, tmp_path, capsys) -> None:
    files = written(workspace, tmp_path, capsys, "--format", ",".join(FORMATS))
    assert [file.name for file in files] == [
        "board-spring.pdf",
        "board-spring.html",
        "board-spring.docx",
        "board-spring.xlsx",
        "board-spring.csv",
        "board-spring.csv-metadata.json",
    ]
    assert sorted(tmp_path.iterdir()) == sorted(files)
    begins = {file.suffix: file.read_bytes()[:4] for file in files}
    assert begins[".pdf"] == b"%PDF"
    assert begins[".docx"] == begins[".xlsx"] == b"PK\x03\x04"
    assert begins[".csv"].startswith("\ufeff".encode())


def test_front_and_appendices_are_two_files_if_wanted(workspace, tmp_path, capsys) -> None:
    files = written(workspace, tmp_path, capsys, "--format", "html,docx", "--split")
    assert [file.name for file in files] == ["board-spring.html", "board-spring-appendices.html", "board-spring.docx"]
    front, rest = (file.read_text(encoding="utf-8") for file in files[:2])
    assert "In short" in front
    assert "Appendix A." not in front
    assert "In short" not in rest
    assert "Appendices: How good are our" in rest
    assert "Appendix A." in rest


def test_groups_asked_for_are_in_the_report(workspace, tmp_path, capsys) -> None:
    (page,) = written(workspace, tmp_path, capsys, "--format", "html", "--by", "area")
    text = page.read_text(encoding="utf-8")
    assert "By area" in text
    assert "Agree the plan for 2 of 3." in text, "what people wrote stays"
    (plain,) = written(workspace, tmp_path, capsys, "--format", "html")
    assert "By area" not in plain.read_text(encoding="utf-8")


def test_an_agencys_report_is_not_broken_down(workspace, tmp_path, capsys) -> None:
    given = ["report", str(workspace), "--out", str(tmp_path), "--audience", "agency:health", "--by", "area"]
    assert main(given) == 2
    assert "Only a Board's report is broken down." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("formats", ["pdf,odt", "", " , "])
def test_a_kind_that_cannot_be_made_is_refused_before_anything_is_written(workspace, tmp_path, capsys, formats) -> None:
    assert main(["report", str(workspace), "--out", str(tmp_path), "--format", formats]) == 2
    assert "Nothing was written." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
