"""What a public edition may not say because of those that are out already: the difference would tell of few plans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.editions.figures import Count, Earlier, Least, PublicLine
from auditor.editions.levels import Blocks, Raw, shown
from auditor.figures import Results
from db.errors import UserError


@dataclass(frozen=True)
class Before:
    """The editions that are out and were made from other figures than those of now."""

    editions: tuple[Earlier, ...]

    def allows(self, raw: Raw, blocks: Blocks, least: Least) -> bool:
        """Whether a line at this level can stand beside what is out of it.

        It is no finer than it was, and no number that stood in both differs by a small count.
        """
        now = _numbers(raw.total, shown(raw, blocks), _sums(raw, blocks))
        for edition in self.editions:
            line = next((line for line in edition.figures.lines if (line.kind, line.id) == (raw.kind, raw.id)), None)
            if line is None:
                return False
            then = _told(line)
            if any(value is not None and then.get(name) is None for name, value in now.items() if name in then):
                return False
            if not all(
                least.fits(abs(value - before))
                for name, value in now.items()
                if value is not None and (before := then.get(name)) is not None
            ):
                return False
        return True


def _sums(raw: Raw, blocks: Blocks) -> tuple[Count, Count]:
    if ("met",) not in blocks:
        return None, None
    return raw.counts["met"], sum(raw.counts.get(name, 0) for name in ("met", "partly", "not_met"))


def _numbers(total: Count, cells: Mapping[str, Count], kn: tuple[Count, Count]) -> dict[str, Count]:
    k, n = kn
    rest = None if k is None or n is None else n - k
    return {"total": total, "k": k, "n": n, "other": rest, **cells}


def _told(line: PublicLine) -> dict[str, Count]:
    return _numbers(line.total, line.cells, (line.k, line.n))


def refuse_few_changed(results: Results, earlier: Sequence[Earlier], least: Least) -> None:
    """Raise UserError (`few_changed`) where fewer plans came or went since an edition than may be counted."""
    for edition in earlier:
        if edition.fingerprint == results.fingerprint:
            continue
        sample = edition.figures.sample
        counted = [(results.scored, sample.scored)]
        counted += [(results.plans, sample.drawn)] if sample.drawn is not None else []
        if not all(least.fits(abs(now - then)) for now, then in counted):
            raise UserError(
                "few_changed",
                f"Fewer than {least.count} plans came or went since this round was last published, so the difference "
                "between the two editions would tell of them. Nothing was published. What is out stands; put a note "
                "beside it that says what was wrong.",
            )
