import pytest

from desktop_crm.core.customers.choices import CHURNED, COMPANY, INDIVIDUAL
from desktop_crm.core.customers.needed import findings
from desktop_crm.core.values.phone import parse_phone

pytestmark = pytest.mark.usefixtures("english")

PHONE = parse_phone("021-62345678")


@pytest.mark.parametrize("account_type", [COMPANY, INDIVIDUAL])
def test_d_07_name_and_phone_are_needed_for_either_account_type(account_type):
    found = findings({"account_type": account_type})
    assert [(finding.field, finding.blocking) for finding in found] == [("name", True), ("phone", True)]
    assert found[1].words == "Main phone is needed"
    assert findings({"account_type": account_type, "name": "云帆", "phone": PHONE}) == []


def test_what_was_decided_by_hand_asks_for_its_reason():
    values = {"name": "云帆", "phone": PHONE}
    assert [each.field for each in findings(values | {"status": CHURNED})] == ["churn_reason"]
    assert [each.field for each in findings(values | {"tier_override": "potential"})] == ["tier_reason"]
    assert findings(values | {"status": CHURNED, "churn_reason": "price"}) == []
    assert findings(values | {"tier_override": "potential", "tier_reason": "战略客户"}) == []


def test_who_referred_a_customer_is_asked_for_and_not_demanded():
    (finding,) = findings({"name": "云帆", "phone": PHONE, "source": "referral"})
    assert (finding.field, finding.blocking) == ("referrer", False)
