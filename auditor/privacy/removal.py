"""Take the words of a round, or all of it but its published figures, out of one workspace file, within a session."""

from collections.abc import Set
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, func, select

from auditor.moderation.kept import is_current
from auditor.privacy.belongings import STAY, WORDLESS, Belongings, words_of
from db import log, tables
from db.tables import (
    Answer,
    Aside,
    AsideReply,
    Assignment,
    Audit,
    Commentary,
    Conflict,
    Decision,
    Evidence,
    Exemplar,
    FactPoint,
    FactSheet,
    Frame,
    Log,
    LogPayload,
    Meeting,
    Mending,
    NotedView,
    Outcome,
    Pack,
    Paper,
    Plan,
    Present,
    PromptMark,
    ReferenceAnswer,
    Reply,
    ReportChoice,
    Round,
    RoundPlan,
    Sampled,
    Sent,
    Stratum,
    ThreadLink,
    UrgentFlag,
)
from db.vocabulary import Purged

PURGED = {Purged.WORDS: "purged words of round", Purged.ROUND: "purged round"}
"""What the change log calls a purge."""


def remove(session: Session, uid: str, what: Purged, who: str, why: str) -> bool:
    """Remove what is to go of the round with this uid; whether there was anything to remove.

    The transaction overwrites what it deletes with zeros, and ends with its entry in the change log.
    """
    rnd = session.exec(select(Round).where(Round.uid == uid)).first()
    if rnd is None or rnd.purged in (what, Purged.ROUND):
        return False
    session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
    own = Belongings(rnd.id or 0)
    payloads = own.log_entries(session)
    payloads = _with_words(session, payloads, WORDLESS if what == Purged.WORDS else STAY)
    _forget_payloads(session, payloads)
    _put_papers_away(session, own)
    for words in words_of(own):
        session.connection().execute(update(words.table).where(words.there).values({words.column.key: words.put}))
    if what == Purged.ROUND:
        _remove_rows(session, own)
        rnd.rules = "{}"
    rnd.purged, rnd.purged_at = what.value, tables.now()
    rnd.row_version += 1
    session.add(rnd)
    log.append(session, who=who, what=PURGED[what], subject=rnd.name, why=why)
    return True


def _with_words(session: Session, entries: frozenset[int], wordless: Set[str]) -> frozenset[int]:
    """Those whose payloads may hold words: all but the kinds that are known to hold none, unless a reason was given."""
    stay = (
        select(LogPayload.seq)
        .join(Log, col(Log.seq) == LogPayload.seq)
        .where(col(Log.what).in_(wordless), LogPayload.why == "")
    )
    return entries - frozenset(seq or 0 for seq in session.exec(stay))


def _forget_payloads(session: Session, entries: frozenset[int]) -> None:
    listed = sorted(entries)
    for start in range(0, len(listed), 500):
        session.connection().execute(delete(LogPayload).where(col(LogPayload.seq).in_(listed[start : start + 500])))


def _put_papers_away(session: Session, own: Belongings) -> None:
    """Papers go with their key: what lies sealed beside the workspace opens no more."""
    session.connection().execute(
        update(Paper).where(own.papers(), col(Paper.gone_at).is_(None)).values(age_secret="", gone_at=tables.now())
    )


