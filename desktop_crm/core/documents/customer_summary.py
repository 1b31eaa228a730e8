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
from desktop_crm.core.values.names import mask_person
from desktop_crm.core.values.money import Money, show_money


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
    """The words of one customer's summary; `interactions` is how many of the last ones it lists, None for all."""
    customer = CUSTOMERS.get(connection, customer_id)
    if customer is None:
        raise KeyError(customer_id)
    words = _Words(audience)
    orders = [order for order in orders_of(connection, customer_id) if order.status != CANCELLED]
    met = interactions_of(connection, customer_id, interactions)
    followups = followups_of(connection, customer_id)
    sections: list[Section] = [words.contacts(contacts_of(connection, customer_id))]
    if audience is not Audience.CUSTOMER:
        sections.append(words.now(customer, followups, met))
    sections += [words.interactions(met, followups), words.orders(orders)]
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

    def __init__(self, audience: Audience) -> None:
        self._show = show if audience is Audience.INTERNAL else masked

    def of(self, entity: Any, name: str) -> str:
        kind = _KIND_OF[type(entity)]
        if name == "name" and self._show is masked and isinstance(entity, Customer) and entity.account_type != COMPANY:
            return mask_person(entity.name)
        return self._show(ROOMS[kind].fields[name], getattr(entity, name))

    def _joined(self, entity: Any, *names: str) -> str:
        return " · ".join(filter(None, (self.of(entity, name) for name in names)))

    def facts(self, customer: Customer) -> tuple[tuple[str, str], ...]:
        fields = ROOMS[Kind.CUSTOMERS].fields
        company = customer.account_type == COMPANY
        names = (
            ("number", "status", "uscc", "owner", "industry")
            if company
            else ("number", "status", "gender", "owner", "occupation", "age_band")
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
                self.of(contact, "name") + (_(" (primary)") if contact.is_primary else ""),
                self.of(contact, "title"),
                self.of(contact, "decision_role"),
                self.of(contact, "mobile") or self.of(contact, "phone"),
                self.of(contact, "email"),
                self.of(contact, "preferred_channel"),
            )
            for contact in contacts
        )
        return TableSection(_("Contacts and decision chain"), columns, rows)

    def now(self, customer: Customer, followups: Sequence[Followup], met: Sequence[Interaction]) -> FactSection:
        last = met[0] if met else None
        next_step = next((step for step in followups if step.status == OPEN and not step.to_check), None)
        return FactSection(
            _("Now"),
            (
                (_("Next step"), self._joined(next_step, "due", "title") if next_step else ""),
                (_("Commitments"), self.of(last, "commitments") if last else ""),
                (_("Risk"), self.of(customer, "risk_alert")),
                (_("Special requirements"), self.of(customer, "special_requirements")),
                (_("Open issues"), self.of(customer, "open_issues") or (self.of(last, "open_issues") if last else "")),
                (_("Needs"), self.of(customer, "need_tags")),
                (_("Notes"), self.of(customer, "notes")),
            ),
        )

    def interactions(self, met: Sequence[Interaction], followups: Sequence[Followup]) -> TableSection:
        next_steps = {step.interaction_id: step.title for step in followups if step.interaction_id}
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
        since = (clock.today() - timedelta(days=365)).isoformat()
        in_year = [order for order in orders if order.ordered and order.ordered.text >= since and order.amount]
        currencies = {order.amount.currency for order in in_year if order.amount}
        title = _("Orders")
        if len(currencies) == 1 and self._show is show:
            total = Money(sum(order.amount.cents for order in in_year if order.amount), currencies.pop())
            title = _("Orders (last 12 months {amount})").format(amount=show_money(total))
        columns = (Column(_("Date"), 0), Column(_("Product or service"), 6), Column(_("Amount"), 0, "right"))
        rows = tuple(
            (self.of(order, "ordered"), self.of(order, "product"), self.of(order, "amount")) for order in orders
        )
        return TableSection(title, columns, rows)


_KIND_OF: dict[type, Kind] = {
    Customer: Kind.CUSTOMERS,
    Contact: Kind.CONTACTS,
    Interaction: Kind.INTERACTIONS,
    Followup: Kind.FOLLOWUPS,
    Order: Kind.ORDERS,
}
