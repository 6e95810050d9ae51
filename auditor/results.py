"""The one place where figures are made: from agreed answers to measures, criteria and what stands behind them."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace

from sqlmodel import Session

from auditor.agreed import UNDECIDED
from auditor.agreeing.calculate import round_agreement
from auditor.breakdowns import Fields, break_down, refuse_unknown
from auditor.cases import Case, Reading, newest_round, reading_of, round_called, scored_answers, scored_plans
from auditor.estimates import Lot, PlanAnswers, criterion_figure, measure_figure
from auditor.figures import CauseCount, MeasureFigure, PlanLine, Results, SampleFacts, SignedOff
from auditor.frameworks import Framework
from auditor.sampling.words import NAMED, joined
from auditor.signed_figures import kept_figures, with_sign_off
from auditor.standing.provisional import held_back
from db.store import Store
from db.tables import Round
from db.vocabulary import Draw, RoundState

NOT_BROKEN_DOWN = "Only the totals of this round are kept, so they cannot be broken down."


def results(store: Store, round_name: str | None = None, by: Sequence[Fields] = ()) -> Results:
    """All figures of one round, from its submitted answers: computed afresh, beside what was signed off of them.

    `by` asks for breakdowns, each by one field of `breakdowns.FIELDS` or by two crossed. Of a round that was removed
    the figures are those it was signed off with, and none can be broken down. Raises UserError: `no_round` if there is
    no round of that name, `no_field`.
    """
    return read_results(store, round_name, by)[0]


def read_results(
    store: Store, round_name: str | None = None, by: Sequence[Fields] = ()
) -> tuple[Results, Reading | None]:
    """As `results`, with what they were made of, so that more can be broken down later; None of a removed round."""
    refuse_unknown(by)
    with store.read() as session:
        rnd = round_called(session, round_name or newest_round(store))
        kept = kept_figures(session, rnd)
        if kept is not None:
            return (replace(kept, reasons={**kept.reasons, "by": NOT_BROKEN_DOWN}) if by else kept), None
        reading = reading_of(session, rnd)
        figures = with_sign_off(session, rnd, compute(reading))
    return with_breakdowns(figures, reading, by), reading


def with_breakdowns(figures: Results, reading: Reading, by: Sequence[Fields]) -> Results:
    """The figures with breakdowns beside them; their fingerprint stays what it is."""
    return replace(figures, breakdowns=tuple(break_down(reading, fields) for fields in by)) if by else figures


def signed_now(session: Session, rnd: Round) -> SignedOff | None:
    """Who signed a round off, and whether its figures worked out now are still the same; None before that."""
    if rnd.state != RoundState.SIGNED_OFF:
        return None
    return (kept_figures(session, rnd) or with_sign_off(session, rnd, round_results(session, rnd))).signed_off


def round_results(session: Session, rnd: Round) -> Results:
    """All figures of one round, without what was signed off of them."""
    return compute(reading_of(session, rnd))


def compute(reading: Reading) -> Results:
    """The figures of these plans."""
    about, framework, cases, lot = reading.about, reading.framework, reading.cases, reading.lot
    expected, sample = reading.expected, reading.sample
    scored = [case for case in cases if case.scored]
    answers = scored_answers(cases)
    headlines = tuple(measure_figure(m, framework, answers, lot) for m in framework.headlines)
    # A date line needs no auditor, so it is counted over every sampled plan; a judged one over those scored.
    everyone = [(case.part, case.answers) for case in cases]
    criteria = tuple(criterion_figure(c, everyone if c.mode == "dates" else answers, lot) for c in framework.criteria)
    statutory = {c.id for c in framework.statutory_criteria}
    agreement = round_agreement(
        scored_plans(cases, framework), framework, about.uid, after_moderation=about.after_moderation
    )
    people = {(audit.person, audit.agency) for case in scored for audit in case.audits}
    figures = Results(
        round=about.name,
        kind=about.kind,
        draw=about.draw,
        state=about.state,
        as_at=about.as_at.isoformat(),
        invented=about.invented,
        framework_id=framework.id,
        framework_version=framework.version,
        framework_title=framework.title,
        framework_hash=framework.hash,
        basis=framework.basis,
        thresholds=framework.thresholds.model_dump(),
        population=lot.population,
        plans=len(cases),
        scored=len(scored),
        scored_twice=sum(1 for case in scored if case.twice),
        audits_expected=expected,
        audits_submitted=sum(len(case.audits) for case in cases),
        auditors_by_agency=dict(sorted(Counter(agency for _, agency in people).items())),
        compared=agreement.compared,
        same=agreement.same,
        one_step=agreement.one_step,
        measures=headlines,
        criteria=tuple(c for c in criteria if c.id not in statutory),
        statutory=tuple(c for c in criteria if c.id in statutory),
        causes=_causes(scored),
        plan_lines=tuple(_line(case, framework) for case in scored),
        undecided=sum(1 for case in scored for value in case.answers.values() if value is None),
        reasons=_reasons(Draw(about.draw), lot, headlines)
        | _silent_parts(lot, answers)
        | _not_all_in(len(cases), len(scored), sum(len(case.audits) for case in cases), expected, sample)
        | dict(reading.reasons),
        fingerprint="",
        sample=sample,
        agreement=agreement,
    )
    return replace(figures, fingerprint=_fingerprint(figures))


def _causes(cases: Sequence[Case]) -> tuple[CauseCount, ...]:
    """Shortfalls by agency and cause: each plan and criterion once for each pair that was named."""
    named = Counter((agency, cause) for case in cases for _, agency, cause in case.causes)
    return tuple(CauseCount(agency, cause, count) for (agency, cause), count in sorted(named.items()))


def _line(case: Case, framework: Framework) -> PlanLine:
    tokens = {
        c.id: UNDECIDED if (value := case.answers[c.id]) is None else value.token
        for c in framework.criteria
        if c.id in case.answers
    }
    return PlanLine(case.facts.reference, case.facts.area, tokens)


def _reasons(draw: Draw, lot: Lot, measures: Sequence[MeasureFigure]) -> dict[str, str]:
    """Why a figure or its range is missing, in sentences, by subject."""
    reasons: dict[str, str] = {}
    match draw:
        case Draw.UNKNOWN:
            reasons["interval"] = "How these plans were picked is not known, so no range can be given."
        case Draw.CHOSEN:
            reasons["interval"] = (
                "These plans were chosen, not drawn by lot. They show what was found in them and do not measure all."
            )
        case Draw.ALL:
            reasons["interval"] = "Every plan was looked at, so no luck of the draw is left to allow for."
        case Draw.STRATIFIED if not lot.by_lot:
            reasons["interval"] = (
                "Some parts of the list were drawn more thickly than others, and which part each plan came from is not "
                "kept, so the figures cannot be weighted for it. They describe these plans, not the whole list."
            )
        case _:
            pass
    for measure in measures:
        if not measure.n:
            reasons[measure.id] = "No plan has enough evidence for this measure yet."
        elif lot.by_lot and measure.interval is None:
            reasons[measure.id] = "Fewer than two plans have answers here, so no range can be worked out."
    return reasons


def _silent_parts(lot: Lot, answers: Sequence[PlanAnswers]) -> dict[str, str]:
    """Which parts of an unevenly drawn list no scored plan speaks for, though the figures are of the whole list."""
    heard = {part for part, _ in answers}
    silent = [part for number, part in lot.parts.items() if part.size and number not in heard]
    if not silent or not answers:
        return {}
    names = joined([part.key for part in silent]) if len(silent) <= NAMED else f"{len(silent):,} parts of the list"
    whole, without = sum(p.size for p in lot.parts.values()), sum(part.size for part in silent)
    return {
        "parts": f"No scored plan comes from {names}: {without:,} of the {whole:,} plans that could be drawn. No "
        "overall figure speaks for them."
    }


def _not_all_in(plans: int, scored: int, submitted: int, expected: int, sample: SampleFacts) -> dict[str, str]:
    """What is still to come in, and below the share of `provisional` why pages and reports hold figures back.

    No audit can come in of a plan whose papers were not found; it is said beside.
    """
    reasons: dict[str, str] = {}
    waiting = plans - scored - sample.papers_missing
    if waiting > 0:
        verb = "has" if waiting == 1 else "have"
        reasons["provisional"] = f"{waiting} of {plans} plans {verb} no submitted audit yet; figures will move."
    elif submitted < expected:
        verb = "is" if expected - submitted == 1 else "are"
        reasons["provisional"] = f"{expected - submitted} of {expected} audits {verb} not in yet; figures will move."
    if sentence := held_back(submitted, expected):
        reasons["held_back"] = sentence
    if sample.papers_missing:
        reasons["papers"] = (
            f"The papers of {sample.papers_missing} of {plans} plans were not found. They stay in the sample as a "
            "finding, and are not available for any figure that an auditor has to judge."
        )
    return reasons


def _fingerprint(figures: Results) -> str:
    # agreement holds ranges whose last places are the machine's; its counts are among the figures themselves
    told_beside = ("signed_off", "log_head", "agreement", "breakdowns")
    plain = {key: value for key, value in asdict(figures).items() if key not in told_beside}
    content = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    name = hashlib.sha256(content.encode()).hexdigest().upper()
    return f"{name[:4]}-{name[4:8]}"
