"""Made-up customers among whom some were entered twice, and which pairs these are: to see whether they are found."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from desktop_crm.core import clock
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.customers.choices import COMPANY, INDIVIDUAL, PROSPECT
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.ids import ContactId, CustomerId, IdMaker
from desktop_crm.core.sample.people import People
from desktop_crm.core.sample.words import words
from desktop_crm.core.values.names import surname_length
from desktop_crm.core.values.phone import Phone, parse_phone

_INDIVIDUALS = 0.15  # of all customers
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_SAME_SOUND = str.maketrans("云帆恒瑞宏华嘉泰卓智丽伟芳静敏", "芸凡衡锐弘铧佳太灼志莉玮方靖民")


class Twins:
    """Each way in which a company or a person is entered a second time, by name."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def of_company(self, customer: Customer) -> Iterator[tuple[str, Customer]]:
        """The second records of a company that a careless hand may make; none has a code unless it says so."""
        again = replace(customer, number="", uscc="", website="", email="")
        city, brand = customer.name[:2], customer.name[2:]
        yield "code", replace(again, name=f"{brand[:4]}(老客户)", uscc=customer.uscc, phone=None, office_address="")
        yield "width", replace(again, name=_spread(customer.name), phone=None)
        yield "brackets", replace(again, name=_in_brackets(customer.name, city), phone=None, office_address="")
        yield "suffix", replace(again, name=_without_form(customer.name), phone=None)
        yield "province", replace(again, name=customer.region + brand, phone=None, office_address="", region="")
        yield "no place", replace(again, name=brand)
        yield "short", replace(again, name=brand[:4], phone=_typed_otherwise(customer.phone), office_address="")
        yield "mistyped", replace(again, name=customer.name.translate(_SAME_SOUND), region="", office_address="")

    def of_person(self, customer: Customer) -> Iterator[tuple[str, Customer]]:
        """The second records of a person."""
        again = replace(customer, number="", email="", wechat="", home_address="")
        yield "phone", replace(again, phone=_typed_otherwise(customer.phone), region="")
        yield "sound", replace(again, name=customer.name.translate(_SAME_SOUND))
        surname = customer.name[: surname_length(customer.name)]
        yield "form of address", replace(again, name=surname + "总", phone=_typed_otherwise(customer.phone))

    def another(self, customer: Customer) -> tuple[str, Customer]:
        """One of them."""
        ways = self.of_person if customer.account_type == INDIVIDUAL else self.of_company
        return self._random.choice(list(ways(customer)))


def planted(
    new_id: Callable[[], int], *, customers: int, twins: int, seed: int
) -> tuple[list[Customer], list[Contact], dict[tuple[int, int], str]]:
    """Customers with their contacts, and the pairs that are the same (the lower id first) with how they differ."""
    random = Random(seed)
    maker_of = People(random, words("zh"), clock.today().year, "陈晓")
    people = [
        maker_of.customer(
            INDIVIDUAL if random.random() < _INDIVIDUALS else COMPANY, CustomerId(new_id()), PROSPECT, None
        )
        for _ in range(customers)
    ]
    contacts_of = {customer.id: list(maker_of.contacts(customer, new_id)) for customer in people}
    contacts = [contact for those in contacts_of.values() for contact in those]
    ways, pairs = Twins(random), {}
    for position in sorted(random.sample(range(customers), twins)):
        original = people[position]
        how, twin = ways.another(original)
        twin = replace(twin, id=CustomerId(new_id()))
        people.append(twin)
        pairs[(original.id, twin.id)] = how
        if how == "mistyped":
            contact = contacts_of[original.id][0]
            contacts.append(replace(contact, id=ContactId(new_id()), customer_id=twin.id, title="", email=""))
    numbered = [replace(customer, number=f"客户-2026-{place:06}") for place, customer in enumerate(people, 1)]
    return numbered, contacts, pairs


def maker() -> Callable[[], int]:
    """New ids."""
    return IdMaker(1).next


def _spread(name: str) -> str:
    """The name as an input method of full width types it."""
    return f" {name.translate(_WIDE)}　"


def _in_brackets(name: str, city: str) -> str:
    """杭州云帆科技有限公司 as 云帆科技（杭州）有限公司."""
    rest = name[len(city) :]
    form = next((form for form in ("有限责任公司", "股份有限公司", "有限公司") if rest.endswith(form)), "")
    return f"{rest[: len(rest) - len(form)]}（{city}）{form}"


def _without_form(name: str) -> str:
    for form in ("有限责任公司", "股份有限公司", "有限公司"):
        name = name.removesuffix(form)
    return name


def _typed_otherwise(phone: Phone | None) -> Phone | None:
    """The same number with other gaps and a country code."""
    return parse_phone(f"+86 {phone.e164[3:6]} {phone.e164[6:]}") if phone else None
