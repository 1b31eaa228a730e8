"""Any kind of record as a list shows it: ids in the order of one field, and the records of a page with the names of
those they refer to."""

from array import array
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from desktop_crm.core.database.columns import OWN_COLUMN, column_names
from desktop_crm.core.fields import OWN, Field, FieldType
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists import conditions
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import show

# The part of an own value by which it is ordered, where it has several.
_OWN_PARTS = {
    FieldType.MOMENT: ".at",
    FieldType.PHONE: ".text",
    FieldType.MONEY: ".cents",
    FieldType.MONEY_RANGE: ".low_cents",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: the record, whose it is, and by field name what the records are called that it refers to."""

    record: Any
    names: Mapping[str, str]

    @property
    def customer_id(self) -> CustomerId | None:
        """The customer to whom it belongs."""
        return getattr(self.record, "customer_id", None)


def usual_order(kind: Kind) -> str:
    """The name of the field by which a list of this kind is ordered at first: its date, else its name."""
    return ROOMS[kind].fields.dated_by or ROOMS[kind].fields.named_by


def still_open(connection: Connection, kind: Kind, customer_id: CustomerId, limit: int = 3) -> list[Any]:
    """The needs or service requests of a customer that are not closed yet, the newest first."""
    c = ROOMS[kind].table.c
    found = conditions.fitting(kind, {"status": conditions.STILL_OPEN}).where(c.customer_id == customer_id)
    return ROOMS[kind].get_many(connection, connection.scalars(found.order_by(c.id.desc()).limit(limit)).all())


def listed_ids(
    connection: Connection,
    kind: Kind,
    order: str,
    *,
    descending: bool = False,
    filters: Mapping[str, str] | None = None,
) -> "array[int]":
    """The ids (signed 64-bit) of the records in use that fit, by a field; what is equal in it follows by id.

    Descending is the exact reverse. Records without a value come first, descending last. References are ordered by the
    names of what they refer to, customers by pinyin; members of a closed list as the list has them. `filters` is field
    name to stored value, or to a code of `conditions`; an unknown `order` is the usual one.
    """
    room = ROOMS[kind]
    table: Any = room.table
    name = order if order in room.fields else usual_order(kind)
    field, found = room.fields[name], select(table.c.id).where(table.c.deleted_at.is_(None))
    if field.type is FieldType.REFERENCE and field.refers_to:
        target = ROOMS[field.refers_to].table.alias()
        key: ColumnElement[Any] = target.c[_called_by(field.refers_to)]
        found = found.outerjoin_from(table, target, target.c.id == table.c[name])
    else:
        key = _key(table, field)
    if filters:
        found = found.where(table.c.id.in_(conditions.fitting(kind, filters)))
    by = (key.desc(), table.c.id.desc()) if descending else (key, table.c.id)
    return array("q", connection.scalars(found.order_by(*by)))


def listed(connection: Connection, kind: Kind, ids: Iterable[int], names: Collection[str]) -> list[Listed]:
    """The lines of these records in the order asked for; `names` are the references whose names are wanted."""
    records = ROOMS[kind].get_many(connection, ids)
    called = {name: _names(connection, ROOMS[kind].fields[name], records) for name in names}
    return [Listed(record, {name: called[name].get(getattr(record, name), "") for name in names}) for record in records]


def _key(table: Any, field: Field) -> ColumnElement[Any]:
    if field.name.startswith(OWN):
        return func.json_extract(table.c[OWN_COLUMN], f'$."{field.name}"{_OWN_PARTS.get(field.type, "")}')
    column: ColumnElement[Any] = table.c[column_names(field)[0]]
    if field.type is FieldType.CHOICE and field.choices and not field.choices.open:
        places = {choice.code: place for place, choice in enumerate(field.choices.known)}
        return case(places, value=column, else_=case((column.is_(None), None), else_=len(places)))
    return column


def _called_by(kind: Kind) -> str:
    """The column by which records of a kind are ordered where others refer to them."""
    fields = ROOMS[kind].fields
    if kind is Kind.CUSTOMERS:
        return "name_key"
    return column_names(fields[fields.dated_by if kind is Kind.INTERACTIONS else fields.named_by])[0]


def _names(connection: Connection, field: Field, records: Iterable[Any]) -> Mapping[int, str]:
    if field.refers_to is None:
        return {}
    fields = ROOMS[field.refers_to].fields
    called_by = fields[fields.dated_by if field.refers_to is Kind.INTERACTIONS else fields.named_by]
    ids = {record_id for record in records if (record_id := getattr(record, field.name))}
    found = ROOMS[field.refers_to].get_many(connection, ids)
    return {each.id: show(called_by, getattr(each, called_by.name)).partition("\n")[0] for each in found}
