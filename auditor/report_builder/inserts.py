"""Figures in people's commentary: they stand as names in braces, and are filled in when the report is made.

So a figure in a sentence is always the one in the table beside it. `{M1.percent}` is a headline's percentage,
`{M1.of}` its "17 of 33", `{M1.range}` its likely range; the rest is named by `inserts_of`.
"""

import re
from dataclasses import dataclass

from auditor.actions.plan import ActionCounts
from auditor.agreeing.words import board_sentence
from auditor.editions.figures import PublicFigures
from auditor.figures import TOO_FEW, MeasureFigure, Results
from auditor.reports.blocks import Bullets, Paragraph, Point
from auditor.reports.figure_words import range_words
from auditor.reports.wording import counted
from db.errors import UserError

NAMED = re.compile(r"\{([^{}]*)\}")
TYPED = re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:%|per ?cent\b|in 100\b)", re.IGNORECASE)
NO_RANGE = "no likely range"


@dataclass(frozen=True)
class Insert:
    """One figure that can be put into a sentence: its name, what it is, and how it reads now."""

    name: str
    what: str
    words: str


def inserts_of(results: Results, actions: ActionCounts | None = None) -> tuple[Insert, ...]:
    """Every figure that commentary can name, in the order a writer looks for them."""
    found = [
        Insert("round", "The round's name", results.round),
        Insert("plans", "How many plans are in the sample", counted(results.plans, "plan")),
        Insert("audited", "How many of them are audited", counted(results.scored, "plan")),
    ]
    if results.population is not None:
        found.append(Insert("population", "How many plans there are", f"{results.population:,}"))
    for m in results.measures:
        found += _measure(m)
    if results.agreement is not None and results.agreement.n_units:
        found.append(Insert("agreement", "How far auditors agree", board_sentence(results.agreement)))
    if actions is not None and actions.total:
        found += [
            Insert("actions", "How many actions there are", f"{actions.total:,}"),
            Insert("actions.in_hand", "Actions complete or in hand", f"{actions.in_hand:,} of {actions.total:,}"),
            Insert("actions.percent", "The same as a percentage", f"{actions.percent}%"),
        ]
        found += [Insert(f"actions.{c.state.key}", f"Actions: {c.state.name}", f"{c.now:,}") for c in actions.states]
    return tuple(found)


def public_inserts(figures: PublicFigures) -> tuple[Insert, ...]:
    """The figures that words to the public can name: those that are shown to everybody, and no others."""
    sample = figures.sample
    found = [
        Insert("round", "The round's name", figures.round),
        Insert("plans", "How many plans are in the sample", TOO_FEW if sample.drawn is None else f"{sample.drawn:,}"),
        Insert("audited", "How many of them are audited", f"{sample.scored:,}"),
    ]
    if sample.population is not None:
        found.append(Insert("population", "How many plans there are", f"{sample.population:,}"))
    for line in figures.of("measure"):
        hidden = line.k is None or line.n is None or line.percent is None
        found += [
            Insert(f"{line.id}.percent", f"{line.short}: percentage", TOO_FEW if hidden else line.printed),
            Insert(f"{line.id}.of", f"{line.short}: k of n", TOO_FEW if hidden else f"{line.k:,} of {line.n:,}"),
            Insert(
                f"{line.id}.range", f"{line.short}: likely range",
                range_words(line.interval) if line.interval else NO_RANGE,
            ),
        ]  # fmt: skip
    return tuple(found)


def _measure(m: MeasureFigure) -> list[Insert]:
    """A headline's figures. Where it has none, each says so in its place."""
    share = m.printed if m.percent is not None else TOO_FEW
    of = f"{m.k:,} of {m.n:,}"
    spread = range_words(m.interval) if m.interval else NO_RANGE
    return [
        Insert(f"{m.id}.percent", f"{m.short}: percentage", share),
        Insert(f"{m.id}.of", f"{m.short}: k of n", of),
        Insert(f"{m.id}.range", f"{m.short}: likely range", spread),
    ]


def unknown(text: str, inserts: tuple[Insert, ...]) -> tuple[str, ...]:
    """The names in braces that stand for no figure of this report, each once."""
    known = {insert.name for insert in inserts}
    return tuple(dict.fromkeys(name for name in NAMED.findall(text) if name not in known))


def typed_figures(text: str) -> tuple[str, ...]:
    """Percentages that were typed and would go stale, each once: `52%`, `52 per cent`."""
    return tuple(dict.fromkeys(TYPED.findall(NAMED.sub("", text))))


def filled(text: str, inserts: tuple[Insert, ...]) -> str:
    """The text with every figure in its place. Raises UserError (`no_such_figure`) that names what is not there."""
    lost = unknown(text, inserts)
    if lost:
        names = " and ".join(f"{{{name}}}" for name in lost)
        raise UserError(
            "no_such_figure",
            f"The commentary names {names}, which is no figure of this report. No report was made. "
            "Take it out, or put another figure in its place.",
        )
    words = {insert.name: insert.words for insert in inserts}
    return NAMED.sub(lambda found: words[found[1]], text)


def blocks_of(text: str, inserts: tuple[Insert, ...]) -> tuple[Paragraph | Bullets, ...]:
    """What somebody wrote, as blocks: a blank line parts paragraphs, lines that begin with `- ` are a list."""
    blocks: list[Paragraph | Bullets] = []
    for part in re.split(r"\n\s*\n", filled(text, inserts).strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        points = [line[2:].strip() for line in lines if line.startswith("- ")]
        words = " ".join(line for line in lines if not line.startswith("- "))
        if words:
            blocks.append(Paragraph(words))
        if points:
            blocks.append(Bullets(tuple(Point("", point) for point in points)))
    return tuple(blocks)
