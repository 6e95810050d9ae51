"""What a return pack would bring, plan by plan: which revisions are new, which are here, which are refused and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from auditor.answers import NOTE_LIMIT, Answer, clean_note
from auditor.audits import asked_of, framework_of
from auditor.frameworks import Framework
from auditor.packs.door import Admitted, Arrival, in_force, summary_of
from auditor.packs.gather import portions
from auditor.packs.rows import ConflictRow, ReturnedRow, RevisionRow
from auditor.people.records import KNOWS_THE_CHILD
from db import tables
from db.tables import Assignment, Audit, Conflict, Plan, RoundPlan, Sampled
from db.vocabulary import Value

UNDONE = "the pack it came with was undone"
"""Why a revision is withdrawn whose pack was undone; it comes back when a pack brings it again."""


Asked = Mapping[str, frozenset[Value]]
"""The questions of an assignment, each with the answers it takes."""


@dataclass(frozen=True)
class Here:
    """An assignment as this file has it, with the revisions it has of it, by uid."""

    id: int
    reference: str
    plan: int
    criteria: str
    withdrawn_at: datetime | None
    known_child_at: datetime | None
    in_sample: bool
    audits: Mapping[str, Any]

    @property
    def devices(self) -> frozenset[str]:
        """The computers whose revisions stand."""
        return frozenset(a.device for a in self.audits.values() if a.withdrawn_at is None)


@dataclass(frozen=True)
class Coming:
    """A revision that would come in: kept as of `device`; `again` is its row where it was here and undone."""

    row: RevisionRow
    device: str
    again: int | None = None


@dataclass(frozen=True)
class Planned:
    """What would become of one assignment. `refused` says why nothing of it comes in."""

    uid: str
    here: Here | None
    coming: tuple[Coming, ...] = ()
    known_after: datetime | None = None
    refused: str = ""

    @property
    def given_back(self) -> bool:
        """Whether it would be given back, or taken up again."""
        return self.here is not None and (self.here.known_child_at is None) != (self.known_after is None)

    @property
    def devices(self) -> frozenset[str]:
        """The computers whose revisions would stand."""
        own = self.here.devices if self.here else frozenset[str]()
        return own | {c.device for c in self.coming}


@dataclass(frozen=True)
class ReturnPlan:
    """Everything that a return would do. `older` says that a later one of that computer is in already."""

    framework: Framework
    assignments: tuple[Planned, ...]
    conflicts: tuple[ConflictRow, ...]
    not_known_any_more: tuple[int, ...]
    gone: tuple[tuple[int, int, datetime], ...]
    older: bool
    plan_ids: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        moved = any(p.coming or p.given_back for p in self.assignments)
        return not (moved or self.conflicts or self.not_known_any_more or self.gone)


def plan_return(session: Session, admitted: Admitted, arrival: Arrival) -> ReturnPlan:
    """What would become of each row of a return. Reads only."""
    rnd, rows, person = admitted.round, arrival.back, admitted.person
    if rnd is None or rows is None or person is None:
        raise TypeError("only a return that was admitted can be planned")
    framework = framework_of(session, rnd.id or 0)
    here = _here(session, rnd.id or 0, person.id or 0, [a.uid for a in rows.assignments])
    taken = _uids_elsewhere(session, rows.assignments, here)
    asked: dict[str, Asked] = {}
    packs = in_force(session, rnd.id or 0, person.id)
    elsewhere = _given_back_elsewhere(packs, arrival.opened.manifest.sender.device)
    seen: set[str] = set()
    planned: list[Planned] = []
    for returned in rows.assignments:
        there = here.get(returned.uid)
        if there is None or returned.uid in seen:
            planned.append(Planned(returned.uid, None, refused=NOT_THEIRS if there is None else TWICE))
            continue
        seen.add(returned.uid)
        if there.criteria not in asked:
            asked[there.criteria] = {c.id: frozenset(c.scale) for c in asked_of(framework, there.criteria)}
        planned.append(_planned(returned, there, asked[there.criteria], taken, arrival, admitted, elsewhere))
    told = {uid for pack in packs for uid in summary_of(pack).get("conflicts", ())} | _sent_conflicts(
        session, person.id
    )
    conflicts, ids = ((), {}) if admitted.newer else _conflicts(session, person.id or 0, rows.conflicts, told)
    back = [p.here for p in planned if p.here and p.given_back and p.known_after is None]
    return ReturnPlan(
        framework, tuple(planned), conflicts,
        _no_longer_known(session, person.id or 0, back),
        _gone(session, rows.gone, {uid: h.id for uid, h in here.items()}), admitted.newer, ids,
    )  # fmt: skip


NOT_THEIRS = "This is not theirs to score in this round."
TWICE = "The pack has this plan twice."


def _planned(
    returned: ReturnedRow,
    here: Here,
    asked: Asked,
    taken: frozenset[str],
    arrival: Arrival,
    admitted: Admitted,
    elsewhere: Mapping[str, datetime],
) -> Planned:
    coming: list[Coming] = []
    devices = {uid: audit.device for uid, audit in here.audits.items()}
    numbers = {uid: audit.number for uid, audit in here.audits.items()}
    used = {(audit.device, audit.number) for audit in here.audits.values()}
    for row in sorted(returned.revisions, key=lambda r: r.number):
        known = here.audits.get(row.uid)
        if known is not None:
            if known.digest != row.digest or known.state != row.state:
                return _refuse(returned, here, f"Revision {row.number} is not what came in as that revision before.")
            if known.withdrawn_why == UNDONE:
                coming.append(Coming(row, known.device, known.id))
            continue
        why = _wrong(row, asked, arrival)
        if not why and (row.uid in taken or row.uid in devices):
            why = f"Revision {row.number} is known here as something else."
        if not why and bool(row.parent) != (row.number > 1):
            why = f"Revision {row.number} does not say what it goes on from."
        if not why and row.parent and (row.parent not in devices or numbers[row.parent] >= row.number):
            why = f"Revision {row.number} goes on from one that is not here."
        if why:
            return _refuse(returned, here, why)
        device = devices[row.parent] if row.parent else row.device
        if (device, row.number) in used:
            # one workspace file was copied, and both copies were used
            device = f"{row.device} copy {row.uid}"
        used.add((device, row.number))
        devices[row.uid], numbers[row.uid] = device, row.number
        coming.append(Coming(row, device))
    return Planned(returned.uid, here, tuple(coming), _known_after(returned, here, admitted, elsewhere))


def _refuse(returned: ReturnedRow, here: Here, why: str) -> Planned:
    return Planned(returned.uid, here, (), here.known_child_at, why)


def _known_after(
    returned: ReturnedRow, here: Here, admitted: Admitted, elsewhere: Mapping[str, datetime]
) -> datetime | None:
    """When the plan was given back, if it stands so: given back on one computer is given back."""
    if admitted.newer:
        return here.known_child_at
    said = [at for at in (returned.known_child_at, elsewhere.get(returned.uid)) if at is not None]
    return min(said, default=None)


def _wrong(row: RevisionRow, asked: Asked, arrival: Arrival) -> str:
    """Why a revision cannot be taken, in a sentence; looked at once, however often a pack is planned."""
    key = (row.uid, " ".join(asked))
    if key not in arrival.found:
        arrival.found[key] = _looked_at(row, asked)
    return arrival.found[key]


def _looked_at(row: RevisionRow, asked: Asked) -> str:
    named = f"Revision {row.number}"
    answered: set[str] = set()
    for criterion, part, value, cause, agency, note in row.answers:
        if criterion not in asked or (value is not None and value not in asked[criterion]):
            return f"{named} has an answer to {criterion[:30]} that is not offered here."
        if (cause or agency) and (value is None or not value.shortfall):
            return f"{named} names a cause for {criterion} where nothing falls short."
        if len(note) > NOTE_LIMIT or (note and clean_note(note) != note):
            return f"{named} has a note on {criterion} with signs that no note has."
        if value is not None and part == 0:
            answered.add(criterion)
    if len({(a[0], a[1]) for a in row.answers}) != len(row.answers):
        return f"{named} answers something twice."
    if any(e[0] not in asked for e in row.evidence):
        return f"{named} has evidence for a question that is not asked here."
    if len({(e[0], e[1]) for e in row.evidence}) != len(row.evidence):
        return f"{named} has evidence twice in one place."
    lists = ([o[0] for o in row.outcomes], [m[0] for m in row.marks], row.links)
    if any(len(set(listed)) != len(listed) for listed in lists):
        return f"{named} lists something twice."
    if row.submitted and len(answered) < len(asked):
        missing = len(asked) - len(answered)
        return f"{named} is submitted, and {missing} of its {len(asked)} questions have no answer."
    if row.contents().digest() != row.digest:
        return f"{named} does not hold what was submitted: it was changed afterwards."
    return ""


def _here(session: Session, round_id: int, person: int, uids: Sequence[str]) -> dict[str, Here]:
    """The person's assignments in the round among these, with their revisions."""
    replaced = set(session.exec(select(Sampled.replaces_id).where(col(Sampled.replaces_id).is_not(None))))
    rows: list[Any] = []
    audits: dict[int, dict[str, Any]] = {}
    for some in portions(uids):
        found = session.exec(
            select(Assignment, Plan.reference, Plan.id, Sampled.id)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .join(Plan, col(Plan.id) == RoundPlan.plan_id)
            .where(col(Assignment.uid).in_(some), RoundPlan.round_id == round_id, Assignment.person_id == person)
        ).all()
        rows += found
        for audit in session.exec(select(Audit).where(col(Audit.assignment_id).in_([a.id for a, *_ in found]))):
            audits.setdefault(audit.assignment_id, {})[audit.uid] = audit
    return {
        a.uid: Here(
            a.id, reference, plan, a.criteria, a.withdrawn_at, a.known_child_at, sampled not in replaced,
            audits.get(a.id, {}),
        )
        for a, reference, plan, sampled in rows
    }  # fmt: skip


