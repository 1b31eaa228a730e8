"""Whether the lock file holds wheels for every system on which the program is installed."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheels():
    spec = importlib.util.spec_from_file_location("wheels", ROOT / "packaging" / "wheels.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["wheels"] = module  # dataclasses look there for their module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["wheels"]


@pytest.fixture(scope="module")
def lock(wheels):
    return wheels.read_lock()


def locked(*wheels_of_it, name="thing", **more):
    files = [{"url": f"https://example.org/{name}-1.0-{tags}.whl"} for tags in wheels_of_it]
    package = {"name": name, "version": "1.0", "wheels": files, **more}
    return {"package": [{"name": "desktop-crm", "version": "0", "dependencies": [{"name": name}]}, package]}


def test_every_locked_dependency_has_its_wheel(wheels, lock, capsys):
    assert wheels.report(lock, wheels.TARGETS, ask_index=False) == 0, capsys.readouterr().out


def test_the_pythons_are_those_that_the_project_supports(wheels):
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert [target.version for target in wheels.TARGETS] == ["3.11", "3.12", "3.13", "3.14"] * 2


def test_what_is_built_from_source_is_locked_and_still_needs_to_be(wheels, lock):
    for name in wheels.FROM_SOURCE:
        (package,) = (package for package in lock["package"] if package["name"] == name)
        tags = list(wheels._tags(package))
        assert not all(any(target.accepts() & found for found in tags) for target in wheels.TARGETS)


@pytest.mark.parametrize(
    ("tags", "lacking"),
    [
        (["py3-none-any"], set()),
        (["cp311-abi3-win_amd64", "cp311-abi3-macosx_11_0_arm64"], set()),
        (["cp310-abi3-win_amd64", "cp310-abi3-macosx_14_0_universal2"], set()),
        (["cp311-abi3-win_amd64", "cp311-abi3-macosx_15_0_arm64"], {"macOS"}),
        (["cp311-abi3-win32", "cp311-abi3-macosx_11_0_arm64"], {"Windows"}),
        (["cp311-abi3-manylinux_2_28_x86_64", "cp311-abi3-macosx_11_0_x86_64"], {"Windows", "macOS"}),
        ([], {"Windows", "macOS"}),
    ],
)
def test_a_wheel_counts_only_where_it_can_be_installed(wheels, tags, lacking):
    found = {str(target).split()[0] for target in wheels.TARGETS if wheels.missing(locked(*tags), target)}
    assert found == lacking


def test_a_wheel_of_one_python_is_missed_on_the_others(wheels):
    found = locked("cp312-cp312-win_amd64", "cp312-cp312-macosx_14_0_arm64")
    without = {target.version for target in wheels.TARGETS if wheels.missing(found, target)}
    assert without == {"3.11", "3.13", "3.14"}


def test_markers_decide_what_is_wanted(wheels, lock):
    for target in wheels.TARGETS:
        names = {package["name"] for package in wheels.wanted(lock, target)}
        on_windows = target.platform is wheels.WINDOWS
        assert ("winrt-runtime" in names) is on_windows
        assert ("rubicon-objc" in names) is not on_windows
        versions = [p["version"] for p in wheels.wanted(lock, target) if p["name"] == "pyside6-essentials"]
        assert len(versions) == 1
        assert versions[0].startswith("6.11." if target.python == (3, 11) else "6.12.")


def test_the_report_names_what_is_missing_and_counts_it(wheels, capsys):
    assert wheels.report(locked(), wheels.TARGETS, ask_index=False) == len(wheels.TARGETS)
    assert "Windows x64, Python 3.11: no wheel of thing 1.0\n" in capsys.readouterr().out
