"""Commands on packs, the sealed files that carry work between machines."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.cli.opening import add_passphrase, asked_passphrase, opened
from auditor.cli.pack_exchange import add_exchange
from auditor.cli.printing import as_json, as_table
from db.errors import UserError

if TYPE_CHECKING:
    from auditor.packs.container import Opened


def add_commands(commands: Any) -> None:
    """Add these commands to the parser's list."""
    pack = commands.add_parser("pack", help="send work out and take it back as sealed files").add_subparsers(
        metavar="ACTION", required=True, parser_class=type(commands.choices["demo"])
    )
    inspect = pack.add_parser("inspect", help="open a pack and print what it says of itself; nothing is taken in")
    inspect.add_argument("file", type=Path, metavar="FILE")
    inspect.add_argument(
        "--workspace", type=Path, metavar="WORKSPACE", help="whose key opens it, unless it was sealed with a passphrase"
    )
    add_passphrase(inspect)
    inspect.add_argument("--json", action="store_true", help="print the manifest for a program to read")
    inspect.set_defaults(run=_inspect)
    add_exchange(pack)


def _inspect(given: argparse.Namespace) -> None:
    pack = _open(given)
    if given.json:
        as_json(
            {
                "manifest": pack.manifest.told(),
                "changes": {"add": 0, "unchanged": 0, "refuse": 0},
                "reasons": [],
            }
        )
        return
    told = pack.manifest
    size = sum(entry.size for entry in told.entries)
    rows = {
        "Kind": f"{told.kind} pack {told.number}",
        "Round": told.round.name,
        "Council": told.council,
        "From": f"{told.sender.name} {told.sender.code}".strip(),
        "For": f"{told.reader.name} {told.reader.code}".strip(),
        "Sealed": f"{told.sealed_at:%Y-%m-%d %H:%M} UTC, by EHCP Auditor {told.app}",
        "Sealed with": "a passphrase" if pack.by_passphrase else "the reader's key",
        "Signed with": pack.signed_by,
        "Holds": f"{len(told.entries) - 1} papers, {size:,} bytes in all",
        "Log head": told.log_head,
    }
    as_table([("What", "Is"), *rows.items()])
    print("\nIts seal is whole. Whether its sender is known is for the workspace to say that takes it in.")


def _open(given: argparse.Namespace) -> Opened:
    """The pack, opened with its passphrase or with the key of the workspace that was named. Raises UserError."""
    # what opens packs is only for commands that do
    from auditor.packs.container import needs_passphrase, open_pack
    from auditor.packs.keys import identity

    if needs_passphrase(given.file):
        passphrase = asked_passphrase(given.passphrase_file, f"{given.file.name} was sealed with a passphrase.")
        return open_pack(given.file, passphrase=passphrase)
    if given.workspace is None:
        raise UserError(
            "sealed_to_key",
            f"{given.file.name} was sealed to the key of a workspace. Name that workspace with --workspace.",
        )
    with opened(given.workspace, given) as store, store.read() as session:
        own = identity(session)
    if own is None:
        raise UserError(
            "other_reader",
            f"{given.workspace.name} has never made or taken in a pack, so {given.file.name} is not for it. Name the "
            "workspace it was made for.",
        )
    return open_pack(given.file, age_secret=own.age_secret)
