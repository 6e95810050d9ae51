"""Pool small rounds that ask the same and draw alike: parts of one sample, each plan counted once.

Each round, and each part of its list, is a part from which plans were drawn; a plan weighs as many plans as its part
holds for each one drawn. Ranges have no finite form, because the lists may share all their plans or none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from auditor.audits import framework_of
from auditor.breakdowns import Fields, refuse_unknown
from auditor.cases import About, Case, Reading, cases_of, nobody_asked, parts_of, round_called
from auditor.estimates import Lot, lot_of
from auditor.figures import Results, SampleFacts
from auditor.results import compute, round_results, with_breakdowns
from auditor.round_states import ORDER
from auditor.sampling.draw import Part, Rules, part_name
from auditor.sampling.words import joined
from auditor.signed_figures import with_sign_offs
from auditor.standing.expected import AskedPlan, asked_plans, expected_audits, unasked
from db.errors import UserError
from db.store import Store
from db.tables import Round
from db.vocabulary import Draw, Purged, RoundKind, RoundState

LONGEST = 366  # days from the first reference date to the last
NAMED = 3  # rounds whose names a title holds
_KINDS: Mapping[RoundKind, str] = {
    RoundKind.FULL: "a full audit",
    RoundKind.ROLLING: "a rolling audit",
    RoundKind.THEMATIC: "a thematic audit",
    RoundKind.SINGLE_AGENCY: "an audit of one agency's part",
    RoundKind.CHECKLIST: "a checklist",
    RoundKind.RE_AUDIT: "a re-audit",
}
_DRAWS: Mapping[Draw, str] = {
    Draw.RANDOM: "drawn by lot",
    Draw.STRATIFIED: "drawn by lot from each part of its list",
    Draw.ALL: "all plans of its list",
    Draw.CHOSEN: "chosen by somebody",
    Draw.UNKNOWN: "picked in a way nobody knows",
}


@dataclass(frozen=True)
class Alike:
    """What rounds must have in common to be pooled. `rules` are without what follows a round's own period."""

    name: str
    framework: str
    framework_hash: str
    kind: RoundKind
    draw: Draw
    rules: Rules | None
    as_at: date
    state: RoundState
    invented: bool
    removed: bool = False


@dataclass(frozen=True)
class Choice:
    """A round that another could be pooled with. `why_not` says in a sentence why it cannot; empty where it can."""

    id: int
    name: str
    as_at: date
    plans: int
    why_not: str


def choices(store: Store, round_id: int) -> tuple[Choice, ...]:
    """The other rounds of a workspace, the newest first, and whether this one can be pooled with each."""
    from auditor.rounds import rounds

    rows = [row for row in rounds(store) if row.id != round_id]
    with store.read() as session:
        here = _alike(session, session.get_one(Round, round_id))
        there = {row.id: _alike(session, session.get_one(Round, row.id)) for row in rows}
    why = {key: _unanswered(here) or _unanswered(other) or unlike(here, other) for key, other in there.items()}
    return tuple(Choice(row.id, row.name, row.as_at, row.plans, why[row.id]) for row in rows)


def pooled(store: Store, names: Sequence[str], by: Sequence[Fields] = ()) -> Results:
    """The figures of several rounds together, by the ordinary way; computed afresh, never kept.

    A plan in several of them counts once: as the latest round that has scored it found it. `by` asks for breakdowns.
    Raises UserError: `no_round`, `few_rounds` for fewer than two, `not_alike` with the reason why rounds cannot be
    pooled, `no_field`.
    """
    return read_pooled(store, names, by)[0]


def read_pooled(store: Store, names: Sequence[str], by: Sequence[Fields] = ()) -> tuple[Results, Reading]:
    """As `pooled`, with what the figures were made of, so that more can be broken down later."""
    refuse_unknown(by)
    reading = _pool(store, names)
    figures = compute(reading)
    with store.read() as session:
        rounds = [round_called(session, name) for name in dict.fromkeys(names)]
        signed = [(rnd, round_results(session, rnd)) for rnd in rounds if rnd.state == RoundState.SIGNED_OFF]
        figures = with_sign_offs(session, signed, figures)
    return with_breakdowns(figures, reading, by), reading


