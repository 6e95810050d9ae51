"""Whether a round's list, sample and state are still what the change log tells, and the sample what its seed gives."""

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from itertools import islice
from typing import Any

from sqlmodel import Session, col, select

from auditor.round_states import WORDS
from auditor.sampling.draw import Candidate, Rules, in_order, matching, parts_of
from auditor.sampling.facts import CORRECTED, DREW, drawable, subject_of
from db.errors import UserError
from db.tables import Frame, Log, LogPayload, Plan, Round, RoundPlan, Sampled, Stratum
from db.vocabulary import Draw, Purpose, RoundState

MOVED = ("moved round", "took round back", "reopened round")
TELLING = (
    *MOVED, DREW, CORRECTED, "made round", "copied round", "took in list of plans", "replaced a plan",
    "dropped calibration plan",
)  # fmt: skip
"""The entries that tell of a round's list, state and sample; the rest of a long log is not read."""


def round_faults(session: Session) -> Iterator[str]:
    """A sentence for every round whose list, state or sample is not as the log tells. Purged entries tell nothing."""
    told = _Told(session)
    for rnd in session.exec(select(Round).order_by(col(Round.id))):
        yield from _frame_faults(session, rnd, told)
        state = _state_told(rnd, told)
        if state and state != WORDS[RoundState(rnd.state)]:
            yield f"{rnd.name} is not in the state that the log tells: {state}."
        if rnd.drawn_at is not None and rnd.seed and not rnd.purged:
            yield from _sample_faults(session, rnd, told)


class _Told:
    """The log's entries on rounds, with what they keep."""

    def __init__(self, session: Session) -> None:
        rows = session.exec(
            select(Log.what, Log.subject, LogPayload)
            .join(LogPayload, col(LogPayload.seq) == Log.seq)
            .where(col(Log.what).in_(TELLING))
            .order_by(col(Log.seq))
        )
        self._entries: dict[tuple[str, str], list[LogPayload]] = {}
        self._order: dict[int, int] = {}
        for number, (what, subject, payload) in enumerate(rows):
            self._entries.setdefault((what, subject), []).append(payload)
            self._order[payload.seq or 0] = number

    def all(self, what: str, subject: str) -> Sequence[LogPayload]:
        """The payloads of a deed on a subject, the oldest first."""
        return self._entries.get((what, subject), ())

    def since(self, what: str, subject: str, deed: str, of: str) -> Sequence[LogPayload]:
        """The payloads of a deed that came after the newest of another, the oldest first."""
        found = self.all(deed, of)
        start = self.last((what,), subject) if found else None
        return [p for p in found if start is None or self._order[p.seq or 0] > self._order[start.seq or 0]]

    def last(self, what: Iterable[str], subject: str) -> LogPayload | None:
        """The newest payload of any of these deeds on a subject."""
        found = [payload for one in what for payload in self.all(one, subject)]
        return max(found, key=lambda payload: self._order[payload.seq or 0], default=None)


def _state_told(rnd: Round, told: _Told) -> str:
    """The state a round is in by the log; empty where that says nothing."""
    moved = told.last(MOVED, rnd.name)
    if moved is not None:
        return moved.after.split("\n")[0]  # beside *signed off* it tells the figures
    made = told.last(("made round", "copied round"), rnd.name)
    return WORDS[RoundState.DRAFT] if made is not None and made.after.startswith(WORDS[RoundState.DRAFT]) else ""


def _frame_faults(session: Session, rnd: Round, told: _Told) -> Iterator[str]:
    frame = session.exec(select(Frame).where(Frame.round_id == rnd.id)).first()
    taken = told.last(("took in list of plans",), rnd.name)
    if frame is None or taken is None:
        return
    kept = len(session.exec(select(RoundPlan.id).where(RoundPlan.round_id == rnd.id, _listed())).all())
    if taken.after != f"{frame.usable} of {frame.rows} rows, {frame.kind}, SHA-256 {frame.digest}":
        yield f"The list of {rnd.name} is not the one that the log tells of."
    elif kept != frame.usable:
        yield f"The list of {rnd.name} holds {kept:,} plans, and {frame.usable:,} were taken in."


def _listed() -> Any:
    return col(RoundPlan.frame_row).is_not(None)


