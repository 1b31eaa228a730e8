"""What the records beside the talks of a sample customer are made from: who, about what, and when things happened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.customers.choices import CHURNED, COMPANY, PROSPECT, WON
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.ids import ContactId, InteractionId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.sample.chance import pick
from desktop_crm.core.sample.times import Times
from desktop_crm.core.sample.words import Words
from desktop_crm.core.values.day import Day


@dataclass(frozen=True, slots=True)
class Case:
    """One customer; `signed` is the day of its first order, None where it never bought."""

    random: Random
    words: Words
    times: Times
    author: str
    new_id: Callable[[], int]
    customer: Customer
    contacts: Sequence[Contact]
    interactions: Sequence[Interaction]
    product: str
    deal_cents: int
    signed: date | None

    @property
    def company(self) -> bool:
        """Whether it is a company."""
        return self.customer.account_type == COMPANY

    @property
    def prospect(self) -> bool:
        """Whether nothing but an interest is known."""
        return self.customer.status == PROSPECT

    @property
    def bought(self) -> bool:
        """Whether it is or was a buying customer."""
        return self.customer.status in {WON, CHURNED} and self.signed is not None

    @property
    def left(self) -> bool:
        """Whether it went away."""
        return self.customer.status == CHURNED

    def chance(self, probability: float) -> bool:
        """Whether something that happens so often does so here."""
        return self.random.random() < probability

    def gaps(self) -> Mapping[str, Any]:
        """What fills the gaps of sentences."""
        number, percent = 3 + int(self.random.random() * 30), 5 + int(self.random.random() * 36)
        return {"product": self.product, "number": number, "percent": percent}

    def contact_id(self) -> ContactId | None:
        """Somebody at the customer; nobody at an individual."""
        return pick(self.random, self.contacts).id if self.contacts else None

    def colleague(self) -> str:
        """Somebody of ours."""
        (surname, _latin), (given, _also) = pick(self.random, self.words["surnames"]), self._given_name()
        name: str = self.words["full_name"].format(surname=surname, given=given)
        return name

    def _given_name(self) -> tuple[str, str]:
        found: tuple[str, str] = pick(self.random, self.words["male_names"])
        return found

    def talk(self, milestone: str) -> Interaction | None:
        """The talk that was a milestone."""
        return next((each for each in self.interactions if each.milestone == milestone), None)

    def talk_id(self, milestone: str) -> InteractionId | None:
        """Its id."""
        found = self.talk(milestone)
        return found.id if found else None

    def since(self, milestone: str) -> date:
        """The day of a milestone, else of the first talk, else a day of last month."""
        found = self.talk(milestone) or next(iter(self.interactions), None)
        if found and found.occurred:
            return found.occurred.day()
        return self.times.past(self.random.uniform(5, 40)).day()

    def last_day(self) -> date:
        """Until when things happened: today, or the last talk with a customer who left."""
        if self.left and self.interactions and (occurred := self.interactions[-1].occurred):
            return occurred.day()
        return self.times.today

    def later(self, day: date, least: int, most: int) -> date:
        """A day so many days after another, not after the last one."""
        return min(day + timedelta(days=least + int(self.random.random() * (most - least + 1))), self.last_day())

    def within(self, first: date) -> date:
        """A day between another and the last one."""
        days = max((self.last_day() - first).days, 0)
        return first + timedelta(days=int(self.random.random() * (days + 1)))


def day_of(moment: date) -> Day:
    """The day as a field holds it."""
    return Day(moment.isoformat())
