import pytest

from desktop_crm.core.backup.checking import check
from desktop_crm.core.database.engine import connect


@pytest.fixture
def tampered(place):
    """Runs a statement on the database behind the program's back, then says what the check finds."""

    def tampered(*statements):
        with place.open() as book:
            key = book.vault.keys.data_key
        connection = connect(place.folder / "data.db", key)
        for statement in statements:
            connection.execute(statement)
        connection.close()
        with place.open() as book:
            return check(book)

    return tampered


def test_a_whole_book_has_no_problems(book, add_customer):
    assert check(book) == []
    add_customer(book, "A·B（中国）股份公司 #7")
    assert check(book) == []


def test_a_changed_journal_is_found(tampered):
    assert len(tampered("UPDATE journal SET changes = replace(changes, '云', '雨') WHERE id = 40")) == 1


def test_a_missing_action_is_found(tampered):
    assert tampered("PRAGMA foreign_keys=OFF", "DELETE FROM journal WHERE action_id = (SELECT min(id) FROM actions)")


def test_a_number_that_nobody_was_given_is_found(tampered):
    found = tampered("UPDATE customers SET number = '客户-1999-001' WHERE id = (SELECT min(id) FROM customers)")
    assert any("客户-1999-001" in problem for problem in found)


def test_a_record_that_search_cannot_find_is_found(tampered):
    assert tampered("DELETE FROM search_index WHERE rowid = (SELECT max(id) FROM interactions)") != []


def test_an_entry_of_the_index_without_a_record_is_found(tampered):
    assert len(tampered("INSERT INTO search_index(rowid, tokens) VALUES (1, 'x')")) == 1


def test_words_of_the_index_that_are_not_the_record_are_found(tampered):
    found = tampered("INSERT OR REPLACE INTO search_index(rowid, tokens) SELECT id, 'x' FROM interactions")
    assert len(found) == 30


def test_a_value_that_cannot_be_read_is_found(tampered):
    assert tampered("UPDATE customers SET former_numbers = 'not JSON' WHERE id = (SELECT max(id) FROM customers)")


def test_a_missing_column_is_found(tampered):
    (problem,) = tampered("ALTER TABLE orders DROP COLUMN payment_terms")
    assert "payment_terms" in problem


def test_an_anchor_that_is_gone_is_found(place):
    (place.folder / "commit.seq").unlink()
    with place.open() as book:
        assert len(check(book)) == 1


def test_an_older_database_than_its_anchor_is_found(place):
    with place.open() as book:
        book.vault.anchor.record(99)
        (problem,) = check(book)
        assert "99" in problem


def test_a_damaged_file_is_found(place):
    database = place.folder / "data.db"
    with place.open() as book:
        book.database.close()
        content = bytearray(database.read_bytes())
        content[len(content) // 2] ^= 1
        database.write_bytes(content)
        assert check(book) != []
