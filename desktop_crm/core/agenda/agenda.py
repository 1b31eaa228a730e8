"""The agenda: follow-ups and what the clocks ask for that is overdue, due today and this week, whom to be in touch
with, what an import left to check, and who has no next step.

Of 10,000 open follow-ups and 100,000 customers only those that are shown are read whole; the others are counted.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, and_, exists, func, or_, select

from desktop_crm.core import clock
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.clocks.clock import Item as ClockItem
from desktop_crm.core.clocks.running import Overview, overview
from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.database import write
from desktop_crm.core.database.columns import from_milliseconds, to_milliseconds
from desktop_crm.core.database.schema.activities import followups
from desktop_crm.core.database.schema.customers import contacts, customers
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.i18n import N_, _, language, ngettext
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment, whole_day


class Group(Enum):
    """The groups of the agenda, in the order in which they are shown; the value is the title."""

    OVERDUE = N_("Overdue")
    TODAY = N_("Today")
    WEEK = N_("This week")
    CONTACT = N_("Due for contact")
    TO_CHECK = N_("Imported, to be checked")
    NO_NEXT_STEP = N_("No next step")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the agenda: a follow-up, what a clock asks for, or a customer without a next step.

    `why` says why it is here, `left` how much time is left or was missed, `note` what is not sure of that, all in words
    or empty. `clock` is the key of the clock, "" for a follow-up and a missing next step; `period` goes into its mark.
    Each clock shows so many items at most: `more` says, on the last one, how many it has besides. The id is 0 for what
    concerns the whole book. A follow-up that was put off has `snoozed` as long as that lies ahead.
    """

    kind: Kind
    id: int
    group: Group
    customer: str
    title: str
    due: Moment | None
    why: str = ""
    left: str = ""
    note: str = ""
    customer_id: int | None = None
    contact: str = ""
    methods: tuple[str, ...] = ()
    clock: str = ""
    period: str = ""
    more: int = 0
    snoozed: Moment | None = None

    @property
    def reason(self) -> str:
        """Why it is here, and everything else that is to be said of it."""
        further = ngettext("and {count} more", "and {count} more", self.more).format(count=self.more)
        return " · ".join(filter(None, (self.why, self.left, self.note, further if self.more else "")))

    @property
    def key(self) -> tuple[Kind, int, str]:
        """What tells it from all other lines."""
        return self.kind, self.id, self.clock

    @property
    def is_followup(self) -> bool:
        """Whether it stands for a follow-up itself: what a clock asks of one is something else."""
        return self.kind is Kind.FOLLOWUPS and not self.clock


@dataclass(frozen=True, slots=True)
class Agenda:
    """The items that are shown, in their groups, and how many each group has in all; empty groups are left out."""

    items: list[Item]
    totals: Mapping[Group, int]


MOST_OF_A_CLOCK = 50  # items: more of the same kind would hide all else


def agenda(connection: Connection, *, days: int | None = None, clocks: bool = True) -> list[Item]:
    """The items in their groups, each group by time, customers without a next step by name.

    `days` (0 or more) is how many days after today count as coming; without it the week ends on its Sunday. What an
    import brought from the past is nobody's next step. Lost customers need none; those in the Trash do not appear, nor
    do their follow-ups. A follow-up that was put off stands where it was put off to. Without `clocks` it is of
    follow-ups and next steps alone.
    """
    return part_of_agenda(connection, None, days=days, clocks=clocks).items


