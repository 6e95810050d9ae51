"""Urgent plans in a return: what it brings of them, written into the lead's workspace and taken out again."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from auditor.packs.gather import portions
from auditor.packs.rows import UrgentRow
from db.tables import Assignment, UrgentFlag, now


@dataclass(frozen=True)
class UrgentComing:
    """An urgent plan that a return brings: which plan, its place in the sample, and its row here where it is known."""

    row: UrgentRow
    reference: str
    sampled: int
    here: int | None


def urgent_of_return(
    session: Session, rows: Sequence[UrgentRow], own: Mapping[str, tuple[int, str]], sender: str, sealed_at: datetime
) -> tuple[UrgentComing, ...]:
    """What a return brings of urgent plans; `own` leads from the uid of an assignment to its row and its plan.

    Each is flagged by the sender, whatever its row says. One that is here already comes only where the sender flagged
    it, has told somebody, and nobody is noted here: a pack takes nothing back. A day on which somebody was told that
    was still to come as the pack was sealed is left out, so that the plan stays overdue. What is not about a plan of
    the sender's is left out.
    """
    latest = min(sealed_at, now())
    known = _known(session, [row.uid for row in rows])
    places = _places(session, [own[row.assignment][0] for row in rows if row.assignment in own])
    found: list[UrgentComing] = []
    for given in rows:
        row = _as_sent(given, sender, latest)
        assignment, reference = own.get(row.assignment, (0, ""))
        sampled, here = places.get(assignment), known.get(row.uid)
        if sampled is None:
            continue
        theirs = here is not None and here.raised_by == sender and here.sampled_id == sampled
        told_since = here is not None and here.told_on is None and here.done_on is None and row.told_on is not None
        if here is None or (theirs and told_since):
            found.append(UrgentComing(row, reference, sampled, here.id if here else None))
    return tuple(found)


def _as_sent(row: UrgentRow, sender: str, latest: datetime) -> UrgentRow:
    """The row as it may come in: by its sender, at no time to come, and without signs that turn what is read round."""
    contact = _unsteered(row.contact).strip()
    more: dict[str, Any] = {
        "raised_by": sender, "raised_at": min(row.raised_at, latest), "contact": contact, "words": _unsteered(row.words)
    }  # fmt: skip
    if row.told_on is not None and (not contact or row.told_on > latest.astimezone().date()):
        more |= {"contact": "", "told_on": None}
    return row.model_copy(update=more)


def _unsteered(text: str) -> str:
    """A text without the characters that cannot be seen and only steer how the others are set."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def write_urgent(session: Session, coming: Sequence[UrgentComing]) -> dict[str, list[str]]:
    """Write them; gives what undoing needs: the uids that are new, and those of which somebody was told since."""
    for one in coming:
        row = one.row
        if one.here is None:
            session.add(
                UrgentFlag(
                    uid=row.uid, sampled_id=one.sampled, kind=row.kind.value, words=row.words, raised_by=row.raised_by,
                    raised_at=row.raised_at, contact=row.contact, told_on=row.told_on,
                )
            )  # fmt: skip
        else:
            kept = session.get_one(UrgentFlag, one.here)
            kept.contact, kept.told_on = row.contact, row.told_on
            session.add(kept)
    session.flush()
    return {
        "new": [one.row.uid for one in coming if one.here is None],
        "told": [one.row.uid for one in coming if one.here is not None],
    }


def unwrite_urgent(session: Session, before: Mapping[str, Any]) -> None:
    """Take out what a pack brought of urgent plans; what the lead has dealt with since stays as it is."""
    said: Mapping[str, Sequence[str]] = before.get("urgent", {})
    for row in _known(session, [*said.get("new", ()), *said.get("told", ())]).values():
        if row.row_version > 1:
            continue
        if row.uid in said.get("new", ()):
            session.delete(row)
        else:
            row.contact, row.told_on = "", None
            session.add(row)
    session.flush()


def urgent_notes(coming: Sequence[UrgentComing]) -> tuple[str, ...]:
    """Of which plans that are flagged here somebody was told since, in a sentence."""
    told = list(dict.fromkeys(one.reference for one in coming if one.here is not None))
    return (f"Somebody was told of {', '.join(told)}, flagged urgent before.",) if told else ()


def _known(session: Session, uids: Sequence[str]) -> dict[str, UrgentFlag]:
    found: dict[str, UrgentFlag] = {}
    for some in portions(uids):
        found |= {row.uid: row for row in session.exec(select(UrgentFlag).where(col(UrgentFlag.uid).in_(some)))}
    return found


def _places(session: Session, assignments: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in portions(assignments):
        rows = session.exec(select(Assignment.id, Assignment.sampled_id).where(col(Assignment.id).in_(some)))
        found |= {key or 0: sampled for key, sampled in rows}
    return found
