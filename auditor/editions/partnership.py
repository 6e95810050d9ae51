"""The partnership edition: totals alone, in which no row is about one child."""

from dataclasses import replace

from auditor.figures import Group, Results


def partnership(results: Results) -> Results:
    """The figures without single plans, without counts of parts of the list, and without groups of one plan."""
    return replace(
        results,
        plan_lines=(),
        measures=tuple(replace(m, by_part=()) for m in results.measures),
        breakdowns=tuple(
            replace(found, groups=tuple(group for group in found.groups if _of_several(group)))
            for found in results.breakdowns
        ),
    )


def _of_several(group: Group) -> bool:
    """Whether no figure of a group rests on one plan alone."""
    return group.scored != 1 and group.plans > 1 and all(m.n != 1 for m in group.measures)
