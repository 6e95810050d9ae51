"""The improvement plan as blocks of a report: counts, actions, targets, evidence, and one page an area."""

from collections.abc import Sequence

from auditor.actions.beside import WHY_DIFFERENT, SurveyFacts, survey_sentence
from auditor.actions.plan import ActionCounts, ActionRow, AreaRow, Plan, count, exceptions
from auditor.actions.targets import Against
from auditor.figures import MeasureFigure, Results
from auditor.reports.blocks import Block, Bullets, Facts, Heading, Paragraph, Point, Table, Title
from auditor.reports.sentences import measure_sentence
from auditor.reports.wording import long_date, say

NOTHING = "Nothing is written here yet."
PARTS = (
    ("What inspectors said", "inspectors_said"), ("Position", "standing"), ("What happens next", "next_steps"),
    ("What people said", "people_said"), ("Risks", "risks"),
)  # fmt: skip
"""What a highlight report says of an area, in its order, and where it is kept."""


def counts_sentence(counts: ActionCounts) -> str:
    """Say how many actions there are and how many are complete or in hand, against the last report."""
    if not counts.total:
        return "There are no actions yet."
    actions = "1 action" if counts.total == 1 else f"{counts.total:,} actions"
    said = f"{counts.in_hand:,} of {actions} ({counts.percent}%) are complete or in hand"
    if counts.since is None or counts.total_then is None or counts.percent_then is None:
        return f"{said}."
    on = long_date(counts.since.told_on)
    then = f"{counts.in_hand_then:,} of {counts.total_then:,} ({counts.percent_then}%)"
    return f"{said}. At the last report ({on}) it was {then}."


def counts_table(counts: ActionCounts) -> Table:
    """Give the actions by state, now and at the last report."""
    then = counts.since is not None
    columns = ("State", "Last report", "Now") if then else ("State", "Now")
    rows = [
        (c.state.name, f"{c.then:,}", f"{c.now:,}") if c.then is not None else (c.state.name, f"{c.now:,}")
        for c in counts.states
    ]
    total = (
        ("All actions", f"{counts.total_then:,}", f"{counts.total:,}") if then else ("All actions", f"{counts.total:,}")
    )
    widths = (0.6, 0.2, 0.2) if then else (0.7, 0.3)
    return Table("Actions by state", columns, (*rows, total), frozenset(range(1, len(columns))), widths)


def actions_table(actions: Sequence[ActionRow], plan: Plan, caption: str) -> Table:
    """Give actions with who owns them, when they are due and how they stand."""
    rows = tuple(
        (
            a.facts.what,
            " · ".join(part for part in (_agency(a.facts.agency), a.facts.owner) if part),
            long_date(a.facts.due_on) if a.facts.due_on else "no day set",
            _stands(a, plan),
        )
        for a in actions
    )
    return Table(caption, ("Action", "Who", "Due", "State"), rows, frozenset(), (0.4, 0.22, 0.16, 0.22))


def exception_lines(plan: Plan, agency: str = "") -> tuple[Point, ...]:
    """Give one line for each action that is held up, of one agency where it is named: what it is, and why."""
    held_up = (a for a in exceptions(plan) if not agency or a.facts.agency == agency)
    return tuple(Point(f"{a.facts.what}:", told.words) for a in held_up if (told := a.at()) is not None)


def actions_section(plan: Plan, round_name: str = "", agency: str = "") -> tuple[Block, ...]:
    """Give the actions as a part of a report, of one agency where it is named; nothing where there are none."""
    actions = tuple(a for a in plan.actions if not agency or a.facts.agency == agency)
    if not actions:
        return ()
    blocks: list[Block] = []
    if not agency:
        counts = count(plan)
        blocks += [Paragraph(counts_sentence(counts)), counts_table(counts)]
    lines = exception_lines(plan, agency)
    blocks += [Heading(2, "What is held up, and why"), Bullets(lines)] if lines else []
    open_still = tuple(a for a in actions if (told := a.at()) is None or plan.state(told.state).needs != "done")
    if open_still:
        blocks.append(actions_table(open_still, plan, "Actions that are not completed"))
    carried = sum(1 for a in open_still if a.carried_into(round_name)) if round_name else 0
    if carried:
        what = "1 of these was" if carried == 1 else f"{carried:,} of these were"
        blocks.append(Paragraph(f"{what} carried forward from an earlier round.", "note"))
    return tuple(blocks)


def targets_table(held: Sequence[Against]) -> Table:
    """Give each target with its actual and what can be said of it."""
    rows = tuple((a.name, f"{a.target.percent}%", a.said, a.judged.value or "not rated") for a in held)
    return Table(
        "Targets", ("Standard", "Target", "What was found", "Judged"), rows, frozenset({1}), (0.24, 0.1, 0.48, 0.18)
    )


def evidence_section(surveys: Sequence[SurveyFacts], results: Results | None = None) -> tuple[Block, ...]:
    """Give surveys beside the measures they speak of, and why they may differ; nothing where there are none."""
    if not surveys:
        return ()
    names = {m.id: m.short for m in results.measures} if results else {}
    points = tuple(Point(f"{names[s.measure]}:" if s.measure in names else "", survey_sentence(s)) for s in surveys)
    return (Bullets(points), Paragraph(WHY_DIFFERENT, "note"))


def highlight_report(
    area: AreaRow, plan: Plan, results: Results | None = None, held: Sequence[Against] = ()
) -> tuple[Block, ...]:
    """Give the one-page report on an area: what inspectors said, position, next, what people said, risks, its KPI."""
    actions = tuple(a for a in plan.actions if a.facts.area == area.id)
    counts = count(plan, area=area.id)
    pairs = [("Actions", counts_sentence(counts))]
    if plan.reports:
        pairs.append(("Last report", f"{plan.reports[0].name}, {long_date(plan.reports[0].told_on)}"))
    if results is not None:
        pairs.insert(0, ("Round", results.round))
    blocks: list[Block] = [Title(area.facts.name), Facts(tuple(pairs))]
    blocks += [
        block
        for title, field in PARTS
        for block in (Heading(1, title), Paragraph(getattr(area.facts, field) or NOTHING))
    ]
    measure = _measure(area, results)
    if measure is not None and results is not None:
        blocks += [
            Heading(1, "Key performance indicator"),
            Paragraph(f"{measure.short}. {measure_sentence(results, measure)}"),
        ]
        blocks += [Paragraph(a.said) for a in held if a.target.measure == measure.id]
    if actions:
        blocks += [Heading(1, "Actions"), actions_table(actions, plan, "The area's actions")]
    return tuple(blocks)


def _measure(area: AreaRow, results: Results | None) -> MeasureFigure | None:
    return next((m for m in results.measures if m.id == area.facts.measure), None) if results else None


def _agency(agency: str) -> str:
    return say(f"agency.{agency}") if agency else ""


def _stands(action: ActionRow, plan: Plan) -> str:
    told = action.at()
    if told is None:
        return ""
    name = plan.state(told.state).name
    if told.done_on is not None:
        return f"{name}, {long_date(told.done_on)}"
    return name
