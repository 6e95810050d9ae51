"""What was found by writer, by their local code, for one team's manager: in no report, no results and no pack.

Nothing is shown of a team of fewer than three writers or ten plans, since its figures would be one person's.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.audits import framework_of
from auditor.breakdowns import FEWEST_PLANS, FEWEST_WRITERS
from auditor.cases import Case, cases_of
from auditor.learning.files import called, document_steps
from auditor.learning.say import say
from auditor.plural import several
from auditor.reports.blocks import Banner, Block, Facts, Paragraph, Table, Title
from auditor.reports.details import Imprint
from auditor.reports.figure_words import sentence
from auditor.reports.wording import capital
from auditor.reports.wording import say as say_report
from auditor.round_states import round_of, was_purged
from db import log
from db.errors import UserError
from db.store import Store
from db.vocabulary import Value

MOST_NAMED = 3
ONE_TEAM = ""
"""What the team is called where the list of plans names none: the council is one."""
EXPORTED = "wrote writers' figures"


@dataclass(frozen=True)
class WriterFigure:
    """The agreed answers on one writer's plans; `short` names questions below met more than once, how often."""

    code: str
    plans: int
    met: int
    partly: int
    not_met: int
    short: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class TeamFigures:
    """One team's writers by code, with all of them together; where `hidden` gives a reason, nobody is shown.

    `coded` counts the audited plans with a writer's code, `without_code` those without, which are left out.
    `nobodys` tells that they are the plans without a team, of a list that names teams.
    """

    round: str
    council: str
    invented: str
    team: str
    writers: tuple[WriterFigure, ...]
    whole: WriterFigure | None
    coded: int
    without_code: int
    hidden: str
    nobodys: bool = False


def teams_of(store: Store, round_id: int) -> tuple[TeamFigures, ...]:
    """The teams of a round with their writers; where its list names no teams, the council is one.

    Where it names some, plans without a team have no manager whose they are, and are not shown.

    Raises UserError: `not_lead`, `no_round`.
    """
    with store.read() as session:
        owner = store.lead(session, "reads figures by writer")
        rnd, framework = round_of(session, round_id), framework_of(session, round_id)
        cases = [case for case in cases_of(session, rnd, framework) if case.scored]
        name, invented = rnd.name, rnd.invented
    shorts = {c.id: f"{c.id} {c.short}" for c in framework.judged}
    by_team: dict[str, list[Case]] = {}
    for case in cases:
        by_team.setdefault(case.facts.team, []).append(case)
    alone = set(by_team) == {ONE_TEAM}
    return tuple(
        _figures(name, owner.council, invented, team, by_team[team], shorts, nobodys=not (team or alone))
        for team in sorted(by_team)
    )


def export_steps(
    store: Store, round_id: int, team: str, folder: Path, formats: Sequence[str]
) -> Iterator[str | tuple[Path, ...]]:
    """Write one team's figures for its manager. Gives what is being done, in words, and last the paths.

    Raises UserError: `no_team`, `too_few_writers`, `round_state` for a purged round, as `teams_of`, `document_steps`.
    """
    yield "Reading what was agreed"
    found = next((one for one in teams_of(store, round_id) if one.team == team), None)
    if found is None:
        raise UserError(
            "no_team", f"No plan that was audited is of {team or say('writers.team')}. Nothing was written."
        )
    if found.hidden:
        raise UserError("too_few_writers", f"{found.hidden} Nothing was written.")
    with store.write() as session:
        rnd, owner = round_of(session, round_id), store.lead(session, "reads figures by writer")
        if refused := was_purged(rnd):
            raise UserError("round_state", f"{refused} Nothing was written.")
        log.append(session, who=owner.name, what=EXPORTED, subject=rnd.name, after=team or say("writers.team"))
    document = (called("writers", found.round, found.team), team_blocks(found), _imprint(found))
    yield from document_steps([document], folder, formats)


def team_words(team: str) -> str:
    """A team's name, or that it is the whole council."""
    return team or say("writers.team")


