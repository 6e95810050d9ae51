"""300 return packs of 10 plans with 40 answers each: how long until they are staged, and until they are applied.

Run as `python -m tests.benchmarks.packs [PACKS] [PLANS]`. It prints the figure beside SQLite alone doing the same
inserts, and how staging grows with the plans of one pack.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from auditor import ready_made
from auditor.packs.apply import apply
from auditor.packs.container import Recipient, new_token, seal
from auditor.packs.keys import Own, own_identity
from auditor.packs.manifest import ROWS, Manifest, Reader, RoundNamed, Sender
from auditor.packs.rows import ReturnedRow, ReturnRows, RevisionRow
from auditor.packs.stage import stage
from auditor.packs.work import next_number
from auditor.steps import finished
from db import log
from db.connection import driver
from db.store import Store
from db.tables import METADATA, Assignment, Framework, Pack, Person, Round, Workspace, new_uid, now
from db.vocabulary import Draw, PackKind, RoundKind, Value
from tests.building import small_framework

QUESTIONS = 40
TARGET = 10.0


def main() -> None:
    """Build, seal, stage, apply; print what each took."""
    packs, plans = (int(word) for word in (*sys.argv[1:3], *("300", "10")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        store = lead(room, packs, plans)
        files, sealing = timed(lambda: [returned(store, room, number, plans) for number in range(packs)])
        answers = packs * plans * QUESTIONS
        print(f"{packs} packs of {plans} plans, {answers:,} answers; made and sealed in {sealing:.1f} s")
        worked = time.process_time()
        staged, staging = timed(lambda: finished(stage(store, files)))
        done, applying = timed(lambda: finished(apply(store, staged)))
        worked = time.process_time() - worked
        assert len(done.packs) == packs, done.left_out
        raw = alone(store, room)
        store.close()
        whole = staging + applying
        verdict = "within" if whole <= TARGET else "over"
        print(f"staged in {staging:.1f} s, applied in {applying:.1f} s: {whole:.1f} s, {verdict} {TARGET:.0f} s")
        print(f"of that the processor worked {worked:.1f} s; the rest is the disk, and whatever else runs here")
        print(f"SQLite alone, the same rows in as many transactions: {raw:.1f} s")
    for many in (500, 1000, 2000):
        with tempfile.TemporaryDirectory() as folder:
            room = Path(folder)
            store = lead(room, 1, many)
            file = returned(store, room, 0, many)
            staged, staging = timed(lambda file=file, store=store: finished(stage(store, [file])))
            _, applying = timed(lambda staged=staged, store=store: finished(apply(store, staged)))
            store.close()
            print(f"one pack of {many:,} plans: staged in {staging:.1f} s, applied in {applying:.1f} s")


def timed(job: Callable[[], Any]) -> tuple[Any, float]:
    """What a job gives, and how many seconds it took."""
    start = time.perf_counter()
    return job(), time.perf_counter() - start


def lead(room: Path, people: int, plans: int) -> Store:
    """A round in which everybody scores as many plans, each with a work pack that was sent."""
    store = Store.create(room / "lead.ehcpaudit", owner="Lee Example", role="lead", council="Example Council")
    ready_made.add_people(store, [ready_made.NewPerson(f"P{n:03}", f"Person {n}", "education") for n in range(people)])
    listed = [ready_made.NewPlan(f"N-{n:05}", area="North") for n in range(people * plans)]
    given = [ready_made.NewAssignment(plan.reference, f"P{n // plans:03}") for n, plan in enumerate(listed)]
    new = ready_made.DrawnRound("Spring", RoundKind.FULL, date(2026, 3, 31), draw=Draw.ALL)
    ready_made.make_round(store, small_framework(room, criteria=QUESTIONS), new, listed, given)
    with store.write() as session:
        own_identity(session)
        head = log.head(session)
        for person in session.exec(select(Person)).all():
            session.add(
                Pack(
                    uid=new_uid(), kind=PackKind.WORK.value, outgoing=True, round_id=1, person_id=person.id,
                    device=new_uid(), number=next_number(session, 1, PackKind.WORK), token=new_token(), digest="",
                    log_head=head, sealed_at=now(),
                )
            )  # fmt: skip
    return store


def returned(store: Store, room: Path, number: int, plans: int) -> Path:
    """A return as somebody's own workspace would seal it, with all plans submitted."""
    from tests.auditor.packs.sealing import keys

    with store.read() as session:
        own, lead_key = keys(), own_identity(session)
        person = session.exec(select(Person).where(Person.code == f"P{number:03}")).one()
        work = session.exec(select(Pack).where(Pack.person_id == person.id)).one()
        uids = session.exec(select(Assignment.uid).where(Assignment.person_id == person.id)).all()
        assert len(uids) == plans
        rows = _rows(session, person, list(uids))
        manifest = _manifest(session, person, work, own)
    sealed = seal(
        manifest, {ROWS: rows.model_dump_json().encode()}, to=Recipient(age_public=(lead_key.age_public,)),
        sign_secret=own.sign_secret,
    )  # fmt: skip
    file = room / f"{number}.ehcppack"
    file.write_bytes(sealed.content)
    return file


