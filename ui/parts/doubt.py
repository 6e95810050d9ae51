"""Asks the writer, in place, about words that may identify somebody, before they are saved or sent out."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from auditor.free_text import NO_SHAPE, Found, look_through, places_of, told
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton
from ui.parts.layout import Card, Column, Row, Wrap
from ui.parts.pictures import Icon
from ui.parts.reveal import bring_into_view
from ui.parts.words import Text

QUESTION = "This may identify somebody."


class Doubt(Card):
    """Hidden and without height until there is something to ask; the writer always has the last word.

    What was let through once is not asked about again while the page lives. `with_places` also says in which texts.
    """

    def __init__(
        self, save: str = "Save it as it is", mend: str = "Go back and mend it", *, with_places: bool = False
    ) -> None:
        self._with_places, self.places = with_places, ""
        self._found = Text("")
        self.mend, self.save = PlainButton(mend), PlainButton(save)
        words = Column(
            Text(QUESTION, bold=True), self._found, Text(NO_SHAPE, "caption", "ink2"),
            Wrap(self.mend, self.save, gap=2), gap=2,
        )  # fmt: skip
        top = Qt.AlignmentFlag.AlignTop
        super().__init__(Row(Icon("triangle-alert", "partly"), (words, 1), gap=2, align=top), kind="quiet", pad=3)
        self._passed: set[str] = set()
        self._asked: frozenset[str] = frozenset()
        self._go_on: Callable[[], object] | None = None
        self._field: QWidget | None = None
        self.mend.clicked.connect(self._back)
        self.save.clicked.connect(self._through)
        self.hide()

    def before(
        self, save: Callable[[], object], field: QWidget | None, *texts: tuple[str, str], names: Iterable[str] = ()
    ) -> bool:
        """Save at once where nothing in the texts, each with its name, may identify anybody; otherwise ask first.

        Returns whether it was saved. `field` gets the keyboard back to mend it; `names` are first names to look for.
        """
        found = look_through(texts, *names, passed=frozenset(self._passed))
        if not found:
            self.stop()
            save()
            return True
        self._show(found, save, field)
        bring_into_view(self)
        self.mend.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{QUESTION} {self._found.words}", assertive=True)
        return False

    def beside(self, field: QWidget, *texts: tuple[str, str], names: Iterable[str] = (), seen: bool = True) -> None:
        """Ask about words that are saved already, as a draft's are, and leave the keyboard where it is.

        Without `seen` nothing is scrolled: what is open stays in view, and the question waits where it stands.
        """
        found = look_through(texts, *names, passed=frozenset(self._passed))
        if not found:
            self.stop()
            return
        if seen:
            bring_into_view(self)
        if self.isHidden() or frozenset(one.words for one in found) != self._asked:
            self._show(found, None, field)
            announce(self, f"{QUESTION} {self._found.words}")

    def _show(self, found: Sequence[Found], save: Callable[[], object] | None, field: QWidget | None) -> None:
        self._go_on, self._field = save, field
        self._asked = frozenset(one.words for one in found)
        self.places = places_of(found)
        self._found.set_text(f"{told(found)} To be found in {self.places}." if self._with_places else told(found))
        self.setAccessibleName(f"{QUESTION} {self._found.words}")
        self.mend.setAccessibleDescription(f"{QUESTION} {self._found.words} {NO_SHAPE}")
        self.show()

    @property
    def passed(self) -> set[str]:
        """The words that were let through."""
        return self._passed

    def share(self, passed: set[str]) -> None:
        """Know of the words that another one let through, and tell it of those let through here."""
        self._passed = passed

    def stop(self) -> None:
        """Take the question away."""
        self._go_on = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the words."""
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)

    def _back(self) -> None:
        self.stop()
        if self._field is not None:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _through(self) -> None:
        go_on, field = self._go_on, self._field
        self._passed |= self._asked
        self.stop()
        if go_on is not None:
            go_on()
        elif field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
