"""What the desk says where there is no plan to show."""

from collections.abc import Sequence

from auditor.scoring import PlanRow
from ui.desk.words import ENDED
from ui.parts.empty import EmptyState


def nothing_open(rows: Sequence[PlanRow], has_round: bool, known: bool) -> EmptyState:
    """Why no plan is open: no round, nobody known by the owner's name, none given out, or all submitted."""
    if not has_round:
        return EmptyState("clipboard-list", "There is no round yet.", "Plans to score appear here with a round.")
    if rows and all(row.state in ENDED for row in rows):
        submitted = sum(1 for row in rows if row.state == "submitted")
        if submitted < len(rows):
            what = "Those given back go to another auditor. Choose a plan in the list to read its answers."
            return EmptyState("badge-check", f"Nothing is left to score: {submitted:,} submitted.", what)
        count = f"{len(rows):,} of {len(rows):,}"
        what = "Choose a plan in the list to read its answers."
        return EmptyState("badge-check", f"Every plan is submitted: {count}.", what)
    if not known:
        what = "Ask your lead which name you have in the round."
        return EmptyState("user", "This workspace does not say which auditor you are.", what)
    what = "Plans appear here once they are given to an auditor."
    return EmptyState("clipboard-list", "There are no plans to score here.", what)
