"""The figures of a round on the command line: for people with their basis and bounds, for programs in one shape."""

import json
import re
from pathlib import Path

import pytest

from auditor import ready_made, scoring
from auditor.answers import Answer
from auditor.cli import main
from auditor.results import results
from db.store import Store
from db.vocabulary import Value
from tests.building import assignment_of, make_round, make_workspace, score, small_framework

M, P, N, C = Value.MET, Value.PARTLY, Value.NOT_MET, Value.CANNOT_TELL


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """24 plans of two areas and two needs: half met, four that nobody could judge, four with a cause."""
    folder = tmp_path_factory.mktemp("figures")
    path = folder / "a.ehcpaudit"
    plans = [
        ready_made.NewPlan(f"N-{i:02}", area="North" if i % 2 else "South", need="SLCN" if i < 20 else "ASD")
        for i in range(24)
    ]
    with make_workspace(path) as store:
        rnd = make_round(store, small_framework(folder), plans, {p.reference: ["EA"] for p in plans}, population=7300)
        for i, plan in enumerate(plans):
            if i >= 20:
                work = assignment_of(store, rnd, plan.reference, "EA")
                given = {"Q1": Answer(M), "Q2": Answer(N, "template", "health"), "Q3": Answer(N), "Q4": Answer(N)}
                scoring.enter_sheet(store, work, given)
                scoring.submit(store, work)
            else:
                score(store, rnd, plan.reference, "EA", (C,) * 4 if i < 4 else (M,) * 4 if i < 12 else (N,) * 4)
    return path


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([str(a) for a in ("results", *arguments)]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def test_a_breakdown_has_the_measures_of_each_value_in_the_shape_of_the_whole(workspace: Path, capsys) -> None:
    given = json.loads(told(capsys, workspace, "--by", "area", "--by", "area, need", "--by", "cause", "--json"))
    assert set(given["by"]) == {"area", "area,need", "cause"}
    assert set(given["by"]["area"]) == {"North", "South"}
    assert set(given["by"]["area,need"]) == {"North, SLCN", "North, ASD", "South, SLCN", "South, ASD"}
    (whole,), (north,) = given["measures"], given["by"]["area"]["North"]
    assert set(north) == set(whole)
    assert (north["k"], north["n"], north["percent"], north["printed"], north["basis"]) == (4, 10, 40.0, "40%", "plans")
    (few,) = given["by"]["area,need"]["North, ASD"]
    assert (few["k"], few["n"], few["percent"], few["interval"]) == (0, 2, None, None)
    (cause,) = given["by"]["cause"]["template"]
    assert (cause["basis"], cause["k"], cause["n"], cause["printed"]) == ("shortfalls", 4, 4, "too few to report")


def test_figures_are_known_by_the_same_mark_whether_or_not_they_are_broken_down(workspace: Path, capsys) -> None:
    plain = json.loads(told(capsys, workspace, "--json"))
    broken = json.loads(told(capsys, workspace, "--by", "area,need", "--json"))
    assert plain["fingerprint"] == broken["fingerprint"]
    assert plain["by"] == {}
    assert f"These figures are known as {plain['fingerprint']}." in told(capsys, workspace)
    assert broken["reasons"].pop("by")
    assert {k: v for k, v in plain.items() if k != "by"} == {k: v for k, v in broken.items() if k != "by"}


def test_people_read_what_is_counted_what_could_not_be_judged_and_which_questions_stand_out(
    workspace: Path, capsys
) -> None:
    said = told(capsys, workspace, "--by", "area,need", "--by", "cause")
    assert "Measure: 8 of 20 judged, 40%; of all 24 between 33% and 50%." in said
    assert "By area and primary need. Plans that meet each standard. Where fewer than 10 plans stand" in said
    assert re.search(r"North +Speech, language and communication needs \(SLCN\) +10 +4 of 8\n", said)
    assert "Shortfalls put down to each cause, out of all those of the standard" in said
    assert "Met most often:\n  Q1 Question Q1: 12 of 20, 60%, likely range" in said
    assert "Where likely ranges overlap, chance alone can make this order." in said


def test_what_is_no_field_is_refused_in_one_line(workspace: Path, capsys) -> None:
    assert main(["results", str(workspace), "--by", "writer_code"]) == 2
    assert "cannot be broken down by writer_code" in capsys.readouterr().err


def test_breakdowns_stand_beside_the_figures_and_in_no_fingerprint(workspace: Path) -> None:
    with Store.open(workspace) as store:
        plain, broken = results(store), results(store, by=[("area",)])
    assert [found.name for found in broken.breakdowns] == ["area"]
    assert plain.breakdowns == ()
    assert plain.fingerprint == broken.fingerprint


def test_every_figure_that_is_null_has_its_reason(tmp_path: Path, capsys) -> None:
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        rnd = make_round(store, small_framework(tmp_path), [ready_made.NewPlan("N-1", area="North")], {"N-1": ["EA"]})
        score(store, rnd, "N-1", "EA", (M, M, M, C))
    given = json.loads(told(capsys, tmp_path / "a.ehcpaudit", "--by", "area", "--json"))
    nobody = {c["id"] for c in given["criteria"] if c["percent"] is None}
    assert "Q4" in nobody
    assert given["population"] is None
    assert given["by"]["area"]["North"][0]["percent"] is None
    assert nobody | {"population", "by"} <= set(given["reasons"])
    assert all(sentence.endswith(".") for sentence in given["reasons"].values())


def test_a_field_that_is_none_is_one_line_where_no_round_was_named(workspace: Path, tmp_path: Path, capsys) -> None:
    twice = tmp_path / "two.ehcpaudit"
    twice.write_bytes(workspace.read_bytes())
    assert main(["round", "new", str(twice), "--name", "Later", "--as-at", "2026-06-30"]) == 0
    capsys.readouterr()
    for arguments in (["results", str(twice), "--by", "shoe size"], ["round", "draw", str(twice), "--size", "3"]):
        assert main(arguments) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert len(said.err.splitlines()) == 1
    assert said.err.endswith("No round was named, so this is the newest: Later.\n")
    assert main(["round", "status", str(twice)]) == 0
    assert capsys.readouterr().err == "ehcp-auditor: No round was named, so this is the newest: Later.\n"
