"""Whether a workspace is whole: file, links, log, rounds and samples, answers, decisions, sign-offs, packs."""

import re
from collections import Counter
from collections.abc import Iterator

from sqlmodel import Session, col, func, select

from auditor.audits import contents_of_all
from auditor.editions.kept import release_faults
from auditor.frameworks import Framework
from auditor.moderation.decide import TELLS_DECISIONS
from auditor.moderation.kept import content_digest
from auditor.packs.apply import APPLIED
from auditor.packs.undo import UNDID
from auditor.privacy.belongings import EXCLUSIONS
from auditor.privacy.removal import PURGED
from auditor.results import signed_now
from auditor.sampling.redrawn import round_faults
from auditor.scoring import SUBMITTED
from auditor.sign_off import record_faults
from db import tables
from db.errors import UserError
from db.store import Store
from db.tables import (
    Assignment,
    Audit,
    Decision,
    Log,
    LogPayload,
    Pack,
    Person,
    Plan,
    Release,
    Round,
    RoundPlan,
    Sampled,
    SignOff,
)
from db.vocabulary import AuditState, Purged, RoundState

AT_A_TIME = 500
"""How many audits are read at once."""
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def check_workspace(store: Store) -> tuple[str, ...]:
    """A sentence for every fault found; empty when all is well."""
    faults = list(store.check())
    with store.read() as session:
        faults += _framework_faults(session)
        purged = _purged(session)
        faults += _purge_faults(session, purged)
        faults += _audit_faults(session, purged)
        faults += _log_faults(session)
        faults += round_faults(session)
        faults += _decision_faults(session, purged)
        faults += _sign_off_faults(session)
        faults += _head_faults(session)
    return tuple(faults)


def _framework_faults(session: Session) -> Iterator[str]:
    """Frozen frameworks whose words are no longer those they were frozen with."""
    for row in session.exec(select(tables.Framework)):
        name = f"The framework {row.key} {row.version}"
        try:
            framework = Framework.from_json(row.content)
        except UserError:
            yield f"{name} kept in this workspace can no longer be read."
            continue
        if framework.hash != row.hash:
            yield f"{name} kept in this workspace has been changed since it was frozen."
        kept = session.exec(select(tables.Criterion).where(tables.Criterion.framework_id == row.id))
        asked = {c.id: c.hash for c in framework.criteria}
        if {c.key: c.hash for c in kept} != asked:
            yield f"{name} and the list of its criteria no longer agree."


def _purged(session: Session) -> frozenset[int]:
    """The rounds that say they are purged, as the log tells of them too."""
    told = set(session.exec(select(Log.what, Log.subject).where(col(Log.what).in_(PURGED.values()))))
    rounds = session.exec(select(Round).where(Round.purged != ""))
    return frozenset(rnd.id or 0 for rnd in rounds if (PURGED[Purged(rnd.purged)], rnd.name) in told)


def _purge_faults(session: Session, purged: frozenset[int]) -> Iterator[str]:
    """Rounds that say they are purged where the log knows of no purge, and entries whose record no purge removed."""
    for rnd in session.exec(select(Round).where(Round.purged != "").order_by(col(Round.id))):
        if rnd.id not in purged:
            yield f"{rnd.name} says that it was purged, and the log tells of no such purge."
    purges = session.exec(
        select(Log.seq, Log.subject).where(col(Log.what).in_(PURGED.values())).order_by(col(Log.seq))
    ).all()
    bare = session.exec(
        select(Log.seq, Log.what, Log.subject).where(col(Log.seq).not_in(select(LogPayload.seq))).order_by(col(Log.seq))
    )
    for seq, what, subject in bare:
        later = [name for at, name in purges if (at or 0) > (seq or 0)]
        # an exclusion names its plan in its record alone
        if not (later and what in EXCLUSIONS) and not any(f"{subject} ".startswith(f"{name} ") for name in later):
            yield f"What log entry {seq} recorded is missing, and no purge removed it."


def _audit_faults(session: Session, purged: frozenset[int]) -> Iterator[str]:
    """Revisions, withdrawn ones too, whose answers no longer match their digest.

    Those of a round whose words were purged cannot match any more: its sign-off still tells of its figures.
    """
    rows = session.exec(
        select(Audit, Plan.reference, Person.code)
        .join(Assignment, col(Assignment.id) == Audit.assignment_id)
        .join(Person, col(Person.id) == Assignment.person_id)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Round, col(Round.id) == RoundPlan.round_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(Audit.state != AuditState.DRAFT, col(Round.id).not_in(purged))
        .order_by(col(Audit.id))
    ).all()
    for start in range(0, len(rows), AT_A_TIME):
        some = rows[start : start + AT_A_TIME]
        held = contents_of_all(session, [audit.id or 0 for audit, *_ in some])
        for audit, reference, code in some:
            if held[audit.id or 0].digest() != audit.digest:
                what = "submitted answers" if audit.state == AuditState.SUBMITTED else "answers sent unfinished"
                yield f"The {what} of {code} on {reference}, revision {audit.number}, have been changed since."