def _sample_faults(session: Session, rnd: Round, told: _Told) -> Iterator[str]:
    drew = told.last((DREW,), subject_of(rnd))
    if drew is None:
        return
    try:
        rules = Rules.from_json(rnd.rules, rnd.seed)
    except UserError:
        yield f"The rules by which the sample of {rnd.name} was drawn can no longer be read."
        return
    log: dict[str, Any] = json.loads(drew.after)
    if rules is None or log["seed"] != rnd.seed or log["rules"] != json.loads(rnd.rules):
        yield f"The seed or the rules of {rnd.name} are not those that the log tells its sample was drawn by."
        return
    strata = session.exec(select(Stratum).where(Stratum.round_id == rnd.id)).all()
    drawn = sum(s.drawn for s in strata) if strata else log["plans"]
    whole = sum(s.size for s in strata) if strata else log["of"]
    kind = Draw.ALL if log["plans"] == log["of"] else Draw.STRATIFIED if rules.by else Draw.RANDOM
    if rnd.draw != kind:
        yield f"How the plans of {rnd.name} were picked is not what the log tells."
    if (drawn, whole, rnd.population) != (log["plans"], log["of"], log["of"]):
        yield f"The parts of {rnd.name} do not hold as many plans as the log tells."
    yield from _order_faults(session, rnd, rules, strata, log["plans"], told)


def _order_faults(
    session: Session, rnd: Round, rules: Rules, strata: Sequence[Stratum], size: int, told: _Told
) -> Iterator[str]:
    """The plans of the sample that are not those which come first by the seed, part by part."""
    rows = session.exec(
        select(Sampled, Plan.reference)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(RoundPlan.round_id == rnd.id, Sampled.purpose == Purpose.SAMPLE)
    ).all()
    candidates = _as_drawn(session, rnd, drawable(session, rnd.id or 0).candidates, told)
    groups = parts_of(matching(candidates, rules.filters), rules.by)
    drawn = {s.id: (s.key, s.drawn) for s in strata} or {None: ("", size)}
    replaced = {row.id: reference for row, reference in rows}
    for stratum, (key, number) in drawn.items():
        here = {reference for row, reference in rows if row.stratum_id == stratum}
        first = {reference for row, reference in rows if row.stratum_id == stratum and row.replaces_id is None}
        order = in_order(rnd.seed, groups.get(key, ()))
        if (
            any(plans != _foremost(order, len(plans), plans, rnd, told) for plans in (first, here))
            or len(first) != number
        ):
            where = f"{rnd.name}, {key}" if key else rnd.name
            yield f"The sample of {where} is not what its seed gives. Plans of it, or of its list, have been changed."
    for row, reference in rows:
        if row.replaces_id is not None:
            entries = told.all("replaced a plan", f"{rnd.name} {replaced.get(row.replaces_id, '')}")
            if entries and not any((e.after, e.why) == (reference, row.reason) for e in entries):
                yield f"Why {reference} stands in the sample of {rnd.name} is not what the log tells."


def _as_drawn(session: Session, rnd: Round, candidates: Sequence[Candidate], told: _Told) -> tuple[Candidate, ...]:
    """The plans with their facts as they were when the sample was drawn: what was corrected since is put back."""
    then: list[Candidate] = []
    for candidate in candidates:
        facts: dict[str, Any] = {}
        for entry in reversed(told.since(DREW, subject_of(rnd), CORRECTED, f"{rnd.name} {candidate.reference}")):
            facts |= json.loads(entry.before)
        if facts.keys() & {"first_final_on", "amended_final_on"}:
            row = session.exec(
                select(RoundPlan).join(Plan).where(RoundPlan.round_id == rnd.id, Plan.reference == candidate.reference)
            ).one()
            kept = {"first_final_on": row.first_final_on, "amended_final_on": row.amended_final_on}
            days = [_day(facts.get(name, day)) for name, day in kept.items()]
            facts["finalised"] = max((day for day in days if day), default=None)
        then.append(candidate._replace(**{k: v for k, v in facts.items() if k in Candidate._fields}))
    return tuple(then)


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _foremost(order: Sequence[str], number: int, there: Set[str], rnd: Round, told: _Told) -> set[str]:
    """The first plans in an order; a calibration plan was kept out of the draw, even if it was dropped since."""
    kept = (plan for plan in order if plan in there or not told.all("dropped calibration plan", f"{rnd.name} {plan}"))
    return set(islice(kept, number))
