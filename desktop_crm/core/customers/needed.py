"""What a customer's record needs before it is whole enough to be saved by hand (D-07): it depends on the account type.

An import takes what it gets; what a record that came so lacks is told by its completeness.
"""

from collections.abc import Mapping
from typing import Any

from desktop_crm.core.customers.choices import CHURNED, COMPANY, INDIVIDUAL
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.findings import Finding
from desktop_crm.core.i18n import _

# 必填 for companies is the switchboard (C-13), for individuals their own number (C-18).
NEEDED = {COMPANY: ("name", "phone"), INDIVIDUAL: ("name", "phone")}


def findings(values: Mapping[str, Any]) -> list[Finding]:
    """What a customer's values lack, by field; a company's lack of a primary contact is told by its completeness."""
    account_type = values.get("account_type") or COMPANY
    found = [_missing(name) for name in NEEDED[account_type] if not values.get(name)]
    if values.get("status") == CHURNED and not values.get("churn_reason"):
        found.append(Finding("churn_reason", _("Say why the customer left"), blocking=True))
    if values.get("tier_override") and not values.get("tier_reason"):
        found.append(Finding("tier_reason", _("Say why the tier is set by hand"), blocking=True))
    if values.get("source") == "referral" and not values.get("referrer"):
        found.append(Finding("referrer", _("Say who referred the customer")))
    return found


def _missing(name: str) -> Finding:
    label = FIELDS[name].label
    return Finding(name, _("{field} is needed").format(field=_(label)), blocking=True)
