"""No file gets into the bundle whose licence nobody knows, and no library without its text."""

import importlib.util
import json
import shutil
import sys
from pathlib import Path

import PySide6
import pytest
import sqlalchemy
import sqlcipher3

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture(scope="module")
def licence_texts():
    spec = importlib.util.spec_from_file_location("licence_texts", PACKAGING / "licence_texts.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def collected(licence_texts, folder, *sources):
    licence_texts.collect(map(str, sources), folder)
    entries = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    return {entry["name"].split()[0].lower(): entry for entry in entries}


def test_each_library_gets_its_texts_and_python_too(licence_texts, tmp_path):
    entries = collected(licence_texts, tmp_path / "licences", sqlalchemy.__file__, json.__file__)
    assert {"sqlalchemy", "python"} <= set(entries) <= {"sqlalchemy", "python", "pyinstaller"}
    assert entries["sqlalchemy"]["licence"] == "MIT"
    for entry in entries.values():
        assert entry["files"]
        assert all((tmp_path / "licences" / name).stat().st_size for name in entry["files"])


def test_what_qts_packages_lack_is_added_with_how_to_replace_them(licence_texts, tmp_path):
    entry = collected(licence_texts, tmp_path / "licences", PySide6.__file__)["pyside6_essentials"]
    texts = {Path(name).name: (tmp_path / "licences" / name).read_text(encoding="utf-8") for name in entry["files"]}
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts["LGPL-3.0.txt"]
    assert "GNU GENERAL PUBLIC LICENSE" in texts["GPL-3.0.txt"]
    assert "How to replace them" in texts["Qt-notice.txt"]


def test_what_is_compiled_into_the_database_driver_is_added(licence_texts, tmp_path):
    entry = collected(licence_texts, tmp_path / "licences", sqlcipher3.__file__)["sqlcipher3"]
    names = {Path(name).name for name in entry["files"]}
    assert {"LICENSE", "SQLCipher.txt", "Apache-2.0.txt"} <= names


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="needs Debian's list of files")
def test_a_library_of_the_system_keeps_its_own_licence_even_beside_a_python_of_the_system(
    licence_texts, tmp_path, monkeypatch
):
    library = next(path for path in Path("/lib").glob("*-linux-gnu/libdbus-1.so.3"))
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    monkeypatch.setattr(licence_texts, "_of_python", lambda _folder: {"name": "Python"})
    entry = collected(licence_texts, tmp_path / "licences", library)["libdbus-1-3"]
    assert "system/libdbus-1-3/copyright" in entry["files"]


def test_a_file_that_belongs_to_nobody_known_stops_the_build(licence_texts, tmp_path):
    stranger = tmp_path / "stranger.so"
    stranger.write_bytes(b"x")
    with pytest.raises(SystemExit, match=r"stranger\.so"):
        licence_texts.collect([str(stranger)], tmp_path / "licences")


def test_a_library_without_a_text_stops_the_build(licence_texts, tmp_path, monkeypatch):
    monkeypatch.setattr(licence_texts, "_ADDED", {})
    with pytest.raises(SystemExit, match="PySide6"):
        licence_texts.collect([PySide6.__file__], tmp_path / "licences")


def test_the_version_counts_for_windows_as_four_numbers(monkeypatch):
    pytest.importorskip("PyInstaller")
    monkeypatch.syspath_prepend(str(PACKAGING))
    import file_information  # noqa: PLC0415

    assert file_information.four_numbers("1.2.3") == (1, 2, 3, 0)
    assert file_information.four_numbers("2.0rc1") == (2, 0, 0, 0)
    assert file_information.info_plist()["CFBundleShortVersionString"] == file_information.VERSION