def _uids_elsewhere(session: Session, assignments: Iterable[ReturnedRow], here: Mapping[str, Here]) -> frozenset[str]:
    """Which of the revisions' uids stand in this file under another assignment."""
    wanted: list[str] = []
    for returned in assignments:
        there = here.get(returned.uid)
        wanted += [r.uid for r in returned.revisions if there is not None and r.uid not in there.audits]
    found: set[str] = set()
    for some in portions(wanted):
        found |= set(session.exec(select(Audit.uid).where(col(Audit.uid).in_(some))))
    return frozenset(found)


def _given_back_elsewhere(packs: Iterable[tables.Pack], device: str) -> dict[str, datetime]:
    """What the newest returns of somebody's other computers say was given back, by the assignment's uid."""
    newest: dict[str, tables.Pack] = {}
    for pack in packs:
        if pack.device != device and (pack.device not in newest or newest[pack.device].number < pack.number):
            newest[pack.device] = pack
    found: dict[str, datetime] = {}
    for pack in newest.values():
        for uid, at in summary_of(pack).get("given_back", {}).items():
            found[uid] = min(found.get(uid, datetime.fromisoformat(at)), datetime.fromisoformat(at))
    return found


def _sent_conflicts(session: Session, person: int | None) -> set[str]:
    """The exclusions that somebody was sent: if one is gone here since, it was taken away on purpose."""
    rows = session.exec(select(tables.Pack).where(tables.Pack.outgoing, tables.Pack.person_id == person))
    return {uid for pack in rows for uid in summary_of(pack).get("conflicts", ())}


