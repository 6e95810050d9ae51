"""Where each key of a TOML text stands, so that a problem found after parsing can name its line."""

import re
import tomllib

KeyPath = tuple[str | int, ...]

_STRING = r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
_BARE_OR_QUOTED = r'(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
_KEY = rf"{_BARE_OR_QUOTED}(?:[ \t]*\.[ \t]*{_BARE_OR_QUOTED})*"
_BLANK = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_HEADER = re.compile(rf"(\[\[?)[ \t]*({_KEY})[ \t]*\]\]?")
_ASSIGNMENT = re.compile(rf"({_KEY})[ \t]*=")
_PIECE = re.compile(rf"{_STRING}|#[^\n]*|[\[\]{{}}\n]|[^\"'#\[\]{{}}\n]+", re.DOTALL)


def key_lines(text: str) -> dict[KeyPath, int]:
    """Give the line, counted from 1, of every table and key of `text`: `("criteria", 6, "met")` to 91.

    `text` must already have passed `tomllib` and use plain newlines. Tables of an array are counted from 0.
    Keys inside an inline table or an array are not told apart: they stand on the line of their own key.
    """
    lines: dict[KeyPath, int] = {(): 1}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    position = _after(_BLANK, text, 0)
    while position < len(text):
        line = text.count("\n", 0, position) + 1
        if header := _HEADER.match(text, position):
            table = _latest(_names(header[2]), counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                lines.setdefault(table, line)
                table = (*table, counts[table])
            lines.setdefault(table, line)
            position = header.end()
        elif assignment := _ASSIGNMENT.match(text, position):
            names = _names(assignment[1])
            for depth in range(1, len(names) + 1):
                lines.setdefault((*table, *names[:depth]), line)
            position = _end_of_value(text, assignment.end())
        else:
            break
        position = _after(_BLANK, text, position)
    return lines


def _after(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position


def _names(key: str) -> tuple[str, ...]:
    """Split a dotted key as TOML does, quotes and escapes included, by letting `tomllib` read it."""
    names: list[str] = []
    node: object = tomllib.loads(f"{key} = 0")
    while isinstance(node, dict):
        name, node = next(iter(node.items()))  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        names.append(str(name))  # pyright: ignore[reportUnknownArgumentType]
    return tuple(names)


def _latest(names: tuple[str, ...], counts: dict[KeyPath, int]) -> KeyPath:
    """Follow a header's names into the newest table of each array passed on the way."""
    path: KeyPath = ()
    for depth, name in enumerate(names, start=1):
        path = (*path, name)
        if depth < len(names) and path in counts:
            path = (*path, counts[path])
    return path


def _end_of_value(text: str, position: int) -> int:
    """Find where a value ends: the first newline outside strings, comments and brackets."""
    depth = 0
    while position < len(text):
        piece = _PIECE.match(text, position)
        if piece is None:
            return len(text)
        if piece[0] == "\n" and depth == 0:
            return position
        depth += piece[0] in "[{"
        depth -= piece[0] in "]}"
        position = piece.end()
    return position
