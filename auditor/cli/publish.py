"""The editions of `report`: whom it is for, and publishing the one that anybody may see."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from auditor.cli.opening import opened
from auditor.cli.printing import as_json
from db.errors import UserError
from db.vocabulary import Edition


def add_editions(report: argparse.ArgumentParser) -> None:
    """Add to `report` what says which edition, and what publishing asks for."""
    report.add_argument(
        "--edition",
        choices=[edition.value for edition in Edition],
        help="working (rows and notes), partnership (totals) or public (small numbers hidden, signed off rounds "
        "only); without it a board's is working, any other partnership",
    )
    report.add_argument("--agreed-by", default="", metavar="NAME", help="who agreed to publish the public edition")
    report.add_argument("--seen-early", default="", metavar="WORDS", help="who saw the public edition before it is out")
    report.add_argument(
        "--whole-lines",
        action="store_true",
        help="show all figures over the whole round, as the data protection officer may agree for a draw nobody knows",
    )


def publish(given: argparse.Namespace, formats: Sequence[str]) -> None:
    """Make the public edition and enter it in the register; say what it hides."""
    from auditor.cli.one_round import chosen_round
    from auditor.cli.telling import warn_of_names
    from auditor.editions.releases import finished, releases

    if len(given.round) > 1 or given.by:
        raise UserError(
            "one_round", "The public edition is of one round, with breakdowns of its own. Leave out --by and name it."
        )
    warn_of_names(("--seen-early", given.seen_early))
    with opened(given.workspace, given) as store:
        name = chosen_round(store, given.round[0] if given.round else None).name
        files = finished(
            store, name, given.out, agreed_by=given.agreed_by, seen_early=given.seen_early,
            whole_lines=given.whole_lines, formats=formats, split=given.split,
        )  # fmt: skip
        published = releases(store, name)[-1]
    if given.json:
        hidden = [{"where": hidden.where, "why": hidden.why} for hidden in published.hidden]
        as_json({"round": name, "files": [str(file) for file in files], "edition": "public",
                 "mark": published.mark, "agreed_by": published.agreed_by, "hidden": hidden})  # fmt: skip
        return
    for hidden in published.hidden:
        print(f"not shown: {hidden.where}. {hidden.why}")
    for file in files:
        print(f"wrote {file}")
    print(f"Published as {published.mark}, agreed by {published.agreed_by}.")
