"""The appendices of the Board report: every figure as a table, how they were made, and what was used."""

from collections.abc import Iterable
from datetime import date

from auditor.figures import CriterionFigure, DrawnPart, Results
from auditor.reports.blocks import Block, Bullets, Facts, Figure, Heading, Paragraph, Point, Table
from auditor.reports.breakdown_words import basis_words, breakdown_table, title_words
from auditor.reports.charts import HEADLINES, STATUTORY, table_of
from auditor.reports.described import flow_of
from auditor.reports.figure_words import any_interval, printed, range_words
from auditor.reports.sentences import is_weighted, measure_sentence, signed_line
from auditor.reports.wording import counted, keys, long_date, say
from auditor.sampling.words import how_drawn
from db.vocabulary import Draw


def appendices(results: Results, edition: str = "working") -> tuple[Block, ...]:
    """Give every figure, the criteria, the parts asked for, the method and what was used.

    Only the working edition has counts for each part of the list: some parts are small.
    """
    return (
        *_figures(results),
        *_criteria(results),
        *_breakdowns(results),
        *_method(results, edition),
        *_used(results),
    )


def lettered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Give each appendix its letter, from A on, in front of its title."""
    letters = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return tuple(
        Heading(1, say("appendix.lettered", letter=next(letters), title=block.text))
        if isinstance(block, Heading) and block.level == 1
        else block
        for block in blocks
    )


def glossary(results: Results) -> tuple[Block, ...]:
    """Give the words of the report with what they mean, those left out that it does not use."""
    unused = {
        "statutory": not results.statutory,
        "range": not any_interval(results),
        "drawn": not Draw(results.draw).by_lot,
        "weighted": not is_weighted(results),
        "agreement": not results.scored_twice,
        "cause": not results.causes,
    }
    names = [name for name in keys("glossary") if not unused.get(name)]
    rows = tuple((say(f"glossary.{name}.word"), say(f"glossary.{name}.meaning")) for name in names)
    columns = (say("appendix.glossary_word"), say("appendix.glossary_meaning"))
    table = Table(say("appendix.glossary_caption"), columns, rows, widths=(0.28, 0.72))
    return (Heading(1, say("appendix.glossary")), table)


def left_out_table(results: Results) -> Table:
    """Give, for each headline, what is not in its n and how far that could move it."""
    rows: list[tuple[str, ...]] = []
    for m in results.measures:
        bounds = range_words(m.bounds) if m.bounds else say("left_out.none")
        counts = (m.n, *([m.insufficient] if results.basis == "plans" else []), m.undecided, m.cannot_tell)
        rows.append((m.short, *(f"{v:,}" for v in counts), bounds))
    names = [f"counted_{results.basis}", "insufficient", f"undecided_{results.basis}", "cannot_tell", "bounds"]
    if results.basis == "answers":
        names.remove("insufficient")
    columns = (say("left_out.measure"), *(say(f"left_out.{name}") for name in names))
    widths = (0.3, *([0.7 / len(names)] * len(names)))
    return Table(say("left_out.caption"), columns, tuple(rows), frozenset(range(1, len(columns))), widths)


def criteria_table(name: str, criteria: list[CriterionFigure]) -> Table:
    """Give the criteria of one measure: counts, share met, and a likely range where there is one."""
    ranges = any(c.interval for c in criteria)
    names = [
        "met",
        "partly",
        "not_met",
        "share",
        *(["range"] if ranges else []),
        "not_applicable",
        "cannot_tell",
        "undecided",
    ]
    rows: list[tuple[str, ...]] = []
    for c in criteria:
        title = say("criteria.critical" if c.critical else "criteria.plain", id=c.id, short=c.short)
        likely = [range_words(c.interval)] if ranges else []
        rest = (c.not_applicable, c.cannot_tell, c.undecided)
        counts = [f"{v:,}" for v in (c.met, c.partly, c.not_met)]
        rows.append((title, *counts, printed(c.printed, c.percent), *likely, *(f"{v:,}" for v in rest)))
    columns = (say("criteria.criterion"), *(say(f"criteria.{n}") for n in names))
    widths = {"share": 0.08, "range": 0.145, "not_applicable": 0.085, "cannot_tell": 0.085, "undecided": 0.105}
    shares = [widths.get(n, 0.07) for n in names]
    caption = say("criteria.caption", measure=name)
    return Table(caption, columns, tuple(rows), frozenset(range(1, len(columns))), (1 - sum(shares), *shares))


def _figures(results: Results) -> list[Block]:
    blocks: list[Block] = [Heading(1, say("appendix.figures"))]
    if results.measures:
        points = tuple(Point(f"{m.short}:", measure_sentence(results, m)) for m in results.measures)
        blocks += [Heading(2, say("appendix.figures_headlines")), HEADLINES.table(results), Bullets(points)]
        blocks += [
            Heading(2, say("appendix.left_out")),
            left_out_table(results),
            Paragraph(say("left_out.note"), "note"),
        ]
    if results.statutory:
        blocks += [Heading(2, say("appendix.figures_statutory")), STATUTORY.table(results)]
    return blocks


def _criteria(results: Results) -> list[Block]:
    if not results.criteria:
        return []
    blocks: list[Block] = [Heading(1, say("appendix.criteria")), Paragraph(say("appendix.criteria_note"), "note")]
    names = {m.id: m.short for m in results.measures}
    for measure, name in names.items():
        mine = [c for c in results.criteria if c.measure == measure]
        if mine:
            blocks += [Heading(2, name), criteria_table(name, mine)]
    others = [c for c in results.criteria if c.measure not in names]
    if others:
        name = say("appendix.criteria_other")
        blocks += [Heading(2, name), criteria_table(name, others)]
    return blocks


def _breakdowns(results: Results) -> list[Block]:
    if not results.breakdowns:
        return []
    blocks: list[Block] = [
        Heading(1, say("appendix.breakdowns")),
        Paragraph(say("appendix.breakdowns_note"), "note"),
    ]
    for found in results.breakdowns:
        blocks += [
            Heading(2, title_words(found.fields)),
            Paragraph(basis_words(found), "note"),
            breakdown_table(found),
        ]
    return blocks


def method(results: Results) -> tuple[str, ...]:
    """Say how the figures were made, a paragraph a step, with the round's own thresholds."""
    marks = {name: value for name, value in results.thresholds.items() if name != "critical_partly"}
    most = results.thresholds.get("critical_partly", 0)
    critical = say("method.critical_some", n=most) if most else say("method.critical_none")
    steps = [say("method.scale"), say("method.agreed"), say(f"method.{results.basis}", critical=critical, **marks)]
    if is_weighted(results):
        steps.append(say("method.weighted"))
    elif any_interval(results):
        steps.append(say(f"method.range_{results.basis}"))
    if results.statutory:
        steps.append(say("method.statutory", as_at=long_date(date.fromisoformat(results.as_at))))
    steps.append(say("sure.rounding"))
    return (*steps, say("method.fingerprint", fingerprint=results.fingerprint))


