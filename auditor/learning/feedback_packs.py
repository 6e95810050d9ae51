"""Feedback as sealed files: made by the lead for each auditor, read by that auditor alone."""

import json
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, func, select

from auditor.agreeing.people import Leniency
from auditor.audits import framework_of
from auditor.learning.feedback import AuditorFeedback, Differed, feedback_of_all, questions_of
from auditor.packs.container import Recipient, Sealed, seal
from auditor.packs.feedback_in import newest_feedback
from auditor.packs.feedback_rows import ComparedRow, DifferedRow, FeedbackRows, LeniencyRow
from auditor.packs.keys import Own, own_identity, recipients
from auditor.packs.manifest import ROWS, Manifest
from auditor.packs.work import file_name, manifest_to
from auditor.round_states import Deed, need, round_of
from db import log
from db.errors import UserError
from db.files import whole
from db.store import Store
from db.tables import Pack, Person, Round
from db.vocabulary import PackKind

MADE = "made feedback packs"


@dataclass(frozen=True)
class MadeFeedback:
    """A feedback pack that was written: for whom, where, how many of their answers it says were settled otherwise."""

    person: int
    code: str
    name: str
    file: Path
    uid: str
    number: int
    differed: int


@dataclass(frozen=True)
class OwnFeedback:
    """Feedback that an auditor was sent: what it says, from whom, and when it was sealed and taken in."""

    feedback: AuditorFeedback
    sender: str
    number: int
    sealed_at: datetime
    taken_in: datetime | None


def make_feedback_packs(
    store: Store, round_id: int, persons: Sequence[int], folder: Path
) -> Generator[str, None, tuple[MadeFeedback, ...]]:
    """Write a feedback pack for each person into `folder`: all of them or none. Gives what it is doing, in words.

    Each is sealed to its reader's own keys. Raises UserError: `not_lead`, `no_round`, `round_state`, `nobody`,
    `needs_key` for somebody whose key is not known, `no_feedback`, as `container.seal` and `db.files.whole`.
    """
    with store.write() as session:
        store.lead(session, "gives feedback")
        need(session, round_id, Deed.FOLLOW_UP)
        own = own_identity(session)
    if not persons:
        raise UserError("nobody", "Nobody was chosen, so no pack was made. Choose who is to have one.")
    with store.read() as session:
        manifests = [_manifest(session, store, round_id, own, person, at) for at, person in enumerate(persons)]
        keys = {person: recipients(session, person) for person in persons}
    targets = [folder / file_name(manifest, "feedback") for manifest in manifests]
    sealed: list[tuple[Sealed, AuditorFeedback]] = []
    with ExitStack() as stack:
        beside = stack.enter_context(whole(*targets))
        yield "Working out what each auditor is told"
        told = {one.person: one for one in feedback_of_all(store, round_id)}
        for person, manifest, path in zip(persons, manifests, beside, strict=True):
            yield f"Sealing the pack for {manifest.reader.name}"
            found = told.get(person)
            if found is None:
                raise UserError(
                    "no_feedback",
                    f"Nothing of {manifest.reader.name} stands beside somebody else's answers yet. No pack was made.",
                )
            entries = {ROWS: _rows(manifest, found).model_dump_json().encode()}
            one = seal(manifest, entries, to=Recipient(age_public=keys[person]), sign_secret=own.sign_secret)
            path.write_bytes(one.content)
            sealed.append((one, found))
        yield "Noting what was sent"
        with store.write() as session:
            rnd = need(session, round_id, Deed.FOLLOW_UP)
            made = [_note(session, rnd, *one, target) for one, target in zip(sealed, targets, strict=True)]
            log.append(
                session, who=store.owner(session).name, what=MADE, subject=rnd.name,
                after="; ".join(f"{m.code} no. {m.number}, {m.differed} settled otherwise" for m in made),
            )  # fmt: skip
    return tuple(made)


def texts_of(found: AuditorFeedback) -> tuple[tuple[str, str], ...]:
    """The words in somebody's feedback that a person typed, each with where it stands, to look through for names."""
    return tuple((f"the reason on {one.criterion} of {one.reference}", one.reason) for one in found.differed)


