"""Whether a file lies where something copies it behind one's back, or where it is reached over a network.

A workspace is written to many times a minute. What synchronises folders copies a file half written, and takes the copy
of another computer for the newer one; over a network, SQLite's locks cannot be relied on
(https://sqlite.org/howtocorrupt.html, 2.1 and 4). Told from the path and the system's list of mounts alone.
"""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

# As they name their folders, on Windows, macOS and Linux
_SYNCHRONISED = (
    (re.compile(r"onedrive\b.*", re.IGNORECASE), "OneDrive"),
    (re.compile(r"sharepoint\b.*", re.IGNORECASE), "SharePoint"),
    (re.compile(r"dropbox\b.*", re.IGNORECASE), "Dropbox"),
    (re.compile(r"google ?drive\b.*|my drive", re.IGNORECASE), "Google Drive"),
    (re.compile(r"icloud ?drive.*|mobile documents|com~apple~clouddocs", re.IGNORECASE), "iCloud"),
    (re.compile(r"(box|box sync|box-box)", re.IGNORECASE), "Box"),
    (re.compile(r"(nextcloud|owncloud|pcloud ?drive|synologydrive|cloudstorage)\b.*", re.IGNORECASE), "a cloud folder"),
)
_NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "davfs", "webdav",
    "fuse.sshfs", "fuse.gvfsd-fuse", "fuse.davfs2", "fuse.rclone", "fuse.google-drive-ocamlfuse",
})  # fmt: skip
_MOUNTS = Path("/proc/self/mounts")
_REMOTE = 4  # what Windows calls a drive over a network: DRIVE_REMOTE


@dataclass(frozen=True)
class Risk:
    """What is wrong with a place, and what to do about it: two sentences and two."""

    what: str
    to_do: str


def risk_of(path: Path) -> Risk | None:
    """What is wrong with where a workspace lies, or None."""
    path = path.absolute()
    service = synchronised_by(path)
    if service:
        return Risk(
            f"{path.name} lies in a folder that {service} copies elsewhere.",
            "Two copies can be changed at once, and one of them is then lost. Close it, move it to a folder of this "
            "computer alone, and open it there. Packs are what travels.",
        )
    if over_network(path):
        return Risk(
            f"{path.name} lies on a network drive.",
            "If the connection breaks while something is saved, the file can be damaged. Close it, move it to a disk "
            "of this computer, and open it there. Packs are what travels.",
        )
    return None


def synchronised_by(path: Path) -> str:
    """The service whose folder this path goes through, or nothing."""
    folders = path.parent.parts
    for folder in folders:
        for pattern, name in _SYNCHRONISED:
            if pattern.fullmatch(folder):
                return name
    return "Dropbox" if any((parent / ".dropbox.cache").exists() for parent in path.parents) else ""


def over_network(path: Path, mounts: str | None = None) -> bool:
    """Whether the file is reached over a network. `mounts` stands in for the system's own list, where it keeps one."""
    if str(path).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == _REMOTE)
    if mounts is None:
        try:
            mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
        except OSError:  # macOS keeps no such list
            return False
    return _kind_of(path, mounts) in _NETWORK


def _kind_of(path: Path, mounts: str) -> str:
    """The kind of file system a path lies on: that of the longest mount point above it."""
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:  # device, place, kind
            continue
        place = re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), fields[1])
        inside = place == "/" or str(path) == place or str(path).startswith(place.rstrip("/") + os.sep)
        if inside and len(place) >= len(best):
            best, kind = place, fields[2]
    return kind