def part_of_agenda(
    connection: Connection, most: Mapping[Group, int] | None, *, days: int | None = None, clocks: bool = True
) -> Agenda:
    """As `agenda`, of each group only so many of its first items: those missing in `most` are neither read nor counted.

    Without `most` all of every group.
    """
    frame = _Frame.of(days)
    places: dict[Group, list[_Place]] = {group: [] for group in Group if most is None or group in most}
    for place in _followups(connection, frame):
        if place.group in places:
            places[place.group].append(place)
    totals = Counter({group: len(found) for group, found in places.items()})
    if clocks:
        for each in overview(connection, until=from_milliseconds(frame.horizon), most=MOST_OF_A_CLOCK):
            found = [place for place in _of_clock(each, frame) if place.group in places]
            for place in found:
                places[place.group].append(place)
                totals[place.group] += 1 + (place.item.more if place.item else 0)
    kept: list[_Place] = []
    for group, found in places.items():
        found.sort(key=lambda place: place.at)
        kept += found if most is None else found[: most[group]]
    whole = _whole(connection, [place for place in kept if place.item is None], frame)
    items = [item for place in kept if (item := place.item or whole.get(place.id)) is not None]
    if Group.NO_NEXT_STEP in places:
        limit = None if most is None else most[Group.NO_NEXT_STEP]
        idle = _without_next_step(connection, limit)
        totals[Group.NO_NEXT_STEP] = len(idle) if limit is None else _count_without_next_step(connection)
        items += idle
    return Agenda(items, +totals)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Now, and where today and the time ahead end, in milliseconds since 1970 UTC."""

    at: datetime
    zone: ZoneInfo
    now: int
    today: int
    tomorrow: int
    horizon: int

    @classmethod
    def of(cls, days: int | None) -> "_Frame":
        now, zone, today = clock.now(), clock.zone(), clock.today()
        ahead = 6 - today.weekday() if days is None else days
        begins = [today, today + timedelta(days=1), today + timedelta(days=ahead + 1)]
        return cls(now, zone, to_milliseconds(now), *(to_milliseconds(whole_day(day, zone).at) for day in begins))

    def group(self, at: int, *, over: bool) -> Group | None:
        """The group of what is due at that time, None for what is further ahead than is looked."""
        if over:
            return Group.OVERDUE
        if at >= self.horizon:
            return None
        return Group.TODAY if at < self.tomorrow else Group.WEEK


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands: `at` is its time in milliseconds. What it says is read later, where `item` is None."""

    id: int
    group: Group
    at: int
    snoozed: bool = False
    item: Item | None = None


def _followups(connection: Connection, frame: _Frame) -> Iterable[_Place]:
    """Where each open follow-up stands: reading all of them whole would take ten times as long."""
    f, latest = followups.c, frame.horizon + 2 * 86_400_000  # days of other zones begin at other times
    rows = connection.execute(
        select(f.id, f.due, f.due_zone, f.due_all_day, f.to_check, f.snoozed_until)
        .outerjoin(customers, customers.c.id == f.customer_id)
        .where(f.status == OPEN, f.deleted_at.is_(None), customers.c.deleted_at.is_(None))
        .where(or_(f.due < latest, f.to_check == 1))
        .order_by(f.due.is_(None), f.due, f.id)
    )
    here, known = frame.zone.key, dict[tuple[int, str], int]()
    for record_id, due, due_zone, all_day, to_check, snoozed in rows:
        if to_check:
            yield _Place(record_id, Group.TO_CHECK, frame.horizon if due is None else due)
            continue
        at = due
        if all_day and due_zone != here:  # a whole day is the same date wherever the user is
            if (due, due_zone) not in known:
                day = Moment(from_milliseconds(due), due_zone, all_day=True).day()
                known[due, due_zone] = to_milliseconds(whole_day(day, frame.zone).at)
            at = known[due, due_zone]
        if put_off := snoozed is not None and snoozed > max(frame.now, at):
            at = snoozed
        over = at < frame.today if all_day and not put_off else at <= frame.now
        if group := frame.group(at, over=over):
            yield _Place(record_id, group, at, put_off)


def _of_clock(found: Overview, frame: _Frame) -> Iterable[_Place]:
    """Where the items of a clock stand, by their due times; duties to customers stand apart."""
    for place, item in enumerate(found.items, start=1):
        due = _here(item.due, frame.zone)
        at, over = to_milliseconds(due.at), due.end() <= frame.at
        group = Group.CONTACT if found.clock.of_customer else frame.group(at, over=over)
        if group is not None:
            more = found.total - len(found.items) if place == len(found.items) else 0
            yield _Place(item.record_id, group, at, item=_line(item, group, more))


def _line(item: ClockItem, group: Group, more: int) -> Item:
    return Item(
        item.kind,
        item.record_id,
        group,
        item.customer,
        item.subject,
        item.due,
        item.reason,
        item.remaining,
        item.note,
        item.customer_id,
        clock=item.clock,
        period=item.period,
        more=more,
    )


