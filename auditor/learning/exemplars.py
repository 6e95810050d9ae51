"""Good plans to learn from: a passage or a redacted copy, on which questions, who agreed, on what basis, until when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from auditor.answers import NOTE_LIMIT, clean_note
from auditor.audits import framework_of
from auditor.cases import cases_of
from auditor.changed import Changed
from auditor.frameworks import Framework
from auditor.moderation.plain import plans_in
from auditor.plural import several
from auditor.round_states import Deed, need, round_of
from auditor.standing.follow_up import sampled_rows
from auditor.standing.needs import Need
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Exemplar, Log, LogPayload, Plan, Round, RoundPlan, Sampled
from db.vocabulary import ExemplarBasis, Value

ADDED, LOOKED_AGAIN, EXPORTED = "added a good plan to learn from", "looked at a good plan again", "gave good plans out"
WITHDREW = "withdrew a good plan"
CHANGED = frozenset({"exemplar"})
LARGEST = 50_000_000  # bytes of a redacted copy


@dataclass(frozen=True)
class ExemplarFacts:
    """What somebody says of a good plan as it is added. `criteria` are the questions it illustrates."""

    criteria: tuple[str, ...]
    passage: str
    agreed_by: str
    basis: ExemplarBasis
    basis_words: str
    agreed_on: date
    review_on: date


@dataclass(frozen=True)
class Export:
    """One time good plans were given out: when, to whom, and which files."""

    at: datetime
    to: str
    files: str


@dataclass(frozen=True)
class ExemplarRow:
    """One good plan as it is listed; `criteria` with their names. Nothing of it is left once it is withdrawn."""

    id: int
    uid: str
    round: str
    reference: str
    criteria: tuple[str, ...]
    passage: str
    has_copy: bool
    agreed_by: str
    basis: ExemplarBasis
    basis_words: str
    agreed_on: date
    review_on: date
    withdrawn_on: date | None
    withdrawn_why: str
    exports: tuple[Export, ...]

    def due(self, today: date) -> bool:
        """Whether it is to be looked at again before it is shown any more."""
        return self.withdrawn_on is None and self.review_on <= today

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show: it was withdrawn, or its words were purged."""
        return not self.passage and not self.has_copy


@dataclass(frozen=True)
class GoodPlan:
    """A plan with its agreed answers: how many are met of how many that apply, and the questions that are."""

    reference: str
    met: int
    applying: int
    criteria: tuple[str, ...]


def good_plans(store: Store, round_id: int, most: int = 10) -> tuple[GoodPlan, ...]:
    """The plans of a round with the greatest share of answers met, no critical question below met.

    Raises UserError: `not_lead`, `no_round`.
    """
    with store.read() as session:
        store.lead(session, "keeps good plans")
        rnd, framework = round_of(session, round_id), framework_of(session, round_id)
        cases = [case for case in cases_of(session, rnd, framework) if case.scored]
    found: list[GoodPlan] = []
    for case in cases:
        scored = {c: v for c in framework.judged if (v := case.answers.get(c.id)) is not None and v.scored}
        met = tuple(f"{c.id} {c.short}" for c, value in scored.items() if value == Value.MET)
        if met and not any(c.critical and value.shortfall for c, value in scored.items()):
            found.append(GoodPlan(case.facts.reference, len(met), len(scored), met))
    return tuple(sorted(found, key=lambda g: (-g.met / g.applying, -g.met, g.reference))[:most])


