"""The built bundle: it works where there is nothing else, and its self-test notices whatever is taken from it.

Runs against the folder that CRM_BUNDLE names (`make bundle-test`), and is left out without one. What is taken away is
derived from the bundle and its recipe. Each time it goes from a copy of hard links; once so that the bundle's own list
still names it, as after a damage, and once so that the list has forgotten it, as after a mistake in the recipe.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUNDLE = Path(os.environ["CRM_BUNDLE"]).resolve() if os.environ.get("CRM_BUNDLE") else None
SUFFIX = ".exe" if sys.platform == "win32" else ""
PROGRAM, INVENTORY = f"desktop-crm{SUFFIX}", "contents.json"
ZONES = "tzdata/zoneinfo/"  # six hundred of them, of which a few stand for all

pytestmark = pytest.mark.skipif(BUNDLE is None, reason="make bundle-test tries the built bundle")


def inventory():
    return json.loads((BUNDLE / "_internal" / INVENTORY).read_text(encoding="utf-8")) if BUNDLE else {}


def recipe():
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        spec = importlib.util.spec_from_file_location("bundle_contents", ROOT / "packaging" / "bundle_contents.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.pop(0)


def every_file():
    files = sorted(inventory().get("files", {}))
    zones = [name for name in files if name.startswith(ZONES)]
    return [name for name in files if not name.startswith(ZONES)] + zones[::100]


def added_files():
    """What the recipe adds by hand: each file of ours, and of a library all its data together."""
    if BUNDLE is None:
        return []
    units = {}
    for source, folder in recipe().data():
        name = (Path(folder) / Path(source).name).as_posix()
        ours = name.startswith(("desktop_crm/", "desktop_crm-"))
        units.setdefault(name if ours else name.split("/")[0], []).append(name)
    return [pytest.param(names, id=unit) for unit, names in units.items()]


def hidden_modules():
    """What is imported by names that are made at run time: commands, what migrations import, parts of libraries."""
    if BUNDLE is None:
        return []
    there = set(inventory()["modules"])
    hidden = [name for name in recipe().hidden_imports() if name in there]
    ours = [name for name in hidden if name.startswith("desktop_crm.app.commands.")]
    others = [name for name in hidden if not name.startswith(("desktop_crm", "phonenumbers.data"))]
    return [*ours, *others, "phonenumbers.data.region_CN"]


class Copy:
    """A copy of hard links, from which things may be taken until `restore`."""

    def __init__(self, folder):
        self.folder = shutil.copytree(BUNDLE, folder, symlinks=True, copy_function=os.link)
        self._touched = set()

    def take(self, name):
        """Take a file away; its content, which belongs to the bundle as well."""
        self._touched.add(name)
        content = (self.folder / name).read_bytes()
        (self.folder / name).unlink()
        return content

    def change(self, name, content):
        """Give a file another content in this copy alone."""
        path = self.folder / name
        path.write_bytes(content)
        path.chmod((BUNDLE / name).stat().st_mode)

    def restore(self):
        for name in self._touched:
            (self.folder / name).unlink(missing_ok=True)
            os.link(BUNDLE / name, self.folder / name)
        self._touched.clear()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    made = Copy(tmp_path_factory.mktemp("bundle") / "copy")
    yield made
    shutil.rmtree(made.folder)


@pytest.fixture
def copy(whole):
    """A copy of the bundle; what a test takes away is there again for the next one."""
    yield whole
    whole.restore()


def start(bundle, home, *words):
    names = ("SYSTEMROOT", "WINDIR", "TEMP", "TMP", "APPDATA", "LOCALAPPDATA")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    nowhere = kept | {"HOME": str(home), "PATH": str(home / "nothing"), "LANG": "en_US.UTF-8"}
    return subprocess.Popen(
        [bundle / PROGRAM, *words],
        cwd=home,
        env=nowhere,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def selftest(bundle, home, *, until=None):
    """Whether the self-test passes, and what it said up to the first failure, or the line of the check `until`."""
    said = []
    with start(bundle, home, "--lang", "en", "--selftest") as process:
        for line in process.stdout:
            said.append(line)
            if line.startswith("[FAILED]") or (until and f"]  {until}" in line):
                process.kill()
                return not line.startswith("[FAILED]"), "".join(said)
    return process.returncode == 0, "".join(said)


def forget(copy, files=(), modules=()):
    """Take what is named from the bundle's own list."""
    content = json.loads(copy.take(f"_internal/{INVENTORY}"))
    content["files"] = {name: size for name, size in content["files"].items() if name not in files}
    content["modules"] = [name for name in content["modules"] if name not in modules]
    copy.change(f"_internal/{INVENTORY}", json.dumps(content).encode())


