"""Noting a promise in one line of words: whom it is for, when, how and what."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, time

from sqlalchemy import Connection, func, select

from desktop_crm.core import clock
from desktop_crm.core.calendar.quick_add import NOTHING, Part, QuickLine, parse_line
from desktop_crm.core.calendar.words.reading import Reading
from desktop_crm.core.calendar.words.render import in_words
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import fulltext, settings_store
from desktop_crm.core.database.fulltext import RankGroup
from desktop_crm.core.database.schema.customers import contacts
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.fields import FIELDS
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.i18n import _, language
from desktop_crm.core.ids import ContactId, CustomerId
from desktop_crm.core.settings import DEFAULT_TIME
from desktop_crm.core.values.field_values import show
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.core.values.names import surname_length
from desktop_crm.core.values.recurrence import in_words as rule_in_words

_MOST_HITS = 200  # of a tag: among them are all customers whose name or number holds it, but for the most common words
_FORM_OF_ADDRESS = re.compile(
    "总|董|工|哥|姐|老师|老板|先生|女士|小姐|医生|教授|博士|律师|书记|助理|会计|工程师|主任|主管|主席|总监|"
    "(?:副)?(?:总|总经理|经理|董事长|处长|科长|部长|局长|院长|校长|所长|厂长|店长|队长)"
)


@dataclass(frozen=True, slots=True)
class Noted:
    """A line as it was understood: the follow-up it makes, and whose names were recognised in it.

    `candidates` are the customers among whom a tag does not decide; the follow-up belongs to none.
    """

    followup: Followup
    customer: str
    contact: str
    candidates: tuple["Candidate", ...]
    past: bool
    words: str
    line: QuickLine

    def recognised(self) -> Iterator[tuple[Part, str]]:
        """What was recognised, and how it was understood, in the user's words; the rest is the title."""
        due, reading = self.followup.due, self.line.reading
        if due:
            yield Part.WHEN, in_words(due.at, clock.now(), clock.zone(), language(), all_day=due.all_day)
        if reading.recurrence:
            yield Part.REPEAT, rule_in_words(reading.recurrence)
        if self.customer:
            yield Part.CUSTOMER, self.customer
        if self.contact:
            yield Part.PERSON, self.contact
        if self.followup.methods:
            yield Part.METHODS, show(FIELDS["methods"], self.followup.methods)
        if self.followup.priority:
            yield Part.PRIORITY, show(FIELDS["priority"], self.followup.priority)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer who may be meant."""

    id: CustomerId
    number: str
    name: str

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


@dataclass(frozen=True, slots=True)
class _Person:
    id: ContactId
    name: str
    customer_id: CustomerId | None


def understand(
    connection: Connection,
    words: str,
    author: str,
    *,
    without: AbstractSet[Part] = NOTHING,
    chosen: CustomerId | None = None,
) -> Noted:
    """What a line such as `下周三 14:00 回访张总 报价 #云帆 !高` means in this book; nothing is written.

    A tag names a customer by any part of its name or number, else it stays in the title. Where it fits several, the
    person may decide, or the user, who has `chosen` one. The person is looked for among the contacts of the customer,
    or among all when only one fits. The parts `without` which the line is to be read stay words of the title.

    Raises:
        RefusedError: the line says neither what to do nor for whom.
    """
    default = time.fromisoformat(settings_store.load(connection).text(DEFAULT_TIME))
    line = parse_line(words, clock.now(), clock.zone(), default, without=without)
    people = _people(connection, line.person_hint)
    tag, fitting = _tagged(connection, line)
    if chosen in fitting:
        fitting = [CustomerId(chosen)]
    known = [candidate for candidate in fitting if any(person.customer_id == candidate for person in people)]
    if len(known) == 1:
        fitting = known
    customer_id = fitting[0] if len(fitting) == 1 else None
    if customer_id is not None:
        people = [person for person in people if person.customer_id == customer_id]
    person = people[0] if len(people) == 1 and len(fitting) < 2 else None
    if person and customer_id is None and Part.CUSTOMER not in without:
        customer_id = person.customer_id
    customer = CUSTOMERS.get(connection, customer_id) if customer_id is not None else None
    title = " ".join([line.title, *(f"#{other}" for other in line.tags if not customer or other != tag)]).strip()
    if not title and not customer:
        raise RefusedError(
            _("Nothing to note"), _("Say what is to be done, as in: call Zhang next Wed 2pm about the quote #Acme")
        )
    followup = Followup(
        customer_id=customer_id,
        contact_id=person.id if person else None,
        title=title or _("Return visit"),
        due=_due(line.reading),
        owner=author,
        methods=line.methods,
        priority=line.priority or "",
        recurrence=line.reading.recurrence or "",
    )
    candidates = CUSTOMERS.get_many(connection, fitting) if len(fitting) > 1 else []
    return Noted(
        followup,
        customer.name if customer else "",
        person.name if person else "",
        tuple(Candidate(each.id, each.number, each.name) for each in candidates),
        line.reading.past,
        words,
        line,
    )


def note_followup(session: Session, noted: Noted) -> Changes:
    """Write the follow-up of an understood line."""
    return FOLLOWUPS.add(session, [noted.followup])


def _due(reading: Reading) -> Moment | None:
    """When it is due; a day alone means its default time, and today, when that is over, the rest of the day."""
    local, zone = reading.moment, clock.zone()
    if local is None:
        return None
    if reading.all_day and local.date() == clock.today() and local <= clock.now():
        return whole_day(local.date(), zone)
    return Moment(local.astimezone(UTC), zone.key)


def _tagged(connection: Connection, line: QuickLine) -> tuple[str, list[CustomerId]]:
    """The first tag that is part of customers' names or numbers, and those it fits best."""
    for tag in line.tags:
        hits = [hit for hit in fulltext.search(connection, tag, _MOST_HITS) if hit.rank_group < RankGroup.ANYWHERE]
        customers = {customer.id for customer in CUSTOMERS.get_many(connection, (hit.id for hit in hits))}
        best = min((hit.rank_group for hit in hits if hit.id in customers), default=None)
        if best is not None:
            return tag, [CustomerId(hit.id) for hit in hits if hit.id in customers and hit.rank_group is best]
    return "", []


def _people(connection: Connection, hint: str | None) -> list[_Person]:
    """The contacts still there whom a hint may mean: by whole name, else by surname and form of address or a word."""
    if not hint:
        return []
    surname = hint[: surname_length(hint)]
    address = _FORM_OF_ADDRESS.fullmatch(hint[len(surname) :])
    begins = contacts.c.name.startswith(surname, autoescape=True)
    has_word = func.lower(contacts.c.name).contains(hint.lower(), autoescape=True)
    rows = connection.execute(
        select(contacts.c.id, contacts.c.name, contacts.c.customer_id)
        .where(contacts.c.deleted_at.is_(None), contacts.c.left_on.is_(None), has_word if hint.isascii() else begins)
        .order_by(contacts.c.id)
    )
    people = [_Person(ContactId(row.id), row.name, row.customer_id) for row in rows]
    if whole := [person for person in people if person.name == hint]:
        return whole
    if hint.isascii():
        return [person for person in people if hint.lower() in person.name.lower().split()]
    return people if address else []
