"""The settled round, made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store
from tests.auditor.learning.learnt import copied, make_learnt


@pytest.fixture(scope="package")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace as it was made. Nobody may change it."""
    return make_learnt(tmp_path_factory.mktemp("learnt"))


@pytest.fixture
def store(learnt: Path, tmp_path: Path) -> Iterator[Store]:
    """The workspace for one test, alone in its folder."""
    with Store.open(copied(learnt, tmp_path / "work")) as found:
        yield found
