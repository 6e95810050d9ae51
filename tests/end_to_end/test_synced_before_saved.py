"""What the window shows as saved has reached the disk: the system calls themselves say so."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.rooms import PYTHON, ROOT, answers_in, plans_for
from tests.end_to_end.watched import NOTE, STEPS

CALL = re.compile(r"(?P<name>\w+)\(\d+<(?P<file>[^>]*)>(?P<rest>.*) = (?P<result>-?\d+)")
SYNCS = ("fsync", "fdatasync")


def calls(trace: Path) -> list[tuple[str, str, str, int]]:
    """Every call that ended, in the order they ended: name, file, the rest of its arguments, result."""
    begun: dict[str, str] = {}
    found: list[tuple[str, str, str, int]] = []
    for line in trace.read_text(errors="replace").splitlines():
        process, text = line.split(maxsplit=1)
        if text.endswith("<unfinished ...>"):
            begun[process] = text.removesuffix("<unfinished ...>")
            continue
        if resumed := re.match(r"<\.\.\. \w+ resumed>(.*)", text):
            text = begun.pop(process) + resumed[1]
        if call := CALL.match(text):
            found.append((call["name"], call["file"], call["rest"], int(call["result"])))
    return found


def story(trace: Path, file: Path, journal: Path) -> list[str]:
    """What happened, in words: tried 1, logged, synced, painted 1, told 1, tried 2 ..."""
    wal, words = f"{file}-wal", list[str]()
    for name, target, rest, result in calls(trace):
        if target == str(journal):
            words.append(rest.split('"')[1].removesuffix("\\n"))
        elif target == wal and name == "pwrite64" and result > 0:
            words.append("logged")
        elif target == wal and name in SYNCS and result == 0:
            words.append("synced")
    return words


@pytest.mark.outside
def test_each_answer_reaches_the_disk_before_the_window_shows_it_as_saved(tmp_path: Path) -> None:
    """Between a key and the first paint after it: written to the write-ahead log, and then synced."""
    file, journal, trace = tmp_path / "w.ehcpaudit", tmp_path / "journal", tmp_path / "trace"
    plans_for(file, "EA")
    strace = ("strace", "-f", "-y", "-e", "trace=fsync,fdatasync,pwrite64,write", "-e", "signal=none", "-o", str(trace))
    program = (*PYTHON, "-m", "tests.end_to_end.watched", str(file), str(journal))
    subprocess.run([*strace, *program], cwd=ROOT, check=True, timeout=120)
    happened = story(trace, file, journal)
    assert [line for line in happened if line.startswith("told")] == [f"told {n}" for n in range(1, len(STEPS) + 1)]
    for number, keys in enumerate(STEPS, 1):
        begun, shown, told = (happened.index(f"{what} {number}") for what in ("tried", "painted", "told"))
        # a note is saved a moment after its last key: letters are painted first, and *saved* only when it is
        between = happened[begun + 1 : told if keys == NOTE else shown]
        assert "logged" in between, f"nothing was written for answer {number}"
        last = len(between) - between[::-1].index("logged")
        assert "synced" in between[last:], f"answer {number} was shown before it was synced"
    answers = answers_in(file)
    assert [value for value, _ in answers.values()] == [2, 2, 1, 0, 2]
    assert NOTE in {note for _, note in answers.values()}
