"""The document on data protection names every table and column there is, and none that there is not."""

import re
from pathlib import Path

from db.tables import METADATA

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "data-protection.md"


def described() -> dict[str, list[str]]:
    """The columns that the document lists for each table."""
    _, *parts = re.split(r"^#### `(\w+)`$", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    rows = {name: re.findall(r"^\| (`.*?) \|", part, flags=re.MULTILINE) for name, part in pairs}
    return {name: [column for row in found for column in re.findall(r"`(\w+)`", row)] for name, found in rows.items()}


def test_every_table_and_every_column_is_described_once():
    assert {name: sorted(columns) for name, columns in described().items()} == {
        table.name: sorted(column.name for column in table.columns) for table in METADATA.sorted_tables
    }


def test_every_table_says_who_sees_it_and_what_each_purge_does_with_it():
    parts = re.split(r"^#### ", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(parts) == len(METADATA.sorted_tables)
    for part in parts:
        assert re.search(r"Seen by: \w.*\. Words: \w.*\. Round: \w.*\.", part), part[:40]


def test_what_only_the_council_can_know_is_a_named_blank():
    text = DOCUMENT.read_text(encoding="utf-8")
    for blank in ("Controller", "Lawful basis", "Sharing agreement", "DPIA", "Data protection officer"):
        row = next(line for line in text.splitlines() if line.startswith(f"| {blank}"))
        assert re.search(r"`\[.+\]`", row), blank
