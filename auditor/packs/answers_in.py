"""What a return pack would bring, plan by plan: which revisions are new, which are here, which are refused and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from auditor.answers import NOTE_LIMIT, Answer, clean_note
from auditor.audits import asked_of, framework_of
from auditor.frameworks import Framework, Parts
from auditor.packs.door import Admitted, Arrival, in_force, later, summary_of
from auditor.packs.gather import portions
from auditor.packs.manifest import Manifest
from auditor.packs.once import once
from auditor.packs.questions_in import ComingReply, coming_replies
from auditor.packs.rows import ConflictRow, ReturnedRow, RevisionRow, plain_line
from auditor.packs.urgent_in import UrgentComing, urgent_of_return
from auditor.parts import combine
from auditor.people.records import KNOWS_THE_CHILD
from auditor.policy import quotations_allowed
from db import tables
from db.tables import Assignment, Audit, Conflict, Plan, RoundPlan, Sampled
from db.vocabulary import Value

UNDONE = "the pack it came with was undone"
"""Why a revision is withdrawn whose pack was undone; it comes back when a pack brings it again."""


MOST_COMPUTERS = 8
"""On how many computers one plan may have been answered: somebody's own, a second one, and some restored ones."""


@dataclass(frozen=True)
class Asked:
    """The questions of an assignment, each with the answers it takes, and those that are asked for every outcome."""

    scales: Mapping[str, frozenset[Value]]
    each: frozenset[str]
    rule: Parts


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
    """Everything that a return would do.

    `quoted` counts the places whose words would come in although the round, or the council's policy, keeps none;
    `replies_out` the replies to what was not asked here; `replies_refused` go by the uid of another one.
    """

    framework: Framework
    assignments: tuple[Planned, ...]
    conflicts: tuple[ConflictRow, ...]
    not_known_any_more: tuple[int, ...]
    gone: tuple[tuple[int, int, datetime], ...]
    quoted: int = 0
    urgent: tuple[UrgentComing, ...] = ()
    replies: tuple[ComingReply, ...] = ()
    replies_refused: tuple[ComingReply, ...] = ()
    replies_out: int = 0
    plan_ids: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        moved = any(p.coming or p.given_back for p in self.assignments)
        more = (self.conflicts, self.not_known_any_more, self.gone, self.urgent, self.replies)
        return not (moved or any(more))


def plan_return(session: Session, admitted: Admitted, arrival: Arrival) -> ReturnPlan:
    """What would become of each row of a return. Reads only."""
    rnd, rows, person = admitted.round, arrival.back, admitted.person
    if rnd is None or rows is None or person is None:
        raise TypeError("only a return that was admitted can be planned")
    framework = once(
        session, ("framework of", rnd.framework_id), lambda: framework_of(session, rnd.id or 0), fixed=True
    )
    here = _here(session, rnd.id or 0, person.id or 0, [a.uid for a in rows.assignments])
    taken = _uids_elsewhere(session, rows.assignments, here)
    asked: dict[str, Asked] = {}
    packs = in_force(session, rnd.id or 0, person.id)
    elsewhere = _given_back_elsewhere(packs, arrival.opened.manifest)
    seen: set[str] = set()
    planned: list[Planned] = []
    for returned in rows.assignments:
        there = here.get(returned.uid)
        if there is None or returned.uid in seen:
            planned.append(Planned(returned.uid, None, refused=NOT_THEIRS if there is None else TWICE))
            continue
        seen.add(returned.uid)
        if there.criteria not in asked:
            asked[there.criteria] = _asked(framework, there.criteria)
        one = _planned(returned, there, asked[there.criteria], taken, arrival, admitted, elsewhere)
        taken |= {c.row.uid for c in one.coming}
        planned.append(one)
    told = {uid for pack in packs for uid in summary_of(pack).get("conflicts", ())} | _sent_conflicts(
        session, person.id
    )
    # an older pack brings none: what a later one does not name any more was taken away by its sender
    conflicts, ids = ((), {}) if admitted.newer else _conflicts(session, person.id or 0, rows.conflicts, told)
    back = [p.here for p in planned if p.here and p.given_back and p.known_after is None]
    ids_here = {uid: h.id for uid, h in here.items()}
    replies, replies_out = coming_replies(session, rows.replies, ids_here)
    return ReturnPlan(
        framework, tuple(planned), conflicts,
        _no_longer_known(session, person.id or 0, back),
        _gone(session, rows.gone, ids_here),
        0 if rnd.quotations and quotations_allowed() else _quoted(planned),
        urgent_of_return(
            session, rows.urgent, {uid: (h.id, h.reference) for uid, h in here.items()}, person.name,
            arrival.opened.manifest.sealed_at,
        ),
        tuple(r for r in replies if not r.refused), tuple(r for r in replies if r.refused), replies_out, ids,
    )  # fmt: skip


NOT_THEIRS = "This is not theirs to score in this round."
TWICE = "The pack has this plan twice."


