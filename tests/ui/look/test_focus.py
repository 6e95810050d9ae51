"""The focus ring: for keys, not for the mouse, and one frame only."""

from collections.abc import Iterator
from weakref import ref

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.look import Look, look
from ui.parts.table import TableView


@pytest.fixture
def page(qtbot, qapp) -> Iterator[QWidget]:
    """A button that opens a field, as a place of the sidebar does, and a table of fifty rows."""
    if qapp.property("look") is None:
        Look(qapp)
    widget = QWidget()
    box = QVBoxLayout(widget)
    button, field, table = QPushButton("Open"), QLineEdit(), TableView("Plans")
    table.setModel(QStandardItemModel(50, 2, table))
    for part in (button, field, table):
        box.addWidget(part)
    button.clicked.connect(lambda: field.setFocus())
    qtbot.addWidget(widget)
    widget.resize(400, 400)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(lambda: widget.isActiveWindow())
    yield widget
    widget.close()


def rings(widget: QWidget) -> list[QWidget]:
    """The rings that are to be seen."""
    return [child for child in widget.findChildren(QWidget) if type(child).__name__ == "_Frame" and child.isVisible()]


def test_what_the_keyboard_comes_to_has_a_ring_and_what_a_click_opens_has_none(page):
    """Until a key is used again."""
    button, field = page.findChild(QPushButton), page.findChild(QLineEdit)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Tab)
    assert field.hasFocus() and len(rings(page)) == 1

    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.hasFocus() and not rings(page)

    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert not field.hasFocus() and len(rings(page)) + page.findChild(TableView).hasFocus()


def test_a_table_has_a_ring_only_while_the_cell_it_is_on_is_out_of_view(page, qtbot):
    """The cell has a frame of its own."""
    table = page.findChild(TableView)
    QTest.keyClick(page.findChild(QPushButton), Qt.Key.Key_Tab)
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    qtbot.waitUntil(lambda: not rings(page))
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: len(rings(page)) == 1)
    assert look().colour("focus").isValid()


def test_a_ring_that_is_on_its_way_keeps_no_window(qapp, qtbot):
    """A window that went with its last ring destroyed the ring twice, and the program with it."""
    if qapp.property("look") is None:
        Look(qapp)
    window = QWidget()
    one, two = QPushButton("One", window), QPushButton("Two", window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(one, Qt.Key.Key_Tab)
    assert two.hasFocus() and len(rings(window)) == 1
    window.close()
    kept = ref(window)
    del window, one, two
    assert kept() is None
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