def team_blocks(found: TeamFigures) -> tuple[Block, ...]:
    """One team's figures as blocks."""
    title = say("writers.title", team=team_words(found.team))
    blocks: list[Block] = [Title(title), Facts(((say("sheet.fact.round"), found.round),))]
    if found.invented:
        blocks.append(Banner(sentence(found.invented)))
    blocks += [Banner(say("writers.confidential")), Paragraph(say("writers.about")), team_table(found)]
    if found.without_code:
        blocks.append(Paragraph(without_code_words(found), "note"))
    return tuple(blocks)


def team_table(found: TeamFigures, *, named: bool = True) -> Table:
    """A row a writer, and all of them in the last; questions by their name, or by their code alone."""
    heads = tuple(say(f"writers.column.{c}") for c in ("writer", "plans", "met", "partly", "not_met", "shortfalls"))
    rows = [(one.code, one) for one in found.writers]
    rows += [(say("writers.whole"), found.whole)] if found.whole is not None else []
    cells = tuple(
        (name, *(f"{n:,}" for n in (one.plans, one.met, one.partly, one.not_met)), short_words(one, named=named))
        for name, one in rows
    )
    return Table(say("writers.caption"), heads, cells, frozenset({1, 2, 3, 4}), (0.16, 0.1, 0.1, 0.12, 0.12, 0.4))


def short_words(one: WriterFigure, *, named: bool = True) -> str:
    """The questions most often below met, each with how often."""
    told = [f"{name if named else name.split()[0]} ({times})" for name, times in one.short]
    return ", ".join(told) or say("none")


def without_code_words(found: TeamFigures) -> str:
    """How many plans are left out since they name no writer; empty where none are."""
    return say("writers.no_code", plans=several(found.without_code, "plan")) if found.without_code else ""


def _figures(
    name: str, council: str, invented: str, team: str, cases: Sequence[Case], shorts: dict[str, str], *, nobodys: bool
) -> TeamFigures:
    by_code: dict[str, list[Case]] = {}
    for case in cases:
        by_code.setdefault(case.facts.writer_code, []).append(case)
    without = len(by_code.pop("", []))
    plans = sum(len(theirs) for theirs in by_code.values())
    hidden = ""
    if nobodys:
        hidden = f"The list gives no team for {several(plans, 'audited plan')}, so they have no manager to be shown to."
    elif len(by_code) < FEWEST_WRITERS or plans < FEWEST_PLANS:
        hidden = (
            f"{capital(team_words(team))} has {several(len(by_code), 'writer')} here, with {several(plans, 'plan')} "
            f"audited. Figures by writer are shown from {FEWEST_WRITERS} writers and {FEWEST_PLANS} plans."
        )
    writers = tuple(_writer(code, by_code[code], shorts) for code in sorted(by_code)) if not hidden else ()
    listed = [case for theirs in by_code.values() for case in theirs]
    whole = _writer("", listed, shorts) if not hidden else None
    return TeamFigures(name, council, invented, team, writers, whole, plans, without, hidden, nobodys)


def _writer(code: str, cases: Sequence[Case], shorts: dict[str, str]) -> WriterFigure:
    answers = Counter(case.answers[key] for case in cases for key in shorts if case.answers.get(key) is not None)
    short = Counter(
        shorts[key] for key in shorts for case in cases if (v := case.answers.get(key)) is not None and v.shortfall
    )
    return WriterFigure(
        code, len(cases), answers[Value.MET], answers[Value.PARTLY], answers[Value.NOT_MET],
        tuple((name, times) for name, times in short.most_common(MOST_NAMED) if times > 1),
    )  # fmt: skip


def _imprint(found: TeamFigures) -> Imprint:
    team = team_words(found.team)
    foot = (say("writers.foot", round=found.round, team=team), found.invented)
    title = say("writers.title", team=team)
    return Imprint(title, found.council or say_report("report.author"), say("writers.subject"), foot)
