"""One import under way: rows become drafts, drafts are matched with what is known, and all is written at once.

The ids of all kinds are decided first, then what rows say of each other, so that sheets may come in any order and
records refer to each other in circles; what is written comes in the order in which the database wants it.
"""

from collections.abc import Callable, Iterator, Mapping

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.store import latest as latest_interactions
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.computed import Claims
from desktop_crm.core.transfer.contents import Contents, doubt_contents
from desktop_crm.core.transfer.customer_matching import CustomerMatching
from desktop_crm.core.transfer.drafts import Draft, Place, Refusal, draft_of, give_name, nothing_known
from desktop_crm.core.transfer.exact_ids import ExactIds
from desktop_crm.core.transfer.headings import MappedTable
from desktop_crm.core.transfer.identity import Known, same_keys, stored
from desktop_crm.core.transfer.implied_records import ImpliedRecords, link_to_talks
from desktop_crm.core.transfer.implying import date_implied, implied_drafts
from desktop_crm.core.transfer.next_steps import NextStep, make_followups
from desktop_crm.core.transfer.options import OnDuplicate
from desktop_crm.core.transfer.past import settle_followups
from desktop_crm.core.transfer.primary import settle_primary
from desktop_crm.core.transfer.reading.tables import cell_text, unique_headings
from desktop_crm.core.transfer.references import References
from desktop_crm.core.transfer.report import Report
from desktop_crm.core.transfer.staging import Staging
from desktop_crm.core.values.moment import Moment


