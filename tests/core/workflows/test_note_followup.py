from datetime import UTC, datetime

import pytest

from desktop_crm.core import clock
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.database import settings_store
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import DEFAULT_TIME
from desktop_crm.core.values.day import Day
from desktop_crm.core.workflows.note_followup import note_followup, understand
from desktop_crm.core.workflows.trash_customer import trash_customer


@pytest.fixture
def add_contact(database):
    def add(customer_id: int | None, name: str, **fields) -> int:
        contact = Contact(customer_id=customer_id, name=name, **fields)
        return database.write("add", lambda session: CONTACTS.add(session, [contact])).new_id(Kind.CONTACTS)

    return add


@pytest.fixture
def noted(database, fixed_clock, chinese):
    """What a line means, said at half past nine on Monday, November 23, 2026."""
    return lambda words: database.read(lambda connection: understand(connection, words, "王芳"))


@pytest.fixture
def yunfan(add_customer):
    return add_customer(name="云帆信息科技(上海)有限公司")


def test_a_full_line_is_understood_and_kept(database, noted, yunfan, add_contact):
    person = add_contact(yunfan, "张三")
    meant = noted("下周三 14:00 打电话回访张总 报价 #云帆 !高")
    assert (meant.customer, meant.contact, meant.candidates, meant.past) == (
        *("云帆信息科技(上海)有限公司", "张三"),
        *((), False),
    )
    followup_id = database.write("add", lambda session: note_followup(session, meant)).new_id(Kind.FOLLOWUPS)
    kept = database.read(lambda connection: FOLLOWUPS.get(connection, followup_id))
    assert (kept.customer_id, kept.contact_id, kept.title) == (yunfan, person, "打电话回访张总 报价")
    assert kept.due.iso() == "2026-12-02T14:00:00+08:00"
    assert (kept.due.all_day, kept.due.zone) == (False, "Asia/Shanghai")
    assert (kept.priority, kept.methods, kept.owner, kept.status) == ("high", ("phone",), "王芳", "open")


def test_understanding_writes_nothing(database, noted, yunfan):
    noted("明天 回访 #云帆")
    assert database.read(FOLLOWUPS.count) == 0


@pytest.mark.parametrize("line", ["回访张总 #云帆", "联系张三 #云帆", "call Zhang #云帆"])
def test_the_person_is_one_of_that_customer(noted, yunfan, add_customer, add_contact, line):
    other = add_customer(name="振华贸易")
    name = "Zhang Wei" if "Zhang" in line else "张三"
    person = add_contact(yunfan, name)
    add_contact(other, name)
    assert noted(line).followup.contact_id == person


def test_the_only_person_so_called_brings_the_customer(noted, yunfan, add_contact):
    person = add_contact(yunfan, "欧阳明")
    meant = noted("明天 拜访欧阳经理")
    assert (meant.followup.contact_id, meant.followup.customer_id) == (person, yunfan)
    assert meant.customer == "云帆信息科技(上海)有限公司"


def test_a_person_without_a_customer_is_noted_without_one(noted, add_contact):
    person = add_contact(None, "李伟")
    meant = noted("明天 联系李伟")
    assert (meant.followup.contact_id, meant.followup.customer_id, meant.customer) == (person, None, "")


def test_of_several_persons_none_is_guessed(noted, yunfan, add_customer, add_contact):
    add_contact(yunfan, "张三")
    add_contact(yunfan, "张伟")
    assert noted("回访张总 #云帆").followup.contact_id is None
    assert noted("回访张总 #云帆").followup.customer_id == yunfan
    add_contact(add_customer(name="振华贸易"), "张伟")
    assert noted("回访张总").followup.customer_id is None
    assert noted("联系张伟").followup.contact_id is None


def test_a_whole_name_is_never_taken_for_another_of_the_same_surname(noted, yunfan, add_contact):
    add_contact(yunfan, "李超")
    assert noted("联系李伟 #云帆").followup.contact_id is None


def test_who_has_left_is_not_meant(noted, yunfan, add_contact):
    add_contact(yunfan, "张三", left_on=Day("2026-01"))
    person = add_contact(yunfan, "张伟")
    assert noted("回访张总 #云帆").followup.contact_id == person


