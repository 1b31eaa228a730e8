"""What a list of any kind of record says in each column."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_crm.core import clock
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.listing import Listed, listed
from desktop_crm.core.needs.choices import CLOSED
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.service.choices import CONFIRMED, RESOLVED, URGENT, WITHDRAWN
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.values.field_values import show
from desktop_crm.ui.clocks.cells import NOTHING, clock_column, has_clocks
from desktop_crm.ui.framework.record_table_model import Cell, Cells, Column
from desktop_crm.ui.look.tokens import Tone

_CUSTOMER = "customer_id"
_NOT_LISTED = {FieldType.UNPLACED, FieldType.ANSWERS}
_WIDTHS = {
    FieldType.MOMENT: 130,
    FieldType.DAY: 100,
    FieldType.MONEY: 110,
    FieldType.MONEY_RANGE: 150,
    FieldType.NUMBER: 96,
    FieldType.CHOICE: 104,
    FieldType.YES_NO: 90,
    FieldType.LONG_TEXT: 200,
}
_NAME_WIDTH, _CUSTOMER_WIDTH, _WIDTH = 240, 190, 90  # pixels at 100 %
_CLOCK_PLACE = 2  # after the name and the customer
_RIGHT = {FieldType.MONEY, FieldType.MONEY_RANGE}


def listed_fields(kind: Kind) -> list[Field]:
    """The fields that have a column: the one that a record is called by, the customer, then the others."""
    fields = ROOMS[kind].fields
    first = [fields.named_by, _CUSTOMER]
    shown = [field for field in fields.shown if not field.derived and field.type not in _NOT_LISTED]
    others = [field for field in shown if field.name not in first]
    return [*(fields[name] for name in first if name in fields), *others]


def columns_for(kind: Kind, fields: Sequence[Field]) -> list[Column]:
    """A column for each field, sorted by it; those that are not in the table at first are in the column chooser.

    Where clocks run for the records there is one for them, too: that of requests is shown at first.
    """
    columns = [
        Column(
            field.name,
            _(field.label),
            _NAME_WIDTH if place == 0 else _CUSTOMER_WIDTH if field.name == _CUSTOMER else _width(field),
            field.name,
            shown=field.in_table or place == 0,
            right=field.type in _RIGHT,
        )
        for place, field in enumerate(fields)
    ]
    if has_clocks(kind):
        columns.insert(_CLOCK_PLACE, clock_column(kind, shown=kind is Kind.SERVICE))
    return columns


def cells_of(kind: Kind, fields: Sequence[Field], connection: Any, ids: Sequence[int]) -> Mapping[int, Cells]:
    """The cells of these records, in the order of the columns."""
    references = [field.name for field in fields if field.type is FieldType.REFERENCE]
    found = {}
    for line in listed(connection, kind, ids, references):
        cells = [Cell(_text(line, field), _tone(line.record, field, place)) for place, field in enumerate(fields)]
        if has_clocks(kind):
            cells.insert(_CLOCK_PLACE, NOTHING)
        found[line.record.id] = tuple(cells)
    return found


def _width(field: Field) -> int:
    return _WIDTHS.get(field.type, _WIDTH)


def _text(line: Listed, field: Field) -> str:
    """One line; a list says yes, and leaves out no."""
    if field.type is FieldType.REFERENCE:
        return line.names[field.name]
    value = getattr(line.record, field.name)
    return "" if value is False else " ".join(show(field, value).split("\n"))


def _tone(record: Any, field: Field, place: int) -> Tone:
    """What is late or urgent is red, what is over is soft; beside that the name leads."""
    match record:
        case Need():
            over = record.status in CLOSED
            late = not over and record.due is not None and record.due.text < clock.today().isoformat()
            if late and field.name == "due":
                return Tone.RED
        case ServiceRequest():
            over = record.status in {RESOLVED, CONFIRMED, WITHDRAWN}
            if not over and record.severity == URGENT and field.name == "severity":
                return Tone.RED
        case Order():
            over = record.status == CANCELLED
        case _:
            over = False
    return Tone.SOFT if over or place > 1 else Tone.INK
