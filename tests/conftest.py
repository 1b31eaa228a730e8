"""What holds for every test: nothing reaches for the network."""

import importlib.util
import os
import signal
import sys
from pathlib import Path
from types import ModuleType

import platformdirs
import pytest

_GUARD = Path(__file__).parent / "support" / "no_network" / "sitecustomize.py"


def _guard() -> ModuleType:
    already = sys.modules.get("sitecustomize")  # in a worker process, which was started by a guarded one
    if hasattr(already, "InternetAttemptError"):
        return already
    spec = importlib.util.spec_from_file_location("no_network", _GUARD)
    guard = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(guard)
    return guard


no_network = _guard()

# Processes that tests start are guarded as well.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_GUARD.parent), os.environ.get("PYTHONPATH")]))

# Whoever runs the suite in the background may have Ctrl+C ignored, and processes that tests start would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def internet_attempts() -> list[str]:
    """Every attempt of this process to open an internet socket or to look up a name; a test may clear its own."""
    return no_network.attempts


@pytest.fixture(autouse=True)
def _no_test_reaches_for_the_network(internet_attempts):
    before = len(internet_attempts)
    yield
    assert internet_attempts[before:] == [], "the network was reached for, even if the error was swallowed"


@pytest.fixture(autouse=True, scope="session")
def _nothing_lies_in_the_user_s_own_folders(tmp_path_factory):
    """What is known of reminders outside a vault goes into a folder of the tests."""
    place = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(platformdirs, "user_state_path", lambda *_args, **_more: place)
        yield
