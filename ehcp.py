#!/usr/bin/env python3
"""Set up EHCP Auditor inside this folder, then run it: `python3 ehcp.py demo`, `python3 ehcp.py test`.

Needs Python alone. Nothing outside this folder is touched, but for system libraries (apt, as root) and download caches.
Kept readable by older Pythons, so that they can say what is needed instead of failing on new grammar.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HELP = """\
python3 ehcp.py                 set up, and open the window
python3 ehcp.py demo            set up, and run the worked example
python3 ehcp.py test [ARGS]     set up, and run the tests (ARGS go to pytest)
python3 ehcp.py lint            set up, and check style, format and types
python3 ehcp.py COMMAND ...     set up, and pass everything to ehcp-auditor; see COMMAND --help
"""
ROOT = Path(__file__).resolve().parent
PYTHON = (3, 11)
UV = (0, 13, 8)
# The shared library that shows a Debian or Ubuntu package to be there. What Qt needs to start at all:
QT = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
# and to show a window as well:
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
EXE = ".exe" if os.name == "nt" else ""
BIN = "Scripts" if os.name == "nt" else "bin"


def main(arguments: list) -> int:
    """Set up what the command needs, and run it. 2 for what the user can mend."""
    if sys.version_info < PYTHON:
        return with_newer_python(arguments)
    if arguments[:1] in (["-h"], ["--help"]):
        print(HELP, end="")
        return 0
    command = arguments[0] if arguments else ""
    groups = {"test": ["--group", "test"], "lint": ["--group", "test", "--group", "lint"]}.get(command, [])
    tests = ["-m", "pytest", "-n", "auto", "--dist", "worksteal", *arguments[1:]]
    return (
        install_packages(missing_packages(arguments))
        or sync(groups)
        or (run([python(), *tests], cwd=ROOT) if command == "test" else 0)
        or (lint() if command == "lint" else 0)
        or (0 if groups else run([str(ROOT / ".venv" / BIN / f"ehcp-auditor{EXE}"), *arguments]))
    )


def with_newer_python(arguments: list) -> int:
    """Start again with a newer Python of this machine, or say which is needed."""
    for minor in range(14, PYTHON[1] - 1, -1):
        newer = shutil.which("python3." + str(minor))
        if newer:
            return run([newer, str(Path(__file__).resolve()), *arguments])
    return say("EHCP Auditor needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info[:2]))


def missing_packages(arguments: list) -> list:
    """Debian and Ubuntu packages that this machine lacks for what is asked of it; none on Windows and macOS."""
    if not sys.platform.startswith("linux"):
        return []
    needed = {}
    window = not arguments or arguments[0].endswith(".ehcpaudit") or arguments[0] == "demo"
    if arguments[:1] == ["test"] or (window and "--headless" not in arguments):
        needed.update(QT)
    if window and "--headless" not in arguments and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        needed.update(WINDOW)
    packages = [package for library, package in needed.items() if not loads(library)]
    if not uv_on_path() and importlib.util.find_spec("ensurepip") is None:
        packages.append("python3.{}-venv".format(sys.version_info[1]))
    if not (CERTIFICATES.exists() or os.environ.get("SSL_CERT_FILE") or os.environ.get("PIP_CERT")):
        packages.append("ca-certificates")
    return packages


def loads(library: str) -> bool:
    """Whether the system's loader finds a shared library, under whatever package name."""
    import ctypes  # a Python built without it can still run the rest

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: list) -> int:
    """Install by apt as root; otherwise say how."""
    if not packages:
        return 0
    if not shutil.which("apt-get"):
        return say(
            "EHCP Auditor needs some system libraries that are not here. Debian and Ubuntu call them:\n  "
            + " ".join(packages)
            + "\nInstall what your system calls them, then start this again."
        )
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        return say(
            "EHCP Auditor needs some system libraries that are not here. Install them with this line, "
            "then start this again:\n  sudo apt-get update && sudo " + " ".join(install)
        )
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for step in (["apt-get", "update"], install):
        if run(step, env=environment):
            return say("apt could not install what EHCP Auditor needs; the lines above say why. Nothing else was done.")
    return 0


def sync(groups: list) -> int:
    """Bring .venv to the versions in the lock file, with the tools of `groups` as well."""
    environment = dict(os.environ, UV_PROJECT_ENVIRONMENT=str(ROOT / ".venv"), UV_PYTHON_DOWNLOADS="never")
    environment.pop("VIRTUAL_ENV", None)
    # A workplace's own certificates live in the system's store, or where pip was told to look.
    environment.setdefault("UV_SYSTEM_CERTS", "true")
    if os.environ.get("PIP_CERT"):
        environment.setdefault("SSL_CERT_FILE", os.environ["PIP_CERT"])
    uv = uv_on_path() or own_uv()
    # Inexact: what another command needed stays, so that going back and forth fetches nothing.
    options = ["--quiet", "--locked", "--inexact", "--no-default-groups", *groups]
    if not Path(python()).exists():
        options += ["--python", sys.executable]
    if not uv or run([uv, "sync", *options], cwd=ROOT, env=environment):
        return say(
            "Setting up did not finish; the lines above say why. It needs the internet the first time. "
            "Start the same command again to go on."
        )
    return 0


def uv_on_path() -> str:
    """The machine's own uv, when it is recent enough to read the lock file; otherwise nothing."""
    uv = shutil.which("uv")
    if not uv:
        return ""
    told = subprocess.run([uv, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"uv (\d+)\.(\d+)", told)
    return uv if version and (int(version[1]), int(version[2])) >= UV[:2] else ""


def own_uv() -> str:
    """Our uv in .venv-tools, installed when it is not there; nothing when that fails."""
    tools = ROOT / ".venv-tools"
    uv = tools / BIN / f"uv{EXE}"
    pip = [str(tools / BIN / f"python{EXE}"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if not uv.exists() and (
        run([sys.executable, "-m", "venv", "--clear", str(tools)]) or run([*pip, "uv=={}.{}.{}".format(*UV)])
    ):
        return ""
    return str(uv)


def python() -> str:
    """The Python that .venv holds."""
    return str(ROOT / ".venv" / BIN / f"python{EXE}")


def lint() -> int:
    """Style, format and types; all three run, so that one look shows everything."""
    checks = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["pyright"])
    return max([run([python(), "-m", *check], cwd=ROOT) for check in checks])


def run(command: list, cwd: "Path | None" = None, env: "dict | None" = None) -> int:
    """Run a program to its end and give its exit code."""
    try:
        return subprocess.call(command, cwd=cwd, env=env)
    except KeyboardInterrupt:
        return 130


def say(sentence: str) -> int:
    """Tell the user what to mend; gives the exit code for it."""
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