def _rows(session: Session, person: Person, uids: list[str]) -> ReturnRows:
    device, moment = new_uid(), now()
    answers = tuple(
        (f"Q{n}", 0, Value(n % 3), "template" if n % 3 < 2 else "", "health" if n % 3 < 2 else "", f"Section F, {n}")
        for n in range(1, QUESTIONS + 1)
    )
    assignments: list[ReturnedRow] = []
    for uid in uids:
        revision = RevisionRow(
            uid=new_uid(), device=device, number=1, parent="", state="submitted", reason="", digest="0" * 64,
            started_at=moment, ended_at=moment, minutes=40, answers=answers, evidence=(), outcomes=(), marks=(),
            links=(),
        )  # fmt: skip
        revision = revision.model_copy(update={"digest": revision.contents().digest()})
        assignments.append(ReturnedRow(uid=uid, known_child_at=None, revisions=(revision,)))
    return ReturnRows(
        round=session.get_one(Round, 1).uid,
        person=person.uid,
        assignments=tuple(assignments),
        conflicts=(),
        gone=(),
        urgent=(),
        replies=(),
    )


def _manifest(session: Session, person: Person, work: Pack, own: Own) -> Manifest:
    lead_uid = session.exec(select(Workspace)).one().uid
    rnd = session.get_one(Round, 1)
    return Manifest(
        kind=PackKind.RETURN, uid=new_uid(), number=1, round=RoundNamed(uid=rnd.uid, name=rnd.name),
        framework=session.get_one(Framework, 1).hash, council="Example Council",
        sender=Sender(
            uid=person.uid, name=person.name, code=person.code, device=new_uid(), sign_public=own.sign_public,
            age_public=own.age_public,
        ),
        reader=Reader(uid=lead_uid, name="Lee Example", code=""), answers_to=work.uid, token=work.token,
        sealed_at=now(), log_head="0" * 64,
    )  # fmt: skip


def alone(store: Store, room: Path) -> float:
    """Seconds that SQLite takes for the same rows of audits and answers, in one transaction for each pack."""
    with store.read() as session:
        rows = {
            name: [tuple(r) for r in session.connection().exec_driver_sql(f"SELECT * FROM {name}")]
            for name in ("audit", "answer")
        }
        made = [
            sql
            for (sql,) in session.connection().exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE tbl_name IN ('audit', 'answer') AND sql IS NOT NULL"
            )
        ]
    pack = next(n for n, column in enumerate(METADATA.tables["audit"].columns) if column.name == "pack_id")
    by_pack: dict[int, tuple[list[Any], list[Any]]] = {}
    whose = {row[0]: row[pack] for row in rows["audit"]}
    for row in rows["audit"]:
        by_pack.setdefault(row[pack], ([], []))[0].append(row)
    for row in rows["answer"]:
        by_pack[whose[row[0]]][1].append(row)
    connection = driver.connect(str(room / "alone.db"), isolation_level=None)
    for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", *made):
        connection.execute(statement)
    start = time.perf_counter()
    for audits, answers in by_pack.values():
        connection.execute("BEGIN IMMEDIATE")
        for name, some in (("audit", audits), ("answer", answers)):
            connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(some[0]))})", some)
        connection.execute("COMMIT")
    taken = time.perf_counter() - start
    connection.close()
    return taken


if __name__ == "__main__":
    main()
