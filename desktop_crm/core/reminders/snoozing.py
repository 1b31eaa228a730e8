"""The times to which a reminder can be put off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from desktop_crm.core import clock
from desktop_crm.core.i18n import N_
from desktop_crm.core.settings import DEFAULT_TIME, Settings

TEN_MINUTES = timedelta(minutes=10)
_EVENING = time(19)


@dataclass(frozen=True, slots=True)
class Snooze:
    """One choice: what it is called, and until when (aware, UTC)."""

    label: str
    until: datetime


def snoozes(settings: Settings) -> list[Snooze]:
    """The choices that make sense now, each time once; mornings begin at the user's default time."""
    now, today = clock.now(), clock.today()
    morning = time.fromisoformat(settings.text(DEFAULT_TIME))
    monday = today + timedelta(days=7 - today.weekday())
    choices = [
        Snooze(N_("10 minutes"), now + TEN_MINUTES),
        Snooze(N_("1 hour"), now + timedelta(hours=1)),
        Snooze(N_("This evening"), _at(today, _EVENING)),
        Snooze(N_("Tomorrow morning"), _at(today + timedelta(days=1), morning)),
        Snooze(N_("Next Monday"), _at(monday, morning)),
    ]
    times = [choice.until for choice in choices]
    return [choice for place, choice in enumerate(choices) if choice.until > now and choice.until not in times[:place]]


def morning_of(choices: Sequence[Snooze]) -> time:
    """The time at which the mornings of these choices begin: what a day without a time means."""
    return choices[-1].until.astimezone(clock.zone()).time()


def next_rest(morning: time) -> Snooze:
    """This evening, or tomorrow morning once it is evening: the one long choice where there is no menu."""
    evening = _at(clock.today(), _EVENING)
    if evening > clock.now():
        return Snooze(N_("This evening"), evening)
    return Snooze(N_("Tomorrow morning"), _at(clock.today() + timedelta(days=1), morning))


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, clock.zone()).astimezone(UTC)
