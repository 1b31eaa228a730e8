"""What a saved view of a list is, and the built-in ones: here a new one plugs in, with one line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop_crm.core.customers.choices import AT_RISK, HIGH_VALUE
from desktop_crm.core.customers.choosing import BIRTHDAY, LOW, NO_STEP, SILENT_30
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.conditions import NOBODY, STILL_OPEN

ALL = "all"  # the key of the view that every list has, which shows everything and cannot be removed


@dataclass(frozen=True, slots=True)
class View:
    """Filters, order and columns of one list under a name.

    `key` is that of a built-in view or digits; `name` is what the user called it, or, of a built-in view, a message to
    be translated. `order` and `columns` are keys of the list's columns; empty means as the list was made.
    """

    key: str
    kind: Kind
    name: str
    filters: Mapping[str, str] = field(default_factory=dict)
    order: str = ""
    descending: bool = False
    columns: tuple[str, ...] = ()

    @property
    def is_built_in(self) -> bool:
        """Whether the program brings it."""
        return not self.key.isdigit()

    @property
    def title(self) -> str:
        """What to show as its name."""
        return _(self.name) if self.is_built_in else self.name

    def as_json(self) -> dict[str, Any]:
        """What is kept of it."""
        return {
            "key": self.key,
            "name": self.name,
            "filters": dict(self.filters),
            "order": self.order,
            "descending": self.descending,
            "columns": list(self.columns),
        }

    @classmethod
    def from_json(cls, kind: Kind, kept: Mapping[str, Any]) -> "View":
        """The view that `as_json` wrote."""
        return cls(
            kept["key"],
            kind,
            kept["name"],
            dict(kept["filters"]),
            kept["order"],
            bool(kept["descending"]),
            tuple(kept["columns"]),
        )


# In the order in which they are shown at first; the first of a kind is the one its page opens with.
BUILT_IN: tuple[View, ...] = (
    View(ALL, Kind.CUSTOMERS, N_("All customers")),
    View(SILENT_30, Kind.CUSTOMERS, N_("30 days silent"), {"last_interaction": SILENT_30}, "last_interaction"),
    View("no_next_step", Kind.CUSTOMERS, N_("No next step"), {"next_step": NO_STEP}, "last_interaction"),
    View("high_value", Kind.CUSTOMERS, N_("Top customers"), {"tier": HIGH_VALUE}, "last_interaction"),
    View("at_risk", Kind.CUSTOMERS, N_("May leave"), {"tier": AT_RISK}, "last_interaction"),
    View("birthdays", Kind.CUSTOMERS, N_("Birthdays soon"), {"anniversary": BIRTHDAY}, "name"),
    View("low_satisfaction", Kind.CUSTOMERS, N_("Low scores"), {"current_satisfaction": LOW}, "last_interaction"),
    View(ALL, Kind.NEEDS, N_("All needs")),
    View("needs_orphaned", Kind.NEEDS, N_("Loose needs"), {"owner": NOBODY}, "raised"),
    View(ALL, Kind.DEALS, N_("All opportunities")),
    View(ALL, Kind.QUOTATIONS, N_("All quotations")),
    View(ALL, Kind.CONTRACTS, N_("All contracts")),
    View(ALL, Kind.ORDERS, N_("All orders")),
    View(ALL, Kind.SERVICE, N_("All service requests")),
    View("service_open", Kind.SERVICE, N_("Open requests"), {"status": STILL_OPEN}, "severity"),
    View(ALL, Kind.FEEDBACK, N_("All feedback")),
    View(ALL, Kind.SATISFACTION, N_("All satisfaction scores")),
    View(ALL, Kind.SURVEYS, N_("All surveys")),
    View(ALL, Kind.MATERIALS, N_("All material")),
    View(ALL, Kind.STORIES, N_("All success stories")),
)
