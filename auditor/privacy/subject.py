"""Everything a workspace holds for one local reference, as one tree of plain values: for an access request.

The reference is all this program knows of a child. Who it stands for, the council alone can tell.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from auditor.audits import framework_of
from db import tables
from db.errors import UserError
from db.store import Store
from db.tables import (
    Answer,
    Aside,
    AsideReply,
    Assignment,
    Audit,
    Conflict,
    Criterion,
    Decision,
    Evidence,
    Exemplar,
    FactPoint,
    FactSheet,
    Guidance,
    Log,
    LogPayload,
    Meeting,
    Mending,
    NotedView,
    Outcome,
    Pack,
    Paper,
    Person,
    Plan,
    PromptMark,
    ReferenceAnswer,
    Reply,
    Round,
    RoundPlan,
    Sampled,
    Sent,
    Stratum,
    Table,
    ThreadLink,
    UrgentFlag,
)
from db.vocabulary import PackKind, Value

Tree = dict[str, Any]
ELSEWHERE = (
    "The plan and its papers: this program reads them where they lie, and keeps no copy.",
    "The list that leads from made references back to children, if the council keeps one (the key list).",
    "Workspaces of auditors on their own computers, packs that were sent, reports and workbooks made earlier.",
)
"""What is held elsewhere, in sentences."""

_ANSWERS = {
    Value.MET: "met", Value.PARTLY: "partly met", Value.NOT_MET: "not met", Value.NOT_APPLICABLE: "not applicable",
    Value.CANNOT_TELL: "cannot tell",
}  # fmt: skip

KEYS = frozenset({"id", "row_version", "age_secret", "token", "sign_secret"})
"""Columns left out: numbers that join rows, and secrets that open files, which say nothing of a plan."""


def held(store: Store, reference: str) -> Tree:
    """All that is held for a reference, by round, and what the change log says of it.

    Raises UserError (`no_plan`) for a reference that no round here has.
    """
    with store.read() as session:
        plan = session.exec(select(Plan).where(Plan.reference == reference)).first()
        if plan is None:
            raise UserError("no_plan", f"No round in this workspace has a plan {reference}. Check the reference.")
        owner = store.owner(session)
        rows = session.exec(
            select(RoundPlan, Round).join(Round, col(Round.id) == RoundPlan.round_id)
            .where(RoundPlan.plan_id == plan.id).order_by(col(Round.id))
        ).all()  # fmt: skip
        return {
            "reference": plan.reference,
            "looked_up_at": tables.now(),
            "workspace": {"council": owner.council, "owner": owner.name, "role": owner.role},
            "plan": _plain(plan),
            "rounds": [_in_round(session, facts, rnd) for facts, rnd in rows],
            "exclusions": [
                {"auditor": _who(session, row.person_id), **_plain(row, "person_id", "plan_id")}
                for row in session.exec(select(Conflict).where(Conflict.plan_id == plan.id))
            ],
            "named_elsewhere": _named_elsewhere(session, plan),
            "facts_before_packs": _before_packs(session, plan),
            "feedback_in_packs": _in_feedback(session, plan),
            "change_log": _told(session, reference),
            "held_elsewhere": list(ELSEWHERE),
        }


def _in_round(session: Session, facts: RoundPlan, rnd: Round) -> Tree:
    keys = {c.id: c.key for c in session.exec(select(Criterion).where(Criterion.framework_id == rnd.framework_id))}
    framework = framework_of(session, rnd.id or 0)
    questions = {c.id: c.question for c in framework.criteria}
    sampled = session.exec(select(Sampled).where(Sampled.round_plan_id == facts.id)).all()
    return {
        "round": rnd.name,
        "state": rnd.state,
        "as_at": rnd.as_at,
        "kept_until": rnd.retain_until,
        "purged": rnd.purged,
        "framework": f"{framework.title}, version {framework.version}",
        "facts": _plain(facts, "round_id", "plan_id"),
        "in_sample": [_place(session, row, keys, questions) for row in sampled],
    }


def _place(session: Session, row: Sampled, keys: Mapping[int | None, str], questions: Mapping[str, str]) -> Tree:
    stratum = session.get(Stratum, row.stratum_id) if row.stratum_id else None
    right = session.exec(select(ReferenceAnswer).where(ReferenceAnswer.sampled_id == row.id))
    decided = session.exec(select(Decision).where(Decision.sampled_id == row.id).order_by(col(Decision.id)))
    asides = session.exec(select(Aside).where(Aside.sampled_id == row.id).order_by(col(Aside.id)))
    asked = session.exec(select(Assignment).where(Assignment.sampled_id == row.id).order_by(col(Assignment.id)))
    return {
        **_plain(row, "round_plan_id", "stratum_id", "replaces_id"),
        "part": stratum.key if stratum else "",
        "replaces": _reference_of(session, row.replaces_id),
        "what_is_right": [
            {"question": keys.get(r.criterion_id, ""), "answer": _value(r.value), "reason": r.reason} for r in right
        ],
        "decisions": [
            {
                "question": keys.get(d.criterion_id, ""),
                "answer": _value(d.value),
                **_plain(d, "sampled_id", "criterion_id", "value", "supersedes_id", "meeting_id"),
                "at_meeting_of": _held_on(session, d.meeting_id),
            }
            for d in decided
        ],
        "differences_put_aside": [
            {
                "question": keys.get(a.criterion_id, ""),
                **_plain(a, "sampled_id", "criterion_id"),
                "replies": _replies(session, a),
            }
            for a in asides
        ],
        "views_at_meetings": _views(session, row, keys),
        **_after_the_audit(session, row, keys),
        **_learnt(session, row),
        "audits_asked_for": [_assignment(session, a, keys, questions) for a in asked.all()],
    }


def _after_the_audit(session: Session, row: Sampled, keys: Mapping[int | None, str]) -> Tree:
    """What came of the audit: facts checked, whether it could wait, what was found mended later or looked at again."""
    sheets = session.exec(select(FactSheet).where(FactSheet.sampled_id == row.id).order_by(col(FactSheet.id)))
    points = session.exec(select(FactPoint).where(FactPoint.sampled_id == row.id).order_by(col(FactPoint.id)))
    urgent = session.exec(select(UrgentFlag).where(UrgentFlag.sampled_id == row.id).order_by(col(UrgentFlag.id)))
    mended = session.exec(select(Mending).where((Mending.sampled_id == row.id) | (Mending.seen_id == row.id)))
    return {
        "sheets_for_the_facts_check": [_plain(s, "round_id", "sampled_id") for s in sheets],
        "points_raised": [
            {"question": keys.get(p.criterion_id, ""), **_plain(p, "sheet_id", "sampled_id", "criterion_id")}
            for p in points
        ],
        "flagged_urgent": [_plain(u, "sampled_id") for u in urgent],
        "found_mended": [
            {"question": keys.get(m.criterion_id, ""), **_plain(m, "sampled_id", "seen_id", "criterion_id")}
            for m in mended
        ],
    }


def _held_on(session: Session, meeting: int | None) -> date | None:
    found = session.get(Meeting, meeting) if meeting is not None else None
    return found.held_on if found else None


def _replies(session: Session, row: Aside) -> list[Tree]:
    found = session.exec(
        select(AsideReply, Assignment.person_id)
        .join(Assignment, col(Assignment.id) == AsideReply.assignment_id)
        .where(AsideReply.aside_id == row.id)
        .order_by(col(AsideReply.id))
    )
    return [{"auditor": _who(session, who), **_plain(r, "aside_id", "assignment_id")} for r, who in found]


def _views(session: Session, row: Sampled, keys: Mapping[int | None, str]) -> list[Tree]:
    found = session.exec(
        select(NotedView, Meeting)
        .join(Meeting, col(Meeting.id) == NotedView.meeting_id)
        .where(NotedView.sampled_id == row.id)
        .order_by(col(Meeting.id), col(NotedView.criterion_id), col(NotedView.person_id))
    )
    return [
        {
            "question": keys.get(v.criterion_id, ""), "held_on": meeting.held_on, "by": _who(session, v.person_id),
            "answer": _value(v.value), "at": v.at,
        }
        for v, meeting in found
    ]  # fmt: skip


def _learnt(session: Session, row: Sampled) -> Tree:
    """What the plan's writer wrote back, and what of it is shown to others as a good plan."""
    replies = session.exec(select(Reply).where(Reply.sampled_id == row.id).order_by(col(Reply.id)))
    shown = session.exec(select(Exemplar).where(Exemplar.sampled_id == row.id).order_by(col(Exemplar.id)))
    return {
        "replies_of_its_writer": [_plain(reply, "sampled_id") for reply in replies],
        "shown_as_a_good_plan": [
            {**_plain(one, "sampled_id", "redacted"), "redacted_copy": one.redacted is not None} for one in shown
        ],
    }


