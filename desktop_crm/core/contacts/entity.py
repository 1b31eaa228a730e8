"""What a contact is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import ContactId, CustomerId
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.phone import Phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Entity):
    """A person; without a customer the contact stands alone. The fields are described in `fields.py`."""

    id: ContactId = ContactId(0)
    customer_id: CustomerId | None = None
    name: str = ""
    form_of_address: str = ""
    title: str = ""
    department: str = ""
    responsibility: str = ""
    is_primary: bool = False
    contact_group: str = ""
    related_to: str = ""
    relationship: str = ""
    is_decision_maker: bool = False
    decision_role: str = ""
    mobile: Phone | None = None
    phone: Phone | None = None
    other_phones: tuple[str, ...] = ()
    email: str = ""
    other_emails: tuple[str, ...] = ()
    wechat: str = ""
    preferred_channel: str = ""
    address: str = ""
    website: str = ""
    gender: str = ""
    birthday: Day | None = None
    birthday_lunar: bool = False
    key_concerns: str = ""
    occasions: tuple[str, ...] = ()
    joined_on: Day | None = None
    left_on: Day | None = None
    replaced_by: ContactId | None = None
    consent_on: Day | None = None
    consent_basis: str = ""
    consent_withdrawn_on: Day | None = None
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
