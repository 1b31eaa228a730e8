"""What a decision step is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.chain.choices import PENDING
from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import ContactId, CustomerId, DealId, DecisionStepId


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionStep(Entity):
    """One step of a customer's decision chain (K-08); steps are ordered by `position`.

    The fields are described in `fields.py`.
    """

    id: DecisionStepId = DecisionStepId(0)
    customer_id: CustomerId | None = None
    position: int | None = None
    name: str = ""
    role: str = ""
    contact_id: ContactId | None = None
    state: str = PENDING
    attitude: str = ""
    deal_id: DealId | None = None
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