def _assignment(
    session: Session, row: Assignment, keys: Mapping[int | None, str], questions: Mapping[str, str]
) -> Tree:
    audits = session.exec(select(Audit).where(Audit.assignment_id == row.id).order_by(col(Audit.id))).all()
    sent = session.exec(
        select(Sent, Pack).join(Pack, col(Pack.id) == Sent.pack_id).where(Sent.assignment_id == row.id)
    ).all()
    papers = session.exec(select(Paper).where(Paper.assignment_id == row.id)).all()
    return {
        "auditor": _who(session, row.person_id),
        **_plain(row, "sampled_id", "person_id"),
        "audits": [_audit(session, audit, keys, questions) for audit in audits],
        "sent_in_packs": [
            {**_plain(one, "assignment_id", "pack_id"), "pack": pack.number, "sealed_at": pack.sealed_at}
            for one, pack in sent
        ],
        "papers_held": [_plain(paper, "pack_id", "assignment_id") for paper in papers],
    }


def _audit(session: Session, row: Audit, keys: Mapping[int | None, str], questions: Mapping[str, str]) -> Tree:
    def of(table: Any) -> Sequence[Any]:
        return session.exec(select(table).where(col(table.audit_id) == row.id)).all()

    def asked(criterion: int) -> Tree:
        key = keys.get(criterion, "")
        return {"question": key, "asks": questions.get(key, "")}

    answers: Sequence[Answer] = of(Answer)
    evidence: Sequence[Evidence] = of(Evidence)
    return {
        **_plain(row, "assignment_id", "parent_id", "pack_id"),
        "answers": [
            {**asked(a.criterion_id), **_plain(a, "audit_id", "criterion_id"), "value": _value(a.value)}
            for a in answers
        ],
        "evidence": [{**asked(e.criterion_id), **_plain(e, "audit_id", "criterion_id")} for e in evidence],
        "outcomes": [_plain(outcome, "audit_id") for outcome in of(Outcome)],
        "passages_marked": [_plain(mark, "audit_id") for mark in of(PromptMark)],
        "links_confirmed": [_plain(link, "audit_id") for link in of(ThreadLink)],
    }


