"""Settling one difference: decide it with a reason, decide otherwise, take a decision back, ask, or park it.

Nobody's own answer is ever changed by any of these.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from auditor.agreed import Ruling, digest_of, settled
from auditor.answers import NOTE_LIMIT, clean_note
from auditor.audits import criterion_ids, framework_of
from auditor.changed import Changed
from auditor.counting import counted
from auditor.frameworks import Criterion
from auditor.moderation.kept import content_digest, current_decision
from auditor.moderation.meeting import need_open
from auditor.round_states import Deed, need
from auditor.standing.expected import COUNTED, submitted_answers
from db import log, tables
from db.errors import UserError
from db.store import Owner, Store
from db.tables import Aside, Assignment, Decision, Plan, Round, RoundPlan, Sampled
from db.vocabulary import Agency, AsideKind, Cause, RoundState, Value

DECIDED, OVERRULED, TOOK_BACK = "decided a difference", "decided otherwise", "took a decision back"
ASKED, PARKED, TAKEN_UP = "asked auditors about a difference", "parked a difference", "took a difference up again"
TELLS_DECISIONS = frozenset({DECIDED, OVERRULED, TOOK_BACK})
"""The log entries that tell the digest of a decision."""
_NAMES = {
    Value.MET: "met", Value.PARTLY: "partly met", Value.NOT_MET: "not met", Value.NOT_APPLICABLE: "not applicable",
    Value.CANNOT_TELL: "cannot tell",
}  # fmt: skip
CHANGED = frozenset({"decision", "round"})


@dataclass(frozen=True)
class _Case:
    """One question of one plan, with what its auditors submitted; lives only inside a job."""

    rnd: Round
    reference: str
    sampled: int
    criterion: Criterion
    row: int
    latest: dict[int, dict[str, Value]]
    now: Decision | None

    @property
    def rests_on(self) -> str:
        return digest_of(self.latest, self.criterion.id)

    @property
    def subject(self) -> str:
        """What the log calls it."""
        return f"{self.rnd.name} {self.reference} {self.criterion.id}"

    @property
    def stands(self) -> bool:
        """Whether a decision stands upon the answers there now."""
        return self.now is not None and self.now.value is not None and self.now.rests_on == self.rests_on

    @property
    def undecided(self) -> bool:
        rulings: dict[str, Ruling] = {}
        if self.now is not None and self.now.value is not None:
            rulings[self.criterion.id] = Ruling(Value(self.now.value), "", "", self.now.rests_on)
        return settled(self.latest, rulings)[0].get(self.criterion.id, Value.MET) is None

    @property
    def given(self) -> str:
        """The answers as the log tells them, without saying whose they are: met / not met."""
        values = sorted((a[self.criterion.id] for a in self.latest.values() if self.criterion.id in a), reverse=True)
        return " / ".join(_NAMES[value] for value in values)


def decide(
    store: Store, sampled: int, criterion: str, value: Value, reason: str, cause: str = "", agency: str = "",
    *, seen: str = "", meeting: int | None = None,
) -> Changed:  # fmt: skip
    """Settle a difference, or one whose answers were changed since it was settled.

    `seen` is the digest of the answers the decision is made upon, where they were shown before: if others are there by
    now, nothing is decided. At the facts check a question may be decided that nobody differs on, for facts then known.
    `meeting` is the one it was decided at. Raises UserError: `not_lead`, `round_state`, `no_reason`, `long_note`,
    `no_difference`, `off_scale`, `answers_changed`, `decided_already`, `no_meeting`.
    """
    with store.write() as session:
        owner, case = _case(store, session, sampled, criterion, "settles differences")
        if case.stands:
            raise UserError(
                "decided_already",
                f"{criterion} on {case.reference} is decided already, and that stands. Nothing was changed. Decide "
                "otherwise, with a reason.",
            )
        if not case.undecided and case.rnd.state != RoundState.FACTS_CHECK:
            raise UserError(
                "no_difference",
                f"Nobody differs on {criterion} for {case.reference}, so the answer stands as it was given. Nothing "
                "was changed.",
            )
        _keep(session, owner, case, DECIDED, value, reason, cause, agency, seen, meeting)
    return Changed(CHANGED, (sampled,))


def overrule(
    store: Store, sampled: int, criterion: str, value: Value, reason: str, cause: str = "", agency: str = "",
    *, seen: str = "", meeting: int | None = None,
) -> Changed:  # fmt: skip
    """Decide otherwise where a decision stands; the earlier one is kept. Raises as `decide`, and `not_decided`."""
    with store.write() as session:
        owner, case = _case(store, session, sampled, criterion, "settles differences")
        _need_standing(case)
        _keep(session, owner, case, OVERRULED, value, reason, cause, agency, seen, meeting)
    return Changed(CHANGED, (sampled,))


def take_back(store: Store, sampled: int, criterion: str, reason: str) -> Changed:
    """Take a decision back, so that the difference waits again; the decision and why it went are kept.

    Raises UserError: `not_lead`, `round_state`, `no_reason`, `not_decided`.
    """
    with store.write() as session:
        owner, case = _case(store, session, sampled, criterion, "takes decisions back")
        _need_standing(case)
        _keep(session, owner, case, TOOK_BACK, None, reason, "", "", "")
    return Changed(CHANGED, (sampled,))


def park(store: Store, sampled: int, criterion: str, words: str = "") -> Changed:
    """Leave a difference for later; it stays undecided. Raises as `send_back`, but needs no words."""
    return _put_aside(store, sampled, criterion, AsideKind.PARKED, words)


def send_back(store: Store, sampled: int, criterion: str, question: str) -> Changed:
    """Send a difference back to its auditors with a question. It stays undecided, and nobody's audit is opened by it.

    Raises UserError: `not_lead`, `round_state`, `no_reason` without a question, `long_note`, `no_difference`.
    """
    return _put_aside(store, sampled, criterion, AsideKind.ASKED, question)


def take_up(store: Store, sampled: int, criterion: str) -> Changed:
    """Take up a difference again that was parked or asked about; where it was not, nothing changes."""
    with store.write() as session:
        owner, case = _case(store, session, sampled, criterion, "settles differences")
        row = _open_aside(session, case)
        if row is None:
            return Changed(frozenset())
        _close(session, case)
        log.append(session, who=owner.name, what=TAKEN_UP, subject=case.subject, before=row.kind)
    return Changed(CHANGED, (sampled,))


def decide_on_fact(
    store: Store, session: Session, sampled: int, criterion: str, value: Value, reason: str, cause: str = "",
    agency: str = "", *, seen: str = "",
) -> int:  # fmt: skip
    """Decide a question for a fact that was put right, or decide it otherwise, within a job of the facts check.

    Gives the decision's row. Raises as `decide`, but not for a question that was decided or that nobody differs on.
    """
    owner, case = _case(store, session, sampled, criterion, "settles differences")
    _keep(session, owner, case, OVERRULED if case.stands else DECIDED, value, reason, cause, agency, seen)
    row = current_decision(session, sampled, case.row)
    return (row.id or 0) if row else 0


def _case(store: Store, session: Session, sampled: int, criterion: str, does: str) -> tuple[Owner, _Case]:
    owner = store.lead(session, does)
    found = session.exec(
        select(RoundPlan.round_id, Plan.reference)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(Sampled.id == sampled)
    ).first()
    if found is None:
        raise UserError("no_difference", "That plan is no longer in the sample. Nothing was changed.")
    round_id, reference = found
    rnd = need(session, round_id, Deed.DECIDE)
    asked = next((c for c in framework_of(session, round_id).judged if c.id == criterion), None)
    if asked is None:
        raise UserError("off_scale", f"{criterion} is not a question of this framework. Nothing was changed.")
    row = criterion_ids(session, rnd.framework_id)[criterion]
    ids = session.exec(
        select(Assignment.id).where(
            Assignment.sampled_id == sampled, col(Assignment.kind).in_(COUNTED), counted()
        ).order_by(col(Assignment.id))
    )  # fmt: skip
    given = submitted_answers(session, [key or 0 for key in ids])
    latest = {key: theirs.latest for key, theirs in given.items()}
    if not any(criterion in theirs for theirs in latest.values()):
        raise UserError("no_difference", f"Nobody has answered {criterion} on {reference} yet. Nothing was changed.")
    return owner, _Case(rnd, reference, sampled, asked, row, latest, current_decision(session, sampled, row))


def _need_standing(case: _Case) -> None:
    if not case.stands:
        raise UserError(
            "not_decided", f"No decision stands on {case.criterion.id} for {case.reference}. Nothing was changed."
        )


def _keep(
    session: Session, owner: Owner, case: _Case, what: str, value: Value | None, reason: str, cause: str, agency: str,
    seen: str, meeting: int | None = None,
) -> None:  # fmt: skip
    """Keep a decision and tell the log of it; what was put aside is closed, unless it is taken back."""
    reason = _kept(reason, "Say in a few words why: the reason stands beside the decision.")
    _check(case, value, cause, agency)
    if seen and seen != case.rests_on:
        raise UserError(
            "answers_changed",
            f"The answers to {case.criterion.id} on {case.reference} were changed meanwhile. Nothing was decided. "
            "Look at them as they are now.",
        )
    held = need_open(session, meeting, case.rnd.id or 0).held_on if meeting is not None else None
    at = f" · at the meeting of {held:%d/%m/%Y}" if held else ""
    before = case.now
    row = Decision(
        sampled_id=case.sampled, criterion_id=case.row, value=None if value is None else int(value), cause=cause,
        agency=agency, reason=reason, rests_on=case.rests_on, by=owner.name, at=tables.now(),
        supersedes_id=before.id if before else None, meeting_id=meeting,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if value is not None:
        _close(session, case)
    digest = content_digest(row, case.subject, before.uid if before else "")
    was = f" · decided {_said(before)}" if before is not None and before.value is not None else ""
    log.append(
        session, who=owner.name, what=what, subject=case.subject, before=f"{case.given}{was}",
        after=f"{_said(row)}{at}\ndecision {digest}", why=reason,
    )  # fmt: skip


def _said(row: Decision) -> str:
    named = (row.cause.replace("_", " "), row.agency.replace("_", " "))
    value = "undecided" if row.value is None else _NAMES[Value(row.value)]
    return " · ".join(part for part in (value, *named) if part)


def _check(case: _Case, value: Value | None, cause: str, agency: str) -> None:
    if value is not None and value not in case.criterion.scale:
        raise UserError("off_scale", f"{case.criterion.id} has no such answer. Nothing was changed.")
    if (cause or agency) and (value is None or not value.shortfall):
        raise UserError("off_scale", "A cause and an agency belong to a shortfall alone. Nothing was changed.")
    if cause not in ("", *Cause) or agency not in ("", *Agency):
        raise UserError("off_scale", "That cause or agency is not on the list. Nothing was changed.")


def _put_aside(store: Store, sampled: int, criterion: str, kind: AsideKind, words: str) -> Changed:
    with store.write() as session:
        owner, case = _case(store, session, sampled, criterion, "settles differences")
        if not case.undecided:
            raise UserError(
                "no_difference",
                f"Nothing waits to be settled on {criterion} for {case.reference}. Nothing was changed.",
            )
        asks = kind == AsideKind.ASKED
        words = _kept(words, "Write the question that the auditors are asked.") if asks else clean_note(words).strip()
        _close(session, case)
        row = Aside(sampled_id=case.sampled, criterion_id=case.row, kind=kind.value, words=words, by=owner.name)
        session.add(row)
        what = ASKED if asks else PARKED
        log.append(session, who=owner.name, what=what, subject=case.subject, before=case.given, why=words)
    return Changed(CHANGED, (sampled,))


def _kept(words: str, otherwise: str) -> str:
    words = clean_note(words).strip()
    if not words:
        raise UserError("no_reason", f"{otherwise} Nothing was changed.")
    if len(words) > NOTE_LIMIT:
        raise UserError("long_note", f"That is longer than {NOTE_LIMIT:,} characters. Nothing was changed.")
    return words


def _open_aside(session: Session, case: _Case) -> Aside | None:
    rows = select(Aside).where(Aside.sampled_id == case.sampled, Aside.criterion_id == case.row)
    return session.exec(rows.where(col(Aside.closed_at).is_(None))).first()


def _close(session: Session, case: _Case) -> None:
    row = _open_aside(session, case)
    if row is not None:
        row.closed_at = tables.now()
        session.add(row)
        session.flush()
