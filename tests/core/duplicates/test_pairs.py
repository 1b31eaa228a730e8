from collections import Counter

import pytest

from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.choices import INDIVIDUAL
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.duplicates.decisions import decided, not_the_same
from desktop_crm.core.duplicates.evidence import Sign
from desktop_crm.core.duplicates.pairs import all_pairs
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.phone import parse_phone

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")

USCC = ("91310000MA4TP7FD8T", "91330100MAXX12RN8E")


@pytest.fixture
def add(database):
    def write(*customers):
        return database.write("add", lambda session: commands.add(session, customers)).added[Kind.CUSTOMERS]

    return write


@pytest.fixture
def pairs(database):
    def read():
        return {(pair.first, pair.second): pair for pair in database.read(all_pairs)}

    return read


def test_d_04_planted_pairs_are_found_and_hardly_any_other(database, planting, pairs):
    people, contacts, planted = planting.planted(planting.maker(), customers=1_700, twins=300, seed=11)
    database.write("add", lambda session: commands.add(session, people))
    database.write("add", lambda session: CONTACTS.add(session, contacts))
    found = pairs()
    missed = Counter(how for pair, how in planted.items() if pair not in found)
    false = [pair for pair in found if pair not in planted]
    assert len(planted) == 300
    assert len(set(planted.values())) == 11, "every way of entering a customer twice occurs"
    assert sum(missed.values()) <= 3, missed
    assert len(false) * 100 <= len(found)


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ({"name": "杭州云帆科技有限公司"}, {"name": "云帆科技(杭州)有限责任公司"}, Sign.NAME),
        ({"name": "杭州云帆科技有限公司"}, {"name": "浙江省杭州市云帆科技有限公司"}, Sign.NAME),
        ({"name": "杭州云帆科技有限公司"}, {"name": " 杭州云帆科技有限公司　"}, Sign.NAME),
        ({"name": "云帆科技有限公司", "region": "杭州市"}, {"name": "浙江云帆科技"}, Sign.NAME),
        ({"name": "云帆科技", "uscc": USCC[0]}, {"name": "更名后的公司", "uscc": USCC[0].lower()}, Sign.USCC),
        (
            {"name": "云帆科技有限公司", "phone": parse_phone("139 1234 5678")},
            {"name": "云帆", "phone": parse_phone("+86 13912345678")},
            Sign.PHONE,
        ),
        (
            {"name": "张三", "account_type": INDIVIDUAL, "phone": parse_phone("13912345678")},
            {"name": "章三", "account_type": INDIVIDUAL, "phone": parse_phone("139-1234-5678")},
            Sign.SOUND,
        ),
        (
            {"name": "张三", "account_type": INDIVIDUAL, "region": "上海市"},
            {"name": "张 三", "account_type": INDIVIDUAL, "region": "上海"},
            Sign.NAME,
        ),
    ],
)
def test_d_04_one_customer_entered_in_two_ways_is_found_with_the_reason(add, pairs, one, other, sign):
    first, second = add(Customer(**one), Customer(**other))
    assert sign in pairs()[(first, second)].signs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "杭州云帆科技有限公司"}, {"name": "上海云帆科技有限公司"}),
        ({"name": "云帆科技有限公司", "uscc": USCC[0]}, {"name": "云帆科技有限公司", "uscc": USCC[1]}),
        (
            {"name": "云帆科技有限公司", "phone": parse_phone("13912345678")},
            {"name": "晨光实业有限公司", "phone": parse_phone("13912345678")},
        ),
        (
            {"name": "张三", "account_type": INDIVIDUAL, "region": "上海", "phone": parse_phone("13912345678")},
            {"name": "张三", "account_type": INDIVIDUAL, "region": "上海", "phone": parse_phone("13812345678")},
        ),
        ({"name": "张三", "account_type": INDIVIDUAL}, {"name": "张三", "account_type": INDIVIDUAL}),
        ({"name": "云帆科技", "uscc": "无"}, {"name": "晨光实业", "uscc": "无"}),
    ],
)
def test_customers_who_only_look_alike_are_not_named(add, pairs, one, other):
    add(Customer(**one), Customer(**other))
    assert pairs() == {}


def test_nobody_is_the_same_as_two_who_are_not_the_same(add, pairs):
    limited, by_shares, vague = add(
        Customer(name="杭州云帆科技有限公司", uscc=USCC[0]),
        Customer(name="杭州云帆科技股份有限公司", uscc=USCC[1]),
        Customer(name="云帆科技(杭州)有限公司"),
    )
    assert pairs().keys() == {(limited, vague)}
    (short,) = add(Customer(name="云帆科技"))
    assert pairs().keys() == {(limited, vague), (limited, short), (vague, short)}
    assert not any(by_shares in pair for pair in pairs())


def test_of_two_equally_near_companies_neither_is_named(add, pairs):
    add(
        Customer(name="杭州云帆科技有限公司", uscc=USCC[0]),
        Customer(name="上海云帆科技有限公司", uscc=USCC[1]),
        Customer(name="云帆科技有限公司"),
    )
    assert pairs() == {}


def test_what_is_not_the_same_is_not_offered_again(add, pairs, database):
    first, second = add(Customer(name="云帆科技有限公司"), Customer(name="云帆科技"))
    assert pairs().keys() == {(first, second)}
    database.write("apart", lambda session: not_the_same(session, second, first))
    assert database.read(decided) == {(first, second)}
    assert pairs() == {}


def test_customers_in_the_trash_are_nobodys_duplicates(add, pairs, database):
    first, _second = add(Customer(name="云帆科技有限公司"), Customer(name="云帆科技"))
    database.write("trash", lambda session: CUSTOMERS.trash(session, [first]))
    assert pairs() == {}


def test_the_likeliest_pair_comes_first_and_its_reasons_are_words(add, database):
    add(
        Customer(name="云帆科技有限公司"),
        Customer(name="云帆科技"),
        Customer(name="晨光实业有限公司", uscc=USCC[0], phone=parse_phone("021-62345678")),
        Customer(name="晨光实业", uscc=USCC[0], phone=parse_phone("02162345678")),
    )
    found = database.read(all_pairs)
    assert [pair.words for pair in found] == ["Same USCC, Same phone number, Same name", "Same name"]


def test_a_number_that_many_share_makes_nobody_the_same(add, pairs):
    hotline = parse_phone("400-820-8820")
    add(
        *(Customer(name=f"{first}{second}商店", phone=hotline) for first in "云天海山星月" for second in "丰源泰和安康")
    )
    assert pairs() == {}


def test_progress_is_told_and_may_cancel(add, database):
    add(Customer(name="云帆科技有限公司"), Customer(name="云帆科技"))
    told = []
    database.read(lambda connection: all_pairs(connection, lambda done, total: told.append((done, total))))
    assert told[-1][0] == told[-1][1] > 0

    class CancelledError(Exception):
        pass

    def cancel(_done, _total):
        raise CancelledError

    with pytest.raises(CancelledError):
        database.read(lambda connection: all_pairs(connection, cancel))