def sent_to(store: Store, round_id: int) -> dict[int, datetime]:
    """When each auditor was last sent feedback on a round, by person."""
    query = select(Pack.person_id, func.max(col(Pack.sealed_at))).where(
        col(Pack.outgoing), Pack.kind == PackKind.FEEDBACK.value, Pack.round_id == round_id
    )
    with store.read() as session:
        return {person: at for person, at in session.exec(query.group_by(col(Pack.person_id))) if person is not None}


def known_keys(store: Store, persons: Sequence[int]) -> frozenset[int]:
    """Those of these people to whose keys a pack can be sealed."""
    with store.read() as session:
        return frozenset(person for person in persons if recipients(session, person))


def own_feedback(store: Store, round_id: int) -> OwnFeedback | None:
    """The newest feedback that an auditor's workspace has for a round; None where there is none."""
    with store.read() as session:
        held = newest_feedback(session, round_id)
        if held is None:
            return None
        pack, rows = held
        framework, owner = framework_of(session, round_id), store.owner(session)
        rnd, person = round_of(session, round_id), session.get(Person, owner.person_id or 0)
        shorts = {c.id: c.short for c in framework.judged}
        differed = tuple(
            Differed(d.reference, d.criterion, shorts.get(d.criterion, ""), d.theirs, d.agreed, d.reason, d.settled_on)
            for d in rows.differed
        )
        compared = Counter({row.criterion: row.compared for row in rows.compared})
        found = AuditorFeedback(
            rnd.name, owner.person_id or 0, person.code if person else "", owner.name, rows.plans, compared,
            rows.waiting, differed,
            questions_of(shorts, compared, differed), _leniency(rows, person.code if person else ""),
        )  # fmt: skip
        return OwnFeedback(found, rows.name, pack.number, pack.sealed_at, pack.applied_at)


def _manifest(session: Session, store: Store, round_id: int, own: Own, person: int, further: int) -> Manifest:
    rnd, row = need(session, round_id, Deed.FOLLOW_UP), session.get(Person, person)
    if row is None:
        raise UserError("nobody", "That auditor is no longer in the register. No pack was made.")
    if not recipients(session, person):
        raise UserError(
            "needs_key",
            f"{row.name} has sent nothing from a computer of their own, so nothing can be sealed for them alone. No "
            "pack was made. Show them the page, or leave them out.",
        )
    framework = framework_of(session, round_id).hash
    return manifest_to(session, store, rnd, own, row, PackKind.FEEDBACK, framework, further)


def _rows(manifest: Manifest, found: AuditorFeedback) -> FeedbackRows:
    lenient = found.leniency
    low, high = lenient.interval or (None, None) if lenient else (None, None)
    return FeedbackRows(
        round=manifest.round.uid, person=manifest.reader.uid, name=manifest.sender.name, plans=found.plans,
        waiting=found.waiting,
        compared=tuple(ComparedRow(criterion=key, compared=n) for key, n in found.compared_by.items()),
        differed=tuple(
            DifferedRow(
                reference=d.reference, criterion=d.criterion, theirs=d.theirs, agreed=d.agreed, reason=d.reason,
                settled_on=d.settled_on,
            )
            for d in found.differed
        ),
        leniency=None if lenient is None else LeniencyRow(
            plans=lenient.plans, compared=lenient.compared, higher=lenient.higher, lower=lenient.lower,
            unsettled=lenient.unsettled, mean=lenient.mean, low=low, high=high,
        ),
    )  # fmt: skip


def _leniency(rows: FeedbackRows, code: str) -> Leniency | None:
    row = rows.leniency
    if row is None:
        return None
    interval = None if row.low is None or row.high is None else (row.low, row.high)
    return Leniency(code, row.plans, row.compared, row.higher, row.lower, row.mean, interval, row.unsettled)


def _note(session: Session, rnd: Round, sealed: Sealed, found: AuditorFeedback, target: Path) -> MadeFeedback:
    manifest = sealed.manifest
    session.add(
        Pack(
            uid=manifest.uid, kind=PackKind.FEEDBACK.value, outgoing=True, round_id=rnd.id, person_id=found.person,
            device=manifest.sender.device, number=manifest.number, token=manifest.token, digest=sealed.digest,
            log_head=manifest.log_head, sealed_at=manifest.sealed_at,
            summary=json.dumps({"compared": found.compared, "differed": len(found.differed)}),
        )
    )  # fmt: skip
    session.flush()
    return MadeFeedback(
        found.person, found.code, found.name, target, manifest.uid, manifest.number, len(found.differed)
    )
