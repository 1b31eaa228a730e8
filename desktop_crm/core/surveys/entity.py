"""What a survey is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import SurveyId
from desktop_crm.core.surveys.choices import DRAFT
from desktop_crm.core.values.day import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey(Entity):
    """One survey (V-03, V-05). Each question is a line in the notation of `questions.py`.

    The fields are described in `fields.py`.
    """

    id: SurveyId = SurveyId(0)
    title: str = ""
    status: str = DRAFT
    starts_on: Day | None = None
    ends_on: Day | None = None
    introduction: str = ""
    questions: str = ""
    owner: str = ""
    notes: str = ""
    unplaced: Mapping[str, str] = field(default_factory=dict)
