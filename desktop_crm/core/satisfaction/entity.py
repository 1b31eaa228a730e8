"""What a satisfaction score is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import ContactId, CustomerId, InteractionId, SatisfactionId, SurveyAnswersId
from desktop_crm.core.values.day import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction(Entity):
    """One satisfaction score, 1 to 5, where 5 is very satisfied (V-01). The fields are described in `fields.py`."""

    id: SatisfactionId = SatisfactionId(0)
    customer_id: CustomerId | None = None
    score: int | None = None
    scored_on: Day | None = None
    reason: str = ""
    mode: str = ""
    responsiveness: int | None = None
    resolution: int | None = None
    professionalism: int | None = None
    contact_id: ContactId | None = None
    interaction_id: InteractionId | None = None
    answers_id: SurveyAnswersId | None = None
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
