"""What a success story is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import CustomerId, NeedId, StoryId
from desktop_crm.core.values.day import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Entity):
    """One success story (N-16). The fields are described in `fields.py`."""

    id: StoryId = StoryId(0)
    customer_id: CustomerId | None = None
    title: str = ""
    told_on: Day | None = None
    situation: str = ""
    solution: str = ""
    result: str = ""
    quote: str = ""
    may_be_told: bool = False
    need_id: NeedId | None = None
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
