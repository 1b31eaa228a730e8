import sys
from pathlib import Path

import platformdirs
import pytest

from desktop_crm.core import paths
from desktop_crm.core.paths import config_folder, default_vault, log_folder, resource


@pytest.fixture
def searched_anew():
    """The place of the resources is looked for again in the test, and forgotten after it."""
    paths._resources.cache_clear()
    yield
    paths._resources.cache_clear()


@pytest.mark.parametrize("name", ["translations", "print/page.typ", "common_passphrases.txt", "passphrase_words.txt"])
def test_a_resource_is_found(name):
    assert resource(name).exists()


def test_a_missing_resource_is_named():
    with pytest.raises(FileNotFoundError, match="no_such_file"):
        resource("no_such_file")


def test_a_bundle_brings_its_resources_along(tmp_path, monkeypatch, searched_anew):
    inside = tmp_path / "desktop_crm" / "resources"
    inside.mkdir(parents=True)
    (inside / "mark.txt").touch()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("mark.txt") == inside / "mark.txt"


def test_a_wheel_has_its_resources_in_the_package(tmp_path, monkeypatch, searched_anew):
    inside = tmp_path / "desktop_crm" / "resources"
    inside.mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "desktop_crm")
    assert resource(".") == inside


def test_a_checkout_has_its_resources_beside_the_package(tmp_path, monkeypatch, searched_anew):
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "desktop_crm")
    assert resource(".") == tmp_path / "resources"


def test_an_installation_without_resources_is_told_apart_from_a_missing_file(tmp_path, monkeypatch, searched_anew):
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "desktop_crm")
    with pytest.raises(FileNotFoundError, match="resources"):
        resource("translations")


@pytest.mark.parametrize(("function", "asked"), [(config_folder, "config"), (log_folder, "log")])
def test_a_folder_of_the_installation_is_there_when_it_is_asked_for(tmp_path, monkeypatch, function, asked):
    folder = tmp_path / "deep" / "down"
    monkeypatch.setattr(platformdirs, f"user_{asked}_path", lambda *_args, **_options: folder)
    assert function() == folder == function()
    assert folder.is_dir()


def test_asking_for_the_default_vault_makes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_args, **_options: tmp_path / "data")
    assert default_vault() == Path(tmp_path / "data" / "vault")
    assert not (tmp_path / "data").exists()
