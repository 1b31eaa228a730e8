"""The line in a customer's head that says with whom it was merged, and separates them again."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.workflows.merged_customers import Merged, merged_into
from desktop_crm.core.workflows.unmerge_customer import unmerge
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.flow_layout import flowing
from desktop_crm.ui.widgets.labels import label


class MergedLine(QWidget):
    """Hidden for a customer that nobody was merged with."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.merged: Sequence[Merged] = ()
        self._lines: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.hide()

    def show_customer(self, customer_id: CustomerId) -> None:
        """Show who was merged into this customer."""
        self._context.operations.read(self, partial(_merged, customer_id), self._on_read, latest="merged")

    def _on_read(self, merged: list[Merged]) -> None:
        self.merged = merged
        for line in self._lines:
            self._layout.removeWidget(line)
            line.deleteLater()
        self._lines = [self._line(each) for each in merged]
        for line in self._lines:
            self._layout.addWidget(line)
        self.setVisible(bool(merged))

    def _line(self, merged: Merged) -> QWidget:
        holder, row = flowing(spacing=8)
        name = " ".join(filter(None, (merged.name, merged.number)))
        day = merged.at.astimezone(clock.zone()).date().isoformat() if merged.at else ""
        row.addWidget(label(_("Merged with {name} on {day}").format(name=name, day=day), "soft"))
        row.addWidget(button(_("Separate"), partial(self.separate, merged), "quiet"))
        return holder

    def separate(self, merged: Merged) -> None:
        """Take a customer out again, with all that belonged to it; it can be undone."""
        self._context.operations.write(self, "unmerge_customer", partial(_separated, merged.id))


def _merged(customer_id: CustomerId, connection: Any) -> list[Merged]:
    return merged_into(connection, customer_id)


def _separated(customer_id: CustomerId, session: Session) -> Changes:
    return unmerge(session, customer_id)