def _log_faults(session: Session) -> Iterator[str]:
    """Submissions the log tells of that are no longer there as they were, and those it knows nothing of.

    A submission made here is one entry; those that came in a pack stand in the entry of that pack. Every digest an
    entry names is told. Audits with the same answers have the same digest, so they are counted as well: what came in,
    less what was withdrawn with its pack and may have come in again, is the least that must be there.
    """
    submitted: dict[str, str] = {}
    told: set[str] = set()
    least: Counter[str] = Counter()
    for what, subject, after in session.exec(
        select(Log.what, Log.subject, LogPayload.after)
        .join(LogPayload, col(LogPayload.seq) == Log.seq)
        .where(func.length(LogPayload.after) >= 64)
        .order_by(col(Log.seq))
    ):
        digests = _DIGEST.findall(after)
        told.update(digests)
        if what in (SUBMITTED, APPLIED):
            came = digests[:1] if what == SUBMITTED else digests
            submitted.update(dict.fromkeys(came, subject))
            least.update(came)
        elif what == UNDID:
            least.subtract(digests)
    digests_in = select(Audit.digest).where(Audit.state == AuditState.SUBMITTED)
    there = Counter(session.exec(digests_in))
    for digest in (d for d in submitted if there[d] < max(least[d], 1)):
        yield f"The log tells of a submitted audit that is not there as it was: {submitted[digest]}."
    # what a purged round's entries recorded is gone with its words
    purged = (
        digests_in.join(Assignment, col(Assignment.id) == Audit.assignment_id)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Round, col(Round.id) == RoundPlan.round_id)
        .where(Round.purged != "")
    )
    unknown = there.keys() - told - set(session.exec(purged))
    if unknown:
        yield f"{len(unknown)} submitted audits are not in the log as they stand."


def _decision_faults(session: Session, purged: frozenset[int]) -> Iterator[str]:
    """Decisions that are not as the log tells of them, and those it tells of that are no longer there.

    Those of a round whose words were removed have lost their reasons, and the log what it told.
    """
    after = session.exec(
        select(Log.subject, LogPayload.after)
        .join(LogPayload, col(LogPayload.seq) == Log.seq)
        .where(col(Log.what).in_(TELLS_DECISIONS))
    )
    told = {digest: subject for subject, words in after for digest in _DIGEST.findall(words)}
    earlier = dict(session.exec(select(Decision.id, Decision.uid)).all())
    rows = session.exec(
        select(Decision, Round.name, Plan.reference, tables.Criterion.key)
        .join(Sampled, col(Sampled.id) == Decision.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Round, col(Round.id) == RoundPlan.round_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .join(tables.Criterion, col(tables.Criterion.id) == Decision.criterion_id)
        .where(col(Round.id).not_in(purged))
        .order_by(col(Decision.id))
    )
    for row, name, reference, key in rows:
        supersedes = earlier.get(row.supersedes_id, "") if row.supersedes_id is not None else ""
        if told.pop(content_digest(row, f"{name} {reference} {key}", supersedes), None) is None:
            yield f"The decision on {key} for {reference} in {name} is not the one that the log tells of."
    for subject in told.values():
        yield f"The log tells of a decision that is not there as it was: {subject}."


def _sign_off_faults(session: Session) -> Iterator[str]:
    """Rounds whose figures are no longer those signed off; signings off and editions that are not as the log tells."""
    yield from record_faults(session)
    yield from release_faults(session)
    for rnd in session.exec(select(Round).where(Round.state == RoundState.SIGNED_OFF).order_by(col(Round.id))):
        signed = signed_now(session, rnd)
        if signed is not None and signed.differs:
            yield f"{rnd.name}: {signed.differs}"


def _head_faults(session: Session) -> Iterator[str]:
    """Heads of the log, kept when a round was signed off or published or a pack sealed here, that it no longer holds.

    So a log whose newest entries were taken off is found, which its chain alone cannot show.
    """
    kept = [
        *((head, f"{name} was signed off") for head, name in session.exec(
            select(SignOff.log_head, Round.name).join(Round, col(Round.id) == SignOff.round_id)
        )),
        *((head, f"an edition of {name} was published") for head, name in session.exec(
            select(Release.log_head, Round.name).join(Round, col(Round.id) == Release.round_id)
        )),
        *((head, f"pack {number} was sealed") for head, number in session.exec(
            select(Pack.log_head, Pack.number).where(col(Pack.outgoing).is_(True))
        )),
    ]  # fmt: skip
    there = set(session.exec(select(Log.hash).where(col(Log.hash).in_([head for head, _ in kept]))))
    for head, when in kept:
        if head not in there:  # 64 zeros among them: the making of the workspace is an entry already
            yield f"The entry that was the newest of the change log when {when} is no longer in it."
