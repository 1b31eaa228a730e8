import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHANGELOG = """# Changelog

## [Unreleased]

## [1.2.0] - 2027-01-31

### Added

- A thing.

## [1.1.0] - unreleased

- Another.
"""


@pytest.fixture(scope="module")
def release():
    spec = importlib.util.spec_from_file_location("release", ROOT / "packaging" / "release.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_tag_names_the_version(release):
    release.check_tag("refs/tags/v1.2.0", "1.2.0")
    release.check_tag("refs/heads/main", "1.2.0")
    with pytest.raises(SystemExit, match=r"v1\.2\.1 is not v1\.2\.0"):
        release.check_tag("refs/tags/v1.2.1", "1.2.0")


def test_the_sums_are_of_every_file_but_themselves(tmp_path):
    (tmp_path / "b.deb").write_bytes(b"b")
    (tmp_path / "a.exe").write_bytes(b"a")
    for _time in range(2):
        command = [sys.executable, ROOT / "packaging" / "release.py", "sums", tmp_path]
        subprocess.run(command, check=True, capture_output=True)
    expected = "".join(f"{hashlib.sha256(name[:1].encode()).hexdigest()}  {name}\n" for name in ("a.exe", "b.deb"))
    assert (tmp_path / "SHA256SUMS").read_bytes() == expected.encode()


def test_an_empty_folder_has_no_sums(release, tmp_path):
    with pytest.raises(SystemExit, match="holds no file"):
        release.sums(tmp_path)


def test_the_notes_are_those_of_the_version(release):
    assert release.notes(CHANGELOG, "1.2.0") == "### Added\n\n- A thing.\n"


@pytest.mark.parametrize(("version", "complaint"), [("1.1.0", "no date"), ("1.3.0", "nothing about")])
def test_a_version_without_notes_or_date_is_not_released(release, version, complaint):
    with pytest.raises(SystemExit, match=complaint):
        release.notes(CHANGELOG, version)
