"""Settings are kept, act at once, can be put back, and survive a spoilt file."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QAbstractButton, QComboBox

from ui.look import Theme, look
from ui.pages.settings import SettingsPage
from ui.security import SECTIONS, sections_for
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


def buttons(page: SettingsPage) -> dict[str, QAbstractButton]:
    """What can be pressed in the section shown, by what is read out."""
    return {b.accessibleName() or b.text(): b for b in page.section.findChildren(QAbstractButton)}


@pytest.fixture
def page(window: MainWindow) -> SettingsPage:
    window.visit("settings")
    assert isinstance(window.page, SettingsPage)
    return window.page


def test_the_page_acts_at_once_and_puts_back(window: MainWindow, page: SettingsPage) -> None:
    buttons(page)["Colours: Dark"].click()
    assert look().in_force is Theme.DARK
    (size,) = page.section.findChildren(QComboBox)
    size.setCurrentIndex(4)
    size.activated.emit(4)
    assert look().scale == 2.0
    for name, button in buttons(page).items():
        if name.startswith("Put back") and button.isEnabled():
            button.click()
    assert (look().scale, window.settings.theme) == (1.0, Theme.SYSTEM)
    page.sections["keys"].click()
    buttons(page)["Answer with one key: 2, 1, 0, N and C"].click()
    assert not window.settings.single_keys
    buttons(page)["Put back: Single keys"].click()
    assert window.settings.single_keys


def test_the_page_shows_what_was_set_elsewhere(window: MainWindow, page: SettingsPage) -> None:
    window.settings.text_size = 175
    assert [box.currentText() for box in page.section.findChildren(QComboBox)] == ["175%"]
    page.sections["keys"].click()
    window.settings.move_on = "always"
    chosen = [name for name, button in buttons(page).items() if button.isCheckable() and button.isChecked()]
    assert "After an answer, go to the next question: After every answer" in chosen


def test_about_is_a_section_one_can_go_to(window: MainWindow) -> None:
    window.show_about()
    assert window.page.place() == {"section": "about"}


def test_without_a_workspace_no_section_of_a_workspace_is_offered(page: SettingsPage) -> None:
    assert list(page.sections) == [section.key for section in sections_for("")]
    page.show_section("nowhere")
    assert page.place() == {"section": "look"}


def test_where_it_is_narrow_the_sections_are_chosen_from_a_list(window: MainWindow, page: SettingsPage) -> None:
    window.resize(700, 600)
    window.settings.text_size = 200
    assert not page.sections["look"].isVisible() and page.picker.isVisible()
    page.picker.setCurrentIndex(page.picker.findData("about"))
    page.picker.activated.emit(page.picker.currentIndex())
    assert page.place() == {"section": "about"}
    assert page.section.isVisible()


def test_every_section_has_a_key_of_its_own() -> None:
    assert len({section.key for section in SECTIONS}) == len(SECTIONS)
