"""Filters by field that every list of records offers: one stored value a field, of a field with several one of them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select, true

from desktop_crm.core.database.columns import OWN_COLUMN
from desktop_crm.core.database.records import Records
from desktop_crm.core.fields import OWN, Field, FieldType

_SEVERAL = {FieldType.CHOICES, FieldType.TAGS}


def filter_fields(records: Records[Any]) -> list[Field]:
    """The fields by which records of this kind can be filtered, in the order of the form: lists, tags and owners."""
    types = {FieldType.CHOICE, FieldType.CHOICES, FieldType.TAGS}
    own_numbers = {"former_numbers"}
    return [
        field
        for field in records.fields.stored
        if (field.type in types and field.name not in own_numbers) or field.name == "owner"
    ]


def _column(table: Table, name: str) -> ColumnElement[Any]:
    """Where the value of a field lies; those of the user's own fields in one JSON."""
    if name.startswith(OWN):
        value: ColumnElement[Any] = func.json_extract(table.c[OWN_COLUMN], f'$."{name}"')
        return value
    return table.c[name]


def has_value(table: Table, field: Field, value: str) -> ColumnElement[bool]:
    """That a record holds this stored value in a field."""
    column = _column(table, field.name)
    if field.type in _SEVERAL:
        members = func.json_each(column).table_valued("value")
        return select(members.c.value).where(members.c.value == value).exists()
    return column == value


def fitting(records: Records[Any], filters: Mapping[str, str]) -> Select[int]:
    """The ids of the records in use that have all these values: field name to stored value."""
    table = records.table
    conditions = (has_value(table, records.fields[name], value) for name, value in filters.items())
    return select(table.c.id).where(table.c.deleted_at.is_(None), *conditions)


def words_in_use(connection: Connection, records: Records[Any], name: str) -> list[str]:
    """Every value that a text, choice or tag field has in some record in use, the most frequent first."""
    table = records.table
    column: ColumnElement[str] = _column(table, name)
    found = select(column).where(table.c.deleted_at.is_(None), column.is_not(None))
    if records.fields[name].type in _SEVERAL:
        members = func.json_each(column).table_valued("value")
        column = members.c.value
        found = select(column).select_from(table.join(members, true())).where(table.c.deleted_at.is_(None))
    return list(connection.scalars(found.group_by(column).order_by(func.count().desc(), column)))
