"""How far auditors agree, as an appendix of the report: no auditor is named in it."""

from collections.abc import Sequence

from auditor.agreeing.figures import AgreementFigure
from auditor.agreeing.words import board_sentence, figure_text, middle_words, range_text
from auditor.agreement import ENOUGH_PLANS
from auditor.figures import Results
from auditor.reports.blocks import Block, Heading, Paragraph, Table
from auditor.reports.wording import say

TOLD = ("percent_agreement", "within_one", "gwet_ac1", "gwet_ac2_quadratic", "ac2_range", "alpha_ordinal")


def agreement_appendix(results: Results) -> tuple[Block, ...]:
    """Give the appendix; nothing where no plan was scored twice."""
    found = results.agreement
    if found is None or not found.n_units:
        return ()
    enough = any(c.n_units >= ENOUGH_PLANS for c in (*found.criteria, *found.measures))
    said = " ".join(words for words in (board_sentence(found), middle_words(found)) if words)
    blocks: list[Block] = [
        Heading(1, say("appendix.agreement")),
        Paragraph(said),
        Paragraph(say("agreement.about_after" if found.after_moderation else "agreement.about"), "note"),
    ]
    if found.measures:
        blocks += [Heading(2, say("agreement.measures")), agreement_table(found.measures, "measures", enough=enough)]
    blocks += [Heading(2, say("agreement.criteria")), agreement_table(found.criteria, "criteria", enough=enough)]
    return (*blocks, Paragraph(say("agreement.note" if enough else "agreement.few"), "note"))


def agreement_table(figures: Sequence[AgreementFigure], what: str, *, enough: bool) -> Table:
    """Give one row a question or standard; on few plans only counts."""
    names = ("exact", "within", "ac1", "ac2", "ac2_range", "alpha") if enough else ("one_step", "further", "applying")
    rows: list[tuple[str, ...]] = []
    for f in figures:
        if enough:
            rest = tuple(_told(f, name) for name in TOLD)
        else:
            further = f.differing - f.one_step - f.applying
            rest = tuple(f"{n:,}" for n in (f.one_step, further, f.applying))
        rows.append((f"{f.id} {f.short}", f"{f.n_units:,}", say("statutory.of", k=f.same, n=f.compared), *rest))
    first = say("agreement.standard" if what == "measures" else "agreement.question")
    columns = (first, say("agreement.plans"), say("agreement.same"), *(say(f"agreement.{name}") for name in names))
    widths = (0.25, 0.07, 0.12, 0.08, 0.09, 0.07, 0.08, 0.13, 0.11) if enough else (0.42, 0.09, 0.14, 0.11, 0.1, 0.14)
    caption = say(f"agreement.{what}_caption")
    return Table(caption, columns, tuple(rows), frozenset(range(1, len(columns))), widths)


def _told(figure: AgreementFigure, name: str) -> str:
    if name == "ac2_range":
        return range_text(figure, "gwet_ac2_quadratic") or say("agreement.none")
    return figure_text(figure, name)
