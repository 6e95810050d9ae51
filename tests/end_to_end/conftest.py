"""What every test with windows needs."""

from tests.window_thread import collected_here, qtbot

__all__ = ["collected_here", "qtbot"]
