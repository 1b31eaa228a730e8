"""From a row of a table to a draft of a record: values by field, what found no place, and doubts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop_crm.core.customers.choices import COMPANY, INDIVIDUAL
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.headings import CUSTOMER_NUMBER, REASON, MappedTable, field_of, takes_several
from desktop_crm.core.transfer.reading.tables import Cell, Row
from desktop_crm.core.values.field_values import cell_text, parse

# Where a value goes that stands in a column for the other account type (decision 12).
_SAME_FOR_OTHER_TYPE = {
    "size": "occupation",
    "office_address": "home_address",
    "home_address": "office_address",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, sheet ("" without sheets) and row as the file counts it."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about one value, which is kept; `field` is the heading as it stands in the file."""

    place: Place
    number: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be taken, with its text for the error file."""

    kind: Kind
    place: Place
    reason: str
    cells: dict[str, str]


@dataclass(slots=True)
class Draft:
    """A record that a row would make.

    `references` are the other records it names, in the words of the file, by the field that is to hold their id;
    `customer_number` is the number it gives for its customer.
    """

    kind: Kind
    place: Place
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)  # field name to the heading that filled it
    unplaced: dict[str, str] = field(default_factory=dict)
    doubts: list[tuple[str, str]] = field(default_factory=list)  # heading, reason
    references: dict[str, str] = field(default_factory=dict)
    customer_number: str = ""
    id: int = 0

    @property
    def customer_name(self) -> str:
        """The customer whom the row names, as it spells the name; "" when it names none."""
        return self.references.get("customer_id", "")

    @property
    def number(self) -> str:
        """The customer number by which the row is known in messages."""
        return str(self.values.get("number") or self.customer_number)

    def warnings(self) -> Iterator[Doubt]:
        """The doubts as warnings."""
        for heading, reason in self.doubts:
            yield Doubt(self.place, self.number, heading, reason)


def row_texts(mapped: MappedTable, row: Row) -> dict[str, str]:
    """Heading to text, for previews and error files."""
    return {column.heading: cell_text(cell) for column, cell in zip(mapped.columns, row.cells, strict=True)}


def draft_of(mapped: MappedTable, row: Row, file: str) -> Draft:
    """The draft of one row; nothing of the row is lost: what no field takes is in `unplaced`."""
    texts = row_texts(mapped, row)
    cells = {column.heading: texts[column.heading] for column in mapped.columns if column.target != REASON}
    draft = Draft(mapped.kind, Place(file, mapped.table.name, row.number), cells)
    name_parts: dict[str, str] = {}
    name_headings: list[str] = []
    for column, cell in zip(mapped.columns, row.cells, strict=True):
        text = cells.get(column.heading, "")
        if not text.strip():
            continue
        if column.target in {"first_name", "last_name"}:
            name_parts[column.target] = text.strip()
            name_headings.append(column.heading)
        elif column.target == CUSTOMER_NUMBER:
            draft.customer_number = text.strip()
        elif column.field is None:
            draft.unplaced[column.heading] = text
        elif column.field.type is FieldType.REFERENCE:
            _take_reference(draft, column.field, column.heading, text)
        else:
            _take(draft, column.field, column.heading, cell)
    if name_parts:
        _take_name(draft, _whole_name(**name_parts), name_headings)
    if draft.kind is Kind.CUSTOMERS:
        _settle_account_type(draft)
    return draft


def _take_reference(draft: Draft, described: Field, heading: str, text: str) -> None:
    if draft.references.setdefault(described.name, text) == text:
        draft.headings[described.name] = heading
    else:
        draft.unplaced[heading] = text


def _take(draft: Draft, described: Field, heading: str, cell: Cell) -> None:
    parsed = parse(described, cell)
    if parsed.problem:
        draft.doubts.append((heading, parsed.problem))
    value, known = parsed.value, draft.values.get(described.name)
    if value is None:
        if parsed.problem:
            draft.unplaced[heading] = draft.cells[heading]
    elif isinstance(value, Mapping):
        draft.unplaced |= value
    elif known is None:
        draft.values[described.name] = value
        draft.headings[described.name] = heading
    elif takes_several(described) and isinstance(value, tuple):
        draft.values[described.name] = tuple(dict.fromkeys((*known, *value)))
    elif known != value:
        draft.unplaced[heading] = draft.cells[heading]


def _take_name(draft: Draft, name: str, headings: list[str]) -> None:
    """Take a name that stood in columns of its own, which add nothing where another column says the same."""
    if "name" not in draft.values:
        draft.values["name"] = name
        draft.headings["name"] = headings[0]
    elif draft.values["name"] != name:
        draft.unplaced |= {heading: draft.cells[heading] for heading in headings}


def _whole_name(first_name: str = "", last_name: str = "") -> str:
    if (last_name + first_name).isascii():
        return f"{first_name} {last_name}".strip()
    return last_name + first_name


def _settle_account_type(draft: Draft) -> None:
    """Move what a column for companies says of a person to the person's field, and the other way round."""
    values = draft.values
    if "account_type" not in values:
        personal = {"occupation", "gender", "age_band", "home_address"} & values.keys()
        values["account_type"] = INDIVIDUAL if personal and "uscc" not in values else COMPANY
    for name in list(draft.headings):
        described = field_of(Kind.CUSTOMERS, name)
        if described is None or described.account_type in {None, values["account_type"]}:
            continue
        other, heading = _SAME_FOR_OTHER_TYPE.get(name), draft.headings[name]
        text = draft.cells[heading]
        values.pop(name, None)
        if other and other not in values:
            values[other] = text
            draft.headings[other] = heading
        else:
            draft.unplaced[heading] = text


def nothing_known(draft: Draft) -> str | None:
    """Why the row cannot be taken, None when there is something to know it by (decision 12)."""
    values = draft.values
    match draft.kind:
        case Kind.CUSTOMERS:
            known = any(values.get(name) for name in ("name", "number", "uscc", "phone", "email"))
            reason = _("The row names no customer: neither name nor number, code, phone or e-mail")
        case Kind.CONTACTS:
            known = any(values.get(name) for name in ("name", "mobile", "phone", "email", "other_phones", "wechat"))
            reason = _("The row names nobody: neither a name nor a phone or an e-mail")
        case Kind.INTERACTIONS:
            known = bool(_customer(draft)) and len(values) > 0
            reason = _("The row names no customer, or says nothing about what happened")
        case Kind.FOLLOWUPS:
            known = bool(values.get("title") or (_customer(draft) and values.get("due")))
            reason = _("The row says neither what is to be done nor for whom and when")
        case Kind.ORDERS:
            known = bool(_customer(draft)) and any(values.get(name) for name in ("product", "amount", "ordered"))
            reason = _("The row names no customer, or neither product, amount nor date")
    return None if known else reason


def _customer(draft: Draft) -> str:
    return draft.customer_name.strip() or draft.customer_number
