"""Form B 客户信息整合标准模板 (X-03): one customer with a row for each follow-up record."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.naming import with_title
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.documents.customer_file import CustomerFile
from desktop_crm.core.documents.printed_page import Column, FormRow, FormSection, PrintedPage, TableSection
from desktop_crm.core.documents.words import Audience, clauses, lines_of
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.orders.choices import CANCELLED

_BLANK_ROWS = 3


def form_b(
    connection: Connection,
    customer_id: CustomerId,
    *,
    audience: Audience,
    printed_by: str,
    interactions: int | None = None,
    confidential: bool = False,
) -> PrintedPage:
    """The form with the last `interactions`, all of them for None, in the order in which they took place.

    Raises:
        KeyError: there is no such customer.
        RefusedError: the customer is confidential, and the page is for others.
    """
    file = CustomerFile(connection, customer_id, audience, confidential=confidential)
    columns = (
        Column(_("Follow-up record"), 6),
        Column(_("Needs at the time"), 5),
        Column(_("Status"), 2),
        Column(_("Notes"), 4),
    )
    rows = tuple(_rows(file, interactions))
    blank = max(0, _BLANK_ROWS - len(rows))
    return file.page(
        _("Customer information sheet"),
        [
            FormSection("", tuple(_head(file))),
            TableSection(_("Follow-up records"), columns, rows, ruled=True, blank_rows=blank),
            FormSection(" ", tuple(_foot(file))),
        ],
        printed_by=printed_by,
    )


def _head(file: CustomerFile) -> list[FormRow]:
    words, customer = file.words, file.customer
    here = [contact for contact in file.contacts if contact.left_on is None]
    base = [contact for contact in here if contact.contact_group == "base"] or here[:1]
    related = [contact for contact in here if contact not in base]
    return [
        *words.row(customer, "number", half=True),
        *words.row(customer, "name", half=True),
        *words.row(customer, "industry", half=True),
        *words.row(customer, "size" if file.is_company else "occupation", half=True),
        FormRow(_("Base contact"), "\n".join(_person(file, contact) for contact in base), half=True),
        FormRow(_("Related contact"), "\n".join(_person(file, contact) for contact in related), half=True),
    ]


def _person(file: CustomerFile, contact: Contact) -> str:
    words = file.words
    person = with_title(words.of(contact, "name"), words.of(contact, "title"))
    relationship = words.joined(contact, "related_to", "relationship")
    return (
        _("{person}, relationship: {relationship}").format(person=person, relationship=relationship)
        if relationship
        else person
    )


def _rows(file: CustomerFile, most: int | None) -> Iterator[tuple[str, ...]]:
    words = file.words
    met = file.interactions[:most]
    needs: dict[int | None, list[Need]] = {}
    for need in reversed(file.records(Kind.NEEDS)):
        needs.setdefault(need.interaction_id, []).append(need)
    for talk, status in reversed(list(zip(met, _statuses(file, met), strict=True))):
        when = words.joined(talk, "occurred", "method", by=" ")
        said = words.of(talk, "summary")
        yield (
            _("{label}: {value}").format(label=when, value=said) if when else said,
            words.of(talk, "needs_said") or "\n".join(_need(file, need) for need in needs.get(talk.id, ())),
            status,
            _remarks(file, talk),
        )


def _need(file: CustomerFile, need: Need) -> str:
    words = file.words
    named = (
        f"{label} {value}" for label, value in words.facts(need, "pain_points", "budget", "decision_cycle") if value
    )
    return clauses((words.of(need, "description") or words.of(need, "title"), *named))


def _remarks(file: CustomerFile, talk: Interaction) -> str:
    """What else the talk left behind; what an import brought as a remark is our own."""
    words = file.words
    facts = words.facts(talk, "feedback", "agreements", "open_issues", "commitments", "outcome")
    facts += words.own(talk)
    if words.internal:
        facts += talk.unplaced.items()
    return lines_of(facts)


def _statuses(file: CustomerFile, met: Sequence[Interaction]) -> Iterator[str]:
    """For each interaction, the newest first, the status in which it left the customer: that until the next one."""
    status = file.customer.status
    changes = [
        (step.at, change.old)
        for step in history(file.connection, CUSTOMERS, file.customer.id)
        for change in step.changes
        if step.operation == "update" and change.field.name == "status"
    ]
    until = None
    for talk in met:
        while until is not None and changes and changes[0][0] > until:
            status = changes.pop(0)[1] or status
        yield file.words.of(file.customer.having(status=status), "status")
        until = talk.occurred.at if talk.occurred else until


def _foot(file: CustomerFile) -> list[FormRow]:
    words = file.words
    orders = (order for order in file.records(Kind.ORDERS) if order.status != CANCELLED)
    bought = [words.joined(order, "ordered", "product", "amount") for order in orders]
    notes = [words.of(file.customer, "notes"), lines_of(file.customer.unplaced.items())] if words.internal else []
    return [
        FormRow(_("Cooperation history"), "\n".join(bought) or words.of(file.customer, "purchase_history"), lines=2),
        FormRow(_("Notes"), "\n".join(filter(None, (*notes, lines_of(words.own(file.customer))))), lines=2),
    ]