def _pool(store: Store, names: Sequence[str]) -> Reading:
    with store.read() as session:
        found = (round_called(session, name) for name in dict.fromkeys(names))
        rows = sorted(found, key=lambda row: (row.as_at, row.id or 0))
        if len(rows) < 2:
            raise UserError("few_rounds", "Two rounds or more can be pooled. Name another one.")
        alike = [_alike(session, row) for row in rows]
        _refuse_unlike(alike)
        framework = framework_of(session, rows[0].id or 0)
        cases = {row.id or 0: cases_of(session, row, framework) for row in rows}
        parts = _parts(session, rows, {key: len(found) for key, found in cases.items()})
        unsized = [row.name for row in rows if row.population is None and not parts_of(session, row)]
        kept = _once(rows, cases, parts)
        asked = {row.id or 0: _asked(session, row.id or 0, kept[row.id or 0]) for row in rows}
        unanswered = {
            f"{row.name} {plan}": n for row in rows for plan, n in unasked(session, row, asked[row.id or 0]).items()
        }
    expected = sum(expected_audits(plans)[1] for plans in asked.values())
    missing = sum(1 for plans in asked.values() for plan in plans if plan.papers_missing)
    together = [case for row in rows for case in kept[row.id or 0]]
    lot = _lot(alike[0].draw, parts, together, weighable=not unsized)
    said = _said(rows, cases, together)
    facts = SampleFacts(pooled=said, papers_missing=missing)
    reasons = _no_range(lot, unsized) | nobody_asked(unanswered)
    return Reading(_about(rows, lot), framework, together, expected, lot, facts, reasons)


def _asked(session: Session, round_id: int, kept: Sequence[Case]) -> tuple[AskedPlan, ...]:
    """The plans that count from a round, with the audits asked for."""
    left = {case.facts.reference for case in kept}
    return tuple(plan for plan in asked_plans(session, round_id) if plan.reference in left)


def unlike(one: Alike, other: Alike) -> str:
    """Why two rounds cannot be pooled, in a sentence; empty where they can."""
    both = f"{one.name} and {other.name}"
    if one.framework_hash != other.framework_hash:
        return f"{both} ask different questions: {one.framework} and {other.framework}."
    if one.kind != other.kind:
        return f"{one.name} is {_KINDS[one.kind]} and {other.name} {_KINDS[other.kind]}."
    if one.draw != other.draw:
        return f"The plans of {one.name} were {_DRAWS[one.draw]}, those of {other.name} {_DRAWS[other.draw]}."
    if one.rules != other.rules:
        return f"{both} were drawn by different rules: their parts, least numbers or filters differ."
    if abs((one.as_at - other.as_at).days) > LONGEST:
        return f"{both} lie more than a year apart."
    if one.invented != other.invented:
        return f"One of {both} is made up and the other is not."
    return ""


def _alike(session: Session, rnd: Round) -> Alike:
    framework = framework_of(session, rnd.id or 0)
    rules = Rules.from_json(rnd.rules)
    if rules is not None:  # size and days follow each round's own period
        rules = replace(rules, size=None, filters=replace(rules.filters, finalised_from=None, finalised_to=None))
    return Alike(
        rnd.name, f"{framework.title} {framework.version}", framework.hash, RoundKind(rnd.kind), Draw(rnd.draw), rules,
        rnd.as_at, RoundState(rnd.state), bool(rnd.invented), rnd.purged == Purged.ROUND,
    )  # fmt: skip


def _unanswered(rnd: Alike) -> str:
    if rnd.removed:
        return f"Of {rnd.name} only its figures are kept, and not the answers they were made from."
    return f"{rnd.name} is a draft, so nobody has scored in it." if rnd.state == RoundState.DRAFT else ""


