"""A process killed at any moment of scoring loses no answer that was shown as saved, and its file opens again."""

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from auditor.cli import main as command
from tests.end_to_end.rooms import PYTHON, ROOT, answers_in, plans_for

BATCHES, KILLS = 4, 25
MOST_SAVED = 6  # answers shown as saved before a kill
A_MOMENT = 0.02  # s, in which several things are done
LOST_AT_MOST = 1.0  # s of typing

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are started here as only Unix can")

Fields = dict[tuple[int, str, str], Any]
"""Every value and note: by assignment, criterion, and 'value' or 'note'."""


class Desks:
    """People at their desks, one after another, each in a process of its own."""

    def __init__(self, server: "subprocess.Popen[str]", complaints: Path) -> None:
        self._server, self._complaints = server, complaints

    def start(self, **order: Any) -> int:
        """Put a person to work; returns the process's id once the desk is up."""
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        process = int(self._heard())
        assert self._heard() == "ready", self._complaints.read_text()
        return process

    def kill(self, process: int) -> None:
        """Kill it, and see that it had not ended before."""
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        assert int(self._heard()) == -signal.SIGKILL, self._complaints.read_text()

    def _heard(self) -> str:
        assert self._server.stdout is not None
        return self._server.stdout.readline().strip()


@contextmanager
def desks(folder: Path) -> Iterator[Desks]:
    """Runs the server; afterwards nobody may have complained about anything."""
    complaints = folder / "complaints.txt"
    with (
        complaints.open("wb") as errors,
        subprocess.Popen(
            [*PYTHON, "-m", "tests.end_to_end.fork_server"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=errors, text=True, env=dict(os.environ, TMPDIR=str(folder)),
        ) as server,
    ):  # fmt: skip
        try:
            yield Desks(server, complaints)
        finally:
            server.stdin.close()
    said = [line for line in complaints.read_text().splitlines() if "propagateSizeHints" not in line]
    assert said == []


def written(journal: Path) -> list[dict[str, Any]]:
    """The journal's entries; a last line that was cut off by the kill is no entry."""
    *whole, _cut = journal.read_bytes().split(b"\n") if journal.exists() else [b""]
    return [json.loads(line) for line in whole]


def saved(entries: list[dict[str, Any]]) -> int:
    """How many answers were shown as saved."""
    return sum("saved" in entry for entry in entries)


def typed_for(entries: list[dict[str, Any]]) -> float:
    """Seconds from the first words typed to when the event loop last turned."""
    typed = [entry["typed"] for entry in entries if "note" in entry]
    return max((entry["turned"] for entry in entries if "turned" in entry), default=0.0) - typed[0] if typed else 0.0


def wait_until(journal: Path, enough: Callable[[list[dict[str, Any]]], bool]) -> None:
    """Wait until a person has done enough, however slow the machine is."""
    for _ in range(30_000):
        if enough(written(journal)):
            return
        time.sleep(0.002)
    pytest.fail("the person came to a stop")


def fields_in(file: Path) -> Fields:
    """Everything that was answered, as another program reads it."""
    fields: Fields = {}
    for (assignment, key), (value, note) in answers_in(file).items():
        fields[assignment, key, "value"] = value
        fields[assignment, key, "note"] = note
    return fields


def allowed(before: Fields, journal: list[dict[str, Any]]) -> dict[tuple[int, str, str], list[Any]]:
    """What each field may hold after the kill: what was last shown as saved, or what was tried after that."""
    last = max((entry["saved"] for entry in journal if "saved" in entry), default=0)
    may: dict[tuple[int, str, str], list[Any]] = {field: [value] for field, value in before.items()}
    for entry in journal:
        for name in ("value", "note"):
            if name not in entry:
                continue
            field = (entry["plan"], entry["criterion"], name)
            unsaid = may.get(field, [None if name == "value" else ""])
            may[field] = [entry[name]] if entry["tried"] <= last else [*unsaid, entry[name]]
    return may


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_answer_shown_as_saved_is_lost(tmp_path: Path, batch: int, capfd: pytest.CaptureFixture[str]) -> None:
    """Twenty-five kills in each of four batches; each person goes on in the file the last one left."""
    file = tmp_path / "w.ehcpaudit"
    plans_for(file, "EA")
    moment = random.Random(batch)
    kept, shown_as_saved, left_open = Fields(), 0, 0
    with desks(tmp_path) as people:
        for turn in range(KILLS):
            journal = tmp_path / f"journal-{turn}"
            process = people.start(file=str(file), journal=str(journal), seed=100 * batch + turn, do="score")
            least = moment.randrange(MOST_SAVED)
            wait_until(journal, lambda entries, least=least: saved(entries) >= least)
            time.sleep(moment.uniform(0, A_MOMENT))
            people.kill(process)
            left_open += file.with_name(file.name + "-wal").exists()
            assert command(["workspace", "check", str(file)]) == 0, capfd.readouterr().err
            entries, found = written(journal), fields_in(file)
            for field, may in allowed(kept, entries).items():
                there = found.get(field, None if field[2] == "value" else "")
                assert there in may, f"kill {turn}: {field} holds {there!r}, and {may} could be there"
            assert set(found) <= {(*field[:2], name) for field in allowed(kept, entries) for name in ("value", "note")}
            kept = found
            shown_as_saved += saved(entries)
    assert shown_as_saved > KILLS, "too little was saved for the kills to mean anything"
    assert left_open == KILLS, "no write-ahead log was left, so the file had been closed"


def test_at_most_a_second_of_typing_is_lost(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What was typed a second before the event loop last turned is on disk, and nothing else than what was typed."""
    moment = random.Random(0)
    with desks(tmp_path) as people:
        for turn in range(4):
            file, journal = tmp_path / f"{turn}.ehcpaudit", tmp_path / f"journal-{turn}"
            plans_for(file, "EA", plans=1)
            process = people.start(file=str(file), journal=str(journal), seed=turn, do="type")
            long = moment.uniform(1.2, 2.2)
            wait_until(journal, lambda entries, long=long: typed_for(entries) > long)
            people.kill(process)
            assert command(["workspace", "check", str(file)]) == 0, capfd.readouterr().err
            ((value, note),) = answers_in(file).values()
            entries = written(journal)
            typed = [entry for entry in entries if "note" in entry]
            turned = max(entry["turned"] for entry in entries if "turned" in entry)
            must = [entry["note"] for entry in typed if entry["typed"] < turned - LOST_AT_MOST]
            assert must, "too little was typed"
            assert value == 0
            assert note.startswith(must[-1])
            assert typed[-1]["note"].startswith(note)
