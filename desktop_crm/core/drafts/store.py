"""The drafts of a vault: one encrypted file each, under a name that tells nothing."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from desktop_crm.core import clock
from desktop_crm.core.drafts.draft import DamagedDraftError, Draft, opened, sealed
from desktop_crm.core.vault.errors import VaultFileError
from desktop_crm.core.vault.files import write_durably
from desktop_crm.core.vault.vault import UnlockedVault

_SUFFIX = ".draft"
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


class DraftStore:
    """Keeps drafts while a vault is open. Any thread may call it; the saves of one draft must not overlap."""

    def __init__(self, vault: UnlockedVault) -> None:
        self._folder = vault.drafts
        self._vault_id = vault.vault_id
        self._key = vault.keys.draft
        self._removed: set[str] = set()
        self.damaged: tuple[str, ...] = ()  # the names of the files that the last `all` could not read

    def save(self, draft_id: str, form: str, title: str, values: Mapping[str, Any]) -> Draft:
        """Keep what stands in a form, in place of what was kept under this id; it survives a power cut.

        A draft that was removed meanwhile does not come back.

        Raises:
            ValueError: `draft_id` is not one of `new_id`.
            VaultFileError: disk full, no permission, …; the draft kept before is untouched.
        """
        path = self._path(draft_id)
        draft = Draft(draft_id, form, title, values, clock.now())
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            write_durably(path, sealed(draft, self._key, self._vault_id))
            if draft_id in self._removed:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise VaultFileError(self._folder, error) from error
        return draft

    def all(self) -> list[Draft]:
        """Every draft, the newest first; the names of files that cannot be read stand in `damaged` then.

        Raises:
            VaultFileError: the folder cannot be read.
        """
        drafts, damaged = [], []
        try:
            for path in sorted(self._folder.glob(f"*{_SUFFIX}")):
                try:
                    drafts.append(opened(path.stem, path.read_bytes(), self._key, self._vault_id))
                except DamagedDraftError:
                    damaged.append(path.name)
        except OSError as error:
            raise VaultFileError(self._folder, error) from error
        self.damaged = tuple(damaged)
        return sorted(drafts, key=lambda draft: draft.saved_at, reverse=True)

    def remove(self, draft_id: str) -> None:
        """Forget a draft: its form was saved, or the text is not wanted. One that is not there is no error.

        Raises:
            ValueError: `draft_id` is not one of `new_id`.
            VaultFileError: the file cannot be removed.
        """
        path = self._path(draft_id)
        self._removed.add(draft_id)  # before the file goes: a save under way looks here after it wrote
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise VaultFileError(self._folder, error) from error

    def forget(self, record_ids: Collection[int]) -> int:
        """How many drafts were removed: those of forms about these records, or that name one of them.

        Raises:
            VaultFileError: the folder cannot be read, or a file cannot be removed.
        """
        texts = frozenset(map(str, record_ids))
        about = [draft.id for draft in self.all() if any(part in texts for part in _parts(draft.values))]
        for draft_id in about:
            self.remove(draft_id)
        return len(about)

    def _path(self, draft_id: str) -> Path:
        if not _ID.fullmatch(draft_id):
            raise ValueError(draft_id)
        return self._folder / f"{draft_id}{_SUFFIX}"


def _parts(value: Any) -> Iterator[str]:
    """Every text and number in what a form keeps, as text."""
    match value:
        case Mapping():
            for part in value.values():
                yield from _parts(part)
        case list() | tuple():
            for part in value:
                yield from _parts(part)
        case str() | int():
            yield str(value)
