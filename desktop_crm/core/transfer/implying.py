"""From the columns of a row that belong to records of other kinds to drafts of those records."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from desktop_crm.core import clock
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.drafts import Draft, parsed_into
from desktop_crm.core.transfer.implied import MAIN, OF_EACH, ONE_A_ROW, SAID_ON, Part
from desktop_crm.core.transfer.implied_texts import read_part
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment

_Said = dict[str, tuple[str, str]]  # field name to text and the heading under which it stood


@dataclass(slots=True)
class _OfKind:
    """What a row says of one kind: its records, and what is said of them in columns of their own."""

    records: list[_Said] = field(default_factory=list)
    more: _Said = field(default_factory=dict)


def implied_drafts(row: Draft, cells: Iterable[tuple[Part, str]]) -> Iterator[Draft]:
    """The records that the part-filling cells of a row imply; `cells` are part and heading, the texts lie in the row.

    What is said of a record that the row does not name comes as a draft with `joins`, for an earlier record of the
    customer. What cannot be read stays with the row itself.
    """
    said: defaultdict[Kind, _OfKind] = defaultdict(_OfKind)
    for part, heading in cells:
        _sort_in(said[part.kind], part, heading, row)
    needs_said = row.values.get("needs_said")
    if needs_said and said[Kind.NEEDS].more and not said[Kind.NEEDS].records:
        # A talk keeps the text itself; it makes needs only where the row says more of them.
        _sort_in(said[Kind.NEEDS], Part(Kind.NEEDS, "title", ()), row.headings["needs_said"], row, needs_said)
    for kind in sorted(said, key=list(ROOMS).index):
        yield from _drafts(kind, said[kind], row)


def _sort_in(known: _OfKind, part: Part, heading: str, row: Draft, text: str = "") -> None:
    for entry in read_part(part.kind, part.field, text or row.cells[heading], part.variant):
        found = {name: (value, heading) for name, value in entry.items() if value}
        if not found.keys() & MAIN[part.kind]:
            known.more |= found
        elif known.records and part.kind in ONE_A_ROW:
            known.records[0] = found | known.records[0]
        else:
            known.records.append(found)


def _drafts(kind: Kind, said: _OfKind, row: Draft) -> Iterator[Draft]:
    for number, record in enumerate(said.records):
        more = said.more if not number else {name: said.more[name] for name in said.more.keys() & OF_EACH}
        draft = _draft(kind, more | record, row)
        if draft.values.keys() & MAIN[kind]:
            yield draft
        else:  # what names the record cannot be read
            row.unplaced |= {heading: row.cells[heading] for heading in draft.headings.values()}
    if said.more and not said.records:
        draft = _draft(kind, said.more, row)
        draft.joins = True
        yield draft


def _draft(kind: Kind, said: _Said, row: Draft) -> Draft:
    draft = Draft(kind, row.place, {}, host=row)
    fields = ROOMS[kind].fields
    for name, (text, heading) in said.items():
        parsed_into(draft, fields[name], heading, text)
    row.doubts += draft.doubts
    row.unplaced |= draft.unplaced
    draft.doubts, draft.unplaced = [], {}
    if (owner := row.values.get("owner") or row.values.get("logged_by")) and kind in {Kind.NEEDS, Kind.FOLLOWUPS}:
        draft.values.setdefault("owner", owner)
    return draft


def date_implied(drafts: Iterable[Draft], said_on: Moment | None) -> None:
    """Give the implied records of one row the time of the talk in it, or `said_on`, where they name none of their own.

    A score and an item of news count from the import where the row knows no time at all.
    """
    talks = [draft for draft in drafts if draft.kind is Kind.INTERACTIONS]
    for draft in talks:
        if said_on:
            draft.values.setdefault("occurred", said_on)
    moments = [draft.values["occurred"] for draft in talks if "occurred" in draft.values]
    said = max(moments, key=lambda moment: moment.at) if moments else said_on
    for draft in drafts:
        name = SAID_ON.get(draft.kind)
        if name and name not in draft.values and draft.kind is not Kind.INTERACTIONS:
            if said:
                draft.values[name] = Day(said.day().isoformat())
            elif draft.kind in {Kind.SATISFACTION, Kind.NEWS}:
                draft.values[name] = Day(clock.today().isoformat())
                draft.undated = True
