"""What the improvement plan says, and how its actions stand on a day: plain values, and the counts over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from auditor.actions.states import State, states_of
from auditor.rounding import half_up_percent
from db.store import Store
from db.tables import Action, ActionArea, ActionReport, ActionUpdate, Round


@dataclass(frozen=True)
class AreaFacts:
    """One area of the plan, with what its one-page highlight report says besides its actions and its target."""

    name: str
    measure: str = ""
    inspectors_said: str = ""
    standing: str = ""
    next_steps: str = ""
    people_said: str = ""
    risks: str = ""


@dataclass(frozen=True)
class AreaRow:
    """An area with the number that changes it."""

    id: int
    facts: AreaFacts


@dataclass(frozen=True)
class ActionFacts:
    """What is to be done, for which measure, by which agency, owned by which role, and until when."""

    area: int
    what: str
    priority: str = ""
    measure: str = ""
    agency: str = ""
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Told:
    """How an action stands from a day on. `words` holds the exception text of one that is delayed."""

    state: str
    told_on: date
    words: str = ""
    done_by: str = ""
    done_on: date | None = None


@dataclass(frozen=True)
class ActionRow:
    """An action with all that was told of it, oldest first; `round` is the round it was raised in."""

    id: int
    facts: ActionFacts
    area: str
    round: str
    updates: tuple[Told, ...]

    def at(self, day: date | None = None) -> Told | None:
        """How it stood at the end of a day; None where it was not there yet. Without a day, how it stands."""
        return next((told for told in reversed(self.updates) if day is None or told.told_on <= day), None)

    def carried_into(self, round_name: str) -> bool:
        """Whether it was raised in another round."""
        return bool(self.round) and self.round != round_name


@dataclass(frozen=True)
class ReportDay:
    """A day on which the actions were reported, and to whom."""

    told_on: date
    name: str


@dataclass(frozen=True)
class Plan:
    """The whole improvement plan: states in their order, areas, actions by area, days of report newest first."""

    states: tuple[State, ...]
    areas: tuple[AreaRow, ...]
    actions: tuple[ActionRow, ...]
    reports: tuple[ReportDay, ...]

    def state(self, key: str) -> State:
        """The state of a key. Raises KeyError."""
        for state in self.states:
            if state.key == key:
                return state
        raise KeyError(key)

    def last_report(self, before: date | None = None) -> ReportDay | None:
        """The newest day of report, before a day where one is given."""
        return next((r for r in self.reports if before is None or r.told_on < before), None)


@dataclass(frozen=True)
class StateCount:
    """How many actions are in a state, and were at the last report; None where there was none."""

    state: State
    now: int
    then: int | None


@dataclass(frozen=True)
class ActionCounts:
    """The actions by state, with how many there are and how many are complete or in hand.

    Shares are whole percent, half up, None where there is no action. `then` figures are of the last report, `since`.
    """

    states: tuple[StateCount, ...]
    total: int
    in_hand: int
    since: ReportDay | None
    total_then: int | None
    in_hand_then: int | None

    @property
    def percent(self) -> int | None:
        """Complete or in hand, in whole percent."""
        return half_up_percent(self.in_hand, self.total) if self.total else None

    @property
    def percent_then(self) -> int | None:
        """The same at the last report."""
        return half_up_percent(self.in_hand_then or 0, self.total_then) if self.total_then else None


def plan_of(store: Store) -> Plan:
    """Read the improvement plan of a workspace."""
    with store.read() as session:
        return read_plan(session)


def read_plan(session: Session) -> Plan:
    """The improvement plan, within another job."""
    areas = session.exec(select(ActionArea).order_by(col(ActionArea.position), col(ActionArea.id))).all()
    names = {a.id: a.name for a in areas}
    order = {a.id: at for at, a in enumerate(areas)}
    rounds = {r.id: r.name for r in session.exec(select(Round))}
    told: dict[int, list[Told]] = {}
    for u in session.exec(select(ActionUpdate).order_by(col(ActionUpdate.told_on), col(ActionUpdate.id))):
        told.setdefault(u.action_id, []).append(Told(u.state_key, u.told_on, u.words, u.done_by, u.done_on))
    rows = session.exec(select(Action).where(col(Action.removed_at).is_(None)).order_by(col(Action.id))).all()
    actions = tuple(
        ActionRow(
            a.id or 0,
            ActionFacts(a.area_id, a.what, a.priority, a.measure_key, a.agency, a.owner, a.due_on),
            names[a.area_id],
            rounds.get(a.round_id, ""),
            tuple(told.get(a.id or 0, ())),
        )
        for a in sorted(rows, key=lambda a: (order[a.area_id], a.id or 0))
    )
    reports = session.exec(select(ActionReport).order_by(col(ActionReport.told_on).desc())).all()
    return Plan(
        states_of(session),
        tuple(
            AreaRow(
                a.id or 0,
                AreaFacts(a.name, a.measure_key, a.inspectors_said, a.standing, a.next_steps, a.people_said, a.risks),
            )
            for a in areas
        ),
        actions,
        tuple(ReportDay(r.told_on, r.name) for r in reports),
    )


def count(plan: Plan, day: date | None = None, area: int | None = None) -> ActionCounts:
    """The actions by state at the end of a day, against the last report before it; without a day, as they stand."""
    actions = [a for a in plan.actions if area is None or a.facts.area == area]
    since = plan.last_report(day)
    now, then = _by_state(actions, day), _by_state(actions, since.told_on) if since else None
    held = {s.key for s in plan.states if s.in_hand}
    return ActionCounts(
        tuple(StateCount(s, now.get(s.key, 0), None if then is None else then.get(s.key, 0)) for s in plan.states),
        sum(now.values()),
        sum(n for key, n in now.items() if key in held),
        since,
        None if then is None else sum(then.values()),
        None if then is None else sum(n for key, n in then.items() if key in held),
    )


def exceptions(plan: Plan) -> tuple[ActionRow, ...]:
    """The actions whose state asks for an exception text: what a report has to explain."""
    asked = {s.key for s in plan.states if s.needs == "exception"}
    return tuple(a for a in plan.actions if (told := a.at()) is not None and told.state in asked)


def _by_state(actions: Sequence[ActionRow], day: date | None) -> dict[str, int]:
    found: dict[str, int] = {}
    for action in actions:
        told = action.at(day)
        if told is not None:
            found[told.state] = found.get(told.state, 0) + 1
    return found
