"""The records that one being typed is likely to repeat (D-04, D-05): asked at every pause, answered from indexes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.database import fulltext
from desktop_crm.core.database.fulltext import RankGroup
from desktop_crm.core.database.schema.customers import contacts, customers
from desktop_crm.core.duplicates.decisions import decided
from desktop_crm.core.duplicates.evidence import Sign, resemblance, weight_of, words_of
from desktop_crm.core.duplicates.pairs import read_profiles
from desktop_crm.core.duplicates.profile import Profile, folded, folded_name, profile_of, sound_of
from desktop_crm.core.i18n import listed
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.names import brand_of, without_form
from desktop_crm.core.values.phone import Phone
from desktop_crm.core.values.pinyin import pinyin_keys, sort_key

_MOST = 5  # records shown
_CANDIDATES = 15  # records that one question may bring: each costs a third of a millisecond to read
_MOST_OF_ONE_SOUND = 60  # people of one name, of whom those in the same region are looked for


@dataclass(frozen=True, slots=True)
class Likely:
    """A record that may be the one being typed; `number` is its customer's, `signs` begin with the strongest."""

    kind: Kind
    id: int
    name: str
    number: str
    signs: tuple[Sign, ...]

    @property
    def words(self) -> str:
        """Why it may be the same."""
        return listed(words_of(sign) for sign in self.signs)


def while_typing(
    connection: Connection, kind: Kind, values: Mapping[str, Any], own_id: int | None = None
) -> list[Likely]:
    """At most five records in use that are likely to be the one with these values, the likeliest first.

    `own_id` is the record that is being changed; of what the user told apart from it nothing comes. Only customers and
    contacts are looked at.
    """
    match kind:
        case Kind.CUSTOMERS:
            found = list(_customers(connection, values))
        case Kind.CONTACTS:
            found = list(_contacts(connection, values))
        case _:
            return []
    apart = {each for pair in decided(connection) if own_id in pair for each in pair} if own_id and found else set()
    likely = [each for each in found if each.id != own_id and each.id not in apart]
    return sorted(likely, key=lambda each: (-weight_of(each.signs), each.id))[:_MOST]


def _customers(connection: Connection, values: Mapping[str, Any]) -> Iterator[Likely]:
    typed = profile_of(0, values)
    ids = dict.fromkeys(_candidates(connection, typed, values.get("name") or ""))
    numbers: dict[int, tuple[str, str]] = {
        row.id: (row.name, row.number)
        for row in connection.execute(
            select(customers.c.id, customers.c.name, customers.c.number).where(customers.c.id.in_(list(ids)))
        )
    }
    for profile in read_profiles(connection, list(ids)):
        if signs := resemblance(typed, profile):
            name, number = numbers[profile.id]
            yield Likely(Kind.CUSTOMERS, profile.id, name, number or "", signs)


def _candidates(connection: Connection, typed: Profile, name: str) -> Iterator[int]:
    """Ids, also of other kinds, among which the likely customers are."""
    c = customers.c
    for column, value in (
        (c.uscc, typed.uscc),
        (c.phone_e164, typed.phone),
        (c.email.collate("NOCASE"), typed.email),
        (c.likeness_key, "" if typed.individual else typed.name_key),
    ):
        if value:
            yield from connection.scalars(select(c.id).where(column == value).limit(_CANDIDATES))
    if typed.wechat:
        yield from _hits(connection, typed.wechat, RankGroup.EQUAL)
    if typed.individual:
        yield from fulltext.sounding_like(connection, typed.sound, _MOST_OF_ONE_SOUND, whole=True)
    elif len(brand := brand_of(name)) > 1:
        yield from _hits(connection, without_form(name), RankGroup.WITHIN)
        yield from _hits(connection, brand, RankGroup.WITHIN)
        for sound in pinyin_keys(brand)[:1]:
            yield from fulltext.sounding_like(connection, sound, _CANDIDATES, whole=False)
        pieces = range(len(brand) - 1) if len(brand) > 2 and not brand.isascii() else ()
        for place in pieces:
            yield from _hits(connection, brand[place : place + 2], RankGroup.WITHIN)


def _contacts(connection: Connection, values: Mapping[str, Any]) -> Iterator[Likely]:
    """People with the same mobile number or address, and those of the same name at the same customer."""
    p = contacts.c
    typed, owner = _Person.of(values), values.get("customer_id")
    ids: list[int] = []
    for sign, column in ((Sign.PHONE, p.mobile_e164), (Sign.EMAIL, p.email.collate("NOCASE"))):
        if text := typed.reach.get(sign):
            ids += connection.scalars(select(p.id).where(column == text).limit(_CANDIDATES))
    if wechat := typed.reach.get(Sign.WECHAT):
        ids += _hits(connection, wechat, RankGroup.EQUAL)
    if typed.name and owner:
        ids += connection.scalars(select(p.id).where(p.customer_id == owner))
    rows = connection.execute(
        select(p.id, customers.c.number)
        .outerjoin(customers, customers.c.id == p.customer_id)
        .where(p.id.in_(ids), p.deleted_at.is_(None))
    )
    numbers: dict[int, str] = {row.id: row.number or "" for row in rows}
    for contact in CONTACTS.get_many(connection, numbers):
        known = _Person.of({field.name: getattr(contact, field.name) for field in CONTACTS.fields.in_columns})
        signs = [sign for sign, text in typed.reach.items() if known.reach.get(sign) == text]
        if signs or (owner and owner == contact.customer_id):
            signs += typed.names_in_common(known)
        if signs:
            yield Likely(Kind.CONTACTS, contact.id, contact.name, numbers[contact.id], tuple(signs))


@dataclass(frozen=True, slots=True)
class _Person:
    """What of a contact is compared: the name, its pinyin, and how nobody else is reached. A desk phone is shared."""

    name: str
    sound: str
    reach: Mapping[Sign, str]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "_Person":
        name = folded_name(values.get("name") or "")
        mobile: Phone | None = values.get("mobile")
        reach = {
            Sign.PHONE: mobile.e164 if mobile else "",
            Sign.EMAIL: folded(values.get("email") or ""),
            Sign.WECHAT: folded(values.get("wechat") or ""),
        }
        return cls(name, sound_of(sort_key(name, person=True)), {sign: text for sign, text in reach.items() if text})

    def names_in_common(self, other: "_Person") -> list[Sign]:
        """Whether the names are equal, or sound so."""
        if self.name and self.name == other.name:
            return [Sign.NAME]
        return [Sign.SOUND] if self.sound and self.sound == other.sound else []


def _hits(connection: Connection, text: str, worst: RankGroup) -> Iterable[int]:
    return [hit.id for hit in fulltext.search(connection, text, _CANDIDATES, worst)] if text else []
