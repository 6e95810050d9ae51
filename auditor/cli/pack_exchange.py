"""Commands that make packs, look at what they would do, take them in and undo them."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.cli.folders import made as folder_made
from auditor.cli.one_round import chosen_round
from auditor.cli.opening import add_open, add_passphrase, add_place, key_to_make, opened
from auditor.cli.printing import as_json, as_table, shown
from db.errors import UserError

if TYPE_CHECKING:
    from auditor.packs.staged import Staged, StagedPack
    from db.store import Store


def add_exchange(pack: Any) -> None:
    """Add these commands to the list of `pack`."""
    make = pack.add_parser("make", help="a lead's work packs for auditors, or an auditor's return to the lead")
    make.add_argument("workspace", type=Path, metavar="WORKSPACE")
    make.add_argument("--round", metavar="NAME", help="which round; the newest if left out")
    make.add_argument(
        "--for", dest="people", action="append", default=[], metavar="CODE", help="whom a work pack is for"
    )
    make.add_argument("--out", type=Path, required=True, metavar="PATH", help="folder of work packs; file of a return")
    make.add_argument(
        "--pack-passphrase-file", type=Path, metavar="F",
        help="seal work packs with the passphrase in this file's first line, for readers whose key is not known",
    )  # fmt: skip
    make.add_argument("--finished-only", action="store_true", help="leave what is not submitted out of a return")
    add_place(make)
    _and(make, _make)

    stage = pack.add_parser("stage", help="say what packs would do to a workspace; nothing is written")
    stage.add_argument("workspace", type=Path, metavar="WORKSPACE")
    stage.add_argument("files", type=Path, nargs="+", metavar="FILE")
    _pack_passphrase(stage)
    _and(stage, _stage)

    apply = pack.add_parser("apply", help="take packs in, each whole or not at all; a backup is made first")
    apply.add_argument("workspace", type=Path, metavar="WORKSPACE", help="made from the pack where it is not there")
    apply.add_argument("files", type=Path, nargs="+", metavar="FILE")
    _pack_passphrase(apply)
    add_open(apply)
    add_place(apply)
    _and(apply, _apply)

    undo = pack.add_parser("undo", help="withdraw what a pack brought in")
    undo.add_argument("workspace", type=Path, metavar="WORKSPACE")
    undo.add_argument("file", type=Path, metavar="FILE", help="the pack that was taken in, or its uid")
    undo.add_argument("--why", required=True, metavar="WORDS", help="why it is undone")
    add_place(undo)
    _and(undo, _undo)


def _pack_passphrase(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--pack-passphrase-file", type=Path, metavar="F", help="a file whose first line opens packs sealed with words"
    )


def _and(command: argparse.ArgumentParser, run: Any) -> None:
    add_passphrase(command)
    command.add_argument("--json", action="store_true", help="print the answer for a program to read")
    command.set_defaults(run=run)


def _words_of(file: Path | None) -> str:
    from auditor.cli.opening import passphrase_given

    return (passphrase_given(file) or "") if file is not None else ""


def _make(given: argparse.Namespace) -> None:
    from db.vocabulary import Role

    with opened(given.workspace, given, changing=True) as store:
        round_id = chosen_round(store, given.round).id
        if store.owner().role == Role.LEAD:
            rows = _make_work(store, round_id, given)
        else:
            rows = [_make_return(store, round_id, given)]
    if given.json:
        as_json({"packs": rows})
    else:
        for row in rows:
            print(f"wrote {row['file']}")


def _make_work(store: Store, round_id: int, given: argparse.Namespace) -> list[dict[str, Any]]:
    from auditor.packs.work import addressees, make_work_packs
    from auditor.steps import finished

    everybody = {a.code: a for a in addressees(store, round_id)}
    unknown = [code for code in given.people if code not in everybody]
    if unknown:
        raise UserError("nobody", f"Nobody with the code {unknown[0]} has plans in this round. No pack was made.")
    chosen = [everybody[code] for code in given.people or everybody]
    words = _words_of(given.pack_passphrase_file)
    by_words = {a.person: words for a in chosen if words and not a.has_key}
    with folder_made(given.out):
        made = finished(make_work_packs(store, round_id, [a.person for a in chosen], given.out, by_words))
    return [
        {
            "file": str(m.file), "uid": m.uid, "number": m.number, "for": m.code, "plans": m.plans,
            "taken_back": m.taken_back, "papers": m.papers, "by_passphrase": m.by_passphrase,
        }
        for m in made
    ]  # fmt: skip


def _make_return(store: Store, round_id: int, given: argparse.Namespace) -> dict[str, Any]:
    from auditor.packs.returns import make_return
    from auditor.steps import finished

    made = finished(make_return(store, round_id, given.out, unfinished=not given.finished_only))
    return {
        "file": str(made.file), "uid": made.uid, "number": made.number, "submitted": made.submitted,
        "unfinished": made.unfinished, "given_back": made.given_back,
    }  # fmt: skip


def _stage(given: argparse.Namespace) -> None:
    with opened(given.workspace, given) as store:
        staged = _staged(store, given)
    if given.json:
        as_json(staged_json(staged))
        return
    for pack in staged.packs:
        _print(pack)


def _staged(store: Store, given: argparse.Namespace) -> Staged:
    from auditor.packs.stage import stage
    from auditor.steps import finished

    for file in given.files:  # a slip of the keyboard, not a pack that is refused
        if not file.is_file():
            raise UserError("no_file", f"There is no file {file}. No pack was taken in. Check the name.")
    return finished(stage(store, given.files, _words_of(given.pack_passphrase_file)))


def staged_json(staged: Staged) -> dict[str, Any]:
    """The shape that scripts rely on; of several packs a list of it, under `packs`."""
    told = [_pack_json(pack) for pack in staged.packs]
    return told[0] if len(told) == 1 else {"packs": told}


def _pack_json(pack: StagedPack) -> dict[str, Any]:
    counts = Counter(row.verdict.value for row in pack.rows)
    reasons = [*pack.reasons] or ([pack.why] if pack.why and not pack.goes_in else [])
    return {
        "manifest": pack.manifest,
        "changes": {
            "add": counts["add"] + counts["change"], "unchanged": counts["same"],
            "refuse": counts["refuse"] or int(pack.standing == "refused"),
        },
        "reasons": reasons,
        "file": pack.file,
        "standing": pack.standing.value,
        "why": pack.why,
        "notes": list(pack.notes),
    }  # fmt: skip


def _print(pack: StagedPack) -> None:
    print(shown(f"{pack.file}: {pack.word}" + (f". {pack.why}" if pack.why else "")))
    plans = [row for row in pack.rows if not row.criterion or not row.reference]
    if plans:
        rows = [["Plan", "Would be", "Now", "Then", "Why"]]
        rows += [[r.reference or r.criterion, r.verdict.value, r.now_words, r.become_words, r.why] for r in plans]
        as_table(rows)
    for note in pack.notes:
        print(shown(note))


def _apply(given: argparse.Namespace) -> None:
    from auditor.packs.apply import apply
    from auditor.steps import finished

    if not given.workspace.exists():
        _begin(given)
        return
    with opened(given.workspace, given) as store:
        staged = _staged(store, given)
        done = finished(apply(store, staged, place=given.place))
    out = [f"{p.file}: {p.why}" for p in staged.packs if not p.goes_in] + list(done.left_out)
    if given.json:
        as_json({"applied": len(done.packs), "added": done.added, "refused": done.refused, "reasons": out})
    else:
        were, plans = "was" if len(done.packs) == 1 else "were", "plan" if done.added == 1 else "plans"
        print(f"Of {len(staged.packs)} given, {len(done.packs)} {were} taken in; {done.added} {plans} changed.")
        for line in out:
            print(shown(line))
    if done.backup:
        print(f"ehcp-auditor: {done.backup}", file=sys.stderr)
    if staged.packs and all(p.standing in ("refused", "passphrase") for p in staged.packs):
        raise UserError("refused", out[0])


def _begin(given: argparse.Namespace) -> None:
    """Make an auditor's workspace from their first work pack."""
    from auditor.packs.begin import begin_from_pack
    from auditor.steps import finished

    if len(given.files) > 1:
        raise UserError("no_file", f"There is no workspace {given.workspace}. It is made from one work pack.")
    key = key_to_make(given.workspace, given)
    words = _words_of(given.pack_passphrase_file)
    begun = finished(begin_from_pack(given.workspace, given.files[0], words, key))
    if given.json:
        as_json({"applied": 1, "added": begun.plans, "refused": 0, "reasons": [], "workspace": str(begun.path)})
    else:
        print(f"{begun.path.name} was made for {begun.name}, with {begun.plans} plans to score.")


def _undo(given: argparse.Namespace) -> None:
    from sqlmodel import select

    from auditor.packs.container import needs_passphrase, open_pack
    from auditor.packs.keys import identity
    from auditor.packs.undo import KEY_STAYS, undo
    from db.tables import Pack

    with opened(given.workspace, given, changing=True) as store:
        with store.read() as session:
            uid, own = str(given.file), identity(session)
            if not given.file.name:
                raise UserError("no_pack", "Name the file or the uid of the pack that is undone. Nothing was changed.")
            if given.file.exists():
                if own is None or needs_passphrase(given.file):
                    raise UserError("no_pack", f"{given.file.name} cannot be undone. Nothing was changed.")
                uid = open_pack(given.file, age_secret=own.age_secret).manifest.uid
            pack = session.exec(select(Pack.id).where(Pack.uid == uid, Pack.outgoing == False)).first()  # noqa: E712
        undone = undo(store, pack or 0, given.why)
    if given.json:
        as_json({"undone": uid, "brought_key": undone.brought_key})
    else:
        print("The pack was undone. Its revisions are kept as withdrawn.")
        if undone.brought_key:
            print(KEY_STAYS)
