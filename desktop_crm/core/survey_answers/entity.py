"""What a filled survey is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import ContactId, CustomerId, SurveyAnswersId, SurveyId
from desktop_crm.core.values.day import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswers(Entity):
    """What one customer answered to one survey (V-05, V-06); `answers` is question to answer.

    The fields are described in `fields.py`.
    """

    id: SurveyAnswersId = SurveyAnswersId(0)
    customer_id: CustomerId | None = None
    survey_id: SurveyId | None = None
    answered_on: Day | None = None
    contact_id: ContactId | None = None
    mode: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    main_problems: str = ""
    suggestions: str = ""
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
