"""A vault made once for the whole run, at the floor cost; every test gets copies of its own."""

import functools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_crm.core.vault import slots, vault
from desktop_crm.core.vault.slots import FLOOR


@dataclass(frozen=True)
class Made:
    folder: Path
    passphrase: str
    recovery_key: str
    data_key: bytes
    vault_id: str


@pytest.fixture(scope="session", autouse=True)
def _remembered_derivations() -> Iterator[None]:
    """Each derivation is the real one, but the same one is not made twice: 0.2 s each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "derive", functools.cache(slots.derive))
        yield


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("template") / "vault"
    passphrase = "correct horse battery staple 2026"
    unlocked, recovery_key = vault.create(folder, passphrase, cost=FLOOR)
    with unlocked:
        return Made(folder, passphrase, recovery_key, unlocked.keys.data_key, unlocked.vault_id)


@pytest.fixture
def copied(template: Made, tmp_path: Path) -> Callable[[], Made]:
    """Makes another copy of the vault at each call."""
    numbers = iter(range(1000))

    def copy() -> Made:
        folder = tmp_path / f"vault-{next(numbers)}"
        shutil.copytree(template.folder, folder)
        return Made(folder, template.passphrase, template.recovery_key, template.data_key, template.vault_id)

    return copy


@pytest.fixture
def made(copied: Callable[[], Made]) -> Made:
    """A vault of the test's own, closed."""
    return copied()
