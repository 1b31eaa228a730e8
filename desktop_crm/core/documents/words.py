"""Values of records in the words of one audience: who sees names, numbers and our own notes, and who sees masks."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.customers.choices import COMPANY
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.documents.printed_page import Fact, FormRow
from desktop_crm.core.fields import Mask, RecordFields
from desktop_crm.core.i18n import N_, _, language
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import masked, show
from desktop_crm.core.values.hidden_names import company_masks, hide, hide_names, person_masks
from desktop_crm.core.values.names import mask_company, mask_person

_MASKS_OF_NAMES = (Mask.PERSON, Mask.COMPANY)
_FIELDS: Mapping[type, RecordFields] = {room.entity: room.fields for room in ROOMS.values()}


class Audience(StrEnum):
    """For whom a page is printed; everybody but ourselves gets names and numbers masked (decision 14)."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    CUSTOMER = "customer"

    @property
    def label(self) -> str:
        """What stands on the page, in the language in use."""
        return _(_LABELS[self])


_LABELS = {
    Audience.INTERNAL: N_("Internal"),
    Audience.EXTERNAL: N_("External"),
    Audience.CUSTOMER: N_("For the customer"),
}


class Words:
    """Shows the values of one customer's records in the words and with the masks of one audience.

    Fields that the user hid are shown nowhere.
    """

    def __init__(
        self,
        audience: Audience,
        customer: Customer,
        contacts: Sequence[Contact],
        *,
        named: bool,
        masks_names: bool = False,
    ) -> None:
        """With `named`, names are shown to everybody: on a letter to the customer, or where it agreed.

        With `masks_names`, they are masked for ourselves as well.
        """
        self.internal = audience is Audience.INTERNAL
        self._plain_names = named or (self.internal and not masks_names)
        is_company = customer.account_type == COMPANY
        self._name = (mask_company if is_company else mask_person)(customer.name)
        people = [contact.name for contact in contacts] + ([] if is_company else [customer.name])
        self._masks = (*(company_masks(customer.name) if is_company else ()), *person_masks(people))

    def has(self, entity: Any, name: str) -> bool:
        """Whether the user wants to see the field at all."""
        return any(field.name == name for field in _FIELDS[type(entity)].shown)

    def of(self, entity: Any, name: str) -> str:
        """The value of a field as this audience reads it; the names that it may not read are masked in texts too."""
        if not self.has(entity, name):
            return ""
        field, value = _FIELDS[type(entity)][name], getattr(entity, name)
        if self._plain_names and (self.internal or field.mask in _MASKS_OF_NAMES):
            return show(field, value)
        if isinstance(entity, Customer) and name == "name":
            return self._name  # a person's is masked otherwise than the field says
        if self.internal and field.mask not in _MASKS_OF_NAMES:
            return self.masked(show(field, value))
        return self.masked(masked(field, value))

    def masked(self, text: str) -> str:
        """A text of the user's without the names that this audience may not read."""
        if self._plain_names:
            return text
        return hide_names(text, self._masks) if self.internal else hide(text, self._masks)

    def joined(self, entity: Any, *names: str, by: str = " · ") -> str:
        """The values of some fields in one line, without the empty ones."""
        return by.join(filter(None, (self.of(entity, name) for name in names)))

    def label(self, entity: Any, name: str) -> str:
        """What the field is called."""
        return _(_FIELDS[type(entity)][name].label)

    def facts(self, entity: Any, *names: str) -> list[Fact]:
        """Labels and values of some fields."""
        return [(self.label(entity, name), self.of(entity, name)) for name in names]

    def own(self, entity: Any) -> list[Fact]:
        """Labels and values of the user's own fields, as far as they hold something (C-38)."""
        facts = self.facts(entity, *(field.name for field in _FIELDS[type(entity)].own))
        return [(label, value) for label, value in facts if value]

    def row(
        self, entity: Any, name: str, label: str = "", *, note: str = "", lines: int = 1, half: bool = False
    ) -> list[FormRow]:
        """The row of a form that holds the field, under its own or another label; none when the user hid the field."""
        if not self.has(entity, name):
            return []
        return [FormRow(label or self.label(entity, name), self.of(entity, name), note, lines, half)]


def clauses(parts: Iterable[str]) -> str:
    """The parts that are not empty in one line."""
    return ("；" if language() == "zh" else "; ").join(filter(None, parts))


def lines_of(facts: Iterable[Fact]) -> str:
    """Labels and values as text, one in each line."""
    pattern = _("{label}: {value}")
    return "\n".join(pattern.format(label=label, value=value) for label, value in facts if value)
