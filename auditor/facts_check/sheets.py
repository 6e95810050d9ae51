"""The sheets of a facts check: what a plan's writer or an agency reads, and the files they get."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from sqlmodel import Session, col, select

from auditor.facts_check.findings import Finding, findings, with_what_they_rest_on
from auditor.facts_check.view import AGENCIES
from auditor.file_names import cut, mark_of
from auditor.reports.blocks import Block, Facts, Heading, Paragraph, Table, Title
from auditor.reports.details import Imprint
from auditor.reports.make import slug
from auditor.reports.wording import long_date
from auditor.reports.wording import say as say_report
from auditor.round_states import Deed, need, round_of
from db import log
from db.errors import UserError
from db.files import whole
from db.store import Store
from db.tables import FactSheet, Plan, Round, RoundPlan, Sampled
from db.vocabulary import Agency, Cause
from resources.sentences import Sentences

say = Sentences("facts.toml").say
MADE = "made sheets for the facts check"
FORMATS = ("pdf", "docx")
CAUSES: Mapping[str, str] = {
    Cause.ADVICE_MISSING: "advice missing", Cause.ADVICE_WEAK: "advice weak", Cause.REQUEST: "request for advice",
    Cause.PLAN_WRITING: "writing of the plan", Cause.TEMPLATE: "template", Cause.PROCESS: "process",
    Cause.OUT_OF_DATE: "out of date", Cause.OTHER: "other",
}  # fmt: skip
ELSEWHERE = ("dates", "review")
"""Where a question may look beside the plan's lettered sections."""
_ANSWERS = {2: "met", 1: "partly met", 0: "not met"}


@dataclass(frozen=True)
class Wanted:
    """A sheet that is wanted: of the plan with this place in the sample, or of an agency."""

    sampled: int | None = None
    agency: str = ""


@dataclass(frozen=True)
class Sheet:
    """What is on one sheet. `name` is the plan's reference, or the agency's name; `due` when a reply is wanted."""

    wanted: Wanted
    name: str
    round: str
    council: str
    as_at: date
    due: date | None
    found: tuple[Finding, ...]


@dataclass(frozen=True)
class MadeSheets:
    """The sheets that were made, and their files."""

    ids: tuple[int, ...]
    files: tuple[Path, ...]


def make_sheets(
    store: Store, round_id: int, wanted: Sequence[Wanted], folder: Path, due: date | None,
    formats: Sequence[str] = ("pdf",),
) -> Generator[str, None, MadeSheets]:  # fmt: skip
    """Write the sheets into `folder`, all of them or none, and note them as sent today. Gives what it is doing.

    A sheet that is out already is noted as sent anew; its earlier days are in the log, and its earlier file stays where
    it is beside the new one. Raises UserError: `not_lead`, `no_round`, `round_state`,
    `nothing_wanted`, `no_format`, `past_day`, and those of `db.files.whole`.
    """
    today = datetime.now().astimezone().date()
    if not wanted or not formats:
        raise UserError("nothing_wanted", "No sheet was chosen, so none was made. Choose plans or agencies first.")
    if unknown := [name for name in formats if name not in FORMATS]:
        raise UserError("no_format", f"Sheets are made as {' or '.join(FORMATS)}, not as {unknown[0]}.")
    if due is not None and due < today:
        raise UserError("past_day", "The day to reply by is past. Nothing was made. Choose a later one.")
    with store.read() as session:
        store.lead(session, "makes sheets for the facts check")
        need(session, round_id, Deed.CHECK_FACTS)
        sheets = sheets_of(session, store, round_id, wanted, due)
    targets = [target for sheet in sheets for target in _targets(folder, _file_name(sheet), formats)]
    with whole(*targets) as beside:
        pages = iter(beside)
        for at, sheet in enumerate(sheets, 1):
            for form in formats:
                yield say(f"writing_{form}", at=at, of=len(sheets))
                _write(sheet, form, next(pages), today)
        yield say("noting")
        with store.write() as session:  # before the files stand in their place: none is out that is not known
            ids = _note(session, store, round_id, sheets, today)
    return MadeSheets(ids, tuple(targets))


