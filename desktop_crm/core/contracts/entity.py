"""What a contract is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.contracts.choices import DRAFTING
from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import ContractId, CustomerId, DealId
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(Entity):
    """One contract (O-05). The fields are described in `fields.py`."""

    id: ContractId = ContractId(0)
    customer_id: CustomerId | None = None
    title: str = ""
    contract_number: str = ""
    status: str = DRAFTING
    signed_on: Day | None = None
    amount: Money | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    payment_terms: str = ""
    signed_by: str = ""
    deal_id: DealId | None = None
    owner: str = ""
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
