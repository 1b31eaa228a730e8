"""The journal tells what came in and went out, newest first."""

from functools import partial

from desktop_crm.core.journal.transfers import EXPORT, IMPORT, PRINT, note_print, transfers
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import Options
from desktop_crm.core.transfer.reading.tables import Document, Row, Table
from desktop_crm.core.transfer.writing.exporting import export


def _import(database) -> None:
    table = Table("", None, ("客户名称", "联系人"), (Row(2, ("青山", "")), Row(3, ("绿水", ""))))
    import_documents(database, [Document("名单.csv", "utf-8", (table,))], Options(kind=Kind.CUSTOMERS))


def test_imports_exports_and_prints_are_told_with_their_counts(database, tmp_path):
    _import(database)
    export(database, tmp_path / "all.json")
    database.write(PRINT, partial(note_print, title="客户摘要 · 青山", pages=1, sha256="00", file="青山.pdf"))
    printed, written, taken = database.read(partial(transfers, most=10))
    assert (printed.verb, printed.files) == (PRINT, ("客户摘要 · 青山", "青山.pdf"))
    assert (written.verb, written.files, written.counts[Kind.CUSTOMERS]) == (EXPORT, ("all.json",), 2)
    assert (taken.verb, taken.files, dict(taken.counts)) == (IMPORT, ("名单.csv",), {Kind.CUSTOMERS: 2})
    assert taken.author == "王芳"


def test_no_more_are_told_than_asked_for_and_nothing_else_is(database, add_customer):
    add_customer()
    for _time in range(3):
        _import(database)
    assert [each.verb for each in database.read(partial(transfers, most=10))] == [IMPORT] * 3
    assert len(database.read(partial(transfers, most=2))) == 2
