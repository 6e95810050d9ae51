"""A framework by its name or from its file, and as the TOML file it is read from."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from auditor.framework_workbook import EXCEL, read_workbook
from auditor.frameworks import Framework, builtin, builtin_names, load


def find_framework(name: str) -> Framework:
    """A framework by the name of a built-in one, or else from a TOML file or a workbook.

    Raises UserError as `builtin`, `load` and `read_workbook` do.
    """
    if name in builtin_names():
        return builtin(name)
    path = Path(name)
    return load_file(path) if path.suffix.lower() in (".toml", EXCEL) or path.is_file() else builtin(name)


def load_file(path: Path) -> Framework:
    """Read and check a framework from a file of either kind."""
    return read_workbook(path) if path.suffix.lower() == EXCEL else load(path)


def as_toml(framework: Framework) -> str:
    """The framework as a TOML file that reads back as the very same framework."""
    content: dict[str, Any] = framework.model_dump(mode="json", exclude_none=True)
    head = [_line(key, value) for key, value in content.items() if not _is_table(value)]
    parts = ["\n".join(head)]
    for key, value in content.items():
        if isinstance(value, dict):
            parts.append("\n".join((f"[{key}]", *_lines(cast("dict[str, Any]", value)))))
        elif _is_table(value):
            parts += ["\n".join((f"[[{key}]]", *_lines(row))) for row in cast("list[dict[str, Any]]", value)]
    return "\n\n".join(parts) + "\n"


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(cast("list[Any]", value)) and isinstance(value[0], dict)
    )


def _lines(row: Mapping[str, Any]) -> list[str]:
    return [_line(key, value) for key, value in row.items()]


def _line(key: str, value: object) -> str:
    return f"{key} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value).items()
        return f"{{ {', '.join(f'{json.dumps(key)} = {_value(each)}' for key, each in pairs)} }}"
    # a list, a number, true and false are written alike in TOML and in JSON; and so is text, but for one sign
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
