"""Templates of notes: headings for what is said at a visit, on the phone and in a complaint, and when to go on.

Habit 49: a note that asks its questions itself. The user changes them in the settings.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, time, timedelta
from itertools import zip_longest

from sqlalchemy import Connection

from desktop_crm.core import clock
from desktop_crm.core.calendar.wall_time import wall_time
from desktop_crm.core.calendar.working_days import is_working_day
from desktop_crm.core.database import settings_store
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.interactions.purposes import PROBLEM
from desktop_crm.core.settings import (
    CALL_NEXT_DAYS,
    CALL_TEMPLATE,
    COMPLAINT_NEXT_DAYS,
    COMPLAINT_TEMPLATE,
    DEFAULT_TIME,
    VISIT_NEXT_DAYS,
    VISIT_TEMPLATE,
    Settings,
)
from desktop_crm.core.values.moment import Moment

_ONE_DAY = timedelta(days=1)
_TEMPLATES = (
    (N_("Visit"), VISIT_TEMPLATE, VISIT_NEXT_DAYS, ""),
    (N_("Phone call"), CALL_TEMPLATE, CALL_NEXT_DAYS, ""),
    (N_("Complaint"), COMPLAINT_TEMPLATE, COMPLAINT_NEXT_DAYS, PROBLEM),
)


@dataclass(frozen=True, slots=True)
class Template:
    """A template: what it is called, its headings, one a line, the moment proposed for the next step, if any, and the
    purpose of a talk for which it is used, empty where it says nothing of that."""

    title: str
    headings: str
    next_step: Moment | None
    purpose: str = ""

    def onto(self, note: str) -> str:
        """The note with the headings below what stands there."""
        return f"{note.rstrip()}\n\n{self.headings}" if note.strip() else self.headings


def answered(note: str, templates: Iterable[Template]) -> str:
    """The note without the headings below which nothing was written."""
    headings = tuple({line.strip() for template in templates for line in template.headings.splitlines()} - {""})
    lines = [line.rstrip() for line in note.splitlines()]
    kept = [
        line
        for line, following in zip_longest(lines, lines[1:], fillvalue="")
        if line not in headings or (following and not following.startswith(headings))
    ]
    return "\n".join(kept).strip()


def templates(connection: Connection) -> list[Template]:
    """The templates as the user has them now; one without headings is not there."""
    settings = settings_store.load(connection)
    return [
        Template(_(title), headings, _proposed(settings, settings.number(days)), purpose)
        for title, text, days, purpose in _TEMPLATES
        if (headings := settings.text(text).strip())
    ]


def _proposed(settings: Settings, days: int) -> Moment | None:
    """So many days from today, or the next working day after them; None for 0 days."""
    if not days:
        return None
    day = clock.today() + days * _ONE_DAY
    while not is_working_day(day):
        day += _ONE_DAY
    zone = clock.zone()
    at = wall_time(day, time.fromisoformat(settings.text(DEFAULT_TIME)), zone)
    return Moment(at.astimezone(UTC), zone.key)
