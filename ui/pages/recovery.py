"""The recovery key of a workspace that was just made: shown once, to be printed, then on to the work."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.ask import Asks
from ui.look import look
from ui.pages.page import Page
from ui.parts.buttons import PlainButton
from ui.parts.header import HeaderBar
from ui.parts.layout import ScrollColumn
from ui.parts.words import Text
from ui.security.recovery_card import RecoveryCard
from ui.session import Session

SUBTITLE = "Your workspace is encrypted. This key is the only other way in."
LATER = "You find it again under Settings and security, Passphrase and recovery key."
WITHOUT = "Go on without it"
CARD_WIDE = 820  # design px


class RecoveryPage(Page):
    """One card and one button. The key is shown until the page is left, and not on coming back. `done` goes on."""

    done = Signal()

    title = "Recovery key"

    def __init__(self, session: Session, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.card = RecoveryCard(asks, "Print your recovery key now", first=True)
        self._later = Text(LATER, tone="ink2")
        self.go_on = PlainButton(WITHOUT)
        column = ScrollColumn(self.card, self._later, gap=4, margins=(6, 4, 6, 5))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(HeaderBar(self.title, SUBTITLE, self.go_on))
        box.addWidget(column, 1)
        self.go_on.clicked.connect(self.done)
        self.card.saved.connect(lambda _sheet: self.go_on.setText("Go on"))
        self.card.setVisible(False)
        look().changed.connect(self._fit)
        self._fit()

    def show_key(self) -> None:
        """Show the key of the workspace that is open."""
        from db.vault import recovery_text

        key = self._session.store.key
        if key is not None:
            self.card.show_key(recovery_text(key), self._session.store.path, self._session.owner.name)
            self.card.setVisible(True)
            self.go_on.setText(WITHOUT)
            self.focus_main()

    def focus_main(self) -> None:
        """Put the keyboard on the sheet to print, or where no key is shown on going on."""
        (self.card.save if self.card.isVisibleTo(self) else self.go_on).setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Show it no more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.card.forget()
            self.card.setVisible(False)

    def _fit(self) -> None:
        self.card.setMaximumWidth(look().px(CARD_WIDE))
