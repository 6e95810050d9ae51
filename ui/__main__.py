"""What `ehcp-auditor` starts: a command with arguments, the window without."""

import os
import sys
from pathlib import Path

from auditor.crash import record_leftover


def main() -> int:
    """Run the command line, or open the window; a command never loads Qt."""
    sys.unraisablehook = record_leftover
    arguments = sys.argv[1:]
    if arguments and Path(arguments[0]).suffix not in (".ehcpaudit", ".ehcppack"):
        from auditor.cli import main as run_command

        return run_command(arguments, open_window=_open_window)
    return _open_window(Path(arguments[0]) if arguments else None)


def _open_window(workspace: Path | None) -> int:
    if not display_there():
        print("ehcp-auditor: There is no display here, so no window was opened.", file=sys.stderr)
        return 2 if workspace is None else 0
    from ui.app import run

    return run(workspace)


def display_there() -> bool:
    """Whether Qt would find somewhere to show a window (it stops the whole program where it does not)."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
