"""Commands on a workspace as a whole: backups, restoring one, purging a round, everything held for one plan."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.cli.folders import add_folder
from auditor.cli.opening import add_passphrase, add_place, asked_passphrase, opened, passphrase_given
from auditor.cli.printing import as_json, as_table
from db.errors import UserError

if TYPE_CHECKING:
    from auditor.privacy.purge import Preview
    from db.backups import Backup
    from db.store import Store


def add_commands(workspace: Any) -> None:
    """Add these commands to those of `workspace`."""
    backup = _command(workspace, "backup", "make a backup among the others, or write a complete copy", _backup)
    backup.add_argument("target", type=Path, metavar="COPY", nargs="?", help="a file that is not there yet")
    backup.add_argument("--json", action="store_true", help="print the file's name for a program to read")
    listed = _command(workspace, "backups", "list the backups and what each holds", _backups)
    listed.add_argument("--json", action="store_true", help="print the list for a program to read")
    restore = _command(
        workspace, "restore", "put the workspace back as a backup holds it; the present is kept", _restore
    )
    restore.add_argument("backup", type=Path, metavar="BACKUP", help="a backup, or a complete copy")
    restore.add_argument("--json", action="store_true", help="print the files' names for a program to read")
    purge = _command(workspace, "purge", "remove the words of a round, or all of it but its published figures", _purge)
    purge.add_argument("--round", metavar="NAME", required=True, help="which round")
    purge.add_argument("--what", choices=("words", "round"), required=True, help="what is to go")
    purge.add_argument("--why", metavar="TEXT", default="", help="the reason, for the change log")
    purge.add_argument("--yes", action="store_true", help="do it; without this, what would happen is told")
    purge.add_argument("--json", action="store_true", help="print the numbers for a program to read")
    subject = _command(workspace, "subject", "everything held for one local reference; or put a fact right", _subject)
    subject.add_argument("reference", metavar="REF", help="the plan's local reference")
    add_folder(subject, "folder to write it to, as JSON and as a page to read", required=False)
    subject.add_argument(
        "--correct", metavar="FACT=VALUE", action="append", default=[], help="put a fact right, such as area=North"
    )
    subject.add_argument("--round", metavar="NAME", help="in which round the fact is put right")
    subject.add_argument("--why", metavar="TEXT", default="", help="the reason, for the change log")
    subject.add_argument(
        "--json", action="store_true", help="print what was written or put right for a program to read"
    )


def _command(workspace: Any, name: str, words: str, run: Any) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = workspace.add_parser(name, help=words)
    command.add_argument("workspace", type=Path, metavar="WORKSPACE")
    add_place(command)
    add_passphrase(command)
    command.set_defaults(run=run)
    return command


def _backup(given: argparse.Namespace) -> None:
    from db.backups import Why, back_up

    with opened(given.workspace, given) as store:
        if given.target is None:
            made = back_up(store, Why.BY_HAND, given.place).path
        else:
            store.backup(given.target)
            made = given.target
    if given.json:
        as_json({"file": str(made)})
    else:
        print(f"wrote {made}")


def _backups(given: argparse.Namespace) -> None:
    from db.backups import list_backups
    from db.vault import is_locked, key_for

    known = passphrase_given(given.passphrase_file)
    found = list_backups(given.workspace, given.place)
    locked = [path for path in (given.workspace, *(b.path for b in found)) if is_locked(path)]
    if known is not None and locked:
        found = list_backups(given.workspace, given.place, key_for(locked[0], known))
    if given.json:
        as_json([_told(backup) for backup in found])
    elif not found:
        print(f"There are no backups of {given.workspace.name} yet.")
    else:
        rows = [["Made (UTC)", "For", "Size", "Holds", "File"]]
        rows += [
            [
                f"{b.when:%Y-%m-%d %H:%M}",
                b.why.value,
                f"{b.size:,}",
                b.holds.words if b.holds else b.cannot,
                str(b.path),
            ]
            for b in found
        ]
        as_table(rows)


def _told(backup: Backup) -> dict[str, Any]:
    holds = asdict(backup.holds) if backup.holds else None
    if holds is not None:
        holds["rounds"] = [{"name": name, "state": state} for name, state in holds["rounds"]]
        del holds["uids"]
    return {
        "file": str(backup.path), "made": f"{backup.when:%Y-%m-%dT%H:%M:%SZ}", "why": backup.why.value,
        "size": backup.size, "locked": backup.locked, "holds": holds, "cannot": backup.cannot,
    }  # fmt: skip


def _restore(given: argparse.Namespace) -> None:
    from db.backups import restore
    from db.vault import is_locked, key_for

    key = None
    if is_locked(given.backup):
        key = key_for(given.backup, asked_passphrase(given.passphrase_file, f"{given.backup.name} is encrypted."))
    kept = restore(given.workspace, given.backup, key, given.place)
    if given.json:
        as_json({
            "workspace": str(given.workspace), "backup": str(given.backup), "kept": str(kept.path) if kept else None,
        })  # fmt: skip
        return
    print(f"{given.workspace.name} is as {given.backup.name} holds it.")
    if kept is not None:
        print(f"What was there before is kept as {kept.path}")


def _purge(given: argparse.Namespace) -> None:
    from auditor.cli.one_round import chosen_round
    from auditor.cli.telling import warn_of_names
    from auditor.privacy.purge import preview, purge
    from auditor.steps import finished
    from db.vocabulary import Purged

    what = Purged(given.what)
    with opened(given.workspace, given, reading=True) as store:
        key, rnd = store.key, chosen_round(store, given.round)
        seen = preview(store, rnd.id, what, given.place)
    if seen.stops:
        raise UserError("not_signed_off", f"{seen.stops} Nothing was changed.")
    if not given.yes:
        if given.json:
            as_json(_previewed(seen))
        else:
            _say(seen)
        return
    warn_of_names(("the reason", given.why))
    done = finished(purge(given.workspace, key, rnd.id, what, given.why, given.place))
    if given.json:
        as_json(asdict(done))
    else:
        print(
            f"Purged the {'words of ' if what == Purged.WORDS else 'round '}{rnd.name}: {done.rewritten} backups "
            f"rewritten, {done.removed} removed, {done.packs} packs and {done.papers} papers taken away."
        )
    if done.left_over:
        raise UserError("left_over", f"{' '.join(done.left_over)} The rest is purged. Purge again to try these again.")


def _previewed(seen: Preview) -> dict[str, Any]:
    return {
        "round": seen.round, "what": seen.what.value, "goes": seen.goes, "stays": seen.stays,
        "backups": [{"file": str(f.backup.path), "becomes": f.becomes, "why": f.why} for f in seen.backups],
        "packs": [str(path) for path in seen.packs], "papers": [str(path) for path in seen.papers],
        "out_of_reach": list(seen.beyond), "figures_stay": seen.figures, "purged_already": seen.done,
    }  # fmt: skip


def _say(seen: Preview) -> None:
    print("What goes:" if seen.goes else f"Nothing of {seen.round} is left to go.")
    for words, number in seen.goes.items():
        print(f"  {number:,} {words}")
    for fate in seen.backups:
        if fate.becomes != "left":
            print(f"  backup {fate.backup.path.name}: {fate.becomes}{f', since {fate.why}' if fate.why else ''}")
    for path in (*seen.packs, *seen.papers):
        print(f"  {path}")
    print("What stays:")
    for words, number in seen.stays.items():
        print(f"  {number:,} {words}")
    if not seen.figures:
        print("  No figures: this round was never signed off.")
    print("Out of reach:")
    for words in seen.beyond:
        print(f"  {words}")
    print("Nothing was changed. Give --yes and --why to do it; it cannot be undone.")


def _subject(given: argparse.Namespace) -> None:
    from auditor.privacy.subject import held
    from auditor.privacy.subject_files import export

    reading = not given.correct and given.out is None
    with opened(given.workspace, given, reading=reading, changing=bool(given.correct)) as store:
        if given.correct:
            _correct(store, given)
            return
        if given.out is None:
            as_json(held(store, given.reference))
            return
        files = [str(file) for file in export(store, given.reference, given.out)]
    if given.json:
        as_json({"files": files})
    else:
        for file in files:
            print(f"wrote {file}")


def _correct(store: Store, given: argparse.Namespace) -> None:
    from auditor.cli.one_round import chosen_round
    from auditor.cli.telling import warn_of_names
    from auditor.privacy.correction import correct, read_fact

    pairs = [text.partition("=") for text in given.correct]
    facts = {name.strip(): read_fact(name.strip(), value) for name, _, value in pairs}
    rnd = chosen_round(store, given.round)
    warn_of_names(("the reason", given.why), *((name, str(value)) for name, value in facts.items()))
    done = correct(store, rnd.id, given.reference, facts, given.why)
    if given.json:
        as_json({"round": rnd.name, "changed": bool(done.changed.kinds), "noted": done.noted})
    elif done.noted:
        print(f"{rnd.name} is signed off, so its facts stay as its figures had them. The correction is kept as a note.")
    elif done.changed.kinds:
        print(f"Put right in {rnd.name}: {', '.join(facts)}.")
    else:
        print("That is how it is already. Nothing was changed.")
