"""A whole session in the real window, on an encrypted workspace whose words are planted: for watching it from outside.

Run as `python -m tests.end_to_end.whole_session FOLDER`: workspaces and packs are made in FOLDER/others, the one that
is watched lies in FOLDER/files. Words, passphrase and keys that must not turn up anywhere are written to FOLDER/secrets
as JSON; the modules in use at the end go to FOLDER/modules.
"""

import contextlib
import json
import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditor import guidance, scoring, sealing
from auditor.answers import Answer
from auditor.cli import main as command
from auditor.locking import change_passphrase
from auditor.reports.details import ReportDetails
from auditor.reports.make import make_report
from auditor.results import results
from db.vault import key_for, recovery_text
from db.vocabulary import Value
from tests import light_seals
from tests.auditor.packs.travelling import answer, make_party, returned, taken_in
from tests.building import assignment_of, score
from ui.app import Watch, open_window
from ui.places import places_for
from ui.settings import Settings
from ui.tasks import Steps

NOTE = "Planted Pemberton note about the waterfall"
REASON = "Planted Quillfeather reason about the harbour"
GUIDANCE = "Planted Wimbledrake guidance about the orchard"
PASSPHRASE = "planted-plover-quartz-lantern-mosaic"
LEAST_PLACES = 12


class Planted(Exception):
    """A failure with somebody's words in it."""


def main(folder: Path) -> None:
    """Go through everything once, let it fail with planted words, and lock."""
    for name in ("files", "others"):
        (folder / name).mkdir(parents=True)
    file = prepare(folder)
    app = QApplication([])
    window = open_window(app, Settings())
    sys.excepthook = Watch(window)
    window.open_file(file, key_for(file, PASSPHRASE))
    seen = 0
    for place in places_for("lead"):
        if place.key not in ("unlock", "working", "welcome", "new", "begin"):
            window.visit(place.key)
            settle(window)
            seen += window.here == place.key
    assert seen >= LEAST_PLACES, seen
    store = window.open_session.store
    make_report(results(store), ReportDetails(council="Example Council"), folder / "files")
    fail_in_every_way(window)
    window.visit("desk")
    window.locking.lock_now()
    settle(window)
    window.close()
    for arguments in (["results", str(file)], ["workspace", "check", str(file)], ["nonsense"]):
        os.environ["EHCP_AUDITOR_PASSPHRASE"] = PASSPHRASE
        with contextlib.suppress(SystemExit):  # which is what the parser does with nonsense
            command(arguments)
    (folder / "modules").write_text("\n".join(sorted(sys.modules)), encoding="utf-8")


def prepare(folder: Path) -> Path:
    """A lead's workspace, encrypted and with planted words, into which a return was taken."""
    sealing._child = light_seals.lightly  # for packs of others, whose folder nobody watches
    party = make_party(folder / "others" / "party")
    sealing._child = light_seals.as_shipped
    assert sealing.unseal(sealing.seal(NOTE.encode(), PASSPHRASE), PASSPHRASE) == NOTE.encode()
    with party.open("edie") as store:
        for plan in ("N-1", "N-2", "N-3"):
            answer(store, plan, "EA", Value.MET)
    with party.open("hal") as store:
        for plan in ("N-1", "N-3"):
            answer(store, plan, "HB", Value.MET)
    packs = [returned(party, name) for name in ("edie", "hal")]
    file = folder / "files" / "lead.ehcpaudit"
    (party.folder / "lead.ehcpaudit").rename(file)
    from db.store import Store

    with Store.open(file) as store:
        key = change_passphrase(store, PASSPHRASE)
        taken_in(store, *packs)
        work = assignment_of(store, 1, "N-4", "SC")
        scoring.save_answer(store, work, "Q1", Answer(Value.PARTLY, note=NOTE))
        guidance.write_guidance(store, 1, "Q1", GUIDANCE)
        score(store, 1, "N-4", "SC", [Value.MET] * 4)
        scoring.reopen(store, work, REASON)
    secrets = {
        "note": NOTE, "reason": REASON, "guidance": GUIDANCE, "passphrase": PASSPHRASE, "raw key": key.raw.hex(),
        "recovery key": recovery_text(key).splitlines()[0],
    }  # fmt: skip
    (folder / "secrets").write_text(json.dumps(secrets), encoding="utf-8")
    return file


def fail_in_every_way(window: Any) -> None:
    """Bugs on the worker, in a slot and in a command, each with planted words in it."""
    words = f"{NOTE} {REASON} {PASSPHRASE} {window.open_session.store.key.raw.hex()}"

    def work() -> Generator[str, None, None]:
        local = words  # noqa: F841 - a local that a careless crash note would print
        yield "Working"
        raise Planted(words)

    steps: Any = work
    window.tasks.start("Failing", lambda: _steps(steps))
    settle(window)
    try:
        try:
            raise Planted(words)
        except Planted as problem:
            raise KeyError(words) from problem
    except KeyError as bug:
        sys.excepthook(type(bug), bug, bug.__traceback__)
    import auditor.cli.results as commands

    commands._results = None  # type: ignore[assignment]  # calling it fails
    command(["results", words])


def _steps(work: Any) -> Steps:
    return work()


def settle(window: Any) -> None:
    """Wait until nothing is under way."""
    QTest.qWait(150)
    while window.tasks.busy:
        QTest.qWait(20)
    QTest.qWait(50)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
