"""What the list of customers offers is answered from indexes: their rows, which may be long, are read page by page."""

import pytest
from sqlalchemy import event

from desktop_crm.core.customers.choosing import MoreOrder, chosen_ids, words_in_use
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.listing import Order
from desktop_crm.core.fields import FieldType

LISTS = {FieldType.CHOICE, FieldType.CHOICES, FieldType.TAGS}
FILTERED = [field.name for field in FIELDS.stored if field.type in LISTS and field.name != "former_numbers"] + ["owner"]


@pytest.fixture
def rows_read(database):
    """The steps in which answering a question reads the rows of customers, not an index that holds all it wants."""

    def planned(question):
        asked = []

        def plan(connection):
            event.listen(connection, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
            question(connection)
            return [
                row[3]
                for statement, parameters in list(asked)
                if statement.startswith("SELECT")
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            ]

        steps = [step for step in database.read(plan) if step.startswith(("SCAN customers", "SEARCH customers"))]
        assert steps != []
        return [step for step in steps if "COVERING INDEX" not in step]

    return planned


@pytest.mark.parametrize("order", [*Order, *MoreOrder])
def test_no_order_reads_rows(rows_read, order):
    assert rows_read(lambda connection: chosen_ids(connection, order)) == []


@pytest.mark.parametrize("name", FILTERED)
def test_no_filter_reads_rows_alone_or_with_others(rows_read, name):
    assert rows_read(lambda connection: chosen_ids(connection, Order.NAME, filters={name: "x"})) == []
    several = {"owner": "x", "industry": "x", "status": "x", name: "x"}
    assert rows_read(lambda connection: chosen_ids(connection, MoreOrder.OWNER, filters=several)) == []


@pytest.mark.parametrize("name", FILTERED)
def test_offering_the_words_in_use_reads_no_rows(rows_read, name):
    assert rows_read(lambda connection: words_in_use(connection, name)) == []
