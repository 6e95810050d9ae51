"""For whom a round's report is, which parts it has in which order, and what is written in them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlmodel import Session, select

from auditor.changed import Changed
from auditor.reports.content import SECTIONS
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Commentary as CommentaryRow
from db.tables import ReportChoice, Round, now
from db.vocabulary import Agency, Edition

WRITTEN = ("short", "recommendations", "background", "findings", "change", "actions", "evidence", "next_steps")
"""The parts that people write in; what is worked out for `short`, `change`, `actions` and `evidence` follows it."""
REPORT = Changed(frozenset({"report"}))
MOST = 20_000


class Audience(StrEnum):
    """Whom a report is for, and so its shape."""

    BOARD = "board"
    FRONT = "front"
    AGENCY = "agency"
    FAMILIES = "families"


@dataclass(frozen=True)
class Choice:
    """A report as it was chosen. `parts` are shown, in their order; `words` is what is written, by part."""

    audience: str = Audience.BOARD
    edition: str = Edition.PARTNERSHIP
    parts: tuple[str, ...] = SECTIONS
    words: dict[str, str] = field(default_factory=dict[str, str])


def key_of(audience: Audience, agency: str = "") -> str:
    """What a report is kept under: its audience, with the agency where it is for one: `agency:health`.

    Raises UserError (`no_agency`) for an agency's report without an agency.
    """
    if audience != Audience.AGENCY:
        return audience.value
    if agency not in {a.value for a in Agency}:
        names = ", ".join(f"agency:{a.value}" for a in Agency)
        raise UserError("no_agency", f"An agency's report needs to know which: {names}. No report was made.")
    return f"{audience.value}:{agency}"


def audience_of(key: str) -> tuple[Audience, str]:
    """The audience, and the agency where there is one. Raises UserError: `no_audience`, `no_agency`."""
    name, _, agency = key.partition(":")
    if name not in {a.value for a in Audience}:
        known = ", ".join(a.value for a in Audience if a != Audience.AGENCY)
        raise UserError(
            "no_audience", f"There is no report for “{name}”. Choose {known} or agency:health and the like."
        )
    key_of(Audience(name), agency)
    return Audience(name), agency


def choice_of(store: Store, round_id: int, key: str) -> Choice:
    """The report of a round as it was last chosen, or as it is at first."""
    with store.read() as session:
        return read_choice(session, round_id, key)


def read_choice(session: Session, round_id: int, key: str) -> Choice:
    """The same within another job."""
    audience_of(key)
    row = session.get(ReportChoice, (round_id, key))
    rows = session.exec(
        select(CommentaryRow).where(CommentaryRow.round_id == round_id, CommentaryRow.audience == key)
    ).all()
    words = {row.section: row.words for row in rows if row.words}
    if row is None:
        return Choice(key, words=words)
    try:
        kept: list[Any] = json.loads(row.sections)
    except ValueError:
        kept = [*SECTIONS]  # changed behind the program's back
    parts = tuple(part for part in kept if part in SECTIONS)
    return Choice(key, row.edition, parts, words)


def choose(store: Store, round_id: int, key: str, edition: str, parts: Sequence[str]) -> Changed:
    """Keep which parts a report has, in which order, and its edition. Raises UserError: `no_part`, `no_edition`."""
    audience_of(key)
    if edition not in {e.value for e in Edition}:
        raise UserError("no_edition", f"There is no {edition} edition. Nothing was changed.")
    if not set(parts) <= set(SECTIONS) or len(set(parts)) < len(parts):
        raise UserError("no_part", "A report has each of its parts once. Nothing was changed.")
    with store.write() as session:
        row = session.get(ReportChoice, (round_id, key)) or ReportChoice(
            round_id=round_id, audience=key, edition=edition, sections="[]", row_version=0
        )
        row.edition, row.sections = edition, json.dumps(list(parts))
        row.row_version += 1
        session.add(row)
        _log(session, store, round_id, "chose the parts of a report")
        return REPORT


def write(store: Store, round_id: int, key: str, part: str, words: str) -> Changed:
    """Keep what is written in one part of a report, in place of what was. Raises UserError: `no_part`, `too_long`."""
    audience_of(key)
    if part not in WRITTEN:
        raise UserError("no_part", "Nothing can be written in that part. Nothing was changed.")
    if len(words) > MOST:
        raise UserError("too_long", f"Commentary holds up to {MOST:,} characters. Nothing was changed. Shorten it.")
    with store.write() as session:
        row = session.exec(
            select(CommentaryRow).where(
                CommentaryRow.round_id == round_id, CommentaryRow.audience == key, CommentaryRow.section == part
            )
        ).one_or_none() or CommentaryRow(round_id=round_id, audience=key, section=part, words="", by="", row_version=0)
        row.words, row.by, row.at = words.strip(), store.owner(session).name, now()
        row.row_version += 1
        session.add(row)
        _log(session, store, round_id, "wrote in a report")
        return REPORT


def _log(session: Session, store: Store, round_id: int, what: str) -> None:
    rnd = session.get(Round, round_id)
    log.append(session, who=store.owner(session).name, what=what, subject=rnd.name if rnd else "")
