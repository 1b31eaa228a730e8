"""Which moves of the lifecycle status are allowed, and what a move that is not still lacks (G-01 to G-03, decision 9).

Guards apply to moves, not to the state in which a record arrives.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_with
from enum import StrEnum
from typing import Any

from desktop_crm.core.customers.choices import CHURNED, INTERESTED, PROSPECT, WON
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import N_, _, listed
from desktop_crm.core.kinds import Kind


class Lack(StrEnum):
    """What a move may lack."""

    EXPLICIT_NEED = "explicit_need"
    CONFIRMED_BUDGET = "confirmed_budget"
    SALE = "sale"
    CHURN_REASON = "churn_reason"
    NOTE = "note"


_WORDS = {
    Lack.EXPLICIT_NEED: N_("an explicit need of the customer"),
    Lack.CONFIRMED_BUDGET: N_("a confirmed budget for a need"),
    Lack.SALE: N_("an order or a signed contract"),
    Lack.CHURN_REASON: N_("the reason why the customer left"),
    Lack.NOTE: N_("a note that says why"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is entered: a field of a record; without an id a new record, begun with the values of `preset`.

    A field of the status itself is one of the customer's, so that a form may ask for it on the spot.
    """

    kind: Kind
    field: str
    record_id: int | None = None
    preset: Mapping[str, Any] = made_with(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a move lacks; entering it at any one of `places` is enough."""

    lack: Lack
    places: tuple[Place, ...]

    @property
    def words(self) -> str:
        """What is missing, translated."""
        return _(_WORDS[self.lack])


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a move: whether there is each of these in use.

    A budget is confirmed when it is marked so and says an amount; a sale is an order in force or a signed contract.
    """

    explicit_need: bool = False
    confirmed_budget: bool = False
    sale: bool = False


class MoveRefusedError(RefusedError):
    """A customer's status cannot move yet; `missing` says what is to be entered, and where. Nothing was written."""

    def __init__(self, name: str, status: str, missing: tuple[Missing, ...]) -> None:
        self.missing = missing
        super().__init__(
            _("{name} cannot become “{status}” yet").format(name=name, status=status),
            _("Still missing: {what}.").format(what=listed(each.words for each in missing)),
        )


def lacking(before: str, to: str, evidence: Evidence, *, reason: str = "", note: str = "") -> list[Lack]:
    """What a move from one status to another lacks, in the order in which it is asked for; nothing where it may go on.

    `reason` is why a customer left, `note` the words that go with a move that no rule asks anything else of.
    """
    if before == to:
        return []
    if to == CHURNED:
        return [] if reason.strip() else [Lack.CHURN_REASON]
    if to == WON:
        return [] if evidence.sale else [Lack.SALE]
    if (before, to) == (PROSPECT, INTERESTED):
        found = {Lack.EXPLICIT_NEED: evidence.explicit_need, Lack.CONFIRMED_BUDGET: evidence.confirmed_budget}
        return [lack for lack, there in found.items() if not there]
    return [] if note.strip() else [Lack.NOTE]
