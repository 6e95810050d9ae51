"""Points that were raised in a facts check, and what becomes of each. Only a decision changes figures."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from auditor.answers import NOTE_LIMIT, clean_note
from auditor.audits import criterion_ids, framework_of
from auditor.changed import Changed
from auditor.moderation.decide import decide_on_fact
from auditor.round_states import Deed, need
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Criterion, FactPoint, FactSheet, Plan, Round, RoundPlan, Sampled
from db.vocabulary import FactOutcome, Value

CAME_BACK, RAISED = "noted a fact sheet as back", "noted a point of the facts check"
SETTLED, OPENED = "settled a point of the facts check", "opened a point of the facts check again"
CHANGED = frozenset({"facts"})
_SAID = {FactOutcome.ACCEPTED: "accepted", FactOutcome.NOT_ACCEPTED: "not accepted"}


def sheet_back(store: Store, sheet: int, on: date | None) -> Changed:
    """Note the day a sheet came back, whatever is on it; None takes that back while no point of it is noted.

    Raises UserError: `not_lead`, `round_state`, `no_sheet`, `day_to_come`, `has_points`.
    """
    _not_to_come(on)
    with store.write() as session:
        owner = store.lead(session, "checks facts")
        row, _, subject = _sheet(session, sheet)
        if on is None and session.exec(select(FactPoint.id).where(FactPoint.sheet_id == sheet)).first() is not None:
            raise UserError("has_points", "Points of this sheet are noted, so it is back. Nothing was changed.")
        if row.returned_on == on:
            return Changed(frozenset())
        row.returned_on = on
        row.row_version += 1
        session.add(row)
        log.append(session, who=owner.name, what=CAME_BACK, subject=subject, after=on.isoformat() if on else "not back")
    return Changed(CHANGED, (sheet,))


def raise_point(store: Store, sheet: int, sampled: int, criterion: str, words: str, on: date) -> Changed:
    """Note a point that came back with a sheet, about one question of a plan, or about a plan with no question named.

    The sheet is noted as back with it. Raises UserError: `not_lead`, `round_state`, `no_sheet`, `no_sampled`,
    `off_scale`, `no_words`, `long_note`, `day_to_come`.
    """
    words = _kept(words, "Write the point as it was raised.", "no_words")
    _not_to_come(on)
    with store.write() as session:
        owner = store.lead(session, "checks facts")
        row, rnd, _ = _sheet(session, sheet)
        if row.sampled_id is not None and row.sampled_id != sampled:
            raise UserError("no_sampled", "That plan is not on this sheet. Nothing was changed.")
        reference = _reference(session, rnd, sampled)
        key = criterion_ids(session, rnd.framework_id).get(criterion) if criterion else None
        if criterion and key is None:
            raise UserError("off_scale", f"{criterion} is not a question of this framework. Nothing was changed.")
        point = FactPoint(sheet_id=sheet, sampled_id=sampled, criterion_id=key, words=words, raised_on=on)
        session.add(point)
        if row.returned_on is None:
            row.returned_on = on
            row.row_version += 1
            session.add(row)
        session.flush()
        subject = " ".join(part for part in (rnd.name, reference, criterion) if part)
        log.append(session, who=owner.name, what=RAISED, subject=subject, after=on.isoformat(), why=words)
        return Changed(CHANGED, (point.id or 0,))


def settle_point(store: Store, point: int, outcome: FactOutcome, why: str) -> Changed:
    """Say what becomes of a point, with the reason; no answer changes by it.

    Raises UserError: `not_lead`, `round_state`, `no_point`, `no_reason`, `long_note`, `settled_already`.
    """
    why = _kept(why, "Say in a few words why. The reason is kept with the point.", "no_reason")
    with store.write() as session:
        owner = store.lead(session, "checks facts")
        row, subject, _ = _open_point(session, point)
        _settle(session, row, owner.name, subject, outcome, why, "the answer stays")
    return Changed(CHANGED, (point,))


def accept_with_decision(
    store: Store, point: int, value: Value, why: str, cause: str = "", agency: str = "", *, seen: str = ""
) -> Changed:
    """Accept a point and decide its question by it, in one; the decision is linked to the point.

    Raises UserError as `settle_point` and `moderation.decide.decide`, and `no_question` for a point that names none or
    one that is worked out of dates.
    """
    why = _kept(why, "Say in a few words why. The reason stands beside the decision.", "no_reason")
    with store.write() as session:
        owner = store.lead(session, "checks facts")
        row, subject, rnd = _open_point(session, point)
        key = session.exec(select(Criterion.key).where(Criterion.id == row.criterion_id)).first() or ""
        if key not in {c.id for c in framework_of(session, rnd.id or 0).judged}:
            raise UserError(
                "no_question",
                "No auditor's answer stands behind this point, so there is none to decide. Nothing was changed. Dates "
                "are put right with the plan's facts, and the line follows.",
            )
        row.decision_id = decide_on_fact(store, session, row.sampled_id, key, value, why, cause, agency, seen=seen)
        _settle(session, row, owner.name, subject, FactOutcome.ACCEPTED, why, f"decided {value.token}")
    return Changed(CHANGED | {"decision", "round"}, (point,))


def open_point(store: Store, point: int, why: str) -> Changed:
    """Take back what became of a point, with a reason. A decision that was made by it stands until it is taken back.

    Raises UserError: `not_lead`, `round_state`, `no_point`, `no_reason`, `long_note`, `not_settled`.
    """
    why = _kept(why, "Say in a few words why it is opened again.", "no_reason")
    with store.write() as session:
        owner = store.lead(session, "checks facts")
        row, _, subject = _point(session, point)
        if not row.outcome:
            raise UserError("not_settled", "This point has no outcome yet. Nothing was changed.")
        before = f"{_SAID[FactOutcome(row.outcome)]}: {row.why}"
        row.outcome, row.why, row.settled_by, row.settled_on, row.decision_id = "", "", "", None, None
        session.add(row)
        log.append(session, who=owner.name, what=OPENED, subject=subject, before=before, why=why)
    return Changed(CHANGED, (point,))


def _settle(
    session: Session, row: FactPoint, who: str, subject: str, outcome: FactOutcome, why: str, then: str
) -> None:
    row.outcome, row.why, row.settled_by = outcome.value, why, who
    row.settled_on = datetime.now().astimezone().date()
    session.add(row)
    log.append(session, who=who, what=SETTLED, subject=subject, after=f"{_SAID[outcome]}, {then}", why=why)


def _sheet(session: Session, sheet: int) -> tuple[FactSheet, Round, str]:
    """A sheet, its round, and what the log calls it; the round must be at the facts check."""
    row = session.get(FactSheet, sheet)
    if row is None:
        raise UserError("no_sheet", "That sheet is no longer here. Nothing was changed.")
    rnd = need(session, row.round_id, Deed.CHECK_FACTS)
    whose = _reference(session, rnd, row.sampled_id) if row.sampled_id is not None else row.agency.replace("_", " ")
    return row, rnd, f"{rnd.name} {whose}"


def _point(session: Session, point: int) -> tuple[FactPoint, Round, str]:
    row = session.get(FactPoint, point)
    if row is None:
        raise UserError("no_point", "That point is no longer here. Nothing was changed.")
    _, rnd, _ = _sheet(session, row.sheet_id)
    key = session.exec(select(Criterion.key).where(Criterion.id == row.criterion_id)).first() or ""
    return row, rnd, " ".join(part for part in (rnd.name, _reference(session, rnd, row.sampled_id), key) if part)


def _open_point(session: Session, point: int) -> tuple[FactPoint, str, Round]:
    row, rnd, subject = _point(session, point)
    if row.outcome:
        raise UserError(
            "settled_already",
            f"This point is settled: {_SAID[FactOutcome(row.outcome)]}. Nothing was changed. Open it again first.",
        )
    return row, subject, rnd


def _reference(session: Session, rnd: Round, sampled: int) -> str:
    found = session.exec(
        select(Plan.reference)
        .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .where(Sampled.id == sampled, RoundPlan.round_id == rnd.id)
    ).first()
    if found is None:
        raise UserError("no_sampled", f"That plan is not in the sample of {rnd.name}. Nothing was changed.")
    return found


def _not_to_come(on: date | None) -> None:
    if on is not None and on > datetime.now().astimezone().date():
        raise UserError("day_to_come", "That day is still to come. Nothing was changed.")


def _kept(words: str, otherwise: str, code: str) -> str:
    words = clean_note(words).strip()
    if not words:
        raise UserError(code, f"{otherwise} Nothing was changed.")
    if len(words) > NOTE_LIMIT:
        raise UserError("long_note", f"That is longer than {NOTE_LIMIT:,} characters. Nothing was changed.")
    return words