def picked(results: Results) -> tuple[str, ...]:
    """Say how the plans were picked and what became of them since, a sentence a step; empty where nothing is kept."""
    return how_drawn(Draw(results.draw), results.sample)


def stands_for(part: DrawnPart) -> str:
    """Say how many plans of the list each drawn plan of a part stands for, to one decimal, halves up."""
    if not part.drawn:
        return say("parts.none")
    tenths = (20 * part.size + part.drawn) // (2 * part.drawn)
    return say("parts.weight", whole=tenths // 10, tenth=tenths % 10)


def parts_table(results: Results) -> Table:
    """Give the parts of the list with how many plans were drawn from each and how many each of those stands for."""
    rows = tuple((p.key, f"{p.size:,}", f"{p.drawn:,}", stands_for(p)) for p in results.sample.parts)
    columns = tuple(say(f"parts.{name}") for name in ("part", "size", "drawn", "stands_for"))
    return Table(say("parts.caption"), columns, rows, frozenset({1, 2, 3}), (0.46, 0.18, 0.14, 0.22))


def parts_counts(results: Results) -> Table:
    """Give k of n of every standard for each part of the list, where the parts were drawn by unequal shares."""
    rows = tuple(
        (parts[0].key, *(say("statutory.of", k=part.k, n=part.n) for part in parts))
        for parts in zip(*(m.by_part for m in results.measures), strict=True)
    )
    columns = (say("parts.part"), *(m.short for m in results.measures))
    widths = (0.2, *([0.8 / len(results.measures)] * len(results.measures)))
    return Table(say("parts.caption_counts"), columns, rows, frozenset(range(1, len(columns))), widths)


def _method(results: Results, edition: str) -> list[Block]:
    blocks: list[Block] = [Heading(1, say("appendix.method"))]
    steps = picked(results)
    flow = flow_of(results)
    blocks += [Heading(2, say("appendix.flow")), Figure(flow), table_of(flow)]
    if steps:
        blocks += [Heading(2, say("appendix.picked")), *(Paragraph(step) for step in steps)]
    if results.sample.parts:
        blocks += [Heading(2, say("appendix.parts")), parts_table(results)]
        counted = len(results.measures) > 0 and all(m.by_part for m in results.measures)
        blocks += [parts_counts(results)] if counted and edition == "working" else []
    blocks.append(Heading(2, say("appendix.made")))
    blocks += [Paragraph(step) for step in method(results)]
    if any(m.at_thresholds for m in results.measures):
        note = say("method.thresholds_note", met=results.thresholds.get("met", 0))
        if is_weighted(results):
            note = f"{note} {say('method.thresholds_weighted')}"
        blocks += [Heading(2, say("method.thresholds")), thresholds_table(results), Paragraph(note, "note")]
    return blocks


def thresholds_table(results: Results) -> Table:
    """Give each headline's k of n at other marks than the framework's."""
    tried = sorted({t for m in results.measures for t in m.at_thresholds})
    rows: list[tuple[str, ...]] = []
    for m in results.measures:
        found = [m.at_thresholds.get(t) for t in tried]
        none = say("method.thresholds_none")
        rows.append((m.short, *(say("statutory.of", k=f[0], n=f[1]) if f and f[1] else none for f in found)))
    columns = (say("method.thresholds_measure"), *(say("method.thresholds_column", percent=t) for t in tried))
    widths = (0.4, *([0.6 / len(tried)] * len(tried)))
    return Table(say("method.thresholds_caption"), columns, tuple(rows), frozenset(range(1, len(columns))), widths)


def _used(results: Results) -> list[Block]:
    audits = say("sure.submitted", submitted=results.audits_submitted, expected=results.audits_expected)
    pairs = {
        "framework": f"{results.framework_title} ({results.framework_id}), version {results.framework_version}",
        "hash": results.framework_hash,
        "round": results.round,
        "state": say(f"state.{results.state}"),
        "as_at": long_date(date.fromisoformat(results.as_at)),
        "plans": f"{counted(results.plans, 'plan')}, {say(f'draw.{results.draw}')}",
        "audits": audits,
        "basis": say(f"basis.{results.basis}.column").lower(),
        "fingerprint": results.fingerprint,
        "signed_off": signed_line(results.signed_off),
        "log": results.log_head,
        "invented": results.invented,
    }
    facts = Facts(tuple((say(f"facts.{k}"), v) for k, v in pairs.items() if v))
    return [Heading(1, say("appendix.framework")), facts, *_asked(results)]


def _asked(results: Results) -> list[Block]:
    """Every question in the framework's words, with the law or guidance it rests on."""
    rows = tuple((c.id, c.question, c.source) for c in (*results.criteria, *results.statutory))
    if not rows:
        return []
    columns = tuple(say(f"appendix.asked_{name}") for name in ("code", "question", "source"))
    table = Table(say("appendix.asked_caption"), columns, rows, widths=(0.09, 0.53, 0.38))
    return [Heading(2, say("appendix.asked")), table]
