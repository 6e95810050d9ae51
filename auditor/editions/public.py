"""The public edition: a closed list of tables, in which what is small is hidden together with all that would tell it.

What is told and why it is safe, in short: a headline and its questions go together, in full or the headline alone; a
breakdown joins the groups it hides; all that is derived is derived from counts that are shown. docs/publishing.md has
the whole of it. Pure: no store and no window.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.agreeing.words import board_sentence
from auditor.editions.earlier import Before, refuse_few_changed
from auditor.editions.figures import (
    Earlier,
    Hidden,
    Least,
    PublicAgreement,
    PublicCauses,
    PublicFigures,
    PublicLine,
)
from auditor.editions.levels import Raw, apart, fits, levels_of, public_line, raw_criterion, raw_measure
from auditor.editions.sample import public_sample
from auditor.editions.tables import tables_of
from auditor.figures import CriterionFigure, Results
from auditor.frameworks import Framework
from db.errors import UserError
from db.vocabulary import Draw, RoundState

FIFTH = 5
"""A draw may be called confidential where less than one in this many of the plans was drawn."""


def public(
    framework: Framework,
    results: Results,
    earlier: Sequence[Earlier] = (),
    *,
    whole_lines: bool = False,
    least: Least | None = None,
) -> PublicFigures:
    """The figures of a round as anybody may see them, beside the public editions of it that are out already.

    `results` should hold breakdowns by the fields of `tables.PUBLIC_FIELDS`. With `whole_lines` figures over the whole
    round are shown however small, which the data protection officer may agree to where `whole_lines_refused` says
    nothing. Raises UserError: `not_signed_off`, `too_small`, `whole_lines`, `few_changed`.
    """
    least = least or Least()
    _refuse(results, least)
    if whole_lines and (why := whole_lines_refused(results, earlier)):
        raise UserError("whole_lines", f"{why} Nothing was published.")
    if not whole_lines:
        refuse_few_changed(results, earlier, least)
    before = Before(() if whole_lines else tuple(e for e in earlier if e.fingerprint != results.fingerprint))
    told_before = [edition.figures.sample for edition in before.editions]
    # what an edition with all lines rests on stays untold in every later one
    keep_seed = whole_lines or any(edition.figures.whole_lines for edition in earlier)
    sample, hidden = public_sample(results, least, told_before, whole_lines=whole_lines, keep_seed=keep_seed)
    lines = _Lines(framework, results, least, before, whole_lines, dates=sample.drawn is not None)
    shown = tuple(lines.all())
    hidden += lines.hidden
    tables, told = tables_of(results, shown, least, earlier)
    hidden += told
    # what these count changes with any answer, so they cannot stand beside editions of other figures
    everything = not lines.hidden and not before.editions
    if results.basis == "answers" and not whole_lines and any(m.interval for m in results.measures):
        hidden.append(Hidden("Likely ranges of the standards", "They follow from how answers lie in single plans."))
    causes, told = _causes(results, least, whole_lines=whole_lines, everything=everything)
    hidden += told
    everything = everything and sample.twice is not None
    agreement, told = _agreement(results, least, whole_lines=whole_lines, everything=everything)
    return PublicFigures(
        round=results.round,
        kind=results.kind,
        draw=results.draw,
        as_at=results.as_at,
        invented=results.invented,
        framework_id=results.framework_id,
        framework_version=results.framework_version,
        framework_title=results.framework_title,
        framework_hash=results.framework_hash,
        basis=results.basis,
        thresholds=dict(results.thresholds),
        least=least,
        whole_lines=whole_lines,
        sample=sample,
        lines=shown,
        tables=tables,
        causes=causes,
        agreement=agreement,
        auditors=dict(results.auditors_by_agency),
        hidden=(*hidden, *told),
    )


def whole_lines_refused(results: Results, earlier: Sequence[Earlier] = ()) -> str:
    """Why figures over the whole round may not be shown however small; empty where it may be agreed to.

    It rests on nobody knowing which plans were drawn: by lot, few of many, and with a seed that is not out.
    """
    if not Draw(results.draw).by_lot:
        return "The plans were not drawn by lot, so somebody may know which they are."
    if results.population is None:
        return "How many plans could have been drawn is not known."
    if FIFTH * results.plans >= results.population:
        return (
            f"{results.plans:,} of {results.population:,} plans were drawn. Under a fifth would be few enough that "
            "nobody can tell whether a plan is among them."
        )
    if any(edition.figures.whole_lines and edition.fingerprint != results.fingerprint for edition in earlier):
        return (
            "An edition with all its lines is out, and the figures have changed since: the difference between the two "
            "would tell of the plans that changed."
        )
    if any(edition.figures.sample.seed for edition in earlier):
        return "The seed of the draw is out with an earlier edition, so the plans drawn can be found with the list."
    return ""


def _refuse(results: Results, least: Least) -> None:
    if results.state != RoundState.SIGNED_OFF or results.undecided or "sign_off" in results.reasons:
        raise UserError(
            "not_signed_off",
            "Only figures that are signed off, and have not changed since, can be published. Nothing was published. "
            "Sign the round off first.",
        )
    if results.scored < least.percent:
        raise UserError(
            "too_small",
            f"{results.scored} plans were audited. Under {least.percent} there is nothing to publish that would not "
            "tell of single plans. Nothing was published.",
        )


class _Lines:
    """Headlines with their questions, questions by themselves, and statutory checks; and what of them is hidden.

    What follows from one another is a family, its first line the head: a headline and the questions it is rolled up
    from; the checks worked out from the same dates. A family is shown in full where all of it may be, otherwise its
    head alone: a headline and part of its questions would together give hidden counts away by the rule of the roll-up.
    """

    def __init__(
        self,
        framework: Framework,
        results: Results,
        least: Least,
        before: Before,
        whole_lines: bool,
        *,
        dates: bool,
    ) -> None:
        self._framework, self._results, self._least, self._before = framework, results, least, before
        self._whole, self._dates = whole_lines, dates
        self._weights = not any(m.weighted for m in results.measures) or (whole_lines and _thin_parts(results))
        self.hidden: list[Hidden] = []

    def all(self) -> Iterator[PublicLine]:
        """The lines that are shown at all: headlines, questions, checks, each kind in the framework's order."""
        results = self._results
        place = {c.id: n for n, c in enumerate((*results.measures, *results.criteria, *results.statutory))}
        found = [line for family in self._families() for line in self._shown(family)]
        found.sort(key=lambda line: place[line.id])  # checks of dates are one family, and looked at last
        for kind in ("measure", "criterion", "statutory"):
            yield from (line for line in found if line.kind == kind)
        if not self._weights:
            why = "They follow from counts of parts of the list, which are too small. k of n are counts, unweighted."
            self.hidden.append(Hidden("Weighted percentages and ranges", why))

    def _families(self) -> Iterator[tuple[Raw, ...]]:
        results, framework = self._results, self._framework
        headlines = {m.id for m in results.measures}
        for m in results.measures:
            own = (self._question(c, "criterion") for c in results.criteria if c.measure == m.id)
            yield (raw_measure(framework, m, results.scored), *own)
        alone = [self._question(c, "criterion") for c in results.criteria if c.measure not in headlines]
        alone += [self._question(c, "statutory") for c in results.statutory]
        yield from ((raw,) for raw in alone if not self._is_date(raw))
        if dated := tuple(raw for raw in alone if self._is_date(raw)):
            yield dated

    def _question(self, c: CriterionFigure, kind: str) -> Raw:
        plans = self._results.plans if c.mode == "dates" else self._results.scored
        return raw_criterion(self._framework, c, kind, plans)

    def _shown(self, family: tuple[Raw, ...]) -> Iterator[PublicLine]:
        head, rest = family[0], family[1:]
        finest = {raw.id: next(levels_of(raw)) for raw in family}
        dated = self._is_date(head)
        # a question of a headline that is worked out from dates is told of by the checks of dates as well
        apart_from_dates = self._dates if dated else not any(self._is_date(raw) for raw in rest)
        if self._whole or (apart_from_dates and all(self._may(raw, finest[raw.id]) for raw in family)):
            may = self._whole or apart(head, self._least)
            if not may and head.at_thresholds:
                self._hide(head, "the headline at other thresholds", "too few plans lie between them")
            for raw in family:
                yield public_line(
                    raw, finest[raw.id], self._least, weights=self._weights, thresholds=may, plans_lie=self._whole
                )
            return
        if dated and not self._dates:
            self._hide(head, "all checks of dates", "with them the number of plans drawn would be told")
            return
        blocks = next(blocks for blocks in levels_of(head) if self._may(head, blocks) or ("met",) not in blocks)
        line = public_line(head, blocks, self._least, weights=self._weights)
        if None in line.cells.values():
            what = "some of its counts" if line.k is not None else "all its counts"
            self._hide(head, what, "too few plans, or needed so that these cannot be worked out")
        if rest:
            questions = "its question" if len(rest) == 1 else f"its {len(rest)} questions"
            others = "the other checks of dates" if dated else questions
            self._hide(head, others, "some have too few plans, and with the others these could be worked out")
        yield line

    def _is_date(self, raw: Raw) -> bool:
        return raw.kind != "measure" and self._framework.criterion(raw.id).mode == "dates"

    def _may(self, raw: Raw, blocks: tuple[tuple[str, ...], ...]) -> bool:
        return fits(raw, blocks, self._least) and self._before.allows(raw, blocks, self._least)

    def _hide(self, raw: Raw, what: str, why: str) -> None:
        self.hidden.append(Hidden(f"{raw.short}: {what}", f"{why[0].upper()}{why[1:]}."))


