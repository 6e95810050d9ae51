"""A round's sample as it is read: what rules would come to, where the sample stands, what it cannot show."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import select as core_select
from sqlmodel import Session, col, func, select

from auditor.counting import counted, not_taken_back
from auditor.figures import SampleFacts
from auditor.frames.told import inert
from auditor.round_states import ALLOWED, Deed, round_of
from auditor.sampling.draw import NO_FILTERS, Part, Rules, Trial, matching, parts_of, trial, trial_of_parts
from auditor.sampling.facts import Drawable, drawable, drawable_then, sample_facts
from auditor.sampling.words import cannot_show, margin_sentence, not_by_lot, since_drawn
from db import tables
from db.files import write_whole
from db.store import Store
from db.tables import Assignment, Audit, Plan, RoundPlan, Sampled
from db.vocabulary import AuditState, Draw, Purpose, RoundState


@dataclass(frozen=True)
class Tried:
    """What rules come to, before anything is written: the trial, its size and margin in words, what it cannot show."""

    trial: Trial
    said: str
    cannot_show: tuple[str, ...]


@dataclass(frozen=True)
class SampledPlan:
    """One plan of a sample. `replaced_by` and `reason` are set where another was drawn for it, `replaces` on that one.

    `allocated` counts the audits asked for, `submitted` those that came in.
    """

    id: int
    reference: str
    part: str
    area: str
    need: str
    year_group: int | None
    plan_kind: str
    replaces: str
    replaced_by: str
    reason: str
    papers_missing: date | None
    allocated: int
    submitted: int


@dataclass(frozen=True)
class Sample:
    """Where a round stands with its sample. `plans` is empty until there is one; `rules` are the round's, if any.

    `locked` says why nothing can be drawn now, `kept` why the sample cannot be taken back; each is empty where it can.
    `population` is how many plans it speaks for, None where that is not known.
    """

    round: str
    draw: Draw
    drawn_at: datetime | None
    population: int | None
    rules: Rules | None
    facts: SampleFacts
    plans: tuple[SampledPlan, ...]
    under_appeal: bool
    locked: str
    kept: str


def drawable_plans(store: Store, round_id: int) -> Drawable:
    """The plans of a round's list that may be drawn, for whoever tries rules on them many times."""
    with store.read() as session:
        return drawable(session, round_id)


def try_on(plans: Drawable, rules: Rules) -> Tried:
    """As `try_draw`, on plans read before."""
    kept = matching(plans.candidates, rules.filters)
    sizes = {key: len(part) for key, part in parts_of(kept, rules.by).items()}
    found = trial(sizes, len(plans.candidates), rules)
    return Tried(found, margin_sentence(found), cannot_show(found, rules.filters, plans.calibration))


def sample(store: Store, round_id: int) -> Sample:
    """A round's sample with what became of each plan, in the order drawn. Raises UserError (`no_round`)."""
    with store.read() as session:
        rnd = round_of(session, round_id)
        given = allocated(session, round_id)
        locked = kept = ""
        if rnd.drawn_at is None and Deed.DRAW not in ALLOWED[RoundState(rnd.state)]:
            locked = f"{rnd.name} has left the state of a draft, so its sample can no longer be drawn here."
        if Deed.DRAW not in ALLOWED[RoundState(rnd.state)]:
            kept = f"{rnd.name} has left the state of a draft, so its sample stays."
        elif given:
            kept = kept_because(given)
        return Sample(
            round=rnd.name,
            draw=Draw(rnd.draw),
            drawn_at=rnd.drawn_at,
            population=rnd.population,
            rules=Rules.from_json(rnd.rules, rnd.seed),
            facts=sample_facts(session, rnd),
            plans=_plans(session, round_id),
            under_appeal=rnd.replace_under_appeal,
            locked=locked,
            kept=kept,
        )


def sample_note(found: Sample, tried: Tried | None = None) -> tuple[str, ...]:
    """What a sample cannot show, and what became of it, in sentences.

    `tried` is what its rules came to, where it was drawn by rules; those that were picked otherwise need none.
    """
    here = sum(1 for plan in found.plans if not plan.replaced_by)
    if tried:
        first = tried.cannot_show
    elif found.draw.by_lot and found.population:  # drawn elsewhere
        parts = [Part(p.key, p.size, p.drawn) for p in found.facts.parts] or [Part("", found.population, here)]
        first = cannot_show(trial_of_parts(parts, found.population), NO_FILTERS)
    else:
        first = not_by_lot(found.draw, here, found.population)
    return (*first, *since_drawn(found.facts))


