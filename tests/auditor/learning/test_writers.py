"""Figures by writer: for one manager, by code, and of no team that is too small."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlmodel import col, select

from auditor.results import results
from auditor.writers import export_steps, team_table, teams_of
from db.errors import UserError
from db.store import Store
from db.tables import Plan, RoundPlan
from tests.auditor.learning.test_sheets import text_of


def recode(store: Store, codes: dict[str, str]) -> None:
    with store.write() as session:
        rows = session.exec(select(Plan.reference, RoundPlan).join(RoundPlan, col(RoundPlan.plan_id) == Plan.id))
        for reference, row in rows:
            row.writer_code = codes.get(reference, "")
            session.add(row)


def coded(plans: int, writers: int) -> dict[str, str]:
    return {f"N-{n:03}": f"W{n % writers}" for n in range(1, plans + 1)}


def test_writers_stand_by_code_and_their_counts_add_up_to_the_whole(store: Store):
    recode(store, coded(12, 3))
    (team,) = teams_of(store, 1)
    assert [w.code for w in team.writers] == ["W0", "W1", "W2"]
    whole = team.whole
    assert whole is not None
    for name in ("plans", "met", "partly", "not_met"):
        assert sum(getattr(w, name) for w in team.writers) == getattr(whole, name)
    assert (whole.plans, whole.met, whole.partly, whole.not_met) == (12, 45, 1, 1)


@pytest.mark.parametrize(("plans", "writers", "shown"), [(10, 3, True), (9, 3, False), (12, 2, False), (0, 1, False)])
def test_a_team_of_fewer_than_three_writers_or_ten_plans_is_not_shown(
    store: Store, tmp_path: Path, plans: int, writers: int, shown: bool
):
    recode(store, coded(plans, writers))
    (team,) = teams_of(store, 1)
    assert (not team.hidden, bool(team.writers), team.whole is not None) == (shown, shown, shown)
    if not shown:
        with pytest.raises(UserError) as refused:
            list(export_steps(store, 1, "", tmp_path, ("pdf",)))
        assert refused.value.code == "too_few_writers"
        assert not list(tmp_path.glob("*.pdf"))


def test_each_team_stands_alone_and_plans_without_a_team_are_shown_to_nobody(store: Store):
    recode(store, coded(12, 3))
    with store.write() as session:
        for at, row in enumerate(session.exec(select(RoundPlan).order_by(col(RoundPlan.id)))):
            row.team = "North" if at < 10 else ""
            session.add(row)
    nobodys, north = teams_of(store, 1)
    assert (north.team, north.coded, len(north.writers), north.hidden) == ("North", 10, 3, "")
    assert (nobodys.coded, nobodys.writers, nobodys.whole) == (2, (), None)
    assert "no manager" in nobodys.hidden


def test_plans_without_a_code_are_left_out_and_counted(store: Store):
    (team,) = teams_of(store, 1)
    assert (team.coded, team.without_code) == (9, 3)


def test_what_is_written_for_the_manager_says_whom_it_is_for(store: Store, tmp_path: Path):
    recode(store, coded(12, 3))
    *_, files = export_steps(store, 1, "", tmp_path, ("pdf",))
    assert isinstance(files, tuple)
    text = text_of(files[0])
    assert "For the manager of these writers alone." in text
    assert "W2" in text
    assert "%" not in text


def test_no_result_holds_a_writers_code(store: Store):
    recode(store, {reference: f"Zebrafinch {code}" for reference, code in coded(12, 3).items()})
    assert "Zebrafinch" in str(team_table(teams_of(store, 1)[0]))
    assert "Zebrafinch" not in json.dumps(asdict(results(store, "Spring")), default=str)


def test_nothing_but_one_tab_and_one_command_can_reach_them():
    root = Path(__file__).parents[3]
    modules = [file for room in ("auditor", "ui", "db") for file in (root / room).rglob("*.py")]
    readers = {f.relative_to(root).as_posix() for f in modules if "auditor.writers" in f.read_text(encoding="utf-8")}
    assert readers == {"auditor/cli/learning.py", "ui/learning/figures_tab.py"}
