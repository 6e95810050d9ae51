"""Today: what cannot wait, what waits for the lead in every round under way, and what was done since yesterday."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from auditor.change_log import day_begins
from auditor.learning.exemplars import good_plans_due
from auditor.policy import policy
from auditor.privacy.retention import due
from auditor.round_moves import Move
from auditor.standing.needs import Need, kept_too_long
from auditor.standing.standing import Progress, Standing, standing
from auditor.urgent.view import UrgentPlan, read_urgent
from auditor.urgent.view import today as day_now
from db.store import Store
from db.tables import Log, Round
from db.vocabulary import RoundState

CLOSED_DAYS = 14
"""For how long a plan that was closed can be opened again from here."""
MOST_NEWS = 8
"""Kinds of deed that are told apart; the change log has the rest."""
_OF_ALL = frozenset({"urgent", "keep", "good_plans"})
"""What waits in the workspace as a whole: told once, not with every round."""


@dataclass(frozen=True)
class RoundToday:
    """A round under way: its state, how far its audits are, what waits in it, and its next step."""

    id: int
    name: str
    state: RoundState
    due: date | None
    days_left: int | None
    audits: Progress
    needs: tuple[Need, ...]
    next: Move | None


@dataclass(frozen=True)
class News:
    """One kind of deed done since a day: what, in which round (empty: none), how often, and by whom."""

    what: str
    round: str
    times: int
    who: tuple[str, ...]


@dataclass(frozen=True)
class Today:
    """What a lead reads in the morning.

    `closed` are plans that could not wait and were closed lately. `needs` are of the workspace as a whole; `signed`
    names the rounds that are signed off, which are not in `rounds`.
    `news` holds what was done from `since` on, most often first; `more` counts the entries that are not among them.
    """

    day: date
    urgent: tuple[UrgentPlan, ...]
    closed: tuple[UrgentPlan, ...]
    needs: tuple[Need, ...]
    rounds: tuple[RoundToday, ...]
    signed: tuple[tuple[int, str], ...]
    since: date
    news: tuple[News, ...]
    more: int


def read_today(store: Store, today: date | None = None) -> Today:
    """Read everything that waits, as at a day, by default today; the newest round first."""
    day = today or day_now()
    since = day_before(day)
    with store.read() as session:
        rows = session.exec(select(Round).order_by(col(Round.id).desc())).all()
        every = [(row.id or 0, row.name, RoundState(row.state)) for row in rows]
        flagged = read_urgent(session)
        lately = day - timedelta(days=CLOSED_DAYS)
        too_long = kept_too_long([row.name for row in due(store, policy(), day)])
        needs = (*([too_long] if too_long else []), *good_plans_due(session, day))
        deeds = _deeds(session, since)
    found = [(key, state, standing(store, key, day)) for key, _, state in every if state != RoundState.SIGNED_OFF]
    news = _news(deeds, [name for _, name, _ in every])
    return Today(
        day,
        tuple(one for one in flagged if one.open),
        tuple(one for one in flagged if one.done_on is not None and one.done_on >= lately),
        needs,
        tuple(_round(key, state, stands) for key, state, stands in found),
        tuple((key, name) for key, name, state in every if state == RoundState.SIGNED_OFF),
        since,
        news[:MOST_NEWS],
        sum(one.times for one in news[MOST_NEWS:]),
    )


def day_before(day: date) -> date:
    """The working day before: from Monday back to Friday, so that a weekend hides nothing. Knows no bank holidays."""
    return day - timedelta(days={0: 3, 6: 2}.get(day.weekday(), 1))


def _round(key: int, state: RoundState, found: Standing) -> RoundToday:
    own = tuple(need for need in found.needs if need.kind not in _OF_ALL)
    return RoundToday(key, found.round, state, found.due, found.days_left, found.audits, own, found.next)


def _deeds(session: Session, since: date) -> Sequence[tuple[str, str, str]]:
    """What was done, to what and by whom, from a day on, in the log's order."""
    query = select(Log.what, Log.subject, Log.who).where(col(Log.at) >= day_begins(since)).order_by(col(Log.seq))
    return session.exec(query).all()


def _news(deeds: Iterable[tuple[str, str, str]], rounds: Sequence[str]) -> tuple[News, ...]:
    """The same deed in the same round is told once, with how often; the longest name of a round is looked for first."""
    longest = sorted(rounds, key=len, reverse=True)
    times: Counter[tuple[str, str]] = Counter()
    who: dict[tuple[str, str], dict[str, None]] = {}
    for what, subject, by in deeds:
        name = next((name for name in longest if subject == name or subject.startswith(f"{name} ")), "")
        times[what, name] += 1
        who.setdefault((what, name), {})[by] = None
    return tuple(News(what, name, n, tuple(who[what, name])) for (what, name), n in times.most_common())
