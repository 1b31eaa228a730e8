import re
import sys
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from desktop_crm.app import identity, notifications
from desktop_crm.core.i18n import _

WINDOWS = Path(__file__).parents[2] / "packaging" / "windows" / "desktop-crm.iss"


class Registry:
    """What of winreg is used: `values` by key and name."""

    HKEY_CURRENT_USER, REG_SZ = "HKCU", "sz"

    def __init__(self):
        self.values = {}

    def CreateKey(self, root, path):  # noqa: N802 - the name of winreg
        return nullcontext(f"{root}\\{path}")

    def SetValueEx(self, key, name, _reserved, kind, value):  # noqa: N802 - the name of winreg
        assert kind == self.REG_SZ
        self.values[key, name] = value


def test_windows_is_told_who_the_process_is_and_that_it_runs():
    calls = []

    def create_mutex(_security, owner, name):
        calls.append((owner.value, name.value))
        return 0x88

    shell32 = SimpleNamespace(SetCurrentProcessExplicitAppUserModelID=lambda name: calls.append(name.value))
    identity.announce(shell32, SimpleNamespace(CreateMutexW=create_mutex))
    assert calls == [identity.APP_USER_MODEL_ID, (0, identity.RUNNING_MUTEX)]
    assert 0x88 in identity._kept  # for as long as the process lives


@pytest.mark.skipif(sys.platform == "win32", reason="there it tells")
def test_elsewhere_there_is_nothing_to_tell():
    kept = list(identity._kept)
    identity.announce()
    assert identity._kept == kept


def test_notifications_on_windows_come_from_the_shortcut_s_identity_under_our_name(monkeypatch):
    registry, made = Registry(), []
    module = ModuleType("desktop_notifier")
    module.DesktopNotifier = lambda **arguments: made.append(arguments) or arguments
    module.Icon = None
    monkeypatch.setitem(sys.modules, "desktop_notifier", module)
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(sys, "platform", "win32")
    assert notifications._backend() is made[0]
    assert made == [{"app_name": identity.APP_USER_MODEL_ID, "app_icon": None}]
    key = rf"HKCU\Software\Classes\AppUserModelId\{identity.APP_USER_MODEL_ID}"
    assert registry.values == {(key, "DisplayName"): _("Desktop CRM")}


def test_the_installer_uses_the_same_names():
    script = WINDOWS.read_text(encoding="utf-8-sig")
    defined = dict(re.findall(r'^#define (\w+) "([^"]*)"', script, re.MULTILINE))
    assert defined["AppUserModelId"] == identity.APP_USER_MODEL_ID
    assert defined["RunningMutex"] == identity.RUNNING_MUTEX
    (icon,) = re.findall(r"^Name: .*AppUserModelID: .*$", script, re.MULTILINE)
    assert 'AppUserModelID: "{#AppUserModelId}"' in icon
    assert re.search(r"^AppMutex=\{#RunningMutex\}$", script, re.MULTILINE)
