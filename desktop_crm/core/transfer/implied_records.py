"""Taking the records that rows of other kinds imply: each is new, is known again, or adds to another one."""

from collections.abc import Hashable, Iterable, Mapping, Sequence

from sqlalchemy import Connection

from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import ONE, Kind
from desktop_crm.core.needs.choices import IMPLICIT
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.drafts import Draft
from desktop_crm.core.transfer.identity import Known, Values, key_of, stored
from desktop_crm.core.transfer.implied import SAID_ON, SAME_BY, STANDS_ALONE
from desktop_crm.core.transfer.open_needs import OpenNeeds
from desktop_crm.core.transfer.staging import Staging


class ImpliedRecords:
    """The records of one kind, in the book and in the file, among which those that rows imply are looked for.

    `drafts` are those of the file, when all of them have their ids; those that are taken here are put there too.
    """

    def __init__(self, kind: Kind, drafts: list[Draft], staged: Staging, connection: Connection) -> None:
        self._drafts = drafts
        self._staged = staged
        self._named_last: dict[int | None, int] = {}  # the record of the customer of which was spoken last
        self._needs = OpenNeeds(connection, drafts) if kind is STANDS_ALONE else None
        dated = SAID_ON.get(kind)
        self._same_by = {False: SAME_BY[kind], True: tuple(name for name in SAME_BY[kind] if name != dated)}
        self._known = {undated: Known() for undated in self._same_by}
        of_file = ((draft.id, draft.values) for draft in drafts if draft.id)
        for record_id, values in (*stored(connection, kind), *of_file):
            self._remember(record_id, self._keys(values))

    def take(self, implied: Iterable[Draft]) -> None:
        """Take what rows imply, as far as they came in themselves."""
        waiting: list[tuple[Draft, Draft]] = []  # what is said of a need that only a later row names, or none
        for draft in implied:
            row = draft.host
            if row is None or not row.id:
                continue
            customer_id = row.id if row.kind is Kind.CUSTOMERS else row.values.get("customer_id")
            draft.values["customer_id"] = customer_id
            if not draft.joins:
                self._take_named(draft)
                self._named_last[customer_id] = draft.id
            elif self._needs is None:
                self._join_last(draft, row)
            elif found := self._needs.of(customer_id):
                self._join_need(draft, row, found)
            else:
                waiting.append((draft, row))
        for draft, row in waiting:
            self._take_nameless(draft, row)

    def _keys(self, values: Values) -> Mapping[bool, Hashable]:
        return {undated: key_of(values, ("customer_id", *names)) for undated, names in self._same_by.items()}

    def _remember(self, record_id: int, keys: Mapping[bool, Hashable]) -> None:
        for undated, key in keys.items():
            self._known[undated].add(record_id, [key])

    def _take_named(self, draft: Draft) -> None:
        keys = self._keys(draft.values)
        match = self._known[draft.undated].find([keys[draft.undated]])
        if match is None:
            self._staged.add(draft)
            self._remember(draft.id, keys)
        else:
            self._staged.decide(draft, match, anew=False)
        self._drafts.append(draft)
        if self._needs:
            self._needs.add(draft)

    def _take_nameless(self, draft: Draft, row: Draft) -> None:
        """Let what was said of a need before any was named add to the only one that is open, else make one of it."""
        found = self._needs.of(draft.values["customer_id"]) if self._needs else []
        if found:
            self._join_need(draft, row, found)
        elif draft.headings.keys() & draft.values.keys() and self._staged.may_change(row.kind, row.id):
            _name_need(draft)
            self._take_named(draft)

    def _join_last(self, draft: Draft, row: Draft) -> None:
        """Let a row add to the record of which an earlier one spoke, if that may be changed."""
        record_id = self._named_last.get(draft.values["customer_id"])
        if record_id is None:
            _keep_with_row(draft, row, _("The row names no {record} of which it says this; the text is kept"))
        elif self._staged.may_change(draft.kind, record_id):
            self._staged.join(draft, record_id)

    def _join_need(self, draft: Draft, row: Draft, found: Sequence[int]) -> None:
        """Let a row that names no need add to the only one that is open; of several nobody knows which."""
        if not self._staged.may_change(row.kind, row.id):
            return
        if len(found) == 1:
            self._staged.join(draft, found[0])
            return
        several = _("The customer has more than one open {record} of which this may be said; the text is kept")
        _keep_with_row(draft, row, several)
        earlier = self._staged.new(row.kind).get(row.id)
        if earlier and earlier is not row:  # the row is one more of a customer that an earlier one made
            earlier.unplaced |= {
                heading: "\n".join(filter(None, dict.fromkeys((earlier.unplaced.get(heading, ""), row.cells[heading]))))
                for heading in draft.headings.values()
            }


def _keep_with_row(draft: Draft, row: Draft, message: str) -> None:
    """Keep what was said of a record of which nobody knows which it is with the row that said it."""
    for heading in dict.fromkeys(draft.headings.values()):
        row.unplaced[heading] = row.cells[heading]
        row.doubts.append((heading, message.format(record=_(ONE[draft.kind]))))


def _name_need(draft: Draft) -> None:
    """Call a need of which only a budget, a priority or the like is known by its description, else as one to clarify.

    Nobody said it, so that it counts as no explicit one.
    """
    draft.joins = False
    draft.values.setdefault("kind", IMPLICIT)
    lines = str(draft.values.get("description", "")).strip().splitlines()
    draft.values["title"] = lines[0].strip() if lines else _("Need to be clarified")


def link_to_talks(talks: Iterable[Draft], staged: Staging) -> None:
    """Let what a row implies come from the talk that the same row tells of.

    `talks` are the interactions of the file.
    """
    of_row = {id(talk.host): talk for talk in talks if talk.host}
    for kind, room in ROOMS.items():
        for draft in staged.new(kind).values() if "interaction_id" in room.fields else ():
            row = draft.host
            talk = row and (row if row.kind is Kind.INTERACTIONS else of_row.get(id(row)))
            if talk:
                draft.values.setdefault("interaction_id", talk.id)