def _refuse_unlike(alike: Sequence[Alike]) -> None:
    for at, one in enumerate(alike):
        for why in (_unanswered(one), *(unlike(other, one) for other in alike[:at])):
            if why:
                raise UserError("not_alike", f"{why} These rounds cannot be pooled. Look at each by itself.")


def _parts(session: Session, rows: Sequence[Round], drawn: Mapping[int, int]) -> dict[int, Part]:
    """Every part of every round under a number of its own, named by its round.

    A list that was not divided is one part, under the round's number below nought; none where its size is not known.
    """
    found: dict[int, Part] = {}
    for row in rows:
        own = parts_of(session, row)
        found |= {key: part._replace(key=part_name(row.name, part.key)) for key, part in own.items()}
        if not own and row.population is not None:
            found[-(row.id or 0)] = Part(row.name, row.population, drawn[row.id or 0])
    return found


def _once(
    rows: Sequence[Round], cases: Mapping[int, Sequence[Case]], parts: Mapping[int, Part]
) -> dict[int, list[Case]]:
    """By round, the plans that count from it: each in the latest round that has scored it, or in the latest at all."""
    chosen: dict[str, tuple[int, bool]] = {}
    for row in rows:
        for case in cases[row.id or 0]:
            if case.scored or not chosen.get(case.facts.reference, (0, False))[1]:
                chosen[case.facts.reference] = (row.id or 0, case.scored)
    kept: dict[int, list[Case]] = {}
    for row in rows:
        key = row.id or 0
        whole = -key if -key in parts else None
        kept[key] = [
            case if case.part is not None else replace(case, part=whole)
            for case in cases[key]
            if chosen[case.facts.reference][0] == key
        ]
    return kept


def _lot(draw: Draw, parts: Mapping[int, Part], together: Sequence[Case], *, weighable: bool) -> Lot:
    """What the pooled draws let the figures say."""
    if not draw.by_lot:
        return Lot(False, len(together) if draw == Draw.ALL else None)
    if not weighable:
        return Lot(False, None)
    return lot_of(Draw.STRATIFIED, None, parts, [case.part for case in together])


def _no_range(lot: Lot, unsized: Sequence[str]) -> dict[str, str]:
    """Why plans drawn by lot have no range: nobody knows how many they stand for."""
    if not unsized or lot.by_lot:
        return {}
    return {
        "interval": f"How many plans {joined(unsized)} drew from is not known, so these rounds cannot be weighed "
        "against each other. The figures describe their plans, and no range can be given."
    }


def _about(rows: Sequence[Round], lot: Lot) -> About:
    """What the rounds are called together; the state is that of the least far."""
    states = [RoundState(row.state) for row in rows]
    names = [row.name for row in rows]
    title = (
        f"{joined(names)} together"
        if len(names) <= NAMED
        else f"{names[0]} to {names[-1]}, {len(names)} rounds together"
    )
    draw = Draw.STRATIFIED.value if lot.weighted else rows[0].draw
    invented = "\n".join(dict.fromkeys(row.invented for row in rows if row.invented))
    uids = "/".join(sorted(str(row.uid) for row in rows))
    after = any(row.after_moderation for row in rows)
    return About(title, rows[0].kind, draw, min(states, key=ORDER.index).value, rows[-1].as_at, invented, uids, after)


def _said(rows: Sequence[Round], cases: Mapping[int, Sequence[Case]], together: Sequence[Case]) -> tuple[str, ...]:
    """What the pool holds, in sentences."""
    held = joined([
        f"{row.name} ({len(cases[row.id or 0]):,}" + (f" of {row.population:,})" if row.population else ")")
        for row in rows
    ])  # fmt: skip
    again = sum(len(found) for found in cases.values()) - len(together)
    said = [f"These figures pool the plans of {len(rows)} rounds: {held}."]
    if again:
        times = "time" if again == 1 else "times"
        said.append(
            f"{again:,} {times} a plan was in more than one of them. It counts once, as the latest that scored it."
        )
    return tuple(said)
