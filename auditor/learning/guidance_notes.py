"""From decisions to notes on their questions, and from notes to the framework of the next round."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from auditor.audits import framework_of
from auditor.changed import Changed
from auditor.framework_files import as_toml
from auditor.free_text import look_through
from auditor.guidance import write_guidance
from auditor.learning.new_version import with_notes
from auditor.moderation.kept import is_current
from auditor.moderation.plain import plans_in
from auditor.round_states import round_of
from db import log, tables
from db.errors import UserError
from db.files import write_whole
from db.store import Store
from db.tables import Decision, Guidance, RoundPlan, Sampled
from db.vocabulary import Value

TOOK_IN = "took guidance into a framework"


@dataclass(frozen=True)
class Settled:
    """Why a question was settled so on one plan, which is not named."""

    value: Value
    reason: str
    at: datetime


@dataclass(frozen=True)
class QuestionNote:
    """One question with the framework's guidance, the lead's note on it, and the decisions that were made on it."""

    criterion: str
    short: str
    question: str
    guidance: str
    note: str
    written_by: str
    written_at: datetime | None
    settled: tuple[Settled, ...]


@dataclass(frozen=True)
class NewVersion:
    """A framework that was written: the file, its version, and the criteria whose guidance has a note more."""

    file: Path
    version: str
    criteria: tuple[str, ...]


def question_notes(store: Store, round_id: int) -> tuple[QuestionNote, ...]:
    """The questions of a round in its framework's order, the newest decisions first. Raises UserError `no_round`."""
    with store.read() as session:
        rnd = round_of(session, round_id)
        framework = framework_of(session, round_id)
        notes = _notes(session, rnd.framework_id)
        settled = _settled(session, round_id)
    return tuple(
        QuestionNote(
            c.id, c.short, c.question, c.guidance or "", notes[c.id].words if c.id in notes else "",
            notes[c.id].written_by if c.id in notes else "", notes[c.id].written_at if c.id in notes else None,
            tuple(settled.get(c.id, ())),
        )
        for c in framework.judged
    )  # fmt: skip


def make_note(store: Store, round_id: int, criterion: str, words: str) -> Changed:
    """Keep a note on a question for everybody who scores with its framework; empty words take it away.

    A note is about the question: one that names a plan of this workspace is refused.
    Raises UserError: `not_lead`, `names_plan`, and as `guidance.write_guidance`.
    """
    with store.read() as session:
        store.lead(session, "writes guidance")
        (reference,) = plans_in(session, [words])
    if reference:
        raise UserError(
            "names_plan",
            f"The note names the plan {reference}. Everybody who scores reads it, so it is about the question alone. "
            "Nothing was changed. Write it without the plan.",
        )
    return write_guidance(store, round_id, criterion, words)


def draft_from(settled: Settled) -> str:
    """What a note begins with when it is made of a decision: the reason, unless it may identify somebody."""
    return "" if look_through((("reason", settled.reason),)) else settled.reason


def new_version(store: Store, round_id: int, version: str, target: Path) -> NewVersion:
    """Write the round's framework with the lead's notes in its guidance to `target`, as a new version.

    Raises UserError: `not_lead`, `no_round`, `no_notes`, `exists`, as `with_notes` and `db.files.write_whole`.
    """
    with store.read() as session:
        store.lead(session, "writes frameworks")
        rnd = round_of(session, round_id)
        framework, name = framework_of(session, round_id), rnd.name
        notes = {key: row.words for key, row in _notes(session, rnd.framework_id).items()}
    made = with_notes(framework, notes, version.strip())
    taken = tuple(c.id for c in made.criteria if c.guidance != framework.criterion(c.id).guidance)
    if not taken:
        raise UserError(
            "no_notes",
            f"There is no note on a question of {name} that its framework does not hold. Nothing was written.",
        )
    if target.exists():
        raise UserError("exists", f"{target.name} is there already and was left as it was. Choose another name.")
    write_whole(target, lambda beside: beside.write_text(as_toml(made), encoding="utf-8"))
    with store.write() as session:
        owner = store.owner(session)
        log.append(
            session, who=owner.name, what=TOOK_IN, subject=name, before=f"version {framework.version}",
            after=f"version {made.version}: {', '.join(taken)}",
        )  # fmt: skip
    return NewVersion(target, made.version, taken)


def _notes(session: Session, framework_id: int) -> dict[str, Guidance]:
    rows = session.exec(
        select(tables.Criterion.key, Guidance)
        .join(Guidance, col(Guidance.criterion_id) == tables.Criterion.id)
        .where(tables.Criterion.framework_id == framework_id)
    )
    return dict(rows.all())


def _settled(session: Session, round_id: int) -> dict[str, list[Settled]]:
    rows = session.exec(
        select(tables.Criterion.key, Decision.value, Decision.reason, Decision.at)
        .join(Decision, col(Decision.criterion_id) == tables.Criterion.id)
        .join(Sampled, col(Sampled.id) == Decision.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id, is_current(), col(Decision.value).is_not(None))
        .order_by(col(Decision.at).desc(), col(Decision.id).desc())
    )
    found: dict[str, list[Settled]] = {}
    for key, value, reason, at in rows:
        found.setdefault(key, []).append(Settled(Value(value or 0), reason, at))
    return found
