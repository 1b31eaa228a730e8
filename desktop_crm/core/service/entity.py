"""What a service request is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import ContactId, CustomerId, NeedId, ServiceRequestId
from desktop_crm.core.service.choices import NORMAL, RECEIVED
from desktop_crm.core.values.moment import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRequest(Entity):
    """One service request, problem or complaint (S-01, S-03). The fields are described in `fields.py`."""

    id: ServiceRequestId = ServiceRequestId(0)
    customer_id: CustomerId | None = None
    title: str = ""
    type: str = ""
    severity: str = NORMAL
    channel: str = ""
    received: Moment | None = None
    contact_id: ContactId | None = None
    content: str = ""
    status: str = RECEIVED
    responded: Moment | None = None
    owner: str = ""
    account_manager: str = ""
    team: tuple[str, ...] = ()
    lead_department: str = ""
    supporting_departments: tuple[str, ...] = ()
    plan: str = ""
    progress: str = ""
    solution: str = ""
    resolved: Moment | None = None
    effect: str = ""
    customer_feedback: str = ""
    confirmed: Moment | None = None
    prevention: str = ""
    need_id: NeedId | None = None
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
