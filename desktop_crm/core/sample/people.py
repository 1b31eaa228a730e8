"""Sample customers and their contacts: who they are and how they are reached."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.customers import choices
from desktop_crm.core.customers.choices import INDIVIDUAL
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.ids import ContactId, CustomerId
from desktop_crm.core.sample import identity
from desktop_crm.core.sample.chance import pick
from desktop_crm.core.sample.words import Words
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import MoneyRange

_SIZES = (
    # size, yearly revenue in millions of yuan, ownership; more than once where more likely
    ("start_up", 1, 5, "private"),
    ("under_50", 2, 10, "private"),
    ("50_100", 10, 50, "private"),
    ("100_500", 50, 200, "private"),
    ("100_500", 100, 500, "joint_venture"),
    ("small_medium", 20, 100, "private"),
    ("small_medium", 20, 100, "foreign"),
    ("over_500", 300, 1000, "state"),
    ("large", 500, 2000, "private"),
)
_OTHER_NEEDS = (1, 1, 2, 3)
_CONTACTS = (1, 1, 1, 2, 2, 2, 3, 3, 4)
_MILLION_CENTS = 100_000_000
_MAIL_HOST = "example.com"  # reserved for examples (RFC 2606): no mail ever reaches anybody


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as written, in Latin letters for addresses, and whether it is a woman's."""

    full: str
    latin: str
    female: bool


