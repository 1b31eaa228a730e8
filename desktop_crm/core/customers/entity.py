"""What a customer is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.customers.choices import COMPANY, PROSPECT
from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import MoneyRange
from desktop_crm.core.values.phone import Phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer(Entity):
    """A company or an individual. The fields are described in `fields.py`."""

    id: CustomerId = CustomerId(0)
    number: str = ""
    former_numbers: tuple[str, ...] = ()
    account_type: str = COMPANY
    name: str = ""
    status: str = PROSPECT
    status_note: str = ""
    status_since: Day | None = None
    churn_reason: str = ""
    owner: str = ""
    source: str = ""
    referrer: str = ""
    campaign: str = ""
    flags: tuple[str, ...] = ()
    tier_override: str = ""
    tier_reason: str = ""
    industry_potential: str = ""
    cadence_days: int | None = None
    on_demand: bool = False
    account_plan: str = ""
    need_tags: tuple[str, ...] = ()
    uscc: str = ""
    industry: str = ""
    size: str = ""
    founded: Day | None = None
    gender: str = ""
    age_band: str = ""
    occupation: str = ""
    phone: Phone | None = None
    email: str = ""
    wechat: str = ""
    wechat_remark: str = ""
    website: str = ""
    region: str = ""
    office_address: str = ""
    registered_address: str = ""
    home_address: str = ""
    ownership: str = ""
    main_business: str = ""
    annual_revenue: MoneyRange | None = None
    target_customers: str = ""
    competitors: str = ""
    interests: str = ""
    buying_habits: str = ""
    purchase_history: str = ""
    product_usage: str = ""
    first_contact: Day | None = None
    anniversary: Day | None = None
    open_issues: str = ""
    special_requirements: str = ""
    risk_alert: str = ""
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
