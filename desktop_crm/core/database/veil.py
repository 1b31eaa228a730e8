"""What others may see of the book: temporary views that stand in front of the tables and mask what is read (P-05).

On a veiled connection the name of a table means such a view, so that whatever is asked, by whichever list, search, page
or export, is answered from masked values, and an order by one of them tells nothing. The text index is not veiled: the
full name or number of somebody still finds him. What the views cannot know is told by `masking.masked`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import Any

from sqlalchemy import Table

from desktop_crm.core.database.columns import OWN_COLUMN, column_names
from desktop_crm.core.database.schema.base import metadata
from desktop_crm.core.fields import Field, FieldType, Mask, RecordFields
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.field_values import from_json, mask_of, mask_text, to_json
from desktop_crm.core.values.hidden_names import KnownNames
from desktop_crm.core.values.money import ROUGH, Money, MoneyRange, band_ceiling, band_floor
from desktop_crm.core.values.names import HIDDEN, mask_company, mask_person
from desktop_crm.core.values.phone import Phone

CONFIDENTIAL = N_("Confidential")  # what a confidential record is called
NAMED_TABLES = frozenset({Kind.CUSTOMERS.value, Kind.CONTACTS.value})  # whose names are looked for in texts
_INDIVIDUAL = "individual"  # the account type; no room is known here
_TELLING_KEYS = ("name_key", "likeness_key")  # columns of no field that a name is made into
_FILE_DETAILS = frozenset({"title", "file", "files", "filters", "errors", "reason"})  # of an action: texts with names
_LEAST_AMOUNT = 10_000  # cents: among the values of a reason, what is larger is an amount

Veiling = Callable[[Any, int], Any]  # a column's value and the id of its record, to what may be seen

_FREE_TEXT = {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.TAGS, FieldType.ANSWERS}
_TYPES_OF_WORDS = _FREE_TEXT | {FieldType.PHONE, FieldType.EMAIL, FieldType.WEBSITE, FieldType.USCC}
_HIDDEN_IF_CONFIDENTIAL = _TYPES_OF_WORDS | {FieldType.MONEY, FieldType.MONEY_RANGE, FieldType.UNPLACED}


@dataclass(frozen=True, slots=True)
class _Customer:
    """What is needed to take a customer out of texts."""

    name: str
    individual: bool
    confidential: bool


class Veil:
    """Hangs before the tables of connections. One serves many, on any thread; what it learned of names it keeps."""

    def __init__(self, fields: Iterable[RecordFields]) -> None:
        self._fields = {each.kind.value: each for each in fields}
        self._columns = {name: dict(self._veilings(each)) for name, each in self._fields.items()}
        self._customers: dict[int, _Customer] = {}
        self._names = KnownNames()
        self._known = False

    def forget(self) -> None:
        """Read the names anew next time: something was written."""
        self._known = False

    def hang(self, connection: Any) -> None:
        """Hang before the tables of a raw connection, for as long as that is open."""
        functions: tuple[tuple[str, int, Callable[..., Any]], ...] = (
            ("veil", 4, partial(self._seen, connection)),
            ("veil_own", 2, partial(self._own_seen, connection)),
            ("veil_changes", 3, partial(self._changes_seen, connection)),
            ("veil_details", 1, _details_seen),
            ("veil_reasons", 1, _reasons_seen),
            ("veil_cents", 1, _floor),
            ("veil_mark", 0, lambda: _(CONFIDENTIAL)),
        )
        for name, arguments, function in functions:
            connection.create_function(name, arguments, function)
        for table in metadata.sorted_tables:
            if view := self._view(table):
                connection.execute(view)

    # The views

    def _view(self, table: Table) -> str | None:
        more = {
            "journal": {"changes": "veil_changes(table_name, record_id, changes)"},
            "actions": {"details": "veil_details(details)"},
            "standing": {"reasons": "veil_reasons(reasons)", "year_cents": "veil_cents(year_cents)"},
        }.get(table.name, {})
        if table.name in self._fields:
            more = dict(self._expressions(self._fields[table.name], table))
        if not more:
            return None
        parts = (
            f'{more[name]} AS "{name}"' if name in more else f'"{name}"'
            for name in (column.name for column in table.columns)
        )
        columns = ", ".join(parts)
        return f'CREATE TEMP VIEW "{table.name}" AS SELECT {columns} FROM main."{table.name}"'  # noqa: S608 - our own names

    def _expressions(self, fields: RecordFields, table: Table) -> Iterator[tuple[str, str]]:
        veiled = self._columns[table.name]
        for field in fields.in_columns:
            for name in column_names(field):
                expression = f'"{name}"'
                if name in veiled:
                    expression = f"veil('{table.name}', '{name}', {expression}, id)"
                if "confidential" in table.c and field.type in _HIDDEN_IF_CONFIDENTIAL:
                    instead = "veil_mark()" if name == fields.named_by and field.type in _FREE_TEXT else "NULL"
                    if field.type in {FieldType.TAGS, FieldType.ANSWERS}:
                        instead = "NULL"
                    expression = f"iif(confidential, {instead}, {expression})"
                if expression != f'"{name}"':
                    yield name, expression
        own = f"veil_own('{table.name}', {OWN_COLUMN})"
        yield OWN_COLUMN, f"iif(confidential, NULL, {own})" if "confidential" in table.c else own
        for name in _TELLING_KEYS:
            if name in table.c:
                yield name, "NULL"

    # The columns

    def _veilings(self, fields: RecordFields) -> Iterator[tuple[str, Veiling]]:
        """How each column that must not be seen whole is seen."""
        for field in fields.in_columns:
            first, *rest = column_names(field)
            mask = mask_of(field)
            if fields.kind is Kind.CUSTOMERS and field.name == "name":
                yield first, self._name_seen
            elif mask is not Mask.NO:
                yield from zip((first, *rest), _masked_columns(field.type, mask), strict=False)
            elif field.type in _FREE_TEXT:
                yield first, self._free_text(field.type)

    def _free_text(self, field_type: FieldType) -> Veiling:
        match field_type:
            case FieldType.TAGS:
                return self._list_seen
            case FieldType.ANSWERS:
                return self._answers_seen
            case _:
                return self._text_seen

    def _text_seen(self, text: str, _record_id: int) -> str:
        return self._names.hide(text)

    def _list_seen(self, text: str, _record_id: int) -> str:
        return _json([self._names.hide(word) for word in json.loads(text)])

    def _answers_seen(self, text: str, _record_id: int) -> str:
        return _json({question: self._names.hide(answer) for question, answer in json.loads(text).items()})

    def _name_seen(self, name: str, customer_id: int) -> str:
        customer = self._customers.get(customer_id)
        if customer and customer.confidential:
            return _(CONFIDENTIAL)
        return mask_person(name) if customer and customer.individual else mask_company(name)

    # What is called from within a question

    def _seen(self, connection: Any, table: str, column: str, value: Any, record_id: int) -> Any:
        if value is None:
            return None
        self._learn(connection)
        return self._columns[table][column](value, record_id)

    def _own_seen(self, connection: Any, table: str, text: str | None) -> str | None:
        """The values of the user's own fields, by what the tailoring in force says of them."""
        if text is None:
            return None
        self._learn(connection)
        known = {field.name: field for field in self._fields[table].own}
        values = {
            name: self._own_value(known[name], value) if name in known else None
            for name, value in json.loads(text).items()
        }
        return _json({name: value for name, value in values.items() if value is not None})

    def _own_value(self, field: Field, value: Any) -> Any:
        mask = mask_of(field)
        match from_json(field, value):
            case str() as text if field.choices is None:
                return self._names.hide(text) if mask is Mask.NO else mask_text(mask, text)
            case tuple() as words if field.choices is None:
                return [self._names.hide(word) for word in words]
            case Phone() as phone:
                return to_json(field, Phone(mask_text(Mask.PHONE, phone.text)))
            case Money() as money:
                return to_json(field, Money(band_floor(money.cents), money.currency, ROUGH))
            case MoneyRange() as amounts:
                low, high = _floor(amounts.low_cents), amounts.high_cents
                return to_json(field, MoneyRange(low, None if high is None else band_ceiling(high), amounts.currency))
            case Mapping():
                return None
            case _:
                return value

    def _changes_seen(self, connection: Any, table: str, record_id: int, text: str | None) -> str | None:
        """The values of a journal entry; those of a confidential record, and of one that is gone, are left out."""
        if text is None or table not in self._fields:
            return text if text is None else "{}"
        self._learn(connection)
        confidential = "confidential" if "confidential" in metadata.tables[table].c else "0"
        question = f'SELECT {confidential} FROM main."{table}" WHERE id = ?'  # noqa: S608 - our own names
        (is_confidential,) = connection.execute(question, (record_id,)).fetchone() or (True,)
        marked = "SELECT field FROM main.secret_values WHERE record_id = ? AND table_name = ?"
        secret = {name for (name,) in connection.execute(marked, (record_id, table))}
        left_out = set(_TELLING_KEYS)
        for field in self._fields[table].in_columns:
            if field.name in secret or (is_confidential and field.type in _HIDDEN_IF_CONFIDENTIAL):
                left_out.update(column_names(field))
        if is_confidential or secret:
            left_out.add(OWN_COLUMN)

        def seen(column: str, value: Any) -> Any:
            if value is None or column in left_out:
                return None
            if column == OWN_COLUMN:
                return self._own_seen(connection, table, value)
            veiling = self._columns[table].get(column)
            return veiling(value, record_id) if veiling else value

        changes = json.loads(text)
        return _json(
            {
                column: [seen(column, each) for each in value] if isinstance(value, list) else seen(column, value)
                for column, value in changes.items()
            }
        )

    # Names

    def _learn(self, connection: Any) -> None:
        """Read all names once, and again after one of them changed."""
        if self._known:
            return
        self._known = True
        rows = connection.execute("SELECT id, name, account_type, confidential FROM main.customers")
        self._customers = {row[0]: _Customer(row[1] or "", row[2] == _INDIVIDUAL, bool(row[3])) for row in rows}
        people = [name for (name,) in connection.execute("SELECT name FROM main.contacts WHERE name IS NOT NULL")]
        people += (each.name for each in self._customers.values() if each.individual)
        companies = (each.name for each in self._customers.values() if not each.individual)
        self._names = KnownNames(companies, people)


def _masked_columns(field_type: FieldType, mask: Mask) -> Iterator[Veiling]:
    """How the columns of a field with a mask are seen, in their order; those left out are seen as they are."""
    match field_type:
        case FieldType.MONEY:
            yield from (_amount_seen, _as_it_is, partial(_always, ROUGH))
        case FieldType.MONEY_RANGE:
            yield from (_amount_seen, _upper_end_seen, _as_it_is, partial(_always, ""))
        case FieldType.PHONE:
            yield from (partial(_masked, mask), partial(_always, ""), partial(_always, ""))
        case FieldType.TAGS | FieldType.CHOICES:
            yield partial(_each_masked, mask)
        case FieldType.ANSWERS | FieldType.UNPLACED:
            yield partial(_values_masked, mask)
        case FieldType.YES_NO | FieldType.NUMBER | FieldType.REFERENCE | FieldType.MOMENT:
            yield from repeat(partial(_always, None))
        case _:
            yield partial(_masked, mask)


def _as_it_is(value: Any, _record_id: int) -> Any:
    return value


def _always(seen: Any, _value: Any, _record_id: int) -> Any:
    return seen


def _amount_seen(cents: int, _record_id: int) -> int:
    return band_floor(cents)


def _upper_end_seen(cents: int, _record_id: int) -> int | None:
    return band_ceiling(cents)


