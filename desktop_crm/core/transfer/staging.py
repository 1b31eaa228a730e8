"""What an import adds and changes: staged record by record, and written when all is known of all rows."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.database.session import Session
from desktop_crm.core.fields import FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.drafts import Draft
from desktop_crm.core.transfer.exact_ids import ExactIds
from desktop_crm.core.transfer.options import OnDuplicate
from desktop_crm.core.transfer.report import Counts

_KEPT = frozenset({"number", "customer_id"})  # what an update leaves as it is


class Staging:
    """The records that are new, and what rows say of records that are there or came earlier in the file.

    `counts` are told what becomes of each row; records that rows of other kinds imply count as added only.
    """

    def __init__(
        self, session: Session, counts: Mapping[Kind, Counts], on_duplicate: OnDuplicate, exact_ids: ExactIds
    ) -> None:
        self._session = session
        self._counts = counts
        self._on_duplicate = on_duplicate
        self._exact_ids = exact_ids
        self._new: dict[Kind, dict[int, Draft]] = {kind: {} for kind in ROOMS}
        self._updating: list[Draft] = []
        self._joining: list[Draft] = []
        self._updates: dict[Kind, dict[int, dict[str, Any]]] = {kind: {} for kind in ROOMS}

    def new(self, kind: Kind) -> Mapping[int, Draft]:
        """The drafts that become new records of a kind, by id."""
        return self._new[kind]

    def add(self, draft: Draft) -> None:
        """Let the draft become a new record, with an id from now on."""
        draft.id = self._exact_ids.take(draft.kind, draft.given_id) if draft.exact else self._session.new_id()
        self._new[draft.kind][draft.id] = draft
        self._counts[draft.kind].added += 1

    def decide(self, draft: Draft, match: int | None, *, anew: bool = True) -> bool:
        """Whether the draft is added; else it is the record `match`, which is left or updated. Sets the draft's id.

        Without `anew` it is never added beside its match, whatever is wanted of duplicates.
        """
        goes_on = draft.tells_talk and match in self._new[draft.kind]
        if match is None or (anew and self._on_duplicate is OnDuplicate.NEW and not goes_on):
            self.add(draft)
            return True
        draft.id = match
        if draft.exact:
            self._exact_ids.became(draft.kind, draft.given_id, match)
        counts = self._counts[draft.kind]
        if self._on_duplicate is OnDuplicate.UPDATE or goes_on:
            self._updating.append(draft)
            counts.updated += not draft.host
        else:
            counts.skipped += not draft.host
        return False

    def may_change(self, kind: Kind, record_id: int) -> bool:
        """Whether what rows say beside this record is taken: it is new, or what is there may be changed."""
        return self._on_duplicate is OnDuplicate.UPDATE or record_id in self._new[kind]

    def join(self, draft: Draft, record_id: int) -> None:
        """Let the draft add to a record that it does not name."""
        draft.id = record_id
        self._joining.append(draft)

    def settle_updates(self) -> None:
        """Let what updating rows say hold for their records; to be done once, when all references are resolved."""
        for draft in self._updating:
            said = {name: value for name, value in _said(draft).items() if name not in _KEPT}
            if earlier := self._new[draft.kind].get(draft.id):
                earlier.values |= _continued(earlier, said) if draft.tells_talk else said
                earlier.unplaced |= draft.unplaced
            else:
                update = self._updates[draft.kind].setdefault(draft.id, {"unplaced": {}})
                update |= said | {"unplaced": update["unplaced"] | draft.unplaced}

    def updates(self, kind: Kind) -> Mapping[int, dict[str, Any]]:
        """What is to be set in stored records of a kind, by id, when updates are settled; it may be changed."""
        return self._updates[kind]

    def write_new(self, kind: Kind, step: Callable[[], None]) -> Changes:
        """Write the new records of a kind; `step` is called for each of them."""
        add = customer_commands.add_numbered if kind is Kind.CUSTOMERS else ROOMS[kind].add
        return add(self._session, self._entities(kind, step))

    def _entities(self, kind: Kind, step: Callable[[], None]) -> Iterator[Any]:
        for draft in self._new[kind].values():
            step()
            yield ROOMS[kind].entity.of(id=draft.id, unplaced=draft.unplaced, **draft.values)

    def write_changes(self) -> Changes:
        """Write what is said of records that were there, and what is added to others, when all new ones are written."""
        session, changes = self._session, Changes()
        for kind, updates in self._updates.items():
            for entity in ROOMS[kind].get_many(session.connection, updates):
                updates[entity.id]["unplaced"] = {**entity.unplaced, **updates[entity.id]["unplaced"]}
            changes |= ROOMS[kind].change_many(session, updates)
        for draft in self._joining:
            changes |= ROOMS[draft.kind].change(session, draft.id, **_said(draft))
        return changes


def _said(draft: Draft) -> dict[str, Any]:
    """What the row itself says, without what the program gave the draft."""
    return {name: draft.values[name] for name in draft.headings if name in draft.values}


def _continued(earlier: Draft, said: dict[str, Any]) -> dict[str, Any]:
    """What a row says of a record of which it tells another talk: texts go on, all else holds from now on."""
    fields = ROOMS[earlier.kind].fields
    texts = {name for name in said if fields[name].type is FieldType.LONG_TEXT and name in earlier.values}
    return said | {name: "\n".join(dict.fromkeys((earlier.values[name], said[name]))) for name in texts}
