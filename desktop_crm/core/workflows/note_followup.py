"""Noting a promise in one line of words: whom it is for, when, how and what."""

from dataclasses import dataclass
from datetime import UTC, time

from sqlalchemy import Connection, select

from desktop_crm.core import clock
from desktop_crm.core.calendar.quick_add import QuickLine, parse_line
from desktop_crm.core.changes import Changes
from desktop_crm.core.database import fulltext, settings_store
from desktop_crm.core.database.schema.customers import contacts, customers
from desktop_crm.core.database.session import Session
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.ids import ContactId, CustomerId
from desktop_crm.core.settings import DEFAULT_TIME
from desktop_crm.core.values.moment import Moment, whole_day


@dataclass(frozen=True, slots=True)
class Noted:
    """A line as it was understood: the follow-up it makes, and whose names were recognised in it."""

    followup: Followup
    customer: str
    contact: str
    past: bool
    line: QuickLine


def understand(connection: Connection, words: str, author: str) -> Noted:
    """What a line such as `下周三 14:00 回访张总 报价 #云帆 !高` means in this book; nothing is written.

    A tag names a customer where one fits, else it stays in the title. The person is looked for among the contacts of
    that customer, or among all when only one fits.
    """
    default = time.fromisoformat(settings_store.load(connection).text(DEFAULT_TIME))
    line = parse_line(words, clock.now(), clock.zone(), default)
    customer_id, customer, used = _customer(connection, line)
    contact_id, contact, of_customer = _contact(connection, line.person_hint, customer_id)
    if customer_id is None and of_customer is not None:
        customer_id = of_customer
        customer = connection.scalar(select(customers.c.name).where(customers.c.id == customer_id)) or ""
    unused = [f"#{tag}" for tag in line.tags if tag != used]
    reading = line.reading
    due = None
    if reading.moment:
        zone = clock.zone()
        local = reading.moment
        due = whole_day(local.date(), zone) if reading.all_day else Moment(local.astimezone(UTC), zone.key)
    followup = Followup(
        customer_id=customer_id,
        contact_id=contact_id,
        title=" ".join([line.title, *unused]).strip() or words,
        due=due,
        owner=author,
        methods=line.methods,
        priority=line.priority or "",
        recurrence=reading.recurrence or "",
    )
    return Noted(followup, customer, contact, reading.past, line)


def note_followup(session: Session, noted: Noted) -> Changes:
    """Write the follow-up of an understood line."""
    return FOLLOWUPS.add(session, [noted.followup])


def _customer(connection: Connection, line: QuickLine) -> tuple[CustomerId | None, str, str]:
    for tag in line.tags:
        hits = [hit.id for hit in fulltext.search(connection, tag, 50)]
        statement = select(customers.c.id, customers.c.name).where(customers.c.id.in_(hits))
        names = {row.id: row.name for row in connection.execute(statement)}
        for hit in hits:
            if hit in names:
                return CustomerId(hit), names[hit], tag
    return None, "", ""


def _contact(
    connection: Connection, hint: str | None, customer_id: CustomerId | None
) -> tuple[ContactId | None, str, CustomerId | None]:
    """The one contact whose name the hint gives, whole (李伟) or as surname and title (张总)."""
    if not hint:
        return None, "", None
    statement = select(contacts.c.id, contacts.c.name, contacts.c.customer_id).where(
        contacts.c.deleted_at.is_(None), contacts.c.name.startswith(hint[0], autoescape=True)
    )
    if customer_id is not None:
        statement = statement.where(contacts.c.customer_id == customer_id)
    rows = connection.execute(statement).all()
    whole = [row for row in rows if row.name == hint]
    fitting = whole or (rows if customer_id is not None or len(rows) == 1 else [])
    if len(fitting) != 1:
        return None, "", None
    contact_id, name, of_customer = fitting[0]
    return ContactId(contact_id), name, CustomerId(of_customer) if of_customer else None
