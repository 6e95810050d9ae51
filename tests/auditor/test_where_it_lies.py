"""Places where a workspace is at risk are known by their paths and by the system's list of mounts."""

from pathlib import Path, PurePosixPath

import pytest

from auditor.where_it_lies import over_network, risk_of, synchronised_by

MOUNTS = (
    "/dev/sda1 / ext4 rw 0 0\n"
    "proc /proc proc rw 0 0\n"
    "//files/send /mnt/send\\040team cifs rw 0 0\n"
    "/dev/sdb1 /mnt/send\\040team/local ext4 rw 0 0\n"
    "nas:/export /people/lee/nas nfs4 rw 0 0\n"
    "broken line\n"
)


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("/people/lee/OneDrive - Example Council/Audit", "OneDrive"),
        ("/people/lee/onedrive", "OneDrive"),
        ("/people/lee/Dropbox (Example)/x", "Dropbox"),
        ("/people/lee/Library/CloudStorage/GoogleDrive-lee/My Drive", "a cloud folder"),
        ("/people/lee/Google Drive", "Google Drive"),
        ("/people/lee/Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("/people/lee/iCloudDrive/Audit", "iCloud"),
        ("/people/lee/Nextcloud/Audit", "a cloud folder"),
        ("/people/lee/Box/Audit", "Box"),
        ("/people/lee/Documents", ""),
        ("/people/lee/Boxes of papers", ""),
        ("/people/lee/Megadrive and onedriver", ""),
    ],
)
def test_folders_of_services_are_known_by_name(folder: str, service: str) -> None:
    assert synchronised_by(Path(PurePosixPath(folder) / "a.ehcpaudit")) == service


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/people/lee/a.ehcpaudit", False),
        ("/mnt/send team/a.ehcpaudit", True),
        ("/mnt/send team 2/a.ehcpaudit", False),
        ("/mnt/send team/local/a.ehcpaudit", False),
        ("/people/lee/nas/2026/a.ehcpaudit", True),
        ("//server/share/a.ehcpaudit", True),
        ("\\\\server\\share\\a.ehcpaudit", True),
    ],
)
def test_the_nearest_mount_decides(path: str, remote: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.where_it_lies.sys.platform", "linux")
    assert over_network(Path(path), MOUNTS) is remote


def test_a_dropbox_is_known_by_what_it_keeps_in_its_root(tmp_path: Path) -> None:
    (tmp_path / ".dropbox.cache").mkdir()
    inside = tmp_path / "work" / "a.ehcpaudit"
    risk = risk_of(inside)
    assert risk is not None and "Dropbox" in risk.what and "a.ehcpaudit" in risk.what


def test_an_ordinary_folder_is_no_risk(tmp_path: Path) -> None:
    assert risk_of(tmp_path / "a.ehcpaudit") is None
