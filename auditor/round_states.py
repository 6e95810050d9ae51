"""What each state of a round allows: the one place where that is written."""

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
    ALLOCATE = "share plans out"
    PRACTISE = "score calibration plans"
    SCORE = "score plans"
    REOPEN = "reopen an audit"
    DECIDE = "settle differences"
    CHECK_FACTS = "take in corrections of fact"
    CHANGE_SETTINGS = "change the round's settings"


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
            {Deed.TAKE_FRAME, Deed.DRAW, Deed.REPLACE, Deed.ALLOCATE, Deed.PRACTISE, Deed.CHANGE_SETTINGS}
        ),
        RoundState.OPEN: frozenset(
            {Deed.REPLACE, Deed.ALLOCATE, Deed.PRACTISE, Deed.SCORE, Deed.REOPEN, Deed.CHANGE_SETTINGS}
        ),
        # Late audits still come in while the early ones are being settled
        RoundState.MODERATING: frozenset({Deed.SCORE, Deed.REOPEN, Deed.DECIDE, Deed.CHANGE_SETTINGS}),
        RoundState.FACTS_CHECK: frozenset({Deed.REOPEN, Deed.DECIDE, Deed.CHECK_FACTS}),
        RoundState.SIGNED_OFF: frozenset[Deed](),
    }
)


def round_of(session: Session, round_id: int) -> Round:
    """The round. Raises UserError (`no_round`) if it is not there."""
    rnd = session.get(Round, round_id)
    if rnd is None:
        raise UserError("no_round", "That round is not in this workspace. Nothing was changed.")
    return rnd


def need(session: Session, round_id: int, deed: Deed) -> Round:
    """The round, if its state allows the deed.

    Raises UserError (`round_state`) with where the round stands, and `no_round` if it is not there.
    """
    rnd = round_of(session, round_id)
    state = RoundState(rnd.state)
    if deed not in ALLOWED[state]:
        where = ", ".join(WORDS[s] for s in RoundState if deed in ALLOWED[s])
        raise UserError(
            "round_state",
            f"{rnd.name} is {WORDS[state]}, and to {deed} a round must be {where}. Nothing was changed.",
        )
    return rnd
