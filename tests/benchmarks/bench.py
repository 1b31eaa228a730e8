"""How fast the vault is beside plain SQLite: medians and ratios, nothing is asserted.

Made-up customers and interactions are written to a CSV and an XLSX file. The program imports them into an encrypted
vault; the standard library's sqlite3 reads the same files with the same readers and inserts the same rows into the same
tables without journal and encryption, with the same tokens in its FTS5 table. Then each question is put to the vault
through the program's own functions, and to plain SQLite as the very statements that this caused, fetched and no more.
"""

import argparse
import csv
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from bench_duplicates import find_duplicates
from python_calamine import load_workbook
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlcipher3 import dbapi2

from desktop_crm.core import clock, i18n
from desktop_crm.core.customers.listing import Order, ordered_ids
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import fulltext, migrate
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.fulltext import index
from desktop_crm.core.database.indexing import IndexedColumns
from desktop_crm.core.ids import IdMaker
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS, of_customer
from desktop_crm.core.rooms import FIELDS
from desktop_crm.core.sample.chance import uneven_shares
from desktop_crm.core.sample.stories import Story, Storyteller
from desktop_crm.core.sample.times import Times
from desktop_crm.core.sample.words import words
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import Options
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.values.field_values import export_cell
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.vault.anchor import Anchor
from desktop_crm.core.vault.keys import Keys

ROOMS = (CUSTOMERS, INTERACTIONS)
ORDERS = ((Order.NAME, False), (Order.NUMBER, False), (Order.LAST_INTERACTION, True))
PAGE = 100
TIMELINE = 200
QUERIES = {
    1: ("云", "价", "仓"),
    2: ("报价", "云帆", "培训"),
    3: ("数据导", "生物制", "163"),
    4: ("库存管理", "供应链管", "5678"),
}
PLAIN_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-32000")


@dataclass(frozen=True)
class Files:
    """What is imported, and how much it is."""

    customers: Path
    interactions: Path


@dataclass(frozen=True)
class Sides:
    """The vault and plain SQLite with the same rows, and how often each question is put."""

    vault: Database
    plain: sqlite3.Connection
    runs: int


def say(line: str) -> None:
    """One line of the answer, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def compare(name: str, vault_seconds: Sequence[float], plain_seconds: Sequence[float]) -> None:
    """One line of the table."""
    vault, plain = median(vault_seconds) * 1000, median(plain_seconds) * 1000
    say(f"{name:<44}{vault:>12.2f}{plain:>12.2f}{vault / plain:>9.2f}")


def timed(work: Callable[[], object], runs: int = 1) -> list[float]:
    """The seconds of each run."""
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return seconds


# The files


def stories(customers: int, interactions: int, seed: int) -> Iterator[Story]:
    """Sample customers with numbers, for companies and individuals in one row."""
    random, ids = Random(seed), IdMaker(1)
    teller = Storyteller(random, words("zh"), Times(random, clock.now(), clock.zone()), "陈晓")
    for position, share in enumerate(uneven_shares(random, interactions, customers), 1):
        story = teller.story(ids.next, share)
        yield replace(story, customer=replace(story.customer, number=f"客户-2026-{position:06}"))


def write_files(folder: Path, made: Sequence[Story]) -> Files:
    """Customers as CSV, interactions as XLSX, each under the headings of its fields."""
    files = Files(folder / "customers.csv", folder / "interactions.xlsx")
    with files.customers.open("w", encoding="utf-8-sig", newline="") as target:
        csv.writer(target).writerows(rows_of(CUSTOMERS, [(story.customer, "") for story in made]))
    talks = [(talk, story.customer.number) for story in made for talk in story.interactions]
    with xlsxwriter.Workbook(files.interactions, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("互动")
        for number, row in enumerate(rows_of(INTERACTIONS, talks)):
            sheet.write_row(number, 0, row)
    return files


def rows_of(room: Any, entities: Sequence[tuple[Any, str]]) -> Iterator[list[Any]]:
    """A heading and a row for each entity; a reference to a customer is its number."""
    fields = [field for field in room.fields.stored if field.name != "unplaced"]
    customer = "客户编号"
    yield [customer if field.name == "customer_id" else i18n.translate(field.label, "zh") for field in fields]
    for entity, number in entities:
        yield [
            number if field.name == "customer_id" else export_cell(field, getattr(entity, field.name) or None)
            for field in fields
        ]


# The two sides


def new_vault(folder: Path) -> Database:
    """An empty vault's database."""
    keys, anchor_path = Keys.random(), folder / "commit.seq"
    migrate.upgrade(folder / "data.db", keys.data_key, before_change=lambda: None)
    anchor = Anchor(anchor_path, keys.anchor_mac)
    anchor.reset(0)
    return Database(folder / "data.db", keys.data_key, keys.journal_chain, anchor=anchor, fields=FIELDS)


