"""What the user says of a text that went to a customer: the summary was sent, the appointment or the solution is
confirmed. One action each."""

from collections.abc import Iterable

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.ids import FollowupId, InteractionId, ServiceRequestId
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.service.commands import close
from desktop_crm.core.values.moment import Moment


def summary_sent(session: Session, interaction_ids: Iterable[InteractionId]) -> Changes:
    """The talks whose summary went to the customer now, which stops the clock for it (I-15)."""
    sent = _now(session)
    return INTERACTIONS.change_many(session, {each: {"summary_sent": sent} for each in interaction_ids})


def appointment_confirmed(session: Session, followup_id: FollowupId) -> Changes:
    """The appointment whose time and place the customer confirmed now (I-18)."""
    return FOLLOWUPS.change(session, followup_id, confirmed=_now(session))


def solution_confirmed(session: Session, request_id: ServiceRequestId, said: str = "") -> Changes:
    """The request that the customer says is settled, with what was said (S-09); it is closed.

    Raises:
        NotYetError: there is no solution; nothing was written.
    """
    return close(session, request_id, said)


def _now(session: Session) -> Moment:
    return Moment(session.at, clock.zone().key)
