"""The command line: every job without a window. Needs no display and never imports Qt."""

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn, cast

import auditor
from auditor.cli import after, change, frames, frameworks, handbook, learning, numbers, packs, plans, rounds, work
from auditor.cli.folders import folder_of, made
from auditor.cli.telling import remarks_held, warn_of_names
from auditor.crash import record_crash
from db.errors import UserError

KEPT = ("name", "why")
"""What is typed after these is kept in somebody's own words, whatever the command."""


class _Commands(argparse._SubParsersAction):  # pyright: ignore[reportPrivateUsage, reportMissingTypeArgument]
    """Commands that say in their own help as well what they do."""

    def add_parser(self, name: str, **more: Any) -> Any:
        """As usual, with the words of the list as the command's description."""
        words = str(more.get("help", ""))
        said = f"{words[:1].upper()}{words[1:]}{'' if words.endswith('?') else '.'}"
        more.setdefault("description", said)
        return cast(Any, super().add_parser(name, **more))  # pyright: ignore[reportUnknownMemberType]


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one line, and name the command they are about."""

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        self.register("action", "parsers", _Commands)

    def parse_known_args(self, *words: Any, **more: Any) -> Any:
        """As usual, but a command complains of what it does not know itself, so that its own help is pointed to."""
        found, unknown = super().parse_known_args(*words, **more)
        if unknown:
            self.error(f"not known here: {' '.join(unknown)}")
        return found, unknown

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """As usual, in plain words."""
        if action.choices is not None and value not in action.choices:
            raise argparse.ArgumentError(action, f"there is no {value}; choose from {', '.join(action.choices)}")

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {_one_line(message)}. See '{self.prog} --help'.\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line, as `--help` shows it."""
    top = _Parser(
        prog="ehcp-auditor",
        description="Audit Education, Health and Care Plans offline. Without a command it opens the window.",
        epilog="Exit codes: 0 done; 2 something you can mend, said in one line; 1 a fault of the program.",
    )
    top.add_argument("--version", action="version", version=f"EHCP Auditor {auditor.__version__}")
    commands = top.add_subparsers(metavar="COMMAND", parser_class=_Parser, required=True)
    work.add_commands(commands)
    frameworks.add_commands(commands)
    numbers.add_commands(commands)
    change.add_commands(commands)
    plans.add_commands(commands)
    frames.add_commands(commands)
    rounds.add_commands(commands)
    handbook.add_commands(commands)
    packs.add_commands(commands)
    learning.add_commands(commands)
    after.add_commands(commands)
    return top


def main(arguments: Sequence[str], open_window: Callable[[Path], int] | None = None) -> int:
    """Run one command. 0 when it worked, 2 for what the user can mend (one line on stderr), 1 for a bug.

    `open_window` shows a workspace, for the command that ends with one; this package knows no windows.
    """
    # a program without a terminal, or whose output was closed, has none
    sys.stdout, sys.stderr = sys.stdout or io.StringIO(), sys.stderr or io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter shows its number
    held: list[str] = []
    try:
        for word in arguments:
            word.encode()
        chosen = parser().parse_args(arguments)
        warn_of_names(*((f"--{word}", str(getattr(chosen, word, None) or "")) for word in KEPT))
        workspace = _run(chosen, held)
        if workspace is not None and open_window is not None:
            return open_window(workspace)
    except UnicodeEncodeError:
        return _refuse("An argument holds bytes that are no text. Check how it was typed.")
    except UserError as problem:
        return _refuse(" ".join((str(problem), *held)))
    except BrokenPipeError:
        # whoever read our output has heard enough; keep Python from complaining at exit
        sys.stdout = None
        return 0
    except OSError as problem:
        if problem.filename is not None:
            return _refuse(f"{problem.filename} could not be reached ({problem.strerror}). Nothing was changed.")
        return _refuse(f"What was to be printed could not be ({problem.strerror}). Files that were made are kept.")
    except KeyboardInterrupt:
        print("ehcp-auditor: Stopped. Nothing half done is left behind.", file=sys.stderr)
        return 130
    except Exception:  # noqa: BLE001 - the last door: a person gets a sentence, the log the rest
        place = record_crash()
        print(f"ehcp-auditor: Something went wrong that should not have. The details are in {place}.", file=sys.stderr)
        return 1
    return 0


def _run(chosen: argparse.Namespace, held: list[str]) -> Path | None:
    """Do what was asked, and say what there is to say beside it; the workspace to show, if any."""
    with made(folder_of(chosen)), remarks_held(held):
        workspace: Path | None = chosen.run(chosen)
    sys.stdout.flush()
    for words in held:
        print(f"ehcp-auditor: {words}", file=sys.stderr)
    return workspace


def _refuse(sentence: str) -> int:
    """Say in one line what the user can mend."""
    print(f"ehcp-auditor: {_one_line(sentence)}", file=sys.stderr)
    return 2


def _one_line(sentence: str) -> str:
    """A sentence as one line; whatever came in with a name cannot steer the terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in sentence).split())
