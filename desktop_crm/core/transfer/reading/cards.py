"""vCards as phones, Outlook and mail programs write them, one row each, with nothing dropped in silence."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.reading import limits
from desktop_crm.core.transfer.reading.card_properties import Property, card_properties
from desktop_crm.core.transfer.reading.components import Component, components
from desktop_crm.core.transfer.reading.tables import Cell, Document, Note, RefusedRow, Row, Table
from desktop_crm.core.transfer.reading.unreadable import FileLimitError, UnreadableFileError

HEADINGS = (
    "name",
    "company",
    "department",
    "title",
    "mobile",
    "phone",
    "email",
    "address",
    "birthday",
    "note",
    "website",
    "wechat",
)

# What a card says about itself, not about the person.
_BOOKKEEPING = {
    "VERSION",
    "PRODID",
    "REV",
    "UID",
    "X-ABLABEL",
    "X-ABADR",
    "X-ABSHOWAS",
    "X-ID",
    "X-ETAG",
    "BEGIN",
    "END",
}
# Other forms of the name and of an address; they count where these are missing.
_SPARE = {"N", "NICKNAME", "LABEL"}
_MEDIA = {"PHOTO", "LOGO", "SOUND", "KEY"}
_MOBILE = {"CELL", "IPHONE", "MOBILE", "手机", "移动电话"}
_NO_TELEPHONE = {"FAX", "PAGER", "传真", "HOMEFAX", "WORKFAX", "OTHERFAX"}
_WECHAT = re.compile(r"WECHAT|WEIXIN|微信", re.IGNORECASE)
_WECHAT_SCHEME = re.compile(r"(?:wechat|weixin):(?://)?", re.IGNORECASE)
_SCHEME = re.compile(r"(?:tel|mailto|x-apple):", re.IGNORECASE)
_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_BIRTHDAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_NOTE_CHARACTERS = 200


@dataclass(slots=True)
class _Card:
    """The values of one card by heading, in their order, and what found no place."""

    row: int
    values: dict[str, list[Cell]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def add(self, heading: str, value: Cell) -> None:
        kept = self.values.setdefault(heading, [])
        if value and value not in kept:
            kept.append(value)

    def at(self, heading: str, index: int) -> Cell:
        kept = self.values.get(heading, [])
        return kept[index] if index < len(kept) else None

    def leave_out(self, what: Property, reason: str) -> None:
        label = ";".join([what.name, *sorted(what.types)])
        self.notes.append(Note(self.row, label, "" if what.binary else what.text()[:_NOTE_CHARACTERS], reason))


def parse_cards(file: str, text: str, encoding: str) -> Document:
    """A table of contacts with a row for every BEGIN:VCARD, also one without a name.

    Headings are `HEADINGS`; where a card has several of one, the preferred comes first and the others follow as
    "phone (2)" and so on. What has no place there is in the notes.

    Raises:
        UnreadableFileError: there is no card in it.
    """
    cards: list[_Card] = []
    refused: list[RefusedRow] = []
    for part in components(text, {"VCARD"}):
        card = _read(part)
        if any(
            isinstance(v, str) and len(v) > limits.CELL_CHARACTERS for values in card.values.values() for v in values
        ):
            reason = _("A value is longer than {limit} characters.").format(limit=limits.CELL_CHARACTERS)
            refused.append(RefusedRow(part.start, tuple(card.values.get("name", ())[:1]), reason))
        else:
            cards.append(card)
    if not cards and not refused:
        raise UnreadableFileError(file, _("There is no business card (BEGIN:VCARD) in it."))
    most = {heading: max([1, *(len(card.values.get(heading, ())) for card in cards)]) for heading in HEADINGS}
    if (columns := sum(most.values())) > limits.COLUMNS:
        raise FileLimitError(
            file,
            _("Its cards have up to {count} values; up to {limit} are read.").format(
                count=columns, limit=limits.COLUMNS
            ),
        )
    # The first of each before any second, so that the fixed headings stand together.
    places = [(heading, index) for index in range(max(most.values())) for heading in HEADINGS if index < most[heading]]
    headings = tuple(heading if not index else f"{heading} ({index + 1})" for heading, index in places)
    rows = tuple(Row(card.row, tuple(card.at(heading, index) for heading, index in places)) for card in cards)
    notes = tuple(note for card in cards for note in card.notes)
    return Document(file, encoding, (Table("", Kind.CONTACTS, headings, rows, tuple(refused)),), notes)


def _organization(card: _Card, each: Property, _kinds: frozenset[str]) -> bool:
    company, *units = each.parts()
    card.add("company", company)
    card.add("department", "/".join(filter(None, units)))
    return True


def _telephone(card: _Card, each: Property, kinds: frozenset[str]) -> bool:
    if kinds & _NO_TELEPHONE:
        return False
    card.add("mobile" if kinds & _MOBILE else "phone", _SCHEME.sub("", each.text().strip(), count=1))
    return True


def _address(card: _Card, each: Property, _kinds: frozenset[str]) -> bool:
    """One line, from box; extended; street; locality; region; code; country (RFC 6350, 6.3.1)."""
    lines = [", ".join(filter(None, map(str.strip, part.splitlines()))) for part in each.parts()]
    box, extended, street, locality, region, code, country = (lines + [""] * 7)[:7]
    if _CHINESE.search(each.value):
        places = dict.fromkeys(filter(None, (country, region, locality, street, extended, box, *lines[7:])))
        card.add("address", " ".join(filter(None, ("".join(places), code))))
    else:
        town = " ".join(filter(None, (region, code)))
        card.add("address", ", ".join(filter(None, (box, extended, street, locality, town, country, *lines[7:]))))
    return True


def _birthday(card: _Card, each: Property, _kinds: frozenset[str]) -> bool:
    text = each.text().strip()
    day: Cell = text
    if match := _BIRTHDAY.fullmatch(text):
        with suppress(ValueError):
            day = date(int(match[1]), int(match[2]), int(match[3]))
    card.add("birthday", day)
    return True


def _text_under(heading: str) -> "_Place":
    def place(card: _Card, each: Property, _kinds: frozenset[str]) -> bool:
        card.add(heading, _SCHEME.sub("", each.text().strip(), count=1) if heading == "email" else each.text().strip())
        return True

    return place


_Place = Callable[[_Card, Property, frozenset[str]], bool]
_PLACES: dict[str, _Place] = {
    "FN": _text_under("name"),
    "ORG": _organization,
    "TITLE": _text_under("title"),
    "ROLE": _text_under("title"),
    "TEL": _telephone,
    "EMAIL": _text_under("email"),
    "ADR": _address,
    "BDAY": _birthday,
    "NOTE": _text_under("note"),
    "URL": _text_under("website"),
}


def _read(part: Component) -> _Card:
    card = _Card(part.start)
    properties = sorted(card_properties(part), key=lambda one: not one.preferred)
    labels = {each.group: _LABEL.sub(r"\1", each.text()) for each in properties if each.name == "X-ABLABEL"}
    for each in properties:
        if not each.readable:
            card.leave_out(each, _("It is damaged and cannot be read."))
        elif each.name in _MEDIA or each.binary:
            card.leave_out(each, _("Pictures, sounds and keys are not taken."))
        elif each.name not in _BOOKKEEPING | _SPARE and each.value.strip(" ;"):
            label = {labels[each.group].upper()} if each.group in labels else set()
            if not _put(card, each, each.types | label):
                card.leave_out(each, _("There is no place for it yet."))
    _put_spare(card, properties)
    if not part.ended:
        card.notes.append(Note(part.start, "END", "", _("The card does not end; the file may have been cut off.")))
    return card


def _put(card: _Card, each: Property, kinds: frozenset[str]) -> bool:
    """Whether the property has a place in the row; `kinds` are its types and its own label."""
    words = (each.name, each.parameters.get("X-SERVICE-TYPE", ""), *kinds)
    if _WECHAT_SCHEME.match(each.value) or any(map(_WECHAT.search, words)):
        card.add("wechat", _WECHAT_SCHEME.sub("", each.text().strip(), count=1))
        return True
    place = _PLACES.get(each.name)
    return place is not None and place(card, each, kinds)


def _put_spare(card: _Card, properties: list[Property]) -> None:
    """The other forms of the name and of addresses, where the card has not given these already."""
    spare = [each for each in properties if each.name in _SPARE and each.readable and each.value.strip(" ;")]
    addresses = {each.types - {"PREF"} for each in properties if each.name == "ADR"}
    for each in sorted(spare, key=lambda one: one.name):  # LABEL, N, NICKNAME
        if each.name == "LABEL" and each.types - {"PREF"} not in addresses:
            card.add("address", ", ".join(filter(None, map(str.strip, each.text().splitlines()))))
        elif each.name == "N" and not card.at("name", 0):
            card.add("name", _composed(each))
        elif each.name == "NICKNAME":
            if card.at("name", 0):
                card.leave_out(each, _("There is no place for it yet."))
            else:
                card.add("name", each.text().strip())


def _composed(name: Property) -> str:
    """The name as it is written in its script; RFC 6350, 6.2.2: family; given; additional; prefixes; suffixes."""
    family, given, additional, prefix, suffix = (name.parts() + [""] * 5)[:5]
    if _CHINESE.search(name.value):
        return "".join((prefix, family, additional, given, suffix))
    return " ".join(filter(None, (prefix, given, additional, family, suffix)))
