"""What an opportunity is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.deals.choices import LEAD
from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import CustomerId, DealId, NeedId
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal(Entity):
    """One sales opportunity (O-04). The fields are described in `fields.py`."""

    id: DealId = DealId(0)
    customer_id: CustomerId | None = None
    title: str = ""
    stage: str = LEAD
    amount: Money | None = None
    probability: int | None = None
    product: str = ""
    expected_close: Day | None = None
    owner: str = ""
    need_id: NeedId | None = None
    competitors: str = ""
    payment_terms: str = ""
    closed_on: Day | None = None
    lost_reason: str = ""
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
