"""Checks of the work on a book: encrypting, importing, searching, exporting and printing."""

from functools import partial

from desktop_crm.app.selftest.trial import Missing, Trial, expect, is_drawn
from desktop_crm.core.i18n import LANGUAGES, _

_PASSPHRASE = "a trial book that nobody keeps 7"  # noqa: S105 - of a book that is gone a moment later
_CUSTOMER = "杭州云帆科技有限公司"
_NOTE = "谈了预算与交付时间"
_CSV = f"客户名称,电话,统一社会信用代码,备注\n{_CUSTOMER},13800138000,91330106MA2CFLDG4R,{_NOTE}\n"


def check_book(trial: Trial) -> str:
    """A new book is encrypted, has today's schema, and is whole."""
    from desktop_crm.core import book as books
    from desktop_crm.core.database import migrate
    from desktop_crm.core.database.engine import connect
    from desktop_crm.core.database.integrity import problems
    from desktop_crm.core.database.migrations import HEAD
    from desktop_crm.core.vault.slots import FLOOR

    trial.made, _recovery_key = books.make(trial.folder / "book", _PASSPHRASE, "self-test", cost=FLOOR)
    trial.closing.callback(trial.made.close)
    path, key = trial.made.vault.database_path, trial.made.vault.keys.data_key
    connection = connect(path, key, read_only=True)
    try:
        cipher = str(connection.execute("PRAGMA cipher_version").fetchone()[0])
        version = migrate.schema_version(connection)
    finally:
        connection.close()
    expect(version == HEAD, f"{version} != {HEAD}")
    expect(not path.read_bytes().startswith(b"SQLite format"), _("the file is not encrypted"))
    expect(not (found := problems(path, key)), "; ".join(found))
    return f"SQLCipher {cipher}"


def check_import(trial: Trial) -> str:
    """A file is read in the process of its own that reads files, and taken in."""
    from desktop_crm.core.kinds import Kind
    from desktop_crm.core.transfer.importing import import_documents
    from desktop_crm.core.transfer.options import Options
    from desktop_crm.core.transfer.reading.sandbox import read_file

    path = trial.folder / "客户.csv"
    path.write_text(_CSV, encoding="gb18030")
    report = import_documents(trial.book.database, [read_file(path)], Options(Kind.CUSTOMERS))
    expect(report.counts[Kind.CUSTOMERS].added == 1, _("the customer was not taken"))
    expect(not report.warnings, "; ".join(doubt.reason for doubt in report.warnings))
    return ""


def check_sample(trial: Trial) -> str:
    """Made-up customers with all that belongs to them, in both languages."""
    from desktop_crm.core.kinds import Kind
    from desktop_crm.core.sample.generator import fill

    records = 0
    for code in LANGUAGES:
        counts = fill(trial.book.database, customers=4, interactions=12, seed=1, language=code)
        expect(counts[Kind.CUSTOMERS] == 4, code)
        records += sum(counts.values())
    return str(records)


def check_search(trial: Trial) -> str:
    """The text index finds words, pieces of Chinese, and names by their pinyin."""
    from desktop_crm.core.search.finding import find

    for words in ("云帆", "交付", "yunfan", "8000"):
        found = trial.book.read(partial(find, query=words))
        expect(any(hit.title == _CUSTOMER for hit in found), _("“{words}” was not found").format(words=words))
    return ""


def check_export(trial: Trial) -> str:
    """Every format that can be exported can be written; workbooks can be read again."""
    from desktop_crm.core.transfer.reading.sandbox import read_file
    from desktop_crm.core.transfer.writing.exporting import FORMATS, export

    for suffix in FORMATS:
        target = trial.folder / f"export{suffix}"
        export(trial.book.database, target)
        expect(target.stat().st_size, target.name)
    tables = read_file(trial.folder / "export.xlsx").tables
    expect(any(_CUSTOMER in map(str, row.cells) for table in tables for row in table.rows), "export.xlsx")
    return " ".join(FORMATS)


def check_print(trial: Trial) -> str:
    """A customer's summary becomes a PDF whose text can be read and whose page can be shown."""
    import pypdfium2  # type: ignore[import-untyped]  # it has no stubs

    from desktop_crm.core.documents.fonts import NoChineseFontError
    from desktop_crm.core.documents.forms import Form, page_of
    from desktop_crm.core.documents.printed_page import render_page
    from desktop_crm.core.documents.words import Audience
    from desktop_crm.core.ids import CustomerId
    from desktop_crm.core.search.finding import find
    from desktop_crm.ui.documents.page_images import page_image

    hit = trial.book.read(lambda connection: find(connection, "云帆"))[0]
    page = trial.book.read(
        lambda connection: page_of(
            connection, Form.SUMMARY, CustomerId(hit.id), audience=Audience.INTERNAL, printed_by="self-test"
        )
    )
    try:
        pdf = render_page(page).pdf
    except NoChineseFontError as error:
        raise Missing(error.message) from error
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    expect(_CUSTOMER in text.replace("\r\n", ""), _("the text of the page cannot be read"))
    image = page_image(pdf, 0, 1.0)
    expect(is_drawn(image), _("the page is empty"))
    return f"{len(pdf)} B"
