"""Records as rows of a sheet, such that an import reads the same records from it."""

from collections.abc import Iterator, Sequence

from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.writing.delimited import delimited
from desktop_crm.core.transfer.writing.filters import is_empty
from desktop_crm.core.transfer.writing.selection import Record, Selection, fields_of
from desktop_crm.core.transfer.writing.sheets import Cell, Sheet
from desktop_crm.core.transfer.writing.workbook import workbook
from desktop_crm.core.values.field_values import export_cell


def as_workbook(selection: Selection) -> bytes:
    """An XLSX file with a sheet for each kind."""
    return workbook(_sheet(kind, records) for kind, records in selection.items())


def as_delimited(selection: Selection) -> bytes:
    """A CSV file of the one kind there is."""
    ((kind, records),) = selection.items()
    return delimited(_sheet(kind, records))


def _sheet(kind: Kind, records: Sequence[Record]) -> Sheet:
    """The kind's records under the labels of its fields; by number and name each row says whose it is."""
    fields = fields_of(kind)
    numbered = kind is not Kind.CUSTOMERS
    number = ROOMS[Kind.CUSTOMERS].fields["number"].label
    headings = (*([_(number)] if numbered else []), *(_(field.label) for field in fields))
    rows = [
        (*([record.customer_number] if numbered else []), *(_cell(field, record) for field in fields))
        for record in records
    ]
    offers = {index: words for index, field in enumerate(fields, start=numbered) if (words := tuple(_offered(field)))}
    return Sheet(_(TITLES[kind]), headings, rows, offers)


def _cell(field: Field, record: Record) -> Cell:
    if field.type is FieldType.REFERENCE:
        return record.references.get(field.name, "")
    value = record.values.get(field.name)
    return None if is_empty(value) else export_cell(field, value)


def _offered(field: Field) -> Iterator[str]:
    """The words of the field's drop-down list (X-05)."""
    if field.type is FieldType.YES_NO:
        yield from (_("Yes"), _("No"))
    elif field.type is FieldType.CHOICE and field.choices:
        yield from (_(choice.label) for choice in field.choices.choices)
