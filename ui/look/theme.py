"""The look in force: theme, text size, colours, fonts, icons. One object, one style sheet for all windows."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from ui.look.drawing import drawing, pixels
from ui.look.focus import FocusRing
from ui.look.marks import mark_svg
from ui.look.sheet import Paint, sheet
from ui.look.tokens import HEAVY, OURS, SPACE, TYPE, Colours, Theme, system_colours

LEAST_BODY = 15
BODY_OVER_SYSTEM = 1.15
SMALLEST_SCALE, LARGEST_SCALE = 1.0, 3.0
SCHEMES = {
    Theme.SYSTEM: Qt.ColorScheme.Unknown,
    Theme.LIGHT: Qt.ColorScheme.Light,
    Theme.DARK: Qt.ColorScheme.Dark,
    Theme.CONTRAST: Qt.ColorScheme.Dark,
}
PALETTE = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "canvas",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.PlaceholderText: "ink3",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
}


class Look(QObject):
    """Theme and text size, and everything derived from them.

    Widgets reach it with `look()`. What a style sheet can do follows by itself; a widget that draws, or sets its
    own margins, calls `look().changed.connect(self.restyle)`.
    """

    changed = Signal()

    def __init__(
        self, app: QApplication, theme: Theme = Theme.SYSTEM, scale: float = 1.0, font: QFont | None = None
    ) -> None:
        super().__init__(app)
        self._app, self._theme, self._scale = app, theme, _within(scale)
        self._base = font or QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self._body = max(LEAST_BODY, QFontInfo(self._base).pixelSize() * BODY_OVER_SYSTEM)
        self._sheet, self._images = "", QTemporaryDir()
        self._ring = FocusRing(lambda: self.colour("focus"), self)
        app.setStyle("Fusion")
        app.setProperty("look", self)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        if hasattr(hints, "accessibility"):  # Qt 6.10
            hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)
        app.focusChanged.connect(self._ring.follow)
        self.changed.connect(self._ring.redraw)
        self._apply()

    @property
    def theme(self) -> Theme:
        """What was chosen; `in_force` says which colours that gives now."""
        return self._theme

    @property
    def in_force(self) -> Theme:
        """LIGHT, DARK or CONTRAST; SYSTEM where the system asks for its own contrast colours."""
        return self._in_force

    @property
    def scale(self) -> float:
        """Text size: 1.0 to 3.0."""
        return self._scale

    @property
    def line(self) -> int:
        """Thickness of lines in px: 1, or 2 under a contrast theme of the system."""
        return 2 if self._in_force is Theme.SYSTEM else 1

    @property
    def colours(self) -> Colours:
        """All tokens now, as #rrggbb."""
        return self._colours

    def set(self, theme: Theme | None = None, scale: float | None = None) -> None:
        """Choose another theme or text size; the whole program follows at once."""
        self._theme = self._theme if theme is None else theme
        self._scale = self._scale if scale is None else _within(scale)
        self._apply()

    def dress(self, window: QWidget) -> None:
        """Give a window the style sheet, now and whenever it changes; what has a parent takes it from there.

        It is not the application's: Qt would style whatever is being built anew, with all that is in it, each time it
        is put into something larger.
        """
        window.setStyleSheet(self._sheet)

    def colour(self, token: str) -> QColor:
        """A token as a colour to paint with."""
        return QColor(self._colours[token])

    def px(self, design: float) -> int:
        """Design pixels (where body is 15 px) to screen pixels: for type, icons and heights of controls."""
        return round(design * self._factor)

    def space(self, step: int) -> int:
        """A spacing step (0 to 8: 0, 4, 8, 12, 16, 24, 32, 48, 64 px), grown at half the rate of the text."""
        return round(SPACE[step] * (1 + (self._factor - 1) / 2))

    def font(self, role: str = "body", bold: bool | None = None) -> QFont:
        """The font of a role: figure, h1, h2, question, body or caption; `bold` as the role has it unless given."""
        font = QFont(self._base)
        font.setPixelSize(self.px(TYPE[role]))
        heavy = role in HEAVY if bold is None else bold
        font.setWeight(QFont.Weight.DemiBold if heavy else QFont.Weight.Normal)
        font.setFeature(QFont.Tag("tnum"), 1)  # figures of one width, so that columns compare
        return font

    def icon(self, name: str, token: str = "ink2", size: int = 20, room: int = 0) -> QIcon:
        """An icon for buttons, menus and lists, `size` design px; `room` design px stay free at its right."""
        return self._icon(drawing(name, self._colours[token]), size, room, drawing(name, self._colours["ink3"]))

    def icon_pixmap(self, name: str, token: str = "ink2", size: int = 20, ratio: float = 1.0) -> QPixmap:
        """An icon to paint, crisp at the given device pixel ratio."""
        return pixels(drawing(name, self._colours[token]), self.px(size), ratio)

    def mark(self, state: str, size: int = 20, paper: str = "surface") -> QIcon:
        """An answer or state mark for lists and tables."""
        return self._icon(mark_svg(state, self._colours, paper), size)

    def mark_pixmap(self, state: str, size: int = 20, paper: str = "surface", ratio: float = 1.0) -> QPixmap:
        """An answer or state mark to paint, crisp at the given device pixel ratio."""
        return pixels(mark_svg(state, self._colours, paper), self.px(size), ratio)

    @property
    def _factor(self) -> float:
        return self._body / LEAST_BODY * self._scale

    def _icon(self, svg: str, size: int, room: int = 0, disabled: str = "") -> QIcon:
        icon = QIcon()
        for ratio in sorted({1.0, 2.0, self._app.devicePixelRatio()}):
            pixmap = pixels(svg, self.px(size), ratio, self.px(room))
            icon.addPixmap(pixmap)
            if disabled:  # as its words are: Qt's own greying leaves next to nothing of an icon drawn on the accent
                icon.addPixmap(pixels(disabled, self.px(size), ratio, self.px(room)), QIcon.Mode.Disabled)
            icon.addPixmap(pixmap, QIcon.Mode.Selected)  # the style would tint it, and colour has a meaning here
        return icon

    def _system_changed(self) -> None:
        if self._theme is Theme.SYSTEM:
            self._apply()

    def _resolve(self) -> Theme:
        hints = self._app.styleHints()
        if self._theme is not Theme.SYSTEM:
            return self._theme
        high = Qt.ContrastPreference.HighContrast
        if hasattr(hints, "accessibility") and hints.accessibility().contrastPreference() == high:
            return Theme.SYSTEM
        return Theme.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else Theme.LIGHT

    def _apply(self) -> None:
        hints = self._app.styleHints()
        hints.setColorScheme(SCHEMES[self._theme])  # so that title bars and native dialogs match
        self._in_force = self._resolve()
        if self._in_force is Theme.SYSTEM:
            self._app.setPalette(QPalette())
            self._colours = system_colours(self._app.palette())
        else:
            self._colours = OURS[self._in_force]
            self._app.setPalette(self._palette())
        self._app.setFont(self.font())
        now = sheet(Paint(self._colours, self.line, self.px, self.image))
        if now != self._sheet:  # Qt would read it again, and every widget with it
            self._sheet, was = now, self._sheet
            for window in QApplication.topLevelWidgets():
                if was and window.styleSheet() == was:
                    window.setStyleSheet(now)
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in PALETTE.items():
            palette.setColor(role, self.colour(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("ink3"))
        return palette

    def image(self, name: str, token: str) -> str:
        """Path of a coloured drawing for the style sheet, which can only name files."""
        colour = self._colours[token]
        path = self._images.filePath(f"{name.replace('/', '-')}-{colour[1:]}.svg")
        Path(path).write_text(drawing(name, colour), encoding="utf-8")
        return path


def _within(scale: float) -> float:
    return min(LARGEST_SCALE, max(SMALLEST_SCALE, scale))


def look() -> Look:
    """The application's look; made on first use, so that a widget can stand alone."""
    app = cast(QApplication, QApplication.instance())
    return cast("Look | None", app.property("look")) or Look(app)


def restyle(widget: QWidget) -> None:
    """Have the style sheet read a widget's dynamic properties again after one was set."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
