"""The guards of conftest.py: each kind of noise fails the test that makes it, and quiet tests pass."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

NOISY = """
import logging, socket, warnings
import pytest
from PySide6.QtCore import QObject, QSettings, Signal, qWarning
from PySide6.QtWidgets import QLabel

class Sender(QObject):
    happened = Signal()

def fail():
    raise ValueError("in a slot")

def test_log():
    logging.getLogger("x").warning("noise")

def test_python_warning():
    warnings.warn("noise")

def test_qt_warning():
    qWarning("noise")

def test_exception_in_a_slot(qapp):
    sender = Sender()
    sender.happened.connect(fail)
    sender.happened.emit()

def test_window_left_open(qapp):
    global window
    window = QLabel("noise")
    window.show()

def test_network():
    socket.create_connection(("127.0.0.1", 9))

@pytest.mark.expect_log
def test_quiet_where_the_log_is_expected():
    logging.getLogger("x").warning("expected")

def test_quiet_where_the_window_is_closed(qtbot):
    label = QLabel("quiet")
    qtbot.addWidget(label)
    label.show()

@pytest.mark.parametrize("turn", [1, 2])
def test_quiet_in_its_own_home(own_home, turn):
    settings = QSettings("maker", "program")
    assert settings.fileName().startswith(str(own_home))
    assert settings.value("turn") is None
    settings.setValue("turn", turn)
"""


def test_every_kind_of_noise_fails_its_test(tmp_path):
    (tmp_path / "test_noise.py").write_text(NOISY, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path)]
    run = subprocess.run(
        [*command, "-p", "tests.conftest", "-p", "no:cacheprovider", "-p", "no:xdist", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    failed = {
        line.split("::")[1].split()[0]
        for line in run.stdout.splitlines()
        if line.startswith(("FAILED", "ERROR")) and "::" in line
    }
    assert failed == {
        "test_log",
        "test_python_warning",
        "test_qt_warning",
        "test_exception_in_a_slot",
        "test_window_left_open",
        "test_network",
    }, run.stdout
