"""What a round teaches, from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from auditor.cli import main
from auditor.frameworks import load
from auditor.learning.exemplars import add_exemplar
from auditor.learning.guidance_notes import make_note
from auditor.learning.plan_sheet import plan_lines
from db.store import Store
from db.tables import Log
from tests.auditor.learning.learnt import REASON, copied
from tests.auditor.learning.test_exemplars import FACTS
from tests.auditor.learning.test_sheets import text_of


@pytest.fixture
def path(learnt: Path, tmp_path: Path) -> Path:
    return copied(learnt, tmp_path / "work")


def told(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    assert main([*map(str, ("learning", *words)), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_feedback_is_listed_and_not_written_without_a_folder(path: Path, capsys):
    rows = {row["code"]: row for row in told(capsys, "feedback", path)["feedback"]}
    assert (rows["EA"]["differed"], rows["HB"]["differed"], rows["HB"]["same"]) == (1, 1, rows["HB"]["compared"] - 1)
    assert rows["EA"]["file"] is None
    assert main(["learning", "feedback", str(path)]) == 0
    listed = capsys.readouterr().out.splitlines()[1].split()
    assert listed == ["EA", str(rows["EA"]["compared"]), "1", "0"], "nought is told as well"


def test_feedback_for_somebody_without_a_key_is_refused_in_one_line(path: Path, tmp_path: Path, capsys):
    assert main(["learning", "feedback", str(path), "--out", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Edie Example has sent nothing from a computer of their own" in err


def test_feedback_on_paper_is_for_those_without_a_key_and_of_each_alone(path: Path, tmp_path: Path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (row,) = told(capsys, "feedback", path, "--for", "HB", "--format", "html,pdf", "--out", out)["feedback"]
    page, pdf = row["file"].split(", ")
    for file in (Path(page), Path(pdf)):
        text = text_of(file)
        for words in ("Feedback for Hal Example", "Question Q3", "N-001", "Not met", REASON, "for Hal Example alone"):
            assert words in text, file.suffix
        assert "Edie" not in text
    with Store.open(path) as store, store.read() as session:
        last = select(Log.what).order_by(col(Log.seq).desc()).limit(1)
        assert session.exec(last).one() == "wrote feedback to hand over"
    assert main(["learning", "feedback", str(path), "--format", "html", "--out", str(out), "--for", "HB"]) == 2
    assert "is there already" in capsys.readouterr().err


def test_sheets_are_written_for_all_plans_that_are_in(path: Path, tmp_path: Path, capsys):
    (tmp_path / "out").mkdir()
    files = told(capsys, "sheets", path, "--format", "html", "--on", "2026-04-02", "--out", tmp_path / "out")["files"]
    assert len(files) == 12
    assert all(Path(file).is_file() for file in files)
    with Store.open(path) as store:
        assert sum(line.fed_back_on is not None for line in plan_lines(store, 1)) == 12


def test_a_reply_is_kept_and_a_name_in_it_is_warned_of(path: Path, capsys):
    assert main(["learning", "reply", str(path), "N-001", "--words", "Mr Poole amended it."]) == 0
    assert "Mr Poole" in capsys.readouterr().err
    with Store.open(path) as store:
        assert next(line.replies for line in plan_lines(store, 1) if line.reference == "N-001") == 1


def test_writers_figures_of_a_small_team_are_refused(path: Path, tmp_path: Path, capsys):
    assert main(["learning", "writers", str(path), "--out", str(tmp_path)]) == 2
    assert "shown from 3 writers and 10 plans" in capsys.readouterr().err


def test_notes_go_into_a_new_version(path: Path, tmp_path: Path, capsys):
    with Store.open(path) as store:
        make_note(store, 1, "Q3", "Half of the lines need an amount.")
    made = told(capsys, "guidance", path, "--new-version", "2", "--out", tmp_path / "next.toml")
    assert (made["version"], made["criteria"]) == ("2", ["Q3"])
    assert load(tmp_path / "next.toml").version == "2"


def test_good_plans_are_listed_given_out_and_withdrawn(path: Path, tmp_path: Path, capsys):
    with Store.open(path) as store:
        add_exemplar(store, 1, "N-002", FACTS)
    (tmp_path / "out").mkdir()
    told(capsys, "good-plans", path, "--out", tmp_path / "out", "--to", "the north team")
    (row,) = told(capsys, "good-plans", path)["good_plans"]
    assert (row["reference"], row["due"], [one["to"] for one in row["given_out"]]) == (
        "N-002",
        False,
        ["the north team"],
    )
    done = told(capsys, "withdraw", path, row["number"], "--why", "consent was taken back")
    assert [one["to"] for one in done["call_back"]] == ["the north team"]
    assert told(capsys, "good-plans", path)["good_plans"][0]["withdrawn"]
    assert main(["learning", "good-plans", str(path)]) == 0
    assert "withdrawn" in capsys.readouterr().out
