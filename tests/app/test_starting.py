"""What stands on the screen first is there at once, and what comes next is loaded meanwhile."""

import json
import subprocess
import sys

import pytest

LATER = {"sqlalchemy", "sqlcipher3", "cryptography", "holidays", "phonenumbers", "alembic", "desktop_crm.core.book"}
LATER |= {"desktop_crm.app.book_windows", "desktop_crm.ui.main_window.main_window"}
LIST_MODULES = """
import json, sys
from PySide6.QtCore import QTimer
from desktop_crm.app import loading
from desktop_crm.app.command_line import main

def begin(self, background):
    print(json.dumps(sorted(sys.modules)))
    QTimer.singleShot(0, self.parent(), self.parent().end)

loading.Loading.begin = begin
sys.exit(main(sys.argv[1:]))
"""


def test_the_page_to_unlock_waits_neither_for_the_database_nor_for_the_window(vault, environment):
    listed = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, "--vault", vault.folder],
        env=environment,
        capture_output=True,
        timeout=60,
        check=True,
    )
    modules = set(json.loads(listed.stdout))
    assert "desktop_crm.ui.unlock.unlock_page" in modules
    assert LATER & modules == set()


STEPS = """
import json, sys
from importlib import import_module
from desktop_crm.app import loading

before = set(sys.modules)
for name in loading.BELOW:
    import_module(name)
below, steps = sorted(set(sys.modules) - before), []
for name in loading.STATIONS:
    there = set(sys.modules)
    import_module(name)
    steps.append(len(set(sys.modules) - there))
print(json.dumps([below, steps]))
"""


def test_qt_is_touched_on_the_gui_thread_alone_and_there_only_a_little_at_once(environment):
    """Classes of Qt made on another thread crashed one start in thirty; see `loading`."""
    listed = subprocess.run([sys.executable, "-c", STEPS], env=environment, capture_output=True, timeout=60, check=True)
    below, steps = json.loads(listed.stdout)
    assert [name for name in below if name.startswith(("PySide6", "shiboken6", "desktop_crm.ui"))] == []
    assert max(steps) <= 30


FIRST_WORK = """
import sys
from PySide6.QtCore import QTimer
from desktop_crm.app import loading, window
from desktop_crm.app.command_line import main

class Asking(window.Program):
    def start(self):
        super().start()
        self._background.run(lambda: set(loading.BELOW) <= set(sys.modules), self.answer, print)

    def answer(self, loaded):
        print(loaded)
        QTimer.singleShot(0, self, self.end)

window.Program = Asking
sys.exit(main(sys.argv[1:]))
"""


def test_a_book_that_is_opened_at_once_is_opened_after_the_loading_and_not_beside_it(vault, environment):
    """Two threads that import modules which need each other made Python give up."""
    told = subprocess.run(
        [sys.executable, "-c", FIRST_WORK, "--vault", vault.folder],
        env=environment,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert told.stdout.split() == [b"True"]


@pytest.mark.skipif(sys.platform == "win32", reason="the test talks to the program through a pipe that Qt watches")
def test_the_window_is_loaded_before_anybody_has_unlocked(start):
    window = start()
    window.until("'desktop_crm.app.book_windows' in sys.modules")
    assert window.ask("program.main_window is None")
