"""Which customer a row is, or belongs to: one of the book, one of the file, or a new one with a number of its own."""

from collections.abc import Set

from sqlalchemy import select

from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.customers.choices import COMPANY
from desktop_crm.core.database.schema.customers import customer_numbers
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.directory import Directory
from desktop_crm.core.transfer.drafts import Doubt, Draft, give_name
from desktop_crm.core.transfer.exact_ids import ExactIds
from desktop_crm.core.transfer.identity import Known, likely_keys, same_keys, stored
from desktop_crm.core.transfer.report import Report
from desktop_crm.core.transfer.staging import Staging


class Numbering:
    """The numbers of customers, those that were given and those that are still free.

    `said` are the numbers in the file, which go to those rows and to no other.
    """

    def __init__(self, session: Session, said: Set[str]) -> None:
        self._said = said
        self._next = customer_commands.Numbers(session)
        self._given = set(session.connection.scalars(select(customer_numbers.c.number)))

    def give(self, draft: Draft) -> str:
        """The number that the draft has from now on; a taken one becomes a former number (architecture, `new`)."""
        wanted = draft.values.get("number", "")
        if wanted and wanted not in self._given:
            self._next.seen(wanted)
        else:
            draft.values["number"] = self._free(draft.values.get("account_type", COMPANY))
            if wanted:
                draft.values["former_numbers"] = (*draft.values.get("former_numbers", ()), wanted)
        number: str = draft.values["number"]
        self._given.add(number)
        return number

    def _free(self, account_type: str) -> str:
        while True:
            number = self._next.next(account_type)
            if number not in self._given and number not in self._said:
                return number


class CustomerMatching:
    """The customers of the book and those of the file so far, among which rows find their own.

    `numbers_said` are all customer numbers in the file.
    """

    def __init__(
        self, session: Session, report: Report, staged: Staging, exact_ids: ExactIds, numbers_said: Set[str]
    ) -> None:
        self._report = report
        self._staged = staged
        self._exact_ids = exact_ids
        self._numbering = Numbering(session, numbers_said)
        self._number_of: dict[int, str] = {}
        self._pairs: set[tuple[str, str]] = set()
        self._stored, self._same, self._likely = Known(), Known(), Known()
        names = []
        former: dict[str, int] = {}
        for record_id, values in stored(session.connection, Kind.CUSTOMERS):
            keys = same_keys(Kind.CUSTOMERS, values)
            self._stored.add(record_id, keys)
            self._same.add(record_id, keys)
            self._likely.add(record_id, likely_keys(Kind.CUSTOMERS, values))
            self._number_of[record_id] = values["number"]
            names.append((record_id, values.get("name", ""), values["number"]))
            former |= dict.fromkeys(values.get("former_numbers", ()), record_id)
        self._directory = Directory(names, former)

    def take(self, draft: Draft) -> bool:
        """Whether the row of a customer makes a new one, with a number; pairs that are or may be one are reported."""
        spelling, file_number = draft.values.get("name", ""), draft.number
        give_name(draft, ("number", "phone", "email", "uscc"))
        keys = same_keys(draft.kind, draft.values)
        match = (self._stored if draft.exact else self._same).find(keys)
        if match is not None:
            self._pair(match, file_number)
        is_new = self._staged.decide(draft, match)
        if is_new:
            likely = likely_keys(draft.kind, draft.values)
            for other in self._likely.find_all(likely):
                self._pair(other, file_number)
            self._number_of[draft.id] = self._numbering.give(draft)
            self._same.add(draft.id, keys)
            self._likely.add(draft.id, likely)
        self._directory.add(draft.id, spelling or draft.values.get("name", ""), file_number)
        return is_new

    def _pair(self, other: int, number: str) -> None:
        pair = (self._number_of[other], number)
        if pair[0] != pair[1] and number and pair not in self._pairs:
            self._pairs.add(pair)
            self._report.duplicates.append(pair)

    def customer_of(self, draft: Draft) -> int | None:
        """The customer a row belongs to, made when no other has the number or name; None when the row says neither."""
        number, name = draft.customer_number, draft.customer_name
        if draft.exact:
            return self._exact_ids.find(Kind.CUSTOMERS, name)
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
        self._staged.add(made)
        self._number_of[made.id] = self._numbering.give(made)
        self._directory.add(made.id, name or number, number)
        return made.id
