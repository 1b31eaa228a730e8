"""The letter in which a customer confirms that a request was settled (确认函, X-07, S-09)."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection

from desktop_crm.core.documents.customer_file import CustomerFile
from desktop_crm.core.documents.printed_page import (
    FormRow,
    FormSection,
    PaperQuestion,
    PrintedPage,
    QuestionSection,
    SignatureSection,
    TextSection,
)
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId, ServiceRequestId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.service.choices import CONFIRMED, RESOLVED
from desktop_crm.core.service.entity import ServiceRequest

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def confirmation_letter(
    connection: Connection,
    customer_id: CustomerId,
    *,
    printed_by: str,
    request_id: ServiceRequestId | None = None,
    confidential: bool = False,
) -> PrintedPage:
    """The letter about one request, or about the one that was resolved last. It goes to the customer: names are plain.

    Raises:
        KeyError: there is no such customer.
        RefusedError: the customer has no such request, or none that was resolved.
    """
    file = CustomerFile(connection, customer_id, Audience.CUSTOMER, confidential=confidential, named=True)
    request = _request(file, request_id)
    words = file.words
    contact = next((contact for contact in file.contacts if contact.id == request.contact_id), None)
    addressed = words.of(file.customer, "name")
    if contact:
        addressed = _("{person}, {company}").format(person=words.of(contact, "name"), company=addressed)
    return file.page(
        _("Confirmation of the solution"),
        [
            TextSection(
                "",
                (
                    _("To {customer}:").format(customer=addressed),
                    _(
                        "We have dealt with the request described below. Please check what was done. If you have no "
                        "objection, sign or stamp this letter and return one copy to us."
                    ),
                ),
            ),
            FormSection(_("How it was dealt with"), tuple(_rows(file, request, printed_by))),
            QuestionSection(
                _("Your confirmation"),
                (
                    PaperQuestion(
                        _("What do you think of the solution?"),
                        (_("Solved, no objection"), _("Partly solved"), _("Not solved")),
                    ),
                    PaperQuestion(_("Anything you wish to add"), lines=2),
                ),
            ),
            SignatureSection(
                "",
                (
                    (_("For the customer (signature or seal)"), _("Date signed")),
                    (_("For us (signature or seal)"), _("Date signed")),
                ),
            ),
        ],
        printed_by=printed_by,
    )


def _request(file: CustomerFile, request_id: ServiceRequestId | None) -> ServiceRequest:
    requests = confirmable(file.records(Kind.SERVICE))
    if request_id is not None:
        requests = [request for request in requests if request.id == request_id]
    if not requests:
        raise RefusedError(
            _("There is nothing to confirm"),
            _("{customer} has no such request, or none that was resolved. Record the solution first.").format(
                customer=file.customer.number
            ),
        )
    return requests[0]


def confirmable(requests: Iterable[ServiceRequest]) -> list[ServiceRequest]:
    """The requests that were resolved, the one resolved last first; the others have nothing to confirm yet."""
    resolved = [request for request in requests if request.status in (RESOLVED, CONFIRMED)]
    return sorted(resolved, key=lambda each: each.resolved.at if each.resolved else _LONG_AGO, reverse=True)


def _rows(file: CustomerFile, request: ServiceRequest, printed_by: str) -> list[FormRow]:
    words = file.words
    ours = words.of(request, "account_manager") or words.of(request, "owner") or printed_by
    return [
        *words.row(request, "title"),
        *words.row(request, "content", lines=2),
        *words.row(request, "received", _("Received on"), half=True),
        *words.row(request, "responded", half=True),
        *words.row(request, "solution", lines=3),
        *words.row(request, "resolved", _("Resolved on"), half=True),
        FormRow(_("Our contact person"), ours, half=True),
        *words.row(request, "effect", lines=2),
        *words.row(request, "prevention", lines=2),
    ]
