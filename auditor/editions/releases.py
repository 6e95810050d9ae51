"""The register of what was published: a public edition is made, and what it showed and hid and who agreed is kept."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import ValidationError
from sqlmodel import Session, col, select

from auditor.audits import framework_of
from auditor.cases import round_called
from auditor.editions.figures import Earlier, Hidden, Least, PublicFigures, Publishing, figures_from_json
from auditor.editions.kept import PUBLISHED, told_of
from auditor.editions.public import public, whole_lines_refused
from auditor.editions.report import public_report
from auditor.editions.tables import PUBLIC_FIELDS
from auditor.figures import Results
from auditor.frameworks import Framework
from auditor.policy import policy
from auditor.report_builder.letterhead import letterhead_of
from auditor.reports.details import ReportDetails
from auditor.reports.make import FORMATS, check_formats, file_steps
from auditor.results import results
from auditor.round_states import Deed, need, was_purged
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Release
from db.vocabulary import Edition

NOBODY = (
    "A public edition needs the name of who agreed to it, such as the data protection officer, once they have seen "
    "what is hidden and why. Nothing was published."
)
LONGEST = 200
"""Letters of who agreed, and of who saw the figures early."""


@dataclass(frozen=True)
class Published:
    """One edition that is out: when and by whom, who agreed, who saw it early, what it is known by, what it hid."""

    id: int
    edition: str
    at: datetime
    by: str
    agreed_by: str
    seen_early: str
    mark: str
    fingerprint: str
    whole_lines: bool
    hidden: tuple[Hidden, ...]
    files: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """What would be published now: the figures, or why none can be; why all lines may not be shown, if they may not."""

    round: str
    figures: PublicFigures | None
    refused: str
    whole_refused: str
    earlier: tuple[Published, ...]


def draft(store: Store, round_name: str, *, whole_lines: bool = False) -> Draft:
    """What a public edition of a round would show and hide. Writes nothing. Raises UserError (`no_round`)."""
    found = _read(store, round_name)
    why = whole_lines_refused(found.results, found.earlier)
    try:
        figures = found.public(whole_lines=whole_lines)
    except UserError as problem:
        return Draft(round_name, None, str(problem), why, found.out)
    return Draft(round_name, figures, "", why, found.out)


def shown_to_all(store: Store, round_name: str) -> tuple[PublicFigures, bool]:
    """The figures of the newest public edition, and True; before there is one what it would show, and False.

    Whatever else goes to the public shows these and no others. Raises UserError (`no_round`), and as `public` where
    nothing can be published.
    """
    found = _read(store, round_name)
    return (found.earlier[-1].figures, True) if found.earlier else (found.public(whole_lines=False), False)


def releases(store: Store, round_name: str) -> tuple[Published, ...]:
    """The editions of a round that are out, the oldest first. Raises UserError (`no_round`)."""
    with store.read() as session:
        return tuple(_published(row) for row in _rows(session, round_called(session, round_name).id or 0))


def public_details(store: Store) -> ReportDetails:
    """The head of a public edition: the council and whom to ask, as its letterhead says. Nobody is named by default."""
    council, head = store.owner().council, letterhead_of(store)
    today = datetime.now().astimezone().date()
    return ReportDetails(
        council=council, contact=head.contact or council, date=today, edition=Edition.PUBLIC.value,
        classification=head.classification,
    )  # fmt: skip


def release_steps(
    store: Store,
    round_name: str,
    out: Path,
    *,
    agreed_by: str,
    seen_early: str = "",
    whole_lines: bool = False,
    formats: Sequence[str] = FORMATS,
    split: bool = False,
) -> Iterator[str | tuple[Path, ...]]:
    """Make the files of a public edition in the folder `out` and enter it in the register, in steps for a progress bar.

    What is being done in words, and last the paths. Where it cannot be entered the files are taken away again. Raises
    UserError: `nobody_agreed`, `too_long`, those of `public`, of `file_steps` and of `round_states.need`.
    """
    agreed_by, seen_early = " ".join(agreed_by.split()), " ".join(seen_early.split())
    if not agreed_by:
        raise UserError("nobody_agreed", NOBODY)
    if max(len(agreed_by), len(seen_early)) > LONGEST:
        raise UserError("too_long", f"Names have up to {LONGEST} letters here. Nothing was published. Shorten them.")
    check_formats(formats)
    yield "Working out what may be published"
    found = _read(store, round_name)
    figures = found.public(whole_lines=whole_lines)
    earlier = tuple((row.mark, _day(row.at)) for row in found.out)
    details = public_details(store)
    report = public_report(figures, found.framework, details, Publishing(agreed_by, seen_early, earlier))
    head = letterhead_of(store)
    report = replace(report, imprint=replace(report.imprint, logo=head.logo, accent=head.accent))
    files: tuple[Path, ...] = ()
    for step in file_steps(report, out, formats, split=split):
        if isinstance(step, str):
            yield step
        else:
            files = step
    try:
        _enter(store, found, figures, files, (agreed_by, seen_early))
    except BaseException:
        for file in files:
            file.unlink(missing_ok=True)
        raise
    yield files


def finished(
    store: Store,
    round_name: str,
    out: Path,
    *,
    agreed_by: str,
    seen_early: str = "",
    whole_lines: bool = False,
    formats: Sequence[str] = FORMATS,
    split: bool = False,
) -> tuple[Path, ...]:
    """As `release_steps`, at once: the paths."""
    for step in release_steps(
        store, round_name, out, agreed_by=agreed_by, seen_early=seen_early, whole_lines=whole_lines,
        formats=formats, split=split,
    ):  # fmt: skip
        if not isinstance(step, str):
            return step
    raise AssertionError("the last step is the paths")


@dataclass(frozen=True)
class _Read:
    """All that a public edition of a round is made from."""

    round_id: int
    results: Results
    framework: Framework
    earlier: tuple[Earlier, ...]
    out: tuple[Published, ...]
    purged: str

    def public(self, *, whole_lines: bool) -> PublicFigures:
        if self.purged:
            raise UserError("round_state", f"{self.purged} Nothing was published.")
        asked = policy()
        least = Least(asked.public_count_least, asked.public_percent_least)
        return public(self.framework, self.results, self.earlier, whole_lines=whole_lines, least=least)


def _read(store: Store, round_name: str) -> _Read:
    figures = results(store, round_name, tuple((field,) for field in PUBLIC_FIELDS))
    with store.read() as session:
        rnd = round_called(session, round_name)
        round_id, rows = rnd.id or 0, _rows(session, rnd.id or 0)
        earlier = tuple(Earlier(_figures(row), row.fingerprint) for row in rows if row.edition == Edition.PUBLIC)
        out = tuple(_published(row) for row in rows)
        return _Read(round_id, figures, framework_of(session, round_id), earlier, out, was_purged(rnd))


def _enter(store: Store, found: _Read, figures: PublicFigures, files: Sequence[Path], agreed: tuple[str, str]) -> None:
    """Write the register's row and the log's entry."""
    agreed_by, seen_early = agreed
    kept = [{"name": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()} for file in files]
    with store.write() as session:
        rnd = need(session, found.round_id, Deed.PUBLISH)
        owner = store.lead(session, "publishes figures")
        if len(_rows(session, found.round_id)) != len(found.out):
            raise UserError(
                "published_meanwhile",
                "Another edition of this round was published meanwhile. Nothing was published. Look at what is hidden "
                "again.",
            )
        log.append(
            session,
            who=owner.name,
            what=PUBLISHED,
            subject=rnd.name,
            after=told_of(figures.mark, found.results.fingerprint),
        )
        session.add(
            Release(
                round_id=found.round_id,
                edition=Edition.PUBLIC.value,
                by=owner.name,
                agreed_by=agreed_by,
                seen_early=seen_early,
                fingerprint=found.results.fingerprint,
                figures=figures.to_json(),
                hidden=json.dumps([[h.where, h.why] for h in figures.hidden], ensure_ascii=False),
                files=json.dumps(kept, ensure_ascii=False),
                log_head=log.head(session),
            )
        )


def _rows(session: Session, round_id: int) -> list[Release]:
    return list(session.exec(select(Release).where(Release.round_id == round_id).order_by(col(Release.id))))


def _figures(row: Release) -> PublicFigures:
    try:
        return figures_from_json(row.figures)
    except ValidationError as problem:
        raise UserError(
            "release_unread",
            "The register of what was published from this round cannot be read, so nobody can say what another edition "
            "would give away. Nothing was published. The command workspace check tells more.",
        ) from problem


def _published(row: Release) -> Published:
    figures = _figures(row)
    files = tuple(str(file["name"]) for file in json.loads(row.files))
    return Published(
        row.id or 0, row.edition, row.at, row.by, row.agreed_by, row.seen_early, figures.mark, row.fingerprint,
        figures.whole_lines, figures.hidden, files,
    )  # fmt: skip


def _day(moment: datetime) -> date:
    """The day of a moment kept in UTC, in this computer's time."""
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone().date()
