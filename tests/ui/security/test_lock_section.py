"""How long until it locks: chosen within what the council allows."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QRadioButton

from ui.pages.settings import SettingsPage
from ui.window import MainWindow


def choices(window: MainWindow) -> dict[str, QRadioButton]:
    window.show_section("lock")
    page = window.page
    assert isinstance(page, SettingsPage)
    return {button.text(): button for button in page.section.findChildren(QRadioButton)}


def test_a_choice_acts_at_once(window: MainWindow) -> None:
    found = choices(window)
    assert found["As usual: 15 minutes"].isChecked()
    found["30 minutes"].click()
    assert window.settings.lock_after == 30
    assert window.locking.minutes() == 30


def test_the_councils_most_cuts_the_choices_and_an_older_choice(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.settings.lock_after = 60
    rules = tmp_path / "policy.toml"
    rules.write_text("lock_after_minutes = 8\nlock_after_max = 10\n")
    monkeypatch.setenv("EHCP_AUDITOR_POLICY", str(rules))
    found = choices(window)
    assert list(found) == ["As your council's policy says: 8 minutes", "5 minutes", "10 minutes"]
    assert found["10 minutes"].isChecked()
    assert window.settings.lock_after == 60
    assert window.locking.minutes() == 10
