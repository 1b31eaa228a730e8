"""One action under way: its connection, its ids, and the journal it fills as rows are written."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, insert

from desktop_crm.core.database.chain import ActionHash, entry_digest, new_salt
from desktop_crm.core.database.clearance import Clearance
from desktop_crm.core.database.columns import Row, to_milliseconds
from desktop_crm.core.database.indexing import Indexing
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.fields import RecordFields
from desktop_crm.core.ids import ActionId, IdMaker

RESTORE = "restore"  # the verb of an action before which the sequence may leave a gap

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> str:
    """The JSON text that is stored and hashed: sorted keys, no spaces, Chinese as it is."""
    return _JSON.encode(value)


@dataclass(slots=True)
class Session:
    """What a command writes through. Commands never commit; `Database.write` does."""

    connection: Connection
    ids: IdMaker
    indexing: Indexing
    author: str
    verb: str
    at: datetime
    zone: str
    details: dict[str, Any] = field(default_factory=dict)  # said in the action's journal head, e.g. the file imported
    entries: int = 0
    noted: bool = False  # the action is kept even without entries
    tables: set[str] = field(default_factory=set)  # names of those written to
    owners: set[int] = field(default_factory=set)  # customers named by the rows written, before or after
    touched: dict[str, set[int]] = field(default_factory=dict)  # by table: ids of rows whose owner no change names
    records: Mapping[str, RecordFields] = field(default_factory=dict)  # by table: what its rows hold
    has_secrets: bool = False  # some value is confidential: rows go through `sealing`
    to_seal: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)  # fields of rows to be inserted
    clearance: Clearance | None = field(default=None, repr=False)
    make_clearance: Callable[["Session"], Clearance] | None = None  # None for who may not see what is confidential
    _hash: ActionHash = field(default_factory=ActionHash)
    _action_id: ActionId | None = None

    def new_id(self) -> int:
        """An id for a record about to be inserted, above that of the action: so ids tell which action made a record."""
        return max(self.action_id, self.ids.next())

    @property
    def action_id(self) -> ActionId:
        """The id of this action, given when it first writes."""
        if self._action_id is None:
            self._action_id = ActionId(self.ids.next())
        return self._action_id

    def note(self, **details: Any) -> None:
        """Say more in the action's journal head, and keep the action even if it changes no record, as an export."""
        self.details.update(details)
        self.noted = True

    def record(self, table: Table, operation: str, changes: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
        """Append one journal row for each record: its id and what changed."""
        rows = []
        for record_id, values in changes:
            self._touch(table.name, record_id, values.get("customer_id"))
            salt, text = new_salt(), canonical(values)
            digest = entry_digest(salt, table.name, record_id, operation, text)
            self._hash.add(digest)
            rows.append(
                {
                    "action_id": self.action_id,
                    "table_name": table.name,
                    "record_id": record_id,
                    "operation": operation,
                    "changes": text,
                    "salt": salt,
                    "digest": digest,
                }
            )
        if rows:
            self.connection.execute(insert(journal), rows)
            self.entries += len(rows)
            self.tables.add(table.name)

    def _touch(self, table_name: str, record_id: int, owner: int | list[int | None] | None) -> None:
        """Note to whom a record belongs, so that what is computed from it can follow; `owner` is as in the journal."""
        match owner:
            case int():
                self.owners.add(owner)
            case list():
                self.owners.update(each for each in owner if each is not None)
            case None:
                self.touched.setdefault(table_name, set()).add(record_id)

    def close(self, key: bytes, sequence: int, before: bytes) -> None:
        """Write the action itself, the last row of its transaction."""
        row = {
            "id": self.action_id,
            "sequence": sequence,
            "at": to_milliseconds(self.at),
            "zone": self.zone,
            "author": self.author,
            "verb": self.verb,
            "details": canonical(self.details),
        }
        self.connection.execute(insert(actions), row | {"hash": self._hash.finish(key, before, action_head(row))})


def action_head(row: Row) -> str:
    """The words of an action that its hash covers."""
    return canonical([row[name] for name in ("id", "sequence", "at", "zone", "author", "verb", "details")])
