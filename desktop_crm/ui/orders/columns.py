"""What the list of orders says in each column."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_crm.core.i18n import _
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.fields import FIELDS
from desktop_crm.core.orders.listing import OrderBy, OrderLine, lines
from desktop_crm.core.values.field_values import show
from desktop_crm.ui.framework.record_table_model import Cell, Cells, Column
from desktop_crm.ui.look.tokens import Tone

_NAMES = ("ordered", "amount", "status", "order_number", "payment_terms", "owner")


def order_columns() -> list[Column]:
    """The columns of the list; those not shown at first are in the column chooser."""
    titles = {name: _(FIELDS[name].label) for name in ("customer_id", "product", *_NAMES)}
    return [
        Column("product", titles["product"], 220, OrderBy.PRODUCT),
        Column("customer_id", titles["customer_id"], 240, OrderBy.CUSTOMER),
        Column("ordered", titles["ordered"], 100, OrderBy.ORDERED),
        Column("amount", titles["amount"], 120, OrderBy.AMOUNT, right=True),
        Column("status", titles["status"], 90, OrderBy.STATUS),
        Column("order_number", titles["order_number"], 130, shown=False),
        Column("payment_terms", titles["payment_terms"], 120, shown=False),
        Column("owner", titles["owner"], 96, OrderBy.OWNER),
    ]


def order_by_named(name: str) -> OrderBy:
    """The order with this name, the date where there is none."""
    return OrderBy(name) if name in set(OrderBy) else OrderBy.ORDERED


def order_cells(connection: Any, ids: Sequence[int]) -> Mapping[int, Cells]:
    """The cells of these orders, in the order of the columns."""
    return {line.order.id: _cells(line) for line in lines(connection, ids)}


def _cells(line: OrderLine) -> Cells:
    order = line.order
    gone = order.status == CANCELLED
    main = Tone.SOFT if gone else Tone.INK
    texts = {name: show(FIELDS[name], getattr(order, name)) for name in _NAMES}
    return (
        Cell(order.product, main),
        Cell(line.customer_name, main),
        Cell(texts["ordered"], Tone.SOFT),
        Cell(texts["amount"], main),
        Cell(texts["status"], Tone.SOFT),
        Cell(texts["order_number"], Tone.SOFT),
        Cell(texts["payment_terms"], Tone.SOFT),
        Cell(texts["owner"], Tone.SOFT),
    )
