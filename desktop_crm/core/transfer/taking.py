"""One import under way: rows become drafts, drafts are matched with what is known, and all is written at once."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.customers.choices import COMPANY
from desktop_crm.core.database.columns import column_names, from_columns
from desktop_crm.core.database.schema.customers import customer_numbers
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.store import latest as latest_interactions
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.directory import Directory
from desktop_crm.core.transfer.drafts import Doubt, Draft, Place, Refusal, draft_of, nothing_known
from desktop_crm.core.transfer.headings import MappedTable
from desktop_crm.core.transfer.identity import Known, likely_keys, looked_at, same_keys
from desktop_crm.core.transfer.next_steps import Followups, NextStep
from desktop_crm.core.transfer.options import OnDuplicate
from desktop_crm.core.transfer.past import settle_followups
from desktop_crm.core.transfer.reading.tables import cell_text, unique_headings
from desktop_crm.core.transfer.references import References
from desktop_crm.core.transfer.report import Report
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.phone import Phone

_KEPT = frozenset({"number", "customer_id"})  # what an update leaves as it is


class Taking:
    """One import under way: what is known so far, and the drafts that wait to be written."""

    def __init__(
        self, session: Session, report: Report, on_duplicate: OnDuplicate, step: Callable[[], None] = lambda: None
    ) -> None:
        self._session = session
        self._step = step  # called for each row that is read, decided upon or written
        self._report = report
        self._on_duplicate = on_duplicate
        self._customer_numbers = customer_commands.Numbers(session)
        self._given = set(session.connection.scalars(select(customer_numbers.c.number)))
        self._said: set[str] = set()  # numbers in the file, which go to those rows and to no other
        self._number_of: dict[int, str] = {}
        self._drafts: dict[Kind, list[Draft]] = {kind: [] for kind in ROOMS}
        self._new: dict[Kind, dict[int, Draft]] = {kind: {} for kind in ROOMS}
        self._updates: dict[Kind, dict[int, dict[str, Any]]] = {kind: {} for kind in ROOMS}
        self._pairs: set[tuple[str, str]] = set()
        # No method of this very object, for with it a cycle of a million drafts would be left to the garbage collector.
        self._references = References(self._drafts, partial(_stored, session.connection))
        self._steps: list[NextStep] = []
        self._sources: dict[int, Moment | None] = {}  # follow-up to the time of the interaction it came from
        self._last_said: list[tuple[Draft, Moment]] = []
        self._directory = Directory(())

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
            self._drafts[mapped.kind].append(draft_of(mapped, row, file))

    def finish(self) -> Changes:
        """What was written of all the drafts."""
        self._said = {draft.number for drafts in self._drafts.values() for draft in drafts}
        self._take_customers()
        for kind in (Kind.CONTACTS, Kind.INTERACTIONS, Kind.ORDERS, Kind.FOLLOWUPS):
            self._take(kind)
        self._take_steps()
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

    # Customers

    def _take_customers(self) -> None:
        kind = Kind.CUSTOMERS
        same, likely = Known(), Known()
        names = []
        for record_id, values in _stored(self._session.connection, kind):
            same.add(record_id, same_keys(kind, values))
            likely.add(record_id, likely_keys(kind, values))
            self._number_of[record_id] = values["number"]
            names.append((record_id, values["name"], values["number"]))
        self._directory = Directory(names)
        for draft in self._accepted(kind):
            spelling = draft.values.get("name", "")
            followup_due, last = draft.values.pop("next_step", None), draft.values.pop("last_interaction", None)
            _give_name(draft, ("number", "phone", "email", "uscc"))
            file_number = draft.number
            keys = same_keys(kind, draft.values)
            match = same.find(keys)
            if match is not None:
                self._pair(match, file_number)
            if self._decide(draft, match):
                for other in likely.find_all(likely_keys(kind, draft.values)):
                    self._pair(other, file_number)
                self._number(draft)
                same.add(draft.id, keys)
                likely.add(draft.id, likely_keys(kind, draft.values))
                if followup_due:
                    self._steps.append(NextStep(draft, "", followup_due))
            self._directory.add(draft.id, spelling or draft.values["name"], file_number)
            if last:
                self._last_said.append((draft, last))

    def _number(self, draft: Draft) -> None:
        """Give the draft its number; a taken one becomes a former number (architecture, `--on-duplicate new`)."""
        wanted = draft.values.get("number", "")
        if wanted and wanted not in self._given:
            self._customer_numbers.seen(wanted)
        else:
            draft.values["number"] = self._free_number(draft.values["account_type"])
            if wanted:
                draft.values["former_numbers"] = (*draft.values.get("former_numbers", ()), wanted)
        self._given.add(draft.values["number"])
        self._number_of[draft.id] = draft.values["number"]

    def _free_number(self, account_type: str) -> str:
        while True:
            number = self._customer_numbers.next(account_type)
            if number not in self._given and number not in self._said:
                return number

    def _pair(self, other: int, number: str) -> None:
        pair = (self._number_of[other], number)
        if pair[0] != pair[1] and number and pair not in self._pairs:
            self._pairs.add(pair)
            self._report.duplicates.append(pair)

    # Everything that belongs to a customer

    def _take(self, kind: Kind) -> None:
        drafts = list(self._accepted(kind))
        if not drafts:
            return
        same = Known()
        for record_id, values in _stored(self._session.connection, kind):
            same.add(record_id, same_keys(kind, values))
        for draft in drafts:
            draft.values["customer_id"] = self._customer(draft)
            came_from = self._refer(draft)
            step, due = draft.values.pop("next_step", ""), draft.values.pop("next_due", None)
            if kind is Kind.CONTACTS:
                _give_name(draft, ("email", "mobile", "phone", "other_phones", "wechat"))
            keys = same_keys(kind, draft.values)
            if self._decide(draft, same.find(keys)):
                same.add(draft.id, keys)
                if came_from:
                    self._sources[draft.id] = came_from
                if step or due:
                    self._steps.append(NextStep(draft, step, due))

    def _customer(self, draft: Draft) -> int | None:
        """The customer a row belongs to, made when no other has the number or name; None when the row says neither."""
        number, name = draft.customer_number, draft.customer_name
        if number and (numbered := self._directory.numbered(number)):
            return numbered
        if not name.strip() and not number:
            return None
        found = self._directory.named(name) if name.strip() else []
        if len(found) > 1:
            first, heading = self._number_of[found[0]], draft.headings["customer_id"]
            self._report.warnings.append(Doubt(draft.place, first, heading, _("ambiguous customer")))
        if found:
            return found[0]
        said = {"name": name.strip() or number, "account_type": COMPANY} | ({"number": number} if number else {})
        made = Draft(Kind.CUSTOMERS, draft.place, {}, said)
        self._add(made)
        self._number(made)
        self._directory.add(made.id, name or number, number)
        return made.id

    def _refer(self, draft: Draft) -> Moment | None:
        """Find the other records that the row names; when the interaction was that it came from.

        The text of a record that is not there is kept with the row's own.
        """
        came_from: Moment | None = None
        for name, text in draft.references.items():
            refers_to = ROOMS[draft.kind].fields[name].refers_to
            if refers_to is None or refers_to is Kind.CUSTOMERS:
                continue
            heading = draft.headings[name]
            if found := self._references.find(refers_to, draft.values["customer_id"], text):
                draft.values[name] = found[0]
                came_from = found[1].get("occurred") or came_from
            else:
                draft.unplaced[heading] = text
                draft.doubts.append((heading, _("The customer has no such record; the text is kept")))
        return came_from

    # Next steps that rows of customers and interactions name

    def _take_steps(self) -> None:
        """Make a follow-up of each next step, unless the file or the vault has it as a follow-up already."""
        if not self._steps:
            return
        drafts = ((draft.id, draft.values) for draft in self._drafts[Kind.FOLLOWUPS] if draft.id)
        known = Followups((*drafts, *_stored(self._session.connection, Kind.FOLLOWUPS)))
        of_interactions = [step for step in self._steps if step.interaction_id]
        for step in of_interactions:
            same = known.find(step)
            if same is None:
                self._make_followup(step)
            elif draft := self._new[Kind.FOLLOWUPS].get(same):
                draft.values.setdefault("interaction_id", step.interaction_id)
                self._sources.setdefault(same, step.draft.values.get("occurred"))
        # The date in a customer's own row is mostly that of its latest interaction's next step.
        for draft in self._new[Kind.FOLLOWUPS].values():
            known.add(draft.id, draft.values)
        for step in self._steps:
            if not step.interaction_id and known.find(step) is None:
                self._make_followup(step)

    def _make_followup(self, step: NextStep) -> None:
        """A next step becomes a follow-up of its own; a date without a step a return visit (decision 12)."""
        values = {
            "customer_id": step.customer_id,
            "interaction_id": step.interaction_id,
            "title": step.title or _("Return visit"),
            "due": step.due,
        }
        made = Draft(Kind.FOLLOWUPS, step.draft.place, {}, values)
        self._add(made)
        self._sources[made.id] = step.draft.values.get("occurred")

    # Decisions and writing

    def _decide(self, draft: Draft, match: int | None) -> bool:
        """Whether the draft is added; else it is the record `match`, which is left or updated. Sets the draft's id."""
        if match is None or self._on_duplicate is OnDuplicate.NEW:
            self._add(draft)
            return True
        draft.id = match
        counts = self._report.counts[draft.kind]
        if self._on_duplicate is OnDuplicate.UPDATE:
            self._update(draft)
            counts.updated += 1
        else:
            counts.skipped += 1
        return False

    def _add(self, draft: Draft) -> None:
        draft.id = self._session.new_id()
        self._new[draft.kind][draft.id] = draft
        self._report.counts[draft.kind].added += 1

    def _update(self, draft: Draft) -> None:
        """Let what the row says hold for the record it is: a stored one, or one that came earlier in the file."""
        said = {name: draft.values[name] for name in draft.headings if name in draft.values and name not in _KEPT}
        if earlier := self._new[draft.kind].get(draft.id):
            earlier.values |= said
            earlier.unplaced |= draft.unplaced
        else:
            update = self._updates[draft.kind].setdefault(draft.id, {"unplaced": {}})
            update |= said | {"unplaced": update["unplaced"] | draft.unplaced}

    def _write(self) -> Changes:
        session, changes = self._session, Changes()
        changes |= customer_commands.add_numbered(session, self._entities(Kind.CUSTOMERS))
        for kind in (Kind.CONTACTS, Kind.INTERACTIONS, Kind.ORDERS):
            changes |= ROOMS[kind].add(session, self._entities(kind))
        latest = latest_interactions(session.connection)
        settle_followups(self._new[Kind.FOLLOWUPS].values(), latest, self._sources, session)
        changes |= ROOMS[Kind.FOLLOWUPS].add(session, self._entities(Kind.FOLLOWUPS))
        for kind, updates in self._updates.items():
            for entity in ROOMS[kind].get_many(session.connection, updates):
                updates[entity.id]["unplaced"] = {**entity.unplaced, **updates[entity.id]["unplaced"]}
            changes |= ROOMS[kind].change_many(session, updates)
        for draft, last in self._last_said:
            known = latest.get(CustomerId(draft.id))
            if known is None or known.day() != last.day():
                self._report.warnings.append(_other_last_interaction(draft, last, known))
        for drafts in self._drafts.values():
            for draft in drafts:
                self._report.warnings += draft.warnings()
        return changes

    def _entities(self, kind: Kind) -> Iterator[Any]:
        for draft in self._new[kind].values():
            self._step()
            yield ROOMS[kind].entity(id=draft.id, unplaced=draft.unplaced, **draft.values)