def import_files(vault: Database, files: Files) -> None:
    """What `desktop-crm import` does."""
    documents = [read_file(files.customers), read_file(files.interactions)]
    report = import_documents(vault, documents, Options())
    for kind, count in report.counts.items():
        if count.refused or not count.added:
            raise SystemExit(f"{kind}: {count}")


def new_plain(path: Path) -> sqlite3.Connection:
    """The same tables and indexes, and the text index, in a database of the standard library's."""
    plain = sqlite3.connect(path, isolation_level=None)
    for pragma in PLAIN_PRAGMAS:
        plain.execute(f"PRAGMA {pragma}")
    for room in ROOMS:
        plain.execute(str(CreateTable(room.table).compile(dialect=dialect())))
        for each in room.table.indexes:
            plain.execute(str(CreateIndex(each).compile(dialect=dialect())))
    with_delete = sqlite3.sqlite_version_info >= (3, 43)
    plain.execute(index._CREATE if with_delete else index._CREATE.replace(" contentless_delete=1,", ""))
    return plain


def stored_rows(vault: Database, room: Any) -> list[dict[str, Any]]:
    """The rows of a room as they lie in the vault."""
    found = select(room.table).order_by(room.table.c.id)
    return vault.read(lambda connection: [dict(row) for row in connection.execute(found).mappings()])


def insert_plainly(plain: sqlite3.Connection, files: Files, rows: dict[Any, list[dict[str, Any]]]) -> None:
    """Read the files, take their meaning from `rows`, and insert it, with its tokens."""
    with files.customers.open(encoding="utf-8-sig", newline="") as source:
        list(csv.reader(source))
    load_workbook(files.interactions).get_sheet_by_index(0).to_python()
    plain.execute("BEGIN IMMEDIATE")
    for room in ROOMS:
        statement = str(insert(room.table).compile(dialect=dialect()))
        plain.executemany(statement, [tuple(row.values()) for row in rows[room.kind]])
        indexed = IndexedColumns.of(room.fields)
        documents = [document for row in rows[room.kind] if (document := indexed.document(row))]
        plain.executemany(
            "INSERT INTO search_index(rowid, tokens) VALUES (?, ?)",
            ((document.id, index._tokens(document)) for document in documents),
        )
    plain.execute("COMMIT")


# The questions


