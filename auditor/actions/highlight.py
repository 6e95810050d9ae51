"""The highlight reports as files: one page an area, as PDF, all of them or none."""

from collections.abc import Generator
from pathlib import Path

from auditor.actions.blocks import highlight_report
from auditor.actions.plan import plan_of
from auditor.actions.targets import against, targets_of
from auditor.people.register import today
from auditor.reports.details import Imprint
from auditor.reports.make import slug
from auditor.results import results
from db.files import whole
from db.store import Store


def highlight_steps(store: Store, round_name: str | None, out: Path) -> Generator[str, None, tuple[Path, ...]]:
    """Write highlight-AREA.pdf for every area into a folder, saying what is being done; gives the paths.

    `round_name` is the round whose figures stand in them; None for none. Raises those of `db.files.whole`.
    """
    plan = plan_of(store)
    yield "Working out the figures"
    found = results(store, round_name) if round_name else None
    if found is not None and "held_back" in found.reasons:
        found = None  # figures that are held back enter no report
    held = against(targets_of(store, found.framework_id), found) if found else ()
    council, day = store.owner().council, today()
    targets = tuple(out / f"highlight-{slug(area.facts.name)}.pdf" for area in plan.areas)
    with whole(*targets) as beside:
        for area, target in zip(plan.areas, beside, strict=True):
            yield f"Writing {area.facts.name}"
            from auditor.reports.pdf import write_document

            title = f"{area.facts.name}: highlight report"
            mark = f"{title} · {found.round} · figures {found.fingerprint}" if found else title
            foot = (mark, found.invented if found else "")
            with target.open("w+b") as file:
                blocks = highlight_report(area, plan, found, held)
                write_document(blocks, Imprint(title, council, "Highlight report", foot, day), file)
        yield "Putting them in place"
    return targets
