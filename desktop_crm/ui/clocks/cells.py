"""The clocks in lists: a column that says what is asked for first, and how long is left."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

from desktop_crm.core.clocks.clock import Item, Urgency
from desktop_crm.core.clocks.clocks import CLOCKS
from desktop_crm.core.clocks.running import running
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.ui.clocks.chips import tip_of, words_of
from desktop_crm.ui.framework.record_table_model import Cell, Cells, Column, RecordTableModel
from desktop_crm.ui.look.tokens import Tone

CLOCK = "clock"  # the key of the column
_WIDTH = 150  # pixels at 100 %
_TONES = {Urgency.CALM: Tone.SOFT, Urgency.SOON: Tone.AMBER, Urgency.OVER: Tone.RED}
_TITLES: Mapping[Kind, str] = {Kind.CUSTOMERS: N_("Due for contact")}
_TIME_LEFT = N_("Time left")
_KINDS = frozenset(each.kind for each in CLOCKS)
_CONTACT = frozenset(each.key for each in CLOCKS if each.of_customer)
NOTHING = Cell("")  # what stands in the column where nothing runs, or as long as it is not shown
_TICK_MILLISECONDS = 60_000


def has_clocks(kind: Kind) -> bool:
    """Whether any clock runs for records of this kind."""
    return kind in _KINDS


def clock_column(kind: Kind, *, shown: bool) -> Column:
    """The column; nothing sorts by it, since what it says goes by the time."""
    title = _TITLES.get(kind, _TIME_LEFT)
    return Column(CLOCK, _(title), _WIDTH, shown=shown)


def clock_cells(connection: Any, kind: Kind, owners: Mapping[int, int | None]) -> Mapping[int, Cell]:
    """The cell of each of these records, by id; `owners` are their customers. Customers have theirs about contact."""
    keys = _CONTACT if kind is Kind.CUSTOMERS else {each.key for each in CLOCKS if each.kind is kind}
    customers = {owner for owner in owners.values() if owner is not None}
    items = running(connection, clocks=keys, customer_ids=customers) if customers else []
    of_record: dict[int, list[Item]] = {record_id: [] for record_id in owners}
    for item in items:
        if item.record_id in of_record:
            of_record[item.record_id].append(item)
    return {record_id: _cell(of_record[record_id], keys) for record_id in owners}


def _cell(items: Sequence[Item], keys: Collection[str]) -> Cell:
    """The clock due first; the tooltip has all of them."""
    if not items:
        return NOTHING
    first = items[0]
    tip = "\n".join(f"{words_of(item)}\n{tip_of(item)}" for item in items)
    return Cell(first.remaining if len(keys) == 1 else words_of(first), _TONES[first.urgency], tip)


class ClockColumn(QObject):
    """Fills the column of the clocks in a list, as long as it is shown, and keeps up with the time.

    What the list reads has `NOTHING` in its place.
    """

    def __init__(self, kind: Kind, table: QTableView, model: RecordTableModel) -> None:
        super().__init__(table)
        self._kind, self._table, self._model = kind, table, model
        self._place = [column.key for column in model.columns].index(CLOCK)
        self._plain, model.fetch = model.fetch, self._fetch
        self._shown = not table.isColumnHidden(self._place)
        table.horizontalHeader().sectionResized.connect(self._on_resized)  # as it is when shown or hidden, too
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start(_TICK_MILLISECONDS)

    def _fetch(self, connection: Any, ids: Sequence[int]) -> Mapping[int, Cells]:
        cells = self._plain(connection, ids)
        if not self._shown:
            return cells
        if self._kind is Kind.CUSTOMERS:
            owners: dict[int, int | None] = dict(zip(cells, cells, strict=True))
        else:
            owners = {record.id: record.customer_id for record in ROOMS[self._kind].get_many(connection, cells)}
        found, place = clock_cells(connection, self._kind, owners), self._place
        return {
            record_id: (*row[:place], found.get(record_id, NOTHING), *row[place + 1 :])
            for record_id, row in cells.items()
        }

    def _on_resized(self, section: int, _before: int, _after: int) -> None:
        shown = not self._table.isColumnHidden(self._place)
        if section == self._place and shown != self._shown:
            self._shown = shown
            if shown:
                self._model.read_again()

    def _on_tick(self) -> None:
        if self._shown and self._table.isVisible():
            self._model.read_again()
