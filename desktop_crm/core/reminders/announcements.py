"""The words of a reminder: one by one while they are fresh and few, else together in one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop_crm.core import clock
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.i18n import _, language, ngettext
from desktop_crm.core.reminders.reminders import Reminder

_MISSED_AFTER = timedelta(minutes=2)  # the program looks more often than this while it runs
_MOST_ALONE = 3  # more at the same time come as one
_LINES = 3


@dataclass(frozen=True, slots=True)
class Announcement:
    """One notification: its title, its text, and the reminders it delivers; one of them has its own buttons."""

    title: str
    text: str
    reminders: tuple[Reminder, ...]


def announcements(reminders: Sequence[Reminder]) -> Iterator[Announcement]:
    """What to announce now: what was missed while the program was closed or asleep comes once, as a digest."""
    now = clock.now()
    fresh = [reminder for reminder in reminders if now - reminder.at <= _MISSED_AFTER]
    missed = [reminder for reminder in reminders if now - reminder.at > _MISSED_AFTER]
    if len(fresh) > _MOST_ALONE:
        fresh, missed = [], list(reminders)
    if len(missed) == 1:
        fresh, missed = [*missed, *fresh], []
    if missed:
        yield _digest(missed, now)
    for reminder in fresh:
        what = " · ".join(filter(None, (_when(reminder, now), reminder.title)))
        yield Announcement(reminder.customer or _("Follow-up"), what, (reminder,))


def without_names(count: int) -> Announcement:
    """What is said while the book is locked."""
    title = ngettext("{count} follow-up is due", "{count} follow-ups are due", count).format(count=count)
    return Announcement(title, _("Unlock the customer book to see what."), ())


def _digest(missed: Sequence[Reminder], now: datetime) -> Announcement:
    count = len(missed)
    lines = [
        " · ".join(filter(None, (_when(reminder, now), reminder.customer, reminder.title)))
        for reminder in missed[-_LINES:]  # the youngest: an old one is known
    ]
    if count > _LINES:
        more = count - _LINES
        lines.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    title = ngettext("{count} follow-up is due", "{count} follow-ups are due", count).format(count=count)
    return Announcement(title, "\n".join(lines), tuple(missed))


def _when(reminder: Reminder, now: datetime) -> str:
    due = reminder.due
    return short(due.at, now, clock.zone(), language(), all_day=due.all_day) if due else ""
