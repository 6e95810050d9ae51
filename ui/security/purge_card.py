"""Purging one round: what would go, what stays and what is out of reach, before anything is done."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton

from auditor.privacy.purge import Fate, Preview
from auditor.privacy.retention import Retention
from db.vocabulary import Purged
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.fitted_table import FittedTable
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, SectionTitle, Wrap
from ui.parts.reveal import bring_into_view
from ui.parts.rows import RowsModel
from ui.parts.words import Text
from ui.security.backup_words import short_when

CHOICES = {
    Purged.WORDS: "Its words: notes, quotations, reasons, outcomes in an auditor's words. Answers and figures stay.",
    Purged.ROUND: "All of it: answers, audits and plans too. What stays is its name, the figures of its sign-off and "
    "the change log.",
}
BECOMES = {"rewritten": "Written anew without it", "removed": "Removed", "left": "Left: it holds none of it"}
MOST_ROWS = 8


class PurgeCard(Card):
    """`looked` asks for a preview, `asked` carries what to purge and why."""

    looked = Signal(object)
    asked = Signal(object, str)
    problem = Signal(str)

    def __init__(self) -> None:
        self.title, self._stops = SectionTitle(""), Text("", tone="ink2")
        self._group = QButtonGroup()
        self.choices: dict[Purged, QRadioButton] = {}
        rows: list[Column] = []
        for what, words in CHOICES.items():
            head, _, rest = words.partition(": ")
            button = QRadioButton(head)
            button.setAccessibleName(f"Purge {head[:1].lower()}{head[1:]}")
            button.setAccessibleDescription(rest)
            button.toggled.connect(self.forget)
            self._group.addButton(button)
            self.choices[what] = button
            rows.append(Column(button, Text(rest[:1].upper() + rest[1:], "caption", "ink2"), gap=0))
        self.look = PlainButton("See what would go and what stays", "eye")
        self.preview = PreviewCard()
        super().__init__(self.title, *rows, self._stops, Wrap(self.look, gap=2), self.preview, gap=3, pad=5)
        self.choices[Purged.WORDS].setChecked(True)
        self._row: Retention | None = None
        self.look.clicked.connect(lambda: self.looked.emit(self.what))
        self.preview.given.connect(lambda why: self.asked.emit(self.what, why))
        self.preview.left.connect(self._leave)

    @property
    def what(self) -> Purged:
        """What is chosen."""
        return Purged.WORDS if self.choices[Purged.WORDS].isChecked() else Purged.ROUND

    @property
    def unsaved(self) -> int:
        """A reason that is typed and not given yet."""
        return self.preview.unsaved

    def show_round(self, row: Retention | None) -> None:
        """Be about another round."""
        self.setVisible(row is not None)
        if row is None:
            return
        if self._row is None or row.round_id != self._row.round_id or row.purged != self._row.purged:
            self.forget()
        self._row = row
        self.title.heading.set_text(f"Purge {row.name}")
        self.setAccessibleName(f"Purge {row.name}")

    def show_preview(self, seen: Preview) -> None:
        """Show what a purge would do."""
        self._stops.set_text(seen.stops)
        self._stops.setVisible(bool(seen.stops))
        self.look.setVisible(bool(seen.stops))
        if seen.stops:
            announce(self, seen.stops)
        else:
            self.preview.show_preview(seen)

    def forget(self) -> None:
        """Show no preview, and forget what was typed."""
        self._stops.setVisible(False)
        self.preview.close_up()
        self.look.show()

    def _leave(self) -> None:
        self.forget()
        self.look.setFocus(Qt.FocusReason.OtherFocusReason)


class PreviewCard(Card):
    """What goes and what stays, in numbers; then the reason. `given` carries it."""

    given = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        self.goes, self.stays = FittedTable("What goes", MOST_ROWS * 2), FittedTable("What stays", MOST_ROWS * 2)
        self.backups = FittedTable("What becomes of backups", MOST_ROWS)
        self._backups_title, self._files = Text("Backups", bold=True), Text()
        self._nothing, self._beyond, self._figures = Text(), Column(gap=1), Text("", bold=True)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText("For example: The time to keep it is over")
        self._row = FormRow("Why is it purged?", self.reason, "The reason is kept in the change log.")
        self._doubt = Doubt("Purge with this reason")
        self.go, self.leave = PlainButton("Purge…", "trash-2"), QuietButton("Keep everything")
        super().__init__(
            Text("What goes", bold=True), self._nothing, self.goes, Text("What stays", bold=True), self.stays,
            self._figures, self._backups_title, self.backups, self._files,
            Text("What no purge reaches", bold=True), self._beyond, self._row, self._doubt,
            Wrap(self.go, self.leave, gap=2), kind="quiet", gap=3,
        )  # fmt: skip
        self.setAccessibleName("What a purge would do")
        self._done = False
        self.go.clicked.connect(self._give)
        self.reason.returnPressed.connect(self._give)
        self.leave.clicked.connect(self.left)
        self.hide()

    @property
    def unsaved(self) -> int:
        """A reason that is typed and not given yet."""
        return int(not self.isHidden() and bool(self.reason.text().strip()))

    def show_preview(self, seen: Preview) -> None:
        """Show it."""
        self._done = seen.done
        _show_counts(self.goes, seen.goes)
        _show_counts(self.stays, seen.stays)
        again = "It is purged already. What lies beside it is looked through once more."
        self._nothing.set_text(again if seen.done else "There is nothing of that.")
        self._nothing.setVisible(not seen.goes)
        self._figures.set_text("It was never signed off, so none of its figures stay.")
        self._figures.setVisible(not seen.figures and seen.what == Purged.ROUND)
        self._show_backups([fate for fate in seen.backups if fate.becomes != "left"])
        files = len(seen.packs) + len(seen.papers)
        names = ", ".join(path.name for path in (*seen.packs, *seen.papers)[:6])
        more = f" and {files - 6} more" if files > 6 else ""
        self._files.set_text(f"Taken away beside the workspace: {names}{more}.")
        self._files.setVisible(files > 0)
        self._beyond.clear()
        for sentence in seen.beyond:
            self._beyond.add(Text(sentence))
        self._row.set_problem("")
        self._row.setVisible(not seen.done)
        self.show()
        bring_into_view(self)
        (self.goes if seen.goes else self.go).setFocus(Qt.FocusReason.OtherFocusReason)
        total = ", ".join(f"{number:,} {words}" for words, number in seen.goes.items())
        announce(self, f"What goes: {total or 'nothing'}.")

    def close_up(self) -> None:
        """Show nothing, and forget what was typed."""
        self._doubt.stop()
        self.reason.clear()
        self.hide()

    def _show_backups(self, fates: Sequence[Fate]) -> None:
        self._backups_title.setVisible(bool(fates))
        self.backups.setVisible(bool(fates))
        rows = [(short_when(f.backup.when), BECOMES[f.becomes], f.why[:1].upper() + f.why[1:]) for f in fates]
        heads = ("Backup of", "Becomes", "Why")
        if not any(f.why for f in fates):
            heads, rows = heads[:2], [row[:2] for row in rows]
        self.backups.show_model(RowsModel(heads, rows))

    def _give(self) -> None:
        why = self.reason.text().strip()
        if not why and not self._done:
            self._row.set_problem("Say in a few words why.")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._doubt.before(lambda: self.given.emit(why), self.reason, ("The reason", why))


def _show_counts(table: FittedTable, counts: Mapping[str, int]) -> None:
    rows = [(words[:1].upper() + words[1:], f"{number:,}") for words, number in counts.items()]
    table.setVisible(bool(rows))
    table.show_model(RowsModel(("What", "How many"), rows, frozenset({1})))
