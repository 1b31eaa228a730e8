"""What a commitment is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.commitments.choices import OPEN, OURS
from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import CommitmentId, CustomerId, InteractionId
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Entity):
    """One promise, ours or theirs (I-06, C-39). The fields are described in `fields.py`."""

    id: CommitmentId = CommitmentId(0)
    customer_id: CustomerId | None = None
    direction: str = OURS
    title: str = ""
    person: str = ""
    due: Moment | None = None
    status: str = OPEN
    made_on: Day | None = None
    kept_on: Day | None = None
    result: str = ""
    interaction_id: InteractionId | None = None
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