def _conflicts(
    session: Session, person: int, rows: Sequence[ConflictRow], told: set[str]
) -> tuple[tuple[ConflictRow, ...], dict[str, int]]:
    """The exclusions that are new here, and the plans they name."""
    ids: dict[str, int] = {}
    for some in portions([r.plan for r in rows if r.plan]):
        ids |= {uid: row or 0 for uid, row in session.exec(select(Plan.uid, Plan.id).where(col(Plan.uid).in_(some)))}
    kept = session.exec(select(Conflict).where(Conflict.person_id == person)).all()
    uids = {c.uid for c in kept} | told
    targets = {(c.plan_id, c.setting, c.area, c.writer) for c in kept}
    new: list[ConflictRow] = []
    for row in rows:
        named = [bool(row.plan), bool(row.setting), bool(row.area), bool(row.writer)]
        target = (ids.get(row.plan), row.setting, row.area, row.writer)
        if row.uid in uids or sum(named) != 1 or (row.plan and row.plan not in ids) or target in targets:
            continue
        targets.add(target)
        uids.add(row.uid)
        new.append(row)
    return tuple(new), ids


def _no_longer_known(session: Session, person: int, back: Sequence[Here]) -> tuple[int, ...]:
    """The exclusions made of giving plans back that were taken up again."""
    found: list[int] = []
    for some in portions([h.plan for h in back]):
        rows = select(Conflict.id).where(
            Conflict.person_id == person, Conflict.reason == KNOWS_THE_CHILD, col(Conflict.plan_id).in_(some)
        )
        found += [row or 0 for row in session.exec(rows)]
    return tuple(found)


def _gone(session: Session, rows: Sequence[Any], ids: Mapping[str, int]) -> tuple[tuple[int, int, datetime], ...]:
    """Which papers that were sent can be read no more, and that is not known here yet."""
    said = {(row.pack, ids[row.assignment]): row.gone_at for row in rows if row.assignment in ids}
    found: list[tuple[int, int, datetime]] = []
    for some in portions(sorted({pack for pack, _ in said})):
        sent = session.exec(
            select(tables.Sent, tables.Pack.uid)
            .join(tables.Pack, col(tables.Pack.id) == tables.Sent.pack_id)
            .where(col(tables.Pack.uid).in_(some), tables.Pack.outgoing, tables.Sent.papers != "")
            .where(col(tables.Sent.papers_gone_at).is_(None))
        )
        for row, uid in sent:
            if (uid, row.assignment_id) in said:
                found.append((row.pack_id, row.assignment_id, said[uid, row.assignment_id]))
    return tuple(found)


def standing_answers(session: Session, audits: Sequence[int]) -> dict[int, dict[str, Answer]]:
    """The whole answers of some revisions, by criterion key."""
    found: dict[int, dict[str, Answer]] = {}
    for some in portions(audits):
        rows = session.exec(
            select(tables.Answer, tables.Criterion.key)
            .join(tables.Criterion, col(tables.Criterion.id) == tables.Answer.criterion_id)
            .where(col(tables.Answer.audit_id).in_(some), tables.Answer.part == 0)
        )
        for a, key in rows:
            value = None if a.value is None else Value(a.value)
            found.setdefault(a.audit_id, {})[key] = Answer(value, a.cause, a.agency, a.note)
    return found
