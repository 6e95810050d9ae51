"""The commands for a whole list and for a week say the same as the pages, and refuse in one line."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from auditor import rounds
from auditor.cli import main
from auditor.frames import FramePlan
from auditor.frames.frame import Frame
from auditor.frames.keep import take_in_frame
from auditor.weeks.figures import last_whole_week
from db.vocabulary import RoundKind
from tests.building import make_workspace, small_framework

TODAY = date.today()  # noqa: DTZ011 - the list is taken in today, whatever day that is
MONDAY = last_whole_week(TODAY)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = tmp_path / "w.ehcpaudit"
    with make_workspace(path) as store:
        new = rounds.NewRound("Spring", RoundKind.FULL, TODAY)
        round_id = rounds.new_round(store, small_framework(tmp_path), new)
        plans = tuple(
            FramePlan(
                row, f"P-{row}", ("North", "South")[row % 2], need="ASD", year_group=9,
                requested_on=MONDAY - timedelta(weeks=19), first_final_on=MONDAY + timedelta(days=row % 7),
            )
            for row in range(2, 14)
        )  # fmt: skip
        take_in_frame(store, round_id, Frame("other", "", TODAY, 12, plans, (), (), {}, (), (), (), ()), "0" * 64)
    return path


def answered(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_list_as_json_and_as_lines(workspace: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = answered(capsys, "round", "population", str(workspace), "--round", "Spring", "--out", str(tmp_path))
    assert (found["plans"], found["sizes"]["need"], found["sizes"]["area"]) == (
        12,
        {"ASD": 12},
        {"North": 6, "South": 6},
    )
    first = found["limits"][0]
    assert (first["limit"], first["k"], first["n"], first["percent"]) == ("first_plan", 12, 12, 100)
    assert found["areas"]["North"]["limits"][0]["percent"] is None
    assert [Path(file).name for file in found["files"]] == ["checklist-spring.pdf", "checklist-spring.xlsx"]
    assert all(Path(file).stat().st_size for file in found["files"])
    assert main(["round", "population", str(workspace)]) == 0
    assert "First plan within 20 weeks of the request: 12 of 12 (100%) in time" in capsys.readouterr().out


def test_the_week_as_json_and_as_lines(workspace: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    advice = tmp_path / "advice.csv"
    advice.write_text(
        f"area,adviser,asked on,received on\nNorth,EP,{MONDAY},\nSouth,health,{MONDAY - timedelta(weeks=7)},\nx,,,\n",
        encoding="utf-8",
    )
    assert main(["round", "week", str(workspace), "--advice", str(advice), "--week", str(MONDAY), "--json"]) == 0
    out, err = capsys.readouterr()
    week = json.loads(out)
    assert (week["week"], week["whole"]["issued"], week["localities"]["North"]["issued"]) == (MONDAY.isoformat(), 12, 6)
    assert week["whole"]["first_plan"]["percent"] == 100
    assert week["whole"]["advice"] == {
        "asked": 1, "in_time": 0, "late": 0, "percent": None, "out": 1, "overdue": 1
    }  # fmt: skip
    assert "Row 4" in err
    assert "2 of 3 rows of advice were taken in." in err
    assert main(["round", "week", str(workspace), "--out", str(tmp_path)]) == 0
    assert "12 plans first issued; 12 of 12 (100%) within 20 weeks" in capsys.readouterr().out
    assert (tmp_path / f"week-{MONDAY}.pdf").exists()


def test_a_round_without_a_list_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "w.ehcpaudit"
    with make_workspace(path) as store:
        rounds.new_round(store, small_framework(tmp_path), rounds.NewRound("Spring", RoundKind.FULL, TODAY))
    assert main(["round", "population", str(path), "--round", "Spring"]) == 2
    assert "Spring has no list of plans yet" in capsys.readouterr().err
