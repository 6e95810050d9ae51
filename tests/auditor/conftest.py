"""A lead and three auditors who got their workspaces through packs; made once, since passphrases take seconds."""

from pathlib import Path

import pytest

from tests.auditor.packs.travelling import Party, make_party


@pytest.fixture(scope="session")
def first_party(tmp_path_factory: pytest.TempPathFactory) -> Party:
    """The party as it was made. Nobody may change it."""
    return make_party(tmp_path_factory.mktemp("party") / "first")


@pytest.fixture
def party(first_party: Party, tmp_path: Path) -> Party:
    """The party for one test."""
    return first_party.copy(tmp_path / "party")
