"""A round beside those before it: each headline and question on one line, and what its change from then is worth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sqlmodel import Session, col, select

from auditor.cases import newest_round, round_called
from auditor.change.compare import compare, compare_one
from auditor.change.feeding import sort_of, why_no_trend
from auditor.change.figures import Break, Difference, OverTime, Point, Series, Side, Verdict
from auditor.change.history import HistoryRow, check, history_of
from auditor.change.markers import markers_of
from auditor.change.taken import Found, Taken, take
from auditor.change.words import no_comparison
from auditor.sampling.words import NAMED, joined
from db.errors import UserError
from db.store import Store
from db.tables import Round
from db.vocabulary import Draw, Purged, RoundState

LUCK = "The ranges cover the luck of the draw, not differences between auditors."
ROUNDED = "Differences are worked out before percentages are rounded."
EXPLORATORY = (
    "Questions are many, and some move by chance alone. What they show is a hint where to look, and no finding."
)


def over_time(store: Store, round_name: str | None = None, against: str | None = None) -> OverTime:
    """A round beside the earlier ones that can share a line with it, compared with one of them.

    `against` names the round, or the old paper by what it is called, to compare with; without it the latest round
    before. Later rounds are left aside, so that an old round's page does not change. Raises UserError: `no_round`,
    `not_comparable` where `against` cannot stand beside it.
    """
    name = round_name or newest_round(store)
    with store.read() as session:
        rnd = round_called(session, name)
        bare = OverTime(rnd.name, rnd.as_at, "", rnd.invented, why=_why_not(rnd), markers=markers_of(session))
        now = None if bare.why else take(session, rnd)
        if now is None or now.held:
            return replace(bare, why=bare.why or (now.held if now else ""))
        earlier, left_out = _earlier(session, rnd, now)
        papers = [row for row in history_of(session, now.framework.id) if row.facts.as_at <= rnd.as_at]
    return _beside(replace(bare, basis=now.framework.basis, left_out=left_out), now, earlier, papers, against)


def _why_not(rnd: Round) -> str:
    if why := why_no_trend(rnd.kind, rnd.draw):
        return why
    if rnd.state == RoundState.DRAFT:
        return "This round is a draft, so nobody has scored in it."
    return "The answers of this round were removed before it was signed off." if _gone(rnd) else ""


def _gone(rnd: Round) -> bool:
    return rnd.purged == Purged.ROUND and rnd.state != RoundState.SIGNED_OFF


def _earlier(session: Session, rnd: Round, now: Taken) -> tuple[list[Taken], tuple[tuple[str, str], ...]]:
    """The rounds before this one that may stand on its lines, the earliest first, and why others may not."""
    found: list[Taken] = []
    out: list[tuple[str, str]] = []
    for row in session.exec(select(Round).order_by(col(Round.as_at), col(Round.id))):
        if row.id == rnd.id or (row.as_at, row.id or 0) > (rnd.as_at, rnd.id or 0) or row.state == RoundState.DRAFT:
            continue
        why = _why_not(row) or _unlike(row, rnd)
        taken = None if why else take(session, row)
        if taken is not None:
            why = taken.held or _other_questions(taken, now)
        if why or taken is None:
            out.append((row.name, why))
        else:
            found.append(taken)
    return found, tuple(out)


def _unlike(row: Round, rnd: Round) -> str:
    if bool(row.invented) != bool(rnd.invented):
        return "One of the two rounds is made up and the other is not."
    if sort_of(row.kind) != sort_of(rnd.kind):
        return f"It audited {sort_of(row.kind)}, and this round {sort_of(rnd.kind)}."
    return ""


def _other_questions(taken: Taken, now: Taken) -> str:
    if taken.framework.basis != now.framework.basis:
        return (
            f"It counts {taken.framework.basis} and this round counts {now.framework.basis}. The two are never put on "
            "one line."
        )
    if not any(_same_standard(taken, now, m.id) for m in now.framework.headlines) and not _carried(taken, now):
        return f"It asked other questions: {_version(taken)}."
    return ""


def _same_standard(one: Taken, other: Taken, measure: str) -> bool:
    """Whether both have this headline: of one framework, or called the same in two."""
    names = [{m.id: m.short.casefold() for m in taken.framework.headlines}.get(measure) for taken in (one, other)]
    return None not in names and (one.framework.id == other.framework.id or names[0] == names[1])


def _carried(taken: Taken, now: Taken) -> bool:
    hashes = {c.id: c.hash for c in now.framework.criteria}
    return any(hashes.get(c.id) == c.hash for c in taken.framework.criteria)


def _version(taken: Taken) -> str:
    return f"{taken.framework.title}, version {taken.framework.version}"


def _beside(
    bare: OverTime, now: Taken, earlier: Sequence[Taken], papers: Sequence[HistoryRow], against: str | None
) -> OverTime:
    rounds = [*earlier, now]
    comparable = {row.facts.label for row in papers if check(row.facts).comparable and now.framework.basis == "plans"}
    choices = (*(taken.name for taken in reversed(earlier)), *sorted(comparable))
    then = against or (earlier[-1].name if earlier else "")
    if against and against not in choices:
        can = f"It can be compared with {joined(list(choices))}." if choices else "There is nothing before it."
        raise UserError("not_comparable", f"{now.name} cannot be compared with {against}. {can}")
    before = next((taken for taken in earlier if taken.name == then), None)
    headlines = _headlines(rounds, papers, before, then)
    criteria = tuple(_criterion(rounds, c.id, before) for c in now.framework.criteria)
    return replace(
        bare,
        then=then,
        choices=choices,
        headlines=headlines,
        criteria=tuple(series for series in criteria if series.points),
        cautions=_cautions(rounds, before, next((p for p in papers if p.facts.label == then), None)),
    )


@dataclass(frozen=True)
class _Drawn:
    """The rounds of one line with their figures, and where the line breaks before which of them."""

    rounds: list[Taken]
    figures: list[Found]
    breaks: dict[str, str]


def _headlines(
    rounds: Sequence[Taken], papers: Sequence[HistoryRow], before: Taken | None, then: str
) -> tuple[Series, ...]:
    now, pairs, made = rounds[-1], list[tuple[Side, Side, str]](), list[Series]()
    broken: list[str] = []
    for measure in now.framework.headlines:
        on = [taken for taken in rounds if _same_standard(taken, now, measure.id)]
        drawn = _line(
            on, [taken.headlines[measure.id] for taken in on], lambda taken, m=measure.id: taken.asks(m), "standard"
        )
        own = [row for row in papers if row.facts.measure == measure.id]
        points, breaks, left = _with_papers(drawn, own, now.framework.basis)
        left = (*(f"{t.name} has no such standard." for t in rounds if t not in on), *left)
        made.append(Series(measure.id, measure.short, "headline", "", now.framework.basis, points, breaks, None, left))
        pairs.append(
            (_then_side(before, own, measure.id, then), now.side(now.headlines[measure.id]), now.framework.basis)
        )
        broken.append(_broken_since(drawn, before, now))
    if not then:
        return tuple(made)
    tested = [
        (replace(a, worth=None, why=why) if why else a, b, basis)
        for (a, b, basis), why in zip(pairs, broken, strict=True)
    ]
    return tuple(replace(series, change=change) for series, change in zip(made, compare(tested), strict=True))


def _then_side(before: Taken | None, papers: Sequence[HistoryRow], measure: str, then: str) -> Side:
    if before is not None:
        found = before.headlines.get(measure)
        return before.side(found) if found else Side(then, 0, 0, None, "nothing", None, False)
    row = next((row for row in papers if row.facts.label == then), None)
    if row is None or not check(row.facts).comparable or row.facts.k is None or row.facts.n is None:
        return Side(
            then, 0, 0, None, "nothing", None, False, f"{then} has no figure with its counts for this standard."
        )
    facts = row.facts
    return Side(then, row.facts.k, row.facts.n, row.facts.k / row.facts.n, facts.percent, float(row.facts.n), True)


def _criterion(rounds: Sequence[Taken], key: str, before: Taken | None) -> Series:
    now = rounds[-1]
    criterion = now.framework.criterion(key)
    on = [t for t in rounds if key in t.criteria and (t.asked is None or key in t.asked)]
    drawn = _line(on, [t.criteria[key] for t in on], lambda taken: taken.framework.criterion(key).hash, "question")
    points = tuple(
        taken.point(found, joined=place > 0 and taken.name not in drawn.breaks)
        for place, (taken, found) in enumerate(zip(drawn.rounds, drawn.figures, strict=True))
    )
    breaks = tuple(Break(place, drawn.breaks[t.name]) for place, t in enumerate(drawn.rounds) if t.name in drawn.breaks)
    kind = "statutory" if criterion in now.framework.statutory_criteria else "criterion"
    series = Series(key, criterion.short, kind, criterion.measure or "", "plans", points, breaks)
    if before is None or now not in on:
        return series
    found, here = before.criteria.get(key), now.side(now.criteria[key])
    if before not in on or found is None:
        gone = Side(before.name, 0, 0, None, "nothing", None, False)
        why = no_comparison(gone, here, f"{before.name} did not ask it.")
        return replace(series, change=Difference(gone, here, Verdict.NO_COMPARISON, why))
    side = before.side(found)
    if why := _broken_since(drawn, before, now):
        side = replace(side, worth=None, why=why)
    return replace(series, change=compare_one(side, here, "plans"))


def _line(on: Sequence[Taken], figures: Sequence[Found], asks: Callable[[Taken], object], what: str) -> _Drawn:
    breaks: dict[str, str] = {}
    for one, other in pairwise(on):
        if asks(one) != asks(other):
            versions = (
                f"{_version(one)} until {one.name}, {_version(other)} from {other.name}"
                if one.framework.hash != other.framework.hash
                else f"{one.name} and {other.name} asked different parts of it"
            )
            breaks[other.name] = f"What this {what} asks changed: {versions}."
    return _Drawn(list(on), list(figures), breaks)


def _broken_since(drawn: _Drawn, before: Taken | None, now: Taken) -> str:
    """Why the line breaks somewhere from one round to another; empty where it goes on."""
    if before is None or before not in drawn.rounds or now not in drawn.rounds:
        return ""
    between = drawn.rounds[drawn.rounds.index(before) + 1 : drawn.rounds.index(now) + 1]
    return next((drawn.breaks[taken.name] for taken in between if taken.name in drawn.breaks), "")


def _with_papers(
    drawn: _Drawn, papers: Sequence[HistoryRow], basis: str
) -> tuple[tuple[Point, ...], tuple[Break, ...], tuple[str, ...]]:
    """The points of a line with the figures of old papers among them, hollow, by day."""
    left = tuple(
        f"{row.facts.label} ({row.facts.source}) counts {row.facts.basis}, so it stands on no line with {basis}: "
        f"{row.facts.percent}."
        for row in papers
        if row.facts.basis not in ("", basis)
    )
    dated = [
        (taken.as_at, 1, place, taken.point(found, joined=place > 0 and taken.name not in drawn.breaks))
        for place, (taken, found) in enumerate(zip(drawn.rounds, drawn.figures, strict=True))
    ]
    dated += [
        (row.facts.as_at, 0, place, _paper(row)) for place, row in enumerate(papers) if row.facts.basis in ("", basis)
    ]
    points = tuple(point for *_, point in sorted(dated, key=lambda entry: entry[:3]))
    breaks = tuple(
        Break(place, drawn.breaks[point.label])
        for place, point in enumerate(points)
        if not point.hollow and point.label in drawn.breaks
    )
    return points, breaks, left


def _paper(row: HistoryRow) -> Point:
    facts = row.facts
    note = f"from {facts.source}" + ("" if facts.basis else "; what it counts is not known")
    return Point(
        facts.label, facts.as_at, facts.k, facts.n, float(facts.percent.removesuffix("%")), facts.percent, hollow=True,
        note=note,
    )  # fmt: skip


def _cautions(rounds: Sequence[Taken], before: Taken | None, paper: HistoryRow | None) -> tuple[str, ...]:
    now, said = rounds[-1], [LUCK, ROUNDED]
    shared = len(now.references & before.references) if before else 0
    if before and shared:
        plans = "1 plan was" if shared == 1 else f"{shared:,} plans were"
        said.append(
            f"{plans} audited both in {before.name} and now. The range takes the two rounds for separate draws, which "
            "as a rule makes it too wide rather than too narrow."
        )
    if paper:
        said.append(
            f"{paper.facts.label} is typed in from {paper.facts.source}. Whether its plans were drawn by lot and asked "
            "the same is not known here."
        )
    whole = [taken.name for taken in rounds if taken.draw == Draw.ALL]
    if whole:
        said.append(
            f"Every plan of the list was looked at in {joined(whole)}, so no range is drawn there. A difference still "
            "allows for chance in how plans come to be written."
        )
    if any(taken.finite for taken in rounds):
        said.append(
            "Ranges here are of how plans are written, so they can be wider than those of a round's own figures, which "
            "are of the plans on its list."
        )
    waiting = [taken.name for taken in rounds if taken.provisional]
    if waiting:
        verb, names = "is" if len(waiting) == 1 else "are", joined(waiting)
        who = names if len(waiting) <= NAMED else f"{len(waiting):,} of these rounds"
        said.append(f"{who} {verb} not signed off, so figures may still move.")
    return tuple(said)
