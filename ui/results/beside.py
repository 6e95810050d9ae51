"""What the headlines of a round stand beside on their chart: the round before, and their targets."""

from auditor.actions.targets import aimed_at, targets_of
from auditor.change.over_time import over_time
from auditor.figures import Results
from auditor.reports.described import Beside, before_of
from db.store import Store


def read_beside(store: Store, figures: Results, *, alone: bool) -> tuple[Results, Beside]:
    """These figures with what they stand beside; where a round is `alone` there is none before it to be read."""
    before = {} if alone else before_of(over_time(store, figures.round))
    return figures, Beside(before, aimed_at(targets_of(store, figures.framework_id)))