def sheets_of(
    session: Session, store: Store, round_id: int, wanted: Sequence[Wanted], due: date | None
) -> tuple[Sheet, ...]:
    """What is on these sheets now, with the places it rests on. Raises UserError `no_sampled`."""
    rnd, council = round_of(session, round_id), store.owner(session).council
    everything = findings(session, rnd)
    names = _references(session, rnd)
    sheets: list[Sheet] = []
    for one in wanted:
        if one.sampled is not None and one.sampled not in names:
            raise UserError("no_sampled", f"That plan is not in the sample of {rnd.name}. Nothing was made.")
        found = tuple(f for f in everything if f.sampled == one.sampled or (one.agency and f.of_agency(one.agency)))
        name = names[one.sampled] if one.sampled is not None else AGENCIES[Agency(one.agency)]
        sheets.append(Sheet(one, name, rnd.name, council, rnd.as_at, due, found))
    asked = {(f.sampled, f.criterion): f for sheet in sheets for f in sheet.found}
    rested = {(f.sampled, f.criterion): f for f in with_what_they_rest_on(session, tuple(asked.values()))}
    return tuple(
        replace(sheet, found=tuple(_for_reader(rested[f.sampled, f.criterion], sheet) for f in sheet.found))
        for sheet in sheets
    )


def _for_reader(found: Finding, sheet: Sheet) -> Finding:
    """An agency reads where it stands, and neither the plan's own words nor what auditors wrote of it."""
    if not sheet.wanted.agency:
        return found
    return replace(found, places=tuple(dict.fromkeys(replace(item, quotation="") for item in found.places)), notes=())


def sheet_blocks(sheet: Sheet) -> tuple[Block, ...]:
    """One sheet as blocks: what it is, what was found and on what it rests, room to put it right."""
    agency = bool(sheet.wanted.agency)
    kind = "agency" if agency else "plan"
    facts = (
        (say("round"), sheet.round),
        (say(kind), sheet.name),
        (say("council"), sheet.council),
        (say("due"), long_date(sheet.due) if sheet.due else say("no_due")),
        (say("as_at"), long_date(sheet.as_at)),
    )
    head: tuple[Block, ...] = (Title(say(f"title_{kind}", name=sheet.name)), Facts(facts))
    if not sheet.found:
        return (*head, Paragraph(say("none")))
    return (
        *head,
        *(Paragraph(say(key)) for key in (f"intro_{kind}", "becomes", "no_names")),
        Heading(1, say("found")),
        _table(sheet, agency),
        Heading(1, say("reply")),
        _reply(),
    )


def _table(sheet: Sheet, agency: bool) -> Table:
    heads = [say(f"column_{name}") for name in ("question", "found", "rests", "correction")]
    rows = [(_question(f), _found(f, sheet), _rests(f), "") for f in sheet.found]
    widths = (0.24, 0.24, 0.22, 0.3)
    if agency:
        heads.insert(0, say("column_plan"))
        rows = [(f.reference, *row) for f, row in zip(sheet.found, rows, strict=True)]
        widths = (0.11, 0.24, 0.17, 0.18, 0.3)
    caption = say("caption_agency" if agency else "caption_plan", name=sheet.name)
    return Table(caption, tuple(heads), tuple(tuple(row) for row in rows), frozenset(), widths, flows=True)


def _question(found: Finding) -> str:
    """What was asked, and what the answer that was given means for it."""
    named = f"{found.criterion}  {found.short}"
    if found.dated or not found.anchor:
        return named
    return f"{named}. {say('means', answer=_answer(found), words=found.anchor)}"


def _answer(found: Finding) -> str:
    value = _ANSWERS[int(found.value)]
    return f"{value[0].upper()}{value[1:]}"


def _found(found: Finding, sheet: Sheet) -> str:
    """The answer, what its auditors noted of the plan, and the causes that were named."""
    said = [f"{_answer(found)}.", *(say("noted", words=words) for words in found.notes)]
    for cause, agency in found.causes:
        if sheet.wanted.agency and agency != sheet.wanted.agency:
            continue
        parts = [say("cause", cause=CAUSES.get(cause, cause))] if cause else []
        if agency and not sheet.wanted.agency:
            parts.append(say("acts", agency=AGENCIES[Agency(agency)].lower()))
        if parts:
            named = "; ".join(parts)
            said.append(f"{named[0].upper()}{named[1:]}.")
    return " ".join(said)


def _rests(found: Finding) -> str:
    if found.dated:
        return found.why
    places = [f"{p.place}: “{p.quotation}”" if p.quotation else p.place for p in found.places if p.place or p.quotation]
    return "; ".join(places) or _looked_at(found.sections)


