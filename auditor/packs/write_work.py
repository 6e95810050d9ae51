"""Write what a work pack brings into an auditor's workspace, within one transaction; what they answered is theirs."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, delete, select

from auditor.audits import criterion_ids
from auditor.frameworks import Framework
from auditor.packs.bulk import Before, existing, merge
from auditor.packs.door import in_force, summary_of
from auditor.packs.questions_in import write_questions
from auditor.packs.rows import ConflictRow, FrameworkRow, PlanRow, Row, WorkRows
from db import tables
from db.errors import UserError
from db.tables import Conflict, ReferenceAnswer, Round, Workspace


def write_work(session: Session, rows: WorkRows, before: Before) -> int:
    """Bring the workspace in line with the lead's; gives the round's row. `before` gets what was there.

    Raises UserError: `framework_changed`, `same_round_name`, `pack_form`.
    """
    framework = _framework(session, rows.framework)
    round_id = _round(session, rows, framework, before)
    person = merge(session, "person", "uid", [plain_values(rows.person)], before)[rows.person.uid]
    _own(session, person)
    ids = _plans(session, rows.plans, before)
    places = _round_plans(session, rows.plans, ids, round_id, before)
    sampled = merge(
        session, "sampled", "uid",
        [plain_values(s, "plan") | {"round_plan_id": places[ids[s.plan]], "stratum_id": None} for s in rows.sampled],
        before,
    )  # fmt: skip
    _assignments(session, rows, sampled, person, before)
    _guidance(session, rows, framework, before)
    _conflicts(session, rows.conflicts, person, round_id, before)
    _right(session, rows, sampled, framework)
    write_questions(session, rows.questions, sampled, criterion_ids(session, framework), round_id, before)
    return round_id


def plain_values(row: Row, *but: str) -> dict[str, Any]:
    """The fields of a row as the columns of a table hold them."""
    found: dict[str, Any] = {}
    for name in type(row).model_fields:
        if name not in but:
            value = getattr(row, name)
            found[name] = value.value if hasattr(value, "value") else value
    return found


def _framework(session: Session, row: FrameworkRow) -> int:
    known = session.exec(select(tables.Framework.id).where(tables.Framework.hash == row.hash)).first()
    if known is not None:
        return known
    framework = Framework.from_json(row.content)
    if framework.hash != row.hash or (framework.id, framework.version) != (row.key, row.version):
        raise UserError(
            "pack_form",
            "The questions in this pack are not those its manifest names. Nothing was changed. Ask its sender to make "
            "it again.",
        )
    same = select(tables.Framework.id).where(tables.Framework.key == row.key, tables.Framework.version == row.version)
    if session.exec(same).first() is not None:
        raise UserError(
            "framework_changed",
            f"This workspace holds another {row.key} {row.version} with other words. Nothing was changed. Ask your "
            "lead to give the changed framework a new version.",
        )
    made = tables.Framework(**plain_values(row))
    session.add(made)
    session.flush()
    session.add_all(
        tables.Criterion(framework_id=made.id or 0, key=c.id, position=position, hash=c.hash)
        for position, c in enumerate(framework.criteria)
    )
    session.flush()
    return made.id or 0


def _round(session: Session, rows: WorkRows, framework: int, before: Before) -> int:
    same = select(Round.uid).where(Round.name == rows.round.name, Round.uid != rows.round.uid)
    if session.exec(same).first() is not None:
        raise UserError(
            "same_round_name",
            f"There is another round called {rows.round.name} in this workspace. Nothing was changed. Ask your lead to "
            "name theirs otherwise, or open this pack as a workspace of its own.",
        )
    values = plain_values(rows.round) | {"framework_id": framework}
    return merge(session, "round", "uid", [values], before)[rows.round.uid]


def _own(session: Session, person: int) -> None:
    """The workspace's owner is who the pack is for."""
    workspace = session.exec(select(Workspace)).one()
    if workspace.person_id is None:
        workspace.person_id = person
        session.add(workspace)
        session.flush()


