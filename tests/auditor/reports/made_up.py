"""Invented figures for tests of reports: consistent with each other, true of no council."""

from dataclasses import replace
from typing import Any

from auditor.figures import TOO_FEW, CauseCount, CriterionFigure, MeasureFigure, PlanLine, Results
from auditor.reports.blocks import Block
from auditor.reports.board import board
from auditor.reports.details import ReportDetails
from auditor.rounding import printed

SHORT = (
    "Voice recorded",
    "SMART outcomes",
    "All agencies contributed",
    "Strengths, not diagnosis",
    "Provision specified",
)
LONG = (
    "The voice of the child and of the parents is recorded clearly throughout",
    "Outcomes are clear, accessible and SMART",
    "All agencies involved contribute, and the plan is holistic",
    "The plan describes this child's strengths and needs rather than a diagnosis",
    "Provision is specified, with how services work together, including at transition",
)
CHECKS = (
    ("S1", "Sections A to K present and labelled", 27, 6),
    ("S2", "Section I right for the stage", 30, 3),
    ("S3", "Direct payment explained in section J", 3, 1),
    ("S4a", "First final plan issued within 20 weeks", 18, 13),
    ("S5", "Review due on the reference date held in time", 22, 11),
    ("S6a", "Decision within 4 weeks of the review meeting", 11, 13),
    ("S7", "Phase transfer deadline met", 8, 3),
    ("S8", "Preparation for adulthood considered from Year 9", 0, 0),
)


def measure(
    i: int, k: int, n: int, basis: str = "answers", interval: tuple[float, float] | None = None, **more: Any
) -> MeasureFigure:
    """One headline with k of n met; a third of the rest partly met."""
    percent, words = _share(k, n)
    out = more.get("insufficient", 0) + more.get("undecided", 0)
    fields: dict[str, Any] = {
        "id": f"M{i + 1}",
        "name": LONG[i],
        "short": SHORT[i],
        "basis": basis,
        "k": k,
        "n": n,
        "partly": (n - k) // 3,
        "not_met": n - k - (n - k) // 3,
        "percent": percent,
        "printed": words,
        "interval": interval,
        "weighted": False,
        "insufficient": 0,
        "undecided": 0,
        "cannot_tell": 4,
        "bounds": (k / (n + out), (k + out) / (n + out)) if out else None,
        "at_thresholds": {},
    }
    return MeasureFigure(**(fields | more))


def criterion(key: str, name: str, met: int, not_met: int, partly: int = 0, **more: Any) -> CriterionFigure:
    """One criterion whose answers are met, partly and not met as given."""
    n = met + partly + not_met
    percent, words = _share(met, n)
    fields: dict[str, Any] = {
        "id": key,
        "short": name,
        "question": f"{name}?",
        "measure": "",
        "source": "Children and Families Act 2014",
        "law": "law",
        "critical": False,
        "mode": "judged",
        "met": met,
        "partly": partly,
        "not_met": not_met,
        "not_applicable": 33 - n,
        "cannot_tell": 0,
        "undecided": 0,
        "k": met,
        "n": n,
        "percent": percent,
        "printed": words,
        "interval": None,
    }
    return CriterionFigure(**(fields | more))


def _share(k: int, n: int) -> tuple[float | None, str]:
    return (100 * k / n, printed(k, n)) if n else (None, TOO_FEW)


def chosen_round() -> Results:
    """A round like the worked example: pooled answers, an unknown draw, no interval anywhere."""
    counts = ((91, 165), (120, 231), (95, 194), (119, 195), (100, 227))
    return _round("Spring 2019", "answers", "unknown", None, [measure(i, k, n) for i, (k, n) in enumerate(counts)])


def random_round() -> Results:
    """A random draw of 33 from 7,300, by plans, with intervals, some undecided, and one headline without a figure."""
    made = [
        measure(0, 17, 33, "plans", (0.352, 0.675), at_thresholds={70: (19, 33), 75: (17, 33), 80: (14, 33)}),
        measure(
            1, 12, 31, "plans", (0.237, 0.562), insufficient=2, at_thresholds={70: (13, 31), 75: (12, 31), 80: (9, 31)}
        ),
        measure(2, 0, 30, "plans", (0.0, 0.114), undecided=3, at_thresholds={70: (0, 30), 75: (0, 30), 80: (0, 30)}),
        measure(3, 33, 33, "plans", (0.896, 1.0), at_thresholds={70: (33, 33), 75: (33, 33), 80: (33, 33)}),
        measure(4, 0, 0, "plans", insufficient=33, at_thresholds={70: (0, 0), 75: (0, 0), 80: (0, 0)}),
    ]
    return _round("Autumn 2026", "plans", "random", 7300, made)


def large_round(plans: int = 400) -> Results:
    """A round of many plans: statutory checks become bars."""
    small = random_round()
    checks = tuple(replace(c, met=c.met * 12, not_met=c.not_met * 12, k=c.k * 12, n=c.n * 12) for c in small.statutory)
    lines = tuple(PlanLine(f"N-{i:03}", "North", small.plan_lines[0].answers) for i in range(plans))
    return replace(small, plans=plans, scored=plans, statutory=checks, plan_lines=lines)


def _round(name: str, basis: str, draw: str, population: int | None, measures: list[MeasureFigure]) -> Results:
    criteria = [
        criterion(
            f"{m.id[1]}.{j}",
            f"{what} in {m.short.lower()}",
            12 + j,
            9 - j,
            11,
            measure=m.id,
            critical=j == 1,
            cannot_tell=1,
        )
        for m in measures
        for j, what in enumerate(
            ("Own words quoted", "How views were sought is stated", "Written so the family can follow it")
        )
    ]
    tokens = ("met", "partly", "not_met", "not_applicable", "cannot_tell", "undecided")
    lines = tuple(
        PlanLine(
            f"N-{i:03}", ("North", "South", "East")[i % 3], {c.id: tokens[(i + j) % 6] for j, c in enumerate(criteria)}
        )
        for i in range(33)
    )
    return Results(
        round=name,
        kind="full",
        draw=draw,
        state="open",
        as_at="2026-10-01",
        invented="Every plan here is invented",
        framework_id="default-ehcp",
        framework_version="1.0",
        framework_title="Quality framework for final plans",
        framework_hash="7c4109be" * 8,
        basis=basis,
        thresholds={"met": 75, "partly": 50, "enough": 60, "critical_partly": 1},
        population=population,
        plans=33,
        scored=33,
        scored_twice=12,
        audits_expected=45,
        audits_submitted=45,
        auditors_by_agency={"education": 4, "health": 2, "social_care": 2, "parent_forum": 1},
        compared=480,
        same=380,
        one_step=86,
        measures=tuple(measures),
        criteria=tuple(criteria),
        statutory=tuple(criterion(*c) for c in CHECKS),
        causes=(
            CauseCount("education", "plan_writing", 96),
            CauseCount("education", "advice_weak", 31),
            CauseCount("health", "advice_missing", 41),
            CauseCount("health", "advice_weak", 28),
            CauseCount("social_care", "advice_missing", 38),
            CauseCount("parent_forum", "process", 4),
        ),
        plan_lines=lines,
        undecided=7,
        reasons={},
        fingerprint="7C41-09BE",
    )


def board_blocks(results: Results, details: ReportDetails) -> tuple[Block, ...]:
    """Everything a report for a Board prints."""
    return board(results, details, sheets=False).blocks
