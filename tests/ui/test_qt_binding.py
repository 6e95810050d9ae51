"""The Qt binding itself, where a broken release would end in a crash long after the cause."""

import sys

from PySide6.QtWidgets import QLabel


def test_calls_into_qt_give_back_every_reference_to_none(qtbot):
    """PySide6 6.12.0 lost one reference to None with each call on Python 3.11, and aborted in the end."""
    label = QLabel()
    qtbot.addWidget(label)
    label.setText("warm")
    before = sys.getrefcount(None)
    for _ in range(500):
        label.setText("again")
    assert sys.getrefcount(None) > before - 100
