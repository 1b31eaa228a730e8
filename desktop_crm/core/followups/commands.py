"""What can be done to follow-ups."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.recurrence import first, following


def add(session: Session, followup: Followup) -> Changes:
    """Add a follow-up; one that comes again and has no date begins with the first day of its rule."""
    if followup.recurrence and followup.due is None:
        followup = followup.having(due=first(followup.recurrence, clock.today(), clock.zone()))
    return FOLLOWUPS.add(session, [followup])


def complete(session: Session, followup_id: FollowupId, result: str) -> Changes:
    """Mark a follow-up as done now, with its result (F-06); of one that comes again the next is added."""
    return _complete(session, [followup_id], result=result)


def complete_all(session: Session, followup_ids: Iterable[FollowupId]) -> Changes:
    """Mark several as done now, as `complete` but without a result."""
    return _complete(session, followup_ids)


def _complete(session: Session, followup_ids: Iterable[FollowupId], **more: str) -> Changes:
    done = Moment(session.at, clock.zone().key)
    values = {"status": DONE, "done": done, "snoozed_until": None, **more}
    return change_many(session, dict.fromkeys(followup_ids, values))


def change_many(session: Session, wanted: Mapping[FollowupId, Mapping[str, Any]]) -> Changes:
    """Set some fields of each of these: what is marked as done was done now, and what comes again is added."""
    before = FOLLOWUPS.get_many(session.connection, wanted)
    values: dict[int, Mapping[str, Any]] = {one.id: _followed(one, wanted[one.id], session.at) for one in before}
    changes = FOLLOWUPS.change_many(session, values)
    ended = [one.having(**values[one.id]) for one in before if one.status == OPEN]
    coming = [coming for one in ended if one.status == DONE and (coming := next_of(one, session.at))]
    return changes | FOLLOWUPS.add(session, coming) if coming else changes


def _followed(followup: Followup, values: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    if "status" not in values or "done" in values:
        return values
    done = followup.done or Moment(now, clock.zone().key)
    return {**values, "done": done if values["status"] == DONE else None}


def next_of(followup: Followup, now: datetime) -> Followup | None:
    """The follow-up that comes after this one by its rule: the first that lies ahead of it and of `now` (aware).

    None where it does not come again. What was missed meanwhile is passed over.
    """
    if not followup.recurrence or followup.due is None:
        return None
    found = following(followup.recurrence, followup.due, max(now, followup.due.at))
    if found is None:
        return None
    due, recurrence = found
    return followup.having(
        id=FollowupId(0),
        due=due,
        recurrence=recurrence,
        status=OPEN,
        result="",
        told_customer=False,
        confirmed=None,
        done=None,
        to_check=False,
        snoozed_until=None,
        calendar_uid="",
    )


def snooze(session: Session, followup_id: FollowupId, until: datetime) -> Changes:
    """Remind of a follow-up again at `until` (aware, UTC) instead of when it is due; the due date stays."""
    return snooze_all(session, [followup_id], until)


def snooze_all(session: Session, followup_ids: Iterable[FollowupId], until: datetime) -> Changes:
    """Remind of several again at `until`, as `snooze`."""
    values = {"snoozed_until": Moment(until, clock.zone().key)}
    return FOLLOWUPS.change_many(session, dict.fromkeys(followup_ids, values))
