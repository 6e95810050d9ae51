"""Correct the facts of one plan in one round, with a reason; once the figures are signed off, keep it as a note."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from auditor.answers import clean_note
from auditor.changed import Changed
from auditor.round_states import round_of, was_purged
from auditor.sampling.facts import CORRECTED
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Plan, RoundPlan
from db.vocabulary import RoundState

Fact = str | int | bool | date | None

KINDS: Mapping[str, type] = MappingProxyType(
    {
        "year_group": int, "need": str, "setting_code": str, "setting_type": str, "phase": str, "area": str,
        "plan_kind": str, "writer_code": str, "team": str, "advice_codes": str, "agencies": str, "requested_on": date,
        "first_final_on": date, "exception": str, "exception_applies": bool, "previous_anchor_on": date,
        "last_review_on": date, "decision_on": date, "decided_not_to_amend": bool, "amended_final_on": date,
        "phase_move": str, "moves_on": date,
    }
)  # fmt: skip
"""The facts that can be corrected, each with what it is made of: the columns of round_plan that tell of the plan."""

NOTED = "noted a correction"


@dataclass(frozen=True)
class Corrected:
    """What came of a correction: `noted` where the round is signed off and its facts stay as the figures had them."""

    changed: Changed
    noted: bool


def read_fact(name: str, text: str) -> Fact:
    """A fact as somebody types it: a day as 31/03/2026 or 2026-03-31, yes or no, a whole number; empty for unknown.

    Raises UserError: `no_fact`, `not_a_fact`.
    """
    if name not in KINDS:
        raise UserError("no_fact", f"There is no fact {name}. Known are {', '.join(KINDS)}. Nothing was changed.")
    text, kind = text.strip(), KINDS[name]
    if kind is str:
        return text
    if not text:
        return False if name == "decided_not_to_amend" else None
    try:
        if kind is bool:
            return {"yes": True, "no": False}[text.casefold()]
        if kind is int:
            return int(text)
        day, month, year = text.split("/") if "/" in text else reversed(text.split("-"))
        return date(int(year), int(month), int(day))
    except (KeyError, ValueError) as problem:
        wanted = {bool: "yes or no", int: "a whole number", date: "a day such as 31/03/2026"}[kind]
        raise UserError("not_a_fact", f"{name} is {wanted}, not {text}. Nothing was changed.") from problem


def correct(store: Store, round_id: int, reference: str, facts: Mapping[str, Fact], why: str) -> Corrected:
    """Put facts of a plan right, for one round; what is so already is left. The log keeps before, after and why.

    In a round that is signed off nothing changes but the log: its figures stand as they were published.
    Raises UserError: `no_round`, `not_lead`, `no_plan`, `no_reason`, `no_fact`, `not_a_fact`, `round_state` for a
    purged round.
    """
    why = clean_note(why).strip()
    if not why:
        raise UserError("no_reason", "Say in a few words why the facts are corrected. Nothing was changed.")
    if unknown := sorted(facts.keys() - KINDS.keys()):
        raise UserError("no_fact", f"There is no fact {unknown[0]}. Nothing was changed.")
    try:
        with store.write() as session:
            owner, rnd = store.lead(session, "corrects facts"), round_of(session, round_id)
            if rnd.purged:
                raise UserError("round_state", f"{was_purged(rnd)} Nothing was changed.")
            row = session.exec(
                select(RoundPlan).join(Plan).where(RoundPlan.round_id == round_id, Plan.reference == reference)
            ).first()
            if row is None:
                raise UserError("no_plan", f"{rnd.name} has no plan {reference}. Nothing was changed.")
            before = {name: getattr(row, name) for name, value in facts.items() if getattr(row, name) != value}
            if not before:
                return Corrected(Changed(frozenset()), noted=False)
            noted = rnd.state == RoundState.SIGNED_OFF
            if not noted:
                for name in before:
                    setattr(row, name, facts[name])
                row.row_version += 1
                session.add(row)
                session.flush()
            log.append(
                session, who=owner.name, what=NOTED if noted else CORRECTED, subject=f"{rnd.name} {reference}",
                before=_said(before), after=_said({name: facts[name] for name in before}), why=why,
            )  # fmt: skip
    except IntegrityError as problem:
        raise UserError("not_a_fact", f"{', '.join(facts)} cannot be that. Nothing was changed.") from problem
    return Corrected(Changed(frozenset({"round", "audit"}), (round_id,)), noted)


def _said(facts: Mapping[str, Fact]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
