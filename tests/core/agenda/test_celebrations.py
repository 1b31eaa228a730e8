from datetime import date

import pytest

from desktop_crm.core.agenda.celebrations import celebrations
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.day import Day

pytestmark = pytest.mark.usefixtures("fixed_clock", "chinese")


def test_the_list_of_the_next_30_days_says_who_when_how_many_years_and_the_lunar_date(database, add_customer):
    company = add_customer(name="云帆", anniversary=Day("2016-11-25"))
    people = [
        Contact(customer_id=company, name="李娜", birthday=Day("1980-10-18"), birthday_lunar=True),
        Contact(customer_id=company, name="王一", birthday=Day("12-23")),
        Contact(customer_id=company, name="陈三", birthday=Day("1970-12-24")),
        Contact(name="无主", birthday=Day("1970-11-23")),
    ]
    database.write("add", lambda session: CONTACTS.add(session, people))
    found = database.read(celebrations)
    assert [(each.kind, each.name, each.customer, each.day, each.years, each.words) for each in found] == [
        (Kind.CONTACTS, "无主", "", date(2026, 11, 23), 56, ""),
        (Kind.CUSTOMERS, "云帆", "云帆", date(2026, 11, 25), 10, ""),
        (Kind.CONTACTS, "李娜", "云帆", date(2026, 11, 26), 46, "农历十月十八"),
        (Kind.CONTACTS, "王一", "云帆", date(2026, 12, 23), None, ""),
    ]
    assert len(database.read(lambda connection: celebrations(connection, 31))) == 5


def test_29_february_is_told_where_it_is_kept_on_another_day(database, add_customer):
    add_customer(name="云帆", anniversary=Day("2016-02-29"))
    (found,) = database.read(lambda connection: celebrations(connection, 0, date(2027, 2, 28)))
    assert (found.words, found.years) == ("2月29日", 11)
    (leap,) = database.read(lambda connection: celebrations(connection, 0, date(2028, 2, 29)))
    assert not leap.words
