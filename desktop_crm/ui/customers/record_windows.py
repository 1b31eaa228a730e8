"""The dialogs that open from the customers page; their modules are loaded when the first one opens."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.ui.framework.context import Context


def edit_record(context: Context, kind: Kind, record_id: int, parent: QWidget) -> None:
    """Open the form of a record, as soon as it was read."""
    context.operations.read(
        parent, partial(ROOMS[kind].get, record_id=record_id), partial(_open, context, kind, parent)
    )


def new_record(context: Context, kind: Kind, preset: Mapping[str, Any], parent: QWidget) -> None:
    """Open an empty form, with some fields filled."""
    from desktop_crm.ui.framework.record_dialog import RecordDialog  # noqa: PLC0415 - costs start-up time

    RecordDialog(context, kind, None, preset, parent).open()


def _open(context: Context, kind: Kind, parent: QWidget, entity: Any) -> None:
    from desktop_crm.ui.framework.record_dialog import RecordDialog  # noqa: PLC0415 - as above

    if entity is not None:
        RecordDialog(context, kind, entity, None, parent).open()


def record_interaction(context: Context, customer_id: CustomerId, parent: QWidget) -> None:
    """Open the dialog that records an interaction with a customer."""
    from desktop_crm.ui.interactions.log_dialog import LogDialog  # noqa: PLC0415 - as above

    LogDialog(context, customer_id, parent).open()
