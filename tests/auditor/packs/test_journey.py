"""Every column of every table that travels arrives as it was sent, or is named with the reason why it stays."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import Table
from sqlmodel import Session, select

from auditor import guidance, scoring
from auditor.packs import rows
from auditor.packs.begin import begin_from_pack
from auditor.packs.rows import JOURNEY
from auditor.packs.work import make_work_packs
from auditor.steps import finished
from auditor.urgent.flags import flag_urgent, told_contact
from db import tables
from db.tables import METADATA
from db.vocabulary import UrgentKind, Value
from tests.auditor.packs.travelling import PASSPHRASE, Party, answer, forged, person, returned, taken_in

NAMED: dict[str, tuple[Any, ...]] = {
    "round": (rows.RoundRow,),
    "framework": (rows.FrameworkRow,),
    "criterion": (),
    "guidance": (rows.GuidanceRow,),
    "plan": (rows.PlanRow,),
    "round_plan": (rows.PlanRow,),
    "sampled": (rows.SampledRow,),
    "person": (rows.PersonRow,),
    "conflict": (rows.ConflictRow,),
    "reference_answer": (rows.RightRow,),
    "assignment": (rows.AssignmentRow,),
    "audit": (rows.RevisionRow,),
    "urgent_flag": (rows.UrgentRow,),
    "aside": (rows.QuestionRow,),
    "aside_reply": (rows.ReplyRow,),
}
LISTED = {
    "answer": ("part", "value", "cause", "agency", "note"),
    "evidence": ("position", "section", "page", "paragraph", "quotation"),
    "outcome": ("number", "words"),
    "prompt_mark": ("passage", "mark"),
    "thread_link": ("from_kind", "from_number", "to_kind", "to_number"),
    "paper": ("kind", "form", "expires_on"),
}
"""What the rows hold in this order, without names."""
STAYS = {
    "workspace": "says whose file it is", "frame": "the list is the lead's", "column_mapping": "the lead's lists",
    "decision": "settling differences is the lead's",
    "stratum": "how the sample was drawn is the lead's", "training": "the register is the lead's",
    "advice": "the weeks are the lead's", "advice_list": "the weeks are the lead's",
    "identity": "secrets stay; public keys are in the manifest", "contact_key": "the manifest brings keys",
    "pack": "the manifest is it", "sent": "what the lead sent", "papers_basis": "the council's own record",
    "meeting": "settling differences is the lead's",
    "present": "settling differences is the lead's", "noted_view": "settling differences is the lead's",
    "fact_sheet": "what follows the audit is the lead's", "fact_point": "what follows the audit is the lead's",
    "mending": "what follows the audit is the lead's",
    "reply": "what follows the audit is the lead's", "exemplar": "what follows the audit is the lead's",
    **dict.fromkeys(
        (
            "release", "commentary", "report_choice", "letterhead", "marker", "history_figure", "target",
            "target_part", "action_area", "action_state", "action", "action_update", "action_report", "survey",
            "dispute_outcome",
        ),
        "reports are the lead's",
    ),
    "sign_off": "the figures are the lead's", "log": "each file has its own", "log_payload": "each file has its own",
}  # fmt: skip


@pytest.mark.parametrize("table", METADATA.sorted_tables, ids=lambda t: t.name)
def test_every_column_is_carried_or_named_with_a_reason(table: Table):
    name = table.name
    assert (name in JOURNEY) != (name in STAYS), f"{name} neither travels nor is said to stay"
    if name in STAYS:
        return
    models: tuple[type[BaseModel], ...] = NAMED.get(name, ())
    carried = {field for model in models for field in model.model_fields} | set(LISTED.get(name, ()))
    columns = {column.name for column in table.columns}
    assert columns - carried == set(JOURNEY[name]) - carried
    assert set(JOURNEY[name]) <= columns
    pointing = {c.name for c in table.columns if c.foreign_keys or c.name.endswith("_id") or c.name == "gone_at"}
    assert {c for c, why in JOURNEY[name].items() if not why} <= pointing


def filled(session: Session, table: str, number: int) -> None:
    """Give every column that is carried a value of its own, unlike any default."""
    t = METADATA.tables[table]
    values: dict[str, Any] = {}
    for place, column in enumerate(t.columns):
        kept = JOURNEY[table].get(column.name)
        if kept is not None or column.foreign_keys or column.name in FIXED or column.unique:
            continue
        values[column.name] = {
            "Boolean": True, "Integer": place + 1, "AutoString": f"{column.name} Ä 😀",
            "Date": date(2026, 4, 1 + place), "UTCDateTime": datetime(2026, 4, 1 + place, 12, 30, 1, tzinfo=UTC),
        }[type(column.type).__name__]  # fmt: skip
    values |= {name: value for name, value in WORDS.items() if name in values}
    values |= {"round": {"kind": "thematic", "state": "open"}, "assignment": {"kind": "outside"}}.get(table, {})
    session.connection().execute(t.update().where(t.c.id == number).values(**values))


FIXED = {"uid", "name", "withdrawn_at", "known_child_at"}
WORDS = {
    "plan_kind": "tribunal", "exception": "b", "phase_move": "school", "agency": "health", "draw": "stratified",
    "purpose": "sample", "criteria": "Q1 Q2 Q3 Q4", "year_group": 9, "load_share": 60,
}  # fmt: skip


def test_a_work_pack_brings_every_value(party: Party):
    with party.open("lead") as lead:
        sol = person(lead, "SC")
        guidance.write_guidance(lead, 1, "Q1", "Read it all. Ä")
        with lead.write() as session:
            session.add(tables.Conflict(person_id=sol, plan_id=4, reason="Ä plan"))
            session.add(tables.Conflict(person_id=sol, writer="W7", reason="her own"))
            session.flush()
            for table, number in (("round", 1), ("round_plan", 4), ("sampled", 4), ("person", 3)):
                filled(session, table, number)
            assignment = session.exec(select(tables.Assignment.id).where(tables.Assignment.person_id == sol)).one()
            filled(session, "assignment", assignment or 0)
        (pack,) = finished(make_work_packs(lead, 1, [sol], party.folder, {sol: PASSPHRASE}))
        sent = carried_rows(lead, 4, 3)
    path = party.folder / "sol.ehcpaudit"
    finished(begin_from_pack(path, pack.file, PASSPHRASE, None))
    with party.open("sol") as own:
        assert carried_rows(own, 1, 1) == sent


def carried_rows(store: Any, round_plan: int, somebody: int) -> dict[str, list[dict[str, Any]]]:
    """The columns that are carried under their own names, of what one person is sent."""
    conditions = {
        "round": "id = 1", "framework": "id = 1", "criterion": "framework_id = 1", "guidance": "1 = 1",
        "plan": f"id = (SELECT plan_id FROM round_plan WHERE id = {round_plan})", "round_plan": f"id = {round_plan}",
        "sampled": f"round_plan_id = {round_plan}", "person": f"id = {somebody}",
        "conflict": f"person_id = {somebody}", "assignment": f"person_id = {somebody}",
    }  # fmt: skip
    found: dict[str, list[dict[str, Any]]] = {}
    with store.read() as session:
        for name, condition in conditions.items():
            columns = [c for c in METADATA.tables[name].columns if c.name not in JOURNEY[name] or name == "criterion"]
            names = ", ".join(f'"{c.name}"' for c in columns if c.name not in ("id", "framework_id"))
            rows_ = session.connection().exec_driver_sql(f"SELECT {names} FROM {name} WHERE {condition} ORDER BY 1")
            found[name] = [dict(row) for row in rows_.mappings()]
    return found


def test_an_urgent_plan_comes_by_its_sender_and_was_told_on_no_day_to_come(party: Party):
    with party.open("edie") as edie:
        work = answer(edie, "N-1", "EA", Value.PARTLY)
        flag_urgent(edie, work, UrgentKind.NO_PROVISION, "Out of school since May")
        told_contact(edie, 1, "Kim Example", date(2026, 5, 4))

    def change(rows_: dict[str, Any]) -> None:
        (row,) = rows_["urgent"]
        row |= {"raised_by": "Lee Example", "told_on": "9999-12-31", "raised_at": "2090-12-31T00:00:00+00:00"}

    with party.open("lead") as lead:
        taken_in(lead, forged(party, "edie", change))
        with lead.write() as session:
            flag = session.exec(select(tables.UrgentFlag)).one()
            assert (flag.raised_by, flag.contact, flag.told_on) == ("Edie Example", "", None)
            assert flag.raised_at < datetime.now(UTC)
            flag.raised_by = "Hal Example"  # somebody else's flag: she may know it, and tells nothing of it
            session.add(flag)
        taken_in(lead, returned(party, "edie"))
        with lead.read() as session:
            assert session.exec(select(tables.UrgentFlag)).one().told_on is None


HELD = ("answer", "evidence", "outcome", "prompt_mark", "thread_link")


def test_a_return_brings_every_value(party: Party):
    with party.open("edie") as edie:
        work = answer(edie, "N-1", "EA", Value.PARTLY, submit=False)
        with edie.write() as session:
            audit = session.exec(select(tables.Audit.id)).one() or 0
            for part in (0, 1):
                session.merge(
                    tables.Answer(
                        audit_id=audit, criterion_id=1, part=part, value=1, cause="template", agency="health",
                        note="Ä 😀\n\tline",
                    )
                )  # fmt: skip
            session.add(
                tables.Evidence(
                    audit_id=audit, criterion_id=2, position=0, section="F", page=9, paragraph=3, quotation="“Ä”"
                )
            )
            session.add(tables.Outcome(audit_id=audit, number=1, words="to read"))
            session.add(tables.PromptMark(audit_id=audit, passage="0" * 32, mark="counts_not"))
            session.add(
                tables.ThreadLink(audit_id=audit, from_kind="need", from_number=2, to_kind="provision", to_number=5)
            )
            session.get_one(tables.Audit, audit).minutes = 47
        scoring.submit(edie, work)
        scoring.reopen(edie, work, "one more look Ä")
        scoring.submit(edie, work)
        flag_urgent(edie, work, UrgentKind.NO_PROVISION, "Out of school since May Ä\n😀")
        told_contact(edie, 1, "Kim Example, 01632 960001", date(2026, 5, 4))
        sent = held(edie)
    file = returned(party, "edie")
    with party.open("lead") as lead:
        taken_in(lead, file)
        assert held(lead) == sent
    assert len(sent["audit"]) == 2 and all(sent[name] for name in (*HELD, "urgent_flag"))


def held(store: Any) -> dict[str, list[tuple[Any, ...]]]:
    """All revisions with what they hold; revisions by uid, criteria by key."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with store.read() as session:
        names = [c.name for c in METADATA.tables["audit"].columns if c.name not in JOURNEY["audit"]]
        own = ", ".join(f"a.{name}" for name in names)
        found["audit"] = run(session, f"SELECT {own}, p.uid FROM audit a LEFT JOIN audit p ON p.id = a.parent_id")
        for table in HELD:
            columns = {c.name for c in METADATA.tables[table].columns} - set(JOURNEY[table])
            own = ", ".join(f"t.{name}" for name in sorted(columns))
            key = ", c.key" if "criterion_id" in METADATA.tables[table].columns else ""
            join = " JOIN criterion c ON c.id = t.criterion_id" if key else ""
            found[table] = run(
                session, f"SELECT a.uid{key}, {own} FROM {table} t JOIN audit a ON a.id = t.audit_id{join}"
            )
        columns = ", ".join(
            c.name for c in METADATA.tables["urgent_flag"].columns if c.name not in JOURNEY["urgent_flag"]
        )
        found["urgent_flag"] = run(session, f"SELECT {columns} FROM urgent_flag")
    return found


def run(session: Session, statement: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in session.connection().exec_driver_sql(statement)), key=repr)
