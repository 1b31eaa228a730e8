"""What happens to a service request on its way from coming in to the customer's confirmation."""

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.findings import Finding
from desktop_crm.core.i18n import _, listed
from desktop_crm.core.ids import ServiceRequestId
from desktop_crm.core.service.choices import CONFIRMED, IN_WORK, RECEIVED, RESOLVED
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.rules import findings
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.values.moment import Moment


class NotYetError(RefusedError):
    """A request cannot be closed yet; `findings` says what it lacks. Nothing was written."""

    def __init__(self, request: ServiceRequest, lacking: list[Finding]) -> None:
        self.findings = tuple(lacking)
        super().__init__(
            _("“{title}” cannot be closed yet").format(title=request.title),
            listed(finding.words for finding in lacking),
        )


def respond(session: Session, request_id: ServiceRequestId) -> Changes:
    """Note that the customer has the first response now; a later one changes nothing."""
    (request,) = SERVICE.get_many(session.connection, [request_id])
    if request.responded:
        return Changes()
    status = IN_WORK if request.status == RECEIVED else request.status
    return SERVICE.change(session, request_id, responded=_now(session), status=status)


def resolve(session: Session, request_id: ServiceRequestId, solution: str, effect: str = "") -> Changes:
    """Note that the request was solved now, how, and what came of it (S-02)."""
    (request,) = SERVICE.get_many(session.connection, [request_id])
    now = _now(session)
    responded = request.responded or now
    return SERVICE.change(
        session, request_id, status=RESOLVED, solution=solution, effect=effect, resolved=now, responded=responded
    )


def close(session: Session, request_id: ServiceRequestId, customer_feedback: str = "") -> Changes:
    """Close a request that was solved, now that the customer has confirmed it (S-03, S-09).

    Raises:
        NotYetError: there is no solution; nothing was written.
    """
    (request,) = SERVICE.get_many(session.connection, [request_id])
    said = {
        "status": CONFIRMED,
        "confirmed": _now(session),
        "customer_feedback": customer_feedback or request.customer_feedback,
    }
    values = {field.name: getattr(request, field.name) for field in SERVICE.fields.stored} | said
    if lacking := [finding for finding in findings(values) if finding.blocking]:
        raise NotYetError(request, lacking)
    return SERVICE.change(session, request_id, **said)


def _now(session: Session) -> Moment:
    return Moment(session.at, clock.zone().key)
