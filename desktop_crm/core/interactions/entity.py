"""What an interaction is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import CustomerId, DealId, InteractionId, MaterialId, NeedId, ServiceRequestId
from desktop_crm.core.values.moment import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction(Entity):
    """One contact with a customer. Its next step is a follow-up of its own. The fields are described in `fields.py`."""

    id: InteractionId = InteractionId(0)
    customer_id: CustomerId | None = None
    occurred: Moment | None = None
    method: str = ""
    purpose: str = ""
    objective: str = ""
    participants: tuple[str, ...] = ()
    our_participants: tuple[str, ...] = ()
    place: str = ""
    summary: str = ""
    feedback: str = ""
    changes_reported: str = ""
    needs_said: str = ""
    agreements: str = ""
    open_issues: str = ""
    commitments: str = ""
    outcome: str = ""
    material_id: MaterialId | None = None
    need_id: NeedId | None = None
    deal_id: DealId | None = None
    service_id: ServiceRequestId | None = None
    summary_sent: Moment | None = None
    milestone: str = ""
    logged_by: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
