"""What an interaction is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.ids import CustomerId, InteractionId
from desktop_crm.core.values.moment import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One contact with a customer. Its next step is a follow-up of its own. The fields are described in `fields.py`."""

    id: InteractionId = InteractionId(0)
    customer_id: CustomerId | None = None
    occurred: Moment | None = None
    method: str = ""
    purpose: str = ""
    participants: tuple[str, ...] = ()
    place: str = ""
    summary: str = ""
    feedback: str = ""
    agreements: str = ""
    open_issues: str = ""
    commitments: str = ""
    outcome: str = ""
    milestone: str = ""
    logged_by: str = ""
    unplaced: Mapping[str, str] = field(default_factory=dict)
