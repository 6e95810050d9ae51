"""Put a round's report together as it was chosen: figures, what people wrote, actions, evidence, change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import select

from auditor.actions.beside import disputes_of, surveys_of
from auditor.actions.blocks import actions_section, evidence_section, targets_table
from auditor.actions.plan import Plan, count, plan_of
from auditor.actions.targets import against, aimed_at, targets_of
from auditor.audits import framework_of
from auditor.breakdowns import Fields
from auditor.cases import reading_of
from auditor.change.cohorts import cohorts
from auditor.change.figures import OverTime
from auditor.change.over_time import over_time
from auditor.editions.releases import shown_to_all
from auditor.figures import Results
from auditor.people.register import today
from auditor.re_audit.mending import mending
from auditor.re_audit.report import mending_blocks
from auditor.report_builder.agency import ADVISERS, AgencyFacts, agency_report, own_figures
from auditor.report_builder.choice import Audience, Choice, audience_of, choice_of
from auditor.report_builder.families import TITLE, families_page, foot_of, found_in, looked_at
from auditor.report_builder.inserts import Insert, blocks_of, inserts_of, public_inserts
from auditor.report_builder.letterhead import Letterhead, letterhead_of
from auditor.reports.blocks import Block
from auditor.reports.board import board
from auditor.reports.change_section import change_appendix, change_section, cohort_appendix
from auditor.reports.content import board_front
from auditor.reports.described import Beside, before_of
from auditor.reports.details import ReportDetails
from auditor.reports.report import Commentary, Report
from auditor.results import results
from auditor.round_states import round_of
from auditor.weeks.advice import AdviceFigure, standing
from auditor.weeks.advice_list import AdviceItem
from db.errors import UserError
from db.store import Store
from db.tables import Advice, AdviceList
from db.vocabulary import Adviser, Edition, RoundKind


def built(
    store: Store,
    round_id: int,
    key: str = Audience.BOARD,
    choice: Choice | None = None,
    *,
    sheets: bool = True,
    by: Sequence[Fields] = (),
) -> Report:
    """The report of a round for an audience (`board`, `front`, `families`, `agency:health` and the like).

    `choice` stands in for what is kept, so that what is being written can be looked at. Without `sheets` no workbook
    can be made of it. `by` asks for breakdowns, which stand in the appendices and the data of a Board's report. Raises
    UserError: `no_round`, `no_audience`, `no_agency`, `no_field`; `held_back` while too few audits are in;
    `public_elsewhere` for the public edition, which is published and not only made; for families as `shown_to_all`;
    `no_such_figure` as `inserts.filled`.
    """
    report = _built(store, round_id, key, choice, sheets=sheets, by=by)
    head = letterhead_of(store)
    return replace(report, imprint=replace(report.imprint, logo=head.logo, accent=head.accent))


def _built(
    store: Store, round_id: int, key: str, choice: Choice | None, *, sheets: bool, by: Sequence[Fields]
) -> Report:
    audience, agency = audience_of(key)
    chosen = choice or choice_of(store, round_id, key)
    if chosen.edition == Edition.PUBLIC:
        raise UserError("public_elsewhere", "The public edition is made where its hidden figures are looked at first.")
    with store.read() as session:
        rnd = round_of(session, round_id)
        name, kind = rnd.name, rnd.kind
    found = results(store, name, by)
    if "held_back" in found.reasons:
        raise UserError("held_back", f"{found.reasons['held_back']} No report was made.")
    plan, details = plan_of(store), _details(store, chosen, letterhead_of(store))
    inserts = inserts_of(found, count(plan))
    if audience in (Audience.BOARD, Audience.FRONT):
        compared = _compared(store, round_id, kind, chosen.edition)
        commentary = _commentary(store, chosen, found, plan, inserts, compared)
        whole = board(found, details, commentary, sheets=sheets, change=compared.over)
        beside = Beside(before_of(compared.over), aimed_at(targets_of(store, found.framework_id)))
        front = board_front(found, details, commentary, chosen.parts, beside)
        return replace(whole, front=front, appendices=() if audience == Audience.FRONT else whole.appendices)
    whole = board(found, details, sheets=False)
    if audience == Audience.FAMILIES:
        # it goes to the public, so it shows what everybody may see, whatever is known here
        figures, out = shown_to_all(store, name)
        written = blocks_of(chosen.words.get("next_steps", ""), public_inserts(figures))
        page = families_page(looked_at(figures), found_in(figures), details, written, out=out)
        # the round's own mark is worked out from hidden figures too, so the page has that of what it shows
        imprint = replace(whole.imprint, title=f"{TITLE} {name}", foot=(foot_of(figures), figures.invented))
        return replace(
            whole, fingerprint=figures.mark, imprint=imprint, front=page, appendices=(), cover=(), figures=()
        )
    advice, as_at = _advice(store, agency)
    facts = AgencyFacts(agency, advice, as_at, plan, [row.facts for row in disputes_of(store, agency)])
    with store.read() as session:
        framework = framework_of(session, round_id)
    written = blocks_of(chosen.words.get("short", ""), inserts)
    front = agency_report(found, framework, details, facts, written)
    # figures of the whole round are for the board
    return replace(whole, front=front, appendices=(), figures=own_figures(whole.figures, framework, agency))


def stem_of(key: str) -> str:
    """What the files of a report for an audience are called by: board, front, families, agency-health."""
    return key.replace(":", "-").replace("_", "-")


def named_figures(store: Store, round_id: int, key: str = Audience.BOARD) -> tuple[Insert, ...]:
    """Every figure that commentary for an audience can name, as it reads now. Raises UserError as `built`."""
    with store.read() as session:
        name = round_of(session, round_id).name
    if key == Audience.FAMILIES:
        return public_inserts(shown_to_all(store, name)[0])
    return inserts_of(results(store, name), count(plan_of(store)))


def _details(store: Store, chosen: Choice, head: Letterhead) -> ReportDetails:
    return ReportDetails(
        council=store.owner().council, meeting=head.meeting, contact=head.contact, date=today(),
        edition=chosen.edition, classification=head.classification,
    )  # fmt: skip


@dataclass(frozen=True)
class _Compared:
    """A round beside those before it: as blocks, as appendices, and the figures where there is anything beside it."""

    blocks: tuple[Block, ...] = ()
    appendices: tuple[Block, ...] = ()
    over: OverTime | None = None


def _commentary(
    store: Store, chosen: Choice, found: Results, plan: Plan, inserts: Sequence[Insert], compared: _Compared
) -> Commentary:
    """What people wrote, with what is worked out behind it."""

    def written(part: str) -> tuple[Block, ...]:
        return blocks_of(chosen.words.get(part, ""), tuple(inserts))

    return Commentary(
        summary=written("short"),
        recommendations=written("recommendations"),
        background=written("background"),
        findings=written("findings"),
        change=(*written("change"), *compared.blocks),
        actions=(*written("actions"), *_targets(store, found), *actions_section(plan, found.round)),
        evidence=(*written("evidence"), *evidence_section([row.facts for row in surveys_of(store)], found)),
        next_steps=written("next_steps"),
        appendices=compared.appendices,
    )


def _compared(store: Store, round_id: int, kind: str, edition: str) -> _Compared:
    """Rounds compared, or why not, with appendices; of a round that looked again, whether what was asked was mended."""
    if kind == RoundKind.RE_AUDIT:
        return _Compared(mending_blocks(mending(store, round_id), plans=edition == Edition.WORKING))
    with store.read() as session:
        rnd = round_of(session, round_id)
        name, reading = rnd.name, reading_of(session, rnd)
    found = over_time(store, name)
    beside = found.then or found.why or any(len(series.points) > 1 for series in found.headlines)
    blocks = change_section(found) if found.then or found.why else ()  # a first round is compared with nothing
    quarters = cohort_appendix(cohorts(reading, found.markers)) if edition == Edition.WORKING else ()
    return _Compared(blocks, (*change_appendix(found), *quarters), found if beside else None)


def _targets(store: Store, found: Results) -> tuple[Block, ...]:
    held = against(targets_of(store, found.framework_id), found)
    return (targets_table(held),) if held else ()


def _advice(store: Store, agency: str) -> tuple[AdviceFigure | None, date | None]:
    """How an agency's own advice stands as at the list that was taken in."""
    with store.read() as session:
        taken = session.exec(select(AdviceList)).one_or_none()
        if taken is None or agency not in ADVISERS:
            return None, None
        as_at = taken.taken_at.date()
        items = [
            AdviceItem(a.area, Adviser(a.adviser), a.asked_on, a.received_on)
            for a in session.exec(select(Advice))
            if a.adviser in ADVISERS[agency]
        ]
        return standing(items, as_at), as_at
