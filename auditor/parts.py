"""One answer from several: what was answered for every outcome of a plan, rolled up to the plan's one answer."""

from collections.abc import Sequence

from auditor.frameworks import Parts
from db.vocabulary import Value

MOST_POINTS = int(Value.MET)


def combine(values: Sequence[Value], rule: Parts) -> Value:
    """The plan's one answer to a criterion that was answered once per outcome.

    `values` holds one answer per outcome, in any order; `rule` comes from the framework (`Framework.parts_rule`).
    The points of the scored answers are compared with the most they could have: from `rule.met` percent it is met,
    from `rule.partly` percent partly met, below it not met. Not applicable and cannot tell leave the count. Where
    nothing is scored, it is not applicable if every answer is, and cannot tell otherwise; that includes no answers.
    """
    scored = [value for value in values if value.scored]
    if not scored:
        every = bool(values) and all(value is Value.NOT_APPLICABLE for value in values)
        return Value.NOT_APPLICABLE if every else Value.CANNOT_TELL
    # whole numbers throughout, so that 75 percent is never missed by a rounding
    points, most = 100 * sum(scored), MOST_POINTS * len(scored)
    if points >= rule.met * most:
        return Value.MET
    return Value.PARTLY if points >= rule.partly * most else Value.NOT_MET
