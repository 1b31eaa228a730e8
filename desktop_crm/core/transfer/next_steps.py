"""The next steps that rows of customers and interactions name, and the follow-ups that they become."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from desktop_crm.core import clock
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.drafts import Draft
from desktop_crm.core.transfer.identity import plain, stored
from desktop_crm.core.transfer.implied_texts import dated
from desktop_crm.core.transfer.staging import Staging
from desktop_crm.core.values.moment import Moment, parse_moment


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step ("" where only a date is given) and its date, as the row behind `draft` names them."""

    draft: Draft
    title: str
    due: Moment | None

    @property
    def customer_id(self) -> int | None:
        """The customer it concerns."""
        return self.draft.id if self.draft.kind is Kind.CUSTOMERS else self.draft.values["customer_id"]

    @property
    def interaction_id(self) -> int | None:
        """The interaction it came from."""
        return self.draft.id if self.draft.kind is Kind.INTERACTIONS else None

    def dated(self) -> "NextStep":
        """The same step with the date that stands in front of its words, where none stands elsewhere."""
        date, title = dated(self.title)
        if self.due or not date or not title:
            return self
        return NextStep(self.draft, title, parse_moment(date, clock.zone()))


class Followups:
    """Follow-ups by customer, date and title; the first of several is the one that counts."""

    def __init__(self, followups: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
        self._known: dict[Hashable, int] = {}
        for record_id, values in followups:
            self.add(record_id, values)

    def add(self, record_id: int, values: Mapping[str, Any]) -> None:
        """Enter a follow-up under its title, and for steps that have none."""
        customer_id, due = values.get("customer_id"), values.get("due")
        for title in (values.get("title") or "", ""):
            self._known.setdefault(_key(customer_id, title, due), record_id)

    def find(self, step: NextStep) -> int | None:
        """The follow-up that says the same: of the customer, at that time, and with the title if the step has one."""
        return self._known.get(_key(step.customer_id, step.title, step.due))


def make_followups(
    steps: Collection[NextStep],
    drafts: Iterable[Draft],
    staged: Staging,
    connection: Connection,
) -> None:
    """Make a follow-up of each next step, unless the file or the vault has it as a follow-up already.

    `drafts` are the follow-ups of the file.
    """
    if not steps:
        return
    of_file = ((draft.id, draft.values) for draft in drafts if draft.id)
    known = Followups((*of_file, *stored(connection, Kind.FOLLOWUPS)))
    new = staged.new(Kind.FOLLOWUPS)
    for step in steps:
        if not step.interaction_id:
            continue
        same = known.find(step)
        if same is None:
            _make_followup(step.dated(), staged)
        elif (draft := new.get(same)) and not draft.exact:
            draft.values.setdefault("interaction_id", step.interaction_id)
    # The date in a customer's own row is mostly that of its latest interaction's next step.
    for draft in new.values():
        known.add(draft.id, draft.values)
    for step in steps:
        if not step.interaction_id and known.find(step) is None:
            _make_followup(step, staged)


def _make_followup(step: NextStep, staged: Staging) -> None:
    """A next step becomes a follow-up of its own; a date without a step a return visit (decision 12)."""
    values = {
        "customer_id": step.customer_id,
        "interaction_id": step.interaction_id,
        "title": step.title or _("Return visit"),
        "due": step.due,
    }
    staged.add(Draft(Kind.FOLLOWUPS, step.draft.place, {}, values))


def _key(customer_id: int | None, title: str, due: Moment | None) -> Hashable:
    return customer_id, plain(title), due.at if due else None