_WORDS: tuple[tuple[str, Any, Any], ...] = (
    ("a note on an answer", Answer, Answer.note),
    ("a quotation", Evidence, Evidence.quotation),
    ("an outcome", Outcome, Outcome.words),
    ("a reason for reopening an audit", Audit, Audit.reason),
    ("a reason for withdrawing an audit", Audit, Audit.withdrawn_why),
    ("a reason for what is right in calibration", ReferenceAnswer, ReferenceAnswer.reason),
    ("a reason for keeping an auditor from plans", Conflict, Conflict.reason),
    ("guidance on a question", Guidance, Guidance.words),
    ("a reason for undoing a pack", Pack, Pack.undone_why),
    ("a writer's reply", Reply, Reply.words),
    ("a passage of a good plan", Exemplar, Exemplar.passage),
    ("a reason why a good plan may be shown", Exemplar, Exemplar.basis_words),
    ("the minutes of a meeting", Meeting, Meeting.words),
    ("a point raised in the facts check", FactPoint, FactPoint.words),
    ("a reason for what became of a point", FactPoint, FactPoint.why),
    ("words on an urgent plan", UrgentFlag, UrgentFlag.words),
    ("what was done about an urgent plan", UrgentFlag, UrgentFlag.done_words),
    ("words on what was mended", Mending, Mending.words),
)
"""Where people write, and what it is called."""


