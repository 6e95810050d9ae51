"""Settings and security: sections in a list at the left, one shown at a time. Every change acts at once."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.look import look
from ui.pages.page import Page
from ui.parts.buttons import NavButton
from ui.parts.form import FormRow
from ui.parts.header import HeaderBar
from ui.parts.layout import Column, ScrollColumn
from ui.security import sections_for
from ui.security.section import SectionView
from ui.setup.fields import choice

if TYPE_CHECKING:
    from ui.window import MainWindow

LIST_WIDE, LIST_UNDER, SECTION_WIDE = 328, 900, 860  # design px


class SettingsPage(Page):
    """The list stands above as a combo box where it is narrow. A section is made when it is first looked at."""

    title = "Settings and security"

    def __init__(self, window: "MainWindow", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._known = {section.key: section for section in sections_for(window.role)}
        self._made: dict[str, SectionView] = {}
        self._here = next(iter(self._known))
        self.sections = {key: NavButton(section.title, section.icon) for key, section in self._known.items()}
        for key, button in self.sections.items():
            button.clicked.connect(lambda _=False, key=key: self.show_section(key))
        self.picker = choice({key: section.title for key, section in self._known.items()})
        self.picker.activated.connect(lambda: self.show_section(self.picker.currentData()))
        self._above = FormRow("Section", self.picker, name="Section of the settings")
        self._above.setContentsMargins(0, 0, 0, look().space(2))
        self.column = ScrollColumn(self._above, gap=4, margins=(6, 4, 6, 5))
        aside = ScrollColumn(*self.sections.values(), gap=0, margins=(6, 4, 0, 4))
        aside.setAccessibleName("Sections of the settings")
        self._aside = aside
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(aside)
        row.addWidget(self.column, 1)
        whole = Column(HeaderBar(self.title, "Changes act at once."), (body, 1), gap=0)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(whole)
        look().changed.connect(self._fit)
        self.show_section(self._here)
        self._fit()

    @property
    def section(self) -> SectionView:
        """The section that is shown."""
        return self._made[self._here]

    def show_section(self, key: str) -> None:
        """Show a section; one that this window does not have stays away."""
        if key not in self._known:
            return
        if key not in self._made:
            self._add(key)
        self._here = key
        for other, view in self._made.items():
            view.setVisible(other == key)
        for other, button in self.sections.items():
            button.set_here(other == key)
        self.picker.setCurrentIndex(self.picker.findData(key))
        self.column.verticalScrollBar().setValue(0)
        self.section.refresh()
        self._fit()

    def refresh(self) -> None:
        """Have the section shown read again what it shows."""
        self.section.refresh()

    def focus_main(self) -> None:
        """Put the keyboard on the section looked at."""
        if self._aside.isVisible():
            self.sections[self._here].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.picker.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_section(self) -> None:
        """Put the keyboard into the section, or on its name in the list where nothing in it takes the keyboard."""
        if not self.section.focus_main():
            self.focus_main()

    def panes(self) -> tuple[QWidget, ...]:
        """The sections' list, then the section."""
        return (self._aside, self.column) if self._aside.isVisible() else (self.column,)

    def place(self) -> dict[str, Any]:
        """Which section was looked at."""
        return {"section": self._here}

    def return_to(self, place: dict[str, Any]) -> None:
        """Show that section."""
        self.show_section(place.get("section", self._here))

    @property
    def unsaved(self) -> int:
        """How many things are typed in any section and not on disk."""
        return sum(view.unsaved for view in self._made.values())

    def save_now(self) -> bool:
        """Have every section write what is not on disk."""
        left = [view for view in self._made.values() if not view.save_now()]  # every one is tried
        return not left

    def leave(self) -> None:
        """Let every section let go."""
        for view in self._made.values():
            view.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list away where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def _add(self, key: str) -> None:
        view = self._known[key].make(self._window)
        view.problem.connect(self.problem)
        view.note.connect(self.note)
        view.said.connect(self.said)
        view.go.connect(self.go)
        view.setAccessibleName(self._known[key].title)
        self._made[key] = view
        self.column.add(view)

    def _fit(self) -> None:
        wide = self.width() >= look().px(LIST_UNDER)
        self._aside.setFixedWidth(look().px(LIST_WIDE))
        self._aside.setVisible(wide)
        self._above.setVisible(not wide)
        self._above.setMaximumWidth(look().px(SECTION_WIDE))
        for view in self._made.values():
            view.setMaximumWidth(look().px(SECTION_WIDE))
