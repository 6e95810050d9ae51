"""The program works offline: watched from outside, it opens no connection and asks for no address."""

import subprocess
import sys

import pytest


@pytest.mark.outside
def test_the_worked_example_opens_no_network_socket(tmp_path):
    program = "from ui.__main__ import main; raise SystemExit(main())"
    example = [sys.executable, "-c", program, "demo", "--headless", "--out", str(tmp_path / "example")]
    trace = tmp_path / "trace"
    run = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=%network,%process", "-o", str(trace), *example],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    calls = trace.read_text(encoding="utf-8")
    assert "execve(" in calls, "strace saw nothing"
    assert "AF_INET" not in calls
