"""What an order is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import ContractId, CustomerId, DealId, OrderId
from desktop_crm.core.orders.choices import ACTIVE
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Entity):
    """One purchase. The fields are described in `fields.py`."""

    id: OrderId = OrderId(0)
    customer_id: CustomerId | None = None
    ordered: Day | None = None
    product: str = ""
    amount: Money | None = None
    status: str = ACTIVE
    order_number: str = ""
    deal_id: DealId | None = None
    contract_id: ContractId | None = None
    payment_terms: str = ""
    owner: str = ""
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
