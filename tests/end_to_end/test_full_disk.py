"""A disk that takes nothing more: a sentence, everything earlier kept, and nothing half written left behind."""

import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditor import rounds
from auditor.cli import main as command
from auditor.example import make_example
from auditor.frames.frame import Frame, FramePlan
from auditor.frames.keep import frame_standing, known_references, take_in_frame
from db.errors import UserError
from db.vocabulary import RoundKind
from tests.building import make_workspace, small_framework
from tests.end_to_end.rooms import PYTHON, ROOT, plans_for
from tests.end_to_end.starved import fill, limited

resource = pytest.importorskip("resource", reason="this system cannot limit how large files may grow")

SHARED_MEMORY = 32 * 1024  # bytes: what SQLite needs beside a workspace to read it at all
ROUND = "Autumn 2026"
AS_AT = date(2026, 9, 1)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of four megabytes. Needs the right to mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def starve(file: Path, how: str) -> dict[str, Any]:
    """What a person saw who ran out of disk while scoring: `full`, and `after` there was room again."""
    plans_for(file, "EA")
    done = subprocess.run(
        [*PYTHON, "-m", "tests.end_to_end.starved", str(file), how], cwd=ROOT, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert command(["workspace", "check", str(file)]) == 0
    return json.loads(done.stdout)


def kept_and_told(told: dict[str, Any]) -> None:
    """The refused answer stays in view, marked; what came before is in the file; trying again saves it."""
    full, after = told["full"], told["after"]
    earlier = [["V1", 2], ["V2", 2], ["V3", 2]]
    assert full["file"] == earlier
    assert (full["open"], full["shown"], full["unsaved"]) == ("V4", [0], 1)
    assert "Not yet saved" in full["chips"]
    assert full["told"] == "1 answer not yet saved"
    (message,) = full["message"]
    assert message.startswith("V4 is on screen and not yet saved. Everything before is.")
    assert after["file"] == [*earlier, ["V4", 0]]
    assert (after["message"], after["unsaved"]) == ([], 0)
    assert "Not yet saved" not in after["chips"]
    assert after["told"].startswith("All answers saved")


def test_an_answer_the_disk_refuses_stays_on_screen_and_is_saved_once_there_is_room(tmp_path: Path) -> None:
    told = starve(tmp_path / "w.ehcpaudit", "limit")
    kept_and_told(told)
    assert "What was saved before is kept." in told["full"]["message"][0]


@pytest.mark.outside
def test_a_full_disk_is_called_so_while_scoring(small_disk: Path) -> None:
    told = starve(small_disk / "w.ehcpaudit", "fill")
    kept_and_told(told)
    assert "The disk is full" in told["full"]["message"][0]
    assert told["full"]["buttons"] == ["Save now"]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The worked example's workspace."""
    return make_example(tmp_path / "example")


def report(example: Path, out: Path, kind: str, **more: Any) -> "subprocess.CompletedProcess[str]":
    """Write one file of the report by the command line."""
    words = ("report", str(example), "--round", ROUND, "--out", str(out), "--format", kind)
    return subprocess.run(
        [*PYTHON, "-m", "ui", *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, **more
    )


def refused_and_untouched(example: Path, out: Path, kind: str, starving: Callable[[int], dict[str, Any]]) -> None:
    """An earlier file stays to the byte, nothing lies beside it, and one line says why."""
    assert report(example, out, kind).returncode == 0
    (earlier,) = out.glob(f"*.{kind}")
    before, names = earlier.read_bytes(), sorted(path.name for path in out.iterdir())
    more = starving(len(before))
    names = sorted({*names, *(path.name for path in out.glob("ballast"))})
    done = report(example, out, kind, **more)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"ehcp-auditor: {earlier.name} could not be written")
    assert "the disk is full" in line
    assert earlier.read_bytes() == before
    assert sorted(path.name for path in out.iterdir()) == names


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_report_that_does_not_fit_leaves_the_earlier_one(tmp_path: Path, example: Path, kind: str) -> None:
    """The process may write no file as long as the one that is there."""
    (out := tmp_path / "out").mkdir()

    def limited(size: int) -> dict[str, Any]:
        most = (size + SHARED_MEMORY) // 2
        assert size > most, "the file is too small to be refused"
        return {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))}

    refused_and_untouched(example, out, kind, limited)


@pytest.mark.outside
@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_report_on_a_full_disk_leaves_the_earlier_one(small_disk: Path, example: Path, kind: str) -> None:
    def filled(_size: int) -> dict[str, Any]:
        fill(small_disk / "ballast")
        return {}

    refused_and_untouched(example, small_disk, kind, filled)


def test_a_list_that_does_not_fit_leaves_the_file_whole_and_goes_in_once_there_is_room(tmp_path: Path) -> None:
    """The list taken in before stays, to the plan, and the log tells of no other."""
    file = tmp_path / "w.ehcpaudit"
    with make_workspace(file) as store:
        new = rounds.NewRound("Autumn", RoundKind.FULL, AS_AT)
        round_id = rounds.new_round(store, small_framework(tmp_path), new)
        take_in_frame(store, round_id, listed(10), "a" * 64)
        with limited(file), pytest.raises(UserError, match="kept"):
            take_in_frame(store, round_id, listed(5000), "b" * 64)
        assert known_references(store) == {plan.reference for plan in listed(10).plans}
        kept = frame_standing(store, round_id).frame
        assert kept is not None
        assert (kept.usable, kept.digest) == (10, "a" * 64)
        assert store.check() == ()
        take_in_frame(store, round_id, listed(5000), "b" * 64)
        assert len(known_references(store)) == 5000
    assert command(["workspace", "check", str(file)]) == 0


def listed(count: int) -> Frame:
    """An invented list."""
    plans = tuple(FramePlan(row, f"N-{row:04}", area="North", need="ASD") for row in range(2, count + 2))
    return Frame("other", "", AS_AT, count, plans, (), (), {}, (), (), (), ())
