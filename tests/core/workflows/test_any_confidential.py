"""Whether what is about to leave the book is confidential: its field, in this record or in all, or the record."""

import pytest

from desktop_crm.core import book as books
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.vault.slots import FLOOR
from desktop_crm.core.workflows.keep_confidential import any_confidential, keep_confidential
from desktop_crm.core.workflows.save_record import add_record


@pytest.fixture
def book(tmp_path):
    made, _key = books.make(tmp_path / "vault", "青山 prize lantern 42 水渠", "王芳", cost=FLOOR)
    with made:
        yield made


@pytest.fixture
def add(book):
    def add(kind=Kind.CUSTOMERS, **values):
        return book.write("add", lambda session: add_record(session, kind, **values)).new_id(kind)

    return add


@pytest.fixture
def ask(book):
    def ask(ids, *names, kind=Kind.CUSTOMERS):
        return book.read(lambda connection: any_confidential(connection, kind, ids, names))

    return ask


def test_nothing_is_until_somebody_says_so(add, ask):
    assert not ask([add(name="云帆", notes="秘密")], "name", "notes")
    assert not ask([], "name")


def test_a_field_marked_in_one_record_is_so_there_alone(book, add, ask):
    marked, other = add(name="云帆", notes="秘密"), add(name="蓝海", notes="别的")
    book.write("mark", lambda session: CUSTOMERS.mark(session, [marked], "notes"))
    assert ask([marked], "notes")
    assert ask([other, marked], "name", "notes")
    assert not ask([marked], "name")
    assert not ask([other], "notes")


def test_a_field_that_always_is_confidential(book, add, ask):
    book.write("keep", lambda session: keep_confidential(session, Kind.CUSTOMERS, ["notes"]))
    customer = add(name="云帆", notes="秘密")
    assert ask([customer], "notes")
    assert not ask([customer], "email")


def test_a_record_that_is_confidential_as_a_whole(add, ask):
    assert ask([add(name="云帆"), add(name="蓝海", confidential=True)], "name")


def test_a_kind_whose_records_cannot_be_so_as_a_whole(add, ask):
    material = add(Kind.MATERIALS, title="政策解读")
    assert not ask([material], "title", kind=Kind.MATERIALS)
