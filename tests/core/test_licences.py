"""The libraries the program stands on are known with their licences, installed or bundled."""

import json
import sys

import pytest

from desktop_crm.core import licences
from desktop_crm.core.licences import libraries, required


@pytest.fixture(autouse=True)
def _forgotten():
    libraries.cache_clear()
    yield
    libraries.cache_clear()


def test_every_library_is_named_with_a_version_and_all_but_the_program_itself():
    names = [library.name.lower() for library in libraries()]
    assert {"pyside6_essentials", "sqlcipher3", "sqlalchemy", "shiboken6", "six"} <= set(names)
    assert "desktop-crm" not in names
    assert names == sorted(names)
    assert all(library.version for library in libraries())


def test_what_only_development_needs_is_no_library_of_the_program():
    assert not {"pytest", "ruff", "mypy", "hypothesis"} & {each.name for each in required("desktop-crm")}


def test_the_text_of_an_installed_licence_can_be_read():
    (alembic,) = (library for library in libraries() if library.name == "alembic")
    assert alembic.licence == "MIT"
    assert "Permission is hereby granted" in alembic.text()


def test_a_bundle_has_a_list_of_its_own(tmp_path, monkeypatch):
    folder = tmp_path / "licences"
    (folder / "one").mkdir(parents=True)
    (folder / "one" / "LICENSE").write_text("Take it.", encoding="utf-8")
    entry = {"name": "One", "version": "1.0", "licence": "MIT", "files": ["one/LICENSE"]}
    (folder / licences.INDEX).write_text(json.dumps([entry]), encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    (library,) = libraries()
    assert (library.name, library.licence) == ("One", "MIT")
    assert library.text() == "LICENSE\n\nTake it."


def test_a_bundle_without_its_list_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(FileNotFoundError):
        libraries()
