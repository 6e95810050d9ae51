"""The jobs that write the improvement plan: areas, actions, how they stand, and the days they are reported."""

from datetime import date

from sqlmodel import Session, col, func, select

from auditor.actions.plan import ActionFacts, AreaFacts, Told
from auditor.actions.states import DONE, EXCEPTION, State, keep_states
from auditor.changed import Changed
from auditor.reports.wording import long_date
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Action, ActionArea, ActionReport, ActionUpdate, now
from db.vocabulary import Agency

ACTIONS = Changed(frozenset({"action"}))


def add_area(store: Store, facts: AreaFacts) -> Changed:
    """Begin an area of the plan, after those there are. Raises UserError: `no_name`, `name_taken`."""
    with store.write() as session:
        last = session.exec(select(ActionArea).order_by(col(ActionArea.position).desc())).first()
        row = ActionArea(name="", position=last.position + 1 if last else 0)
        _write_area(session, row, facts)
        _log(session, store, "added an action area", facts.name)
        return Changed(ACTIONS.kinds, (row.id or 0,))


def change_area(store: Store, area: int, facts: AreaFacts) -> Changed:
    """Change an area's name, its measure and what its highlight report says. Raises as `add_area`, and `no_area`."""
    with store.write() as session:
        row = _area(session, area)
        _write_area(session, row, facts)
        row.row_version += 1
        _log(session, store, "changed an action area", facts.name)
        return Changed(ACTIONS.kinds, (area,))


def remove_area(store: Store, area: int) -> Changed:
    """Take away an area without actions. Raises UserError: `no_area`, `has_actions`."""
    with store.write() as session:
        row = _area(session, area)
        if session.exec(select(Action.id).where(Action.area_id == area)).first() is not None:
            raise UserError(
                "has_actions",
                f"{row.name} has or had actions, so it stays. Nothing was changed. Move or rename it instead.",
            )
        session.delete(row)
        _log(session, store, "removed an action area", row.name)
        return ACTIONS


def add_action(store: Store, facts: ActionFacts, told: Told, round_id: int | None = None) -> Changed:
    """Add an action, with how it stands at first. `round_id` is the round whose findings it answers.

    Raises UserError: `no_area`, `no_what`, `no_agency`, and those of `tell`.
    """
    with store.write() as session:
        row = Action(area_id=0, what="", round_id=round_id)
        _write_action(session, row, facts)
        _tell(session, store, row, told)
        _log(session, store, "added an action", _subject(session, row), after=_said(facts))
        return Changed(ACTIONS.kinds, (row.id or 0,))


def change_action(store: Store, action: int, facts: ActionFacts) -> Changed:
    """Change what an action says; how it stands is told by `tell`. Raises as `add_action`, and `no_action`."""
    with store.write() as session:
        row = _action(session, action)
        before = _said(ActionFacts(0, row.what, row.priority, row.measure_key, row.agency, row.owner, row.due_on))
        _write_action(session, row, facts)
        row.row_version += 1
        _log(session, store, "changed an action", _subject(session, row), before, _said(facts))
        return Changed(ACTIONS.kinds, (action,))


def remove_action(store: Store, action: int, why: str) -> Changed:
    """Take an action out of the plan and its counts, with a reason. Raises UserError: `no_action`, `no_reason`."""
    if not why.strip():
        raise UserError("no_reason", "Say why the action is taken out; the change log keeps it. Nothing was changed.")
    with store.write() as session:
        row = _action(session, action)
        row.removed_at = now()
        session.add(row)
        _log(session, store, "removed an action", _subject(session, row), row.what, "", why.strip())
        return ACTIONS


def bring_back(store: Store, action: int) -> Changed:
    """Put back an action that was taken out. Raises UserError (`no_action`)."""
    with store.write() as session:
        row = session.get(Action, action)
        if row is None or row.removed_at is None:
            raise UserError("no_action", "That action was not taken out. Nothing was changed.")
        row.removed_at = None
        session.add(row)
        _log(session, store, "brought an action back", _subject(session, row))
        return Changed(ACTIONS.kinds, (action,))


def tell(store: Store, action: int, told: Told) -> Changed:
    """Write down how an action stands from a day on; what was told before stays.

    Raises UserError: `no_action`; `no_state`; `needs_done` for one completed without a name and a day;
    `needs_exception` for one delayed without words; `told_before` for a day before the last one that was told.
    """
    with store.write() as session:
        row = _action(session, action)
        before = _newest(session, row)
        if before is not None and told.told_on < before.told_on:
            raise UserError(
                "told_before",
                f"This action was last told on {long_date(before.told_on)}. Nothing was changed. "
                "Choose that day or a later one.",
            )
        _tell(session, store, row, told)
        _log(session, store, "told how an action stands", _subject(session, row), _stood(before), told.state)
        return Changed(ACTIONS.kinds, (action,))


