"""The commands on what follows an audit, as somebody types them."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.cli import main
from auditor.facts_check.points import raise_point
from auditor.facts_check.view import facts_check
from auditor.round_moves import move_on
from auditor.standing.standing import standing
from auditor.urgent.flags import flag_urgent
from auditor.urgent.view import today
from db.store import Store
from db.vocabulary import RoundState, UrgentKind, Value
from tests.building import assignment_of, make_round, make_workspace, score, small_framework

M, N = Value.MET, Value.NOT_MET


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round at the facts check with one shortfall and one plan that cannot wait."""
    folder = tmp_path_factory.mktemp("made")
    path = folder / "after.ehcpaudit"
    with make_workspace(path) as store:
        rnd = make_round(store, small_framework(folder), ["N-001"], {"N-001": ["EA"]})
        score(store, rnd, "N-001", "EA", (M, N, M, M))
        flag_urgent(store, assignment_of(store, rnd, "N-001", "EA"), UrgentKind.NO_PROVISION, "words that stay inside")
        for state in (RoundState.MODERATING, RoundState.FACTS_CHECK):
            move_on(store, rnd, state)
    return path


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0
    return capsys.readouterr().out


def test_sheets_are_made_once_and_listed_after_that(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    first = json.loads(printed(capsys, "facts", str(made), "--out", str(tmp_path), "--json"))
    assert [Path(file).name for file in first["files"]] == ["facts-spring-n-001.pdf"]
    assert "N-001      1  out" in printed(capsys, "facts", str(made))
    assert main(["facts", str(made), "--out", str(tmp_path)]) == 2
    assert "No sheet was chosen" in capsys.readouterr().err


def test_urgent_plans_are_told_without_what_was_written_of_them(made: Path, capsys: pytest.CaptureFixture[str]):
    assert "N-001, Spring: The child has no provision in place." in printed(capsys, "urgent", str(made))
    found = printed(capsys, "urgent", str(made), "--json")
    assert json.loads(found)["urgent"][0]["told_on"] is None
    assert "words that stay inside" not in found


def test_a_round_that_audits_nothing_again_says_so(made: Path, capsys: pytest.CaptureFixture[str]):
    assert printed(capsys, "mended", str(made)) == "Spring was not made to audit plans again.\n"
    assert json.loads(printed(capsys, "mended", str(made), "--json"))["asked"] == 0


def test_the_overview_asks_for_points_that_wait(made: Path):
    with Store.open(made) as store:
        assert "facts" not in [need.kind for need in standing(store, 1).needs]
        sheet = facts_check(store, 1).sheets[0]
        raise_point(store, sheet.id or 0, sheet.sampled or 0, "Q2", "It is there.", today() - timedelta(days=1))
        need = next(need for need in standing(store, 1).needs if need.kind == "facts")
    assert (need.title, need.place) == ("1 point of the facts check to settle", "facts")
