"""How many things wait in each place, as the sidebar shows before a page was looked at."""

from auditor.facts_check.open_points import open_points
from auditor.moderation.queue import queue
from auditor.packs.devices import contested
from auditor.packs.sheets import sheets_to_check
from auditor.packs.view import own_view
from auditor.urgent.view import read_urgent
from db.store import Store


def waiting(store: Store, round_id: int, *, lead: bool) -> dict[str, int]:
    """Counts by the key of a place, each the one that its page shows; urgent plans of every round count under today.

    Raises UserError (`no_round`).
    """
    if not lead:
        return {"packs": len(own_view(store, round_id).waiting)}
    with store.read() as session:
        urgent = sum(1 for one in read_urgent(session) if one.open)
        points = len(open_points(session, round_id))
    return {
        "today": urgent,
        "packs": len(contested(store, round_id)) + len(sheets_to_check(store, round_id)),
        "moderation": queue(store, round_id).waiting,
        "facts": points,
    }
