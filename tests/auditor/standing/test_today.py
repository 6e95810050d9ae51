"""What a lead reads in the morning: deeds since the working day before, told together."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from auditor.standing.today import day_before, read_today
from auditor.waiting import waiting
from db import log
from db.tables import Log
from db.vocabulary import Value
from tests.building import make_round, make_workspace, score, small_framework

M, P = Value.MET, Value.PARTLY


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 24), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 20)),  # Monday looks back over the weekend
        (date(2026, 11, 22), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 20)),
    ],
)
def test_the_day_before_is_a_working_day(day: date, before: date):
    assert day_before(day) == before


def test_the_same_deed_in_the_same_round_is_told_once_with_how_often(tmp_path: Path):
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        framework = small_framework(tmp_path)
        make_round(store, framework, ["N-1"], {"N-1": ["EA"]}, name="Spring")
        long_name = make_round(store, framework, ["N-1", "N-2"], {"N-1": ["EA"], "N-2": ["HB"]}, name="Spring again")
        score(store, long_name, "N-1", "EA", (M, M, M, M))
        score(store, long_name, "N-2", "HB", (M, M, M, M))
        found = read_today(store)
        submitted = next(one for one in found.news if one.what == "submitted audit")
        assert (submitted.round, submitted.times) == ("Spring again", 2)
        assert "Spring" in {one.round for one in found.news}  # told apart from the round whose name begins alike
        assert sum(one.times for one in found.news) + found.more == _entries(store)


def test_what_was_done_earlier_is_no_news(tmp_path: Path):
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        make_round(store, small_framework(tmp_path), ["N-1"], {"N-1": ["EA"]})
        later = read_today(store, date(2126, 1, 4))
        assert (later.news, later.more) == ((), 0)
        with store.write() as session:
            log.append(session, who="Lee Example", what="changed round settings", subject="Spring")
            newest = session.exec(select(Log).order_by(col(Log.seq).desc())).first()
            newest.at = datetime(2126, 1, 3, 12, tzinfo=UTC)
        assert [one.what for one in read_today(store, date(2126, 1, 4)).news] == ["changed round settings"]


def test_the_counts_of_places_are_those_their_pages_show(tmp_path: Path):
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        rnd = make_round(store, small_framework(tmp_path), ["N-1"], {"N-1": ["EA", "HB"]})
        assert waiting(store, rnd, lead=True) == {"today": 0, "packs": 0, "moderation": 0, "facts": 0}
        score(store, rnd, "N-1", "EA", (M, M, M, M))
        score(store, rnd, "N-1", "HB", (P, P, M, M))
        assert waiting(store, rnd, lead=True)["moderation"] == 2


def _entries(store) -> int:
    with store.read() as session:
        return session.exec(select(func.count()).select_from(Log)).one()
