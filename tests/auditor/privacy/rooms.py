"""A made-up round that was signed off, full of words that can be searched for in the bytes of files."""

import json
from pathlib import Path

from sqlmodel import Session, select

from auditor import ready_made, scoring
from auditor.allocation.allocate import Exclusion
from auditor.answers import Answer
from auditor.contents import Evidence
from auditor.evidence import add_evidence, set_outcomes
from auditor.moderation.decide import decide, overrule
from auditor.people.records import add_exclusion, remove_exclusion
from auditor.report_builder.choice import write
from auditor.round_moves import move_on
from db import log
from db.backups import Why, back_up
from db.store import Store
from db.tables import (
    Aside,
    AsideReply,
    Assignment,
    Audit,
    Conflict,
    Criterion,
    Exemplar,
    FactPoint,
    FactSheet,
    Meeting,
    Mending,
    NotedView,
    Pack,
    Paper,
    Person,
    Present,
    ReferenceAnswer,
    Reply,
    Sampled,
    UrgentFlag,
    now,
)
from db.vault import Key
from db.vocabulary import RoundState, Value
from tests.building import PEOPLE, assignment_of, make_round, score, small_framework

MARK = "Zebrafinch"
"""Stands in every made-up word that a purge has to remove."""


def word(of: str) -> str:
    """Words that no other column holds."""
    return f"{MARK} {of}"


def lead_workspace(path: Path, key: Key | None = None) -> Store:
    """Two rounds, *Spring* signed off and *Spring 2026* under way; N-001 is in both, N-002 in *Spring* alone."""
    store = Store.create(path, owner="Lee Example", role="lead", council="Example Council", key=key)
    ready_made.add_people(store, PEOPLE)
    framework = small_framework(path.parent)
    (path.parent / "small.toml").unlink()
    spring = make_round(store, framework, ["N-001", "N-002"], {"N-001": ["EA"], "N-002": ["HB"]}, name="Spring")
    later = make_round(store, framework, ["N-001", "N-003"], {"N-001": ["SC"], "N-003": ["EA"]}, name="Spring 2026")
    for rnd, plan, code in ((spring, "N-001", "EA"), (spring, "N-002", "HB"), (later, "N-003", "EA")):
        _scored(store, rnd, plan, code, MARK if rnd == spring else "Wagtail")
    back_up(store, Why.OPENED)
    again = assignment_of(store, spring, "N-001", "EA")
    scoring.reopen(store, again, word("reason to reopen"))
    back_up(store, Why.PACKS)
    scoring.submit(store, again)
    people = {p.code: p.id for p in _all(store, Person)}
    add_exclusion(store, people["SC"], Exclusion("plan", "N-002", word("reason of an exclusion")))
    add_exclusion(store, people["EA"], Exclusion("plan", "N-002", word("reason of another exclusion")))
    remove_exclusion(store, next(c.id or 0 for c in _all(store, Conflict) if c.person_id == people["EA"]))
    _what_packs_leave(store, spring)
    write(store, spring, "board", "short", word("commentary"))
    for state in (RoundState.MODERATING, RoundState.FACTS_CHECK):
        move_on(store, spring, state)
    decide(store, 1, "Q2", Value.PARTLY, word("reason of a decision"), "template", "education")
    overrule(store, 1, "Q2", Value.PARTLY, word("reason of another decision"), "template", "education")
    move_on(store, spring, RoundState.MODERATING, word("reason to go back"))
    for state in (RoundState.FACTS_CHECK, RoundState.SIGNED_OFF):
        move_on(store, spring, state)
    return store


def _scored(store: Store, rnd: int, plan: str, code: str, mark: str) -> None:
    at = assignment_of(store, rnd, plan, code)
    score(store, rnd, plan, code, [Value.MET] * 4, submit=False)
    scoring.save_answer(store, at, "Q1", Answer(Value.PARTLY, "template", "education", f"{mark} note on {plan}"))
    add_evidence(store, at, "Q1", Evidence("F", 3, None, f"{mark} quotation of {plan}"))
    set_outcomes(store, at, [f"{mark} outcome of {plan}"])
    scoring.submit(store, at)


