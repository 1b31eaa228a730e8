"""All pairs in the book that are likely to be the same customer (D-04).

Only customers that have something exact in common are compared, a code, a number, the key of a name: the time grows
with the book and not with its square.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, func, select

from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.database.columns import RecordColumns, column_names
from desktop_crm.core.database.schema.customers import contacts, customers
from desktop_crm.core.duplicates.decisions import IdPair, decided
from desktop_crm.core.duplicates.evidence import Sign, Signs, agreement, closeness, weight_of, words_of
from desktop_crm.core.duplicates.profile import Profile, folded, profile_of
from desktop_crm.core.i18n import listed
from desktop_crm.core.ids import CustomerId

COMPARED = (
    *("name", "account_type", "uscc", "phone", "email", "wechat", "website", "region", "office_address"),
    *("registered_address", "home_address", "gender", "age_band", "occupation"),
)
_FIELDS = [FIELDS[name] for name in COMPARED]
_COLUMNS = RecordColumns(_FIELDS)
_KEPT_KEYS = ("likeness_key", "name_key")
_READ = select(
    *(customers.c[name] for name in ("id", *_KEPT_KEYS)),
    *(customers.c[column] for field in _FIELDS for column in column_names(field)),
).where(customers.c.deleted_at.is_(None))
# Something that more customers share says nothing about any two of them.
_LARGEST_BLOCK = {"company": 100, "person": 500}
_MOST_SHARING = 30
_STEP = 500  # customers, or groups of them, between two words of progress
_PARTS = 3  # everybody is read, then grouped by what several have in common, then compared
_IN_PIECES = {"yield_per": 200}

Key = tuple[str, ...]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two customers in use that are likely to be one, the older one first; `signs` begin with the strongest."""

    first: CustomerId
    second: CustomerId
    signs: tuple[Sign, ...]

    @property
    def words(self) -> str:
        """Why they are likely to be one."""
        return listed(words_of(sign) for sign in self.signs)


def all_pairs(connection: Connection, progress: Progress | None = None) -> list[Pair]:
    """The pairs, the likeliest first; those of which the user said that they are two are left out.

    It only reads. `progress` hears how many steps of how many are done, and may raise to cancel.
    """
    count = connection.scalar(select(func.count()).select_from(customers).where(customers.c.deleted_at.is_(None))) or 0
    total = _PARTS * max(count, 1)

    def tell(part: int, share: float) -> None:
        if progress:
            progress(round((part + share) * total / _PARTS), total)

    profiles: list[Profile] = []
    for profile in _profiles(connection, lambda: tell(0, 0)):
        if len(profiles) % _STEP == 0:
            tell(0, len(profiles) / max(count, 1))
        profiles.append(profile)
    blocks = _blocks(profiles, lambda done: tell(1, done / len(profiles)))
    found: dict[IdPair, Signs] = {}
    seen = set(decided(connection))
    for step, members in enumerate(blocks):
        if step % _STEP == 0:
            tell(2, step / len(blocks))
        for one, other in combinations(members, 2):
            pair = _pair(one.id, other.id)
            if pair not in seen:
                seen.add(pair)
                if signs := agreement(one, other):
                    found[pair] = signs
    tell(_PARTS, 0)
    _settle_conflicts(found, {profile.id: profile for profile in profiles})
    for much in (profiles, seen, blocks):  # one by one: to let go of all at once would hold up every thread
        while much:
            much.pop()
    ordered = sorted(found.items(), key=lambda item: (-weight_of(item[1]), item[0]))
    return [Pair(CustomerId(first), CustomerId(second), signs) for (first, second), signs in ordered]


