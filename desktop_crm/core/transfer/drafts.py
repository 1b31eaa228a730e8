"""From a row of a table to a draft of a record: values by field, what found no place, and doubts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop_crm.core.customers.choices import COMPANY, INDIVIDUAL
from desktop_crm.core.fields import OWN, Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.exact_values import exact_value
from desktop_crm.core.transfer.headings import (
    CUSTOMER_NUMBER,
    EITHER,
    REASON,
    Column,
    MappedTable,
    field_of,
    part_of,
    takes_several,
)
from desktop_crm.core.transfer.implied import Part
from desktop_crm.core.transfer.reading.tables import ID, Cell, Row
from desktop_crm.core.values.field_reading import Parsed, cell_text, parse
from desktop_crm.core.values.phone import Phone

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
    `customer_number` is the number it gives for its customer. `parts` are the columns, each with its heading, that say
    something of records of other kinds: these have this draft as their `host`, and one that `joins` only adds to an
    earlier one; `undated` says that it has the day of the import. One that
    `tells_talk` may go on with the record of an earlier row. The row of our own JSON is `exact`: it has the id
    `given_id`, names others by their ids, and is complete as it is.
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
    parts: list[tuple[Part, str]] = field(default_factory=list)
    host: "Draft | None" = None
    joins: bool = False
    tells_talk: bool = False
    undated: bool = False
    exact: bool = False
    given_id: int = 0

    @property
    def customer_name(self) -> str:
        """The customer whom the row names, as it spells the name; "" when it names none."""
        return self.references.get("customer_id", "")

    @property
    def number(self) -> str:
        """The customer number by which the row is known in messages."""
        if self.host:
            return self.host.number
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
    if mapped.table.exact:
        _take_exactly(draft, mapped, row)
        return draft
    said = [
        (column, cell)
        for column, cell in zip(mapped.columns, row.cells, strict=True)
        if cells.get(column.heading, "").strip()
    ]
    for column, cell in said:
        if column.field is None:
            _take_apart(draft, column)
        elif _names_another(column.field, mapped.kind):
            _take_reference(draft, column.field, column.heading, cells[column.heading])
        else:
            parsed_into(draft, column.field, column.heading, cell)
    if names := {
        column.target: column.heading for column, _cell in said if column.target in {"first_name", "last_name"}
    }:
        _take_name(draft, names)
    if draft.kind is Kind.CUSTOMERS:
        _settle_account_type(draft)
        for column, cell in said:
            _take_either(draft, column, cell)
    return draft


def _take_apart(draft: Draft, column: Column) -> None:
    """Take a cell that is no field of this kind."""
    text = draft.cells[column.heading]
    if column.target == CUSTOMER_NUMBER:
        draft.customer_number = text.strip()
    elif part := part_of(draft.kind, column.target):
        draft.parts.append((part, column.heading))
    elif not column.target:
        draft.unplaced[column.heading] = text


def _names_another(described: Field, kind: Kind) -> bool:
    """Whether the field holds another record's id; whose, an attachment says beside it."""
    return described.type is FieldType.REFERENCE or (kind is Kind.ATTACHMENTS and described.name == "record_id")


def _take_reference(draft: Draft, described: Field, heading: str, text: str) -> None:
    if draft.references.setdefault(described.name, text) == text:
        draft.headings[described.name] = heading
    else:
        draft.unplaced[heading] = text


def _take_either(draft: Draft, column: Column, cell: Cell) -> None:
    """Take the cell of a column that has one meaning for companies and another for individuals."""
    for name in column.target.split(EITHER) if EITHER in column.target else ():
        described = field_of(Kind.CUSTOMERS, name)
        if described and described.account_type == draft.values["account_type"]:
            parsed_into(draft, described, column.heading, cell)


def _take_exactly(draft: Draft, mapped: MappedTable, row: Row) -> None:
    """Take what our own JSON says, as it was; a value that cannot have come from there is kept as text."""
    draft.exact = True
    for column, cell in zip(mapped.columns, row.cells, strict=True):
        if cell is None:
            continue
        if column.heading == ID:
            text = str(cell)
            draft.given_id = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
        elif column.field and _names_another(column.field, mapped.kind):
            _take_reference(draft, column.field, column.heading, str(cell))
        elif column.field:
            _put(draft, column.field, column.heading, exact_value(column.field, cell), str(cell))
        elif column.heading.startswith(OWN):
            parsed = exact_value(None, cell)
            if parsed.problem:
                draft.doubts.append((column.heading, parsed.problem))
                draft.unplaced[column.heading] = str(cell)
            else:
                draft.values[column.heading] = parsed.value
        else:
            draft.unplaced[column.heading] = str(cell)


def parsed_into(draft: Draft, described: Field, heading: str, cell: Cell) -> None:
    """Read a cell into a field of the draft; a text that cannot be read, or says another thing again, is kept."""
    _put(draft, described, heading, parse(described, cell), cell_text(cell))


def _put(draft: Draft, described: Field, heading: str, parsed: Parsed, text: str) -> None:
    if parsed.problem:
        draft.doubts.append((heading, parsed.problem))
    value, known = parsed.value, draft.values.get(described.name)
    if value is None:
        if parsed.problem:
            draft.unplaced[heading] = text
    elif described.type is FieldType.UNPLACED:
        draft.unplaced |= value  # type: ignore[arg-type]  # the value of such a field is a mapping
    elif known is None:
        draft.values[described.name] = value
        draft.headings[described.name] = heading
    elif takes_several(described) and isinstance(value, tuple):
        draft.values[described.name] = tuple(dict.fromkeys((*known, *value)))
    elif known != value:
        draft.unplaced[heading] = text


def _take_name(draft: Draft, headings: Mapping[str, str]) -> None:
    """Take a name that stood in columns of its own, which add nothing where another column says the same."""
    name = _whole_name(**{part: draft.cells[heading].strip() for part, heading in headings.items()})
    if "name" not in draft.values:
        draft.values["name"] = name
        draft.headings["name"] = next(iter(headings.values()))
    elif draft.values["name"] != name:
        draft.unplaced |= {heading: draft.cells[heading] for heading in headings.values()}


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


def give_name(draft: Draft, others: Iterable[str]) -> None:
    """Call a nameless record by the first of these other fields that it has, such as e-mail or phone (decision 12)."""
    if draft.exact or draft.values.get("name"):
        return
    for name in others:
        value = draft.values.get(name)
        if value:
            text = value.text if isinstance(value, Phone) else value[0] if isinstance(value, tuple) else str(value)
            draft.values["name"] = text
            return


def nothing_known(draft: Draft) -> str | None:
    """Why the row cannot be taken, None when there is something to know it by (decision 12)."""
    values = draft.values
    if draft.exact:
        return None
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
        case _:
            fields = ROOMS[draft.kind].fields
            said = any(values.get(name) or name in draft.references for name in fields.known_by)
            bound = "customer_id" in fields and fields["customer_id"].required
            known = said and (not bound or bool(_customer(draft)))
            words = ", ".join(_title(fields[name]) for name in fields.known_by)
            reason = _("The row names no customer, or none of: {fields}").format(fields=words)
    return None if known else reason


def _title(described: Field) -> str:
    return _(described.label)


def _customer(draft: Draft) -> str:
    return draft.customer_name.strip() or draft.customer_number