def test_a_tag_that_names_no_customer_stays_in_the_title(noted, add_customer):
    add_customer(name="振华贸易", notes="要求报价", office_address="上海市浦东新区")
    meant = noted("明天 寄样品 #报价 #上海")
    assert (meant.followup.title, meant.followup.customer_id, meant.customer) == ("寄样品 #报价 #上海", None, "")


def test_the_first_tag_that_names_a_customer_is_its_and_the_others_stay(noted, yunfan):
    meant = noted("明天 寄样品 #报价 #云帆 #急件")
    assert (meant.followup.title, meant.followup.customer_id) == ("寄样品 #报价 #急件", yunfan)


@pytest.mark.parametrize("tag", ["yunfan", "yf", "客户-2026-001", "云帆信息科技(上海)有限公司"])
def test_a_tag_may_be_pinyin_a_number_or_the_whole_name(noted, yunfan, tag):
    assert noted(f"明天 回访 #{tag}").followup.customer_id == yunfan


def test_the_name_that_fits_best_decides(noted, yunfan, add_customer):
    exact = add_customer(name="云帆")
    assert noted("明天 回访 #云帆").followup.customer_id == exact
    assert noted("明天 回访 #云帆信息").followup.customer_id == yunfan


def test_of_several_customers_none_is_guessed_but_the_person_may_decide(noted, yunfan, add_customer, add_contact):
    add_customer(name="云帆贸易有限公司")
    meant = noted("明天 回访张总 #云帆")
    assert (meant.followup.customer_id, meant.followup.title) == (None, "回访张总 #云帆")
    assert sorted(map(str, meant.candidates)) == [
        "客户-2026-001 云帆信息科技(上海)有限公司",
        "客户-2026-002 云帆贸易有限公司",
    ]
    add_contact(yunfan, "张三")
    meant = noted("明天 回访张总 #云帆")
    assert (meant.followup.customer_id, meant.candidates) == (yunfan, ())


def test_a_customer_in_the_trash_is_not_named_by_a_tag(database, noted, yunfan):
    database.write("trash", lambda session: trash_customer(session, yunfan))
    assert noted("明天 回访 #云帆").followup.customer_id is None


def test_without_a_date_it_is_due_at_no_time(noted):
    meant = noted("整理名片")
    assert (meant.followup.title, meant.followup.due, meant.past) == ("整理名片", None, False)


def test_a_day_alone_is_due_at_the_time_of_the_setting(database, noted):
    assert noted("明天 寄样品").followup.due.iso() == "2026-11-24T09:00:00+08:00"
    database.write("set", lambda session: settings_store.store(session, DEFAULT_TIME, "16:45"))
    assert noted("明天 寄样品").followup.due.iso() == "2026-11-24T16:45:00+08:00"
    assert noted("今天 寄样品").followup.due.iso() == "2026-11-23T16:45:00+08:00"


def test_today_is_the_rest_of_the_day_when_that_time_is_over(noted):
    due = noted("今天 寄样品").followup.due  # it is half past nine
    assert due.all_day
    assert due.iso() == "2026-11-23T00:00:00+08:00"


def test_a_past_date_is_kept_and_pointed_out(noted):
    meant = noted("昨天 寄样品")
    assert meant.past
    assert meant.followup.due.iso() == "2026-11-22T09:00:00+08:00"


def test_a_recurrence_is_kept_with_its_first_time(noted):
    followup = noted("每周一 10:00 周报").followup
    assert (followup.title, followup.recurrence) == ("周报", "RRULE:FREQ=WEEKLY;BYDAY=MO")
    assert followup.due.iso() == "2026-11-23T10:00:00+08:00"


def test_the_time_is_that_of_the_user_s_zone(database, chinese):
    with clock.fixed(datetime(2026, 11, 23, 1, 30, tzinfo=UTC), "Europe/Berlin"):
        meant = database.read(lambda connection: understand(connection, "明天 14:00 寄样品", ""))
    assert (meant.followup.due.iso(), meant.followup.due.zone) == ("2026-11-24T14:00:00+01:00", "Europe/Berlin")


def test_a_date_for_a_customer_alone_is_a_return_visit(noted, yunfan):
    assert noted("明天 #云帆").followup.title == "回访"


@pytest.mark.parametrize("words", ["", "   ", "明天 14:00", "!高"])
def test_a_line_without_anything_to_do_is_refused(noted, words):
    with pytest.raises(RefusedError):
        noted(words)
