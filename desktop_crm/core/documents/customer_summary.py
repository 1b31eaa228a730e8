"""The customer summary, filled from the records: what a rep takes into the meeting (X, habit 20)."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from desktop_crm.core import clock
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import of_customer as contacts_of
from desktop_crm.core.customers.choices import COMPANY
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.documents.summary import Column, FactSection, Section, SummaryPage, TableSection
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import of_customer as followups_of
from desktop_crm.core.i18n import N_, _, language
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import of_customer as interactions_of
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import of_customer as orders_of
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import masked, show
from desktop_crm.core.values.money import Money, show_money
from desktop_crm.core.values.names import mask_company, mask_person


class Audience(StrEnum):
    """For whom a page is printed; everybody but ourselves gets names and numbers masked (decision 14)."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    CUSTOMER = "customer"


_AUDIENCES = {
    Audience.INTERNAL: N_("Internal"),
    Audience.EXTERNAL: N_("External"),
    Audience.CUSTOMER: N_("For the customer"),
}


def summary_page(
    connection: Connection,
    customer_id: CustomerId,
    *,
    audience: Audience,
    printed_by: str,
    interactions: int | None = None,
) -> SummaryPage:
    """The words of one customer's summary; `interactions` is how many of the last ones it lists, None for all.

    Raises:
        KeyError: there is no such customer.
    """
    customer = CUSTOMERS.get(connection, customer_id)
    if customer is None:
        raise KeyError(customer_id)
    contacts = contacts_of(connection, customer_id)
    words = _Words(audience, customer, contacts)
    orders = [order for order in orders_of(connection, customer_id) if order.status != CANCELLED]
    met = interactions_of(connection, customer_id)
    followups = followups_of(connection, customer_id)
    sections: list[Section] = [words.contacts(contacts)]
    if audience is not Audience.CUSTOMER:
        sections.append(words.now(customer, followups, met))
    if interactions != 0:
        sections.append(words.interactions(met[:interactions], followups))
    sections.append(words.orders(orders))
    printed = clock.now().astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M")
    inside = audience is Audience.INTERNAL
    return SummaryPage(
        customer_name=words.of(customer, "name"),
        title=_("Customer summary"),
        audience=_(_AUDIENCES[audience]),
        facts=words.facts(customer),
        sections=tuple(sections),
        footer_left=_("Printed: {name} · {time}").format(name=printed_by, time=printed),
        footer_center=_("Internal, not to be passed on") if inside else "",
        page_label=_("Page {page} of {pages}"),
        author=printed_by,
        language="zh" if language() == "zh" else "en",
    )


