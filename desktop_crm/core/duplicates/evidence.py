"""Whether two customers are likely to be the same one, and what speaks for it (D-04).

Two rules: `agreement` is strict, for the whole book, where a false pair wastes somebody's time; `resemblance` is for
one record that is being typed, where a look at a similar one costs nothing.
"""

from collections.abc import Iterator
from enum import StrEnum

from desktop_crm.core.duplicates.profile import Profile
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.values.names import surname_length
from desktop_crm.core.values.places import may_be_one_place

_NEAR = 75.0  # likeness of names that are one but for a character or a word
_VERY_NEAR = 85.0
_STOCK_COMPANY = "股份"  # a company by shares is another one than the limited company of its name


class Sign(StrEnum):
    """What two customers have in common."""

    USCC = "uscc"
    PHONE = "phone"
    EMAIL = "email"
    WECHAT = "wechat"
    PERSON = "person"
    NAME = "name"
    ADDRESS = "address"
    WEBSITE = "website"
    SOUND = "sound"
    LIKE_NAME = "like_name"
    REGION = "region"


_WORDS = {
    Sign.USCC: N_("Same USCC"),
    Sign.PHONE: N_("Same phone number"),
    Sign.EMAIL: N_("Same e-mail address"),
    Sign.WECHAT: N_("Same WeChat"),
    Sign.PERSON: N_("Same person to contact"),
    Sign.NAME: N_("Same name"),
    Sign.ADDRESS: N_("Same address"),
    Sign.WEBSITE: N_("Same website"),
    Sign.SOUND: N_("Name with the same pinyin"),
    Sign.LIKE_NAME: N_("Similar name"),
    Sign.REGION: N_("Same region"),
}
_WEIGHTS = {
    Sign.USCC: 100,
    Sign.PHONE: 40,
    Sign.EMAIL: 40,
    Sign.WECHAT: 40,
    Sign.NAME: 40,
    Sign.PERSON: 30,
    Sign.ADDRESS: 20,
    Sign.WEBSITE: 20,
    Sign.SOUND: 20,
    Sign.LIKE_NAME: 20,
    Sign.REGION: 5,
}

_NAMES = {Sign.NAME, Sign.SOUND, Sign.LIKE_NAME}
_REACH = {Sign.PHONE, Sign.EMAIL, Sign.WECHAT, Sign.PERSON}

Signs = tuple[Sign, ...]


def words_of(sign: Sign) -> str:
    """A sign in words."""
    return _(_WORDS[sign])


def weight_of(signs: Signs) -> int:
    """How much the signs say together; more is likelier."""
    return sum(_WEIGHTS[sign] for sign in signs)


def agreement(one: Profile, other: Profile) -> Signs:
    """What speaks for two customers being the same, strongest first; nothing where it is not likely enough."""
    if _contradict(one, other):
        return ()
    signs = _signs(one, other)
    return signs if _is_enough(one, other, {*signs}) else ()


def resemblance(one: Profile, other: Profile) -> Signs:
    """What a customer that is being typed has in common with another, strongest first; nothing worth a look is ()."""
    signs = _signs(one, other)
    if _contradict(one, other) and not {Sign.PHONE, Sign.EMAIL, Sign.WECHAT} & {*signs}:
        return ()
    if {Sign.USCC, *_REACH} & {*signs}:
        return signs
    if one.individual:
        return signs if {Sign.NAME, Sign.SOUND} & {*signs} and Sign.REGION in signs else ()
    if not may_be_one_place(one.places, other.places):
        return ()
    return signs if _NAMES & {*signs} else ()


