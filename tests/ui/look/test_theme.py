"""The look follows what was chosen, at once and everywhere."""

import re
from importlib.resources import files

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.look import WORDS, Look, Theme, look
from ui.look.marks import mark_svg
from ui.look.tokens import DARK, LIGHT, OURS


def test_one_look_for_the_program(lk: Look) -> None:
    """Everybody who asks gets the same look."""
    assert look() is lk


def test_theme_changes_colours_palette_and_sheet(lk: Look, qapp: QApplication, qtbot: QtBot) -> None:
    """A change is told once, and colours, palette and the sheet of every window have followed by then."""
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitSignal(lk.changed):
        lk.set(theme=Theme.DARK)
    assert lk.in_force is Theme.DARK
    assert lk.colours is DARK
    assert qapp.palette().window().color().name().upper() == DARK["canvas"]
    assert DARK["accent"] in window.styleSheet()
    assert LIGHT["accent"] not in window.styleSheet()


@pytest.mark.parametrize(("asked", "given"), [(0.5, 1.0), (1.25, 1.25), (3.0, 3.0), (9.0, 3.0)])
def test_text_size_stays_in_its_limits(lk: Look, asked: float, given: float) -> None:
    """100 to 300%."""
    lk.set(scale=asked)
    assert lk.scale == given


def test_body_is_never_under_15_pixels_and_captions_never_under_13(lk: Look) -> None:
    """The smallest sizes at 100%."""
    assert lk.font("body").pixelSize() >= 15
    assert lk.font("caption").pixelSize() >= 13


def test_spacing_grows_at_half_the_rate_of_text(lk: Look) -> None:
    """At 300% text is three times as large and spacing twice."""
    text, gap = lk.px(20), lk.space(4)
    lk.set(scale=3.0)
    assert lk.px(20) == 3 * text
    assert lk.space(4) == 2 * gap


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.CONTRAST])
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_what_is_chosen_shows_where_it_cannot_be_changed(lk: Look, qtbot: QtBot, kind: type, theme: Theme) -> None:
    lk.set(theme=theme)
    pictures = []
    for on in (False, True):
        box: QCheckBox | QRadioButton = kind("Names are hidden")
        qtbot.addWidget(box)
        box.setChecked(on)
        box.setEnabled(False)
        pictures.append(box.grab().toImage())
    without, chosen = pictures
    places = [(x, y) for x in range(chosen.width()) for y in range(chosen.height())]
    assert max(abs(chosen.pixelColor(*at).lightness() - without.pixelColor(*at).lightness()) for at in places) > 60


def test_a_label_follows_text_size_and_theme_by_its_role(lk: Look, qtbot: QtBot) -> None:
    """A widget with a role and a tone needs no code to follow."""
    label = QLabel("24 of 40")
    label.setProperty("role", "h1")
    label.setProperty("tone", "ink2")
    qtbot.addWidget(label)
    label.show()
    small = label.sizeHint().height()
    lk.set(Theme.DARK, 2.0)
    assert label.sizeHint().height() > 1.8 * small
    assert label.palette().windowText().color().name().upper() == DARK["ink2"]


def test_placeholder_is_not_thinned_out(lk: Look, qtbot: QtBot) -> None:
    """A style sheet with a text colour halves the placeholder's opacity unless told otherwise."""
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    shown = field.palette().placeholderText().color()
    assert shown.name().upper() == LIGHT["ink3"]
    assert shown.alpha() == 255


@pytest.mark.parametrize("theme", OURS)
@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0])
def test_the_sheet_is_understood(lk: Look, qtbot: QtBot, theme: Theme, scale: float) -> None:
    """Qt takes the whole sheet: a button is at least 36 design px high, and no line of the sheet is left unfilled."""
    lk.set(theme, scale)
    button = QPushButton("Open")
    qtbot.addWidget(button)
    assert button.sizeHint().height() >= lk.px(34) + 2
    assert not re.search(r"\{\w+\[|None", button.styleSheet())


@pytest.mark.parametrize("state", WORDS)
def test_every_state_has_a_mark_that_draws(lk: Look, state: str) -> None:
    """Marks are drawings in the state's colour, not letters."""
    svg = mark_svg(state, lk.colours)
    assert QSvgRenderer(svg.encode()).isValid()
    assert "currentColor" not in svg
    assert "var(" not in svg
    assert "<text" not in svg
    assert _inked(lk.mark_pixmap(state, 24, ratio=2.0)) > 100


def test_every_icon_draws_and_has_a_licence(lk: Look) -> None:
    """Each drawing in resources/icons is valid, and the licence text is beside it."""
    folder = files("resources") / "icons"
    names = [entry.name.removesuffix(".svg") for entry in folder.iterdir() if entry.name.endswith(".svg")]
    assert len(names) > 50
    for name in names:
        assert _inked(lk.icon_pixmap(name, "ink", 24)) > 10, name
    assert "ISC License" in (folder / "LICENSE-lucide.txt").read_text(encoding="utf-8")


def test_icons_are_crisp_at_two_device_pixels(lk: Look) -> None:
    """An icon has as many pixels as the screen shows."""
    pixmap = lk.icon_pixmap("house", "ink", 20, ratio=2.0)
    assert pixmap.width() == 2 * lk.px(20)
    assert pixmap.deviceIndependentSize().width() == lk.px(20)


def _inked(pixmap: QPixmap) -> int:
    image = pixmap.toImage()
    return sum(image.pixelColor(x, y).alpha() > 0 for x in range(image.width()) for y in range(image.height()))


def _ring(window: QWidget) -> QWidget | None:
    """The only child of the window that lets the mouse through and is shown."""
    through = Qt.WidgetAttribute.WA_TransparentForMouseEvents
    rings = [w for w in window.findChildren(QWidget) if w.testAttribute(through) and not w.isHidden()]
    return rings[0] if rings else None


def _window(qtbot: QtBot) -> tuple[QWidget, QPushButton, QPushButton]:
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(20, 20, 20, 20)
    one, two = QPushButton("One"), QPushButton("Two")
    column.addWidget(one)
    column.addWidget(two)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    return window, one, two


def test_keyboard_focus_has_a_ring_outside_the_control(lk: Look, qtbot: QtBot) -> None:
    """The ring goes round the control that has the keyboard, and moves with it."""
    window, one, two = _window(qtbot)
    one.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(one, Qt.Key.Key_Tab)
    ring = _ring(window)
    assert ring is not None
    assert ring.geometry().contains(two.geometry())
    window.resize(500, 300)
    assert ring.geometry().contains(two.geometry())


def test_a_click_leaves_no_ring(lk: Look, qtbot: QtBot) -> None:
    """Focus that came by the mouse needs no ring."""
    window, one, two = _window(qtbot)
    one.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.mousePress(two, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is two
    assert _ring(window) is None
    qtbot.mouseRelease(two, Qt.MouseButton.LeftButton)


def test_the_ring_survives_its_window(lk: Look, qtbot: QtBot) -> None:
    """A window that closes with the focus inside takes the ring along, and the next window has its own."""
    first, one, _ = _window(qtbot)
    one.setFocus(Qt.FocusReason.TabFocusReason)
    first.close()
    first.deleteLater()
    second, other, _ = _window(qtbot)
    other.setFocus(Qt.FocusReason.TabFocusReason)
    ring = _ring(second)
    assert ring is not None
    assert ring.geometry().contains(other.geometry())