class Taking:
    """One import under way: the drafts of all rows, which are taken kind by kind when the last one is read."""

    def __init__(
        self,
        session: Session,
        report: Report,
        on_duplicate: OnDuplicate,
        step: Callable[[], None] = lambda: None,
        contents: Contents | None = None,
    ) -> None:
        self._session = session
        self._step = step  # called for each row that is read, decided upon or written
        self._report = report
        self._contents = contents
        self._drafts: dict[Kind, list[Draft]] = {kind: [] for kind in ROOMS}
        self._implied: dict[Kind, list[Draft]] = {kind: [] for kind in ROOMS}
        self._steps: list[NextStep] = []
        self._claims = Claims()
        self.exact_ids = ExactIds(session)
        self._staged = Staging(session, report.counts, on_duplicate, self.exact_ids)
        self._references = References(session.connection, self._drafts, self.exact_ids)

    def read(self, mapped: MappedTable, file: str) -> None:
        """Turn the rows of a table into drafts."""
        counts = self._report.counts[mapped.kind]
        counts.read += len(mapped.table.rows) + len(mapped.table.refused)
        for refused in mapped.table.refused:
            missing = [""] * (len(refused.cells) - len(mapped.table.headings))
            headings = unique_headings((*mapped.table.headings, *missing))
            cells = dict(zip(headings, map(cell_text, refused.cells), strict=False))
            self._refuse(mapped.kind, Place(file, mapped.table.name, refused.number), refused.reason, cells)
        for row in mapped.table.rows:
            self._step()
            draft = draft_of(mapped, row, file)
            self._drafts[mapped.kind].append(draft)
            implied = list(implied_drafts(draft, draft.parts)) if draft.parts else []
            date_implied(implied, draft.values.get("occurred") or draft.values.get("last_interaction"))
            draft.tells_talk = any(each.kind is Kind.INTERACTIONS for each in implied)
            for each in implied:
                self._implied[each.kind].append(each)

    def finish(self) -> Changes:
        """What was written of all the drafts."""
        connection = self._session.connection
        numbers = {draft.number for drafts in self._drafts.values() for draft in drafts}
        matching = CustomerMatching(self._session, self._report, self._staged, self.exact_ids, numbers)
        self._take_customers(matching)
        for kind in ROOMS:
            if kind is not Kind.CUSTOMERS:
                self._take(kind, matching)
                if implied := self._implied[kind]:
                    ImpliedRecords(kind, self._drafts[kind], self._staged, connection).take(implied)
        link_to_talks(self._drafts[Kind.INTERACTIONS], self._staged)
        make_followups(self._steps, self._drafts[Kind.FOLLOWUPS], self._staged, connection)
        for drafts in self._drafts.values():
            for draft in drafts:
                if draft.id:
                    self._references.resolve(draft, draft.references)
        return self._write()

    def _refuse(self, kind: Kind, place: Place, reason: str, cells: dict[str, str]) -> None:
        self._report.counts[kind].refused += 1
        self._report.refused.append(Refusal(kind, place, reason, cells))

    def _accepted(self, kind: Kind) -> Iterator[Draft]:
        for draft in self._drafts[kind]:
            self._step()
            if reason := nothing_known(draft):
                self._refuse(kind, draft.place, reason, draft.cells)
            else:
                yield draft

    def _take_customers(self, matching: CustomerMatching) -> None:
        for draft in self._accepted(Kind.CUSTOMERS):
            due = draft.values.pop("next_step", None)
            self._claims.take_out(draft)
            if matching.take(draft) and due:
                self._steps.append(NextStep(draft, "", due))

    def _take(self, kind: Kind, matching: CustomerMatching) -> None:
        """Take the rows of a kind that belongs to customers, or to nobody."""
        drafts = list(self._accepted(kind))
        if not drafts:
            return
        told_by = [name for name in ROOMS[kind].fields.same_by if name != "customer_id"]
        there, same = Known(), Known()
        owners: dict[int, int | None] = {}
        for record_id, values in stored(self._session.connection, kind):
            owners[record_id] = values.get("customer_id")
            keys = same_keys(kind, {"id": record_id, **values})
            there.add(record_id, keys)
            same.add(record_id, keys)
        for draft in drafts:
            if "customer_id" in ROOMS[kind].fields:
                draft.values["customer_id"] = matching.customer_of(draft)
                if draft.exact and draft.values["customer_id"] is None and draft.customer_name:
                    reason = _("The customer it belongs to is neither in the file nor in the book")
                    self._refuse(kind, draft.place, reason, draft.cells)
                    continue
            self._references.resolve(draft, [name for name in draft.references if name in told_by])
            step, due = draft.values.pop("next_step", ""), draft.values.pop("next_due", None)
            if kind is Kind.CONTACTS:
                give_name(draft, ("email", "mobile", "phone", "other_phones", "wechat"))
            keys = same_keys(kind, draft.values)
            match = there.find(keys) if draft.exact else same.find(keys)
            if match is None and draft.exact and owners.get(draft.given_id, -1) == draft.values.get("customer_id"):
                match = draft.given_id  # it was changed since, here or there
            if self._staged.decide(draft, match):
                same.add(draft.id, keys)
                if step or due:
                    self._steps.append(NextStep(draft, step, due))

    def _write(self) -> Changes:
        self._staged.settle_updates()
        self._settle_primary()
        if self._contents:
            doubt_contents(self._staged.new(Kind.ATTACHMENTS).values(), self._contents)
        changes = Changes()
        latest: Mapping[CustomerId, Moment] = {}
        for kind in ROOMS:
            if kind is Kind.FOLLOWUPS:
                latest = dict(latest_interactions(self._session.connection))
                rows = (draft for draft in self._staged.new(kind).values() if not draft.exact)
                settle_followups(rows, latest, self._session)
            changes |= self._staged.write_new(kind, self._step)
        changes |= self._staged.write_changes()
        self._report.warnings += self._claims.doubts(self._session, latest)
        for drafts in self._drafts.values():
            for draft in drafts:
                self._report.warnings += draft.warnings()
        return changes

    def _settle_primary(self) -> None:
        kind = Kind.CONTACTS
        new, updates = self._staged.new(kind), self._staged.updates(kind)
        if touched := [draft for draft in self._drafts[kind] if draft.id in new or draft.id in updates]:
            settle_primary(touched, updates, stored(self._session.connection, kind))
