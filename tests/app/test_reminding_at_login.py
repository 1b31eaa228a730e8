import sys

import pytest
from PySide6.QtCore import QObject

from desktop_crm.app import reminding_at_login
from desktop_crm.app.reminding_at_login import RemindingAtLogin
from desktop_crm.ui.framework import preferences as preferences_module
from desktop_crm.ui.framework.preferences import Preferences


class FakeSystem:
    def __init__(self):
        self.started, self.refuses = None, False

    def is_enabled(self):
        return self.started is not None

    def enable(self, command):
        if self.refuses:
            raise PermissionError
        self.started = list(command)

    def disable(self):
        self.started = None


@pytest.fixture
def preferences(tmp_path, monkeypatch):
    monkeypatch.setattr(preferences_module, "config_folder", lambda: tmp_path)
    return Preferences()


@pytest.fixture
def system():
    return FakeSystem()


@pytest.fixture
def reminding(qapp, preferences, system, tmp_path):
    parent = QObject()
    made = RemindingAtLogin(preferences, None, parent, system)
    made.begin(tmp_path / "vault")
    yield made
    parent.deleteLater()


def test_nothing_starts_at_login_until_the_user_says_yes(reminding, system, tmp_path):
    assert reminding.is_to_be_asked
    assert system.started is None
    reminding.answer(wanted=True)
    assert system.started[-3:] == ["--tray", "--vault", str(tmp_path / "vault")]
    assert reminding.is_wanted


def test_a_no_is_kept_and_not_asked_again(reminding, preferences, system):
    reminding.answer(wanted=False)
    assert not RemindingAtLogin(Preferences(), None, QObject(), system).is_to_be_asked
    assert system.started is None


def test_it_can_be_switched_off_later(reminding, preferences, system):
    reminding.answer(wanted=True)
    preferences.set("start_at_login", False)
    assert system.started is None


def test_what_the_user_switched_off_in_the_system_stays_off(reminding, preferences, system, tmp_path):
    reminding.answer(wanted=True)
    system.disable()
    reminding.begin(tmp_path / "vault")
    assert not reminding.is_wanted
    assert system.started is None


def test_a_program_that_has_moved_says_so_to_the_system(reminding, system, tmp_path):
    reminding.answer(wanted=True)
    system.started = ["/old/place", "--tray"]
    reminding.begin(tmp_path / "vault")
    assert system.started[0] != "/old/place"


def test_a_system_that_refuses_leaves_it_off(reminding, preferences, system):
    system.refuses = True
    reminding.answer(wanted=True)
    assert preferences.get("start_at_login") is False


@pytest.mark.skipif(sys.platform == "win32", reason="looks at the process")
def test_a_program_that_cannot_be_started_is_no_mistake(reminding, monkeypatch, tmp_path):
    monkeypatch.setattr(reminding_at_login, "command", lambda _folder: [str(tmp_path / "nowhere")])
    reminding.start_agent(tmp_path)
