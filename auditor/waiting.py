"""How many things wait in each place, as the sidebar shows before a page was looked at."""

from collections.abc import Callable, Mapping

from auditor.facts_check.open_points import open_points
from auditor.moderation.queue import queue
from auditor.packs.devices import contested
from auditor.packs.sheets import sheets_to_check
from auditor.packs.view import own_view
from auditor.urgent.view import urgent_plans
from db.store import Store

Count = Callable[[Store, int], int]


def _points(store: Store, round_id: int) -> int:
    with store.read() as session:
        return len(open_points(session, round_id))


LEADS: Mapping[str, Count] = {
    "today": lambda store, _round: sum(1 for one in urgent_plans(store) if one.open),
    "packs": lambda store, key: len(contested(store, key)) + len(sheets_to_check(store, key)),
    "moderation": lambda store, key: queue(store, key).waiting,
    "facts": _points,
}
"""Of each place the number that its page shows; urgent plans of every round count under today."""
AUDITORS: Mapping[str, Count] = {"packs": lambda store, key: len(own_view(store, key).waiting)}


def waiting(store: Store, round_id: int, *, lead: bool, but: str = "") -> dict[str, int]:
    """Counts by the key of a place, all but one that says its own. Raises UserError (`no_round`)."""
    counts = LEADS if lead else AUDITORS
    return {place: count(store, round_id) for place, count in counts.items() if place != but}
