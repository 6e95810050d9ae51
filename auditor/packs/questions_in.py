"""Questions about differences as a work pack brings them, and replies as a return does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from auditor.packs.bulk import Before, merge
from auditor.packs.gather import portions
from auditor.packs.rows import QuestionRow, ReplyRow
from db.tables import Aside, AsideReply, Assignment, Criterion, RoundPlan, Sampled, now
from db.vocabulary import AsideKind

TAKEN = "This reply is known here as another one. Ask its sender what they wrote."


@dataclass(frozen=True)
class ComingReply:
    """A reply that would come in: to which question about which plan, and what was written before, if anything.

    `refused` says why it stays out; empty where it comes in.
    """

    row: ReplyRow
    aside: int
    assignment: int
    criterion: str
    before: str
    refused: str = ""


def coming_replies(
    session: Session, rows: Sequence[ReplyRow], here: Mapping[str, int]
) -> tuple[tuple[ComingReply, ...], int]:
    """The replies that are new here or later than what is here, and how many are to nothing that was asked.

    One that goes by the uid of another reply here is among them as refused.

    `here` gives the sender's assignments of the round by uid. Of two replies to one question the later one stands, in
    whatever order they come.
    """
    asked = _asked(session, rows)
    kept = {
        (row.aside_id, row.assignment_id): row
        for some in portions([aside for aside, _, _ in asked.values()])
        for row in session.exec(select(AsideReply).where(col(AsideReply.aside_id).in_(some)))
    }
    taken = {
        row.uid: (row.aside_id, row.assignment_id)
        for some in portions([r.uid for r in rows])
        for row in session.exec(select(AsideReply).where(col(AsideReply.uid).in_(some)))
    }
    plans = {
        row: sampled
        for some in portions(sorted(here.values()))
        for row, sampled in session.exec(
            select(Assignment.id, Assignment.sampled_id).where(col(Assignment.id).in_(some))
        )
    }
    coming: list[ComingReply] = []
    left_out = 0
    for row in rows:
        assignment, found = here.get(row.assignment), asked.get(row.aside)
        if assignment is None or found is None or plans.get(assignment) != found[1]:
            left_out += 1
            continue
        old = kept.get((found[0], assignment))
        if old is None or (old.at, old.uid, old.words) < (row.at, row.uid, row.words):
            own = taken.get(row.uid, (found[0], assignment)) == (found[0], assignment)
            coming.append(
                ComingReply(row, found[0], assignment, found[2], old.words if old else "", "" if own else TAKEN)
            )
    return tuple(coming), left_out


def _asked(session: Session, rows: Sequence[ReplyRow]) -> dict[str, tuple[int, int, str]]:
    """The questions these reply to, by uid: their row, their plan's place, and the criterion's key."""
    return {
        uid: (row or 0, sampled, key)
        for some in portions([r.aside for r in rows])
        for uid, row, sampled, key in session.exec(
            select(Aside.uid, Aside.id, Aside.sampled_id, Criterion.key)
            .join(Criterion, col(Criterion.id) == Aside.criterion_id)
            .where(col(Aside.uid).in_(some), Aside.kind == AsideKind.ASKED)
        )
    }


def write_replies(session: Session, replies: Sequence[ComingReply], before: Before) -> None:
    """Keep what was written back; `before` gets what was there."""
    for one in replies:
        values = {
            "uid": one.row.uid, "aside_id": one.aside, "assignment_id": one.assignment, "words": one.row.words,
            "at": one.row.at,
        }  # fmt: skip
        merge(session, "aside_reply", "aside_id", [values], before, within="assignment_id")


def write_questions(
    session: Session,
    rows: Sequence[QuestionRow],
    sampled: Mapping[str, int],
    keys: Mapping[str, int],
    round_id: int,
    before: Before,
) -> None:
    """Bring an auditor's open questions in line with the lead's; one that the lead asks no more is closed."""
    wanted = {r.uid for r in rows}
    for row in open_here(session, round_id):
        if row.uid not in wanted:
            before.append(["aside", row.id, {"closed_at": None}])
            row.closed_at = now()
            session.add(row)
    session.flush()
    values = [
        {
            "uid": r.uid, "sampled_id": sampled[r.sampled], "criterion_id": keys[r.criterion],
            "kind": AsideKind.ASKED.value, "words": r.words, "by": r.by, "at": r.at, "closed_at": None,
        }
        for r in rows
    ]  # fmt: skip
    merge(session, "aside", "uid", values, before)


def open_here(session: Session, round_id: int) -> Sequence[Aside]:
    """The questions of a round that are open in this file."""
    return session.exec(
        select(Aside)
        .join(Sampled, col(Sampled.id) == Aside.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id, Aside.kind == AsideKind.ASKED, col(Aside.closed_at).is_(None))
        .order_by(col(Aside.id))
    ).all()
