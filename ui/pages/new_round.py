"""Make a round in an open workspace: a new one, or the next after the one the window is on."""

from collections.abc import Callable

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QWidget

from auditor.changed import Changed
from auditor.rounds import copy_round, new_round
from db.errors import UserError
from ui.ask import Asks
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card
from ui.parts.words import Text
from ui.session import Session
from ui.setup.fields import Line, day, side_by_side
from ui.setup.form_page import WHERE, FormPage
from ui.setup.round_card import RoundCard

NOT_MADE = "The round was not made."
TAKEN_ALONG = (
    "It starts with the same framework, kind, settings and rules of the draw. Plans, shares and answers stay behind, "
    "and it is drawn afresh. Audits are due as many days after the reference date as before."
)


class _RoundPage(FormPage):
    """Makes a round and puts the window on it. `made` comes then."""

    made = Signal()

    def __init__(self, session: Session, subtitle: str, card: Card, name: Line, parent: QWidget | None = None) -> None:
        self.doubt = Doubt("Make it with this name", "Change the name")
        card.add(self.doubt)
        super().__init__(subtitle, "Make round", (card,), parent)
        self._session, self._name = session, name
        name.edit.textChanged.connect(self.doubt.stop)

    def focus_main(self) -> None:
        """Put the keyboard on the first field."""
        self._name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _incomplete(self) -> None:
        self.messages.say("problem", NOT_MADE, WHERE)
        self.go_to_first_problem()

    def _make_once_sure(self, job: Callable[[], int]) -> None:
        self.doubt.before(lambda: self._make_by(job), self._name.edit, ("the name", self._name.text))

    def _make_by(self, job: Callable[[], int]) -> None:
        try:
            made = job()
        except UserError as problem:
            self.refuse(NOT_MADE, str(problem))
            return
        self.messages.dismiss()
        self._name.edit.clear()
        self._session.tell(Changed(frozenset({"round"}), (made,)))
        self._session.switch_round(made)
        self.made.emit()


class NewRoundPage(_RoundPage):
    """Name, kind, framework, dates."""

    title = "New round"

    def __init__(self, session: Session, asks: Asks, parent: QWidget | None = None) -> None:
        self.round = RoundCard(asks)
        subtitle = "A draft in this workspace. Its list of plans comes next."
        super().__init__(session, subtitle, self.round, self.round.name, parent)

    def try_to_make(self) -> None:
        """Make the round, or say what is missing."""
        filled = self.round.check()
        if filled is None:
            self._incomplete()
        else:
            self._make_once_sure(lambda: new_round(self._session.store, *filled))


class CopyRoundPage(_RoundPage):
    """A name and a date; everything else comes from the round the window is on."""

    title = "Copy this round"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.name = Line("Name of the next round", "Spring 2027", "Name the round, as the report will.")
        self.as_at = day(QDate.currentDate())
        as_at = FormRow("Reference date", self.as_at, "Time limits are worked out as they stood on this day.")
        card = Card(side_by_side(self.name, as_at), Text(TAKEN_ALONG, "caption", "ink2"), title="The next round",
                    gap=4, pad=5)  # fmt: skip
        super().__init__(session, "", card, self.name, parent)

    def refresh(self) -> None:
        """Say which round is copied."""
        rnd = self._session.round
        self.head.set_title(self.title, f"The next round after {rnd.name}" if rnd else "There is no round to copy.")
        self.make.setEnabled(rnd is not None)

    def try_to_make(self) -> None:
        """Make the next round, or say what is missing."""
        rnd, name = self._session.round, self.name.check()
        if rnd is None or not name:
            self._incomplete()
            return
        as_at = self.as_at.date().toPython()
        self._make_once_sure(lambda: copy_round(self._session.store, rnd.id, name, as_at))  # type: ignore[arg-type]  # a date
