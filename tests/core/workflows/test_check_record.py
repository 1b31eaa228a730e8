import pytest

from desktop_crm.core.kinds import Kind
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.store import SATISFACTION
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.core.workflows.check_record import findings

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")


@pytest.fixture
def check(database):
    def ask(kind, values, record_id=None):
        return {
            each.field: each for each in database.read(lambda connection: findings(connection, kind, values, record_id))
        }

    return ask


def test_d_07_what_is_needed_blocks_and_a_doubt_about_format_does_not(check):
    found = check(
        Kind.CUSTOMERS,
        {
            "name": "云帆",
            "phone": parse_phone("12"),
            "email": "nobody",
            "uscc": "91310000MA1FL0000X",
            "founded": Day("去年"),
        },
    )
    assert found.keys() == {"phone", "email", "uscc", "founded"}
    assert not any(finding.blocking for finding in found.values())
    assert check(Kind.CUSTOMERS, {"name": "云帆"})["phone"].blocking


def test_d_05_a_good_record_is_not_scolded(check):
    values = {
        "name": "云帆",
        "phone": parse_phone("021-62345678"),
        "email": "info@example.com",
        "founded": Day("2018-05"),
    }
    assert check(Kind.CUSTOMERS, values) == {}


def test_a_field_has_one_finding_and_what_blocks_goes_first(check):
    assert check(Kind.NEEDS, {"title": "有降本需求"})["owner"].blocking
    found = check(Kind.NEEDS, {"customer_id": 1, "title": "有降本需求", "owner": "王芳", "due": Day("2026-12-01")})
    assert [(finding.field, finding.blocking) for finding in found.values()] == [("title", False)]


def test_v_02_a_score_that_fell_asks_for_a_reason(check, add_customer, database):
    customer_id = add_customer()
    before = Satisfaction(customer_id=customer_id, score=4, scored_on=Day("2026-08-01"))
    changes = database.write("add", lambda session: SATISFACTION.add(session, [before]))
    values = {"customer_id": customer_id, "score": 2, "scored_on": Day("2026-11-20")}
    assert check(Kind.SATISFACTION, values)["reason"].words == "The score fell from 4 to 2: say why"
    assert check(Kind.SATISFACTION, values | {"reason": "交付延迟"}) == {}
    assert check(Kind.SATISFACTION, values | {"score": 4}) == {}
    own_id = changes.new_id(Kind.SATISFACTION)
    assert check(Kind.SATISFACTION, values, own_id) == {}, "a score does not fall below itself"
    assert check(Kind.SATISFACTION, values | {"scored_on": Day("2026-07-01")}) == {}, "nor below one that came later"
