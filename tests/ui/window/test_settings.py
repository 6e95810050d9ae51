"""Settings are kept, act at once, can be put back, and survive a spoilt file."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from ui.look import Theme, look
from ui.pages.settings import SettingsPage
from ui.settings import Settings, settings_file
from ui.window import MainWindow


def again(settings: Settings) -> Settings:
    settings.file.sync()
    return Settings(QSettings(settings.file.fileName(), QSettings.Format.IniFormat))


def test_settings_are_kept(settings: Settings) -> None:
    settings.theme, settings.text_size, settings.single_keys = Theme.DARK, 150, False
    settings.move_on, settings.folded = "never", True
    kept = again(settings)
    assert (kept.theme, kept.text_size, kept.single_keys) == (Theme.DARK, 150, False)
    assert (kept.move_on, kept.folded) == ("never", True)


def test_a_change_is_told_once_and_only_when_it_is_one(settings: Settings) -> None:
    heard: list[str] = []
    settings.changed.connect(heard.append)
    settings.text_size = 125
    settings.text_size = 125
    settings.put_back("text_size")
    assert heard == ["text_size", "text_size"]
    assert settings.is_default("text_size")


@pytest.mark.parametrize(
    ("key", "words"),
    [("look/theme", "purple"), ("look/text_size", "1000000"), ("look/text_size", "big"), ("keys/single_keys", "2"),
     ("keys/move_on", "sometimes")],
)  # fmt: skip
def test_a_setting_that_cannot_be_read_is_as_for_a_new_user(settings: Settings, key: str, words: str) -> None:
    settings.file.setValue(key, words)
    new = Settings(QSettings(settings.file.fileName() + "x", QSettings.Format.IniFormat))
    for name in ("theme", "text_size", "single_keys", "move_on"):
        assert getattr(settings, name) == getattr(new, name)


def test_settings_lie_in_the_persons_own_folder(own_home: Path) -> None:
    assert own_home in Path(settings_file().fileName()).parents


def test_the_page_acts_at_once_and_puts_back(window: MainWindow) -> None:
    window.visit("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    button = next(b for b in page.findChildren(QAbstractButton) if b.accessibleName() == "Colours: Dark")
    button.click()
    assert look().in_force is Theme.DARK
    page.text_size.setCurrentIndex(4)
    page.text_size.activated.emit(4)
    assert look().scale == 2.0
    page.single_keys.click()
    assert not window.settings.single_keys
    for back in [b for b in page.findChildren(QAbstractButton) if b.accessibleName().startswith("Put back")]:
        if back.isEnabled():
            back.click()
    assert look().scale == 1.0
    assert window.settings.single_keys
    assert window.settings.theme is Theme.SYSTEM


def test_the_page_shows_what_was_set_elsewhere(window: MainWindow, qtbot: QtBot) -> None:
    window.visit("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    window.settings.text_size, window.settings.move_on = 175, "always"
    assert page.text_size.currentText() == "175%"
    chosen = [b.text() for b in page.findChildren(QAbstractButton) if b.isCheckable() and b.isChecked()]
    assert "After every answer" in chosen


def test_about_is_a_section_one_can_go_to(window: MainWindow) -> None:
    window.show_about()
    assert window.page.place() == {"section": "about"}
