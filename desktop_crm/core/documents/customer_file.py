"""One customer with all its records, as far as one audience may read them: what every page about a customer is made of.

Records that are marked confidential (P-04) stay away from paper unless they are asked for; a page with any says so.
"""

from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.chain.entity import DecisionStep
from desktop_crm.core.choices import TRENDS
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import of_customer as contacts_of
from desktop_crm.core.customers.choices import COMPANY
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.clearance import withhold
from desktop_crm.core.documents.plain_page import printed_line
from desktop_crm.core.documents.printed_page import Fact, PrintedPage, Section
from desktop_crm.core.documents.words import Audience, Words, clauses
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.i18n import _, language
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import CLOSED
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.rules import trend_of
from desktop_crm.core.settings import MASK_PRINTED_NAMES

_LEVELS = ("high", "medium", "low", "")


class CustomerFile:
    """A customer, the records that belong to it, and the words in which this audience reads them.

    `marked` tells whether anything confidential is among what was read so far.
    """

    def __init__(
        self,
        connection: Connection,
        customer_id: CustomerId,
        audience: Audience = Audience.INTERNAL,
        *,
        confidential: bool = False,
        named: bool = False,
    ) -> None:
        """With `confidential`, records so marked are read too; with `named`, names are never masked.

        Raises:
            KeyError: there is no such customer.
            RefusedError: the customer itself is confidential, and the page is for others.
        """
        if not confidential:
            withhold()
        customer = CUSTOMERS.get(connection, customer_id)
        if customer is None:
            raise KeyError(customer_id)
        if customer.confidential and audience is not Audience.INTERNAL and not confidential:
            raise RefusedError(
                _("This customer is confidential"),
                _("{number} is marked confidential and is not printed for others.").format(number=customer.number),
            )
        self.connection = connection
        self.customer = customer
        self.is_company = customer.account_type == COMPANY
        self.audience = audience
        self._confidential = confidential
        self.marked = customer.confidential
        everybody = contacts_of(connection, customer_id)
        masks_names = bool(settings_store.load(connection).number(MASK_PRINTED_NAMES))
        self.words = Words(audience, customer, everybody, named=named, masks_names=masks_names)
        self.contacts: list[Contact] = self._readable(everybody)

    def _readable(self, records: Any) -> list[Any]:
        found = [record for record in records if self._confidential or not record.confidential]
        self.marked = self.marked or any(record.confidential for record in found)
        return found

    def records(self, kind: Kind) -> list[Any]:
        """The records of a kind that are in use, the newest first, decision steps in their order."""
        room = ROOMS[kind]
        table, dated_by = room.table, room.fields.dated_by
        order = table.c[dated_by].desc() if dated_by else table.c.position
        wanted = (table.c.customer_id == self.customer.id, table.c.deleted_at.is_(None))
        ids = self.connection.scalars(select(table.c.id).where(*wanted).order_by(order, table.c.id.desc()))
        return self._readable(room.get_many(self.connection, ids))

    @cached_property
    def interactions(self) -> list[Interaction]:
        """What was talked about, the newest first."""
        return self.records(Kind.INTERACTIONS)

    @cached_property
    def next_step(self) -> Followup | None:
        """The open follow-up that is due first; those an import brought for a check do not count."""
        steps = [step for step in self.records(Kind.FOLLOWUPS) if step.status == OPEN and not step.to_check]
        return min(steps, key=lambda step: (step.due is None, step.due.at if step.due else None, step.id), default=None)

    @cached_property
    def needs(self) -> list[Need]:
        """The needs that are not settled yet, the most pressing first, of equal ones the oldest."""
        found = [need for need in reversed(self.records(Kind.NEEDS)) if need.status not in CLOSED]
        return sorted(found, key=lambda need: _LEVELS.index(need.priority if need.priority in _LEVELS else ""))

    def needs_of(self, kind: str) -> str:
        """The explicit or the implicit needs in one line."""
        return clauses(self.words.of(need, "title") for need in self.needs if need.kind == kind)

    def of_needs(self, name: str) -> str:
        """What the open needs say of one thing; where they differ, of which need it is said."""
        said = [(self.words.of(need, "title"), self.words.of(need, name)) for need in self.needs]
        said = [(title, value) for title, value in said if value]
        if len({value for _title, value in said}) == 1:
            return said[0][1]
        pattern = _("{value} ({about})")
        return clauses(pattern.format(value=value, about=title) for title, value in said)

    @cached_property
    def chain(self) -> str:
        """The decision chain in one line, as in IT部提出→采购部审核→CEO批准 (K-08).

        It is the general one, or where there is none that of one opportunity.
        """
        steps: list[DecisionStep] = self.records(Kind.CHAIN)
        general = [step for step in steps if step.deal_id is None]
        steps = general or [step for step in steps if step.deal_id == steps[0].deal_id]
        return ("→" if language() == "zh" else " → ").join(self._step(step) for step in steps)

    def _step(self, step: DecisionStep) -> str:
        who, does = self.words.of(step, "name"), self.words.of(step, "role")
        return _("{who}: {does}").format(who=who, does=does) if does else who

    @cached_property
    def scores(self) -> list[Satisfaction]:
        """The satisfaction scores, the newest first."""
        return [each for each in self.records(Kind.SATISFACTION) if each.score is not None]

    @property
    def trend(self) -> str:
        """How satisfaction changed, with the reason if one is known (V-02)."""
        trend = trend_of([each.score for each in self.scores if each.score is not None])
        reason = self.words.of(self.scores[0], "reason") if self.scores else ""
        pattern = _("{trend}: {reason}")
        label = TRENDS.label_of(trend)
        return pattern.format(trend=label, reason=reason) if trend and reason else label or reason

    def page(
        self,
        title: str,
        sections: list[Section],
        *,
        printed_by: str,
        facts: tuple[Fact, ...] = (),
        tier: str = "",
        form: bool = True,
    ) -> PrintedPage:
        """The page that holds these sections, with what stands at the head and foot of every page about a customer."""
        return PrintedPage(
            customer_name=self.words.of(self.customer, "name"),
            title=title,
            audience=self.audience.label,
            confidential_mark=_("Confidential") if self.marked else "",
            facts=facts,
            sections=tuple(sections),
            tier_badge=tier,
            footer_left=printed_line(printed_by),
            footer_center=_("Internal, not to be passed on") if self.audience is Audience.INTERNAL else "",
            page_label=_("Page {page} of {pages}"),
            author=printed_by,
            language="zh" if language() == "zh" else "en",
            headed_by_title=form,
        )