def exemplars(store: Store) -> tuple[ExemplarRow, ...]:
    """The good plans of all rounds, those that may be shown first, by when they are to be looked at again.

    Raises UserError `not_lead`.
    """
    with store.read() as session:
        store.lead(session, "keeps good plans")
        rows = session.exec(
            select(Exemplar, Plan.reference, Round, col(Exemplar.redacted).is_not(None))
            .options(defer(Exemplar.redacted))  # pyright: ignore[reportArgumentType] - megabytes that no list shows
            .join(Sampled, col(Sampled.id) == Exemplar.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .join(Plan, col(Plan.id) == RoundPlan.plan_id)
            .join(Round, col(Round.id) == RoundPlan.round_id)
            .order_by(col(Exemplar.withdrawn_on).is_not(None), col(Exemplar.review_on), col(Exemplar.id))
        ).all()
        frameworks = {rnd.id: framework_of(session, rnd.id or 0) for _, _, rnd, _ in rows}
        given = exports_of(session, [row.uid for row, _, _, _ in rows])
        return tuple(
            ExemplarRow(
                row.id or 0, row.uid, rnd.name, reference, _named(frameworks[rnd.id], row.criteria.split()),
                row.passage, has_copy, row.agreed_by, ExemplarBasis(row.basis), row.basis_words, row.agreed_on,
                row.review_on, row.withdrawn_on, row.withdrawn_why, given.get(row.uid, ()),
            )
            for row, reference, rnd, has_copy in rows
        )  # fmt: skip


def good_plans_due(session: Session, day: date) -> tuple[Need, ...]:
    """What the lead is needed for: good plans whose day to be looked at again has come."""
    rows = select(Exemplar.id).where(col(Exemplar.withdrawn_on).is_(None), col(Exemplar.review_on) <= day)
    due = len(session.exec(rows).all())
    if not due:
        return ()
    title = f"{several(due, 'good plan')} {'is' if due == 1 else 'are'} due to be looked at again"
    detail = "Until then none is given out. Say until when each may be shown, or withdraw it."
    return (Need("good_plans", title, detail, "Look at them", "learning"),)


def add_exemplar(
    store: Store, round_id: int, reference: str, facts: ExemplarFacts, redacted: bytes | None = None
) -> Changed:
    """Keep a good plan: a passage, a redacted copy made with this program, or both.

    Raises UserError: `not_lead`, `round_state`, `no_plan`, `no_criteria`, `not_met` for a question not agreed as met,
    `nothing_to_show`, `not_redacted`, `names_plan`, `no_basis`, `day_to_come`, `review_before`.
    """
    passage, basis_words = _line(facts.passage), _line(facts.basis_words)
    _check(facts, passage, basis_words, redacted)
    with store.write() as session:
        owner, rnd = store.lead(session, "keeps good plans"), need(session, round_id, Deed.FOLLOW_UP)
        if named := next(filter(None, plans_in(session, (passage, basis_words))), ""):
            raise UserError("names_plan", f"The words name the plan {named}. Nothing was kept. Take its reference out.")
        row = sampled_rows(session, rnd, [reference])[reference]
        _met(session, rnd, reference, facts.criteria)
        kept = Exemplar(
            sampled_id=row.id or 0, criteria=" ".join(facts.criteria), passage=passage, redacted=redacted,
            agreed_by=facts.agreed_by.strip(), basis=facts.basis.value, basis_words=basis_words,
            agreed_on=facts.agreed_on, review_on=facts.review_on,
        )  # fmt: skip
        session.add(kept)
        session.flush()
        log.append(
            session, who=owner.name, what=ADDED, subject=f"{rnd.name} {reference}",
            after=f"{kept.uid} {kept.criteria}, {kept.basis}, until {kept.review_on.isoformat()}",
        )  # fmt: skip
    return Changed(CHANGED, (kept.id or 0,))


def look_again(store: Store, exemplar: int, review_on: date) -> Changed:
    """Record until when a good plan may be shown now. Raises UserError: `not_lead`, `no_exemplar`, `day_past`."""
    if review_on <= _today():
        raise UserError("day_past", "The next day to look at it lies in the past. Nothing was changed.")
    with store.write() as session:
        owner = store.lead(session, "keeps good plans")
        row, subject = standing(session, exemplar)
        before, row.review_on = row.review_on, review_on
        row.row_version += 1
        session.add(row)
        log.append(
            session, who=owner.name, what=LOOKED_AGAIN, subject=subject, before=before.isoformat(),
            after=f"{row.uid} {review_on.isoformat()}",
        )  # fmt: skip
    return Changed(CHANGED, (exemplar,))


def standing(session: Session, exemplar: int) -> tuple[Exemplar, str]:
    """A good plan that is not withdrawn, and its round and plan as the log calls it. Raises UserError `no_exemplar`."""
    found = session.exec(
        select(Exemplar, Plan.reference, Round.name)
        .join(Sampled, col(Sampled.id) == Exemplar.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .join(Round, col(Round.id) == RoundPlan.round_id)
        .where(Exemplar.id == exemplar, col(Exemplar.withdrawn_on).is_(None))
    ).first()
    if found is None:
        raise UserError("no_exemplar", "This good plan is not here any more, or was withdrawn. Nothing was changed.")
    row, reference, name = found
    return row, f"{name} {reference}"


def exports_of(session: Session, uids: Collection[str]) -> dict[str, tuple[Export, ...]]:
    """When each of these was given out, to whom and in which files, the newest first; as the change log tells."""
    rows = session.exec(
        select(Log.at, LogPayload.after, LogPayload.why)
        .join(LogPayload, col(LogPayload.seq) == Log.seq)
        .where(Log.what == EXPORTED)
        .order_by(col(Log.seq).desc())
    )
    found: dict[str, list[Export]] = {}
    for at, after, to in rows:
        uid, _, files = after.partition(" ")
        if uid in uids:
            found.setdefault(uid, []).append(Export(at, to, files))
    return {uid: tuple(listed) for uid, listed in found.items()}


def _check(facts: ExemplarFacts, passage: str, basis_words: str, redacted: bytes | None) -> None:
    from auditor.papers.redact import is_copy  # it loads what reads PDFs

    if not facts.criteria:
        raise UserError("no_criteria", "Say which questions it is good on. Nothing was kept.")
    if not passage and redacted is None:
        raise UserError("nothing_to_show", "Give a passage or a redacted copy. Nothing was kept.")
    if redacted is not None and (len(redacted) > LARGEST or not is_copy(redacted, "redacted")):
        raise UserError(
            "not_redacted",
            "This file is no redacted copy that was made under Papers, Redacted copies. Nothing was kept. Make one "
            "there and choose it.",
        )
    if not basis_words or not facts.agreed_by.strip():
        raise UserError(
            "no_basis",
            "Say who agreed, and what the consent or the legal basis is. Nothing is shown without. Nothing was kept.",
        )
    if facts.agreed_on > _today():
        raise UserError("day_to_come", "The day it was agreed is still to come. Nothing was kept.")
    if facts.review_on <= facts.agreed_on:
        raise UserError("review_before", "It is looked at again after it was agreed, not before. Nothing was kept.")


def _met(session: Session, rnd: Round, reference: str, criteria: Iterable[str]) -> None:
    """All of these questions must be agreed as met on the plan."""
    framework = framework_of(session, rnd.id or 0)
    case = next((c for c in cases_of(session, rnd, framework) if c.facts.reference == reference), None)
    for key in criteria:
        if case is None or case.answers.get(key) != Value.MET:
            raise UserError(
                "not_met", f"{key} was not agreed as met on {reference}, so it is no example of it. Nothing was kept."
            )


def _named(framework: Framework, keys: Iterable[str]) -> tuple[str, ...]:
    shorts = {c.id: c.short for c in framework.criteria}
    return tuple(f"{key} {shorts.get(key, '')}".strip() for key in keys)


def _line(text: str) -> str:
    text = clean_note(text).strip()
    if len(text) > NOTE_LIMIT:
        raise UserError("long_note", f"This is longer than {NOTE_LIMIT:,} characters. Nothing was kept. Shorten it.")
    return text


def _today() -> date:
    return datetime.now().astimezone().date()
