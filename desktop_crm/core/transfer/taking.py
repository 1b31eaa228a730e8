"""One import under way: rows become drafts, drafts are matched with what is known, and all is written at once.

The ids of all kinds are decided first, then what rows say of each other, so that sheets may come in any order and
records refer to each other in circles; what is written comes in the order in which the database wants it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.customers.choices import COMPANY
from desktop_crm.core.database.columns import column_names, from_columns
from desktop_crm.core.database.schema.customers import customer_numbers
from desktop_crm.core.database.session import Session
from desktop_crm.core.fields import FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.store import latest as latest_interactions
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer import computed
from desktop_crm.core.transfer.contents import Contents, content_doubt
from desktop_crm.core.transfer.directory import Directory
from desktop_crm.core.transfer.drafts import Doubt, Draft, Place, Refusal, draft_of, nothing_known
from desktop_crm.core.transfer.exact_ids import ExactIds
from desktop_crm.core.transfer.headings import MappedTable
from desktop_crm.core.transfer.identity import Known, key_of, likely_keys, looked_at, same_keys
from desktop_crm.core.transfer.implied import SAID_ON, SAME_BY, STANDS_ALONE
from desktop_crm.core.transfer.implying import date_implied, implied_drafts, keep_with_row, name_need
from desktop_crm.core.transfer.next_steps import Followups, NextStep
from desktop_crm.core.transfer.open_needs import OpenNeeds
from desktop_crm.core.transfer.options import OnDuplicate
from desktop_crm.core.transfer.past import settle_followups
from desktop_crm.core.transfer.primary import settle_primary
from desktop_crm.core.transfer.reading.tables import cell_text, unique_headings
from desktop_crm.core.transfer.references import References
from desktop_crm.core.transfer.report import Report
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.phone import Phone

_KEPT = frozenset({"number", "customer_id"})  # what an update leaves as it is


class Taking:
    """One import under way: what is known so far, and the drafts that wait to be written."""

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
        self._on_duplicate = on_duplicate
        self._contents = contents
        self._customer_numbers = customer_commands.Numbers(session)
        self._given = set(session.connection.scalars(select(customer_numbers.c.number)))
        self._said: set[str] = set()  # numbers in the file, which go to those rows and to no other
        self._number_of: dict[int, str] = {}
        self._drafts: dict[Kind, list[Draft]] = {kind: [] for kind in ROOMS}
        self._implied: dict[Kind, list[Draft]] = {kind: [] for kind in ROOMS}
        self._new: dict[Kind, dict[int, Draft]] = {kind: {} for kind in ROOMS}
        self._updating: list[Draft] = []
        self._joining: list[Draft] = []  # what later rows say of records that are new
        self._updates: dict[Kind, dict[int, dict[str, Any]]] = {kind: {} for kind in ROOMS}
        self._pairs: set[tuple[str, str]] = set()
        # No method of this very object, for with it a cycle of a million drafts would be left to the garbage collector.
        self._references = References(self._drafts, partial(_stored, session.connection))
        self.exact_ids = ExactIds(session)
        self._steps: list[NextStep] = []
        self._sources: dict[int, Moment | None] = {}  # follow-up to the time of the interaction it came from
        self._last_said: list[tuple[Draft, Moment]] = []
        self._computed_said: list[computed.Said] = []
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
            draft = draft_of(mapped, row, file)
            self._drafts[mapped.kind].append(draft)
            implied = list(implied_drafts(draft, draft.parts)) if draft.parts else []
            date_implied(implied, draft.values.get("occurred") or draft.values.get("last_interaction"))
            draft.tells_talk = any(each.kind is Kind.INTERACTIONS for each in implied)
            for each in implied:
                self._implied[each.kind].append(each)

    def finish(self) -> Changes:
        """What was written of all the drafts."""
        self._said = {draft.number for drafts in self._drafts.values() for draft in drafts}
        self._take_customers()
        for kind in ROOMS:
            if kind is not Kind.CUSTOMERS:
                self._take(kind)
                self._take_implied(kind)
        self._take_steps()
        for drafts in self._drafts.values():
            for draft in drafts:
                if draft.id:
                    self._refer(draft, draft.references)
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
        stored, same, likely = Known(), Known(), Known()
        names = []
        former: dict[str, int] = {}
        for record_id, values in _stored(self._session.connection, kind):
            keys = same_keys(kind, values)
            stored.add(record_id, keys)
            same.add(record_id, keys)
            likely.add(record_id, likely_keys(kind, values))
            self._number_of[record_id] = values["number"]
            names.append((record_id, values.get("name", ""), values["number"]))
            former |= dict.fromkeys(values.get("former_numbers", ()), record_id)
        self._directory = Directory(names, former)
        for draft in self._accepted(kind):
            spelling = draft.values.get("name", "")
            followup_due, last = draft.values.pop("next_step", None), draft.values.pop("last_interaction", None)
            if said := computed.taken_out(draft):
                self._computed_said.append((draft, said))
            _give_name(draft, ("number", "phone", "email", "uscc"))
            file_number = draft.number
            keys = same_keys(kind, draft.values)
            match = stored.find(keys) if draft.exact else same.find(keys)
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
            self._directory.add(draft.id, spelling or draft.values.get("name", ""), file_number)
            if last:
                self._last_said.append((draft, last))

    def _number(self, draft: Draft) -> None:
        """Give the draft its number; a taken one becomes a former number (architecture, `--on-duplicate new`)."""
        wanted = draft.values.get("number", "")
        if wanted and wanted not in self._given:
            self._customer_numbers.seen(wanted)
        else:
            draft.values["number"] = self._free_number(draft.values.get("account_type", COMPANY))
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
        told_by = [name for name in ROOMS[kind].fields.same_by if name != "customer_id"]
        stored, same = Known(), Known()
        owners: dict[int, int | None] = {}
        for record_id, values in _stored(self._session.connection, kind):
            owners[record_id] = values.get("customer_id")
            keys = same_keys(kind, {"id": record_id, **values})
            stored.add(record_id, keys)
            same.add(record_id, keys)
        for draft in drafts:
            if "customer_id" in ROOMS[kind].fields:
                draft.values["customer_id"] = self._customer(draft)
                if draft.exact and draft.values["customer_id"] is None and draft.customer_name:
                    reason = _("The customer it belongs to is neither in the file nor in the book")
                    self._refuse(kind, draft.place, reason, draft.cells)
                    continue
            self._refer(draft, [name for name in draft.references if name in told_by])
            step, due = draft.values.pop("next_step", ""), draft.values.pop("next_due", None)
            if kind is Kind.CONTACTS:
                _give_name(draft, ("email", "mobile", "phone", "other_phones", "wechat"))
            keys = same_keys(kind, draft.values)
            match = stored.find(keys) if draft.exact else same.find(keys)
            if match is None and draft.exact and owners.get(draft.given_id, -1) == draft.values.get("customer_id"):
                match = draft.given_id  # it was changed since, here or there
            if self._decide(draft, match):
                same.add(draft.id, keys)
                if step or due:
                    self._steps.append(NextStep(draft, step, due))

    def _customer(self, draft: Draft) -> int | None:
        """The customer a row belongs to, made when no other has the number or name; None when the row says neither."""
        number, name = draft.customer_number, draft.customer_name
        if draft.exact:
            return self.exact_ids.find(Kind.CUSTOMERS, name)
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

    def _refer(self, draft: Draft, names: Iterable[str]) -> None:
        """Find the other records that the row names in these fields; where it came from, a follow-up remembers.

        The text of a record that is not there is kept with the row's own.
        """
        for name in names:
            refers_to, text = self._kind_named(draft, name), draft.references[name]
            if name in draft.values or (refers_to is Kind.CUSTOMERS and name == "customer_id"):
                continue
            heading, customer_id = draft.headings[name], draft.values.get("customer_id")
            if refers_to is None:
                found = None
            elif draft.exact:
                found = self.exact_ids.find(refers_to, text)
            elif refers_to is Kind.CUSTOMERS:
                found = customer_id
            else:
                found = self._references.find(refers_to, customer_id, text)
            if found is not None:
                draft.values[name] = found
                if refers_to is Kind.INTERACTIONS and draft.kind is Kind.FOLLOWUPS:
                    self._sources[draft.id] = self._references.time_of(found)
            else:
                draft.unplaced[heading] = text
                draft.doubts.append((heading, _("The customer has no such record; the text is kept")))

    @staticmethod
    def _kind_named(draft: Draft, name: str) -> Kind | None:
        """The kind of record that a field refers to; an attachment says it beside."""
        if name != "record_id":
            return ROOMS[draft.kind].fields[name].refers_to
        said = draft.values.get("record_kind")
        return Kind(said) if said in {kind.value for kind in Kind} else None

    # Records that rows of other kinds imply

    def _take_implied(self, kind: Kind) -> None:
        if not self._implied[kind]:
            return
        dated = SAID_ON.get(kind)
        names = {False: SAME_BY[kind], True: tuple(name for name in SAME_BY[kind] if name != dated)}
        known = {undated: Known() for undated in names}
        there = [
            *_stored(self._session.connection, kind),
            *((draft.id, draft.values) for draft in self._drafts[kind] if draft.id),
        ]
        for record_id, values in there:
            for undated, same_by in names.items():
                known[undated].add(record_id, [key_of(values, ("customer_id", *same_by))])
        last: dict[int | None, int] = {}  # the record of the customer of which was spoken last
        needs = OpenNeeds(self._session.connection, self._drafts[kind]) if kind is STANDS_ALONE else None
        waiting: list[Draft] = []  # what is said of a need that only a later row names, or none
        for draft in self._implied[kind]:
            host = draft.host
            if host is None or not host.id:
                continue
            customer_id = host.id if host.kind is Kind.CUSTOMERS else host.values.get("customer_id")
            draft.values["customer_id"] = customer_id
            if not draft.joins:
                self._take_one_implied(draft, names, known)
                last[customer_id] = draft.id
                if needs:
                    needs.add(draft)
            elif needs is None:
                self._join(draft, last.get(customer_id))
            elif found := needs.of(customer_id):
                self._join_need(draft, found)
            else:
                waiting.append(draft)
        if needs:
            self._take_nameless(waiting, needs, partial(self._take_one_implied, names=names, known=known))

    def _take_nameless(self, waiting: Iterable[Draft], needs: OpenNeeds, take: Callable[[Draft], None]) -> None:
        """Let what was said of a need before any was named add to the only one that is open, else make one of it."""
        for draft in waiting:
            if found := needs.of(draft.values["customer_id"]):
                self._join_need(draft, found)
            elif draft.headings.keys() & draft.values.keys() and self._may_add(draft):
                name_need(draft)
                take(draft)
                needs.add(draft)

    def _take_one_implied(self, draft: Draft, names: Mapping[bool, Sequence[str]], known: Mapping[bool, Known]) -> None:
        keys = {undated: key_of(draft.values, ("customer_id", *same_by)) for undated, same_by in names.items()}
        match = known[draft.undated].find([keys[draft.undated]])
        if match is None:
            self._add(draft)
            for undated, key in keys.items():
                known[undated].add(draft.id, [key])
        else:
            self._decide(draft, match, anew=False)
        self._drafts[draft.kind].append(draft)

    def _may_add(self, draft: Draft) -> bool:
        """Whether what a row says beside its own record is taken: the row is new, or may change what is there."""
        host = draft.host
        return self._on_duplicate is OnDuplicate.UPDATE or bool(host and host.id in self._new[host.kind])

    def _join_need(self, draft: Draft, found: Sequence[int]) -> None:
        """Let a row that names no need add to the only one that is open; of several nobody knows which."""
        if not self._may_add(draft):
            return
        if len(found) == 1:
            draft.id = found[0]
            self._joining.append(draft)
            return
        keep_with_row(draft, several=True)
        host = draft.host
        earlier = self._new[host.kind].get(host.id) if host else None
        if host and earlier and earlier is not host:  # the row is one more of a customer that an earlier one made
            earlier.unplaced |= {
                heading: "\n".join(
                    filter(None, dict.fromkeys((earlier.unplaced.get(heading, ""), host.cells[heading])))
                )
                for heading in draft.headings.values()
            }

    def _join(self, draft: Draft, record_id: int | None) -> None:
        """Let a row add to the record of which an earlier one spoke, if that may be changed."""
        if record_id is None:
            keep_with_row(draft)
        elif record_id in self._new[draft.kind] or self._on_duplicate is OnDuplicate.UPDATE:
            draft.id = record_id
            self._joining.append(draft)

    def _link_to_talks(self) -> None:
        """Let what a row implies come from the talk that the same row tells of."""
        talks = {id(draft.host): draft for draft in self._drafts[Kind.INTERACTIONS] if draft.host}
        for kind, fields in ((kind, ROOMS[kind].fields) for kind in ROOMS):
            for draft in self._new[kind].values() if "interaction_id" in fields else ():
                talk = draft.host and (
                    draft.host if draft.host.kind is Kind.INTERACTIONS else talks.get(id(draft.host))
                )
                if talk:
                    draft.values.setdefault("interaction_id", talk.id)
                    self._sources.setdefault(draft.id, talk.values.get("occurred"))

    # Next steps that rows of customers and interactions name

    def _take_steps(self) -> None:
        """Make a follow-up of each next step, unless the file or the vault has it as a follow-up already."""
        self._link_to_talks()
        if not self._steps:
            return
        drafts = ((draft.id, draft.values) for draft in self._drafts[Kind.FOLLOWUPS] if draft.id)
        known = Followups((*drafts, *_stored(self._session.connection, Kind.FOLLOWUPS)))
        of_interactions = [step for step in self._steps if step.interaction_id]
        for step in of_interactions:
            same = known.find(step)
            if same is None:
                self._make_followup(step.dated())
            elif (draft := self._new[Kind.FOLLOWUPS].get(same)) and not draft.exact:
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

    def _decide(self, draft: Draft, match: int | None, *, anew: bool = True) -> bool:
        """Whether the draft is added; else it is the record `match`, which is left or updated. Sets the draft's id."""
        goes_on = draft.tells_talk and match in self._new[draft.kind]
        if match is None or (anew and self._on_duplicate is OnDuplicate.NEW and not goes_on):
            self._add(draft)
            return True
        draft.id = match
        if draft.exact:
            self.exact_ids.became(draft.kind, draft.given_id, match)
        counts = self._report.counts[draft.kind]
        if self._on_duplicate is OnDuplicate.UPDATE or goes_on:
            self._updating.append(draft)
            counts.updated += not draft.host
        else:
            counts.skipped += not draft.host
        return False

    def _add(self, draft: Draft) -> None:
        draft.id = self.exact_ids.take(draft.kind, draft.given_id) if draft.exact else self._session.new_id()
        self._new[draft.kind][draft.id] = draft
        self._report.counts[draft.kind].added += 1

    def _update(self, draft: Draft) -> None:
        """Let what the row says hold for the record it is: a stored one, or one that came earlier in the file."""
        said = {name: draft.values[name] for name in draft.headings if name in draft.values and name not in _KEPT}
        if earlier := self._new[draft.kind].get(draft.id):
            earlier.values |= _continued(earlier, said) if draft.tells_talk else said
            earlier.unplaced |= draft.unplaced
        else:
            update = self._updates[draft.kind].setdefault(draft.id, {"unplaced": {}})
            update |= said | {"unplaced": update["unplaced"] | draft.unplaced}

    def _write(self) -> Changes:
        session, changes = self._session, Changes()
        for draft in self._updating:
            self._update(draft)
        contacts, changed = self._new[Kind.CONTACTS], self._updates[Kind.CONTACTS]
        if touched := [draft for draft in self._drafts[Kind.CONTACTS] if draft.id in contacts or draft.id in changed]:
            settle_primary(touched, changed, _stored(self._session.connection, Kind.CONTACTS))
        changes |= customer_commands.add_numbered(session, self._entities(Kind.CUSTOMERS))
        self._doubt_contents()
        latest: dict[CustomerId, Moment] = {}
        for kind, room in ROOMS.items():
            if kind is Kind.FOLLOWUPS:
                latest = dict(latest_interactions(session.connection))
                rows = (draft for draft in self._new[kind].values() if not draft.exact)
                settle_followups(rows, latest, self._sources, session)
            if kind is not Kind.CUSTOMERS:
                changes |= room.add(session, self._entities(kind))
        for kind, updates in self._updates.items():
            for entity in ROOMS[kind].get_many(session.connection, updates):
                updates[entity.id]["unplaced"] = {**entity.unplaced, **updates[entity.id]["unplaced"]}
            changes |= ROOMS[kind].change_many(session, updates)
        for draft in self._joining:
            said = {name: draft.values[name] for name in draft.headings if name in draft.values}
            changes |= ROOMS[draft.kind].change(session, draft.id, **said)
        for draft, last in self._last_said:
            known = latest.get(CustomerId(draft.id))
            if known is None or known.day() != last.day():
                self._report.warnings.append(_other_last_interaction(draft, last, known))
        self._report.warnings += computed.doubts(session, self._computed_said)
        for drafts in self._drafts.values():
            for draft in drafts:
                self._report.warnings += draft.warnings()
        return changes

    def _doubt_contents(self) -> None:
        for draft in self._new[Kind.ATTACHMENTS].values() if self._contents else ():
            if self._contents and (doubt := content_doubt(draft.values, self._contents)):
                draft.doubts.append((draft.headings.get("name", ""), doubt))
                draft.values.pop("size_bytes", None)  # there is nothing that has a size; a check asks for no content

    def _entities(self, kind: Kind) -> Iterator[Any]:
        for draft in self._new[kind].values():
            self._step()
            yield ROOMS[kind].entity.of(id=draft.id, unplaced=draft.unplaced, **draft.values)


def _stored(connection: Connection, kind: Kind) -> Iterator[tuple[int, dict[str, Any]]]:
    """Id and values of each record in use, as far as rows are compared with them, by id."""
    table, fields = ROOMS[kind].table, list(looked_at(kind))
    columns = [table.c[name] for described in fields for name in column_names(described)]
    for row in connection.execute(
        select(table.c.id, *columns).where(table.c.deleted_at.is_(None)).order_by(table.c.id)
    ).mappings():
        values = ((described.name, from_columns(described, row)) for described in fields)
        yield row["id"], {name: value for name, value in values if value is not None}


def _continued(earlier: Draft, said: dict[str, Any]) -> dict[str, Any]:
    """What a row says of a record of which it tells another talk: texts go on, all else holds from now on."""
    fields = ROOMS[earlier.kind].fields
    texts = {name for name in said if fields[name].type is FieldType.LONG_TEXT and name in earlier.values}
    return said | {name: "\n".join(dict.fromkeys((earlier.values[name], said[name]))) for name in texts}


def _give_name(draft: Draft, others: Sequence[str]) -> None:
    """Call a nameless record by its number, e-mail or phone (decision 12)."""
    if draft.exact or draft.values.get("name"):
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
