"""What a follow-up is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.ids import ContactId, CustomerId, DealId, FollowupId, InteractionId, NeedId, ServiceRequestId
from desktop_crm.core.values.moment import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Followup(Entity):
    """Something to be done by a time. The fields are described in `fields.py`."""

    id: FollowupId = FollowupId(0)
    customer_id: CustomerId | None = None
    contact_id: ContactId | None = None
    interaction_id: InteractionId | None = None
    need_id: NeedId | None = None
    deal_id: DealId | None = None
    service_id: ServiceRequestId | None = None
    title: str = ""
    due: Moment | None = None
    status: str = OPEN
    owner: str = ""
    methods: tuple[str, ...] = ()
    priority: str = ""
    place: str = ""
    result: str = ""
    told_customer: bool = False
    confirmed: Moment | None = None
    done: Moment | None = None
    to_check: bool = False
    recurrence: str = ""
    alarm_minutes: int | None = None
    snoozed_until: Moment | None = None
    calendar_uid: str = ""
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
