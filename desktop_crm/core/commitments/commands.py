"""What can be done to promises beside what every record knows."""

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.commitments.choices import KEPT
from desktop_crm.core.commitments.store import COMMITMENTS
from desktop_crm.core.database.session import Session
from desktop_crm.core.ids import CommitmentId
from desktop_crm.core.values.day import Day


def keep(session: Session, commitment_id: CommitmentId, result: str = "") -> Changes:
    """Mark a promise as kept today, with its result."""
    today = Day(clock.today().isoformat())
    return COMMITMENTS.change(session, commitment_id, status=KEPT, kept_on=today, result=result)
