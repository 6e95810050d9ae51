"""What waits for the lead: each with what it is, and the one thing to do about it."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt

from auditor.standing.needs import Need
from ui.parts.buttons import PlainButton
from ui.parts.layout import Column, Row, Rule, Wrap
from ui.parts.pictures import Mark
from ui.parts.words import Text

MARKS = {
    "urgent": "delayed", "late": "delayed", "given_back": "delayed", "undecided": "under_way", "reopened": "under_way"
}  # fmt: skip


class NeedRow(Row):
    """`act` is called when its button is pressed."""

    def __init__(self, need: Need, act: Callable[[], object]) -> None:
        words = Column(Text(need.title, bold=True), Text(need.detail, "caption", "ink2"), gap=0)
        button = PlainButton(need.action, name=f"{need.action}: {need.title}")
        button.clicked.connect(lambda: act())
        body = Wrap(gap=2)
        body.add(words, stretch=1, least=180)
        body.add(button)
        mark = Mark(MARKS.get(need.kind, "not_started"))
        super().__init__(Column(mark, 1), (body, 1), gap=2, align=Qt.AlignmentFlag.AlignTop)


def need_rows(needs: Iterable[Need], act: Callable[[Need], object]) -> Column:
    """One row a need with a line between each and the next; `act` gets the need whose button is pressed."""
    column = Column(gap=3)
    for at, need in enumerate(needs):
        if at:
            column.add(Rule())
        column.add(NeedRow(need, partial(act, need)))
    return column
