"""What the lead chooses for a round: what evidence may keep, what the desk points at, who hears of urgent plans."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlmodel import Session, col, func, select

from auditor.answers import clean_note
from auditor.changed import Changed
from auditor.policy import policy, quotations_allowed
from auditor.round_states import Deed, need, refusal, round_of
from db import log, tables
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, RoundPlan, Sampled

DEFAULTS: Mapping[str, bool] = MappingProxyType(
    {
        "quotations": True,
        "wrong_child": False,
        "replace_under_appeal": False,
        "names_hidden": True,
        "after_moderation": False,
    }
)
"""Each choice, by its column of the round, and what a new round has."""
CONTACT_LIMIT = 500
"""How many characters say who is told of urgent plans."""


@dataclass(frozen=True)
class RoundSettings:
    """The choices of one round.

    `quotations`: evidence may quote the plan. `wrong_child`: the desk points at a first name that is not the plan's
    own. `replace_under_appeal`: a sampled plan under appeal may be replaced. `names_hidden`: whoever settles a
    difference sees no names until it is settled. `after_moderation`: answers are entered as they stood after that, so
    nothing can be said of how far auditors agreed before. `quotations_there` counts the quotations already kept, and
    `locked` says why nothing can be changed any more. `urgent_contact` is who is told of plans that cannot wait. `due`
    is the day audits are wanted by, `due_fixed` says why that day cannot be moved any more.
    """

    round: str
    quotations: bool
    wrong_child: bool
    replace_under_appeal: bool
    names_hidden: bool
    after_moderation: bool
    quotations_there: int
    locked: str = ""
    urgent_contact: str = ""
    due: date | None = None
    due_fixed: str = ""


def round_settings(store: Store, round_id: int) -> RoundSettings:
    """What is chosen for a round now."""
    with store.read() as session:
        rnd = round_of(session, round_id)
        locked = refusal(rnd, Deed.CHANGE_SETTINGS)
        return RoundSettings(
            rnd.name,
            rnd.quotations,
            rnd.wrong_child,
            rnd.replace_under_appeal,
            rnd.names_hidden,
            rnd.after_moderation,
            _quotations(session, round_id),
            locked,
            rnd.urgent_contact,
            rnd.due_on,
            refusal(rnd, Deed.ALLOCATE),
        )


def change_round_settings(store: Store, round_id: int, **what: bool) -> Changed:
    """Choose otherwise: any of DEFAULTS by name. It holds for everybody who scores in this round, from now on.

    Quotations switched off: no new one is kept, and those already kept stay. What is chosen already is left and not
    logged. Raises UserError (`not_lead`, `round_state`, `no_round`, `policy`), ValueError for a choice there is not.
    """
    if unknown := set(what) - set(DEFAULTS):
        raise ValueError(f"no choice {sorted(unknown)}")
    if what.get("quotations") and not quotations_allowed():
        raise UserError(
            "policy",
            f"Your council's policy ({policy().source}) asks that no quotations are kept. Nothing was changed.",
        )
    with store.write() as session:
        owner = store.lead(session, "chooses for a round")
        rnd = need(session, round_id, Deed.CHANGE_SETTINGS)
        new = {name: on for name, on in what.items() if getattr(rnd, name) != on}
        if not new:
            return Changed(frozenset())
        before = {name: getattr(rnd, name) for name in new}
        for name, on in new.items():
            setattr(rnd, name, on)
        rnd.row_version += 1
        session.add(rnd)
        log.append(
            session, who=owner.name, what="changed round settings", subject=rnd.name,
            before=_words(before), after=_words(new),
        )  # fmt: skip
    return Changed(frozenset({"round"}), (round_id,))


def name_urgent_contact(store: Store, round_id: int, contact: str) -> Changed:
    """Name who is told at once of a plan that cannot wait, and how they are reached; empty names nobody.

    It goes to auditors with their work packs. Raises UserError: `not_lead`, `round_state`, `no_round`, `long_note`.
    """
    contact = " ".join(clean_note(contact).split())
    if len(contact) > CONTACT_LIMIT:
        raise UserError("long_note", f"That is longer than {CONTACT_LIMIT} characters. Nothing was changed.")
    with store.write() as session:
        owner = store.lead(session, "names who is told of urgent plans")
        rnd = need(session, round_id, Deed.CHANGE_SETTINGS)
        before = rnd.urgent_contact
        if contact == before:
            return Changed(frozenset())
        rnd.urgent_contact = contact
        rnd.row_version += 1
        session.add(rnd)
        log.append(
            session, who=owner.name, what="changed round settings", subject=rnd.name,
            before=f"urgent contact {before}", after=f"urgent contact {contact}",
        )  # fmt: skip
    return Changed(frozenset({"round"}), (round_id,))


def _words(chosen: Mapping[str, bool]) -> str:
    return ", ".join(f"{name} {'on' if on else 'off'}" for name, on in sorted(chosen.items()))


def _quotations(session: Session, round_id: int) -> int:
    """How many pieces of evidence of a round hold words of a plan, in all revisions."""
    rows = (
        select(func.count())
        .select_from(tables.Evidence)
        .join(Audit, col(Audit.id) == tables.Evidence.audit_id)
        .join(Assignment, col(Assignment.id) == Audit.assignment_id)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id, tables.Evidence.quotation != "")
    )
    return session.exec(rows).one()
