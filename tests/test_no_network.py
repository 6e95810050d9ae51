"""The program works offline: watched from outside, it opens no connection and asks for no address.

What counts is the calls: libraries may load Python's socket module, and Qt talks to the desktop over local sockets.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_no_leaks import ROOT, surroundings

pytestmark = pytest.mark.outside


def calls_of(arguments: list[str], folder: Path) -> str:
    """Every system call to do with networks and processes that a program makes, its children included."""
    trace = folder / "trace"
    for name in ("home", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    run = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=%network,%process", "-o", str(trace), sys.executable, *arguments],
        cwd=ROOT, env=surroundings(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    calls = trace.read_text(encoding="utf-8", errors="replace")
    assert "execve(" in calls, "strace saw nothing"
    return calls


def test_the_worked_example_opens_no_network_socket(tmp_path: Path) -> None:
    program = "from ui.__main__ import main; raise SystemExit(main())"
    out = str(tmp_path / "example")
    assert "AF_INET" not in calls_of(["-c", program, "demo", "--headless", "--out", out], tmp_path)


def test_a_whole_session_of_window_packs_and_commands_opens_no_network_socket(tmp_path: Path) -> None:
    assert "AF_INET" not in calls_of(["-m", "tests.end_to_end.whole_session", str(tmp_path)], tmp_path)


def test_this_test_would_see_a_network_socket(tmp_path: Path) -> None:
    assert "AF_INET" in calls_of(["-c", "import socket; socket.socket().close()"], tmp_path)
