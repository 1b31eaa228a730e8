"""What can be done to follow-ups."""

from collections.abc import Iterable
from datetime import datetime

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.values.moment import Moment


def complete(session: Session, followup_id: FollowupId, result: str) -> Changes:
    """Mark a follow-up as done now, with its result (F-06)."""
    done = Moment(session.at, clock.zone().key)
    return FOLLOWUPS.change(session, followup_id, status=DONE, done=done, result=result, snoozed_until=None)


def complete_all(session: Session, followup_ids: Iterable[FollowupId]) -> Changes:
    """Mark several as done now, without a result."""
    done = Moment(session.at, clock.zone().key)
    values = {"status": DONE, "done": done, "snoozed_until": None}
    return FOLLOWUPS.change_many(session, dict.fromkeys(followup_ids, values))


def snooze(session: Session, followup_id: FollowupId, until: datetime) -> Changes:
    """Remind of a follow-up again at `until` (aware, UTC) instead of when it is due; the due date stays."""
    return snooze_all(session, [followup_id], until)


def snooze_all(session: Session, followup_ids: Iterable[FollowupId], until: datetime) -> Changes:
    """Remind of several again at `until`, as `snooze`."""
    values = {"snoozed_until": Moment(until, clock.zone().key)}
    return FOLLOWUPS.change_many(session, dict.fromkeys(followup_ids, values))
