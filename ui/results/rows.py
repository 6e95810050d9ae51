"""The rows of the results page's tables, and what is told of each."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from auditor.breakdowns import natural
from auditor.cases import Case, Reading, why_of
from auditor.figures import Breakdown, CriterionFigure, Results
from auditor.reports.breakdown_words import breakdown_table, figure_sentences, judged_sentence, tells_plans, value_words
from auditor.reports.figure_words import range_words
from auditor.reports.wording import say
from auditor.scoring import GivenAnswer, given_answers
from db.store import Store
from db.vocabulary import Value
from ui.pages.results_words import said_by, who_said_what
from ui.parts.rows import RowsModel
from ui.results.table_pane import Whole

ELSEWHERE = "Who answered what stands with the round itself."
STATUTORY = "Statutory checks"
CRITERIA_HEADS = ("Code", "Question", "Measure", "Met", "Out of", "Share", "Likely range", "Partly met", "Not met",
                  "Not applicable", "Cannot tell", "Undecided")  # fmt: skip
LONG_HEAD = 14  # letters
PLAN_HEADS = ("Plan", "Area", "Primary need", "Answer", "Auditors")


def criteria_of(figures: Results, measure: str = "") -> list[CriterionFigure]:
    """The questions of a headline, the statutory checks under their own name, or with neither all of them."""
    if measure == STATUTORY:
        return list(figures.statutory)
    every = (*figures.criteria, *figures.statutory)
    return [c for c in every if not measure or (c.measure == measure and c not in figures.statutory)]


def criteria_rows(figures: Results, shown: Sequence[CriterionFigure]) -> tuple[RowsModel, list[Whole]]:
    """The questions with their counts."""
    names = {m.id: m.short for m in figures.measures}
    rows: list[tuple[str, ...]] = []
    keys: list[tuple[Any, ...]] = []
    for position, c in enumerate(shown):
        measure = names.get(c.measure, STATUTORY if c in figures.statutory else "")
        counts = (c.partly, c.not_met, c.not_applicable, c.cannot_tell, c.undecided)
        rows.append(
            (c.id, c.short, measure, str(c.k), str(c.n), c.printed, range_words(c.interval), *(str(n) for n in counts))
        )
        percent = -1.0 if c.percent is None else c.percent
        keys.append((position, c.short, measure, c.k, c.n, percent, (c.interval or (-1.0, -1.0))[0], *counts))
    numeric = frozenset({3, 4, 5, 7, 8, 9, 10, 11})
    return RowsModel(CRITERIA_HEADS, rows, numeric, keys), [(c.question, _of_criterion(c)) for c in shown]


def _of_criterion(c: CriterionFigure) -> str:
    source = f"{c.id} · {c.source}{' · critical' if c.critical else ''}"
    judged = judged_sentence(c)
    return f"{source}\n{judged}" if judged else source


def asked_cases(reading: Reading, figure: CriterionFigure) -> list[Case]:
    """The plans that count for a question: those scored; of one worked out from dates every plan of the sample."""
    return [case for case in reading.cases if figure.id in case.answers and (case.scored or figure.mode == "dates")]


def token_of(value: Value | None) -> str:
    """An agreed answer as it is kept in words: met, not_met … or undecided."""
    return "undecided" if value is None else value.token


def plan_rows(reading: Reading, figure: CriterionFigure, cases: Sequence[Case]) -> tuple[RowsModel, list[Whole]]:
    """These plans with their agreed answer to a question, and below who answered what."""
    rows: list[tuple[str, ...]] = []
    whole: list[Whole] = []
    answers = {value: say(f"answer.{token_of(value)}") for value in (*Value, None)}
    needs = {need: value_words("need", need) for need in {case.facts.need for case in cases} if need}
    for case in cases:
        answered = sum(1 for audit in case.audits if figure.id in audit.latest)
        need, answer = needs.get(case.facts.need, ""), answers[case.answers[figure.id]]
        rows.append((case.facts.reference, case.facts.area, need, answer, str(answered) if answered else ""))
        whole.append((case.facts.reference, partial(_of_plan, reading, figure, case)))
    return RowsModel(PLAN_HEADS, rows, frozenset({4}), [(natural(row[0]), *row[1:]) for row in rows]), whole


def _of_plan(reading: Reading, figure: CriterionFigure, case: Case) -> str:
    """Who answered what to a question on a plan, and what was made of it."""
    if figure.mode == "dates":
        why = why_of(case, reading.framework.criterion(figure.id), reading.about.as_at)
        return f"Worked out from the plan's dates. {why}"
    given = tuple(GivenAnswer(a.person, a.agency, a.latest[figure.id]) for a in case.audits if figure.id in a.latest)
    if case.answers[figure.id] is None:
        return who_said_what(given)
    ruling = case.decided.get(figure.id)
    decided = f" Settled as: {say(f'answer.{ruling.value.token}')}." if ruling else ""
    return said_by(given) + decided


def breakdown_rows(found: Breakdown) -> tuple[RowsModel, list[Whole]]:
    """The groups of a breakdown with every headline, and below each headline in a sentence."""
    table = breakdown_table(found)
    fields = len(found.fields)
    place = [{v: at for at, v in enumerate(dict.fromkeys(g.values[i] for g in found.groups))} for i in range(fields)]
    keys = [
        (
            *(place[i][value] for i, value in enumerate(group.values)),
            *([group.plans] if tells_plans(found) else []),
            *(-1.0 if not m.n else 100 * m.k / m.n if m.percent is None else m.percent for m in group.measures),
        )
        for group in found.groups
    ]
    titles = [" · ".join(row[:fields]) for row in table.rows]
    whole: list[Whole] = [(title, partial(_of_group, group)) for title, group in zip(titles, found.groups, strict=True)]
    return RowsModel([two_lines(head) for head in table.columns], table.rows, table.numeric, keys), whole


def two_lines(head: str) -> str:
    """A column's head on two lines where it has several words, so that columns are as narrow as their cells."""
    words = head.split()
    if len(head) < LONG_HEAD or len(words) < 2:
        return head
    at = min(range(1, len(words)), key=lambda i: abs(len(" ".join(words[:i])) - len(" ".join(words[i:]))))
    return "\n".join((" ".join(words[:at]), " ".join(words[at:])))


def _of_group(group: Any) -> str:
    return "\n".join(figure_sentences(group))


def undecided_rows(figures: Results, store: Store, round_id: int | None) -> tuple[RowsModel, list[Whole]]:
    """The questions without one answer, and below who answered what; not for several rounds together."""
    asked = {c.id: c for c in (*figures.criteria, *figures.statutory)}
    rows: list[tuple[str, ...]] = []
    whole: list[Whole] = []
    for line in figures.plan_lines:
        for criterion, answer in line.answers.items():
            if answer == "undecided":
                rows.append((line.reference, line.area, criterion, asked[criterion].short))
                if round_id is None:
                    whole.append((asked[criterion].question, ELSEWHERE))
                    continue
                said = partial(given_answers, store, round_id, line.reference, criterion)
                whole.append((asked[criterion].question, partial(_said, said)))
    return RowsModel(("Plan", "Area", "Code", "Question"), rows), whole


def _said(read: Callable[[], tuple[GivenAnswer, ...]]) -> str:
    return who_said_what(read())
