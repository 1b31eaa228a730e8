"""A process that works on a book until it is killed; each round runs in a fork, so that it starts at once.

Standard input, one line a round: JSON with the name of the work and its arguments. Standard output: "pid N" when the
round begins, then what the work says, each line after the fact, then "ended". Keys come from outside, so that no round
waits for a passphrase.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from desktop_crm.core import clock
from desktop_crm.core.backup.restoring import restore
from desktop_crm.core.book import Book
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS, ids_called
from desktop_crm.core.database import migrate
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.schema.activities import interactions
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import CrmError
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import FIELDS
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.vault import header, slots
from desktop_crm.core.vault.keys import Keys
from desktop_crm.core.vault.lock import VaultLock
from desktop_crm.core.vault.vault import UnlockedVault
from desktop_crm.core.workflows.steps import Steps

COUNTER = "计数器"
ROWS = 4  # interactions in one batch
_DEVICE = 7


def open_book(folder: Path, key: bytes) -> Book:
    """The book as `book.open_book` opens it, with a key that is known."""
    keys = Keys(key)
    found, _from_spare = header.read(folder)
    vault = UnlockedVault(folder, found.vault_id, keys, VaultLock(folder), read_only=False, warnings=())
    try:
        database = Database(
            vault.database_path, key, keys.journal_chain, anchor=vault.anchor, fields=FIELDS, device=_DEVICE
        )
    except BaseException:
        vault.close()
        raise
    return Book(vault, database, Steps(database))


def batches(connection: Connection) -> dict[int, int]:
    """How many interactions there are of each batch."""
    counted = select(interactions.c.summary, func.count()).where(interactions.c.place == "batch")
    rows = connection.execute(counted.group_by(interactions.c.summary))
    return {int(summary.split()[1]): count for summary, count in rows}


def counter(connection: Connection) -> int:
    """The last batch, as the record that every batch changes says."""
    (record_id,) = ids_called(connection, COUNTER)
    (customer,) = CUSTOMERS.get_many(connection, [record_id])
    return int(customer.notes or 0)


def write_batch(book: Book, batch: int, characters: int = 1_000) -> None:
    """One action that adds and changes several records; `characters` go into each beside the indexed ones."""

    def work(session: Session) -> Changes:
        changes = commands.add(session, [Customer(name=f"批次{batch}有限公司")])
        customer_id = changes.new_id(Kind.CUSTOMERS)
        rows = [
            Interaction(
                customer_id=customer_id,
                occurred=Moment(clock.now(), "Asia/Shanghai", False),
                summary=f"batch {batch}",
                place="batch",
                unplaced={"text": "字" * characters},
            )
            for _row in range(ROWS)
        ]
        changes |= INTERACTIONS.add(session, rows)
        (counter_id,) = ids_called(session.connection, COUNTER)
        return changes | CUSTOMERS.change(session, counter_id, notes=str(batch))

    book.write("add", work)


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def write_without_end(folder: Path, key: bytes) -> None:
    write_batches(open_book(folder, key))


def write_batches(book: Book) -> None:
    """So large that the log is brought into the file after some twenty of them."""
    batch = book.read(counter)
    while True:
        batch += 1
        write_batch(book, batch, characters=8_000)
        say(f"saved {batch}")


def fill(folder: Path, key: bytes, limit_bytes: int) -> None:
    """Write until a file may not grow any more; then show that what was saved can still be read."""
    import resource  # noqa: PLC0415 - POSIX only

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, resource.RLIM_INFINITY))
    book = None
    try:
        book = open_book(folder, key)
        write_batches(book)
    except CrmError as error:
        say(f"refused {type(error).__name__}")
    if book is not None:
        say(f"read {book.read(counter)}")


def migrate_to(folder: Path, key: bytes, migrations: str, head: str) -> None:
    migrate.upgrade(folder / "data.db", key, before_change=lambda: None, migrations=Path(migrations), head=head)
    say("done")


def restore_into(folder: Path, key: bytes, backup: str) -> None:
    slots.unwrap = lambda _slot, _vault_id, _secret: Keys(key)
    restore(Path(backup), folder, "the key is known")
    say("done")


WORKS = {"write": write_without_end, "fill": fill, "migrate": migrate_to, "restore": restore_into}


def run(order: Mapping[str, Any]) -> None:
    rest = {name: value for name, value in order.items() if name not in {"work", "folder", "key"}}
    try:
        WORKS[order["work"]](Path(order["folder"]), bytes.fromhex(order["key"]), **rest)
    except BaseException as error:
        say(f"failed {error!r}")


def main() -> None:
    import alembic.command  # noqa: F401, PLC0415 - once here, not in every fork

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(json.loads(line))
            os._exit(0)
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    main()