def statements_of(connection: Connection, question: Callable[[Connection], object]) -> list[tuple[str, Any]]:
    """The statements that answering a question sends to the database."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any) -> None:
        if statement != "BEGIN":
            sent.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    question(connection)
    event.remove(connection, "before_cursor_execute", note)
    return sent


def ask(sides: Sides, name: str, *questions: Callable[[Connection], object]) -> None:
    """Put questions to both sides, each in a transaction, and print how long one takes."""
    vault_seconds: list[float] = []
    plain_seconds: list[float] = []
    for question in questions:
        sent = sides.vault.read(lambda connection, asked=question: statements_of(connection, asked))

        def plainly(statements: list[tuple[str, Any]] = sent) -> None:
            sides.plain.execute("BEGIN")
            for statement, parameters in statements:
                sides.plain.execute(statement, parameters).fetchall()
            sides.plain.execute("COMMIT")

        plainly()
        vault_seconds += timed(lambda asked=question: sides.vault.read(asked), sides.runs)
        plain_seconds += timed(plainly, sides.runs)
    compare(name, vault_seconds, plain_seconds)


def ask_lists(sides: Sides) -> None:
    """The ids in three orders, and the first and a middle page of each."""
    for order, descending in ORDERS:

        def ids(connection: Connection, order: Order = order, descending: bool = descending) -> Any:
            return ordered_ids(connection, order, descending=descending)

        found = sides.vault.read(ids)
        ask(sides, f"all ids by {order.value}", ids)
        middle = len(found) // 2
        for place, page in (("first", found[:PAGE]), ("middle", found[middle : middle + PAGE])):
            ask(
                sides,
                f"page of {PAGE} by {order.value}, {place}",
                lambda connection, page=page: CUSTOMERS.get_many(connection, page),
            )


def ask_searches(sides: Sides) -> None:
    """Searches of one to four characters."""
    for length, queries in QUERIES.items():
        ask(
            sides,
            f"search of {length} character{'s' if length > 1 else ''}",
            *(lambda connection, query=query: fulltext.search(connection, query) for query in queries),
        )


def ask_timeline(sides: Sides, customer_id: Any) -> None:
    """The newest interactions of the customer who has most."""
    ask(sides, f"timeline of one customer, newest {TIMELINE}", lambda each: of_customer(each, customer_id, TIMELINE))


def commit(sides: Sides, customer_id: Any) -> None:
    """One interaction, logged and safe on the disk."""
    talk = Interaction(
        customer_id=customer_id, occurred=Moment(clock.now(), clock.zone().key), summary="电话回访，确认报价"
    )
    row = dict.fromkeys(column.name for column in INTERACTIONS.table.columns) | INTERACTIONS.row_of(talk)
    document = IndexedColumns.of(INTERACTIONS.fields).document(row | {"deleted_at": None})
    ids = IdMaker(2, above=max(row["id"] for row in stored_rows(sides.vault, INTERACTIONS)))
    statement = str(insert(INTERACTIONS.table).compile(dialect=dialect()))

    def plainly() -> None:
        new_id = ids.next()
        sides.plain.execute("BEGIN IMMEDIATE")
        sides.plain.execute(statement, tuple((row | {"id": new_id}).values()))
        sides.plain.execute("INSERT INTO search_index(rowid, tokens) VALUES (?, ?)", (new_id, index._tokens(document)))
        sides.plain.execute("COMMIT")

    runs = 5 * sides.runs
    vault = timed(lambda: sides.vault.write("log", lambda session: INTERACTIONS.add(session, [talk])), runs)
    compare("commit of one interaction", vault, timed(plainly, runs))


def main() -> None:
    """Make the files, fill both sides, ask both."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--interactions", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--runs", type=int, default=9, help="how often each question is put; the median counts")
    parser.add_argument(
        "--duplicates-among", type=int, default=100_000, help="customers among whom pairs are looked for"
    )
    chosen = parser.parse_args()
    i18n.use_language("zh")
    say(f"customers={chosen.customers} interactions={chosen.interactions} seed={chosen.seed} runs={chosen.runs}")
    say(
        f"python={platform.python_version()} vault_sqlite={dbapi2.sqlite_version} plain_sqlite={sqlite3.sqlite_version}"
    )
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        made = list(stories(chosen.customers, chosen.interactions, chosen.seed))
        files = write_files(folder, made)
        del made
        with closing(new_vault(folder)) as vault, closing(new_plain(folder / "plain.db")) as plain:
            say(f"{'median of the runs':<44}{'vault ms':>12}{'plain ms':>12}{'ratio':>9}")
            vault_seconds = timed(lambda: import_files(vault, files))
            rows = {room.kind: stored_rows(vault, room) for room in ROOMS}
            plain_seconds = timed(lambda: insert_plainly(plain, files, rows))
            compare("import of CSV and XLSX", vault_seconds, plain_seconds)
            rows.clear()
            sides = Sides(vault, plain, chosen.runs)
            busiest = plain.execute(
                "SELECT customer_id FROM interactions GROUP BY customer_id ORDER BY count(*) DESC LIMIT 1"
            ).fetchone()[0]
            ask_lists(sides)
            ask_searches(sides)
            ask_timeline(sides, busiest)
            commit(sides, busiest)
        sizes = [(folder / name).stat().st_size / 2**20 for name in ("data.db", "plain.db")]
        say(f"{'file after closing, MiB':<44}{sizes[0]:>12.2f}{sizes[1]:>12.2f}{sizes[0] / sizes[1]:>9.2f}")
    among = chosen.duplicates_among
    with TemporaryDirectory(ignore_cleanup_errors=True) as name, closing(new_vault(Path(name))) as vault:
        find_duplicates(vault, say, customers=among, twins=max(1, among // 50), seed=chosen.seed)


if __name__ == "__main__":
    main()
