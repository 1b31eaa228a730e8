"""The list of the files that lie with a customer, each with its name and date (X-11, I-14)."""

from sqlalchemy import Connection

from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.documents.customer_file import CustomerFile
from desktop_crm.core.documents.printed_page import Column, PrintedPage, TableSection
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import ONE, Kind
from desktop_crm.core.rooms import ROOMS

_KIB = 1024


def attachment_list(
    connection: Connection,
    customer_id: CustomerId,
    *,
    audience: Audience,
    printed_by: str,
    confidential: bool = False,
) -> PrintedPage:
    """The list, the newest file first, with the record to which each file belongs.

    Raises:
        KeyError: there is no such customer.
        RefusedError: the customer is confidential, and the page is for others.
    """
    file = CustomerFile(connection, customer_id, audience, confidential=confidential)
    words = file.words
    columns = (
        Column(_("No."), 0, "right"),
        Column(_("File name"), 7),
        Column(_("Date"), 0),
        Column(_("Kind of attachment"), 3),
        Column(_("Belongs with"), 4),
        Column(_("Size of the file"), 0, "right"),
    )
    rows = tuple(
        (
            str(number),
            words.of(each, "name"),
            words.of(each, "dated"),
            words.of(each, "type"),
            _belongs_with(file, each),
            _size(each.size_bytes),
        )
        for number, each in enumerate(file.records(Kind.ATTACHMENTS), 1)
    )
    facts = (*words.facts(file.customer, "number", "name"), (_("Number of files"), str(len(rows))))
    table = TableSection(_("Attachments"), columns, rows, _("There are no attachments."), ruled=True)
    return file.page(_("Attachment list"), [table], printed_by=printed_by, facts=facts)


def _belongs_with(file: CustomerFile, attachment: Attachment) -> str:
    """The kind of record, and its date where it has one; nothing for a file of the customer's own."""
    if attachment.record_kind not in ROOMS or attachment.record_id is None:
        return ""
    room = ROOMS[Kind(attachment.record_kind)]
    record = room.get(file.connection, attachment.record_id)
    if record is None or room.kind is Kind.CUSTOMERS:
        return ""
    dated = file.words.of(record, room.fields.dated_by) if room.fields.dated_by else ""
    return " · ".join(filter(None, (_(ONE[room.kind]), dated.partition(" ")[0])))


def _size(size_bytes: int | None) -> str:
    if size_bytes is None:
        return ""
    if size_bytes < _KIB**2:
        return f"{max(1, round(size_bytes / _KIB))} KB"
    return f"{size_bytes / _KIB**2:.1f} MB"