def _stored(connection: Connection, kind: Kind) -> Iterator[tuple[int, dict[str, Any]]]:
    """Id and values of each record in use, as far as rows are compared with them, by id."""
    table, fields = ROOMS[kind].table, list(looked_at(kind))
    columns = [table.c[name] for described in fields for name in column_names(described)]
    for row in connection.execute(
        select(table.c.id, *columns).where(table.c.deleted_at.is_(None)).order_by(table.c.id)
    ).mappings():
        values = ((described.name, from_columns(described, row)) for described in fields)
        yield row["id"], {name: value for name, value in values if value is not None}


def _give_name(draft: Draft, others: Sequence[str]) -> None:
    """Call a nameless record by its number, e-mail or phone (decision 12)."""
    if draft.values.get("name"):
        return
    for name in others:
        value = draft.values.get(name)
        if value:
            text = value.text if isinstance(value, Phone) else value[0] if isinstance(value, tuple) else str(value)
            draft.values["name"] = text
            return


def _other_last_interaction(draft: Draft, said: Moment, known: Moment | None) -> Doubt:
    reason = (
        _("The file says {said}, the last interaction known is of {known}").format(said=said.day(), known=known.day())
        if known
        else _("The file says {said}, no interaction is known").format(said=said.day())
    )
    return Doubt(draft.place, draft.number, draft.headings["last_interaction"], reason)
