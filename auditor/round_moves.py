"""How a round moves from one state to the next, or back, and what stands in its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlmodel import Session, col, select

from auditor.answers import clean_note
from auditor.changed import Changed
from auditor.facts_check.open_points import open_points
from auditor.round_states import ORDER, WORDS, round_of, state_words, was_purged
from auditor.sign_off import write_sign_off
from auditor.standing.expected import AskedPlan, asked_plans, listed, unasked, uncalibrated, undecided_of
from db import log, tables
from db.errors import UserError
from db.store import Store
from db.tables import Person, Round
from db.vocabulary import Purpose, RoundState

MOVES: Mapping[RoundState, str] = MappingProxyType(
    {
        RoundState.OPEN: "Open the round",
        RoundState.MODERATING: "Start moderating",
        RoundState.FACTS_CHECK: "Start the facts check",
        RoundState.SIGNED_OFF: "Sign off",
    }
)
"""What the way into a state is called."""


@dataclass(frozen=True)
class Move:
    """A step a round can take: to which state, what it is called, and in sentences what stands in its way."""

    to: RoundState
    name: str
    stops: tuple[str, ...]


def next_move(session: Session, rnd: Round, plans: Sequence[AskedPlan]) -> Move | None:
    """The next step of a round with these plans in its sample, or None once it is signed off."""
    state = RoundState(rnd.state)
    if state == ORDER[-1]:
        return None
    to = ORDER[ORDER.index(state) + 1]
    return Move(to, MOVES[to], _stops(session, rnd, to, plans))


def step_back(session: Session, rnd: Round, plans: Sequence[AskedPlan]) -> Move | None:
    """The step back from where a round is, which takes a reason; None from a draft."""
    state = RoundState(rnd.state)
    if state == ORDER[0]:
        return None
    to = ORDER[ORDER.index(state) - 1]
    return Move(to, f"Back to {WORDS[to]}", _stops(session, rnd, to, plans))


def move_on(store: Store, round_id: int, to: RoundState, why: str = "") -> Changed:
    """Take a round one step on, or with a reason one step back; out of *signed off* as well, which the log tells.

    Signing off keeps the figures, by the way of `auditor.sign_off`.

    Raises UserError: `not_lead`, `no_reason` for a step back without one, `round_move` for a step there is not or one
    that something stands in the way of, with all of it said.
    """
    why = clean_note(why).strip()
    with store.write() as session:
        rnd, owner = round_of(session, round_id), store.lead(session, "moves a round on")
        state = RoundState(rnd.state)
        steps = ORDER.index(to) - ORDER.index(state)
        if abs(steps) != 1:
            raise UserError(
                "round_move",
                f"{rnd.name} is {state_words(state)} and cannot become {WORDS[to]} in one step. Nothing was changed.",
            )
        if rnd.purged:
            raise UserError("round_move", f"{was_purged(rnd)} Nothing was changed.")
        if steps < 0 and not why:
            raise UserError("no_reason", "Say in a few words why the round goes back a step. Nothing was changed.")
        if stops := _stops(session, rnd, to, asked_plans(session, round_id)):
            raise UserError("round_move", f"{rnd.name} stays {state_words(state)}. {' '.join(stops)}")
        rnd.state = to.value
        if state == RoundState.DRAFT:
            rnd.opened_at = tables.now()
        elif to == RoundState.DRAFT:
            rnd.opened_at = None
        rnd.row_version += 1
        session.add(rnd)
        if to == RoundState.SIGNED_OFF:
            write_sign_off(session, rnd, owner, state)
            return Changed(frozenset({"round"}), (round_id,))
        what = "reopened round" if state == RoundState.SIGNED_OFF else "moved round" if steps > 0 else "took round back"
        log.append(
            session,
            who=owner.name,
            what=what,
            subject=rnd.name,
            before=WORDS[state],
            after=WORDS[to],
            why=why if steps < 0 else "",
        )
    return Changed(frozenset({"round"}), (round_id,))


def _stops(session: Session, rnd: Round, to: RoundState, plans: Sequence[AskedPlan]) -> tuple[str, ...]:
    """What stands in the way of a step to a state, in sentences, each with what to do."""
    match RoundState(rnd.state), to:
        case RoundState.DRAFT, RoundState.OPEN:
            return _before_opening(session, rnd, plans)
        case RoundState.OPEN, RoundState.DRAFT:
            begun = [p.reference for p in plans if any(a.state != "not_started" for a in p.audits)]
            return (f"{listed(begun, 'plan')}: scoring has begun, so it is no draft any more.",) if begun else ()
        case RoundState.OPEN, RoundState.MODERATING:
            if any(a.submitted is not None for p in plans for a in p.counted):
                return ()
            return ("No audit is in yet, so there is nothing to settle.",)
        case RoundState.MODERATING, RoundState.FACTS_CHECK:
            # Nobody could submit from then on
            return _outstanding(session, rnd, plans)
        case RoundState.FACTS_CHECK, RoundState.SIGNED_OFF:
            return (*_outstanding(session, rnd, plans), *_undecided(session, rnd, plans), *_unsettled(session, rnd))
        case _:
            return ()


def _before_opening(session: Session, rnd: Round, plans: Sequence[AskedPlan]) -> tuple[str, ...]:
    if not plans:
        return ("It has no sample yet. Draw one, or say which plans it is about.",)
    if all(p.nobody or p.no_first for p in plans):
        return ("Nobody has a plan to score yet. Share the plans out.",)
    if not rnd.calibration_required:
        return ()
    practice = asked_plans(session, rnd.id or 0, Purpose.CALIBRATION)
    if not practice:
        return ("It asks for calibration, and no calibration plan is chosen. Choose two or three.",)
    people = uncalibrated(plans, practice)
    if not people:
        return ()
    names = session.exec(select(Person.name).where(col(Person.id).in_(people)).order_by(col(Person.code))).all()
    return (f"Calibration is still to be done by {listed(names, 'auditor')}.",)


def _outstanding(session: Session, rnd: Round, plans: Sequence[AskedPlan]) -> tuple[str, ...]:
    nobody = [p.reference for p in plans if p.nobody]
    late = [p.reference for p in plans if any(a.outstanding and not a.contested for a in p.expected)]
    several = [p.reference for p in plans if any(a.contested for a in p.expected)]
    found: list[str] = []
    if nobody:
        found.append(f"Nobody has scored {listed(nobody, 'plan')}. Go back to open and share them out.")
    if parted := unasked(session, rnd, plans):
        found.append(
            f"Nobody is asked some questions on {listed(list(parted), 'plan')}. Go back to open, and share out."
        )
    if several:
        found.append(f"There are answers from two computers for {listed(several, 'plan')}. Choose between them first.")
    if late:
        late_on = f"An audit is outstanding for {listed(late, 'plan')}."
        found.append(f"{late_on} It is to be submitted; to take it back from its auditor, go back to open first.")
    return tuple(found)


def _undecided(session: Session, rnd: Round, plans: Sequence[AskedPlan]) -> tuple[str, ...]:
    undecided = undecided_of(session, rnd.id or 0, plans)
    if not undecided:
        return ()
    count = sum(len(keys) for keys in undecided.values())
    answers = "1 answer is" if count == 1 else f"{count:,} answers are"
    return (f"{answers} undecided, on {listed(list(undecided), 'plan')}. They are to be settled first.",)


def _unsettled(session: Session, rnd: Round) -> tuple[str, ...]:
    """Points of the facts check that nobody has said yet what becomes of."""
    points = open_points(session, rnd.id or 0)
    if not points:
        return ()
    said = "1 point of the facts check has" if len(points) == 1 else f"{len(points):,} points of the facts check have"
    return (f"{said} no outcome yet, on {listed(list(dict.fromkeys(points)), 'plan')}. Accept each, or say why not.",)
