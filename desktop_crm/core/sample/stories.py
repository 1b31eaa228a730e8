"""The story of a sample customer: everything that happened with it and is still to happen, as records."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from itertools import pairwise
from random import Random
from typing import Any

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.customers.choices import CHURNED, COMPANY, INDIVIDUAL, INTERESTED, PROSPECT, WON
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.ids import CustomerId, FollowupId, InteractionId, OrderId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.sample.beside import Beside
from desktop_crm.core.sample.chance import deal, pick
from desktop_crm.core.sample.people import People
from desktop_crm.core.sample.talks import CONTRACT, Talk, topics
from desktop_crm.core.sample.times import YEARS, Times
from desktop_crm.core.sample.words import Words
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money


class NextStep(Enum):
    """When the next step with a customer is due."""

    NONE = auto()
    OVERDUE = auto()
    TODAY = auto()
    THIS_WEEK = auto()
    LATER = auto()


ACCOUNT_TYPES = {COMPANY: 17, INDIVIDUAL: 3}
STATUSES = {PROSPECT: 3, INTERESTED: 3, WON: 3, CHURNED: 1}
NEXT_STEPS = {
    NextStep.NONE: 3,
    NextStep.OVERDUE: 2,
    NextStep.TODAY: 1,
    NextStep.THIS_WEEK: 3,
    NextStep.LATER: 3,
}
_FOLLOWED_UP = 0.12  # of the interactions, and within so many days
_LONGEST_FOLLOWUP_DAYS = 45
_ORDERS = (1, 1, 1, 2, 2, 3, 5)


@dataclass(frozen=True, slots=True)
class Story:
    """The records of one customer."""

    customer: Customer
    contacts: Sequence[Contact]
    interactions: Sequence[Interaction]
    followups: Sequence[Followup]
    orders: Sequence[Order]
    others: Mapping[Kind, Sequence[Any]]

    def of(self, kind: Kind) -> Sequence[Any]:
        """The records of a kind."""
        match kind:
            case Kind.CUSTOMERS:
                return (self.customer,)
            case Kind.CONTACTS:
                return self.contacts
            case Kind.INTERACTIONS:
                return self.interactions
            case Kind.FOLLOWUPS:
                return self.followups
            case Kind.ORDERS:
                return self.orders
            case _:
                return self.others.get(kind, ())

    def __len__(self) -> int:
        return sum(len(self.of(kind)) for kind in Kind)


class Storyteller:
    """Tells one story after the other; the same seed, clock and author give the same stories, but for the ids."""

    def __init__(self, random: Random, words: Words, times: Times, author: str, beside: Beside) -> None:
        self._random = random
        self._beside = beside
        self._words = words
        self._times = times
        self._author = author
        self._people = People(random, words, times.today.year, author)
        self._account_types = deal(random, ACCOUNT_TYPES)
        self._statuses = deal(random, STATUSES)
        self._next_steps = deal(random, NEXT_STEPS)

    def story(self, new_id: Callable[[], int], talk_count: int) -> Story:
        """The story of a new customer with whom there were so many interactions; `new_id` gives each record its id."""
        account_type, status = next(self._account_types), next(self._statuses)
        moments = self._times.history(talk_count, ended=status == CHURNED)
        first_contact = Day(moments[0].day().isoformat()) if moments else None
        customer = self._people.customer(account_type, CustomerId(new_id()), status, first_contact)
        contacts = list(self._people.contacts(customer, new_id))
        names = [contact.name for contact in contacts[:2]] or [customer.name]
        product = pick(self._random, self._words[_products(customer)])
        individual = account_type == INDIVIDUAL
        talk = Talk(self._random, self._words, individual=individual, contact=names[0], product=product)
        interactions = list(self._interactions(new_id, customer, talk, names, moments))
        followups = list(self._done(new_id, talk, interactions))
        followups += self._open(new_id, talk, customer, contacts, interactions)
        orders = list(self._orders(new_id, customer, talk, product, interactions))
        linked, others = self._beside.of(
            new_id, customer, contacts=contacts, interactions=interactions, orders=orders, deal_cents=talk.deal_cents
        )
        return Story(customer, contacts, interactions, followups, linked, others)

    def begin(self, new_id: Callable[[], int]) -> Mapping[Kind, Sequence[Any]]:
        """What all customers share, to be written before the first story; nothing from then on."""
        return self._beside.begin(new_id)

    def _interactions(
        self, new_id: Callable[[], int], customer: Customer, talk: Talk, names: Sequence[str], moments: Sequence[Moment]
    ) -> Iterator[Interaction]:
        us = (self._author,) if self._author else ()
        for topic, occurred in zip(topics(self._random, customer.status, len(moments)), moments, strict=True):
            fields = talk.fields(topic, occurred)
            if (sent := fields.get("summary_sent")) and sent.at > self._times.now:
                del fields["summary_sent"]
            theirs = names if fields["method"] in {"meeting", "demo"} else names[:1]
            yield Interaction(
                id=InteractionId(new_id()),
                customer_id=customer.id,
                occurred=occurred,
                participants=(*us, *theirs),
                logged_by=self._author,
                **fields,
            )

    def _done(self, new_id: Callable[[], int], talk: Talk, interactions: Sequence[Interaction]) -> Iterator[Followup]:
        """Some of the steps between one talk and the next, done at the next."""
        for before, after in pairwise(interactions):
            if self._random.random() > _FOLLOWED_UP or not before.occurred or not after.occurred:
                continue
            if not 0 < (after.occurred.at - before.occurred.at).days <= _LONGEST_FOLLOWUP_DAYS:
                continue
            fields, result = talk.step()
            yield Followup(
                id=FollowupId(new_id()),
                customer_id=before.customer_id,
                interaction_id=before.id,
                due=after.occurred,
                done=after.occurred,
                status=DONE,
                result=result,
                owner=self._author,
                **fields,
            )

    def _open(
        self,
        new_id: Callable[[], int],
        talk: Talk,
        customer: Customer,
        contacts: Sequence[Contact],
        interactions: Sequence[Interaction],
    ) -> Iterator[Followup]:
        """The next step, if there is one; nothing is planned with a customer who left."""
        due = None if customer.status == CHURNED else self._due(next(self._next_steps))
        if due is None:
            return
        origin = next((each.id for each in interactions[-1:] if each.occurred and each.occurred.at < due.at), None)
        fields, _result = talk.step()
        yield Followup(
            id=FollowupId(new_id()),
            customer_id=customer.id,
            contact_id=contacts[0].id if contacts else None,
            interaction_id=origin,
            due=due,
            owner=self._author,
            priority=pick(self._random, ("", "", "medium", "high")),
            alarm_minutes=None if due.all_day else pick(self._random, (None, 15, 60)),
            notes=pick(self._random, self._words["followup_notes"]) if self._random.random() < 0.3 else "",
            **fields,
        )

    def _due(self, step: NextStep) -> Moment | None:
        match step:
            case NextStep.NONE:
                return None
            case NextStep.OVERDUE:
                return self._times.overdue()
            case NextStep.TODAY:
                return self._times.later_today()
            case NextStep.THIS_WEEK:
                return self._times.within_a_week()
            case NextStep.LATER:
                return self._times.later()

    def _orders(
        self,
        new_id: Callable[[], int],
        customer: Customer,
        talk: Talk,
        product: str,
        interactions: Sequence[Interaction],
    ) -> Iterator[Order]:
        """What a customer bought who is or was one: first what the contract was about."""
        if customer.status not in {WON, CHURNED}:
            return
        random, company = self._random, customer.account_type == COMPANY
        for index, day in enumerate(self._order_days(customer, interactions)):
            yield Order(
                id=OrderId(new_id()),
                customer_id=customer.id,
                ordered=Day(day.isoformat()),
                product=pick(random, self._words[_products(customer)]) if index else product,
                amount=Money(talk.amount_cents() if index else talk.deal_cents),
                order_number=f"HT-{day.year}-{int(random.random() * 100_000):05}",
                payment_terms=pick(random, self._words["payment_terms"]) if company else "",
                owner=self._author,
            )

    def _order_days(self, customer: Customer, interactions: Sequence[Interaction]) -> list[date]:
        """The day of the contract, then others up to today, or to the last talk with a customer who left."""
        last = interactions[-1].occurred if interactions and customer.status == CHURNED else None
        newest = (self._times.today - last.day()).days if last else 0
        signed = next((each.occurred for each in interactions if each.milestone == CONTRACT), None)
        if signed is None:
            signed = self._times.past(self._random.uniform(newest, YEARS * 365))
        oldest = (self._times.today - signed.day()).days
        others = pick(self._random, _ORDERS) - 1
        days_ago = sorted((int(self._random.uniform(newest, oldest)) for _ in range(others)), reverse=True)
        return [signed.day(), *(self._times.today - timedelta(days=days) for days in days_ago)]


def _products(customer: Customer) -> str:
    return "products" if customer.account_type == COMPANY else "consumer_products"
