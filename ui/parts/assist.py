"""What assistive tools do without keys or mouse, made to count: Qt lets them select a row, and leaves it at that."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView, QComboBox


def selecting_moves(view: QAbstractItemView) -> None:
    """Have the row that an assistive tool selects become the row one is on, as by a click.

    Call it once the view has its model. Only for views where one row at a time is selected.
    """

    def follow() -> None:
        row = _selected_elsewhere(view)
        if row is not None:
            view.setCurrentIndex(view.model().index(row, 0, view.rootIndex()))

    _after_selecting(view, follow)


def selecting_picks(combo: QComboBox) -> None:
    """Have the word that an assistive tool selects in the list of a combo box be chosen, as by a click."""

    def follow() -> None:
        row = _selected_elsewhere(combo.view())
        if row is not None:
            combo.setCurrentIndex(row)
            combo.hidePopup()
            combo.activated.emit(row)

    _after_selecting(combo.view(), follow)


def _after_selecting(view: QAbstractItemView, follow: Callable[[], None]) -> None:
    # a turn later, since keys and mouse select a row just before they move to it
    later = QTimer(view, singleShot=True, interval=0)
    later.timeout.connect(follow)
    view.selectionModel().selectionChanged.connect(lambda _new, _old: later.start())


def _selected_elsewhere(view: QAbstractItemView) -> int | None:
    """The row that is selected while another is the current one."""
    rows = {index.row() for index in view.selectionModel().selectedIndexes()}
    return rows.pop() if len(rows) == 1 and rows != {view.currentIndex().row()} else None