def drawn_trial(store: Store, round_id: int) -> Tried | None:
    """What the rules of a drawn sample came to; None where it was not drawn by rules."""
    with store.read() as session:
        rnd = round_of(session, round_id)
        rules = Rules.from_json(rnd.rules, rnd.seed) if rnd.drawn_at else None
        return try_on(drawable_then(session, round_id), rules) if rules else None


def save_references(store: Store, round_id: int, path: Path) -> int:
    """Write the references of the plans in the sample as CSV, one a row, for whoever finds the papers; how many.

    One that a spreadsheet would take for a formula has an apostrophe before it. Raises UserError as
    `db.files.write_whole`.
    """
    references = [plan.reference for plan in sample(store, round_id).plans if not plan.replaced_by]
    text = io.StringIO()
    rows = [["reference"], *([inert(reference)] for reference in references)]
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    write_whole(path, lambda beside: beside.write_text(text.getvalue(), encoding="utf-8-sig", newline=""))
    return len(references)


def _plans(session: Session, round_id: int) -> tuple[SampledPlan, ...]:
    there = (col(Audit.state) == AuditState.SUBMITTED) & col(Audit.withdrawn_at).is_(None) & counted()
    asked, came = func.count(func.distinct(Assignment.id)), func.count(func.distinct(Audit.assignment_id))
    counts = {
        row: (given, submitted)
        for row, given, submitted in session.exec(
            select(Assignment.sampled_id, asked, came)
            .join(Audit, (col(Audit.assignment_id) == Assignment.id) & there, isouter=True)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .where(RoundPlan.round_id == round_id, not_taken_back())
            .group_by(col(Assignment.sampled_id))
        )
    }
    strata = session.exec(select(tables.Stratum).where(tables.Stratum.round_id == round_id))
    parts: dict[int | None, str] = {part.id: part.key for part in strata}
    # plain columns: as objects, a list of 20,000 takes four times as long
    query = (
        core_select(
            col(Sampled.id), col(Sampled.stratum_id), col(Sampled.replaces_id), col(Sampled.reason),
            col(Sampled.papers_missing_on), col(Plan.reference), col(RoundPlan.area), col(RoundPlan.need),
            col(RoundPlan.year_group), col(RoundPlan.plan_kind),
        )
        .join(RoundPlan, col(RoundPlan.id) == col(Sampled.round_plan_id))
        .join(Plan, col(Plan.id) == col(RoundPlan.plan_id))
        .where(col(RoundPlan.round_id) == round_id, col(Sampled.purpose) == Purpose.SAMPLE.value)
        .order_by(col(Sampled.stratum_id), col(Sampled.draw_order), col(Sampled.id))
    )  # fmt: skip
    rows = cast("list[Any]", session.connection().execute(query).all())
    named: dict[int, str] = {row.id: row.reference for row in rows}
    successors: dict[int, tuple[str, str]] = {row.replaces_id: (row.reference, row.reason) for row in rows}
    found: list[SampledPlan] = []
    for row in rows:
        replaced_by, reason = successors.get(row.id, ("", ""))
        given, submitted = counts.get(row.id, (0, 0))
        found.append(
            SampledPlan(
                row.id, row.reference, parts.get(row.stratum_id, ""), row.area, row.need, row.year_group,
                row.plan_kind, named.get(row.replaces_id, ""), replaced_by, reason, row.papers_missing_on, given,
                submitted,
            )
        )  # fmt: skip
    return tuple(found)


def allocated(session: Session, round_id: int) -> int:
    """How many plans of a sample somebody is asked to score."""
    return session.exec(
        select(func.count(func.distinct(Assignment.sampled_id)))
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id, Sampled.purpose == Purpose.SAMPLE, not_taken_back())
    ).one()


def kept_because(given: int) -> str:
    """Why a sample cannot be taken back once so many of its plans are allocated."""
    verb = "1 plan is" if given == 1 else f"{given:,} plans are"
    return f"{verb} allocated already, so the sample stays as it is."
