"""What a feedback is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.feedback.choices import POSITIVE
from desktop_crm.core.ids import ContactId, CustomerId, FeedbackId, ServiceRequestId
from desktop_crm.core.values.day import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback(Entity):
    """One piece of positive or negative feedback (S-11, S-12). The fields are described in `fields.py`."""

    id: FeedbackId = FeedbackId(0)
    customer_id: CustomerId | None = None
    tone: str = POSITIVE
    content: str = ""
    given_on: Day | None = None
    contact_id: ContactId | None = None
    measures: str = ""
    measures_done_on: Day | None = None
    owner: str = ""
    may_be_quoted: bool = False
    service_id: ServiceRequestId | None = None
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
