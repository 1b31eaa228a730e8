"""Where data lie on each system is what the documentation and the installer say."""

import re
from pathlib import Path

import platformdirs
import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from platformdirs.windows import Windows

from desktop_crm.core import paths

ROOT = Path(__file__).parents[2]
PLACES = {
    "Windows": (Windows, "C:/Users/wang/AppData/Local", "%LOCALAPPDATA%"),
    "macOS": (MacOS, "/Users/wang", "~"),
    "Linux": (Unix, "/home/wang", "~"),
}


@pytest.fixture(params=PLACES)
def system(request, monkeypatch):
    """The name of a system that platformdirs takes this one for, and how a path of it is written in documents."""
    kind, home, shown = PLACES[request.param]
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, home)
    monkeypatch.setattr("platformdirs.windows.get_win_folder", lambda _name: home)
    monkeypatch.setattr(Path, "mkdir", lambda *_args, **_options: None)

    def ask(name):
        return lambda app, **more: Path(getattr(kind(app, **more), f"user_{name}_dir"))

    for name in ("data", "config", "state", "log", "cache"):
        monkeypatch.setattr(platformdirs, f"user_{name}_path", ask(name))
    return request.param, lambda path: path.as_posix().replace(home, shown)


@pytest.mark.parametrize("page", ["README.md", "docs/install.md"])
def test_the_tables_of_the_documentation_are_right(system, page):
    name, shown = system
    tables = re.findall(
        r"^\| \| Windows \| macOS \| Linux \|\n\|[-|]+\n((?:\|.*\n)+)", (ROOT / page).read_text("utf-8"), re.MULTILINE
    )
    found = (paths.default_vault(), paths.config_folder(), paths.reminders_folder(), paths.log_folder())
    expected = [shown(path) for path in found]
    assert tables
    for table in tables:
        cells = [[cell.strip("` ").replace("\\", "/") for cell in row.split("|")[2:-1]] for row in table.splitlines()]
        assert [row[list(PLACES).index(name)] for row in cells] == expected


def test_on_windows_everything_lies_in_the_folder_that_the_uninstaller_names(system):
    name, shown = system
    if name == "Windows":
        folder = "%LOCALAPPDATA%/DesktopCRM"
        every = [paths.default_vault(), paths.config_folder(), paths.log_folder(), paths.opened_folder(Path("x"))]
        assert all(shown(path).startswith(folder) for path in every)
        script = (ROOT / "packaging" / "windows" / "desktop-crm.iss").read_text(encoding="utf-8-sig")
        assert r"ExpandConstant('{localappdata}\DesktopCRM')" in script
