"""What of a customer is compared with others, in the form in which it is compared."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from desktop_crm.core.customers.choices import INDIVIDUAL
from desktop_crm.core.values import uscc
from desktop_crm.core.values.names import likeness_key, surname_length
from desktop_crm.core.values.phone import Phone
from desktop_crm.core.values.pinyin import sort_key
from desktop_crm.core.values.places import places_of

_NOT_SOUND = re.compile(r"[^a-z]")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/:?#\s]+)")
# Where many have their shops and pages who have nothing else in common.
_SHARED_HOSTS = ("taobao.com", "tmall.com", "jd.com", "1688.com", "weibo.com", "qq.com", "baidu.com", "alibaba.com")
_FORM_OF_ADDRESS = re.compile("总|先生|女士|小姐|老师|老板|经理|工|[*＊某]+")
_ADDRESS_NOISE = re.compile(r"[\W_]+|中国")
_SHORTEST_ADDRESS = 8  # characters: less than a street and a house number is no address of one place
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_USCC = re.compile(r"[0-9A-Z]{18}")


@dataclass(frozen=True, slots=True)
class Profile:
    """One customer; what is not known is empty.

    `name_key` is equal for one company's names, or one person's, however they are written; `sound` is the pinyin of the
    name, `places` are the provinces and cities where the customer is, as its name says, else its region or address, and
    `people` the numbers and addresses of its contacts.
    """

    id: int
    name: str
    individual: bool
    name_key: str
    sound: str
    uscc: str
    phone: str
    email: str
    wechat: str
    website: str
    address: str
    places: frozenset[str]
    people: frozenset[str] = frozenset()
    traits: tuple[str, ...] = ()  # gender, age band, occupation of a person: two that differ are two people

    @property
    def is_registered(self) -> bool:
        """Whether the USCC is a right one, so that another right one means another company."""
        return bool(self.uscc) and _is_right(self.uscc)

    @property
    def form_of_address(self) -> bool:
        """Whether the name is no more than a surname with a form of address, or masked: 王总, 张*."""
        return self.individual and bool(_FORM_OF_ADDRESS.fullmatch(self.name[surname_length(self.name) :]))


def profile_of(
    record_id: int, values: Mapping[str, Any], people: Iterable[str] = (), *, stored: Mapping[str, str] | None = None
) -> Profile:
    """The profile of a customer's values (field name to value); `stored` may hold its keys, so that none is computed
    again: `likeness_key` and `name_key` as the table of customers has them."""
    keys = stored or {}
    name = folded_name(values.get("name") or "")
    individual = values.get("account_type") == INDIVIDUAL
    phone: Phone | None = values.get("phone")
    address = values.get("home_address" if individual else "office_address") or values.get("registered_address") or ""
    return Profile(
        record_id,
        name,
        individual,
        name if individual else keys.get("likeness_key") or likeness_key(name),
        sound_of(keys.get("name_key") or sort_key(name, person=individual)),
        code_of(values.get("uscc") or ""),
        phone.e164 if phone else "",
        folded(values.get("email") or ""),
        folded(values.get("wechat") or ""),
        host_of(values.get("website") or ""),
        address_of(address),
        _places(name, values.get("region") or "", address, individual=individual),
        frozenset(people),
        tuple(values.get(each) or "" for each in ("gender", "age_band", "occupation")),
    )


def folded(text: str) -> str:
    """A text as it is compared: NFKC, without case and without blanks around it."""
    return normalize("NFKC", text).casefold().strip()


def folded_name(name: str) -> str:
    """A person's or a company's name, folded, without blanks between Chinese characters."""
    plain = " ".join(folded(name).split())
    return plain if plain.isascii() else plain.replace(" ", "")


def code_of(text: str) -> str:
    """A USCC that looks like one, else nothing: 无 and 待补 make nobody the same."""
    code = uscc.normal_uscc(text)
    return code if _USCC.fullmatch(code) else ""


def sound_of(name_key: str) -> str:
    """The letters of a key by which a name sorts: its pinyin without tones."""
    return _NOT_SOUND.sub("", name_key.casefold())


def host_of(website: str) -> str:
    """The host of a website without www; nothing for a shop on somebody else's."""
    match = _HOST.match(folded(website))
    host = match[1] if match else ""
    return "" if any(host == shared or host.endswith("." + shared) for shared in _SHARED_HOSTS) else host


def address_of(text: str) -> str:
    """An address without punctuation; nothing for one that is too short to tell one place from others."""
    plain = _ADDRESS_NOISE.sub("", folded(text))
    return plain if len(plain) >= _SHORTEST_ADDRESS else ""


@lru_cache(maxsize=100_000)
def _is_right(code: str) -> bool:
    return uscc.problem_of(code) is None


def _places(name: str, region: str, address: str, *, individual: bool) -> frozenset[str]:
    named = frozenset[str]() if individual else _places_in_name(name)
    return named or places_of(region) or places_of(address)


def _places_in_name(name: str) -> frozenset[str]:
    """The places a company's name says, in front or in brackets."""
    return frozenset().union(places_of(name), *(places_of(part) for part in _BRACKETED.findall(name)))
