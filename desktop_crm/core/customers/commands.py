"""What can be done to customers. Every verb takes a session, returns what changed, and leaves committing to others."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.choices import INDIVIDUAL
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.rules import NumberPattern
from desktop_crm.core.customers.store import CUSTOMERS, numbers_beginning
from desktop_crm.core.database import settings_store, write
from desktop_crm.core.database.schema.customers import customer_numbers
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.settings import COMPANY_NUMBERS, INDIVIDUAL_NUMBERS


class NumberTakenError(RefusedError):
    """The number belongs, or once belonged, to another customer; nothing was written."""

    def __init__(self, number: str) -> None:
        super().__init__(
            _("Customer number {number} is taken").format(number=number),
            _("A number is never given twice. Choose another one, or leave it empty to get the next free one."),
        )


class Numbers:
    """Hands out the next free customer numbers within one session."""

    def __init__(self, session: Session) -> None:
        self._year = clock.today().year
        known = settings_store.load(session.connection)
        self._patterns = {
            individual: NumberPattern(known.text(INDIVIDUAL_NUMBERS if individual else COMPANY_NUMBERS))
            for individual in (False, True)
        }
        self._last = {
            individual: pattern.largest_sequence(
                self._year, numbers_beginning(session.connection, pattern.ends(self._year)[0])
            )
            for individual, pattern in self._patterns.items()
        }

    def next(self, account_type: str) -> str:
        """The next free number for a company or an individual."""
        individual = account_type == INDIVIDUAL
        number = self._patterns[individual].number(self._year, self._last[individual] + 1)
        self.seen(number)
        return number

    def seen(self, number: str) -> None:
        """Keep clear of a number that was given; both patterns may make it."""
        for individual, pattern in self._patterns.items():
            self._last[individual] = max(self._last[individual], pattern.largest_sequence(self._year, [number]))


def add(session: Session, customers: Iterable[Customer]) -> Changes:
    """Add customers; those without a number get the next free one.

    Raises:
        NumberTakenError: a number was given before.
    """
    numbers = Numbers(session)
    return add_numbered(session, _numbered(numbers, customers))


def _numbered(numbers: Numbers, customers: Iterable[Customer]) -> Iterator[Customer]:
    for customer in customers:
        if customer.number:
            numbers.seen(customer.number)
            yield customer
        else:
            yield replace(customer, number=numbers.next(customer.account_type))


def add_numbered(session: Session, customers: Iterable[Customer]) -> Changes:
    """Add customers that all have a number.

    Raises:
        NumberTakenError: a number was given before.
    """
    changes = Changes()
    for chunk in write.chunks(customers, write.BULK):
        taken = _given(session, [customer.number for customer in chunk])
        if taken:
            raise NumberTakenError(taken[0])
        write.insert(
            session,
            customer_numbers,
            ({"id": session.new_id(), "number": customer.number} for customer in chunk),
        )
        changes |= CUSTOMERS.add(session, chunk)
    return changes


def change(session: Session, customer_id: CustomerId, **values: Any) -> Changes:
    """Set some fields of a customer. A new number is given for good; the old one becomes a former number.

    Raises:
        NumberTakenError: the new number was given before; nothing was written.
    """
    (customer,) = CUSTOMERS.get_many(session.connection, [customer_id])
    number = values.get("number", customer.number)
    if number != customer.number:
        if _given(session, [number]):
            raise NumberTakenError(number)
        write.insert(session, customer_numbers, [{"id": session.new_id(), "number": number}])
        values["former_numbers"] = (*values.get("former_numbers", customer.former_numbers), customer.number)
    return CUSTOMERS.change(session, customer_id, **values)


def _given(session: Session, numbers: list[str]) -> list[str]:
    seen: set[str] = set()
    twice = [number for number in numbers if number in seen or seen.add(number)]  # type: ignore[func-returns-value]
    column = customer_numbers.c.number
    for chunk in write.chunks(numbers):
        twice += session.connection.scalars(select(column).where(column.in_(chunk)))
    return twice
