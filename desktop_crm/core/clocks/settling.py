"""What “done” means for each clock: a field of the record where one says so, elsewhere a mark."""

from collections.abc import Callable, Mapping
from typing import Any

from desktop_crm.core import clock as clocks
from desktop_crm.core.changes import Changes
from desktop_crm.core.clocks import marks
from desktop_crm.core.commitments import commands as commitments
from desktop_crm.core.customers import commands as customers
from desktop_crm.core.database.session import Session
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.ids import CommitmentId, CustomerId, ServiceRequestId
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.service import commands as service
from desktop_crm.core.values.moment import Moment

# What only a form can say: a talk that is recorded, a need with a date, an answer to a survey.
NEEDS_A_FORM = frozenset(
    {"log_talk", "primary_left", "need_due", "need_incomplete", "value_check", "deal_close", "survey"}
)


def settle(session: Session, clock: str, kind: Kind, record_id: int, period: str = "") -> Changes:
    """Do what the clock asks for: note the first response, the confirmation, the summary as sent and the promise as
    kept, all now; whom one talks to too often is contacted on demand from now on. The others are marked as done."""
    if clock in _SETTLED:
        return _SETTLED[clock](session, record_id)
    return marks.mark(session, clock, kind, record_id, period)


def _now(session: Session) -> Moment:
    return Moment(session.at, clocks.zone().key)


_SETTLED: Mapping[str, Callable[[Session, Any], Changes]] = {
    "first_response": lambda session, record_id: service.respond(session, ServiceRequestId(record_id)),
    "confirm_appointment": lambda session, record_id: FOLLOWUPS.change(session, record_id, confirmed=_now(session)),
    "send_summary": lambda session, record_id: INTERACTIONS.change(session, record_id, summary_sent=_now(session)),
    "commitment": lambda session, record_id: commitments.keep(session, CommitmentId(record_id)),
    "quiet": lambda session, record_id: customers.change(session, CustomerId(record_id), on_demand=True),
}
