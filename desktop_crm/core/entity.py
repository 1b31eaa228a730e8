"""What every entity has beside its declared fields: an id, and the values of the fields that the user made himself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from desktop_crm.core.fields import OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """`own` holds the values of the user's own fields by name (C-38); each also reads as an attribute."""

    id: int = 0
    own: Mapping[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name.startswith(OWN):
            return self.own.get(name)
        raise AttributeError(name)

    @classmethod
    def of(cls, **values: Any) -> Self:
        """An entity with these values; those of the user's own fields are told by their names."""
        return cls().having(**values)

    def having(self, **values: Any) -> Self:
        """The same entity with other values."""
        declared = {name: value for name, value in values.items() if not name.startswith(OWN)}
        own = {**declared.get("own", self.own), **{name: values[name] for name in values.keys() - declared.keys()}}
        return replace(self, **declared | {"own": {name: value for name, value in own.items() if value is not None}})
