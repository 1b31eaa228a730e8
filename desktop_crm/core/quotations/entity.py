"""What a quotation is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import CustomerId, DealId, QuotationId
from desktop_crm.core.quotations.choices import QUOTATION, SENT
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation(Entity):
    """One proposal or quotation (O-06). The fields are described in `fields.py`."""

    id: QuotationId = QuotationId(0)
    customer_id: CustomerId | None = None
    title: str = ""
    kind: str = QUOTATION
    quotation_number: str = ""
    sent_on: Day | None = None
    amount: Money | None = None
    valid_until: Day | None = None
    status: str = SENT
    content: str = ""
    payment_terms: str = ""
    deal_id: DealId | None = None
    owner: str = ""
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