def _settle_conflicts(found: dict[IdPair, Signs], profiles: Mapping[int, Profile]) -> None:
    """Nobody is the same as two who are not the same: of such pairs only the nearest stays, of equally near ones none.

    Two with one code are the same whatever else there is.
    """
    partners: defaultdict[int, list[int]] = defaultdict(list)
    for first, second in found:
        partners[first].append(second)
        partners[second].append(first)
    dropped: set[IdPair] = set()
    for record_id, others in partners.items():
        if len(others) > 1:
            dropped |= set(_dropped(record_id, others, found, profiles))
    for pair in dropped:
        if Sign.USCC not in found[pair]:
            del found[pair]


def _dropped(
    record_id: int, others: Sequence[int], found: Mapping[IdPair, Signs], profiles: Mapping[int, Profile]
) -> Iterator[IdPair]:
    """The pairs of one customer that conflict with a nearer or an equally near one."""

    def nearness(other: int) -> tuple[int, tuple[bool, bool, float]]:
        return weight_of(found[_pair(record_id, other)]), closeness(profiles[record_id], profiles[other])

    kept: list[int] = []
    for other in sorted(others, key=nearness, reverse=True):
        conflicting = [each for each in kept if _pair(each, other) not in found]
        if not conflicting:
            kept.append(other)
            continue
        yield _pair(record_id, other)
        yield from (_pair(record_id, each) for each in conflicting if nearness(each) == nearness(other))


def _pair(one: int, other: int) -> IdPair:
    return (one, other) if one < other else (other, one)


def read_profiles(connection: Connection, ids: Sequence[int]) -> list[Profile]:
    """The profiles of these customers in use, without their people."""
    return [_profile(row, ()) for row in connection.execute(_READ.where(customers.c.id.in_(ids))).mappings()]


def _profiles(connection: Connection, beat: Callable[[], None]) -> Iterator[Profile]:
    """Everybody in use, by id; read in pieces, as a single large one would hold up the threads beside this one.

    `beat` is called now and then before the first one comes.
    """
    p = contacts.c
    people: defaultdict[int, list[str]] = defaultdict(list)
    reached = select(p.customer_id, p.mobile_e164, p.email).where(p.deleted_at.is_(None), p.customer_id.is_not(None))
    for place, (owner, mobile, email) in enumerate(connection.execute(reached, execution_options=_IN_PIECES)):
        if place % _STEP == 0:
            beat()
        people[owner] += [each for each in (mobile, folded(email or "")) if each]
    rows = connection.execute(_READ.order_by(customers.c.id), execution_options=_IN_PIECES).mappings()
    return (_profile(row, people.pop(row["id"], ())) for row in rows)


def _profile(row: Any, people: Sequence[str]) -> Profile:
    keys = {name: row[name] or "" for name in _KEPT_KEYS}
    return profile_of(row["id"], _COLUMNS.values_in(row), people, stored=keys)


def _blocks(profiles: Sequence[Profile], tell: Callable[[int], None]) -> list[list[Profile]]:
    """The customers that share a key, for each key that several have; `tell` hears how many were looked at."""
    blocks: defaultdict[Key, list[Profile]] = defaultdict(list)
    for place, profile in enumerate(profiles):
        if place % _STEP == 0:
            tell(place)
        for key in _keys(profile):
            blocks[key].append(profile)
    shared = []
    while blocks:  # taken apart one by one: to let go of all at once would hold up every thread
        (kind, *_value), members = blocks.popitem()
        if 1 < len(members) <= _LARGEST_BLOCK.get(kind, _MOST_SHARING):
            shared.append(members)
    return shared


def _keys(profile: Profile) -> Iterator[Key]:
    if profile.individual:
        yield from (("person", profile.sound, place) for place in profile.places if profile.sound)
    elif profile.name_key:
        yield ("company", profile.name_key)
    for kind, value in (
        ("uscc", profile.uscc),
        ("reach", profile.phone),
        ("reach", profile.email),
        ("wechat", profile.wechat),
        ("website", profile.website),
        ("address", profile.address),
    ):
        if value:
            yield (kind, value)
    yield from (("people", each) for each in profile.people)
