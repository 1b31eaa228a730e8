"""What is the matter with a record before it is saved: what is needed, doubts about format, advice (D-05, D-07)."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from desktop_crm.core.commitments import rules as commitments
from desktop_crm.core.customers import needed as customers
from desktop_crm.core.feedback import rules as feedback
from desktop_crm.core.fields import FieldType
from desktop_crm.core.findings import Finding
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId, SatisfactionId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs import rules as needs
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.satisfaction import rules as satisfaction
from desktop_crm.core.satisfaction.store import score_before
from desktop_crm.core.service import rules as service
from desktop_crm.core.values.field_reading import parse
from desktop_crm.core.values.field_values import export_cell

_RULES: Mapping[Kind, Callable[[Mapping[str, Any]], list[Finding]]] = {
    Kind.CUSTOMERS: customers.findings,
    Kind.NEEDS: needs.findings,
    Kind.COMMITMENTS: commitments.findings,
    Kind.SERVICE: service.findings,
    Kind.FEEDBACK: feedback.findings,
}
_WITH_A_FORMAT = {FieldType.PHONE, FieldType.EMAIL, FieldType.USCC, FieldType.WEBSITE, FieldType.DAY}


def findings(
    connection: Connection, kind: Kind, values: Mapping[str, Any], record_id: int | None = None
) -> list[Finding]:
    """What is found in the values (field name to value) of a record, what blocks first; None is a new record.

    A field has at most one finding. Doubts about the format of a phone, an address for mail, a USCC or a day never
    block (decision 12).
    """
    found = [*_needed(kind, values), *_of_kind(connection, kind, values, record_id), *_formats(kind, values)]
    first: dict[str, Finding] = {}
    for finding in sorted(found, key=lambda each: not each.blocking):
        first.setdefault(finding.field, finding)
    return list(first.values())


def _needed(kind: Kind, values: Mapping[str, Any]) -> list[Finding]:
    """The fields that no record of this kind goes without, the user's own ones included."""
    missing = [
        field for field in ROOMS[kind].fields.stored if field.required and values.get(field.name) in (None, "", ())
    ]
    return [Finding(field.name, _("Needed"), blocking=True) for field in missing]


def _of_kind(connection: Connection, kind: Kind, values: Mapping[str, Any], record_id: int | None) -> list[Finding]:
    if kind is Kind.SATISFACTION and values.get("customer_id"):
        customer_id, but = CustomerId(values["customer_id"]), SatisfactionId(record_id or 0)
        return satisfaction.findings(values, score_before(connection, customer_id, values.get("scored_on"), but))
    return _RULES[kind](values) if kind in _RULES else []


def _formats(kind: Kind, values: Mapping[str, Any]) -> list[Finding]:
    doubts = []
    for field in ROOMS[kind].fields.stored:
        value = values.get(field.name)
        if value and field.type in _WITH_A_FORMAT and (problem := parse(field, export_cell(field, value)).problem):
            doubts.append(Finding(field.name, problem))
    return doubts
