"""The words of a reminder: one by one while they are fresh and few, else together in one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop_crm.core import clock
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.i18n import _, language, ngettext
from desktop_crm.core.reminders.count import count_in_words
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


def announcements(reminders: Sequence[Reminder], *, named: bool = True) -> Iterator[Announcement]:
    """What to announce now: what was missed while the program was closed or asleep comes once, as a digest.

    Unless they may be `named`, only how many there are and when they are due is said.
    """
    now = clock.now()
    fresh = [reminder for reminder in reminders if now - reminder.at <= _MISSED_AFTER]
    missed = [reminder for reminder in reminders if now - reminder.at > _MISSED_AFTER]
    if len(fresh) > _MOST_ALONE:
        fresh, missed = [], list(reminders)
    if len(missed) == 1:
        fresh, missed = [*missed, *fresh], []
    if missed:
        yield _digest(missed, now) if named else Announcement(count_in_words(len(missed)), "", tuple(missed))
    for reminder in fresh:
        if not named:
            yield Announcement(count_in_words(1), _when(reminder, now), (reminder,))
            continue
        what = " · ".join(filter(None, (_when(reminder, now), reminder.title)))
        yield Announcement(reminder.customer or _("Follow-up"), what, (reminder,))


def _digest(missed: Sequence[Reminder], now: datetime) -> Announcement:
    count = len(missed)
    lines = [
        " · ".join(filter(None, (_when(reminder, now), reminder.customer, reminder.title)))
        for reminder in missed[-_LINES:]  # the youngest: an old one is known
    ]
    if count > _LINES:
        more = count - _LINES
        lines.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    return Announcement(count_in_words(count), "\n".join(lines), tuple(missed))


def _when(reminder: Reminder, now: datetime) -> str:
    due = reminder.due
    return short(due.at, now, clock.zone(), language(), all_day=due.all_day) if due else ""
