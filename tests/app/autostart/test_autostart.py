import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_crm.app.autostart import base
from desktop_crm.app.autostart.macos import LABEL, LaunchAgent
from desktop_crm.app.autostart.windows import RunKey
from desktop_crm.app.autostart.xdg import DesktopEntry, entry
from desktop_crm.core.paths import default_vault

COMMANDS = [
    ["/usr/bin/desktop-crm-window", "--tray"],
    ["/opt/客户簿/desktop crm", "--tray", "--vault", "/home/李 主管/我的 vault"],
    ["/opt/a", "--vault", 'quo"te $HOME `x` back\\slash 100% (a) ~ # & * ? ; | < >'],
    ["/opt/a", "", "it's", "a\tb", "a\nb"],
]


class FakeRegistry:
    """What the program uses of winreg, over a dictionary."""

    HKEY_CURRENT_USER, REG_SZ, KEY_SET_VALUE = "HKCU", 1, 2

    class Key(dict):
        def __enter__(self):
            return self

        def __exit__(self, *_error):
            return None

    def __init__(self):
        self.keys = {}

    def OpenKey(self, root, path, _reserved=0, _access=0):  # noqa: N802 - winreg's name
        if (root, path) not in self.keys:
            raise FileNotFoundError(path)
        return self.keys[root, path]

    def CreateKey(self, root, path):  # noqa: N802
        return self.keys.setdefault((root, path), self.Key())

    def QueryValueEx(self, key, name):  # noqa: N802
        if name not in key:
            raise FileNotFoundError(name)
        return key[name], self.REG_SZ

    def SetValueEx(self, key, name, _reserved, kind, value):  # noqa: N802
        assert kind == self.REG_SZ
        key[name] = value

    def DeleteValue(self, key, name):  # noqa: N802
        if name not in key:
            raise FileNotFoundError(name)
        del key[name]


def words_of(line):
    """The arguments of a key Exec, read by the rules of the specification: those of strings, then of quoting."""
    text = line.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")
    words, word, quoted, begun, signs = [], "", False, False, iter(text)
    for sign in signs:
        if sign == '"':
            quoted, begun = not quoted, True
        elif sign == "\\" and quoted:
            word += next(signs)
        elif sign == " " and not quoted:
            if begun:
                words.append(word)
            word, begun = "", False
        else:
            assert quoted or sign not in "\t\n'\\><~|&;$*?#()`", "a reserved sign stands outside of quotes"
            word, begun = word + sign, True
    return [one.replace("%%", "%") for one in [*words, word]]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_desktop_entry_starts_just_that_command(command, tmp_path):
    text = entry(command)
    (line,) = (line for line in text.splitlines() if line.startswith("Exec="))
    assert words_of(line.removeprefix("Exec=")) == command
    if shutil.which("desktop-file-validate"):
        (tmp_path / "a.desktop").write_text(text, encoding="utf-8")
        subprocess.run(["desktop-file-validate", tmp_path / "a.desktop"], check=True)


def test_the_desktop_entry_has_what_the_specification_wants_and_both_names():
    lines = entry(COMMANDS[0]).splitlines()
    assert lines[:4] == ["[Desktop Entry]", "Type=Application", "Name=Desktop CRM", "Name[zh_CN]=客户簿"]
    assert "Terminal=false" in lines


def test_on_linux_it_is_there_until_the_user_or_a_desktop_switches_it_off(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "配置"))
    system, file = DesktopEntry(), tmp_path / "配置" / "autostart" / "desktop-crm.desktop"
    assert not system.is_enabled()
    system.enable(COMMANDS[1])
    assert system.is_enabled()
    for switched_off in ("X-GNOME-Autostart-enabled=false", "Hidden=true"):
        name = switched_off.split("=")[0]
        lines = [line for line in entry(COMMANDS[1]).splitlines() if not line.startswith(name)]
        file.write_text("\n".join([*lines, switched_off]), encoding="utf-8")
        assert not system.is_enabled()
    system.enable(COMMANDS[1])
    assert system.is_enabled()
    system.disable()
    system.disable()
    assert not file.exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_on_macos_launchd_starts_just_that_command_at_login(command, tmp_path):
    system, file = LaunchAgent(tmp_path / "Library" / "LaunchAgents"), None
    assert not system.is_enabled()
    system.enable(command)
    assert system.is_enabled()
    (file,) = (tmp_path / "Library" / "LaunchAgents").iterdir()
    found = plistlib.loads(file.read_bytes())
    assert (file.name, found["Label"]) == (f"{LABEL}.plist", LABEL)
    assert (found["ProgramArguments"], found["RunAtLoad"]) == (command, True)
    system.disable()
    system.disable()
    assert not system.is_enabled()


def test_on_macos_a_damaged_file_counts_as_none(tmp_path):
    (tmp_path / f"{LABEL}.plist").write_bytes(b"<plist>")
    assert not LaunchAgent(tmp_path).is_enabled()


def test_on_windows_the_run_key_has_the_command_quoted_as_windows_reads_it():
    registry = FakeRegistry()
    system = RunKey(registry)
    assert not system.is_enabled()
    system.enable([r"C:\Program Files\客户簿\desktop-crm.exe", "--tray", "--vault", r"D:\我的 vault"])
    key = registry.keys["HKCU", r"Software\Microsoft\Windows\CurrentVersion\Run"]
    assert key == {"DesktopCRM": r'"C:\Program Files\客户簿\desktop-crm.exe" --tray --vault "D:\我的 vault"'}
    assert system.is_enabled()
    system.disable()
    system.disable()
    assert not system.is_enabled()


def test_on_windows_what_the_task_manager_switched_off_is_off_until_it_is_switched_on_here():
    registry = FakeRegistry()
    system = RunKey(registry)
    system.enable(COMMANDS[0])
    path = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
    approved = registry.CreateKey("HKCU", path)
    approved["DesktopCRM"] = bytes([3, 0, 0, 0])
    assert not system.is_enabled()
    approved["DesktopCRM"] = bytes([2, 0, 0, 0])
    assert system.is_enabled()
    approved["DesktopCRM"] = bytes([3, 0, 0, 0])
    system.enable(COMMANDS[0])
    assert system.is_enabled()


def test_on_windows_a_command_that_the_run_key_would_cut_is_refused():
    registry = FakeRegistry()
    with pytest.raises(OSError, match="260"):
        RunKey(registry).enable(["C:\\" + "x" * 260])
    assert registry.keys == {}


def test_a_bundle_starts_itself(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(Path("/opt/crm/desktop-crm").absolute()))
    assert base.command(default_vault()) == [str(Path("/opt/crm/desktop-crm").absolute()), "--tray"]


def test_an_installation_starts_its_own_script_for_windows_without_a_console(tmp_path, monkeypatch):
    name = "desktop-crm-window.exe" if sys.platform == "win32" else "desktop-crm-window"
    script = tmp_path / name
    script.write_text("#!/bin/sh\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    other = tmp_path / "另一个 vault"
    assert base.command(other) == [str(script), "--tray", "--vault", str(other)]


def test_where_there_is_no_script_python_starts_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(base.sysconfig, "get_path", lambda _name: str(tmp_path))
    assert base.command(default_vault()) == [str(tmp_path / "python"), "-m", "desktop_crm", "--tray"]


@pytest.mark.skipif(sys.platform == "win32", reason="a script with a shebang")
def test_the_command_of_this_checkout_runs(tmp_path):
    words = base.command(tmp_path / "vault")
    place = words.index("--tray")
    said = subprocess.run([*words[:place], "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("desktop-crm ")
