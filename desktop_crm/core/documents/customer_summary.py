"""The customer summary, filled from the records: what a rep takes into the meeting (X, habit 20)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from desktop_crm.core import clock
from desktop_crm.core.choices import TRENDS
from desktop_crm.core.commitments.choices import OPEN as UNKEPT
from desktop_crm.core.commitments.choices import OURS
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.customers.choices import TIERS
from desktop_crm.core.deals.choices import DEAL_LOST, DEAL_WON
from desktop_crm.core.documents.customer_file import CustomerFile
from desktop_crm.core.documents.printed_page import Column, Fact, FactSection, PrintedPage, Section, TableSection
from desktop_crm.core.documents.words import Audience, clauses
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import EXPLICIT, IMPLICIT
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.satisfaction.rules import trend_of
from desktop_crm.core.service.choices import CONFIRMED, WITHDRAWN
from desktop_crm.core.tiers.standing import Standing, standing_of
from desktop_crm.core.values.money import Money, show_money

_LATEST = 3  # of what is settled or only of passing interest


def summary_page(
    connection: Connection,
    customer_id: CustomerId,
    *,
    audience: Audience,
    printed_by: str,
    interactions: int | None = None,
    confidential: bool = False,
) -> PrintedPage:
    """The words of one customer's summary; `interactions` is how many of the last ones it lists, None for all.

    Records marked confidential are on it only with `confidential`.

    Raises:
        KeyError: there is no such customer.
        RefusedError: the customer is confidential, and the page is for others.
    """
    file = CustomerFile(connection, customer_id, audience, confidential=confidential)
    standing = standing_of(connection, customer_id) if file.words.internal else None
    sections: list[Section] = [_contacts(file)]
    if file.chain:
        sections.append(FactSection("", ((_("Decision chain"), file.chain),)))
    if audience is not Audience.CUSTOMER:
        sections.append(_now(file, standing))
    if interactions != 0:
        sections.append(_interactions(file, interactions))
    if audience is not Audience.CUSTOMER:
        sections.append(_deals(file))
    sections.append(_service(file))
    sections.append(_orders(file, standing))
    if file.words.internal:
        sections += [_news(file), _attachments(file)]
    return file.page(
        _("Customer summary"),
        [
            section
            for section in sections
            if not isinstance(section, TableSection) or section.rows or section.empty_note
        ],
        printed_by=printed_by,
        facts=_facts(file),
        tier=TIERS.label_of(standing.tier) if standing and standing.tier else "",
        form=False,
    )


def _facts(file: CustomerFile) -> tuple[Fact, ...]:
    words, customer = file.words, file.customer
    names = (
        ("number", "status", "uscc", "owner", "industry")
        if file.is_company
        else ("number", "status", "gender", "owner", "occupation", "age_band", "region", "wechat")
    )
    facts = [(label, _status(file) if name == "status" else value) for name, (label, value) in _named(file, names)]
    if file.is_company:
        founded = words.of(customer, "founded")
        scale = [
            words.joined(customer, "size", "ownership"),
            _("founded {day}").format(day=founded) if founded else "",
        ]
        facts.append((_("Size"), " · ".join(filter(None, scale))))
    address = "office_address" if file.is_company else "home_address"
    facts += [(_("Address"), words.of(customer, address)), (_("Phone"), words.of(customer, "phone"))]
    facts += words.facts(customer, "email", "website", "source", "flags")
    return (*facts, *words.own(customer))


def _named(file: CustomerFile, names: Sequence[str]) -> list[tuple[str, Fact]]:
    return list(zip(names, file.words.facts(file.customer, *names), strict=True))


def _status(file: CustomerFile) -> str:
    status, since = (file.words.of(file.customer, name) for name in ("status", "status_since"))
    return _("{status} (since {day})").format(status=status, day=since) if status and since else status


def _contacts(file: CustomerFile) -> TableSection:
    words = file.words
    columns = (
        Column(_("Name"), 3),
        Column(_("Title"), 3),
        Column(_("Decision role"), 3),
        Column(_("Phone"), 3),
        Column(_("E-mail"), 4),
        Column(_("Preference"), 2),
    )
    rows = tuple(
        (
            _contact_name(file, contact),
            words.of(contact, "title"),
            _decision_role(file, contact),
            words.of(contact, "mobile") or words.of(contact, "phone"),
            words.of(contact, "email"),
            words.of(contact, "preferred_channel"),
        )
        for contact in file.contacts
    )
    return TableSection(_("Contacts and decision chain"), columns, rows)


def _contact_name(file: CustomerFile, contact: Contact) -> str:
    name = file.words.of(contact, "name")
    if contact.left_on:
        return _("{name} (left)").format(name=name)
    return _("{name} (primary)").format(name=name) if contact.is_primary else name


def _decision_role(file: CustomerFile, contact: Contact) -> str:
    decides = file.words.label(contact, "is_decision_maker") if contact.is_decision_maker else ""
    return file.words.of(contact, "decision_role") or decides


def _now(file: CustomerFile, standing: Standing | None) -> FactSection:
    """What is open; what only we should know, and what an import brought that has no field, on our own page."""
    words, customer = file.words, file.customer
    last = file.interactions[0] if file.interactions else None
    step = file.next_step
    facts = [
        (_("Next step"), words.joined(step, "due", "title") if step else ""),
        *_promises(file),
        (_("Commitments"), words.of(last, "commitments") if last else ""),
        (_("Special requirements"), words.of(customer, "special_requirements")),
        (_("Explicit needs"), file.needs_of(EXPLICIT)),
        (_("Implicit needs"), file.needs_of(IMPLICIT)),
        (_("Budget"), file.of_needs("budget")),
        (_("Needs"), words.of(customer, "need_tags")),
    ]
    if words.internal:
        open_issues = words.of(customer, "open_issues") or (words.of(last, "open_issues") if last else "")
        facts += [
            (_("Satisfaction"), _satisfaction(file)),
            (_("Tier"), clauses(standing.words) if standing and standing.tier else ""),
            (_("Risk"), words.of(customer, "risk_alert")),
            (_("Open issues"), open_issues),
            (_("Notes"), words.of(customer, "notes")),
            *customer.unplaced.items(),
        ]
    return FactSection(_("Now"), tuple(facts))


def _promises(file: CustomerFile) -> list[Fact]:
    """What we owe them and what they owe us, that due first at the front (I-06)."""
    words = file.words
    unkept = [promise for promise in file.records(Kind.COMMITMENTS) if promise.status == UNKEPT]
    unkept.sort(key=lambda promise: (promise.due is None, promise.due.at if promise.due else None, promise.id))
    ours, theirs = (
        clauses(_promise(file, promise) for promise in unkept if (promise.direction == OURS) is side)
        for side in (True, False)
    )
    return [(_("Our promises"), words.masked(ours)), (_("Their promises"), words.masked(theirs))]


def _promise(file: CustomerFile, promise: Any) -> str:
    title, due = file.words.of(promise, "title"), file.words.of(promise, "due")
    return _("{title} ({due})").format(title=title, due=due) if due else title


def _satisfaction(file: CustomerFile) -> str:
    """The score with its trend, and why it fell or rose."""
    if not file.scores:
        return ""
    trend = TRENDS.label_of(trend_of([each.score for each in file.scores if each.score is not None]))
    said = (f"{file.scores[0].score} / 5", trend, file.words.of(file.scores[0], "reason"))
    return " · ".join(filter(None, said))


def _interactions(file: CustomerFile, most: int | None) -> TableSection:
    words = file.words
    steps = {step.interaction_id: words.of(step, "title") for step in file.records(Kind.FOLLOWUPS)}
    columns = (
        Column(_("Time"), 0),
        Column(_("Method"), 2),
        Column(_("Summary"), 8),
        Column(_("Feedback / next step"), 5),
    )
    rows = tuple(
        (
            words.of(one, "occurred"),
            ("★ " + words.of(one, "milestone")) if one.milestone else words.of(one, "method"),
            words.of(one, "summary"),
            " → ".join(filter(None, (words.of(one, "feedback"), steps.get(one.id, "")))),
        )
        for one in file.interactions[:most]
    )
    return TableSection(_("Recent interactions"), columns, rows, _("No interaction has been recorded yet."))


def _table(
    file: CustomerFile, title: str, records: Sequence[Any], names: Sequence[tuple[str, float]], **headings: str
) -> TableSection:
    """A table of records with a column for each field, of the width beside its name; `headings` say some otherwise."""
    if not records:
        return TableSection(title, (), ())
    columns = tuple(Column(headings.get(name) or file.words.label(records[0], name), width) for name, width in names)
    rows = tuple(tuple(file.words.of(record, name) for name, _width in names) for record in records)
    return TableSection(title, columns, rows)


def _deals(file: CustomerFile) -> TableSection:
    """The opportunities that are still open (O-04)."""
    running = [deal for deal in file.records(Kind.DEALS) if deal.stage not in (DEAL_WON, DEAL_LOST)]
    names = (("title", 5), ("stage", 2), ("amount", 3), ("expected_close", 2), ("owner", 2))
    return _table(file, _("Opportunities"), running, names)


def _service(file: CustomerFile) -> TableSection:
    """The requests that are not settled, then the latest that are (S-01)."""
    every = [request for request in file.records(Kind.SERVICE) if request.status != WITHDRAWN]
    settled = [request for request in every if request.status == CONFIRMED]
    shown = [request for request in every if request.status != CONFIRMED] + settled[:_LATEST]
    names = (("received", 0), ("title", 5), ("severity", 2), ("status", 3), ("solution", 5))
    return _table(file, _("Service"), shown, names, received=_("Received on"))


def _news(file: CustomerFile) -> TableSection:
    """What was heard of the customer last (C-36)."""
    names = (("happened_on", 0), ("type", 2), ("content", 9))
    return _table(file, _("Customer news"), file.records(Kind.NEWS)[:_LATEST], names)


def _attachments(file: CustomerFile) -> TableSection:
    """The files that lie with the customer (X-11)."""
    names = (("dated", 0), ("name", 7), ("type", 3))
    return _table(file, _("Attachments"), file.records(Kind.ATTACHMENTS), names)


def _orders(file: CustomerFile, standing: Standing | None) -> TableSection:
    words = file.words
    orders: list[Order] = [order for order in file.records(Kind.ORDERS) if order.status != CANCELLED]
    columns = (Column(_("Date"), 0), Column(_("Product or service"), 6), Column(_("Amount"), 0, "right"))
    rows = tuple(tuple(words.of(order, name) for name in ("ordered", "product", "amount")) for order in orders)
    return TableSection(_history_title(file, orders, standing), columns, rows)


def _history_title(file: CustomerFile, orders: Sequence[Order], standing: Standing | None) -> str:
    in_year = [order.amount for order in orders if order.amount and _in_last_year(order)]
    currencies = {amount.currency for amount in in_year}
    if len(currencies) != 1 or not file.words.internal:
        return _("Cooperation history")
    amount = show_money(Money(sum(amount.cents for amount in in_year), currencies.pop())).removesuffix(".00")
    if standing is None or standing.repeat_percent is None:
        return _("Cooperation history (last 12 months {amount})").format(amount=amount)
    words = _("Cooperation history (last 12 months {amount}, {percent} % repeat orders)")
    return words.format(amount=amount, percent=standing.repeat_percent)


def _in_last_year(order: Order) -> bool:
    day = order.ordered.first() if order.ordered else None
    return day is not None and clock.today() - timedelta(days=365) <= day <= clock.today()
