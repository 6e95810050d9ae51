"""The places of the window: one table says what each is called, who sees it and how its page is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.pages.page import Page
from ui.roles import AUDITOR, EVERYBODY, IN_A_WORKSPACE, LEAD, NOBODY_YET

if TYPE_CHECKING:
    from ui.window import MainWindow


@dataclass(frozen=True)
class Place:
    """A place in the sidebar or, where `listed` is off, a page reached by a command.

    `seen_by` holds roles, and an empty one for a window without a workspace. `head` puts it above the round in the
    sidebar, being of the workspace as a whole, `foot` at the sidebar's foot; `begins` sets it a little apart from the
    place before. A `wide` page needs the sidebar's room, which is folded there unless it is asked for.
    """

    key: str
    title: str
    icon: str
    make: Callable[["MainWindow"], Page]
    seen_by: frozenset[str]
    head: bool = False
    foot: bool = False
    begins: bool = False
    wide: bool = False
    listed: bool = True


def _welcome(window: "MainWindow") -> Page:
    from ui.pages.welcome import WelcomePage

    page = WelcomePage(window.recents, window.settings)
    page.open_asked.connect(window.workspaces.ask)
    page.pack_asked.connect(window.ask_packs)
    page.new_asked.connect(lambda: window.visit("new"))
    page.example_asked.connect(window.workspaces.open_example)
    page.file_asked.connect(window.open_file)
    page.help_asked.connect(window.show_help)
    return page


def _new(window: "MainWindow") -> Page:
    from ui.pages.new_workspace import NewWorkspacePage

    page = NewWorkspacePage(window.tasks, window.asks)
    page.made.connect(window.workspaces.open_made)
    page.left.connect(lambda: window.step(-1))
    return page


def _recovery(window: "MainWindow") -> Page:
    from ui.pages.recovery import RecoveryPage

    page = RecoveryPage(window.open_session, window.asks)
    page.done.connect(lambda: window.visit(window.home()))
    return page


def _new_round(window: "MainWindow") -> Page:
    from ui.pages.new_round import NewRoundPage

    page = NewRoundPage(window.open_session, window.asks)
    page.made.connect(lambda: window.visit(window.setting_up()))
    page.left.connect(lambda: window.step(-1))
    return page


def _copy_round(window: "MainWindow") -> Page:
    from ui.pages.new_round import CopyRoundPage

    page = CopyRoundPage(window.open_session)
    page.made.connect(lambda: window.visit(window.setting_up()))
    page.left.connect(lambda: window.step(-1))
    return page


def _settings(window: "MainWindow") -> Page:
    from ui.pages.settings import SettingsPage

    return SettingsPage(window)


def _unlock(window: "MainWindow") -> Page:
    from ui.pages.unlock import UnlockPage

    page = UnlockPage(window.tasks, window.settings)
    page.unlocked.connect(window.workspaces.enter)
    page.recovered.connect(window.workspaces.ask_for_passphrase)
    page.left.connect(window.leave_unlocking)
    return page


def _working(_window: "MainWindow") -> Page:
    from ui.pages.working import WorkingPage

    return WorkingPage()


def _help(_window: "MainWindow") -> Page:
    from ui.pages.help import HelpPage

    return HelpPage()


def _people(window: "MainWindow") -> Page:
    from ui.pages.people import PeoplePage

    return PeoplePage(window.open_session, window.asks)


def _allocation(window: "MainWindow") -> Page:
    from ui.pages.allocation import AllocationPage

    return AllocationPage(window.open_session, window.tasks, window.asks)


def _packs(window: "MainWindow") -> Page:
    from ui.pages.packs import PacksPage

    return PacksPage(window.open_session, window.tasks, window.asks, window.settings)


def _send(window: "MainWindow") -> Page:
    from ui.pages.send import SendPage

    return SendPage(window.open_session, window.tasks, window.asks, window.settings)


def _begin(window: "MainWindow") -> Page:
    from ui.pages.begin import BeginPage

    page = BeginPage(window.tasks, window.asks)
    page.made.connect(window.workspaces.open_made)
    page.workspace_wanted.connect(window.workspaces.ask)
    page.left.connect(lambda: window.step(-1))
    return page


def _desk(window: "MainWindow") -> Page:
    from ui.pages.desk import DeskPage

    return DeskPage(window.open_session, window.settings, window.asks)


def _frame(window: "MainWindow") -> Page:
    from ui.pages.frame import FramePage

    return FramePage(window.open_session, window.tasks, window.asks)


def _today(window: "MainWindow") -> Page:
    from ui.pages.today import TodayPage

    page = TodayPage(window.open_session, window.tasks)
    page.section_asked.connect(window.show_section)
    return page


def _standing(window: "MainWindow") -> Page:
    from ui.pages.standing import StandingPage

    page = StandingPage(window.open_session, window.tasks, window.asks)
    page.section_asked.connect(window.show_section)
    return page


def _sample(window: "MainWindow") -> Page:
    from ui.pages.sample import SamplePage

    return SamplePage(window.open_session, window.asks)


def _framework(window: "MainWindow") -> Page:
    from ui.handbook import make_handbook, make_sheet, save_workbook
    from ui.pages.framework import FrameworkPage

    page = FrameworkPage(window.open_session, "Framework" if window.open_session.lead else "Handbook")
    make = {"handbook": make_handbook, "sheet": make_sheet, "excel": save_workbook}
    page.printed.connect(lambda what: make[what](window))
    return page


def _calibration(window: "MainWindow") -> Page:
    from ui.pages.calibration import CalibrationPage

    return CalibrationPage(window.open_session)


def _results(window: "MainWindow") -> Page:
    from ui.pages.results import ResultsPage

    return ResultsPage(window.open_session, window.tasks)


def _moderation(window: "MainWindow") -> Page:
    from ui.pages.moderation import ModerationPage

    return ModerationPage(window.open_session, window.settings, window.asks)


def _facts(window: "MainWindow") -> Page:
    from ui.pages.facts import FactsPage

    return FactsPage(window.open_session, window.tasks, window.asks)


def _meeting(window: "MainWindow") -> Page:
    from ui.pages.meeting import MeetingPage

    return MeetingPage(window.open_session, window.tasks, window.asks)


def _agreement(window: "MainWindow") -> Page:
    from ui.pages.agreement import AgreementPage

    return AgreementPage(window.open_session, window.tasks)


def _actions(window: "MainWindow") -> Page:
    from ui.pages.actions import ActionsPage

    return ActionsPage(window.open_session, window.tasks, window.asks)


def _learning(window: "MainWindow") -> Page:
    from ui.pages.learning import LearningPage

    return LearningPage(window.open_session, window.tasks, window.asks, window.settings)


def _own_feedback(window: "MainWindow") -> Page:
    from ui.pages.own_feedback import OwnFeedbackPage

    return OwnFeedbackPage(window.open_session)


def _report(window: "MainWindow") -> Page:
    from ui.pages.report import ReportPage

    return ReportPage(window.open_session, window.tasks, window.asks)


def _publish(window: "MainWindow") -> Page:
    from ui.pages.publish import PublishPage

    return PublishPage(window.open_session, window.tasks, window.asks)


def _week(window: "MainWindow") -> Page:
    from ui.pages.week import WeekPage

    return WeekPage(window.open_session, window.tasks, window.asks)


def _log(window: "MainWindow") -> Page:
    from ui.pages.log import LogPage

    return LogPage(window.open_session, window.tasks, window.asks)


def _papers(window: "MainWindow") -> Page:
    from ui.pages.papers import PapersPage

    return PapersPage(window.open_session, window.tasks, window.asks)


def _audit_again(window: "MainWindow") -> Page:
    from ui.pages.audit_again import AuditAgainPage

    page = AuditAgainPage(window.open_session, window.tasks)
    page.made.connect(lambda: window.visit(window.setting_up()))
    page.left.connect(lambda: window.step(-1))
    return page


def _mending(window: "MainWindow") -> Page:
    from ui.pages.mending import MendingPage

    return MendingPage(window.open_session, window.tasks, window.asks)


def _round_settings(window: "MainWindow") -> Page:
    from ui.pages.round_settings import RoundSettingsPage

    return RoundSettingsPage(window.open_session)


PLACES: tuple[Place, ...] = (
    Place("welcome", "Start", "house", _welcome, frozenset({NOBODY_YET})),
    Place("new", "New workspace", "file-plus", _new, EVERYBODY, listed=False),
    Place("unlock", "Unlock", "lock", _unlock, EVERYBODY, listed=False),
    Place("working", "Working", "clock", _working, frozenset({NOBODY_YET}), listed=False),
    Place("recovery", "Recovery key", "key-round", _recovery, IN_A_WORKSPACE, listed=False),
    Place("begin", "Open a work pack", "package-open", _begin, frozenset({NOBODY_YET}), listed=False),
    Place("help", "Help", "circle-question-mark", _help, EVERYBODY, listed=False),
    Place("today", "Today", "house", _today, frozenset({LEAD}), head=True),
    Place("standing", "Where it stands", "gauge", _standing, frozenset({LEAD})),
    Place("frame", "List of plans", "clipboard-list", _frame, frozenset({LEAD}), begins=True),
    Place("sample", "Sample", "shuffle", _sample, frozenset({LEAD})),
    Place("people", "Auditors", "users", _people, frozenset({LEAD})),
    Place("allocation", "Allocation", "split", _allocation, frozenset({LEAD})),
    Place("packs", "Packs", "package", _packs, frozenset({LEAD})),
    Place("papers", "Papers", "files", _papers, frozenset({LEAD})),
    Place("desk", "Score plans", "list-checks", _desk, frozenset({LEAD}), begins=True, wide=True),
    Place("desk", "My plans", "list-checks", _desk, frozenset({AUDITOR}), wide=True),
    Place("framework", "Handbook", "book-open", _framework, frozenset({AUDITOR})),
    Place("packs", "Send and take in", "send", _send, frozenset({AUDITOR})),
    Place("moderation", "Moderation", "scale", _moderation, frozenset({LEAD})),
    Place("facts", "Facts check", "file-check", _facts, frozenset({LEAD})),
    Place("results", "Results", "chart-column", _results, frozenset({LEAD}), begins=True),
    Place("agreement", "Agreement", "badge-check", _agreement, frozenset({LEAD})),
    Place("actions", "Actions", "target", _actions, frozenset({LEAD})),
    Place("learning", "Learning", "graduation-cap", _learning, frozenset({LEAD})),
    Place("feedback", "Your feedback", "graduation-cap", _own_feedback, frozenset({AUDITOR})),
    Place("report", "Report", "file-text", _report, frozenset({LEAD})),
    Place("week", "This week", "calendar", _week, frozenset({LEAD})),
    Place("new-round", "New round", "plus", _new_round, frozenset({LEAD}), listed=False),
    Place("copy-round", "Copy this round", "copy", _copy_round, frozenset({LEAD}), listed=False),
    Place("audit-again", "Audit plans again", "copy", _audit_again, frozenset({LEAD}), listed=False),
    Place("mending", "Mended as asked", "file-check", _mending, frozenset({LEAD}), listed=False),
    Place("calibration", "Calibration", "target", _calibration, IN_A_WORKSPACE, listed=False),
    Place("meeting", "Moderation meeting", "users", _meeting, frozenset({LEAD}), listed=False),
    Place("round-settings", "Round settings", "settings", _round_settings, frozenset({LEAD}), listed=False),
    Place("publish", "Publish", "send", _publish, frozenset({LEAD}), listed=False),
    Place("log", "Change log", "history", _log, IN_A_WORKSPACE, listed=False),
    Place("framework", "Framework", "book-open", _framework, frozenset({LEAD}), foot=True),
    Place("settings", "Settings and security", "settings", _settings, EVERYBODY, foot=True),
)


def places_for(role: str) -> tuple[Place, ...]:
    """The places a role sees (empty: no workspace is open), in the sidebar's order, the foot last."""
    return tuple(sorted((p for p in PLACES if role in p.seen_by), key=lambda p: p.foot))