def _named_elsewhere(session: Session, plan: Plan) -> list[Tree]:
    """Words on other plans, on questions and on people that name the reference."""
    places = select(Sampled.id).join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
    sampled = set(session.exec(places.where(RoundPlan.plan_id == plan.id)))
    own = select(Assignment.id).join(Sampled, col(Sampled.id) == Assignment.sampled_id)
    own = own.join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id).where(RoundPlan.plan_id == plan.id)
    audits = set(session.exec(select(Audit.id).where(col(Audit.assignment_id).in_(own))))
    named, found = _naming(plan.reference), list[Tree]()
    for what, table, column in _WORDS:
        for row in session.exec(select(table).where(col(column).contains(plan.reference, autoescape=True))):
            about_it = (
                getattr(row, "plan_id", None) == plan.id
                or getattr(row, "sampled_id", None) in sampled
                or getattr(row, "audit_id", None) in audits
                or (isinstance(row, Audit) and row.id in audits)
            )
            words = getattr(row, column.key)
            if not about_it and named.search(words):
                found.append({"in": what, "words": words})
    return found


def _before_packs(session: Session, plan: Plan) -> list[Tree]:
    """What was held of the plan before a pack changed it, kept so that the pack can be undone: facts, and replies."""
    rows = set(session.exec(select(RoundPlan.id).where(RoundPlan.plan_id == plan.id)))
    asides = select(Aside.id).join(Sampled, col(Sampled.id) == Aside.sampled_id)
    questions = set(session.exec(asides.where(col(Sampled.round_plan_id).in_(rows))))
    replies = set(session.exec(select(AsideReply.id).where(col(AsideReply.aside_id).in_(questions))))
    own = {"round_plan": rows, "plan": {plan.id}, "aside": questions, "aside_reply": replies}
    found: list[Tree] = []
    for pack in session.exec(select(Pack).where(col(Pack.before) != "{}").order_by(col(Pack.id))):
        noted: dict[str, list[tuple[str, int, Tree | None]]] = json.loads(pack.before)
        for table, number, before in noted.get("rows", []):
            if before and number in own.get(table, ()):
                found.append({"pack": pack.number, "taken_in": pack.applied_at, "before": before})
    return found


def _in_feedback(session: Session, plan: Plan) -> list[Tree]:
    """What feedback that came in packs says of the plan."""
    found: list[Tree] = []
    for pack in session.exec(select(Pack).where(col(Pack.kind) == PackKind.FEEDBACK.value).order_by(col(Pack.id))):
        said: Any = json.loads(pack.summary)
        differed: list[Tree] = said["feedback"]["differed"] if "feedback" in said else []
        found += [
            {
                "question": row["criterion"], "their_answer": _value(row["theirs"]), "agreed": _value(row["agreed"]),
                "reason": row["reason"], "pack": pack.number, "taken_in": pack.applied_at,
            }
            for row in differed if row["reference"] == plan.reference
        ]  # fmt: skip
    return found


def _naming(reference: str) -> re.Pattern[str]:
    """Finds the whole reference, and no longer one that begins with it."""
    return re.compile(rf"(?<![\w-]){re.escape(reference)}(?![\w-])")


def _told(session: Session, reference: str) -> list[Tree]:
    """The log's entries that name the reference, with what of them was kept."""
    named = _naming(reference)
    payloads = {p.seq: p for p in session.exec(select(LogPayload))}
    found: list[Tree] = []
    for entry in session.exec(select(Log).order_by(col(Log.seq))):
        payload = payloads.get(entry.seq or 0)
        kept = {"before": payload.before, "after": payload.after, "why": payload.why} if payload else {}
        if any(named.search(text) for text in (entry.subject, *kept.values())):
            found.append({"entry": entry.seq, **_plain(entry, "seq", "payload_digest", "previous", "hash"), **kept})
    return found


def _plain(row: Table, *left_out: str) -> Tree:
    """A row's columns by name, without those that only join it to others."""
    columns = type(row).model_fields
    return {name: getattr(row, name) for name in columns if name not in KEYS and name not in left_out}


def _who(session: Session, person: int) -> str:
    found = session.get(Person, person)
    return f"{found.code}, {found.name}" if found else ""


def _reference_of(session: Session, sampled: int | None) -> str:
    if sampled is None:
        return ""
    return session.exec(
        select(Plan.reference)
        .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .where(Sampled.id == sampled)
    ).one()


def _value(value: int | None) -> str:
    return "" if value is None else _ANSWERS[Value(value)]


def as_text(value: object) -> str:
    """One value as a page shows it."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M} UTC"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)
