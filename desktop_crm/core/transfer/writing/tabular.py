"""Records as rows of a sheet, such that an import reads the same records from it."""

from collections.abc import Iterator, Sequence

from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.transfer.writing.delimited import delimited
from desktop_crm.core.transfer.writing.filters import is_empty
from desktop_crm.core.transfer.writing.selection import Record, Selection, fields_of
from desktop_crm.core.transfer.writing.sheets import Cell, Sheet
from desktop_crm.core.transfer.writing.workbook import workbook
from desktop_crm.core.values.field_values import export_cell, show


def as_workbook(selection: Selection, *, confidential: bool = False, group_by: Field | None = None) -> bytes:
    """An XLSX file with a sheet for each kind; the first kind has one for each group (X-01)."""
    sheets: list[Sheet] = []
    for kind, records in selection.items():
        title = _(TITLES[kind])
        groups = _groups(records, group_by) if group_by and not sheets else {"": records}
        for words, of_group in groups.items():
            name = f"{title} · {words}" if words else title
            sheets.append(_sheet(kind, of_group, name, confidential=confidential))
    return workbook(sheets)


def as_delimited(selection: Selection, *, confidential: bool = False, group_by: Field | None = None) -> bytes:
    """A CSV file of the one kind there is; the records of a group follow one another (X-01)."""
    ((kind, records),) = selection.items()
    if group_by:
        records = [record for of_group in _groups(records, group_by).values() for record in of_group]
    return delimited(_sheet(kind, records, _(TITLES[kind]), confidential=confidential))


def _groups(records: Sequence[Record], group_by: Field) -> dict[str, list[Record]]:
    """The records by what they say in a field, in the order of its drop-down list, and those that say nothing last."""
    order = [_(choice.label) for choice in group_by.choices.offered] if group_by.choices else []
    groups: dict[str, list[Record]] = {words: [] for words in order}
    unsaid: list[Record] = []
    for record in records:
        words = show(group_by, record.values.get(group_by.name))
        (groups.setdefault(words, []) if words else unsaid).append(record)
    found = {words: of_group for words, of_group in groups.items() if of_group}
    return found | ({_("Not stated"): unsaid} if unsaid else {})


def _sheet(kind: Kind, records: Sequence[Record], title: str, *, confidential: bool) -> Sheet:
    """The kind's records under the labels of its fields; by number and name each row says whose it is."""
    shown = ROOMS[kind].fields.shown
    fields = [field for field in fields_of(kind, confidential=confidential) if field in shown]
    numbered = kind in OF_CUSTOMER
    number = ROOMS[Kind.CUSTOMERS].fields["number"].label
    headings = (*([_(number)] if numbered else []), *(_(field.label) for field in fields))
    rows = [
        (*([record.customer_number] if numbered else []), *(_cell(field, record) for field in fields))
        for record in records
    ]
    offers = {index: words for index, field in enumerate(fields, start=numbered) if (words := tuple(_offered(field)))}
    return Sheet(title, headings, rows, offers)


def _cell(field: Field, record: Record) -> Cell:
    if field.type is FieldType.REFERENCE or field.name in record.references:
        return record.references.get(field.name, "")
    value = record.values.get(field.name)
    return None if is_empty(value) else export_cell(field, value)


def _offered(field: Field) -> Iterator[str]:
    """The words of the field's drop-down list (X-05)."""
    if field.type is FieldType.YES_NO:
        yield from (_("Yes"), _("No"))
    elif field.type is FieldType.CHOICE and field.choices and not field.derived:
        yield from (_(choice.label) for choice in field.choices.offered)
