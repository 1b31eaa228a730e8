import pytest

from desktop_crm.core.customers.choices import AT_RISK, HIGH_VALUE, POTENTIAL, REGULAR, TIERS
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.settings import CADENCE_POTENTIAL_DAYS, Settings
from desktop_crm.core.tiers.playbooks import cadence_days, playbook, store_playbook


def test_g_09_every_tier_has_advice_in_both_languages(database, either_language):
    for choice in TIERS.choices:
        lines = database.read(lambda connection, code=choice.code: playbook(connection, code))
        assert lines
        chinese = all(any("\u4e00" <= character <= "\u9fff" for character in line) for line in lines)
        assert chinese == (either_language == "zh")


@pytest.mark.usefixtures("english")
def test_g_09_the_user_writes_his_own_advice_and_may_take_it_back(database):
    original = database.read(lambda connection: playbook(connection, AT_RISK))
    database.write("edit", lambda session: store_playbook(session, AT_RISK, [" 打电话 ", "", "登门"]))
    assert database.read(lambda connection: playbook(connection, AT_RISK)) == ["打电话", "登门"]
    database.write("edit", lambda session: store_playbook(session, AT_RISK, []))
    assert database.read(lambda connection: playbook(connection, AT_RISK)) == original


def test_f_07_the_cadence_follows_the_tier_unless_the_customer_has_its_own():
    nothing_set, plain = Settings({}), Customer(name="云帆")
    expected = {HIGH_VALUE: 7, POTENTIAL: 7, AT_RISK: 7, REGULAR: 15, "": None}
    assert {tier: cadence_days(nothing_set, plain, tier) for tier in expected} == expected
    assert cadence_days(nothing_set, Customer(name="云帆", cadence_days=30), HIGH_VALUE) == 30
    assert cadence_days(Settings({CADENCE_POTENTIAL_DAYS.name: 10}), plain, POTENTIAL) == 10


def test_f_12_on_demand_switches_the_cadence_off():
    assert cadence_days(Settings({}), Customer(name="云帆", cadence_days=3, on_demand=True), HIGH_VALUE) is None