def reported(store: Store, told_on: date, name: str) -> Changed:
    """Note that the actions were reported on a day, to be counted against at the next report.

    Raises UserError: `no_name`, `reported_before` where a report of that day or a later one is noted.
    """
    with store.write() as session:
        if not name.strip():
            raise UserError("no_name", "Say to whom the actions were reported. Nothing was changed.")
        last = session.exec(select(ActionReport).order_by(col(ActionReport.told_on).desc())).first()
        if last is not None and told_on <= last.told_on:
            raise UserError(
                "reported_before",
                f"A report of {long_date(last.told_on)} is noted already. Nothing was changed. Choose a later day.",
            )
        session.add(ActionReport(told_on=told_on, name=name.strip()))
        _log(session, store, "noted a report of the actions", name.strip(), after=told_on.isoformat())
        return ACTIONS


def _tell(session: Session, store: Store, row: Action, told: Told) -> None:
    state = next((s for s in keep_states(session) if s.key == told.state), None)
    if state is None:
        raise UserError("no_state", "There is no such state of an action. Nothing was changed.")
    _fits(state, told)
    session.add(
        ActionUpdate(
            action_id=row.id or 0, state_key=state.key, told_on=told.told_on, words=told.words.strip(),
            done_by=told.done_by.strip(), done_on=told.done_on, by=store.owner(session).name,
        )
    )  # fmt: skip


def _fits(state: State, told: Told) -> None:
    if state.needs == DONE and not (told.done_by.strip() and told.done_on):
        raise UserError(
            "needs_done", f"{state.name} needs who says so, by role, and the day it was done. Nothing was changed."
        )
    if state.needs == EXCEPTION and not told.words.strip():
        raise UserError(
            "needs_exception", f"{state.name} needs an exception text: what holds it up, and what follows. "
            "Nothing was changed."
        )  # fmt: skip


def _newest(session: Session, row: Action) -> ActionUpdate | None:
    newest = select(ActionUpdate).where(ActionUpdate.action_id == row.id)
    return session.exec(newest.order_by(col(ActionUpdate.told_on).desc(), col(ActionUpdate.id).desc())).first()


def _stood(update: ActionUpdate | None) -> str:
    return update.state_key if update else ""


def _write_area(session: Session, row: ActionArea, facts: AreaFacts) -> None:
    name = " ".join(facts.name.split())
    if not name:
        raise UserError("no_name", "An area needs a name, such as Quality of plans. Nothing was changed.")
    taken = select(ActionArea.id).where(func.lower(ActionArea.name) == name.lower(), col(ActionArea.id) != row.id)
    if row.id is None:
        taken = select(ActionArea.id).where(func.lower(ActionArea.name) == name.lower())
    if session.exec(taken).first() is not None:
        raise UserError("name_taken", f"There is an area called {name} already. Nothing was changed.")
    row.name, row.measure_key = name, facts.measure
    row.inspectors_said, row.standing = facts.inspectors_said.strip(), facts.standing.strip()
    row.next_steps, row.people_said = facts.next_steps.strip(), facts.people_said.strip()
    row.risks = facts.risks.strip()
    session.add(row)
    session.flush()


def _write_action(session: Session, row: Action, facts: ActionFacts) -> None:
    what = facts.what.strip()
    if not what:
        raise UserError("no_what", "Say what is to be done. Nothing was changed.")
    if facts.agency and facts.agency not in {a.value for a in Agency}:
        raise UserError("no_agency", "There is no such agency. Nothing was changed.")
    row.area_id = _area(session, facts.area).id or 0
    row.what, row.priority, row.measure_key = what, facts.priority.strip(), facts.measure
    row.agency, row.owner, row.due_on = facts.agency, facts.owner.strip(), facts.due_on
    session.add(row)
    session.flush()


def _area(session: Session, area: int) -> ActionArea:
    row = session.get(ActionArea, area)
    if row is None:
        raise UserError("no_area", "That area of the plan is gone. Nothing was changed. Choose another.")
    return row


def _action(session: Session, action: int) -> Action:
    row = session.get(Action, action)
    if row is None or row.removed_at is not None:
        raise UserError("no_action", "That action is no longer in the plan. Nothing was changed.")
    return row


def _subject(session: Session, row: Action) -> str:
    """What the log calls an action: its number and its area."""
    area = session.get(ActionArea, row.area_id)
    return f"action {row.id} of {area.name if area else ''}"


def _said(facts: ActionFacts) -> str:
    due = f"due {facts.due_on.isoformat()}" if facts.due_on else "no day due"
    return ", ".join(part for part in (facts.what, facts.priority, facts.agency, facts.owner, due) if part)


def _log(
    session: Session, store: Store, what: str, subject: str, before: str = "", after: str = "", why: str = ""
) -> None:
    who = store.owner(session).name
    log.append(session, who=who, what=what, subject=subject, before=before, after=after, why=why)
