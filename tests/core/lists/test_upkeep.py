import pytest

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.upkeep import due_lines
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.core.workflows.verify_records import Due, due_at_month_end, verify

pytestmark = pytest.mark.usefixtures("fixed_clock", "chinese")


def test_d_03_a_line_says_whose_which_fields_with_their_values_and_when_one_was_found_right(database, add_customer):
    company = add_customer(name="云帆", phone=parse_phone("021-62345678"), email="info@example.com")
    person = Contact(customer_id=company, name="李娜", wechat="lina")
    added = database.write("add", lambda session: CONTACTS.add(session, [person])).new_id(Kind.CONTACTS)
    database.write("verify", lambda session: verify(session, Kind.CUSTOMERS, company, ["phone"]))
    due = database.read(due_at_month_end)
    lines = database.read(lambda connection: due_lines(connection, due))
    assert (lines[company].customer, lines[company].fields) == ("云帆", (("邮件", "info@example.com"),))
    assert (lines[company].last.author, lines[company].last.void) == ("王芳", False)
    assert (lines[added].customer, lines[added].record, lines[added].fields, lines[added].last) == (
        "云帆",
        "李娜",
        (("微信", "lina"),),
        None,
    )


def test_a_record_that_is_no_more_has_no_line(database, add_customer):
    due = Due(Kind.CONTACTS, 42, add_customer(), ("phone",))
    assert database.read(lambda connection: due_lines(connection, [due])) == {}
