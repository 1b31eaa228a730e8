"""What to know before the next appointment with a customer (I-17, I-18)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from desktop_crm.core import clock
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.chain.commands import steps_of
from desktop_crm.core.commitments.choices import OPEN as TO_BE_KEPT
from desktop_crm.core.commitments.choices import OURS
from desktop_crm.core.commitments.store import COMMITMENTS
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.naming import with_title
from desktop_crm.core.contacts.store import of_customer as contacts_of
from desktop_crm.core.customers.choices import COMPANY
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.database.schema.activities import interactions
from desktop_crm.core.database.schema.needs import commitments
from desktop_crm.core.database.schema.service import service
from desktop_crm.core.database.schema.standing import standing
from desktop_crm.core.i18n import _, language, ngettext
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.store import of_customer as interactions_of
from desktop_crm.core.needs.choices import CLOSED
from desktop_crm.core.needs.store import of_customer as needs_of
from desktop_crm.core.service.choices import IN_WORK, RECEIVED
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.values.moment import Moment

_MOST = 3  # of each kind: a brief is read on the doorstep
_TALKS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Step:
    """Who has a say, in the order of the decision: `state` is a code of the states, and `quiet_days` for how many days
    nobody talked to this person, None where nobody ever did."""

    name: str
    role: str
    state: str
    quiet_days: int | None


@dataclass(frozen=True, slots=True)
class Brief:
    """Texts, empty where there is nothing to say; `contacts` are names with titles, the primary one first.

    `ours` is what we owe and `theirs` what they owe, `needs` and `requests` what is still open, each with its date.
    `commitments` and `open_issues` are what was noted in words.
    """

    address: str = ""
    tier: str = ""
    commitments: str = ""
    open_issues: str = ""
    risk: str = ""
    contacts: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    chain: tuple[Step, ...] = ()


def brief_of(connection: Connection, customer_id: CustomerId) -> Brief:
    """The brief on a customer; an empty one when there is no such customer."""
    customer = CUSTOMERS.get(connection, customer_id)
    if customer is None:
        return Brief()
    last = next(iter(interactions_of(connection, customer_id, 1)), None)
    people = contacts_of(connection, customer_id)
    ours, theirs = _promises(connection, customer_id)
    needs = [need for need in needs_of(connection, customer_id) if need.status not in CLOSED]
    return Brief(
        address=customer.office_address if customer.account_type == COMPANY else customer.home_address,
        tier=connection.scalar(select(standing.c.tier).where(standing.c.customer_id == customer_id)) or "",
        commitments=last.commitments if last else "",
        open_issues=customer.open_issues or (last.open_issues if last else ""),
        risk=customer.risk_alert,
        contacts=tuple(with_title(person.name, person.title) for person in people[:4]),
        ours=ours,
        theirs=theirs,
        needs=_few([_dated(need.title, need.due.text if need.due else "") for need in needs]),
        requests=_requests(connection, customer_id),
        chain=_chain(connection, customer_id, {person.id: person for person in people}),
    )


def _promises(connection: Connection, customer_id: CustomerId) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is still to be kept by us and by them, by date."""
    c = commitments.c
    ids = connection.scalars(
        select(c.id)
        .where(c.customer_id == customer_id, c.deleted_at.is_(None), c.status == TO_BE_KEPT)
        .order_by(c.due.is_(None), c.due, c.id)
    ).all()
    sides: tuple[list[str], list[str]] = [], []
    for promise in COMMITMENTS.get_many(connection, ids):
        sides[promise.direction != OURS].append(_dated(promise.title, _day(promise.due)))
    return _few(sides[0]), _few(sides[1])


def _requests(connection: Connection, customer_id: CustomerId) -> tuple[str, ...]:
    s = service.c
    ids = connection.scalars(
        select(s.id)
        .where(s.customer_id == customer_id, s.deleted_at.is_(None), s.status.in_((RECEIVED, IN_WORK)))
        .order_by(s.received, s.id)
    ).all()
    return _few([_dated(each.title, _day(each.received)) for each in SERVICE.get_many(connection, ids)])


def _chain(connection: Connection, customer_id: CustomerId, people: Mapping[int, Contact]) -> tuple[Step, ...]:
    """The steps of the decision, each with the last talk in which the person took part, by name."""
    steps = steps_of(connection, customer_id)
    if not steps:
        return ()
    met = _met(connection, customer_id)
    found = []
    for step in steps:
        person = people.get(step.contact_id) if step.contact_id is not None else None
        name = person.name if person else step.name
        days = None if (at := met.get(name)) is None else max((clock.now() - at) // timedelta(days=1), 0)
        found.append(Step(" ".join(dict.fromkeys((step.name, name))), step.role, step.state, days))
    return tuple(found)


def _met(connection: Connection, customer_id: CustomerId) -> dict[str, datetime]:
    i = interactions.c
    rows = connection.execute(
        select(i.participants, i.occurred)
        .where(i.customer_id == customer_id, i.deleted_at.is_(None), i.occurred.is_not(None))
        .order_by(i.occurred.desc())
        .limit(_TALKS_LOOKED_AT)
    )
    met: dict[str, datetime] = {}
    for participants, occurred in rows:
        for name in json.loads(participants or "[]"):
            met.setdefault(name, from_milliseconds(occurred))
    return met


def _few(texts: Iterable[str]) -> tuple[str, ...]:
    """The first of these, with the number of the others."""
    every = list(texts)
    if (beyond := len(every) - _MOST) > 0:
        return (*every[:_MOST], ngettext("and {count} more", "and {count} more", beyond).format(count=beyond))
    return tuple(every)


def _dated(text: str, day: str) -> str:
    first_line = text.strip().partition("\n")[0]
    return _("{what} ({when})").format(what=first_line, when=day) if day else first_line


def _day(moment: Moment | None) -> str:
    if moment is None:
        return ""
    at = moment.local() if moment.all_day else moment.at
    return short(at, clock.now(), clock.zone(), language(), all_day=moment.all_day)