def _what_packs_leave(store: Store, rnd: int) -> None:
    """A pack that came in, papers of it, and what the lead holds to be right: rows as other jobs write them."""
    with store.write() as session:
        pack = Pack(
            kind="return", outgoing=False, round_id=rnd, device="d", number=1, digest="0" * 64, log_head="0" * 64,
            sealed_at=now(), applied_at=now(), undone_at=now(), undone_why=word("reason to undo"),
            before=json.dumps({"rows": [["round_plan", 2, {"area": word("before")}]]}), summary=f'"{word("summary")}"',
            token="token",
        )  # fmt: skip
        session.add(pack)
        session.flush()
        assignment = session.exec(select(Assignment).order_by(Assignment.id)).first()  # type: ignore[arg-type]
        assert assignment is not None
        session.add(
            Paper(
                pack_id=pack.id or 0, assignment_id=assignment.id or 0, kind="pdf", form="whole", size=9,
                digest="0" * 64, age_secret=word("key of a paper"), expires_on=now().date(),
            )
        )  # fmt: skip
        sampled, criterion = session.exec(select(Sampled)).first(), session.exec(select(Criterion)).first()
        assert sampled is not None
        assert criterion is not None
        session.add(
            ReferenceAnswer(
                sampled_id=sampled.id or 0, criterion_id=criterion.id or 0, value=2, reason=word("what is right")
            )
        )
        aside = Aside(
            sampled_id=sampled.id or 0, criterion_id=criterion.id or 0, kind="asked", words=word("question"),
            by="Lee Example", closed_at=now(),
        )  # fmt: skip
        meeting = Meeting(round_id=rnd, held_on=now().date(), words=word("minutes"))
        session.add_all([aside, meeting])
        session.flush()
        session.add_all(
            [
                AsideReply(aside_id=aside.id or 0, assignment_id=assignment.id or 0, words=word("reply")),
                Present(meeting_id=meeting.id or 0, person_id=assignment.person_id),
                NotedView(
                    meeting_id=meeting.id or 0, sampled_id=sampled.id or 0, criterion_id=criterion.id or 0,
                    person_id=assignment.person_id, value=1,
                ),
            ]
        )  # fmt: skip
        _what_follows_the_audit(session, rnd, sampled.id or 0, criterion.id or 0)
        _what_was_learnt(session, sampled.id or 0)
        audit = session.exec(select(Audit).where(Audit.number == 1, Audit.reason == "")).first()
        assert audit is not None
        audit.withdrawn_at, audit.withdrawn_why = None, ""
        log.append(session, who="Lee Example", what="undid a pack", subject="Spring EA", why=word("in the log"))


def _what_follows_the_audit(session: Session, rnd: int, sampled: int, criterion: int) -> None:
    """A facts check, an urgent plan and one audited again, in everybody's words."""
    day = now().date()
    sheet = FactSheet(round_id=rnd, sampled_id=sampled, sent_on=day)
    session.add(sheet)
    session.flush()
    session.add(
        FactPoint(
            sheet_id=sheet.id or 0, sampled_id=sampled, criterion_id=criterion, words=word("point raised"),
            raised_on=day, outcome="not_accepted", why=word("why not accepted"), settled_by="Lee Example",
            settled_on=day,
        )
    )  # fmt: skip
    session.add(
        UrgentFlag(
            sampled_id=sampled, kind="safeguarding", words=word("why urgent"), raised_by="Edie Example",
            contact="Kim Example", told_on=day, done_words=word("what was done"), done_on=day,
        )
    )  # fmt: skip
    session.add(
        Mending(
            sampled_id=sampled, criterion_id=criterion, seen_id=sampled, result="yes", words=word("on mending"),
            by="Lee Example",
        )
    )  # fmt: skip


def _what_was_learnt(session: Session, sampled: int) -> None:
    """A writer's reply, and a good plan that is shown and one that was withdrawn."""
    day = now().date()
    session.add(Reply(sampled_id=sampled, words=word("reply of a writer"), received_on=day, entered_by="Lee Example"))
    shown = Exemplar(
        sampled_id=sampled, criteria="Q2", passage=word("good passage"), redacted=word("copy").encode(),
        agreed_by=word("who agreed"), basis="consent", basis_words=word("consent"), agreed_on=day, review_on=day,
    )  # fmt: skip
    gone = Exemplar(
        sampled_id=sampled, criteria="Q2", agreed_by=word("who agreed"), basis="legal", basis_words=word("legal basis"),
        agreed_on=day, review_on=day, withdrawn_on=day, withdrawn_why=word("why withdrawn"),
    )  # fmt: skip
    session.add_all([shown, gone])


def _all(store: Store, table: type) -> list:  # type: ignore[type-arg]
    with store.read() as session:
        return list(session.exec(select(table)).all())


def bytes_with(folder: Path, text: str = MARK) -> list[str]:
    """The files of a folder, and of folders in it, in whose bytes a text stands."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    assert files, "nothing to search"
    forms = (text.encode(), text.encode("utf-16-le"))
    return [str(file.relative_to(folder)) for file in files if any(form in file.read_bytes() for form in forms)]


def decrypted(folder: Path, key: Key, into: Path) -> Path:
    """Copies of every encrypted workspace of a folder, in the clear, page by page with whatever is left in them."""
    from db.connection import write_under

    into.mkdir()
    for number, file in enumerate(sorted(folder.rglob("*.ehcpaudit"))):
        write_under(file, key, into / f"{number}.sqlite", None)
    return into
