"""How long is left until something is due, or how long ago it was, in words of a fitting unit."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.values.moment import Moment

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_LEAST = 2 * _HOUR


def remaining(due: Moment, now: datetime, zone: ZoneInfo) -> str:
    """“1 h 20 min left”, “2 days left”, “due today”, “3 h over”; whole days are counted as days are."""
    left = due.end() - now
    if due.all_day:
        days = (due.day() - now.astimezone(zone).date()).days
        if days == 0 and left > timedelta(0):
            return _("due today")
        return _left(_days(days)) if days > 0 else _over(_days(max(-days, 1)))
    if left > timedelta(0):
        return _left(_length(left, round_up=True))
    return _over(_length(-left)) if -left >= _MINUTE else _("due now")


def is_soon(since: datetime, due: Moment, now: datetime) -> bool:
    """Whether the last quarter of the time has begun: the last day at most, the last two hours at least."""
    whole = due.end() - since
    return due.end() - now <= max(min(whole / 4, _DAY), _LEAST)


def _left(length: str) -> str:
    return _("{length} left").format(length=length)


def _over(length: str) -> str:
    return _("{length} over").format(length=length)


def _length(length: timedelta, *, round_up: bool = False) -> str:
    """Days from two days on; hours, with minutes below six hours; else minutes, of which a begun one may count."""
    if length >= 2 * _DAY:
        return _days(length // _DAY)
    minutes = -(-length // _MINUTE) if round_up else length // _MINUTE
    hours, minutes = divmod(minutes, 60)
    if hours >= 6 or (hours and not minutes):
        return ngettext("{count} h", "{count} h", hours).format(count=hours)
    if hours:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    return ngettext("{count} min", "{count} min", minutes).format(count=minutes)


def _days(days: int) -> str:
    return ngettext("{count} day", "{count} days", days).format(count=days)