def closeness(one: Profile, other: Profile) -> tuple[bool, bool, float]:
    """How near two customers are whose signs weigh the same: a tuple that is greater for nearer ones."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - as below

    stock = [_STOCK_COMPANY in profile.name for profile in (one, other)]
    return bool(one.places) and one.places == other.places, stock[0] == stock[1], fuzz.ratio(one.name, other.name)


def _signs(one: Profile, other: Profile) -> Signs:
    """All that two customers have in common, the heaviest first."""
    shared = {
        Sign.USCC: one.uscc and one.uscc == other.uscc,
        Sign.PHONE: one.phone and one.phone == other.phone,
        Sign.EMAIL: one.email and one.email == other.email,
        Sign.WECHAT: one.wechat and one.wechat == other.wechat,
        Sign.PERSON: not one.people.isdisjoint(other.people),
        Sign.ADDRESS: one.address and one.address == other.address,
        Sign.WEBSITE: one.website and one.website == other.website,
        Sign.REGION: one.places and other.places and may_be_one_place(one.places, other.places),
    }
    found = [sign for sign, there in shared.items() if there]
    found += _signs_of_names(one, other)
    return tuple(sorted(found, key=lambda sign: -_WEIGHTS[sign]))


def _signs_of_names(one: Profile, other: Profile) -> Iterator[Sign]:
    if one.name_key and one.name_key == other.name_key:
        yield Sign.NAME
    elif _addressed_alike(one, other):
        yield Sign.LIKE_NAME
    elif one.sound and one.sound == other.sound and len(one.name) > 1:
        yield Sign.SOUND
    elif not one.individual and not other.individual and _nearness(one.name_key, other.name_key) >= _NEAR:
        yield Sign.LIKE_NAME


def _is_enough(one: Profile, other: Profile, there: set[Sign]) -> bool:
    if Sign.USCC in there:
        return True
    named = bool(_NAMES & there)
    reached = bool(_REACH & there)
    if one.individual or other.individual:
        if named and reached and not _moved(one, other, there):
            return one.individual == other.individual or Sign.NAME in there
        # Two people of one name in one city are common; they may be one where nothing that is known tells them apart.
        same_home = Sign.ADDRESS in there and Sign.SOUND in there
        return one.individual and other.individual and (same_home or _one_person(one, other, there))
    one_place = may_be_one_place(one.places, other.places)
    if Sign.NAME in there:
        return Sign.PHONE in there or Sign.PERSON in there or (one_place and (reached or not _elsewhere(one, other)))
    return named and (reached or (Sign.ADDRESS in there and one_place) or (Sign.WEBSITE in there and one_place))


def _moved(one: Profile, other: Profile, there: set[Sign]) -> bool:
    """Whether two people have only a name on WeChat in common, and are elsewhere with other numbers."""
    apart = one.phone and other.phone and not may_be_one_place(one.places, other.places)
    return bool(apart) and _REACH & there == {Sign.WECHAT}


def _one_person(one: Profile, other: Profile, there: set[Sign]) -> bool:
    if not {Sign.NAME, Sign.REGION} <= there:
        return False
    told_apart = zip((one.phone, one.email, one.wechat), (other.phone, other.email, other.wechat), strict=True)
    traits = zip(one.traits, other.traits, strict=True)
    return not any(mine and theirs and mine != theirs for mine, theirs in (*told_apart, *traits))


def _elsewhere(one: Profile, other: Profile) -> bool:
    """Whether nothing by which two companies are reached is the same, though it is known of both."""
    phones = one.phone and other.phone and one.phone != other.phone
    return bool(phones and one.address and other.address and one.address != other.address)


def _contradict(one: Profile, other: Profile) -> bool:
    """Whether two companies have right codes that differ."""
    return one.uscc != other.uscc and one.is_registered and other.is_registered


def _addressed_alike(one: Profile, other: Profile) -> bool:
    """Whether one of two people is known by surname and form of address alone, and the other has that surname."""
    if not (one.individual and other.individual and (one.form_of_address or other.form_of_address)):
        return False
    return one.name[: surname_length(one.name)] == other.name[: surname_length(other.name)]


def _nearness(first: str, second: str) -> float:
    """How alike two keys of companies' names are, 0 to 100; of a short name that begins the other, very."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - costs 60 ms of start-up, needed only where duplicates are looked for

    if min(len(first), len(second)) < 2:
        return 0.0
    if set(first) <= set(second) or set(second) <= set(first):
        return _VERY_NEAR
    return float(fuzz.ratio(first, second))
