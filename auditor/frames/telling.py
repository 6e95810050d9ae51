"""A column that should divide plans into groups and holds other words for nearly every one: names, perhaps."""

import re
from collections.abc import Mapping, Sequence

from auditor.frames.frame import FramePlan
from auditor.frames.needs import need_of
from db.errors import UserError

GROUPS = ("area", "setting_code", "setting_type", "phase", "team")
ENOUGH = 20  # plans: in a short list groups differ from plan to plan by themselves
SHARE = (4, 5)  # from so many different ones on, each plan has its own
DROPPED = "was dropped: it holds other words for nearly every plan, so it could tell who a child is."
"""What is said of such a field, after its name."""


def telling_fields(plans: Sequence[FramePlan], columns: Mapping[str, str]) -> tuple[str, ...]:
    """The fields of GROUPS whose words could tell who each child is; `columns` names the column of each field.

    Raises UserError `identifying` where it is the primary need, without which no plan can be used.
    """
    needs = [plan.need for plan in plans if not need_of(plan.need)]
    if "need" in columns and _tells(needs, len(plans)):
        raise UserError(
            "identifying",
            f"The column {columns['need']} holds other words for nearly every plan, so it could tell who a child is "
            "and cannot be the primary need. Nothing was taken in. Choose another column.",
        )
    return tuple(n for n in GROUPS if n in columns and _tells([getattr(plan, n) for plan in plans], len(plans)))


def _tells(words: Sequence[str], plans: int) -> bool:
    """Whether nearly all of these words differ and hold no figure, as names do and groups do not."""
    given = [word.casefold() for word in words if word and not re.search(r"\d", word)]
    part, whole = SHARE
    return len(given) >= max(ENOUGH, plans // 2) and whole * len(set(given)) >= part * len(given)
