"""What the list of customers says in each column."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_crm.core import clock
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.customers.choices import AT_RISK, CHURNED, HIGH_VALUE, INDUSTRIES, POTENTIAL, STATUSES, TIERS
from desktop_crm.core.customers.choosing import MoreOrder
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.listing import Order
from desktop_crm.core.customers.rows import MORE, CustomerRow, NextStep, rows
from desktop_crm.core.i18n import _, language
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.tiers.standing import standing_of
from desktop_crm.core.values.field_values import show
from desktop_crm.core.values.moment import Moment, show_moment
from desktop_crm.ui.clocks.cells import NOTHING, clock_column
from desktop_crm.ui.framework.record_table_model import Cell, Cells, Column
from desktop_crm.ui.look.tokens import Tone

TIER_TONES = {AT_RISK: Tone.RED, HIGH_VALUE: Tone.GREEN, POTENTIAL: Tone.ACCENT}
_MORE_WIDTH = 120  # pixels at 100 %


def customer_columns() -> list[Column]:
    """The columns of the list; those not shown at first are in the column chooser.

    English words are longer: there the names need the room of the status, which the detail shows beside the name.
    """
    chinese = language() == "zh"
    name, status, last, following = (200, 72, 94, 96) if chinese else (332, 84, 104, 122)  # pixels
    return [
        Column("name", _title("name"), name, Order.NAME),
        Column("number", _title("number"), 116, Order.NUMBER, shown=False),
        Column("status", _title("status"), status, MoreOrder.STATUS, shown=chinese),
        Column("owner", _("Owner"), 72, MoreOrder.OWNER, shown=False),
        Column("industry", _title("industry"), 116, MoreOrder.INDUSTRY, shown=False),
        Column("region", _title("region"), 90, MoreOrder.REGION, shown=False),
        Column("last_interaction", _("Last contact"), last, Order.LAST_INTERACTION),
        Column("next_step", _title("next_step"), following, MoreOrder.NEXT_STEP),
        Column("tier", _title("tier"), 96, MoreOrder.TIER, shown=False),
        *(Column(field.name, _title(field.name), _MORE_WIDTH, shown=False) for field in MORE),
        clock_column(Kind.CUSTOMERS, shown=False),
    ]


def _title(name: str) -> str:
    label = FIELDS[name].label
    return _(label)


def order_named(name: str) -> Order | MoreOrder:
    """The order with this name, the last interaction where there is none."""
    for kind in (Order, MoreOrder):
        if name in set(kind):
            return kind(name)
    return Order.LAST_INTERACTION


def customer_cells(connection: Any, ids: Sequence[int]) -> Mapping[int, Cells]:
    """The cells of these customers, in the order of the columns."""
    return {row.id: _cells(row) for row in rows(connection, ids)}


def _cells(row: CustomerRow) -> Cells:
    last = row.last_interaction
    return (
        Cell(row.name),
        Cell(row.number, Tone.SOFT),
        Cell(STATUSES.label_of(row.status), Tone.SOFT),
        Cell(row.owner, Tone.SOFT),
        Cell(INDUSTRIES.label_of(row.industry), Tone.SOFT),
        Cell(row.region, Tone.SOFT),
        Cell(in_short(last), Tone.SOFT, show_moment(last, clock.zone())) if last else Cell("—", Tone.FAINT),
        next_step_cell(row.next_step, churned=row.status == CHURNED),
        tier_cell(row.tier),
        *(Cell(show(field, row.more.get(field.name)), Tone.SOFT) for field in MORE),
        NOTHING,
    )


def tier_cell(tier: str) -> Cell:
    """The tier, red where the customer may be lost; a dash where none was found."""
    return Cell(TIERS.label_of(tier), TIER_TONES.get(tier, Tone.SOFT)) if tier else Cell("—", Tone.FAINT)


def why_in_tier(customer_id: int, connection: Any) -> str:
    """What speaks for the tier of a customer, a line for each reason."""
    standing = standing_of(connection, CustomerId(customer_id))
    return "\n".join(standing.words) if standing else ""


def in_short(moment: Moment) -> str:
    """A moment in the few characters of a list."""
    return short(moment.at, clock.now(), clock.zone(), language(), all_day=moment.all_day)


def next_step_cell(step: NextStep | None, *, churned: bool) -> Cell:
    """When the next step is due: red when late, green today; amber where none is planned though one should be."""
    if step is None:
        return Cell("—", Tone.SOFT) if churned else Cell(_("none"), Tone.AMBER, _("No next step is planned"))
    if step.due is None:
        return Cell(_("no date"), Tone.SOFT, step.title)
    tip = f"{step.title} · {show_moment(step.due, clock.zone())}"
    if step.overdue:
        return Cell(in_short(step.due), Tone.RED, _("Overdue: {step}").format(step=tip))
    today = step.due.at.astimezone(clock.zone()).date() <= clock.today()
    return Cell(in_short(step.due), Tone.GREEN if today else Tone.INK, tip)