def _thin_parts(results: Results) -> bool:
    """Whether each part of an unevenly drawn list was itself drawn so thinly that nobody knows which plans are in."""
    return all(FIFTH * part.drawn < part.size for m in results.measures for part in m.by_part)


def _causes(
    results: Results, least: Least, *, whole_lines: bool, everything: bool
) -> tuple[PublicCauses | None, list[Hidden]]:
    """Causes by agency: cell by cell, by agency alone, or not at all. They count the shortfalls of the lines."""
    cells: dict[str, dict[str, int]] = {}
    for cause in results.causes:
        cells.setdefault(cause.agency, {})[cause.cause] = cause.count
    by_agency = {agency: sum(counts.values()) for agency, counts in cells.items()}
    if whole_lines or (everything and least.fits(*(n for counts in cells.values() for n in counts.values()))):
        return PublicCauses(by_agency, cells), []
    if everything and least.fits(*by_agency.values()):
        return PublicCauses(by_agency, None), [Hidden("Causes, by agency and cause", "Some were named too few times.")]
    why = "Some were named too few times." if everything else "They count the shortfalls of figures that are hidden."
    return None, [Hidden("Causes and agencies", why)]


def _agreement(
    results: Results, least: Least, *, whole_lines: bool, everything: bool
) -> tuple[PublicAgreement | None, list[Hidden]]:
    """How far auditors agreed over the round; nothing of single questions, which few pairs answered differently."""
    found = results.agreement
    if found is None or not found.n_units:
        return None, []
    further = found.compared - found.same - found.one_step
    fit = found.n_units >= least.percent and least.fits(found.same, found.one_step, further)
    if not whole_lines and not (everything and fit):
        return None, [Hidden("How far auditors agreed", "Too few answers, or plans, were audited twice.")]
    told = replace(found, criteria=(), measures=())
    return (
        PublicAgreement(found.n_units, found.compared, found.same, found.one_step, board_sentence(told)),
        [],
    )
