"""A small book to let clocks run on: records made at given times, and the items there are at others."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.core import clock
from desktop_crm.core.clocks.running import running
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.tiers import standing
from desktop_crm.core.values.moment import Moment, whole_day

SHANGHAI = "Asia/Shanghai"


def _at(text, zone=SHANGHAI):
    """The moment on the wall clock of a zone; of a mere date, the whole day."""
    if len(text) == len("2026-11-23"):
        return whole_day(date.fromisoformat(text), ZoneInfo(zone))
    return Moment(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), zone)


class _Clocked:
    """The book: `zone` is where the user is."""

    def __init__(self, database):
        self.database = database
        self.zone = SHANGHAI

    def when(self, text):
        return clock.fixed(_at(text, self.zone).at, self.zone)

    def customer(self, made="2026-01-05T09:00", **fields):
        with self.when(made):
            entity = Customer(**({"name": "云帆科技有限公司"} | fields))
            done = self.database.write("add_customers", lambda session: commands.add(session, [entity]))
        return done.new_id(Kind.CUSTOMERS)

    def add(self, kind, made, verb="add", **fields):
        with self.when(made):
            entity = ROOMS[kind].entity(**fields)
            done = self.database.write(verb, lambda session: ROOMS[kind].add(session, [entity]))
        return done.new_id(kind)

    def change(self, kind, record_id, when, **fields):
        with self.when(when):
            return self.database.write("edit", lambda session: ROOMS[kind].change(session, record_id, **fields))

    def items(self, now, *clocks, **options):
        with self.when(now):
            return self.database.read(lambda connection: running(connection, clocks=clocks or None, **options))

    def dues(self, now, *clocks, **options):
        """The due times, as they stand on the wall where the user is."""
        return [self.on_the_wall(item) for item in self.items(now, *clocks, **options)]

    def on_the_wall(self, item):
        if item.due.all_day:
            return item.due.day().isoformat()
        return item.due.at.astimezone(ZoneInfo(self.zone)).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def clocked(database, english):
    database.settle = standing.settle
    return _Clocked(database)


@pytest.fixture
def at():
    return _at
