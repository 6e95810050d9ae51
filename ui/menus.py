"""The menus: every command of the window, each with its keys, and the commands of the page that is up."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ui.handbook import make_handbook, make_sheet
from ui.look import Theme
from ui.places import Place
from ui.settings import PAPERS, THEMES

if TYPE_CHECKING:
    from ui.window import MainWindow

T = TypeVar("T")
LAST_DIGIT = 9  # places beyond have no key of their own; Ctrl+K finds them
MAC = sys.platform == "darwin"
# What Edit does to whatever has the keyboard, by the name of its method there
EDITS = (
    ("cut", "Cut", QKeySequence.StandardKey.Cut),
    ("copy", "Copy", QKeySequence.StandardKey.Copy),
    ("paste", "Paste", QKeySequence.StandardKey.Paste),
    ("selectAll", "Select all", QKeySequence.StandardKey.SelectAll),
)


class Menus(QObject):
    """Builds the menu bar of a window and keeps it in step with the page and the workspace."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.undo_group = QUndoGroup(window)
        bar = window.menuBar()
        self._file, self._edit, self._view, self._go, self.page, self._help = (
            bar.addMenu(title) for title in ("&File", "&Edit", "&View", "&Go", "&Round", "&Help")
        )
        # not the menu's own: the menu is emptied for each page
        self.new_round = self._action("New round…", lambda: window.visit("new-round"))
        self.copy_round = self._action("Copy this round…", lambda: window.visit("copy-round"))
        self.audit_again = self._action("Audit plans again…", lambda: window.visit("audit-again"))
        self.mending = self._action("Mended as asked", lambda: window.visit("mending"))
        self.round_settings = self._action("Round settings", lambda: window.visit("round-settings"))
        self._build_file()
        self._build_edit()
        self._build_view()
        self._build_help()
        self.show_places((), "")

    def commands(self) -> tuple[QAction, ...]:
        """Every command, menu by menu; some cannot be given now."""
        return tuple(dict.fromkeys(action for menu in self._menus() for action in _within(menu)))

    def _menus(self) -> tuple[QMenu, ...]:
        return (self._file, self._edit, self._view, self._go, self.page, self._help)

    def _build_file(self) -> None:
        window, menu = self._window, self._file
        self.new_workspace = self._add(menu, "New workspace…", lambda: window.visit("new"))
        self._add(menu, "Open a workspace…", window.workspaces.ask, "Ctrl+O")
        self._add(menu, "Open packs…", window.ask_packs, "Ctrl+I")
        self.recent = menu.addMenu("Open recent")
        self.recent.aboutToShow.connect(self._show_recent)
        menu.addSeparator()
        self._add(menu, "Open the worked example", window.workspaces.open_example, "Ctrl+E")
        self._add(menu, "Start the example afresh", window.workspaces.start_example_afresh)
        self._before_page, self._after_page = menu.addSeparator(), menu.addSeparator()
        self.handbook = self._add(menu, "Make the handbook…", lambda: make_handbook(window))
        self.sheet = self._add(menu, "Make a scoring sheet for paper…", lambda: make_sheet(window))
        menu.addSeparator()
        self.saved = self._add(menu, "Is everything saved?", window.say_saved, "Ctrl+S")
        self.lock = self._add(menu, "Lock now", window.locking.lock_now, "Ctrl+Shift+L")
        self.log = self._add(menu, "Change log", lambda: window.visit("log"))
        self.close = self._add(menu, "Close the workspace", window.workspaces.close, "Ctrl+W")
        menu.addSeparator()
        leave = self._add(menu, "Quit", window.close, "Ctrl+Q")
        leave.setMenuRole(QAction.MenuRole.QuitRole)

    def _build_edit(self) -> None:
        undo = self.undo_group.createUndoAction(self._window, "Undo")
        undo.setShortcut("Ctrl+Z")
        redo = self.undo_group.createRedoAction(self._window, "Redo")
        redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self._edit.addActions([undo, redo])
        self._edit.addSeparator()
        self._edits: dict[str, QAction] = {}
        for method, name, keys in EDITS:
            self._edits[method] = self._add(self._edit, name, lambda method=method: self._edit_focused(method))
            self._edits[method].setShortcut(keys)
        app = cast(QApplication, QApplication.instance())
        app.focusChanged.connect(self._on_focus_changed)
        self._on_focus_changed(None, None)

    def _build_view(self) -> None:
        window, menu = self._window, self._view
        self.fold = self._add(menu, "Fold the sidebar", window.fold_sidebar, "Ctrl+\\")
        self.fold.setCheckable(True)
        self._before_parts, self._after_parts = menu.addSeparator(), menu.addSeparator()
        self._add(menu, "Larger text", lambda: window.change_text_size(25), "Ctrl++", "Ctrl+=")
        self._add(menu, "Smaller text", lambda: window.change_text_size(-25), "Ctrl+-")
        self._add(menu, "Ordinary text size", lambda: window.change_text_size(0), "Ctrl+0")
        self._themes = self._add_choices(menu.addMenu("Colours"), THEMES, window.choose_theme)
        self._papers = self._add_choices(menu.addMenu("Paper colours"), PAPERS, window.choose_paper)
        self.show_look(window.settings.theme, window.settings.paper)
        menu.addSeparator()
        self._add(menu, "Full screen", window.toggle_full_screen, "Ctrl+Meta+F" if MAC else "F11").setCheckable(True)

    def _build_help(self) -> None:
        window, menu = self._window, self._help
        self._add(menu, "Help", window.show_help, "F1")
        self._add(menu, "Keys of this page", window.show_keys, "Ctrl+/", "?")
        menu.addSeparator()
        about = self._add(menu, "About EHCP Auditor", window.show_about)
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def _add_choices(self, menu: QMenu, words: Mapping[T, str], choose: Callable[[T], object]) -> dict[T, QAction]:
        """One of several, by what it chooses; the one in force is ticked."""
        group = QActionGroup(menu)
        made: dict[T, QAction] = {}
        for key, name in words.items():
            made[key] = self._add(menu, name, lambda key=key: choose(key))
            made[key].setCheckable(True)
            group.addAction(made[key])
        return made

    def show_look(self, theme: Theme, paper: str) -> None:
        """Tick the colours in force, those of papers as well."""
        self._themes[theme].setChecked(True)
        self._papers[paper].setChecked(True)

    def show_places(self, places: Iterable[Place], here: str) -> None:
        """List the places in the Go menu, those above the sidebar's foot with Ctrl and their number."""
        window, menu = self._window, self._go
        _empty(menu)
        self.back = self._add(menu, "Back", lambda: window.step(-1), "Ctrl+[" if MAC else "Alt+Left")
        self.forward = self._add(menu, "Forward", lambda: window.step(1), "Ctrl+]" if MAC else "Alt+Right")
        menu.addSeparator()
        number = 0
        for place in (p for p in places if p.listed):
            number += not place.foot
            keys = ("Ctrl+,",) if place.key == "settings" else (f"Ctrl+{number}",) if number <= LAST_DIGIT else ()
            action = self._add(menu, place.title, lambda key=place.key: window.visit(key), *keys)
            action.setMenuRole(QAction.MenuRole.PreferencesRole if place.foot else QAction.MenuRole.NoRole)
            action.setCheckable(True)
            action.setChecked(place.key == here)
        menu.addSeparator()
        self._add(menu, "Next pane", lambda: window.step_pane(1), "F6", *(("Meta+F6",) if MAC else ()))
        self._add(menu, "Previous pane", lambda: window.step_pane(-1), "Shift+F6")
        menu.addSeparator()
        self._add(menu, "Go to or do…", window.show_palette, "Ctrl+K")

    def show_go(self, groups: Iterable[Sequence[QAction]]) -> None:
        """Put the page's own ways to go below the rest of the Go menu, until the places are listed again."""
        for group in groups:
            self._go.addSeparator()
            self._go.addActions(list(group))

    def show_view(self, commands: Sequence[QAction]) -> None:
        """Put what shows and hides parts of the page in the View menu, in place of those of the last page."""
        actions = self._view.actions()
        for action in actions[actions.index(self._before_parts) + 1 : actions.index(self._after_parts)]:
            self._view.removeAction(action)
        self._view.insertActions(self._after_parts, list(commands))

    def show_file(self, commands: Iterable[QAction]) -> None:
        """Put the page's commands on files in the File menu, in place of those of the last page."""
        actions = self._file.actions()
        for action in actions[actions.index(self._before_page) + 1 : actions.index(self._after_page)]:
            self._file.removeAction(action)
        self._file.insertActions(self._after_page, list(commands))

    def show_page(self, title: str, groups: Iterable[Sequence[QAction]], of_round: Iterable[QAction | QMenu]) -> None:
        """Put the page's commands in the Round or Plan menu, and below them what is of the round as a whole."""
        menu = self.page
        menu.setTitle(title)
        menu.clear()
        for group in groups:
            menu.addActions(list(group))
            if group:
                menu.addSeparator()
        for item in of_round:
            menu.addMenu(item) if isinstance(item, QMenu) else menu.addAction(item)
        menu.menuAction().setVisible(bool(menu.actions()))

    def show_new(self, round_first: bool) -> None:
        """Let Ctrl+N make what is likeliest wanted: a round where rounds are led, otherwise a workspace."""
        first, second = QKeySequence("Ctrl+N"), QKeySequence("Ctrl+Shift+N")
        self.new_round.setShortcut(first if round_first else QKeySequence())
        self.new_workspace.setShortcut(second if round_first else first)

    def _add(self, menu: QMenu, name: str, do: Callable[[], object], *keys: str) -> QAction:
        action = self._action(name, do, menu)
        action.setShortcuts([QKeySequence(key) for key in keys])
        menu.addAction(action)
        return action

    def _action(self, name: str, do: Callable[[], object], parent: QObject | None = None) -> QAction:
        action = QAction(name, parent or self)
        action.setMenuRole(QAction.MenuRole.NoRole)  # or macOS guesses from the words where it belongs
        action.triggered.connect(lambda _=False: do())
        return action

    def _show_recent(self) -> None:
        _empty(self.recent)
        for row in self._window.recents.all():
            name = row.path.name if row.there else f"{row.path.name} (no longer there)"
            self._add(self.recent, name, lambda path=row.path: self._window.open_file(path)).setEnabled(row.there)
        if not self.recent.actions():
            self._add(self.recent, "Nothing opened yet", lambda: None).setEnabled(False)

    def _edit_focused(self, method: str) -> None:
        focused = QApplication.focusWidget()
        if hasattr(focused, method):
            getattr(focused, method)()

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        for method, action in self._edits.items():
            action.setEnabled(hasattr(new, method))


def _empty(menu: QMenu) -> None:
    for action in menu.actions():
        menu.removeAction(action)
        if action.parent() is menu:  # and not a page's own
            action.deleteLater()


def _within(menu: QMenu) -> Iterable[QAction]:
    for action in menu.actions():
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            yield from _within(submenu)
        elif not action.isSeparator():
            yield action