class _Words:
    """Shows values in the words and with the masks of one audience."""

    def __init__(self, audience: Audience, customer: Customer, contacts: Sequence[Contact]) -> None:
        self._internal = audience is Audience.INTERNAL
        self._show = show if self._internal else masked
        people = [contact.name for contact in contacts]
        if customer.account_type == COMPANY:
            self._names = {customer.name: mask_company(customer.name)}
        else:
            self._names = {customer.name: mask_person(customer.name)}
        self._names |= {name: mask_person(name) for name in sorted(people, key=len, reverse=True)}

    def of(self, entity: Any, name: str) -> str:
        """The value of a field as this audience reads it; the names that it may not read are masked in texts too."""
        if isinstance(entity, Customer) and name == "name" and not self._internal:
            return self._names[entity.name]
        text = self._show(ROOMS[_KIND_OF[type(entity)]].fields[name], getattr(entity, name))
        return text if self._internal else self._without_names(text)

    def _without_names(self, text: str) -> str:
        for name, mask in self._names.items():
            if len(name) > 1:
                text = text.replace(name, mask)
        return text

    def _joined(self, entity: Any, *names: str) -> str:
        return " · ".join(filter(None, (self.of(entity, name) for name in names)))

    def facts(self, customer: Customer) -> tuple[tuple[str, str], ...]:
        fields = ROOMS[Kind.CUSTOMERS].fields
        company = customer.account_type == COMPANY
        names = (
            ("number", "status", "uscc", "owner", "industry")
            if company
            else ("number", "status", "gender", "owner", "occupation", "age_band", "region", "wechat")
        )
        facts = [(_(fields[name].label), self.of(customer, name)) for name in names]
        if company:
            founded = self.of(customer, "founded")
            scale = [
                self._joined(customer, "size", "ownership"),
                _("founded {day}").format(day=founded) if founded else "",
            ]
            facts.append((_("Size"), " · ".join(filter(None, scale))))
        address = "office_address" if company else "home_address"
        facts += [(_("Address"), self.of(customer, address)), (_("Phone"), self.of(customer, "phone"))]
        facts += [(_(fields[name].label), self.of(customer, name)) for name in ("email", "website", "source", "flags")]
        return tuple(facts)

    def contacts(self, contacts: Sequence[Contact]) -> TableSection:
        columns = (
            Column(_("Name"), 3),
            Column(_("Title"), 3),
            Column(_("Decision role"), 2),
            Column(_("Phone"), 3),
            Column(_("E-mail"), 4),
            Column(_("Preference"), 2),
        )
        rows = tuple(
            (
                self._contact_name(contact),
                self.of(contact, "title"),
                self._decision_role(contact),
                self.of(contact, "mobile") or self.of(contact, "phone"),
                self.of(contact, "email"),
                self.of(contact, "preferred_channel"),
            )
            for contact in contacts
        )
        return TableSection(_("Contacts and decision chain"), columns, rows)

    def _contact_name(self, contact: Contact) -> str:
        name = self.of(contact, "name")
        if contact.left_on:
            return _("{name} (left)").format(name=name)
        return _("{name} (primary)").format(name=name) if contact.is_primary else name

    def _decision_role(self, contact: Contact) -> str:
        label = ROOMS[Kind.CONTACTS].fields["is_decision_maker"].label
        decides = _(label) if contact.is_decision_maker else ""
        return self.of(contact, "decision_role") or decides

    def now(self, customer: Customer, followups: Sequence[Followup], met: Sequence[Interaction]) -> FactSection:
        """What is open; what only we should know, and what an import brought that has no field, on our own page."""
        last = met[0] if met else None
        next_step = next((step for step in followups if step.status == OPEN and not step.to_check), None)
        facts = [
            (_("Next step"), self._joined(next_step, "due", "title") if next_step else ""),
            (_("Commitments"), self.of(last, "commitments") if last else ""),
            (_("Special requirements"), self.of(customer, "special_requirements")),
            (_("Needs"), self.of(customer, "need_tags")),
        ]
        if self._internal:
            open_issues = self.of(customer, "open_issues") or (self.of(last, "open_issues") if last else "")
            facts += [
                (_("Risk"), self.of(customer, "risk_alert")),
                (_("Open issues"), open_issues),
                (_("Notes"), self.of(customer, "notes")),
                *customer.unplaced.items(),
            ]
        return FactSection(_("Now"), tuple(facts))

    def interactions(self, met: Sequence[Interaction], followups: Sequence[Followup]) -> TableSection:
        next_steps = {step.interaction_id: self.of(step, "title") for step in followups if step.interaction_id}
        columns = (
            Column(_("Time"), 0),
            Column(_("Method"), 2),
            Column(_("Summary"), 8),
            Column(_("Feedback / next step"), 5),
        )
        rows = tuple(
            (
                self.of(one, "occurred"),
                ("★ " + self.of(one, "milestone")) if one.milestone else self.of(one, "method"),
                self.of(one, "summary"),
                " → ".join(filter(None, (self.of(one, "feedback"), next_steps.get(one.id, "")))),
            )
            for one in met
        )
        return TableSection(_("Recent interactions"), columns, rows, _("No interaction has been recorded yet."))

    def orders(self, orders: Sequence[Order]) -> TableSection:
        in_year = [order.amount for order in orders if order.amount and _in_last_year(order)]
        currencies = {amount.currency for amount in in_year}
        title = _("Cooperation history")
        if len(currencies) == 1 and self._internal:
            total = show_money(Money(sum(amount.cents for amount in in_year), currencies.pop())).removesuffix(".00")
            title = _("Cooperation history (last 12 months {amount})").format(amount=total)
        columns = (Column(_("Date"), 0), Column(_("Product or service"), 6), Column(_("Amount"), 0, "right"))
        rows = tuple(
            (self.of(order, "ordered"), self.of(order, "product"), self.of(order, "amount")) for order in orders
        )
        return TableSection(title, columns, rows)


def _in_last_year(order: Order) -> bool:
    day = order.ordered.first() if order.ordered else None
    return day is not None and clock.today() - timedelta(days=365) <= day <= clock.today()


_KIND_OF: dict[type, Kind] = {
    Customer: Kind.CUSTOMERS,
    Contact: Kind.CONTACTS,
    Interaction: Kind.INTERACTIONS,
    Followup: Kind.FOLLOWUPS,
    Order: Kind.ORDERS,
}
