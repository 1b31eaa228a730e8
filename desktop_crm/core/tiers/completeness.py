"""How complete a customer's file is, and what is missing (D-08): only what matters to its account type."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_crm.core.customers.choices import CHURNED, COMPANY, INDIVIDUAL
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.kinds import Kind

# The fields without which the three forms have empty lines and a visit is ill prepared.
_MATTERS = {
    COMPANY: (
        *("name", "uscc", "industry", "size", "founded", "phone", "office_address", "ownership", "main_business"),
        *("source", "first_contact", "owner"),
    ),
    INDIVIDUAL: (
        *("name", "gender", "age_band", "occupation", "phone", "region", "home_address", "interests", "buying_habits"),
        *("source", "first_contact", "owner"),
    ),
}
CONTACT, NEED, NEXT_STEP = "primary_contact", "need", "next_step"
_RECORDS = {
    CONTACT: N_("Primary contact"),
    NEED: N_("Need"),
    NEXT_STEP: N_("Next step"),
}
_KINDS = {CONTACT: Kind.CONTACTS, NEED: Kind.NEEDS, NEXT_STEP: Kind.FOLLOWUPS}


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing: a field of the customer, or a record of another kind, where `field` names what it would be."""

    kind: Kind
    field: str

    @property
    def words(self) -> str:
        """What is missing, as its label says."""
        label = FIELDS[self.field].label if self.kind is Kind.CUSTOMERS else _RECORDS[self.field]
        return _(label)


@dataclass(frozen=True, slots=True)
class Completeness:
    """0 to 100 percent, and the gaps in the order in which a form asks for them."""

    percent: int
    gaps: tuple[Gap, ...]


def fields_that_matter(account_type: str) -> tuple[str, ...]:
    """The names of a customer's fields that count, without those that the user hid."""
    shown = {field.name for field in FIELDS.shown}
    return tuple(name for name in _MATTERS.get(account_type, _MATTERS[COMPANY]) if name in shown)


def records_that_matter(account_type: str, status: str) -> tuple[str, ...]:
    """What else counts: a person is its own contact, and a customer who left needs nothing more."""
    return (
        *((CONTACT,) if account_type != INDIVIDUAL else ()),
        *((NEED, NEXT_STEP) if status != CHURNED else ()),
    )


def completeness(values: Mapping[str, Any], there: Collection[str]) -> Completeness:
    """How complete a customer is: its values by field, and which of the records that may matter are `there`."""
    account_type, status = values.get("account_type") or COMPANY, values.get("status") or ""
    fields = fields_that_matter(account_type)
    records = records_that_matter(account_type, status)
    gaps = [Gap(Kind.CUSTOMERS, name) for name in fields if values.get(name) in (None, "", ())]
    gaps += [Gap(_KINDS[name], name) for name in records if name not in there]
    return Completeness(percent(len(fields) + len(records), len(gaps)), tuple(gaps))


def percent(counted: int, missing: int) -> int:
    """How much of what counts is there, rounded down so that 100 means all of it."""
    return 100 * (counted - missing) // counted if counted else 100


def words_of(gaps: Iterable[Gap]) -> list[str]:
    """The gaps in words."""
    return [gap.words for gap in gaps]
