import sys

import pytest

from desktop_crm.app.leaving import system
from desktop_crm.app.leaving.base import LeavingSource
from desktop_crm.app.leaving.linux import DBusSource
from desktop_crm.app.leaving.macos import NotificationSource
from desktop_crm.app.leaving.windows import MessageSource


@pytest.mark.parametrize(
    ("platform", "kind"), [("win32", MessageSource), ("darwin", NotificationSource), ("linux", DBusSource)]
)
def test_each_system_has_its_source(monkeypatch, platform, kind):
    monkeypatch.setattr(kind, "__init__", lambda _self: None)  # which would load the system's libraries
    monkeypatch.setattr(sys, "platform", platform)
    source: LeavingSource = system.leaving_source()
    assert type(source) is kind