def _plans(session: Session, rows: Sequence[PlanRow], before: Before) -> dict[str, int]:
    """The rows of plans by the uid that the pack names them by; one that is known by its reference is the same.

    A plan that is new, or that nothing here knows yet but by its reference, takes the uid which the lead knows it by.
    """
    here = existing(session, "plan", "reference", [{"reference": r.reference} for r in rows])
    taken = existing(session, "plan", "uid", [{"uid": r.uid} for r in rows])
    used = existing(session, "round_plan", "plan_id", [{"plan_id": row["id"]} for row in here.values()])
    values: list[dict[str, Any]] = []
    for r in rows:
        old = here.get(r.reference)
        free = r.uid not in taken and (old is None or old["id"] not in used)
        values.append({"reference": r.reference} | ({"uid": r.uid} if free else {}))
    ids = merge(session, "plan", "reference", values, before)
    return {r.uid: ids[r.reference] for r in rows}


def _round_plans(
    session: Session, rows: Sequence[PlanRow], ids: Mapping[str, int], round_id: int, before: Before
) -> dict[int, int]:
    facts = [plain_values(r, "uid", "reference") | {"plan_id": ids[r.uid], "round_id": round_id} for r in rows]
    return merge(session, "round_plan", "plan_id", facts, before, within="round_id")


def _assignments(session: Session, rows: WorkRows, sampled: Mapping[str, int], person: int, before: Before) -> None:
    """What is asked. Whether the auditor knows the child is for them to say, and stays as they said."""
    uids = [a.uid for a in rows.assignments]
    known = set[str]()
    for at in range(0, len(uids), 500):
        known |= set(
            session.exec(select(tables.Assignment.uid).where(col(tables.Assignment.uid).in_(uids[at : at + 500])))
        )
    values: list[dict[str, Any]] = []
    for a in rows.assignments:
        but = ("sampled", "known_child_at") if a.uid in known else ("sampled",)
        values.append(plain_values(a, *but) | {"sampled_id": sampled[a.sampled], "person_id": person})
    merge(session, "assignment", "uid", values, before)


def _guidance(session: Session, rows: WorkRows, framework: int, before: Before) -> None:
    keys = criterion_ids(session, framework)
    values = [
        plain_values(g, "criterion") | {"criterion_id": keys[g.criterion]} for g in rows.guidance if g.criterion in keys
    ]
    merge(session, "guidance", "criterion_id", values, before)
    kept = {v["criterion_id"] for v in values}
    for row in session.exec(select(tables.Guidance).where(col(tables.Guidance.criterion_id).in_(keys.values()))):
        if row.criterion_id not in kept and row.words:
            before.append(["guidance", row.id, {"words": row.words}])
            row.words = ""
            session.add(row)
    session.flush()


def _conflicts(session: Session, rows: Sequence[ConflictRow], person: int, round_id: int, before: Before) -> None:
    """What must not be scored: all that the lead has, beside what was declared here; what they took away goes."""
    earlier = {uid for pack in in_force(session, round_id, None) for uid in summary_of(pack).get("conflicts", ())}
    gone = earlier - {r.uid for r in rows}
    for row in session.exec(select(Conflict).where(Conflict.person_id == person)):
        if row.uid in gone:
            before.append(["conflict", None, row.model_dump()])
            session.delete(row)
    session.flush()
    named = {r.reference: r.plan for r in rows if r.plan}
    ids = merge(session, "plan", "reference", [{"reference": name} for name in named], before)
    values = [
        plain_values(r, "plan", "reference") | {"plan_id": ids[r.reference] if r.plan else None, "person_id": person}
        for r in rows
        if sum(map(bool, (r.plan, r.setting, r.area, r.writer))) == 1
    ]
    targets: dict[tuple[Any, ...], str] = {
        (c.plan_id, c.setting, c.area, c.writer): c.uid
        for c in session.exec(select(Conflict).where(Conflict.person_id == person))
    }
    fresh = [
        v for v in values if targets.get((v["plan_id"], v["setting"], v["area"], v["writer"]), v["uid"]) == v["uid"]
    ]
    merge(session, "conflict", "uid", fresh, before)


def _right(session: Session, rows: WorkRows, sampled: Mapping[str, int], framework: int) -> None:
    """What is right on plans that were practised on; it comes after they are submitted and is not taken out again."""
    keys = criterion_ids(session, framework)
    places = {sampled[r.sampled] for r in rows.right if r.sampled in sampled}
    session.exec(delete(ReferenceAnswer).where(col(ReferenceAnswer.sampled_id).in_(places)))
    session.add_all(
        ReferenceAnswer(
            sampled_id=sampled[r.sampled], criterion_id=keys[r.criterion], value=int(r.value), reason=r.reason
        )
        for r in rows.right
        if r.sampled in sampled and r.criterion in keys
    )
    session.flush()
