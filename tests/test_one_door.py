"""Every field of the window where words are typed asks about names before it saves them, or is named with why not."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
FIELDS = {"QLineEdit", "QPlainTextEdit", "QTextEdit", "Line", "NoteField", "OutcomeField"}
DOORS = ("Doubt(", "signs_in(", ".doubts(", "panel.ask(")
NO_WORDS = {
    "ui/palette.py": "finds commands; keeps nothing",
    "ui/log/filters.py": "filters; keeps nothing",
    "ui/desk/plan_list.py": "finds plans; keeps nothing",
    "ui/document/find_bar.py": "finds words in the plan; keeps nothing",
    "ui/document/places_in_pane.py": "a page number; keeps nothing",
    "ui/pages/allocation.py": "finds plans; keeps nothing",
    "ui/pages/framework.py": "finds questions; keeps nothing",
    "ui/sample/seed_card.py": "a seed, of signs and figures alone",
    "ui/actions/fields.py": "the field itself; who uses it is looked at",
    "ui/actions/areas_tab.py": "asked by ui/actions/records.py, as every form of the page",
    "ui/actions/targets_tab.py": "asked by ui/actions/records.py, as every form of the page",
    "ui/actions/evidence_tab.py": "asked by ui/actions/records.py, as every form of the page",
    "ui/results/over_time_forms.py": "asked by ui/actions/records.py, whose form these are",
    "ui/learning/note_box.py": "the field itself; who uses it is looked at",
    "ui/people/fields.py": "a day, or nothing",
    "ui/people/paste.py": "a list of colleagues, each cell checked at the door",
    "ui/setup/fields.py": "the field itself; who uses it is looked at",
    "ui/setup/round_card.py": "asked by the pages it stands on",
    "ui/desk/fields.py": "the field itself; who uses it is looked at",
    "ui/document/page_text.py": "a line of a plan, not a field",
    "ui/document/plan_browser.py": "shows a plan; nothing is typed",
    "ui/papers/redact_tab.py": "words to be removed from a copy; kept nowhere",
    "ui/papers/name_card.py": "a name to be removed from a copy; kept nowhere",
    "ui/setup/file_card.py": "the name of a file",
    "ui/pages/unlock.py": "a recovery key",
    "ui/parts/passphrase.py": "a passphrase",
    "ui/security/backup_detail.py": "a passphrase",
    "ui/setup/owner_card.py": "the owner's own name and the council's",
    "ui/frame/key_step.py": "a passphrase",
    "ui/frame/key_question.py": "a passphrase",
    "ui/calibration/plans_tab.py": "a reference, which the list of plans must hold",
    "ui/pages/round_settings.py": "a colleague to be told of urgent plans, by name and number on purpose",
    "ui/desk/outcomes_panel.py": "asked by ui/desk/outcome_work.py",
}


def made_in(path: Path) -> set[str]:
    """The kinds of field a module makes: what it calls, and what it makes a kind of its own from."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    bases = [base for node in nodes if isinstance(node, ast.ClassDef) for base in node.bases]
    return {name.id for name in (*calls, *bases) if isinstance(name, ast.Name)} & FIELDS


def with_fields() -> dict[str, str]:
    """Every module of the window that makes a field, with its text."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "ui").rglob("*.py"))
        if made_in(path)
    }


def test_every_field_asks_or_is_named() -> None:
    found = with_fields()
    assert len(found) > 15, "this test no longer sees the fields it looks for"
    silent = [name for name, text in found.items() if name not in NO_WORDS and not any(d in text for d in DOORS)]
    assert silent == []


def test_what_is_named_is_there() -> None:
    assert sorted(NO_WORDS.keys() - with_fields().keys()) == []