def _remove_rows(session: Session, own: Belongings) -> None:
    """Children before parents; every id that a later query needs is still there when it is asked for."""
    for table in (Evidence, Outcome, PromptMark, ThreadLink, Answer):
        session.connection().execute(delete(table).where(col(table.audit_id).in_(own.audits)))
    alone: list[int] = [*session.exec(own.plans_here_alone)]  # pyright: ignore[reportUnknownArgumentType]
    session.connection().execute(delete(Paper).where(own.papers()))
    session.connection().execute(delete(AsideReply).where(col(AsideReply.assignment_id).in_(own.assignments)))
    for table in (NotedView, Present):
        session.connection().execute(delete(table).where(col(table.meeting_id).in_(own.meetings)))
    session.connection().execute(delete(Sent).where(col(Sent.assignment_id).in_(own.assignments)))
    session.connection().execute(delete(Audit).where(col(Audit.assignment_id).in_(own.assignments)))
    session.connection().execute(delete(Assignment).where(col(Assignment.sampled_id).in_(own.sampled)))
    after = ((FactPoint, FactPoint.sampled_id), (UrgentFlag, UrgentFlag.sampled_id), (Mending, Mending.sampled_id))
    for table, place in (*after, (Mending, Mending.seen_id)):
        session.connection().execute(delete(table).where(col(place).in_(own.sampled)))
    session.connection().execute(delete(FactSheet).where(col(FactSheet.round_id) == own.round_id))
    # a later decision points at an earlier one, so the newest go first
    while rows := session.exec(
        select(Decision.id).where(is_current(), col(Decision.sampled_id).in_(own.sampled)).limit(500)
    ).all():
        session.connection().execute(delete(Decision).where(col(Decision.id).in_(rows)))
    session.connection().execute(delete(Meeting).where(col(Meeting.round_id) == own.round_id))
    session.connection().execute(delete(Aside).where(col(Aside.sampled_id).in_(own.sampled)))
    session.connection().execute(delete(ReferenceAnswer).where(col(ReferenceAnswer.sampled_id).in_(own.sampled)))
    for table in (Reply, Exemplar):
        session.connection().execute(delete(table).where(col(table.sampled_id).in_(own.sampled)))
    session.connection().execute(delete(Sampled).where(col(Sampled.round_plan_id).in_(own.round_plans)))
    for table in (Stratum, RoundPlan, Frame, Commentary, ReportChoice):
        session.connection().execute(delete(table).where(col(table.round_id) == own.round_id))
    session.connection().execute(update(Pack).where(col(Pack.id).in_(own.packs)).values(token=""))
    for start in range(0, len(alone), 500):
        some = alone[start : start + 500]
        session.connection().execute(delete(Conflict).where(col(Conflict.plan_id).in_(some)))
        session.connection().execute(delete(Plan).where(col(Plan.id).in_(some)))


def counted(session: Session, own: Belongings) -> dict[str, int]:
    """How much there is of what a purge of words removes, in the order it is told, what there is none of left out."""
    found: dict[str, int] = {}
    for words in words_of(own):
        number = session.exec(select(func.count()).select_from(words.table).where(words.there)).one()
        if number:
            found[words.what] = number
    entries = own.log_entries(session)
    payloads = _number_of(session, _with_words(session, entries, WORDLESS))
    papers = session.exec(select(func.count()).select_from(Paper).where(own.papers(), Paper.age_secret != "")).one()
    if payloads:
        found["payloads of the change log"] = payloads
    if papers:
        found["papers that came in packs"] = papers
    return found


def counted_rows(session: Session, own: Belongings) -> dict[str, int]:
    """How many rows a purge of the whole round removes, by what they are."""
    queries = {
        "answers": select(func.count()).select_from(Answer).where(col(Answer.audit_id).in_(own.audits)),
        "audits, with earlier revisions": _count_in(own.audits),
        "audits asked for": _count_in(own.assignments),
        "decisions, with earlier ones": select(func.count())
        .select_from(Decision)
        .where(col(Decision.sampled_id).in_(own.sampled)),
        "places in the sample": _count_in(own.sampled),
        "plans with their facts and dates": _count_in(own.round_plans),
        "plans that no other round has": _count_in(own.plans_here_alone),
    }
    found = {what: session.exec(query).one() for what, query in queries.items()}
    found["payloads of the change log"] = _number_of(session, _with_words(session, own.log_entries(session), STAY))
    return {what: number for what, number in found.items() if number}


def _number_of(session: Session, entries: frozenset[int]) -> int:
    there = frozenset(seq or 0 for seq in session.exec(select(LogPayload.seq)))
    return len(entries & there)


def _count_in(query: Any) -> Any:
    return select(func.count()).select_from(query.subquery())
