"""Which record a form tells that is about one request, survey or story: those to choose from, the usual one first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from desktop_crm.core.documents.confirmation_letter import confirmable
from desktop_crm.core.documents.customer_file import CustomerFile
from desktop_crm.core.documents.forms import Form
from desktop_crm.core.documents.questionnaire import surveys_to_print
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import show


@dataclass(frozen=True, slots=True)
class Choosable:
    """A record to choose: what it is called, and its date, which tells it from others of the same name."""

    id: int
    name: str
    detail: str


def choosable(connection: Connection, form: Form, customer_id: CustomerId) -> list[Choosable]:
    """The records of which the form can tell one; the first is told unless another is named.

    What is marked confidential is not among them: a preview prints none of it.

    Raises:
        KeyError: there is no such customer.
    """
    if form.about is None:
        return []
    records = _records(connection, form.about, customer_id)
    fields = ROOMS[form.about].fields
    return [
        Choosable(
            record.id,
            show(fields[fields.named_by], getattr(record, fields.named_by)),
            show(fields[fields.dated_by], getattr(record, fields.dated_by)) if fields.dated_by else "",
        )
        for record in records
    ]


def _records(connection: Connection, kind: Kind, customer_id: CustomerId) -> Sequence[Any]:
    if kind is Kind.SURVEYS:
        return surveys_to_print(connection)
    records = CustomerFile(connection, customer_id).records(kind)
    return confirmable(records) if kind is Kind.SERVICE else records
