"""What the list of a customer's contacts shows: who is the primary one, and when each was found right last."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt

from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.fields import Field
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.workflows.verify_records import last_verified
from desktop_crm.ui.customers.facts_tab import words_of
from desktop_crm.ui.framework.field_columns import columns_of, fetch_fields, table_fields
from desktop_crm.ui.framework.operations import Operations
from desktop_crm.ui.framework.record_table_model import (
    TONE_ROLE,
    Cell,
    Cells,
    Column,
    Fetch,
    Index,
    RecordTableModel,
)
from desktop_crm.ui.look.tokens import Tone

_PRIMARY = "is_primary"


class ContactsModel(RecordTableModel):
    """Contacts with a star for the primary one; copies say yes, as other lists do."""

    def __init__(self, operations: Operations, parent: QObject, *, presenting: bool) -> None:
        fields = table_fields(Kind.CONTACTS, CONTACTS.fields.named_by)
        fields[1:] = sorted(fields[1:], key=_is_less_than_primary)  # beside the name, where it is seen
        columns = columns_of(fields)
        columns.insert(-1, Column("last_verified", _("Last verified"), 158))
        fetch = partial(_fetch_people, partial(fetch_fields, Kind.CONTACTS, fields), presenting=presenting)
        super().__init__(operations, columns, fetch, parent)

    def is_primary(self, contact_id: int) -> bool:
        """Whether the list shows this contact as the primary one."""
        row = self.row_of(contact_id)
        column = next((place for place, each in enumerate(self.columns) if each.key == _PRIMARY), None)
        return row is not None and column is not None and bool(self.index(row, column).data())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        said = super().data(index, role)
        if role not in {Qt.ItemDataRole.DisplayRole, TONE_ROLE} or self.columns[index.column()].key != _PRIMARY:
            return said
        if not super().data(index, Qt.ItemDataRole.DisplayRole):
            return said
        return Tone.ACCENT if role == TONE_ROLE else _("★ Primary")


def _is_less_than_primary(field: Field) -> bool:
    return field.name != _PRIMARY


def _fetch_people(fetch: Fetch, connection: Any, ids: Sequence[int], *, presenting: bool) -> Mapping[int, Cells]:
    """The cells of contacts with when each was found right last; nothing of it where values are masked."""
    last = {} if presenting else last_verified(connection, Kind.CONTACTS, ids)
    return {
        contact_id: (*cells[:-1], Cell(words_of(last[contact_id]) if contact_id in last else "", Tone.SOFT), cells[-1])
        for contact_id, cells in fetch(connection, ids).items()
    }
