"""A part that is shown before it has a parent opens as a window for a moment, and takes the keyboard away."""

import ast
from collections.abc import Iterator
from pathlib import Path

UI = Path(__file__).resolve().parents[2] / "ui"


def shown_too_early(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of `setVisible(…)` but for False, and of `show()`, in an `__init__` before that of the class above."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            calls = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
            above = [call.lineno for call in calls if ast.unparse(call.func) == "super().__init__"]
            for call in calls:
                name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
                hides = [ast.unparse(given) for given in call.args] == ["False"]
                if above and call.lineno < min(above) and (name == "show" or (name == "setVisible" and not hides)):
                    yield call


def test_nothing_is_shown_before_it_has_a_parent():
    found = [
        f"{file.relative_to(UI)}:{call.lineno}"
        for file in UI.rglob("*.py")
        for call in shown_too_early(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_what_is_looked_for_is_found():
    early = (
        "class A(B):\n    def __init__(self):\n        self.a.setVisible(bool(x))\n        super().__init__(self.a)\n"
    )
    assert len(list(shown_too_early(ast.parse(early)))) == 1
    assert not list(shown_too_early(ast.parse(early.replace("bool(x)", "False"))))
