"""What a need is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import CustomerId, InteractionId, NeedId
from desktop_crm.core.needs.choices import EXPLICIT, RAISED
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import MoneyRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Entity):
    """One need of a customer. The fields are described in `fields.py`."""

    id: NeedId = NeedId(0)
    customer_id: CustomerId | None = None
    title: str = ""
    kind: str = EXPLICIT
    description: str = ""
    pain_points: str = ""
    status: str = RAISED
    priority: str = ""
    urgency: str = ""
    importance: str = ""
    owner: str = ""
    due: Day | None = None
    raised: Day | None = None
    interaction_id: InteractionId | None = None
    budget: MoneyRange | None = None
    budget_confirmed: bool = False
    budget_confirmed_on: Day | None = None
    decision_cycle: str = ""
    service_mode: str = ""
    solution: str = ""
    solved_on: Day | None = None
    value: str = ""
    rolled_out: Day | None = None
    value_checked: Day | None = None
    value_check: str = ""
    notes: str = ""
    confidential: bool = False
    unplaced: Mapping[str, str] = field(default_factory=dict)
