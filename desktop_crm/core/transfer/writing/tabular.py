"""Records as rows of a sheet, such that an import reads the same records from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.transfer.headings import CUSTOMER_NUMBER
from desktop_crm.core.transfer.writing.delimited import delimited
from desktop_crm.core.transfer.writing.filters import is_empty
from desktop_crm.core.transfer.writing.selection import Record, Selection, fields_of
from desktop_crm.core.transfer.writing.sheets import Cell, Sheet
from desktop_crm.core.transfer.writing.workbook import workbook
from desktop_crm.core.values.field_values import export_cell, show


@dataclass(frozen=True, slots=True)
class Layout:
    """How records become rows: which fields, and which records stand together.

    `confidential` takes in the fields that are so by themselves. `group_by` is the field by which the first kind is
    grouped (X-01). `columns` are the fields of the first kind in their order, `CUSTOMER_NUMBER` for the number of the
    customer to whom a row belongs; none are all of them.
    """

    confidential: bool = False
    group_by: Field | None = None
    columns: tuple[str, ...] = ()


def as_workbook(selection: Selection, layout: Layout) -> bytes:
    """An XLSX file with a sheet for each kind; the first kind has one for each group (X-01)."""
    sheets: list[Sheet] = []
    for kind, records in selection.items():
        title = _(TITLES[kind])
        of_kind = layout if not sheets else Layout(layout.confidential)
        for words, of_group in grouped(records, of_kind.group_by).items():
            sheets.append(sheet_of(kind, of_group, f"{title} · {words}" if words else title, of_kind))
    return workbook(sheets)


def as_delimited(selection: Selection, layout: Layout) -> bytes:
    """A CSV file of the one kind there is; the records of a group follow one another (X-01)."""
    ((kind, records),) = selection.items()
    records = [record for of_group in grouped(records, layout.group_by).values() for record in of_group]
    return delimited(sheet_of(kind, records, _(TITLES[kind]), layout))


def grouped(records: Sequence[Record], group_by: Field | None) -> Mapping[str, Sequence[Record]]:
    """The records by the words of their group; all under "" where they are not grouped."""
    return _groups(records, group_by) if group_by else {"": records}


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


def sheet_of(kind: Kind, records: Sequence[Record], title: str, layout: Layout) -> Sheet:
    """The kind's records under the labels of its fields; by number and name each row says whose it is."""
    columns = [_field(kind, name) for name in layout.columns or all_columns(kind, confidential=layout.confidential)]
    rows = [tuple(_cell(field, record) if field else record.customer_number for field in columns) for record in records]
    offers = {index: words for index, field in enumerate(columns) if field and (words := tuple(_offered(field)))}
    return Sheet(
        title, tuple(column_label(kind, field.name if field else CUSTOMER_NUMBER) for field in columns), rows, offers
    )


def all_columns(kind: Kind, *, confidential: bool = False) -> tuple[str, ...]:
    """Every column that rows of this kind can have, as `Layout` names them."""
    shown = ROOMS[kind].fields.shown
    names = (field.name for field in fields_of(kind, confidential=confidential) if field in shown)
    return (*([CUSTOMER_NUMBER] if kind in OF_CUSTOMER else []), *names)


def usual_columns(kind: Kind) -> tuple[str, ...]:
    """The columns that a list of this kind shows unless the user chose others: what fits on paper."""
    fields = ROOMS[kind].fields
    first = (fields.named_by, fields.dated_by, "customer_id")
    return tuple(
        name for name in all_columns(kind) if name != CUSTOMER_NUMBER and (name in first or fields[name].in_table)
    )


def column_label(kind: Kind, name: str) -> str:
    """The heading of a column."""
    field = _field(kind, name) or ROOMS[Kind.CUSTOMERS].fields["number"]
    return _(field.label)


def _field(kind: Kind, name: str) -> Field | None:
    """The field that a column shows, None for the number of the customer."""
    return None if name == CUSTOMER_NUMBER else ROOMS[kind].fields[name]


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
