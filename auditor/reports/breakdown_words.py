"""The words of breakdowns, of what could not be judged, and of the strongest and weakest questions."""

from collections.abc import Sequence

from auditor.breakdowns import FIELD_WORDS
from auditor.fields import FIELDS, NOT_GIVEN
from auditor.figures import Breakdown, CriterionFigure, Group, MeasureFigure, Results
from auditor.reports import week_words
from auditor.reports.blocks import Table
from auditor.reports.figure_words import ends
from auditor.reports.wording import capital, number
from auditor.reports.wording import say as say_in_report
from auditor.rounding import FEWEST_FOR_PERCENT
from resources.sentences import Sentences

say = Sentences("breakdowns.toml").say


def title_words(fields: Sequence[str]) -> str:
    """What a breakdown is called: By area and primary need."""
    names = [FIELD_WORDS[field] for field in fields]
    return say("title.one", field=names[0]) if len(names) == 1 else say("title.two", field=names[0], other=names[1])


def basis_words(found: Breakdown) -> str:
    """What a breakdown's figures count, and what else is to be known before they are read."""
    said = [say(f"basis.{found.basis}")]
    figures = [m for group in found.groups for m in group.measures]
    if "lead_agency" in found.fields and found.basis == "answers":
        said.append(say("note.lead_agency"))
    if any(m.weighted for m in figures):
        said.append(say("note.weighted"))
    if any(m.n and m.percent is None for m in figures):
        said.append(say("note.few", fewest=FEWEST_FOR_PERCENT))
    return " ".join((*said, say("note.order")))


def value_words(field: str, value: str) -> str:
    """A value of a field as people say it: SLCN becomes Speech, language and communication needs (SLCN)."""
    if field == "lead_agency":
        return say(f"lead.{value}")
    if field == "cause":
        return say_in_report(f"cause.{value}")
    if field in ("need", "phase", "plan_kind") and value != NOT_GIVEN:
        return week_words.value_words(field, value)
    return capital(value) if value == NOT_GIVEN else value


def cell_words(figure: MeasureFigure) -> str:
    """A figure in a cell of a table: k of n and its percentage, or the count alone where the plans are too few."""
    if not figure.n:
        return say("cell.none")
    key = "cell.few" if figure.percent is None else "cell.share"
    return say(key, k=figure.k, n=figure.n, percent=figure.printed)


def figure_sentences(group: Group) -> tuple[str, ...]:
    """Each headline of a group in a sentence, with its likely range where it has one."""
    return tuple(_figure_sentence(figure) for figure in group.measures)


def _figure_sentence(figure: MeasureFigure) -> str:
    if not figure.n:
        return say("figure.none", name=figure.short)
    given = {"name": figure.short, "k": figure.k, "n": figure.n, "what": say(f"what.{figure.basis}")}
    if figure.percent is None:
        return say("figure.few", **given)
    likely = say("figure.range", **ends(figure.interval)) if figure.interval else ""
    weighted = say("figure.weighted") if figure.weighted else ""
    return say("figure.share", **given, percent=figure.printed, weighted=weighted, range=likely)


def judged_sentence(figure: MeasureFigure | CriterionFigure) -> str:
    """Say what share of those judged is met, and between what it lies of all; empty where nothing was left out.

    Such as: 17 of 23 judged, 74%; of all 33 between 52% and 82%.
    """
    left = figure.open
    if not left or figure.bounds is None:
        return ""
    if not figure.n or figure.percent is None:
        return say("judged.nothing", all=figure.n + left) if not figure.n else ""
    pooled = isinstance(figure, MeasureFigure) and figure.basis == "answers"
    weighted = say("figure.weighted") if figure.weighted else ""
    low, high = ends(figure.bounds).values()
    key = f"judged.{'answers' if pooled else 'share'}{'_alike' if low == high else ''}"
    return say(
        key, k=figure.k, n=figure.n, percent=figure.printed, weighted=weighted, all=figure.n + left, low=low, high=high
    )


def parts_table(results: Results) -> Table | None:
    """Each part's own k of n where parts of the list were drawn unequally; None where plans weigh the same."""
    measures = [m for m in results.measures if m.by_part]
    if not measures:
        return None
    columns = (say("column.part"), say("column.size"), say("column.drawn"), *(m.short for m in measures))
    rows = tuple(
        (
            parts[0].key,
            number(parts[0].size),
            number(parts[0].drawn),
            *(say("cell.few", k=p.k, n=p.n) if p.n else say("cell.none") for p in parts),
        )
        for parts in zip(*(m.by_part for m in measures), strict=True)
    )
    return Table(say(f"parts.{results.basis}"), columns, rows, frozenset(range(1, len(columns))))


def criterion_line(criterion: CriterionFigure) -> str:
    """One question with its k of n, share and likely range, as a line of a list."""
    weighted = say("figure.weighted") if criterion.weighted else ""
    likely = say("figure.range", **ends(criterion.interval)) if criterion.interval else ""
    of = say("cell.few", k=criterion.k, n=criterion.n)
    return say("ends.line", id=criterion.id, short=criterion.short, of=of, percent=criterion.printed,
               weighted=weighted, range=likely)  # fmt: skip


def ends_sentence(results: Results) -> str:
    """Say what the order of the strongest and weakest questions is worth."""
    return say("ends.luck" if any(c.interval for c in results.criteria) else "ends.these")


def tells_plans(found: Breakdown) -> bool:
    """Whether its groups hold different plans, so that their number is worth a column."""
    return any(field in FIELDS for field in found.fields)


def breakdown_table(found: Breakdown) -> Table:
    """A breakdown as a table: the value of each field, the sampled plans, and each headline's k of n with its share."""
    shorts = [m.short for m in found.groups[0].measures] if found.groups else []
    plans = (say("column.plans"),) if tells_plans(found) else ()
    columns = (*(capital(FIELD_WORDS[field]) for field in found.fields), *plans, *shorts)
    rows = tuple(
        (
            *(value_words(field, value) for field, value in zip(found.fields, group.values, strict=True)),
            *([number(group.plans)] if plans else []),
            *(cell_words(m) for m in group.measures),
        )
        for group in found.groups
    )
    numeric = frozenset(range(len(found.fields), len(columns)))
    widths = _widths(columns, rows, len(found.fields), plans=bool(plans))
    return Table(title_words(found.fields), columns, rows, numeric, widths, flows=len(found.fields) > 1)


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]], fields: int, *, plans: bool) -> tuple[float, ...]:
    """The columns' shares: values by how long they are, the number of plans little, the headlines the rest alike."""
    lengths = [max(8, min(22, max(len(line[i]) for line in (columns, *rows)))) for i in range(fields)]
    values = (0.26 if fields == 1 else 0.34) if len(columns) > fields + plans else 0.8
    narrow = (0.07,) if plans else ()
    figures = len(columns) - fields - plans
    rest = (1 - values - sum(narrow)) / max(1, figures)
    return (*(values * length / sum(lengths) for length in lengths), *narrow, *([rest] * figures))
