"""The states an action can be in: the five that the area partnerships report by, unless a workspace has others.

The five and their colours are those of Lancashire Health and Wellbeing Board's papers on its SEND improvement plan.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.tables import ActionState


@dataclass(frozen=True)
class State:
    """One state: `in_hand` counts towards *complete or in hand*; `needs` is "done", "exception" or nothing."""

    key: str
    name: str
    colour: str
    in_hand: bool
    needs: str = ""


DONE, EXCEPTION = "done", "exception"
STATES = (
    State("completed", "Completed", "blue", in_hand=True, needs=DONE),
    State("on_track", "On track", "green", in_hand=True),
    State("under_way", "Under way", "amber", in_hand=True),
    State("delayed", "Delayed", "red", in_hand=False, needs=EXCEPTION),
    State("not_started", "Not yet started", "grey", in_hand=False),
)


def states_of(session: Session) -> tuple[State, ...]:
    """The states of a workspace, in their order: its own, or the five."""
    rows = session.exec(select(ActionState).order_by(col(ActionState.position))).all()
    return tuple(State(r.key, r.name, r.colour, r.in_hand, r.needs) for r in rows) or STATES


def keep_states(session: Session) -> tuple[State, ...]:
    """The states of a workspace, written into it if it has none yet, so that updates can name them."""
    states = states_of(session)
    if session.exec(select(ActionState.key)).first() is None:
        session.add_all(
            ActionState(key=s.key, name=s.name, colour=s.colour, position=at, in_hand=s.in_hand, needs=s.needs)
            for at, s in enumerate(states)
        )
        session.flush()
    return states
