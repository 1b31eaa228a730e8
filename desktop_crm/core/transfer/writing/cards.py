"""Contacts and individual customers as business cards: vCard 3.0 (RFC 2426), which every phone reads."""

from collections.abc import Iterator
from typing import Any

from desktop_crm.core.calendar.anniversaries import in_year, yearly
from desktop_crm.core.customers.choices import INDIVIDUAL
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.writing.selection import Record, Selection
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.phone import Phone

_FOLD_BYTES = 75


def people(selection: Selection) -> Selection:
    """The contacts, and the customers who are individuals."""
    return {
        kind: [record for record in records if kind is Kind.CONTACTS or record.values["account_type"] == INDIVIDUAL]
        for kind, records in selection.items()
    }


def as_cards(selection: Selection) -> bytes:
    """A card for each record, in UTF-8, lines folded at 75 bytes."""
    lines = (
        line
        for kind, records in selection.items()
        for record in records
        for line in ("BEGIN:VCARD", "VERSION:3.0", f"UID:{kind.value}-{record.id}", *properties(record), "END:VCARD")
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def properties(record: Record) -> Iterator[str]:
    """What a card says of the record: a line for each property, not folded. Only the name has to be in `values`."""
    values = record.values
    name = values["name"]
    yield f"N:{_escaped(name)};;;;"
    yield f"FN:{_escaped(name)}"
    company, department = record.references.get("customer_id", ""), values.get("department")
    if company or department:
        yield "ORG:" + ";".join(map(_escaped, (company, department) if department else (company,)))
    for kind, number in _phones(values):
        yield f"TEL;TYPE={kind}:{_escaped(number)}"
    for address in (values.get("email"), *values.get("other_emails", ())):
        if address:
            yield f"EMAIL;TYPE=INTERNET:{_escaped(address)}"
    if address := values.get("address") or values.get("home_address"):
        yield f"ADR:;;{_escaped(address)};;;;"
    if born := _born(values.get("birthday"), lunar=bool(values.get("birthday_lunar"))):
        yield f"BDAY:{born}"
    for name, key in (("TITLE", "title"), ("URL", "website"), ("NOTE", "notes"), ("X-WECHAT", "wechat")):
        if values.get(key):
            yield f"{name}:{_escaped(values[key])}"


def _born(birthday: Day | None, *, lunar: bool) -> str:
    """The (solar) date of birth; empty where it is not known, or not to the day."""
    what = yearly(birthday, lunar=lunar) if birthday else None
    if what is None or what.year is None:
        return ""
    day = in_year(what, what.year)
    return day.isoformat() if day else ""


def _phones(values: Any) -> Iterator[tuple[str, str]]:
    for kind, key in (("CELL", "mobile"), ("WORK,VOICE", "phone")):
        phone: Phone | None = values.get(key)
        if phone:
            yield kind, phone.text
    yield from (("VOICE", number) for number in values.get("other_phones", ()))


def _escaped(text: str) -> str:
    """The text as a value (RFC 2426, 4): commas, semicolons, backslashes and line ends escaped."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> str:
    """The line in parts of at most 75 bytes, each further one begun with a blank; no character is cut."""
    parts, size = [""], 0
    for character in line:
        length = len(character.encode())
        if size + length > _FOLD_BYTES:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += length
    return "\r\n".join(parts)
