"""What is told of sample customers beside their talks and orders; its chance is its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from desktop_crm.core import clock
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.customers.choices import INDIVIDUAL
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.sample.care import care, common
from desktop_crm.core.sample.case import Case
from desktop_crm.core.sample.chance import pick
from desktop_crm.core.sample.dealings import dealings
from desktop_crm.core.sample.times import Times
from desktop_crm.core.sample.words import Words
from desktop_crm.core.surveys.entity import Survey


class Beside:
    """Makes these records, the same ones for the same chance, clock and author."""

    def __init__(self, random: Random, words: Words, author: str) -> None:
        self._random = random
        self._words = words
        self._author = author
        self._times = Times(random, clock.now(), clock.zone())
        self._survey: Survey | None = None

    def begin(self, new_id: Callable[[], int]) -> Mapping[Kind, Sequence[Any]]:
        """What all customers share, the first time; nothing from then on."""
        if self._survey:
            return {}
        self._survey, materials = common(self._random, self._words, self._times, self._author, new_id)
        return {Kind.SURVEYS: [self._survey], Kind.MATERIALS: materials}

    def of(
        self,
        new_id: Callable[[], int],
        customer: Customer,
        *,
        contacts: Sequence[Contact],
        interactions: Sequence[Interaction],
        orders: Sequence[Order],
        deal_cents: int,
    ) -> tuple[Sequence[Order], Mapping[Kind, Sequence[Any]]]:
        """The orders, the first of them with the opportunity and contract it came from, and the records by kind."""
        first = orders[0] if orders else None
        products = "consumer_products" if customer.account_type == INDIVIDUAL else "products"
        product = first.product if first else pick(self._random, self._words[products])
        signed = first.ordered.first() if first and first.ordered else None
        case = Case(
            random=self._random,
            words=self._words,
            times=self._times,
            author=self._author,
            new_id=new_id,
            customer=customer,
            contacts=contacts,
            interactions=interactions,
            product=product,
            deal_cents=deal_cents,
            signed=signed,
        )
        dealt = dealings(case)
        assert self._survey  # noqa: S101 - `begin` comes first
        records = {**dealt.records, **care(case, dealt.records[Kind.NEEDS], self._survey)}
        if first and dealt.deal:
            contract_id = dealt.contract.id if dealt.contract else None
            orders = [replace(first, deal_id=dealt.deal.id, contract_id=contract_id), *orders[1:]]
        return orders, records