class People:
    """Makes customers and contacts; no two companies have the same name as long as there are combinations left."""

    def __init__(self, random: Random, words: Words, this_year: int, owner: str) -> None:
        self._random = random
        self._words = words
        self._year = this_year
        self._owner = owner
        self._industries = list(words["industries"].items())
        self._sources = [choice.code for choice in choices.SOURCES.choices]
        self._taken: set[str] = set()

    def customer(self, account_type: str, customer_id: CustomerId, status: str, first_contact: Day | None) -> Customer:
        """A customer without a number."""
        random, words = self._random, self._words
        kind = self._individual() if account_type == INDIVIDUAL else self._company(status)
        source = pick(random, self._sources)
        return Customer(
            id=customer_id,
            account_type=account_type,
            status=status,
            churn_reason=pick(random, choices.CHURN_REASONS.choices).code if status == choices.CHURNED else "",
            owner=self._owner,
            source=source,
            referrer=self.name().full if source == "referral" else "",
            campaign=pick(random, words["campaigns"]) if source in {"campaign", "trade_fair"} else "",
            flags=self._flags(status),
            first_contact=first_contact,
            **kind,
        )

    def contacts(self, customer: Customer, new_id: Callable[[], int]) -> Iterator[Contact]:
        """The contacts of a company, one to four; the first is the primary one. An individual has none."""
        if customer.account_type == INDIVIDUAL:
            return
        random, words = self._random, self._words
        host = customer.website.removeprefix("www.")
        primary = ""
        for index, post in enumerate(random.sample(words["people"], pick(random, _CONTACTS))):
            name = self.name()
            yield Contact(
                id=ContactId(new_id()),
                customer_id=customer.id,
                name=name.full,
                title=post["title"],
                department=post["department"],
                is_primary=not index,
                contact_group="related" if index else "base",
                related_to=primary,
                relationship=words["relationship"] if index else "",
                is_decision_maker=post["decision_role"] == "approves",
                decision_role=post["decision_role"],
                mobile=identity.mobile(random),
                phone=customer.phone if self._chance(0.3) else None,
                email=f"{name.latin}@{host}" if self._chance(0.8) else "",
                wechat=f"{name.latin}{int(random.random() * 1000)}" if self._chance(0.4) else "",
                preferred_channel=pick(random, ("phone", "phone", "wechat", "email", "visit")),
                gender="female" if name.female else "male",
                birthday=self._birthday() if self._chance(0.35) else None,
                key_concerns=pick(random, post["concerns"]),
                occasions=(pick(random, words["occasions"]),) if self._chance(0.25) else (),
                notes=pick(random, words["contact_notes"]) if self._chance(0.25) else "",
            )
            primary = primary or name.full

    def name(self) -> Name:
        """A person's name."""
        random, words = self._random, self._words
        female = self._chance(0.45)
        surname, latin_surname = pick(random, words["surnames"])
        given, latin_given = pick(random, words["female_names" if female else "male_names"])
        full = words["full_name"].format(surname=surname, given=given)
        return Name(full, latin_surname + latin_given, female)

    def _company(self, status: str) -> dict[str, Any]:
        random, words = self._random, self._words
        city = pick(random, words["cities"])
        industry, line = pick(random, self._industries)
        name, latin = self._company_name(city["name"], line)
        size, low, high, ownership = pick(random, _SIZES)
        year = self._year - 2 - int(random.random() * 25)
        address = self._address("office_address", city, "buildings")
        return {
            "name": name,
            "uscc": identity.uscc(random, city["division"]),
            "industry": industry,
            "size": size,
            "founded": Day(f"{year}-{1 + int(random.random() * 12):02}" if self._chance(0.8) else str(year)),
            "phone": identity.landline(random, city["area_code"]),
            "email": f"info@{latin}.{_MAIL_HOST}" if self._chance(0.5) else "",
            "website": f"www.{latin}.{_MAIL_HOST}",
            "region": city["region"],
            "office_address": address,
            "registered_address": address if self._chance(0.3) else "",
            "ownership": ownership,
            "main_business": pick(random, line["business"]),
            "annual_revenue": MoneyRange(low * _MILLION_CENTS, high * _MILLION_CENTS) if self._chance(0.5) else None,
            "target_customers": pick(random, line["customers"]) if self._chance(0.6) else "",
            "competitors": pick(random, words["competitors"]) if self._chance(0.3) else "",
            "need_tags": self._tags("need_tags"),
            "product_usage": self._usage() if status == choices.WON and self._chance(0.4) else "",
            "special_requirements": pick(random, words["special_requirements"]) if self._chance(0.2) else "",
            "risk_alert": pick(random, words["risk_alerts"]) if self._chance(0.12) else "",
            "notes": pick(random, words["company_notes"]) if self._chance(0.4) else "",
        }

    def _individual(self) -> dict[str, Any]:
        random, words = self._random, self._words
        city, name = pick(random, words["cities"]), self.name()
        history = pick(random, words["purchase_history"]) if self._chance(0.4) else ""
        return {
            "name": name.full,
            "gender": "female" if name.female else "male",
            "age_band": pick(random, choices.AGE_BANDS.choices).code,
            "occupation": pick(random, words["occupations"]),
            "phone": identity.mobile(random),
            "email": f"{name.latin}{int(random.random() * 100_000)}@{_MAIL_HOST}" if self._chance(0.4) else "",
            "wechat": f"{name.latin}{int(random.random() * 1000)}" if self._chance(0.7) else "",
            "region": city["region"],
            "home_address": self._address("home_address", city, "estates"),
            "interests": pick(random, words["interests"]) if self._chance(0.6) else "",
            "buying_habits": pick(random, words["buying_habits"]) if self._chance(0.5) else "",
            "purchase_history": history.format(
                year=self._year - 3 - int(random.random() * 3), product=pick(random, words["consumer_products"])
            ),
            "need_tags": self._tags("consumer_need_tags"),
        }

    def _company_name(self, city: str, line: Words) -> tuple[str, str]:
        """The name of a company and the Latin letters of its brand."""
        random, words = self._random, self._words
        for _ in range(100):
            first, latin_first = pick(random, words["brand_first"])
            second, latin_second = pick(random, words["brand_second"])
            if first == second:
                continue
            name = words["company_name"].format(
                city=city, brand=first + second, kind=pick(random, line["kinds"]), form=pick(random, words["forms"])
            )
            if name not in self._taken:
                break
        self._taken.add(name)
        return name, latin_first + latin_second

    def _address(self, pattern: str, city: Words, houses: str) -> str:
        random, words = self._random, self._words
        floor = 2 + int(random.random() * 22)
        house = pick(random, words[houses])
        address: str = words[pattern].format(
            region=city["region"],
            district=pick(random, city["districts"]),
            street=pick(random, words["streets"]),
            house=1 + int(random.random() * 999),
            building=house,
            estate=house,
            block=1 + int(random.random() * 30),
            floor=floor,
            room=f"{floor}{1 + int(random.random() * 12):02}",
        )
        return address

    def _tags(self, name: str) -> tuple[str, ...]:
        return tuple(self._random.sample(self._words[name], pick(self._random, _OTHER_NEEDS)))

    def _usage(self) -> str:
        usage: str = pick(self._random, self._words["product_usage"])
        return usage.format(
            product=pick(self._random, self._words["products"]), number=5 + int(self._random.random() * 80)
        )

    def _flags(self, status: str) -> tuple[str, ...]:
        if status == choices.CHURNED:
            return ("at_risk",)
        return (pick(self._random, ("high_potential", "key_account")),) if self._chance(0.25) else ()

    def _birthday(self) -> Day:
        """A birthday; of some people only the year is known."""
        random = self._random
        year = self._year - 24 - int(random.random() * 35)
        month, day = 1 + int(random.random() * 12), 1 + int(random.random() * 28)
        return Day(f"{year}-{month:02}-{day:02}" if self._chance(0.9) else str(year))

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability
