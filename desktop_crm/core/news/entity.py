"""What a news item is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import CustomerId, NewsId
from desktop_crm.core.values.day import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class News(Entity):
    """One piece of news about a customer (C-36). The fields are described in `fields.py`."""

    id: NewsId = NewsId(0)
    customer_id: CustomerId | None = None
    happened_on: Day | None = None
    type: str = ""
    content: str = ""
    source: str = ""
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
