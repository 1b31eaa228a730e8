"""What a gift is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import ContactId, CustomerId, GiftId
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift(Entity):
    """One gift (K-13). The fields are described in `fields.py`."""

    id: GiftId = GiftId(0)
    customer_id: CustomerId | None = None
    title: str = ""
    given_on: Day | None = None
    contact_id: ContactId | None = None
    occasion: str = ""
    value: Money | None = None
    reaction: str = ""
    owner: str = ""
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
