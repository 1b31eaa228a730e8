"""How a need changed, read from the journal (N-08, N-12)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from desktop_crm.core.ids import NeedId
from desktop_crm.core.journal.history import FieldChange, history
from desktop_crm.core.needs.store import NEEDS
from desktop_crm.core.values.money import MoneyRange

# What the customer wants, in contrast to what we do about it.
_WANTED = frozenset(
    (
        *("title", "kind", "description", "pain_points", "urgency", "importance", "priority", "due"),
        *("budget", "budget_confirmed", "decision_cycle", "service_mode"),
    )
)


@dataclass(frozen=True, slots=True)
class BudgetStep:
    """The budget as it stood from a moment (aware, UTC) on, as `author` wrote it down."""

    at: datetime
    author: str
    budget: MoneyRange | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class NeedStep:
    """What changed of what the customer wants, at a moment (aware, UTC)."""

    at: datetime
    author: str
    changes: tuple[FieldChange, ...]


def budget_history(connection: Connection, need_id: NeedId) -> list[BudgetStep]:
    """The budgets of a need, the first one first: from a range, say, to the firm amount (N-08)."""
    steps: list[BudgetStep] = []
    budget, confirmed = None, False
    for step in reversed(history(connection, NEEDS, need_id)):
        new = {change.field.name: change.new for change in step.changes}
        if not new.keys() & {"budget", "budget_confirmed"}:
            continue
        budget, confirmed = new.get("budget", budget), bool(new.get("budget_confirmed", confirmed))
        if steps or budget or confirmed:
            steps.append(BudgetStep(step.at, step.author, budget, confirmed))
    return steps


def need_changes(connection: Connection, need_id: NeedId) -> list[NeedStep]:
    """How what the customer wants changed since it was first written down, the newest change first (N-12)."""
    steps = history(connection, NEEDS, need_id)[:-1]
    told = ((step, tuple(change for change in step.changes if change.field.name in _WANTED)) for step in steps)
    return [NeedStep(step.at, step.author, changes) for step, changes in told if changes]