def _planned(
    returned: ReturnedRow,
    here: Here,
    asked: Asked,
    taken: set[str],
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
        if not why and row.number > 1 and not row.reason.strip():
            why = f"Revision {row.number} does not say why a submitted plan was changed."
        if why:
            return _refuse(returned, here, why)
        device = devices[row.parent] if row.parent else row.device
        if (device, row.number) in used:
            # one workspace file was copied, and both copies were used
            device = f"{row.device} copy {row.uid}"
        used.add((device, row.number))
        devices[row.uid], numbers[row.uid] = device, row.number
        coming.append(Coming(row, device))
    if coming and len(here.devices | {c.device for c in coming}) > MOST_COMPUTERS:
        return _refuse(returned, here, f"It has answers from more than {MOST_COMPUTERS} computers.")
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
    key = (row.uid, " ".join(asked.scales))
    if key not in arrival.found:
        arrival.found[key] = _looked_at(row, asked)
    return arrival.found[key]


def _looked_at(row: RevisionRow, asked: Asked) -> str:
    named = f"Revision {row.number}"
    answered: set[str] = set()
    scales = asked.scales
    for criterion, part, value, cause, agency, note in row.answers:
        if criterion not in scales or (value is not None and value not in scales[criterion]):
            return f"{named} has an answer to {criterion[:30]} that is not offered here."
        if (cause or agency) and (value is None or not value.shortfall):
            return f"{named} names a cause for {criterion} where nothing falls short."
        if len(note) > NOTE_LIMIT or (note and clean_note(note) != note):
            return f"{named} has a note on {criterion} with signs that no note has."
        if value is not None and part == 0:
            answered.add(criterion)
    if why := _listed_wrong(row, asked):
        return f"{named} {why}"
    if row.submitted and len(answered) < len(scales):
        missing = len(scales) - len(answered)
        return f"{named} is submitted, and {missing} of its {len(scales)} questions have no answer."
    if why := _parts_wrong(row, asked):
        return f"{named} {why}"
    if row.contents().digest() != row.digest:
        return f"{named} does not hold what was submitted: it was changed afterwards."
    return ""


def _listed_wrong(row: RevisionRow, asked: Asked) -> str:
    """What is wrong with the lists of a revision, and with the words in them."""
    if len({(a[0], a[1]) for a in row.answers}) != len(row.answers):
        return "answers something twice."
    if any(e[0] not in asked.scales for e in row.evidence):
        return "has evidence for a question that is not asked here."
    if len({(e[0], e[1]) for e in row.evidence}) != len(row.evidence):
        return "has evidence twice in one place."
    lists = ([o[0] for o in row.outcomes], [m[0] for m in row.marks], row.links)
    if any(len(set(listed)) != len(listed) for listed in lists):
        return "lists something twice."
    lines = (*(e[2] for e in row.evidence), *(e[5] for e in row.evidence), *(o[1] for o in row.outcomes))
    if clean_note(row.reason) != row.reason or not all(map(plain_line, lines)):
        return "has words with signs that no words have."
    return ""


def _parts_wrong(row: RevisionRow, asked: Asked) -> str:
    """What is wrong with the answers for each outcome; the whole must follow from them."""
    parts: dict[str, list[Value | None]] = {}
    for criterion, part, value, *_ in row.answers:
        if part:
            parts.setdefault(criterion, []).append(value)
            if criterion not in asked.each or part > len(row.outcomes):
                return f"answers {criterion} for an outcome that is not listed."
    if not parts:
        return ""
    whole = {a[0]: a[2] for a in row.answers if a[1] == 0}
    for criterion, values in parts.items():
        given = [v for v in values if v is not None]
        complete = given and len(given) == len(row.outcomes)
        if whole.get(criterion) != (combine(given, asked.rule) if complete else None):
            return f"says otherwise of {criterion} as a whole than its outcomes say."
    return ""


def _asked(framework: Framework, criteria: str) -> Asked:
    questions = asked_of(framework, criteria)
    return Asked(
        {c.id: frozenset(c.scale) for c in questions}, frozenset(c.id for c in questions if c.each is not None),
        framework.parts_rule,
    )  # fmt: skip


def _quoted(planned: Iterable[Planned]) -> int:
    return sum(bool(e[5]) for p in planned for c in p.coming for e in c.row.evidence)


def _here(session: Session, round_id: int, person: int, uids: Sequence[str]) -> dict[str, Here]:
    """The person's assignments in the round among these, with their revisions."""
    replaced = once(
        session, "replaced",
        lambda: set(session.exec(select(Sampled.replaces_id).where(col(Sampled.replaces_id).is_not(None)))),
    )  # fmt: skip
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


def _uids_elsewhere(session: Session, assignments: Iterable[ReturnedRow], here: Mapping[str, Here]) -> set[str]:
    """Which of the revisions' uids stand in this file under another assignment."""
    wanted: list[str] = []
    for returned in assignments:
        there = here.get(returned.uid)
        wanted += [r.uid for r in returned.revisions if there is not None and r.uid not in there.audits]
    found: set[str] = set()
    for some in portions(wanted):
        found |= set(session.exec(select(Audit.uid).where(col(Audit.uid).in_(some))))
    return found


def _given_back_elsewhere(packs: Iterable[tables.Pack], manifest: Manifest) -> dict[str, datetime]:
    """What somebody's other packs say was given back and none after them took up again, by the assignment's uid.

    Of each computer the latest one speaks; where it was set back, all that are not surely before another.
    """
    others = [
        p for p in packs if p.uid != manifest.uid and (p.device != manifest.sender.device or not later(manifest, p))
    ]
    latest = [p for p in others if not any(q.device == p.device and later(q, p) for q in others)]
    found: dict[str, datetime] = {}
    for pack in latest:
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
    for some in portions([r.uid for r in rows]):
        uids |= set(session.exec(select(Conflict.uid).where(col(Conflict.uid).in_(some))))
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
