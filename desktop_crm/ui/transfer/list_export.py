"""Writing the list that is shown into a file: its records in their order, with its columns (habit 22)."""

import re
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_crm.core import clock
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.transfer.writing.exporting import TABLES
from desktop_crm.core.transfer.writing.tabular import all_columns, column_label
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.list_shown import ListShown
from desktop_crm.ui.transfer.file_export import FORMAT_NAMES, FileExport
from desktop_crm.ui.widgets.choice_chips import ChoiceChips
from desktop_crm.ui.widgets.labels import label

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


def export_list(context: Context, shown: ListShown, parent: QWidget) -> None:
    """Open the dialog; not while others see the screen."""
    try:
        context.book.database.refuse_while_presenting()
    except CrmError as error:
        context.messages.error(error)
        return
    ListExport(context, shown, parent).open()


class ListExport(FileExport):
    """Writes one list as a workbook, a Word document or CSV."""

    def __init__(self, context: Context, shown: ListShown, parent: QWidget | None) -> None:
        super().__init__(context, parent, _("Export · {format}").format(format=shown.title), 560, 320)
        self._shown = shown
        offered = all_columns(shown.kind, confidential=True)
        self._columns = [name for name in shown.columns if name in offered]
        records = ngettext("{count} record", "{count} records", len(shown.ids)).format(count=f"{len(shown.ids):,}")
        self.body.addWidget(label(records))
        labels = " · ".join(column_label(shown.kind, name) for name in self._columns)
        self.body.addWidget(label(labels, "soft", wrap=True))
        self.format = ChoiceChips(_("Format"), tuple((suffix, _(FORMAT_NAMES[suffix])) for suffix in TABLES))
        self.format.set_value(TABLES[0])
        self.body.addWidget(self.format)
        self.body.addStretch(1)
        self.add_ending()

    @property
    def suffix(self) -> str:
        return self.format.value() or TABLES[0]

    def file_name(self) -> str:
        return "-".join((_NOT_IN_FILE_NAMES.sub("_", self._shown.title), clock.today().isoformat()))

    def wanted(self) -> dict[str, Any]:
        confidential = self.confidential.isChecked()
        offered = all_columns(self._shown.kind, confidential=confidential)
        return {
            "kind": self._shown.kind,
            "ids": tuple(self._shown.ids),
            "columns": [name for name in self._columns if name in offered],
        }
