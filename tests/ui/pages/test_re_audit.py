"""The pages on plans audited again: making the round, what was mended, and saying otherwise with a reason."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from auditor.re_audit.again import audit_again, audited_before
from auditor.re_audit.mending import mending
from auditor.round_moves import move_on
from auditor.rounds import rounds
from db.store import Store
from db.tables import Assignment, Person, RoundPlan, Sampled
from db.vocabulary import Mended, RoundState, Value
from tests.building import make_round, make_workspace, score, small_framework
from ui.pages.audit_again import AuditAgainPage
from ui.pages.mending import MendingPage
from ui.session import Session
from ui.tasks import Tasks

M, P, N = Value.MET, Value.PARTLY, Value.NOT_MET


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """*Spring* signed off with three shortfalls; *Again* of its plans, with one audit in."""
    folder = tmp_path_factory.mktemp("made")
    path = folder / "again.ehcpaudit"
    with make_workspace(path) as store:
        rnd = make_round(store, small_framework(folder), ["N-001", "N-002"], {"N-001": ["EA"], "N-002": ["EA"]})
        score(store, rnd, "N-001", "EA", (M, N, P, M))
        score(store, rnd, "N-002", "EA", (P, M, M, M))
        for state in (RoundState.MODERATING, RoundState.FACTS_CHECK, RoundState.SIGNED_OFF):
            move_on(store, rnd, state)
        plans = [plan.sampled for plan in audited_before(store, rnd).plans]
        again = audit_again(store, rnd, plans, "Again", date(2026, 9, 30))
        with store.write() as session:
            hal = session.exec(select(Person.id).where(Person.code == "HB")).one() or 0
            places = select(Sampled.id).join(RoundPlan, RoundPlan.id == Sampled.round_plan_id)  # type: ignore[arg-type]
            for place in session.exec(places.where(RoundPlan.round_id == again)).all():
                session.add(Assignment(sampled_id=place or 0, person_id=hal))
        move_on(store, again, RoundState.OPEN)
        score(store, again, "N-001", "HB", (M, P, M, M))
        move_on(store, again, RoundState.MODERATING)
    return path


@pytest.fixture
def session(made: Path, tmp_path: Path):
    """A session on a copy of it, at the newest round."""
    with Store.open(Path(shutil.copy(made, tmp_path / "again.ehcpaudit"))) as store:
        yield Session(store)


@pytest.fixture
def tasks():
    """The worker."""
    worker = Tasks()
    yield worker
    worker.close()


def choosing(qtbot, session: Session, tasks: Tasks) -> AuditAgainPage:
    """The page on which plans are chosen."""
    page = AuditAgainPage(session, tasks)
    qtbot.addWidget(page)
    page.refresh()
    return page


@pytest.fixture
def page(qtbot, session: Session, tasks: Tasks):
    """What was mended, read."""
    shown = MendingPage(session, tasks, None)  # type: ignore[arg-type]  # nothing is asked here
    qtbot.addWidget(shown)
    shown.resize(1200, 900)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.refresh()
    qtbot.waitUntil(lambda: shown.found is not None)
    return shown


def test_the_counts_stand_at_the_top_and_a_line_is_said_otherwise_with_a_reason(page: MendingPage, qtbot):
    words = "Of 3 shortfalls asked to be mended, 1 was, 1 partly and 0 not. Of 1 it is not known yet."
    assert page.counts.words == words
    assert "%" not in page.counts.words + page.plans.words
    page.card.result.setCurrentIndex(page.card.result.findData(Mended.YES.value))
    page.card.keep.click()
    assert page.card._reason_row.problem
    page.card.reason.setText("An addendum has it")
    page.card.keep.click()
    qtbot.waitUntil(lambda: page.counts.words.startswith("Of 3 shortfalls asked to be mended, 2 were, 0 partly"))
    line = mending(page.session.store, 2).lines[0]
    assert (line.said, line.words) == (Mended.YES, "An addendum has it")


def test_a_round_that_audits_nothing_again_says_so(page: MendingPage, qtbot):
    page.session.switch_round(1)
    qtbot.waitUntil(lambda: page.found is not None and page.found.round == "Spring")
    assert "Spring was not made to audit plans again." in page.empty.findChildren(type(page.counts))[1].words


def test_a_round_of_the_chosen_plans_is_made_and_gone_to(qtbot, session: Session, tasks: Tasks):
    session.switch_round(1)
    page = choosing(qtbot, session, tasks)
    qtbot.waitUntil(lambda: page.make.isEnabled())
    page.try_to_make()
    assert page.name.problem and not page.lacking.isHidden()
    page.name.edit.setText("Once more")
    page.table.selectAll()
    assert page.count.words == "2 plans chosen, with 3 shortfalls to be mended."
    with qtbot.waitSignal(page.made):
        page.try_to_make()
    assert session.round is not None and session.round.name == "Once more"
    assert rounds(session.store)[0].plans == 2


def test_a_round_not_signed_off_says_why_its_plans_cannot_be_audited_again(qtbot, session: Session, tasks: Tasks):
    page = choosing(qtbot, session, tasks)
    qtbot.waitUntil(lambda: page.messages.bar is not None)
    assert page.messages.bar is not None and "is not signed off" in page.messages.bar.detail
    assert not page.make.isEnabled()
