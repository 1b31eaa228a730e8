"""The Makefile and its scripts, as far as they can be tried without installing anything."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = [
    "packaging/bootstrap.sh",
    "packaging/bare_machine.sh",
    "packaging/linux/system_packages.sh",
    "packaging/linux/try_deb.sh",
]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="on Windows uv takes the place of make")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, encoding="utf-8")


TARGETS = [
    "run",
    "test",
    "check",
    "format",
    "bench",
    "faults",
    "pictures",
    "bundle",
    "bundle-test",
    "wheel-test",
    "deb",
    "bare",
]


@pytest.mark.parametrize("target", TARGETS)
def test_help_lists_every_target(target):
    assert f"\n  make {target} " in f"\n{run('make').stdout}"


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_plain_shell(script):
    ran = run("sh", "-n", script)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_checks_before_a_commit_are_those_of_make_check():
    checks = [line.partition("$(IN_PROJECT) ")[2] for line in (ROOT / "Makefile").read_text("utf-8").splitlines()]
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8").replace(" --force-exclude", "")
    for check in ("ruff check", "ruff format --check", "mypy", "lint-imports --no-logo"):
        assert check in checks
        assert f"entry: uv run --no-sync {check}\n" in hooks


def test_continuous_integration_ends_with_the_tests():
    commands = [line for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines() if line.startswith("make")]
    assert commands == ["make check < /dev/null", "make test < /dev/null"]
