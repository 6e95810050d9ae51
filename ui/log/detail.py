"""One entry of the change log in full."""

import re

from auditor.change_log import Entry
from db.log import short
from ui.parts.layout import Card, Column, ScrollColumn
from ui.parts.words import Heading, Text

DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
LONG = 24  # signs of one word, after which a line may break
HINT = "Choose an entry to read what it recorded."
PURGED = "What it recorded was removed when the time to keep it was over. The entry itself stands in the chain."


class _Part(Column):
    """A label and its words; not there without words."""

    def __init__(self, name: str) -> None:
        self._text = Text("")
        super().__init__(Text(name, "caption", "ink2", bold=True), self._text, gap=0)

    def show_words(self, words: str) -> None:
        """Show other words, or nothing."""
        self._text.set_text(_breakable(words))
        self.setVisible(bool(words))


class EntryPane(ScrollColumn):
    """Who did what and when; what was there before and after; why."""

    def __init__(self) -> None:
        self.title = Heading("", 3)
        self._who, self._mark = Text("", tone="ink2"), Text("", "caption", "ink2")
        self._removed, self._hint = Text(PURGED, tone="ink2"), Text(HINT, tone="ink2")
        self._parts = {name: _Part(name) for name in ("Why", "Before", "After")}
        card = Card(self._hint, self.title, self._who, self._removed, *self._parts.values(), self._mark, gap=3, pad=4)
        card.setAccessibleName("The chosen entry")
        super().__init__(card, margins=0, focusable=True)
        self.setAccessibleName("The chosen entry")
        self.show_entry(None)

    @property
    def words(self) -> str:
        """All that is shown, for whoever reads it out."""
        shown = (label for label in self.findChildren(Text) if label.isVisibleTo(self))
        return " ".join(label.words for label in shown).replace("\u200b", "")

    def show_entry(self, entry: Entry | None) -> None:
        """Show an entry, or what to do to see one."""
        self._hint.setVisible(entry is None)
        for part in (self.title, self._who, self._mark):
            part.setVisible(entry is not None)
        self._removed.setVisible(entry is not None and not entry.kept)
        told = {"Why": entry.why, "Before": entry.before, "After": entry.after} if entry is not None else {}
        for name, part in self._parts.items():
            part.show_words(told.get(name, ""))
        if entry is not None:
            at = entry.at.astimezone()
            about = f": {entry.subject}" if entry.subject else ""
            self.title.set_text(_breakable(f"{entry.what[:1].upper()}{entry.what[1:]}{about}"))
            self._who.set_text(f"{entry.who}, {at.day} {at:%B %Y, %H:%M:%S}")
            self._mark.set_text(f"Entry {entry.seq:,} · log {short(entry.hash)}")


def _breakable(text: str) -> str:
    """Digests by their first signs, which a file of the log has whole; other words that are long may break."""
    text = DIGEST.sub(lambda found: f"digest {found[0][:12]}…", text)
    return " ".join(
        "\u200b".join(word[at : at + LONG] for at in range(0, len(word), LONG)) or word for word in text.split(" ")
    )
