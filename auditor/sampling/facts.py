"""What is kept of a round's sample, read as plain values: plans that can be drawn, and how the sample came about."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import select as core_select
from sqlmodel import Session, col, func, or_, select

from auditor.audits import still_in
from auditor.figures import DrawnPart, SampleFacts
from auditor.sampling.draw import Candidate, Rules
from auditor.sampling.words import filter_sentences
from db import tables
from db.tables import Log, Plan, Round, RoundPlan, Sampled
from db.vocabulary import Purpose

DREW, TOOK, TOOK_BACK = "drew the sample", "took the list as the sample", "took the sample back"
"""What the log calls a draw, a list that somebody had picked already, and undoing either."""


CORRECTED = "corrected facts"
"""What the log calls putting facts of a plan right; its entry keeps them as they were, by name, as JSON."""


@dataclass(frozen=True)
class Drawable:
    """The plans of a round's list that may be drawn, and how many of the list are for calibration instead."""

    candidates: tuple[Candidate, ...]
    calibration: int


def subject_of(rnd: Round) -> str:
    """What the log calls a round where its draws are counted: its name, and its number, which no renaming changes."""
    return f"{rnd.name} (round {rnd.id})"


def drawable(session: Session, round_id: int) -> Drawable:
    """The plans of the list, calibration plans left out."""
    return _drawable(session, round_id, _calibration(session, round_id))


def drawable_then(session: Session, round_id: int) -> Drawable:
    """The plans of the list that could be drawn when they were; those chosen for calibration since are among them."""
    return _drawable(session, round_id, _calibration(session, round_id) - _calibration_since(session, round_id))


def _drawable(session: Session, round_id: int, kept: frozenset[int]) -> Drawable:
    columns = (
        col(RoundPlan.id), col(Plan.reference), col(RoundPlan.area), col(RoundPlan.need), col(RoundPlan.phase),
        col(RoundPlan.setting_type), col(RoundPlan.plan_kind), col(RoundPlan.year_group), col(RoundPlan.agencies),
        col(RoundPlan.team),
        col(RoundPlan.first_final_on), col(RoundPlan.amended_final_on),
    )  # fmt: skip
    query = (
        core_select(*columns)
        .join(Plan, col(Plan.id) == col(RoundPlan.plan_id))
        .where(col(RoundPlan.round_id) == round_id, col(RoundPlan.frame_row).is_not(None))
        .order_by(col(RoundPlan.frame_row), col(RoundPlan.id))
    )
    rows = cast("list[Any]", session.connection().execute(query).all())
    found = [Candidate._make((*row[1:10], _later(row[10], row[11]))) for row in rows if row[0] not in kept]
    return Drawable(tuple(found), len(rows) - len(found))


def _later(first: date | None, amended: date | None) -> date | None:
    return max(first, amended) if first and amended else first or amended


def round_plan_ids(session: Session, round_id: int) -> dict[str, int]:
    """The row of each plan of the list, by reference."""
    rows = session.exec(
        select(Plan.reference, RoundPlan.id)
        .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        .where(RoundPlan.round_id == round_id, col(RoundPlan.frame_row).is_not(None))
    )
    return {reference: row or 0 for reference, row in rows}


def sample_facts(session: Session, rnd: Round) -> SampleFacts:
    """How a round's sample came about, and what became of it."""
    round_id = rnd.id or 0
    rules = Rules.from_json(rnd.rules, rnd.seed) if rnd.drawn_at else None
    parts = session.exec(
        select(tables.Stratum).where(tables.Stratum.round_id == round_id).order_by(col(tables.Stratum.id))
    )
    ours = (
        select(Sampled.reason, func.count())
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id, Sampled.purpose == Purpose.SAMPLE)
    )
    replaced = dict(session.exec(ours.where(Sampled.reason != "").group_by(col(Sampled.reason))).all())
    without_papers = (
        select(func.count()).select_from(Sampled).join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
    )
    missing = session.exec(
        without_papers.where(RoundPlan.round_id == round_id, Sampled.purpose == Purpose.SAMPLE, still_in()).where(
            col(Sampled.papers_missing_on).is_not(None)
        )
    ).one()
    listed = session.exec(
        select(func.count())
        .select_from(RoundPlan)
        .where(RoundPlan.round_id == round_id, col(RoundPlan.frame_row).is_not(None))
    ).one()
    since = _calibration_since(session, round_id)
    return SampleFacts(
        seed=rnd.seed,
        by=rules.by if rules else (),
        minimum=rules.minimum if rules else 0,
        factors=dict(rules.factors) if rules else {},
        filters=filter_sentences(rules.filters) if rules else (),
        frame=listed or None,
        matching=rnd.population if rules else None,
        parts=tuple(DrawnPart(part.key, part.size, part.drawn) for part in parts),
        replaced=dict(sorted(replaced.items())),
        papers_missing=missing,
        calibration=len(_calibration(session, round_id) - since),
        calibration_since=len(since),
        times=times_drawn(session, round_id),
    )


def times_drawn(session: Session, round_id: int) -> int:
    """How often a sample was drawn or taken in for a round, those taken back among them."""
    ours = col(Log.subject).endswith(f" (round {round_id})", autoescape=True)
    return session.exec(
        select(func.count()).select_from(Log).where(or_(col(Log.what) == DREW, col(Log.what) == TOOK), ours)
    ).one()


def taken(session: Session, round_id: int) -> frozenset[str]:
    """The references that have a place in the round: sampled, replaced or for calibration."""
    rows = session.exec(
        select(Plan.reference)
        .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .where(RoundPlan.round_id == round_id)
    )
    return frozenset(rows)


def _calibration(session: Session, round_id: int) -> frozenset[int]:
    """The plans of the list that are for calibration; those that came in for it alone are none of the list."""
    rows = session.exec(
        select(RoundPlan.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .where(RoundPlan.round_id == round_id, Sampled.purpose == Purpose.CALIBRATION)
        .where(col(RoundPlan.frame_row).is_not(None))
    )
    return frozenset(row or 0 for row in rows)


def _calibration_since(session: Session, round_id: int) -> frozenset[int]:
    """Those chosen after the sample was drawn, whose rows come after its first; none while nothing is drawn."""
    ours = select(Sampled.id, RoundPlan.id).join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
    ours = ours.where(RoundPlan.round_id == round_id)
    sampled = session.exec(ours.where(Sampled.purpose == Purpose.SAMPLE).order_by(col(Sampled.id)).limit(1)).first()
    if sampled is None:
        return frozenset()
    since = (
        Sampled.purpose == Purpose.CALIBRATION,
        col(Sampled.id) > sampled[0],
        col(RoundPlan.frame_row).is_not(None),
    )
    rows = session.exec(ours.where(*since))
    return frozenset(row or 0 for _, row in rows)
