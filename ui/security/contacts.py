"""Contacts and fingerprints: one's own key in words to read aloud, and everybody's keys with what can be done."""

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView

from auditor.changed import Changed
from auditor.packs.contacts import Contact, contacts, held, mark_compared, revoke
from auditor.packs.keys import Own, identity, make_identity
from db.errors import UserError
from ui.parts.buttons import PlainButton
from ui.parts.empty import EmptyState
from ui.parts.fitted_table import FittedTable
from ui.parts.layout import Card, Column, Row
from ui.parts.rows import RowsModel
from ui.parts.words import Text
from ui.security.contact_detail import ContactDetail, FingerprintWords, day, state_of, who
from ui.security.section import SectionView
from ui.session import Session

HEADS, WITH_COMPUTER = ("Whose", "Fingerprint", "Known since"), ("Whose", "Fingerprint", "Computer", "Known since")
MOST_ROWS = 8  # contacts seen at once: the rest scroll, so that the one chosen stays near


class ContactsSection(SectionView):
    """The one chosen in the table is shown in full below it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._all: tuple[Contact, ...] = ()
        self._shown: int | None = None
        self.own = OwnCard()
        self.table = FittedTable("Keys that are known here", MOST_ROWS)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.detail = ContactDetail()
        self._none = EmptyState(
            "key-round",
            "Nobody's key is known here yet.",
            "The first return pack of each auditor brings theirs."
            if session.lead
            else "Your lead's comes with the first work pack.",
        )
        self._listed = Column(
            Text(
                "A key is known from the first pack on that shows what only the right person can know. Read the words "
                "to each other by telephone, and nobody can have come between you.",
                tone="ink2",
            ),
            self.table,
            gap=3,
        )
        everybody = Card(self._none, self._listed, title="Keys that are known here", gap=3, pad=5)
        super().__init__(self.own, everybody, self.detail)
        self.own.make.clicked.connect(self._make)
        self.detail.compared.connect(self._compare)
        self.detail.revoked.connect(self._revoke)

    def refresh(self) -> None:
        """Read all keys again; the one chosen stays chosen."""
        with self._session.store.read() as session:
            self.own.show_own(identity(session))
        self._all = contacts(self._session.store)
        self._none.setVisible(not self._all)
        self._listed.setVisible(bool(self._all))
        self.table.show_model(_model(self._all))
        self.table.selectionModel().selectionChanged.connect(self._choose)
        at = next((i for i, c in enumerate(self._all) if c.id == self._shown), 0)
        if self._all:
            chosen = self.table.model().index(at, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(chosen, flags)
        else:
            self.detail.show_contact(None, ())

    @property
    def unsaved(self) -> int:
        """A reason that is typed and not given yet."""
        return self.detail.unsaved

    def _choose(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if rows:
            contact = self._all[rows[0].row()]
            self._shown = contact.id
            self.detail.show_contact(contact, held(self._session.store, contact.id))

    def _make(self) -> None:
        make_identity(self._session.store)
        self._tell(Changed(frozenset({"key"})), "Key made")
        self.own.words.setFocus()

    def _compare(self, same: bool) -> None:
        if self._shown is None:
            return
        try:
            changed = mark_compared(self._session.store, self._shown, same)
        except UserError as problem:
            self.problem.emit(str(problem))
            return
        self._tell(changed, "Marked as compared" if same else "Marked as not compared")

    def _revoke(self, why: str) -> None:
        contact = next((c for c in self._all if c.id == self._shown), None)
        if contact is None:
            return
        try:
            changed = revoke(self._session.store, contact.id, why)
        except UserError as problem:
            self.problem.emit(str(problem))
            return
        self._tell(changed, "Key revoked")
        self.note.emit(
            f"The key of {who(contact)} is revoked. Its packs are refused from now on. What its holder had is listed "
            "below; a new work pack for them needs a new passphrase."
        )

    def _tell(self, changed: Changed, saved: str) -> None:
        self._session.tell(changed, saved)
        self.refresh()


def _model(all_keys: tuple[Contact, ...]) -> RowsModel:
    rows = [(who(c), state_of(c).word, f"{c.nth} of {c.of}" if c.of > 1 else "", day(c.learnt_at)) for c in all_keys]
    if any(contact.of > 1 for contact in all_keys):
        return RowsModel(WITH_COMPUTER, rows)
    return RowsModel(HEADS, [(name, word, since) for name, word, _, since in rows])


class OwnCard(Card):
    """One's own fingerprint, or the button that makes the key it stands for."""

    def __init__(self) -> None:
        self._about = Text(tone="ink2")
        self.words = FingerprintWords()
        self.make = PlainButton("Make my key now", "key-round")
        self._make_row = Row(self.make, 1)
        super().__init__(self._about, self.words, self._make_row, title="Your fingerprint", gap=3, pad=5)

    def show_own(self, own: Own | None) -> None:
        """Show it."""
        self._about.set_text(
            "These eight words stand for the key that your packs are signed with. Read them aloud to somebody who has "
            "a pack of yours: their program shows the same words beside your name."
            if own
            else "Your key is made with your first pack. Make it now if you want to read its words to somebody before."
        )
        self.words.show_words("Your fingerprint", own.words if own else ())
        self._make_row.setVisible(own is None)