def _looked_at(sections: Sequence[str]) -> str:
    """Where a question looks, in words: Sections B and F."""
    letters = [name for name in sections if name not in ("all", *ELSEWHERE)]
    listed = " and ".join(part for part in (", ".join(letters[:-1]), *letters[-1:]) if part)
    parts = [say("rests_one" if len(letters) == 1 else "rests_many", sections=listed)] if letters else []
    parts += [say(f"rests_{name}") for name in ELSEWHERE if name in sections]
    where = "; ".join(parts) or say("rests_nowhere")
    return f"{where[0].upper()}{where[1:]}"


def _reply() -> Table:
    rows = tuple((say(f"reply_{name}"), "") for name in ("other", "role", "day"))
    return Table(say("reply_caption"), (say("reply_item"), say("reply_words")), rows, frozenset(), (0.3, 0.7))


def _write(sheet: Sheet, form: str, target: Path, day: date) -> None:
    title = say("title_agency" if sheet.wanted.agency else "title_plan", name=sheet.name)
    foot = (say("foot", round=sheet.round),)
    imprint = Imprint(title, sheet.council or say_report("report.author"), say("subject", round=sheet.round), foot, day)
    with target.open("w+b") as file:
        _writer(form)(sheet_blocks(sheet), imprint, file)


def _writer(form: str) -> Callable[[tuple[Block, ...], Imprint, BinaryIO], object]:
    # slow to import, so only where one is made
    if form == "docx":
        from auditor.reports.word import write_word

        return write_word
    from auditor.reports.pdf import write_document

    return write_document


def _file_name(sheet: Sheet) -> str:
    """Two plans, rounds or agencies that look alike once cleaned stay two; references in capitals are written so."""
    kind = "agency-" if sheet.wanted.agency else ""
    plain = f"facts-{slug(sheet.round)}-{kind}{slug(sheet.name)}"
    usual = kind or (sheet.name == sheet.name.upper() and sheet.name.lower() == slug(sheet.name))
    usual = usual and sheet.round.lower().replace(" ", "-") == slug(sheet.round) and "-" not in sheet.round
    usual = usual and (kind or not sheet.name.lower().startswith("agency-"))
    return cut(plain, 80) if usual else f"{cut(plain, 73)}-{mark_of(f'{sheet.round}/{kind}{sheet.name}')}"


def _targets(folder: Path, name: str, formats: Sequence[str]) -> list[Path]:
    """The files of one sheet; where it was made before, with the next number, so that the earlier one stays."""
    number = 1
    while True:
        called = name if number == 1 else f"{name} ({number})"
        targets = [folder / f"{called}.{form}" for form in formats]
        if not any(target.exists() for target in targets):
            return targets
        number += 1


def _note(session: Session, store: Store, round_id: int, sheets: Sequence[Sheet], today: date) -> tuple[int, ...]:
    owner = store.lead(session, "makes sheets for the facts check")
    rnd = need(session, round_id, Deed.CHECK_FACTS)
    ids: list[int] = []
    earlier: list[str] = []
    for sheet in sheets:
        of = sheet.wanted
        same = FactSheet.sampled_id == of.sampled if of.sampled is not None else FactSheet.agency == of.agency
        row = session.exec(select(FactSheet).where(FactSheet.round_id == round_id, same)).first()
        if row is None:
            row = FactSheet(round_id=round_id, sampled_id=of.sampled, agency=of.agency, sent_on=today, due_on=sheet.due)
        else:
            back = f", back {row.returned_on.isoformat()}" if row.returned_on else ""
            earlier.append(f"{sheet.name} sent {row.sent_on.isoformat()}{back}")
            row.sent_on, row.due_on, row.returned_on = today, sheet.due, None
            row.row_version += 1
        session.add(row)
        session.flush()
        ids.append(row.id or 0)
    log.append(
        session, who=owner.name, what=MADE, subject=rnd.name, before="; ".join(earlier),
        after=f"{', '.join(sheet.name for sheet in sheets)}; reply by "
        + (sheets[0].due.isoformat() if sheets[0].due else "no day"),
    )  # fmt: skip
    return tuple(ids)


def _references(session: Session, rnd: Round) -> dict[int, str]:
    rows = session.exec(
        select(Sampled.id, Plan.reference)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(RoundPlan.round_id == rnd.id)
    )
    return {key or 0: reference for key, reference in rows}
