"""What each state of a round allows: the one place that says, asked at the head of every job."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from sqlmodel import Session

from db.errors import UserError
from db.tables import Round
from db.vocabulary import RoundState


class Deed(StrEnum):
    """Something that may be done in a round, in the words a refusal uses."""

    TAKE_FRAME = "take in a list of plans"
    DRAW = "draw the sample"
    REPLACE = "replace a plan of the sample"
    NOTE_PAPERS = "note whether papers were found"
    ALLOCATE = "share plans out"
    CALIBRATE = "choose calibration plans and say what is right"
    PRACTISE = "score calibration plans"
    SCORE = "score plans"
    REOPEN = "reopen an audit"
    DECIDE = "settle differences"
    REPLY = "write back to a question"
    CHECK_FACTS = "take in corrections of fact"
    FOLLOW_UP = "record feedback and plans mended"
    CHANGE_SETTINGS = "change the round's settings"
    EXCHANGE = "make packs or take them in"
    PUBLISH = "publish figures"


ORDER = tuple(RoundState)
"""The states in the order a round goes through them, one step at a time."""
WORDS: Mapping[RoundState, str] = MappingProxyType(
    {
        RoundState.DRAFT: "draft",
        RoundState.OPEN: "open",
        RoundState.MODERATING: "moderating",
        RoundState.FACTS_CHECK: "facts check",
        RoundState.SIGNED_OFF: "signed off",
    }
)

ALLOWED: Mapping[RoundState, frozenset[Deed]] = MappingProxyType(
    {
        RoundState.DRAFT: frozenset(
            {
                Deed.TAKE_FRAME,
                Deed.DRAW,
                Deed.REPLACE,
                Deed.NOTE_PAPERS,
                Deed.ALLOCATE,
                Deed.CALIBRATE,
                Deed.PRACTISE,
                Deed.CHANGE_SETTINGS,
                Deed.EXCHANGE,
            }
        ),
        RoundState.OPEN: frozenset(
            {
                Deed.REPLACE,
                Deed.NOTE_PAPERS,
                Deed.ALLOCATE,
                Deed.CALIBRATE,
                Deed.PRACTISE,
                Deed.SCORE,
                Deed.REOPEN,
                Deed.REPLY,
                Deed.FOLLOW_UP,
                Deed.CHANGE_SETTINGS,
                Deed.EXCHANGE,
            }
        ),
        # Late audits still come in while the early ones are being settled
        RoundState.MODERATING: frozenset(
            {
                Deed.NOTE_PAPERS,
                Deed.SCORE,
                Deed.REOPEN,
                Deed.DECIDE,
                Deed.REPLY,
                Deed.FOLLOW_UP,
                Deed.CHANGE_SETTINGS,
                Deed.EXCHANGE,
            }
        ),
        RoundState.FACTS_CHECK: frozenset(
            {Deed.REOPEN, Deed.DECIDE, Deed.REPLY, Deed.CHECK_FACTS, Deed.FOLLOW_UP, Deed.EXCHANGE}
        ),
        # Plans are fed back and mended long after the figures stand
        RoundState.SIGNED_OFF: frozenset({Deed.FOLLOW_UP, Deed.PUBLISH}),
    }
)


def round_of(session: Session, round_id: int) -> Round:
    """The round. Raises UserError (`no_round`) if it is not there."""
    rnd = session.get(Round, round_id)
    if rnd is None:
        raise UserError("no_round", "That round is not in this workspace. Nothing was changed.")
    return rnd


def refusal(rnd: Round, deed: Deed) -> str:
    """Why the state of a round does not allow a deed, in a sentence; empty where it does."""
    state = RoundState(rnd.state)
    if rnd.purged:
        return was_purged(rnd)
    if deed in ALLOWED[state]:
        return ""
    if state == RoundState.SIGNED_OFF and deed in ALLOWED[RoundState.FACTS_CHECK]:  # one step back is enough
        return f"{rnd.name} is signed off and takes no more changes. To {deed}, reopen it first."
    *others, last = (state_words(s) for s in RoundState if deed in ALLOWED[s])
    where = f"{', '.join(others)} or {last}" if others else last
    return f"{rnd.name} is {state_words(state)}, and to {deed} a round must be {where}."


def need(session: Session, round_id: int, deed: Deed) -> Round:
    """The round, if its state allows the deed.

    Raises UserError (`round_state`) with where the round stands, and `no_round` if it is not there.
    """
    rnd = round_of(session, round_id)
    if refused := refusal(rnd, deed):
        raise UserError("round_state", f"{refused} Nothing was changed.")
    return rnd


def was_purged(rnd: Round) -> str:
    """That a round was purged, in a sentence; empty where it was not."""
    if rnd.purged_at is None:
        return ""
    return f"{rnd.name} was purged on {rnd.purged_at:%d/%m/%Y}, so nothing in it changes any more."


def state_words(state: RoundState) -> str:
    """Where a round in a state is, as in *is … and must be …*."""
    return "at the facts check" if state == RoundState.FACTS_CHECK else WORDS[state]
