"""Columns and cells made from the fields of a kind of record, for lists that need nothing special."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_crm.core import clock
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import show
from desktop_crm.ui.framework.record_table_model import Cell, Cells, Column
from desktop_crm.ui.look.tokens import Tone

_WIDTHS = {FieldType.MOMENT: 124, FieldType.DAY: 90, FieldType.MONEY: 100, FieldType.PHONE: 116, FieldType.EMAIL: 170}
_WIDTH = 104


def table_fields(kind: Kind, leading: str) -> list[Field]:
    """The fields that a list shows: `leading` first, then the others; references are the matter of special lists."""
    fields = ROOMS[kind].fields
    others = [
        field
        for field in fields.shown
        if field.in_table and not field.derived and field.type is not FieldType.REFERENCE
    ]
    return [fields[leading], *(field for field in others if field.name != leading)]


def columns_of(fields: Sequence[Field]) -> list[Column]:
    """A column for each field."""
    return [
        Column(field.name, _(field.label), _WIDTHS.get(field.type, _WIDTH), right=field.type is FieldType.MONEY)
        for field in fields
    ]


def fetch_fields(kind: Kind, fields: Sequence[Field], connection: Any, ids: Sequence[int]) -> Mapping[int, Cells]:
    """What the fields of these records say; open follow-ups that are late are red, done ones soft."""
    return {
        record.id: tuple(Cell(_text(record, field), _tone(record, field)) for field in fields)
        for record in ROOMS[kind].get_many(connection, ids)
    }


def _text(record: Any, field: Field) -> str:
    """A list says yes, and leaves out no."""
    value = getattr(record, field.name)
    return "" if value is False else show(field, value)


def _tone(record: Any, field: Field) -> Tone:
    if isinstance(record, Followup):
        if record.status == DONE:
            return Tone.SOFT
        late = record.status == OPEN and record.due is not None and record.due.end() <= clock.now()
        return Tone.RED if late and field.name in {"due", "status"} else Tone.INK
    return Tone.INK
