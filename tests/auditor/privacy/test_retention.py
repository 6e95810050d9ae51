"""How long a round is kept: set by the lead, suggested by the council, due on the day after."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from auditor.policy import Policy
from auditor.privacy.retention import due, keep_until, retentions, suggested
from db.errors import UserError
from db.store import Store
from db.tables import Log, Round
from tests.building import make_round, make_workspace, small_framework

NONE, TWO_YEARS = Policy(), Policy(retention_months=24)


@pytest.fixture
def store(tmp_path: Path):
    """A lead's workspace with one round, as at 31 March 2026."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        make_round(made, small_framework(tmp_path), ["N-001"], {})
        yield made


def only(store: Store) -> int:
    with store.read() as session:
        return session.exec(select(Round.id)).one() or 0


def test_a_day_is_kept_and_logged_once(store: Store):
    rnd = only(store)
    assert keep_until(store, rnd, date(2028, 1, 1)).kinds
    assert not keep_until(store, rnd, date(2028, 1, 1)).kinds
    with store.read() as session:
        assert len(session.exec(select(Log).where(Log.what == "set how long a round is kept")).all()) == 1
    (row,) = retentions(store, NONE, date(2027, 12, 31))
    assert row.retain_until == date(2028, 1, 1)


@pytest.mark.parametrize(("today", "is_due"), [(date(2028, 1, 1), False), (date(2028, 1, 2), True)])
def test_a_round_is_due_on_the_day_after(store: Store, today: date, is_due: bool):
    keep_until(store, only(store), date(2028, 1, 1))
    assert bool(due(store, NONE, today)) == is_due


def test_without_a_day_the_policy_says_when_and_without_either_nothing_is_due(store: Store):
    assert not due(store, NONE, date(2100, 1, 1))
    assert due(store, TWO_YEARS, date(2100, 1, 1))


@pytest.mark.parametrize(
    ("as_at", "made_on", "months", "until"),
    [
        (date(2026, 3, 31), date(2026, 2, 1), 24, date(2028, 3, 31)),
        (date(2026, 3, 31), date(2026, 5, 2), 24, date(2028, 5, 2)),
        (date(2026, 8, 31), date(2026, 8, 1), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), date(2026, 1, 1), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), date(2026, 1, 1), 1, date(2026, 12, 30)),
    ],
)
def test_months_are_counted_from_the_reference_date_or_the_making(as_at: date, made_on: date, months: int, until: date):
    assert suggested(as_at, made_on, Policy(retention_months=months)) == until


def test_a_day_before_the_round_itself_is_refused(store: Store):
    with pytest.raises(UserError) as refused:
        keep_until(store, only(store), date(2026, 3, 30))
    assert refused.value.code == "too_early"


def test_only_the_lead_says_how_long(tmp_path: Path):
    with make_workspace(tmp_path / "b.ehcpaudit", role="auditor") as store:
        make_round(store, small_framework(tmp_path), ["N-001"], {})
        with pytest.raises(UserError) as refused:
            keep_until(store, only(store), date(2028, 1, 1))
        assert refused.value.code == "not_lead"
