"""What a material is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_crm.core.entity import Entity
from desktop_crm.core.ids import MaterialId
from desktop_crm.core.values.day import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Material(Entity):
    """One reusable piece of material (F-11, I-17). The fields are described in `fields.py`."""

    id: MaterialId = MaterialId(0)
    title: str = ""
    type: str = ""
    published_on: Day | None = None
    audience: str = ""
    summary: str = ""
    link: str = ""
    notes: str = ""
    unplaced: Mapping[str, str] = field(default_factory=dict)
