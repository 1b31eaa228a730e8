"""One person's card as a QR code (ISO/IEC 18004): a phone takes it into its contacts, without a network (habit 35)."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import segno
from sqlalchemy import Connection

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.writing.cards import people, properties
from desktop_crm.core.transfer.writing.selection import Record, select_records
from desktop_crm.core.values.field_values import show
from desktop_crm.core.values.phone import Phone, parse_phone, show_phone

_NAME, _COMPANY = "name", "customer_id"
# What a code may hold, the most important first: where there is no room for all of it, the last goes first, and the
# name never. Birthday, notes and the like stay in the book: whoever scans the code wants to reach somebody.
_HELD = (
    _NAME,
    "mobile",
    _COMPANY,
    "phone",
    "title",
    "email",
    "department",
    "address",
    "home_address",
    "other_phones",
    "other_emails",
    "website",
)
# The bytes that version 20 holds at each level of error correction (ISO/IEC 18004, table 7), the better level first.
# It has 97 modules on a side; more of them are too small for the camera of a phone in front of a window.
_ROOM = {"M": 666, "L": 858}
_LONGEST_NAME = 80  # characters; it stands twice in a card, and has room there in any script


@dataclass(frozen=True, slots=True)
class CardCode:
    """A card and its code: `modules` has a row of bytes for each row of the square, 1 where it is dark, without margin.

    `said` is what the code holds beside name and organization, as labels and values; `crowded_out` are the labels of
    what it has no room for, `confidential` those of what stays in the book (P-04). `fields` are the names of all held.
    """

    kind: Kind
    name: str
    organization: str
    text: str
    modules: tuple[bytes, ...]
    fields: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    crowded_out: tuple[str, ...]
    confidential: tuple[str, ...]


class NoCardCodeError(RefusedError):
    """There is nothing of this person that may leave the book."""

    def __init__(self) -> None:
        super().__init__(
            _("No QR code can be shown"),
            _("The person, or the customer, is marked confidential or lies in the Trash."),
        )


def card_code(connection: Connection, kind: Kind, record_id: int) -> CardCode:
    """The code of a contact, or of a customer who is an individual, with as much of the card as fits.

    Raises:
        NoCardCodeError: the record or its customer is confidential or in the Trash, or it is no person.
    """
    record = next(iter(people(select_records(connection, [kind], kind, ids=[record_id]))[kind]), None)
    if record is None:
        raise NoCardCodeError
    record = _fit_to_scan(record)
    there = [name for name in _HELD if name == _NAME or record.values.get(name)]
    held, text, level = _fitting(record, there)
    code = segno.make_qr(text, error=level, encoding="utf-8")
    return CardCode(
        kind=kind,
        name=record.values[_NAME],
        organization=record.references.get(_COMPANY, "") if _COMPANY in held else "",
        text=text,
        modules=tuple(bytes(row) for row in code.matrix),
        fields=tuple(held),
        said=tuple(
            (_label(kind, name), show(ROOMS[kind].fields[name], record.values[name]))
            for name in held
            if name not in {_NAME, _COMPANY}
        ),
        crowded_out=_labels(kind, there[len(held) :]),
        confidential=_labels(kind, ROOMS[kind].secrets(connection, [record_id]).get(record_id, ())),
    )


def note_shown(session: Session, code: CardCode) -> Changes:
    """No changes of records; the journal says that what is in the code went out of the book (P-07)."""
    session.note(
        title=_("QR code of {name}").format(name=code.name),
        rows={code.kind.value: 1},
        fields={code.kind.value: list(code.fields)},
        sha256=hashlib.sha256(code.text.encode()).hexdigest(),
    )
    return Changes()


def _fit_to_scan(record: Record) -> Record:
    """The record with a name that has room, and with numbers as they are dialed."""
    values: dict[str, Any] = dict(record.values)
    values[_NAME] = (values[_NAME] or "")[:_LONGEST_NAME]
    for name in ("mobile", "phone"):
        if phone := values.get(name):
            values[name] = Phone(_dialed(phone))
    values["other_phones"] = tuple(_dialed(parse_phone(text)) for text in values.get("other_phones") or ())
    return replace(record, values=values)


def _dialed(phone: Phone) -> str:
    """The number as any telephone in the world dials it; one with an extension, or that is none, as it is read."""
    return phone.e164 if phone.e164 and not phone.extension else show_phone(phone)


def _fitting(record: Record, there: Sequence[str]) -> tuple[Sequence[str], str, str]:
    """As many of the fields as there is room for, the card with them alone, and the best level that holds it."""
    shorter = (there[:count] for count in range(len(there), 0, -1))
    cards = ((held, _card(record, held)) for held in shorter)
    held, text = next(each for each in cards if len(each[1].encode()) <= max(_ROOM.values()))
    return held, text, next(level for level, room in _ROOM.items() if len(text.encode()) <= room)


def _card(record: Record, held: Sequence[str]) -> str:
    """The card with these fields alone: lines end with CR LF and are not folded, for scanners do not join them."""
    reduced = replace(
        record,
        values={name: record.values[name] for name in held},
        references={name: text for name, text in record.references.items() if name in held},
    )
    return "".join(f"{line}\r\n" for line in ("BEGIN:VCARD", "VERSION:3.0", *properties(reduced), "END:VCARD"))


def _labels(kind: Kind, names: Iterable[str]) -> tuple[str, ...]:
    """What these fields are called, those alone that a code may hold, in their order there."""
    wanted = set(names)
    return tuple(_label(kind, name) for name in _HELD if name in wanted)


def _label(kind: Kind, name: str) -> str:
    return _(ROOMS[kind].fields[name].label)