def _masked(mask: Mask, value: str, _record_id: int) -> str:
    return mask_text(mask, value)


def _each_masked(mask: Mask, text: str, _record_id: int) -> str:
    return _json([mask_text(mask, word) for word in json.loads(text)])


def _values_masked(mask: Mask, text: str, _record_id: int) -> str:
    return _json({heading: mask_text(mask, value) for heading, value in json.loads(text).items()})


def _floor(cents: int | None) -> int | None:
    return None if cents is None else band_floor(cents)


def _reasons_seen(text: str) -> str:
    """The reasons of a tier, with the amounts among their values rounded down."""

    def rounded(value: Any) -> Any:
        match value:
            case list():
                return [rounded(each) for each in value]
            case dict():
                return {name: rounded(each) for name, each in value.items()}
            case int() if not isinstance(value, bool) and value >= _LEAST_AMOUNT:
                return band_floor(value)
            case _:
                return value

    return _json(rounded(json.loads(text)))


def _details_seen(text: str) -> str:
    """What an action says of itself, without names of files and titles of papers."""
    details = json.loads(text)
    return _json(
        {
            name: ([HIDDEN] * len(value) if isinstance(value, list) else HIDDEN if value else value)
            if name in _FILE_DETAILS
            else value
            for name, value in details.items()
        }
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
