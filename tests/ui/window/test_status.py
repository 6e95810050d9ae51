"""What a page says in the status line stays while that page is up, and no longer."""

from pathlib import Path

from tests.ui.window.conftest import Answers
from ui.window import MainWindow


def test_what_a_page_said_goes_with_it(window: MainWindow, workspace: Path, answers: Answers) -> None:
    window.open_file(workspace)
    window.visit("papers")
    window.page.said.emit("The plan is read.")
    assert window.status.words[0] == "The plan is read."
    window.visit("papers")
    assert window.status.words[0] == "The plan is read."
    window.visit("results")
    assert window.status.words[0] == "All answers saved"
