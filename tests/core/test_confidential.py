"""Confidential values: they lie as ciphertext alone, only the cleared see them, and undo keeps it so (P-04)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_crm.core.backup.checking import check
from desktop_crm.core.book import Book, make, open_book
from desktop_crm.core.contacts.store import CONTACTS, of_customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import fulltext, tailoring_store
from desktop_crm.core.database.clearance import NotClearedError
from desktop_crm.core.documents.customer_summary import summary_page
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.fields import Field
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.store import NEEDS
from desktop_crm.core.search.finding import find
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import Options
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.writing.exporting import export
from desktop_crm.core.values.money import parse_money_range
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.core.vault.slots import Cost
from desktop_crm.core.workflows.erase import erase
from desktop_crm.core.workflows.keep_confidential import keep_confidential
from desktop_crm.core.workflows.save_record import add_record, change_record

PASSPHRASE = "correct horse battery"
CHEAP = Cost(memory_kib=64 * 1024, passes=3, lanes=4)
SECRET = "三年内收购竞争对手"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    opened, _key = make(tmp_path / "vault", PASSPHRASE, "王芳", cost=CHEAP)
    with opened:
        yield opened


@pytest.fixture
def customer(book: Book) -> CustomerId:
    changes = book.write(
        "add_customers",
        lambda session: add_record(session, Kind.CUSTOMERS, name="云帆科技有限公司", account_plan=SECRET),
    )
    return CustomerId(changes.new_id(Kind.CUSTOMERS))


def _mark(book: Book, customer: CustomerId, field: str = "account_plan") -> None:
    book.write("mark_confidential", lambda session: CUSTOMERS.mark(session, [customer], field))


def _plan(book: Book, customer: CustomerId) -> str:
    found = book.read(lambda connection: CUSTOMERS.get(connection, customer))
    assert found is not None
    return found.account_plan


def _column(book: Book, column: str = "account_plan") -> object:
    return book.read(lambda connection: connection.exec_driver_sql(f"SELECT {column} FROM customers").scalar())


def test_p_04_a_marked_value_leaves_its_column_and_is_still_read(book: Book, customer: CustomerId) -> None:
    _mark(book, customer)
    assert _column(book) is None
    assert _plan(book, customer) == SECRET
    assert book.read(lambda connection: CUSTOMERS.secrets(connection, [customer])) == {
        customer: frozenset({"account_plan"})
    }


def test_p_04_it_is_still_there_when_the_book_is_opened_again(book: Book, customer: CustomerId) -> None:
    _mark(book, customer)
    folder = book.vault.folder
    book.close()
    with open_book(folder, PASSPHRASE) as again:
        assert _plan(again, customer) == SECRET


def test_p_04_a_change_after_the_mark_is_nowhere_in_plain(book: Book, customer: CustomerId) -> None:
    _mark(book, customer)
    book.write(
        "change_customers", lambda session: change_record(session, Kind.CUSTOMERS, customer, account_plan="卖掉子公司")
    )
    assert _plan(book, customer) == "卖掉子公司"
    assert _column(book) is None
    journal = book.read(lambda connection: connection.exec_driver_sql("SELECT changes FROM journal").scalars().all())
    assert not any("卖掉" in (text or "") for text in journal)
    assert not book.read(lambda connection: fulltext.search(connection, "卖掉子公司", 10))


def test_p_04_saving_something_else_leaves_the_ciphertext_as_it_is(book: Book, customer: CustomerId) -> None:
    _mark(book, customer)
    query = "SELECT ciphertext FROM secret_values"
    before = book.read(lambda connection: connection.exec_driver_sql(query).scalar())
    book.write("change_customers", lambda session: CUSTOMERS.change(session, customer, notes="新"))
    assert book.read(lambda connection: connection.exec_driver_sql(query).scalar()) == before


def test_p_04_an_emptied_value_stays_marked(book: Book, customer: CustomerId) -> None:
    _mark(book, customer)
    book.write("change_customers", lambda session: CUSTOMERS.change(session, customer, account_plan=""))
    assert _plan(book, customer) == ""
    assert book.read(lambda connection: CUSTOMERS.secrets(connection, [customer]))


def test_p_04_undo_and_redo_of_mark_change_and_unmark(book: Book, customer: CustomerId) -> None:
    _mark(book, customer)
    book.write("change_customers", lambda session: CUSTOMERS.change(session, customer, account_plan="新"))
    book.write("unmark_confidential", lambda session: CUSTOMERS.unmark(session, [customer], "account_plan"))
    assert (_column(book), _plan(book, customer)) == ("新", "新")
    book.steps.undo()
    assert (_column(book), _plan(book, customer)) == (None, "新")
    book.steps.undo()
    assert (_column(book), _plan(book, customer)) == (None, SECRET)
    book.steps.undo()
    assert (_column(book), _plan(book, customer)) == (SECRET, SECRET)
    for _step in range(3):
        book.steps.redo()
    assert (_column(book), _plan(book, customer)) == ("新", "新")
    assert check(book) == []


def test_p_04_values_of_every_layout_come_back(book: Book, customer: CustomerId) -> None:
    values = {
        "annual_revenue": parse_money_range("3000万"),
        "phone": parse_phone("13912345678"),
        "need_tags": ("甲", "乙"),
        "own_1": "自有",
    }
    own = Field("own_1", "自有说明")
    book.write("tailor", lambda session: tailoring_store.store_fields(session, Kind.CUSTOMERS, [own]))
    book.write("change_customers", lambda session: CUSTOMERS.change(session, customer, **values))
    for name in values:
        _mark(book, customer, name)
    found = book.read(lambda connection: CUSTOMERS.get(connection, customer))
    assert {name: getattr(found, name) for name in values} == values
    assert [
        _column(book, name) for name in ("annual_revenue_low_cents", "phone", "phone_e164", "need_tags", "own")
    ] == [None] * 5
    assert check(book) == []


def test_p_04_what_the_program_goes_by_cannot_be_marked(book: Book, customer: CustomerId) -> None:
    for name in ("name", "number", "status", "confidential"):
        with pytest.raises(ValueError, match=name):
            _mark(book, customer, name)


def test_p_04_fields_that_always_are_confidential(book: Book, customer: CustomerId) -> None:
    book.write("tailor", lambda session: keep_confidential(session, Kind.CUSTOMERS, ["account_plan"]))
    assert (_column(book), _plan(book, customer)) == (None, SECRET)
    changes = book.write(
        "add_customers", lambda session: add_record(session, Kind.CUSTOMERS, name="乙公司", account_plan="另一个计划")
    )
    other = CustomerId(changes.new_id(Kind.CUSTOMERS))
    assert _plan(book, other) == "另一个计划"
    columns = book.read(
        lambda connection: connection.exec_driver_sql("SELECT account_plan FROM customers").scalars().all()
    )
    assert columns == [None, None]
    book.steps.undo()
    assert book.read(lambda connection: connection.exec_driver_sql("SELECT count(*) FROM secret_values").scalar()) == 1


def test_p_04_who_is_not_cleared_sees_and_changes_nothing(book: Book, customer: CustomerId) -> None:
    _mark(book, customer)
    book.database.presenting = True
    assert _plan(book, customer) == ""
    assert book.read(lambda connection: find(connection, "收购")) == []
    with pytest.raises(NotClearedError):
        book.write("change_customers", lambda session: CUSTOMERS.change(session, customer, account_plan="x"))
    book.write("change_customers", lambda session: CUSTOMERS.change(session, customer, notes="等等"))
    assert not _told(book, customer)
    book.database.presenting = False
    assert _plan(book, customer) == SECRET


def _told(book: Book, customer: CustomerId) -> bool:
    steps = book.read(lambda connection: history(connection, CUSTOMERS, customer))
    return any(SECRET in (change.old, change.new) for step in steps for change in step.changes)


def test_p_04_the_cleared_find_it_by_its_words(book: Book, customer: CustomerId) -> None:
    _mark(book, customer)
    assert [each.id for each in book.read(lambda connection: find(connection, "收购 对手"))] == [customer]
    book.write("trash", lambda session: CUSTOMERS.trash(session, [customer]))
    assert book.read(lambda connection: find(connection, "收购")) == []


def test_p_04_it_stays_out_of_files_and_papers_unless_asked_for(
    book: Book, customer: CustomerId, tmp_path: Path
) -> None:
    _mark(book, customer)
    _mark(book, customer, "special_requirements")
    book.write("c", lambda session: CUSTOMERS.change(session, customer, special_requirements="要秘密交货"))
    export(book.database, tmp_path / "a.json")
    export(book.database, tmp_path / "b.json", confidential=True)
    assert SECRET not in (tmp_path / "a.json").read_text("utf-8")
    assert SECRET in (tmp_path / "b.json").read_text("utf-8")

    def page(*, confidential: bool) -> str:
        return repr(
            book.read(
                lambda connection: summary_page(
                    connection, customer, audience=Audience.INTERNAL, printed_by="王芳", confidential=confidential
                )
            )
        )

    assert "要秘密交货" not in page(confidential=False)
    assert "要秘密交货" in page(confidential=True)
    details = book.read(
        lambda connection: (
            connection.exec_driver_sql("SELECT details FROM actions WHERE verb = 'export'").scalars().all()
        )
    )
    assert [json.loads(text).get("confidential", False) for text in details] == [False, True]


def test_p_04_check_tells_altered_and_open_values(book: Book, customer: CustomerId, english: str) -> None:
    _mark(book, customer)
    assert check(book) == []
    with book.database._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE secret_values SET field = 'notes'")
    assert any("cannot be read" in problem for problem in check(book))
    with book.database._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE secret_values SET field = 'account_plan'")
        connection.exec_driver_sql("UPDATE customers SET account_plan = 'x'")
    assert any("lies open" in problem for problem in check(book))


def test_p_04_erasing_takes_the_ciphertext_along(book: Book, customer: CustomerId) -> None:
    _mark(book, customer)
    book.write("erase", lambda session: erase(session, Kind.CUSTOMERS, [customer]).changes)
    assert book.read(lambda connection: connection.exec_driver_sql("SELECT count(*) FROM secret_values").scalar()) == 0


def test_p_04_stores_of_other_kinds_fill_them_too(book: Book, customer: CustomerId) -> None:
    contact = book.write(
        "add_contacts",
        lambda session: add_record(session, Kind.CONTACTS, customer_id=customer, name="李雷", key_concerns=SECRET),
    ).new_id(Kind.CONTACTS)
    need = book.write(
        "add_needs",
        lambda session: add_record(
            session, Kind.NEEDS, customer_id=customer, title="x", budget=parse_money_range("3万")
        ),
    ).new_id(Kind.NEEDS)
    book.write("m", lambda session: CONTACTS.mark(session, [contact], "key_concerns"))
    book.write("m", lambda session: NEEDS.mark(session, [need], "budget"))
    assert book.read(lambda connection: of_customer(connection, customer))[0].key_concerns == SECRET
    assert book.read(lambda connection: NEEDS.get(connection, need)).budget == parse_money_range("3万")


def test_p_04_marks_go_into_another_book_and_the_values_never_lie_open_there(
    book: Book, customer: CustomerId, tmp_path: Path
) -> None:
    book.write("mark_confidential", lambda session: CUSTOMERS.mark(session, [customer], "competitors"))
    _mark(book, customer)
    export(book.database, tmp_path / "all.json", confidential=True)
    other, _key = make(tmp_path / "other", PASSPHRASE, "李四", cost=CHEAP)
    with other:
        import_documents(other.database, [read_file(tmp_path / "all.json")], Options())
        assert (_column(other), _plan(other, customer)) == (None, SECRET)
        marked = other.read(lambda connection: CUSTOMERS.secrets(connection, [customer]))
        assert marked == {customer: frozenset({"account_plan", "competitors"})}
        journal = other.read(
            lambda connection: connection.exec_driver_sql("SELECT changes FROM journal").scalars().all()
        )
        assert not any(SECRET in (text or "") for text in journal)
        assert check(other) == []
