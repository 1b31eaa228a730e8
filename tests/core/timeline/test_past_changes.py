import pytest

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.choices import WON
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.timeline.past_changes import changes_of

pytestmark = pytest.mark.usefixtures("fixed_clock", "chinese")


@pytest.fixture
def steps(database):
    added = database.write("add", lambda session: commands.add(session, [Customer(name="甲", owner="王")]))
    customer = added.new_id(Kind.CUSTOMERS)
    database.write("change", lambda session: CUSTOMERS.change(session, customer, status=WON, owner=""))
    database.write("trash", lambda session: CUSTOMERS.trash(session, [customer]))
    return lambda **more: database.read(lambda connection: changes_of(connection, customer, **more))


def test_every_change_says_what_it_was_before_and_is_now(steps):
    _trashed, changed, created = steps()
    assert "合作状态：潜在 → 成交" in changed.body
    assert "负责人" in changed.body
    assert changed.body.endswith("→ （空）")
    assert changed.when == "11-23 09:30 · 王芳"
    assert "客户名称：甲" in created.body
    assert (created.title, changed.title) == ("新建", "修改")


def test_going_to_the_trash_is_told_in_words(steps):
    assert steps()[0].title == "移入或移出回收站"


def test_pages_join_to_the_whole_history(steps):
    whole = steps()
    first = steps(limit=2)
    assert first + steps(before=first[-1].key, limit=2) == whole