def _whole(connection: Connection, places: Iterable[_Place], frame: _Frame) -> dict[int, Item]:
    """What the lines of follow-ups say, by id."""
    wanted, found = {place.id: place for place in places}, dict[int, Item]()
    f, c, p = followups.c, customers.c, contacts.c
    for chunk in write.chunks(wanted):
        rows = connection.execute(
            select(f.id, f.customer_id, f.title, f.due, f.due_zone, f.due_all_day, f.methods)
            .add_columns(f.snoozed_until, f.snoozed_until_zone, c.name.label("customer"), p.name.label("contact"))
            .outerjoin(customers, c.id == f.customer_id)
            .outerjoin(contacts, and_(p.id == f.contact_id, p.deleted_at.is_(None)))
            .where(f.id.in_(chunk))
        )
        found |= {row.id: _followup(row, wanted[row.id], frame) for row in rows}
    return found


def _followup(row: Row[tuple[object, ...]], place: _Place, frame: _Frame) -> Item:
    due = None if row.due is None else Moment(from_milliseconds(row.due), row.due_zone, bool(row.due_all_day))
    methods = tuple(json.loads(row.methods or "[]"))
    item = Item(Kind.FOLLOWUPS, row.id, place.group, row.customer or "", row.title or "", due)
    item = replace(item, customer_id=row.customer_id, contact=row.contact or "", methods=methods)
    if place.group is Group.TO_CHECK or due is None:
        return replace(item, why=_("Was past when it was imported"))
    if place.snoozed:
        was = short(due.at, frame.at, frame.zone, language(), all_day=due.all_day)
        snoozed = Moment(from_milliseconds(row.snoozed_until), row.snoozed_until_zone or frame.zone.key)
        return replace(item, left=_("Put off; it was due {when}").format(when=was), snoozed=snoozed)
    return replace(item, left=_time_left(_here(due, frame.zone), place.group, frame))


_HAS_NEXT_STEP = (
    exists()
    .where(followups.c.customer_id == customers.c.id, followups.c.deleted_at.is_(None), followups.c.status == OPEN)
    .where(func.coalesce(followups.c.to_check, 0) == 0)
)
_NEEDS_ONE = (customers.c.deleted_at.is_(None), customers.c.status.is_distinct_from(CHURNED), ~_HAS_NEXT_STEP)


def _without_next_step(connection: Connection, most: int | None) -> list[Item]:
    group, plan, why = Group.NO_NEXT_STEP, _("Plan the next step"), _("No open follow-up")
    c = customers.c
    rows = connection.execute(select(c.id, c.name).where(*_NEEDS_ONE).order_by(c.name_key, c.id).limit(most))
    return [Item(Kind.CUSTOMERS, row.id, group, row.name, plan, None, why, customer_id=row.id) for row in rows]


def _count_without_next_step(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(customers).where(*_NEEDS_ONE)) or 0


def _here(due: Moment, zone: ZoneInfo) -> Moment:
    """A whole day is the same date wherever the user is: it begins and ends with the user's own midnights."""
    return whole_day(due.day(), zone) if due.all_day and due.zone != zone.key else due


def _time_left(due: Moment, group: Group, frame: _Frame) -> str:
    if group is Group.OVERDUE:
        return _lateness(due, frame)
    if group is Group.TODAY:
        return _("Due today")
    ahead = (due.at.astimezone(frame.zone).date() - frame.at.astimezone(frame.zone).date()).days
    return ngettext("In {count} day", "In {count} days", ahead).format(count=ahead)


def _lateness(due: Moment, frame: _Frame) -> str:
    """How long something has been overdue, in the largest unit that is full; in days as the calendar counts them."""
    late = frame.at - due.end()
    if due.all_day or late.days:
        days = max((frame.at.astimezone(frame.zone).date() - due.at.astimezone(frame.zone).date()).days, 1)
        return ngettext("{count} day overdue", "{count} days overdue", days).format(count=days)
    minutes, hours = late // timedelta(minutes=1), late // timedelta(hours=1)
    if not minutes:
        return _("Due now")
    if not hours:
        return ngettext("{count} minute overdue", "{count} minutes overdue", minutes).format(count=minutes)
    return ngettext("{count} hour overdue", "{count} hours overdue", hours).format(count=hours)