def take_module(copy, name):
    """Give a module another name in the program's archive, which lists them uncompressed, each behind its length."""
    content = copy.take(PROGRAM)
    listed = bytes([len(name)]) + name.encode()
    assert content.count(listed) == 1, content.count(listed)
    copy.change(PROGRAM, content.replace(listed, bytes([len(name)]) + b"x" * len(name)))


def test_the_bundle_passes_its_self_test_where_there_is_nothing_else(tmp_path):
    passed, said = selftest(BUNDLE, tmp_path)
    assert passed, said
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_that_of_the_project(tmp_path):
    with start(BUNDLE, tmp_path, "--version") as process:
        assert process.stdout.read() == f"desktop-crm {recipe().VERSION}\n"


def test_the_list_of_the_bundle_names_every_file_in_it():
    inside = BUNDLE / "_internal"
    files = {
        path.relative_to(inside).as_posix() for path in inside.rglob("*") if path.is_file() and not path.is_symlink()
    }
    assert files - set(inventory()["files"]) <= {INVENTORY, "base_library.zip"}


def test_no_link_in_the_bundle_leads_nowhere():
    assert [path for path in BUNDLE.rglob("*") if path.is_symlink() and not path.exists()] == []


def test_no_path_of_the_machine_it_was_built_on_lies_in_the_bundle():
    texts = [path for path in BUNDLE.rglob("*") if path.suffix in {".json", ".txt", ".toml"} or path.name == "METADATA"]
    assert [path for path in texts if str(ROOT) in path.read_text(encoding="utf-8", errors="replace")] == []


@pytest.mark.parametrize("name", every_file())
def test_a_file_that_is_missing_is_noticed(copy, tmp_path, name):
    copy.take(f"_internal/{name}")
    passed, said = selftest(copy.folder, tmp_path, until="Files")
    assert not passed, said


@pytest.mark.parametrize("names", added_files())
def test_a_file_that_the_recipe_forgets_is_noticed(copy, tmp_path, names):
    for name in names:
        copy.take(f"_internal/{name}")
    forget(copy, files=names)
    passed, said = selftest(copy.folder, tmp_path)
    assert not passed, said


@pytest.mark.parametrize(
    "name", [name for name in every_file() if name.startswith("licences/") and "README" not in name]
)
def test_a_licence_that_the_recipe_forgets_is_noticed(copy, tmp_path, name):
    copy.take(f"_internal/{name}")
    forget(copy, files=[name])
    passed, said = selftest(copy.folder, tmp_path, until="Licenses")
    assert not passed, said


@pytest.mark.parametrize("name", hidden_modules())
def test_a_module_that_the_recipe_forgets_is_noticed(copy, tmp_path, name):
    take_module(copy, name)
    forget(copy, modules=[name])
    passed, said = selftest(copy.folder, tmp_path)
    assert not passed, said


def test_a_module_that_is_missing_is_noticed(copy, tmp_path):
    take_module(copy, "phonenumbers.data.region_FR")
    passed, said = selftest(copy.folder, tmp_path, until="Files")
    assert not passed, said
