"""What the walks share: a screen with a window manager, keys and a mouse, eyes that see what a screen reader sees."""

import os
import shutil
import subprocess
import sys
import tempfile
import time

import pytest

TOOLS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "dbus-daemon": "dbus"}  # and Debian's packages
# The program as it is installed, when this names it: a bundle's, say.
INSTALLED = os.environ.get("DESKTOP_CRM_PROGRAM")
PROGRAM = [INSTALLED] if INSTALLED else [sys.executable, "-m", "desktop_crm"]
LINES = {"cell", "list item", "page tab"}  # the current line of a list claims the focus that the list may not have


def missing(what):
    """A walk is left out where its tools are not to be had, and fails where they were forgotten."""
    if sys.platform == "linux" and os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


class Screen:
    """A screen, who looks at it and who works at it. Everything is waited for; only patience has an end."""

    def __init__(self, tree, environment, eventually):
        self.environment = environment
        self._tree = tree
        self._eventually = eventually

    # Looking

    def look(self):
        return self._tree.look()

    def described(self):
        """What shows, for the message of a test that waited in vain."""
        return "\n".join(f"{one.window} | {one.role} | {one.name} | {sorted(one.states)}" for one in self.look())

    def until(self, what):
        return self._eventually(what, self.described)

    def find(self, name, role=None):
        """Wait until something shows under that name."""
        return self.until(lambda: self.seen(name, role))

    def seen(self, name, role=None):
        return next((one for one in self.look() if one.name == name and role in {None, one.role}), None)

    def says(self, *parts):
        """Wait until something shows whose name has all these parts."""
        return self.until(lambda: next((one for one in self.look() if all(part in one.name for part in parts)), None))

    def gone(self, window):
        self.until(lambda: all(one.window != window for one in self.look()))

    def focused(self):
        """What has the focus in the active window."""
        seen = self._tree.look(only_active=True)
        focused = [one for one in seen if {"focused", "focusable"} <= one.states and one.role not in LINES]
        return focused[-1] if focused else None

    def focus_is_on(self, name):
        """Wait until what has that name has the focus."""
        self.until(lambda: (focused := self.focused()) and focused.name == name)

    # Working

    def press(self, *keys):
        self._do("key", *keys)

    def tab_to(self, name, key="Tab", most=40):
        """Press Tab until what has that name has the focus; every press must lead on."""
        passed = [self.until(self.focused)]
        while passed[-1].name != name and len(passed) <= most:
            self.press(key)
            passed.append(self.until(lambda: (now := self.focused()) and now.place != passed[-1].place and now))
        assert passed[-1].name == name, [one.name for one in passed]

    def write(self, text, *, hidden=False):
        """Type into the field that has the focus, and wait until it stands there."""
        field = self.until(self.focused)
        self._do("type", "--delay", "8", text)

        def stands():
            held = self._tree.text(field)
            return held is not None and (len(held) == len(text) if hidden else held == text)

        self.until(stands)

    def click(self, name, role=None):
        """Click into the middle of what has that name, once it lies still and can be used."""

        def lies_still():
            found = self.seen(name, role)
            if not found or "enabled" not in found.states:
                return None
            area = self._tree.area(found)
            time.sleep(0.05)
            return area if area == self._tree.area(found) else None

        x, y, width, height = self.until(lies_still)
        self._do("mousemove", x + width // 2, y + height // 2, "click", "1")

    def fill(self, name, text, *, hidden=False):
        """Click into a field and type."""
        self.click(name, "text")
        self.focus_is_on(name)
        self.write(text, hidden=hidden)

    def _do(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self.environment, check=True, timeout=60)


@pytest.fixture
def display(environment):
    """The name of an X display with a window manager."""
    if lacking := [package for tool, package in TOOLS.items() if shutil.which(tool) is None]:
        missing(f"missing for the walks (names of Debian): {' '.join(lacking)}")
    reading, writing = os.pipe()
    words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with open(reading, encoding="ascii") as line:  # noqa: PTH123 - a descriptor
        number = line.readline().strip()  # the whole line: Xvfb ends when it cannot write all of it
    assert number, "Xvfb does not start"
    name = f":{number}"
    manager = subprocess.Popen(["openbox"], env=environment | {"DISPLAY": name}, stderr=subprocess.DEVNULL)
    yield name
    for process in (manager, server):
        process.terminate()
        process.wait()


@pytest.fixture
def environment(environment):
    """As for every test of the front door, but for a screen. Sockets need a short path."""
    runtime = tempfile.mkdtemp(prefix="crm-")
    yield environment | {"QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": runtime}
    shutil.rmtree(runtime, ignore_errors=True)


@pytest.fixture
def screen(display, bus, daemon, environment, support, eventually):
    """A screen with everything that belongs to it, notifications too."""
    support_tree = support("accessible_tree")
    try:
        tree = support_tree.AccessibleTree(bus)
    except support_tree.GoneError:
        missing("missing for the walks (names of Debian): at-spi2-core")
    surroundings = {
        "DISPLAY": display,
        "DBUS_SESSION_BUS_ADDRESS": bus,
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_LOGGING_RULES": "qt.accessibility.*=false",  # it tells of every widget that went while somebody looked
    }
    yield Screen(tree, environment | surroundings, eventually)
    tree.close()


@pytest.fixture
def book(tmp_path):
    """Where the book of a walk is to lie; nothing is there yet."""
    return tmp_path / "book"


@pytest.fixture
def passphrase_file(tmp_path):
    """What a test is to type as the passphrase, where commands find it."""
    path = tmp_path / "passphrase.txt"
    path.write_text("five plain words for tests", encoding="utf-8")
    return path


@pytest.fixture
def program(screen, book):
    """Starts the program as from its icon."""
    processes = []

    def program(**more):
        words = [*PROGRAM, "--vault", book]
        errors = (book.parent / f"stderr-{len(processes)}.txt").open("w+b")
        processes.append((subprocess.Popen(words, env=screen.environment | more, stderr=errors), errors))
        return processes[-1][0]

    yield program
    for process, errors in processes:
        process.kill()
        process.wait()
        errors.seek(0)
        sys.stderr.write(errors.read().decode())  # pytest shows it when the test has failed
        errors.close()


@pytest.fixture
def command(screen, book):
    """Runs one command as at a terminal, beside the program or after it."""

    def command(*words):
        ran = subprocess.run(
            [*PROGRAM, "--vault", book, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=screen.environment,
            timeout=80,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    return command
