"""Each import contract in pyproject.toml holds, and breaks when it is breached on purpose."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

CORE = "desktop_crm/core"

# id of the contract: a module and the line that must not stand in it
BREACHES = {
    "floors": (f"{CORE}/errors.py", "import desktop_crm.app"),
    "ground-floor": (f"{CORE}/errors.py", "import desktop_crm.core.database"),
    "rooms": (f"{CORE}/customers/__init__.py", "import desktop_crm.core.orders"),
    "cycles": (f"{CORE}/paths.py", "import desktop_crm.core.i18n"),
    "no-qt-below": (f"{CORE}/errors.py", "import PySide6.QtCore"),
    "no-sql-above": ("desktop_crm/ui/__init__.py", "from sqlalchemy import select"),
    "frozen-migrations": (f"{CORE}/database/migrations/__init__.py", "import desktop_crm.core.database.schema"),
}
MORE_BREACHES = [
    ("floors", f"{CORE}/errors.py", "import desktop_crm.ui"),
    ("floors", "desktop_crm/ui/__init__.py", "import desktop_crm.app"),
    ("ground-floor", f"{CORE}/agenda/__init__.py", "import desktop_crm.core.transfer"),
    ("ground-floor", f"{CORE}/vault/__init__.py", "import desktop_crm.core.database"),
    ("ground-floor", f"{CORE}/not_in_the_list.py", '"""A module that no layer names."""'),
    ("no-sql-above", "desktop_crm/ui/__init__.py", "import sqlcipher3"),
    ("frozen-migrations", f"{CORE}/database/migrations/__init__.py", "import desktop_crm.core.customers"),
]


@pytest.fixture
def checkout(tmp_path, root) -> Path:
    """A copy of the program and its configuration that a test may spoil."""
    shutil.copytree(root / "desktop_crm", tmp_path / "desktop_crm", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(checkout: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo", *options],
        cwd=checkout,
        env=os.environ | {"COLUMNS": "200", "PYTHONUTF8": "1"},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def contracts(root: Path) -> dict[str, str]:
    configuration = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract["name"] for contract in configuration["tool"]["importlinter"]["contracts"]}


def test_the_program_keeps_every_contract(checkout):
    ran = lint_imports(checkout)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " 0 broken" in ran.stdout


def test_every_contract_has_a_breach_here(root):
    assert contracts(root).keys() == BREACHES.keys()


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [*((contract, *breach) for contract, breach in BREACHES.items()), *MORE_BREACHES],
)
def test_a_breach_is_found_and_named(checkout, root, contract, module, line):
    with (checkout / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    ran = lint_imports(checkout, "--contract", contract)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert f"{contracts(root)[contract]} BROKEN" in ran.stdout
