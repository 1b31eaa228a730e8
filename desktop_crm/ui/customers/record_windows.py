"""The dialogs that open from the customers page; their modules are loaded when the first one opens."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop_crm.core.customers.choices import INDIVIDUAL
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.ui.clocks.cells import has_clocks
from desktop_crm.ui.clocks.chips import ClockChips
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.letters.actions import LETTERS, show_letter

if TYPE_CHECKING:
    from desktop_crm.ui.framework.record_dialog import RecordDialog


def edit_record(context: Context, kind: Kind, record_id: int, parent: QWidget) -> None:
    """Open the form of a record, as soon as it was read; of an attachment what it holds."""
    if kind is Kind.ATTACHMENTS:
        from desktop_crm.ui.attachments.viewer import view_attachment  # noqa: PLC0415 - costs start-up time

        view_attachment(context, record_id, parent)
        return
    context.operations.read(
        parent, partial(ROOMS[kind].get, record_id=record_id), partial(_open, context, kind, parent)
    )


def new_record(context: Context, kind: Kind, preset: Mapping[str, Any], parent: QWidget) -> None:
    """Open an empty form, with some fields filled; an attachment begins with its file."""
    if kind is Kind.ATTACHMENTS:
        from desktop_crm.ui.framework.attaching import choose_and_attach  # noqa: PLC0415 - as below

        customer_id = preset.get("customer_id")
        choose_and_attach(context, parent, (Kind.CUSTOMERS if customer_id else None, customer_id))
        return
    from desktop_crm.ui.framework.record_dialog import RecordDialog  # noqa: PLC0415 - costs start-up time

    RecordDialog(context, kind, None, preset, parent).open()


def _open(context: Context, kind: Kind, parent: QWidget, entity: Any) -> None:
    from desktop_crm.ui.framework.record_dialog import RecordDialog  # noqa: PLC0415 - as above

    if entity is not None:
        RecordDialog(context, kind, entity, None, parent).open()


def complete_form(dialog: "RecordDialog", kind: Kind, entity: Any) -> None:
    """Add to the form of a record its clocks, and the ways to its letter, its card, and the next status (`Context`)."""
    context = dialog.context
    dialog.on_move_refused = _move
    if has_clocks(kind):
        clocks = ClockChips(context)
        dialog.body.insertWidget(0, clocks)
        clocks.show_record(kind, entity.id)
    if kind in LETTERS:
        dialog.add_tool(_(LETTERS[kind]), partial(show_letter, context, kind, entity.id, dialog))
    if is_person(kind, entity):
        dialog.add_tool(_("Show QR code"), partial(show_code, context, kind, entity.id, dialog))


def _move(form: "RecordDialog", customer: Customer, to: str) -> None:
    """Ask above the form for what the move lacks; once the customer moved, save the rest of the form."""
    from desktop_crm.ui.customers.move_dialog import MoveDialog  # noqa: PLC0415 - as above

    dialog = MoveDialog(form.context, customer, to, form)
    dialog.accepted.connect(form.save)
    dialog.open()


def record_interaction(context: Context, customer_id: CustomerId, parent: QWidget) -> None:
    """Open the dialog that records an interaction with a customer."""
    from desktop_crm.ui.interactions.log_dialog import LogDialog  # noqa: PLC0415 - as above

    LogDialog(context, customer_id, parent).open()


def is_person(kind: Kind, entity: Any) -> bool:
    """Whether a record is about one person, who has a card."""
    return kind is Kind.CONTACTS or (kind is Kind.CUSTOMERS and entity.account_type == INDIVIDUAL)


def show_code(context: Context, kind: Kind, record_id: int, parent: QWidget, *_checked: bool) -> None:
    """Show the card of a person for a phone to scan."""
    from desktop_crm.ui.customers.code_dialog import open_code  # noqa: PLC0415 - as above

    open_code(context, kind, record_id, parent)


def show_history(context: Context, kind: Kind, record_id: int, field: str, parent: QWidget) -> None:
    """Show what was changed in a record, or in one of its fields."""
    from desktop_crm.ui.framework.history_dialog import HistoryDialog  # noqa: PLC0415 - as above

    HistoryDialog(context, parent, kind, record_id, field).open()
