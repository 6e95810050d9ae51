"""What became of a framework from one version to the next, and which questions carry over."""

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.frameworks import Criterion, Framework, Measure


@dataclass(frozen=True)
class Difference:
    """Two frameworks beside each other, questions by their ids in the newer one's order.

    `carried` ask the same word for word: answers to them can be compared (design: by id and by the hash of what is
    asked). `changed` ask otherwise, with the keys that differ, and break a series. `helped` ask the same and differ in
    what helps to answer: guidance, examples, source, place. `moved` stand in another measure: from, to. `measures` are
    those that were added, removed or changed; `thresholds` the numbers that differ: old, new.
    """

    carried: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    helped: Mapping[str, tuple[str, ...]]
    moved: Mapping[str, tuple[str, str]]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    measures: Mapping[str, tuple[str, ...]]
    thresholds: Mapping[str, tuple[int, int]]

    @property
    def same(self) -> bool:
        """Whether nothing differs but, it may be, the version, the title and what it says about itself."""
        return not (self.changed or self.helped or self.moved or self.added or self.removed or self.thresholds
                    or any(self.measures.values()))  # fmt: skip


def compare_frameworks(old: Framework, new: Framework) -> Difference:
    """Hold two frameworks, or two versions of one, against each other."""
    before = {criterion.id: criterion for criterion in old.criteria}
    after = {criterion.id: criterion for criterion in new.criteria}
    both = [key for key in after if key in before]
    same = [key for key in both if before[key].hash == after[key].hash]
    differ = {key: _keys_that_differ(before[key], after[key]) for key in both}
    return Difference(
        carried=tuple(same),
        changed={key: differ[key] for key in both if key not in same},
        helped={key: keys for key in same if (keys := tuple(k for k in differ[key] if k != "measure"))},
        moved={
            key: (before[key].measure or "", after[key].measure or "")
            for key in both
            if before[key].measure != after[key].measure
        },
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after),
        measures=_measures(old, new),
        thresholds=_thresholds(old, new),
    )


def _keys_that_differ(old: Criterion, new: Criterion) -> tuple[str, ...]:
    return tuple(key for key in Criterion.model_fields if getattr(old, key) != getattr(new, key))


def _measures(old: Framework, new: Framework) -> dict[str, tuple[str, ...]]:
    before: dict[str, Measure] = {measure.id: measure for measure in old.measures}
    after: dict[str, Measure] = {measure.id: measure for measure in new.measures}
    return {
        "added": tuple(key for key in after if key not in before),
        "removed": tuple(key for key in before if key not in after),
        "changed": tuple(key for key in after if key in before and after[key] != before[key]),
    }


def _thresholds(old: Framework, new: Framework) -> dict[str, tuple[int, int]]:
    before, after = old.thresholds.model_dump(), new.thresholds.model_dump()
    before |= {f"parts.{key}": value for key, value in old.parts_rule.model_dump().items()}
    after |= {f"parts.{key}": value for key, value in new.parts_rule.model_dump().items()}
    return {key: (before[key], after[key]) for key in after if before[key] != after[key]}
