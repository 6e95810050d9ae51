"""What `ehcp.py` asks of a machine before it sets anything up."""

import shutil

import pytest

import ehcp


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A Linux machine with Python and nothing else, without a display."""
    monkeypatch.setattr(ehcp.sys, "platform", "linux")
    monkeypatch.setattr(ehcp, "loads", lambda library: False)
    monkeypatch.setattr(ehcp, "uv_on_path", lambda: "")
    monkeypatch.setattr(ehcp, "CERTIFICATES", tmp_path / "none")
    monkeypatch.setattr(ehcp.importlib.util, "find_spec", lambda name: None)
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "SSL_CERT_FILE", "PIP_CERT"):
        monkeypatch.delenv(variable, raising=False)


def test_figures_and_files_need_no_graphics_libraries(bare):
    for command in (["interval", "15", "33"], ["demo", "--headless", "--out", "x"], ["lint"]):
        assert [name for name in ehcp.missing_packages(command) if name.startswith("lib")] == []


def test_the_tests_need_qt_and_no_window(bare):
    assert set(ehcp.QT.values()) < set(ehcp.missing_packages(["test"]))
    assert not set(ehcp.WINDOW.values()) & set(ehcp.missing_packages(["test"]))


@pytest.mark.parametrize("command", [[], ["demo"], ["mine.ehcpaudit"]])
def test_a_window_is_prepared_for_where_there_is_a_display(bare, monkeypatch, command):
    assert not set(ehcp.WINDOW.values()) & set(ehcp.missing_packages(command))
    monkeypatch.setenv("DISPLAY", ":0")
    assert set(ehcp.WINDOW.values()) < set(ehcp.missing_packages(command))


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_only_linux_is_asked_for_packages(bare, monkeypatch, platform):
    monkeypatch.setattr(ehcp.sys, "platform", platform)
    assert ehcp.missing_packages(["test"]) == []


def test_without_root_nothing_is_installed_and_the_line_to_type_is_told(bare, monkeypatch, capsys):
    ran = []
    monkeypatch.setattr(ehcp.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(ehcp, "run", lambda command, **more: ran.append(command) or 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert ehcp.install_packages(["libegl1", "ca-certificates"]) == 2
    line = "sudo apt-get install --yes --no-install-recommends libegl1 ca-certificates"
    assert line in capsys.readouterr().err
    assert ran == []


def test_as_root_what_is_missing_is_installed_after_the_lists_are_fetched(bare, monkeypatch):
    ran = []
    monkeypatch.setattr(ehcp.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(ehcp, "run", lambda command, **more: ran.append(command) or 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert ehcp.install_packages(["libegl1"]) == 0
    assert [command[:2] for command in ran] == [["apt-get", "update"], ["apt-get", "install"]]
    assert ran[-1][-1] == "libegl1"


def test_a_system_without_apt_is_told_what_to_look_for(bare, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert ehcp.install_packages(["libegl1"]) == 2
    assert "libegl1" in capsys.readouterr().err


def test_a_python_that_is_too_old_is_told_in_one_sentence(bare, monkeypatch, capsys):
    monkeypatch.setattr(ehcp.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert ehcp.main(["demo"]) == 2
    assert capsys.readouterr().err == "EHCP Auditor needs Python 3.11 or newer; this is Python 3.9.\n"
