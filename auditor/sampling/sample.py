"""A round's sample: try rules, draw, take a picked list as it is, draw again, replace a plan, note missing papers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as but
from datetime import date
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, func, select

from auditor.allocation.taking import take_out
from auditor.answers import clean_note
from auditor.audits import still_in
from auditor.changed import Changed
from auditor.counting import not_taken_back
from auditor.people.register import today
from auditor.round_states import Deed, need
from auditor.sampling.draw import (
    Part,
    Rules,
    clean_seed,
    new_seed,
    next_in,
    pick,
)
from auditor.sampling.facts import DREW, TOOK, TOOK_BACK, Drawable, drawable, round_plan_ids, subject_of, taken
from auditor.sampling.view import Tried, allocated, kept_because, try_on
from auditor.standing.expected import listed
from auditor.urgent.flagged import flagged
from db import log, tables
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, Plan, Round, RoundPlan, Sampled, new_uid
from db.vocabulary import AuditState, Draw, Purpose, Replacement

PICKED = (Draw.CHOSEN, Draw.ALL, Draw.UNKNOWN)
"""How plans may have been picked where the program did not draw them."""


@dataclass(frozen=True)
class Replaced:
    """The plan that was drawn in the place of another."""

    changed: Changed
    reference: str


def try_draw(store: Store, round_id: int, rules: Rules) -> Tried:
    """What a draw by these rules would come to; nothing is written. Raises UserError as `draw`, but for the state."""
    with store.read() as session:
        return try_on(drawable(session, round_id), rules)


def draw(store: Store, round_id: int, rules: Rules) -> Changed:
    """Draw a round's sample from its list; without a seed in the rules the program makes one.

    Raises UserError, and nothing is drawn then: `round_state`, `not_lead`, `drawn` if there is a sample already,
    `no_frame`, and as `draw.pick`.
    """
    with store.write() as session:
        rnd, who = _may_draw(session, store, round_id)
        rules = but(rules, seed=clean_seed(rules.seed) or new_seed())
        plans = drawable(session, round_id)
        _need_list(plans)
        parts, drawn = pick(plans.candidates, rules)
        matched, picked = sum(part.size for part in parts), sum(part.drawn for part in parts)
        rnd.draw = (Draw.ALL if picked == matched else Draw.STRATIFIED if rules.by else Draw.RANDOM).value
        rnd.rules, rnd.seed, rnd.population = rules.as_json(), rules.seed, matched
        _keep(session, rnd, parts if rules.by else (), drawn)
        log.append(
            session, who=who, what=DREW, subject=subject_of(rnd),
            after=json.dumps(
                {"seed": rules.seed, "plans": picked, "of": matched, "rules": json.loads(rules.as_json())},
                ensure_ascii=False,
            ),
        )  # fmt: skip
    return _changed(round_id)


def take_as_sample(store: Store, round_id: int, draw: Draw, population: int | None = None) -> Changed:
    """Take every plan of the list as the sample, because somebody picked them already: chosen, all or unknown.

    `population` is how many plans they were picked from, if that is known. Raises UserError as `draw`, and
    `small_population`, `by_lot` for a draw that the program has to make itself.
    """
    if draw not in PICKED:
        raise UserError(
            "by_lot", "A list counts as drawn by lot only when it is drawn here. Nothing was changed. Draw the sample."
        )
    with store.write() as session:
        rnd, who = _may_draw(session, store, round_id)
        plans = drawable(session, round_id)
        _need_list(plans)
        references = [candidate.reference for candidate in plans.candidates]
        if draw == Draw.ALL:
            population = len(references)
        if population is not None and population < len(references):
            raise UserError(
                "small_population",
                f"{len(references):,} plans cannot have been picked from {population:,}. Nothing was changed. Correct "
                "the number, or leave it out.",
            )
        rnd.draw, rnd.rules, rnd.seed, rnd.population = draw.value, "{}", "", population
        _keep(session, rnd, (), {"": references})
        log.append(session, who=who, what=TOOK, subject=subject_of(rnd), after=f"{len(references)} plans, {draw.value}")
    return _changed(round_id)


def take_back(store: Store, round_id: int, why: str) -> Changed:
    """Undo the draw, so that it can be done again while no plan is allocated. The log keeps that it was, and why.

    Raises UserError: `no_reason`, `round_state`, `not_lead`, `not_drawn`, `allocated`, `urgent`.
    """
    why = clean_note(why).strip()
    if not why:
        raise UserError("no_reason", "Say in a few words why the sample is taken back. Nothing was changed.")
    with store.write() as session:
        rnd = need(session, round_id, Deed.DRAW)
        who = _lead(session, store)
        ids = select(Sampled.id).join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        ours = ids.where(RoundPlan.round_id == round_id, Sampled.purpose == Purpose.SAMPLE)
        if rnd.drawn_at is None:
            raise UserError("not_drawn", f"{rnd.name} has no sample that could be taken back. Nothing was changed.")
        if given := allocated(session, round_id):
            raise UserError("allocated", f"{kept_because(given)} Nothing was changed.")
        if urgent := flagged(session, ours):
            raise UserError("urgent", f"{listed(urgent, 'plan')}: flagged urgent, so the sample stays as it is.")
        before = f"{rnd.draw}, seed {rnd.seed}" if rnd.seed else rnd.draw
        session.exec(delete(Sampled).where(col(Sampled.id).in_(ours)))
        session.exec(delete(tables.Stratum).where(col(tables.Stratum.round_id) == round_id))
        rnd.draw, rnd.drawn_at = Draw.UNKNOWN.value, None
        rnd.population = len(round_plan_ids(session, round_id))
        rnd.row_version += 1
        session.add(rnd)
        log.append(session, who=who, what=TOOK_BACK, subject=subject_of(rnd), before=before, why=why)
    return _changed(round_id)


def replace(store: Store, sampled: int, reason: str) -> Replaced:
    """Draw the next plan of the same part in the place of one that cannot be audited; the old one is out everywhere.

    Whoever was to score the old one and has not begun has it no more.
    `reason` is one of `vocabulary.Replacement`. Raises UserError, and nothing is changed then: `round_state`,
    `not_lead`, `no_sampled`, `replaced`, `reason`, `under_appeal` where the round does not replace those,
    `not_by_lot`, `submitted` once answers came in, `none_left`.
    """
    if reason not in {str(known) for known in Replacement}:
        raise UserError("reason", "A plan is replaced only for one of the four reasons. Nothing was changed.")
    with store.write() as session:
        row, rnd, reference = _of_sample(session, sampled)
        need(session, rnd.id or 0, Deed.REPLACE)
        who = _lead(session, store)
        if reason == Replacement.UNDER_APPEAL and not rnd.replace_under_appeal:
            raise UserError(
                "under_appeal",
                f"{rnd.name} does not replace plans under appeal, so {reference} stays. Nothing was changed. The rule "
                "is one of the round's settings.",
            )
        rules = Rules.from_json(rnd.rules, rnd.seed)
        if rules is None or not rnd.drawn_at or not rnd.seed:
            raise UserError(
                "not_by_lot",
                f"{reference} was not drawn by lot here, so there is no next plan in its place. Nothing was changed.",
            )
        if _submitted(session, sampled):
            raise UserError(
                "submitted", f"Answers on {reference} have come in, so it stays in the sample. Nothing was changed."
            )
        part = session.get(tables.Stratum, row.stratum_id) if row.stratum_id else None
        plans, there = drawable(session, rnd.id or 0), taken(session, rnd.id or 0)
        found = next_in(plans.candidates, rules, part.key if part else "", there)
        if found is None:
            where = f" in {part.key}" if part else ""
            raise UserError(
                "none_left",
                f"No plan is left{where} that could take the place of {reference}. Nothing was changed; it stays in "
                "the sample.",
            )
        last = session.exec(
            select(func.max(Sampled.draw_order))
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .where(RoundPlan.round_id == rnd.id)
        ).one()
        new = Sampled(
            round_plan_id=round_plan_ids(session, rnd.id or 0)[found], stratum_id=row.stratum_id,
            draw_order=(last or 0) + 1, replaces_id=sampled, reason=reason,
        )  # fmt: skip
        session.add(new)
        begun = select(Audit.assignment_id)
        given = select(Assignment.id).where(Assignment.sampled_id == sampled, col(Assignment.id).not_in(begun))
        take_out(session, [key for key in session.exec(given) if key is not None])
        log.append(
            session, who=who, what="replaced a plan", subject=f"{rnd.name} {reference}", before=reference, after=found,
            why=reason,
        )  # fmt: skip
        return Replaced(Changed(frozenset({"sample", "round"}), (rnd.id or 0,)), found)


def papers_missing(store: Store, sampled: int, on: date | None) -> Changed:
    """Note that the papers of a plan were not found, or with None that they were: it stays in the sample as a finding.

    Raises UserError: `round_state`, `not_lead`, `no_sampled`, `replaced`, `submitted` once answers came in,
    `day_to_come`.
    """
    if on is not None and on > today():
        raise UserError("day_to_come", "That day is still to come. Nothing was changed.")
    with store.write() as session:
        row, rnd, reference = _of_sample(session, sampled)
        need(session, rnd.id or 0, Deed.NOTE_PAPERS)
        who = _lead(session, store)
        if on is not None and _submitted(session, sampled):
            raise UserError(
                "submitted", f"Answers on {reference} have come in, so its papers were there. Nothing was changed."
            )
        if row.papers_missing_on == on:
            return Changed(frozenset())
        row.papers_missing_on = on
        row.row_version += 1
        session.add(row)
        log.append(
            session, who=who, what="noted papers not found" if on else "noted papers found",
            subject=f"{rnd.name} {reference}", after=on.isoformat() if on else "",
        )  # fmt: skip
    return Changed(frozenset({"sample", "round"}), (rnd.id or 0,))


def _may_draw(session: Session, store: Store, round_id: int) -> tuple[Round, str]:
    """The round and who draws. Raises UserError (`round_state`, `not_lead`, `drawn`)."""
    rnd = need(session, round_id, Deed.DRAW)
    who = _lead(session, store)
    there = session.exec(
        select(Sampled.id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id, Sampled.purpose == Purpose.SAMPLE)
        .limit(1)
    ).first()
    if there is not None:
        raise UserError("drawn", f"{rnd.name} has a sample already. Nothing was changed. Take it back to draw anew.")
    return rnd, who


def _lead(session: Session, store: Store) -> str:
    return store.lead(session, "changes the sample of a round").name


def _need_list(plans: Drawable) -> None:
    if not plans.candidates:
        raise UserError("no_frame", "This round has no list of plans yet. Nothing was drawn. Take in the list first.")


def _keep(session: Session, rnd: Round, parts: Sequence[Part], drawn: Mapping[str, Sequence[str]]) -> None:
    """Write parts and drawn plans, and mark the round as drawn now."""
    strata: dict[str, int] = {}
    for part in parts:
        row = tables.Stratum(round_id=rnd.id or 0, key=part.key, size=part.size, drawn=part.drawn)
        session.add(row)
        session.flush()
        strata[part.key] = row.id or 0
    ids = round_plan_ids(session, rnd.id or 0)
    rows: list[dict[str, Any]] = [
        {
            "uid": new_uid(), "round_plan_id": ids[reference], "stratum_id": strata.get(key), "draw_order": order,
            "purpose": Purpose.SAMPLE.value, "reason": "", "row_version": 1,
        }
        for key, references in drawn.items()
        for order, reference in enumerate(references, 1)
    ]  # fmt: skip
    session.connection().execute(insert(Sampled), rows)
    rnd.drawn_at = tables.now()
    rnd.row_version += 1
    session.add(rnd)


def _of_sample(session: Session, sampled: int) -> tuple[Sampled, Round, str]:
    """A plan of a sample with its round and reference. Raises UserError (`no_sampled`, `replaced`)."""
    found = session.exec(
        select(Sampled, RoundPlan.round_id, Plan.reference)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(Sampled.id == sampled, Sampled.purpose == Purpose.SAMPLE)
    ).first()
    if found is None:
        raise UserError("no_sampled", "That plan is no longer in the sample. Nothing was changed.")
    row, round_id, reference = found
    if session.exec(select(Sampled.id).where(Sampled.id == sampled, still_in())).first() is None:
        raise UserError("replaced", f"Another plan was drawn for {reference} already. Nothing was changed.")
    return row, session.get_one(Round, round_id), reference


def _submitted(session: Session, sampled: int) -> bool:
    found = session.exec(
        select(Audit.id)
        .join(Assignment, col(Assignment.id) == Audit.assignment_id)
        .where(Assignment.sampled_id == sampled, Audit.state == AuditState.SUBMITTED, not_taken_back())
        .where(col(Audit.withdrawn_at).is_(None))
        .limit(1)
    )
    return found.first() is not None


def _changed(round_id: int) -> Changed:
    return Changed(frozenset({"sample", "round"}), (round_id,))
