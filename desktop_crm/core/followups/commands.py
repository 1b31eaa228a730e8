"""What can be done to follow-ups."""

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
