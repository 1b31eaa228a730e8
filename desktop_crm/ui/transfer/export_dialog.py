"""The export dialog: what goes into the file, and how many records went."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.core.customers.choosing import words_in_use
from desktop_crm.core.customers.fields import FIELDS as CUSTOMER_FIELDS
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.transfer.writing.exporting import FORMATS, TABLES
from desktop_crm.core.transfer.writing.tabular import all_columns, column_label, usual_columns
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.filter_bar import FilterBar
from desktop_crm.ui.transfer.file_export import FORMAT_NAMES, FileExport
from desktop_crm.ui.widgets.arranged_list import ArrangedList, ArrangedRow
from desktop_crm.ui.widgets.inputs import ComboBox
from desktop_crm.ui.widgets.labels import label

_FILTERS = ("industry", "size", "status")
_EVERYTHING = ""
_DOCUMENT = ".docx"  # whose pages do not hold every column


@dataclass(frozen=True, slots=True)
class FormatWords:
    """What a format is called, what it is good for, and its icon of the Lucide set."""

    title: str
    caption: str
    icon: str


FORMAT_WORDS = {
    suffix: FormatWords(FORMAT_NAMES[suffix], caption, icon)
    for suffix, caption, icon in (
        (".xlsx", N_("Everything, a sheet for each kind, with drop-down lists"), "file-spreadsheet"),
        (".docx", N_("A table to read, print and write on, with the columns you choose"), "file-text"),
        (".csv", N_("One kind of record, for any other program"), "file-text"),
        (".vcf", N_("People for phones and mail programs"), "contact-round"),
        (".ics", N_("Follow-ups with reminders for calendar programs"), "calendar"),
        (".json", N_("Every field as it is stored, for leaving at any time"), "braces"),
    )
}


class ExportDialog(FileExport):
    """Writes the records of one kind, or of every kind, into a file."""

    def __init__(self, context: Context, suffix: str, parent: QWidget | None) -> None:
        words = FORMAT_WORDS[suffix]
        title = _("Export · {format}").format(format=_(words.title))
        super().__init__(context, parent, title, 560, 560 if suffix in TABLES else 340)
        self._suffix = suffix
        chosen = FORMATS[suffix]
        self.kinds = ComboBox(context.theme)
        if len(chosen.unasked) > 1:
            self.kinds.addItem(_("Everything"), _EVERYTHING)
        for kind in chosen.kinds:
            self.kinds.addItem(_(TITLES[kind]), kind.value)
        self.kinds.activated.connect(self._on_kind)
        fields = [CUSTOMER_FIELDS[name] for name in _FILTERS]
        self.filters = FilterBar(context.operations, fields, _FILTERS, words_in_use)
        self.columns = ArrangedList(_("Columns"))
        self._filter_box = _titled(context, _("Only customers with"), self.filters)
        self._columns_box = _titled(context, _("Columns"), self.columns)
        self.kinds.setAccessibleName(_("What goes into the file"))
        self.body.addWidget(label(_(words.caption), "soft", wrap=True))
        self.body.addWidget(_titled(context, _("What goes into the file"), self.kinds))
        self.body.addWidget(self._filter_box)
        self.body.addWidget(self._columns_box, 1)
        self.body.addStretch()
        self.add_ending()
        self._on_kind(0)

    @property
    def suffix(self) -> str:
        return self._suffix

    @property
    def kind(self) -> Kind | None:
        """What is exported, None for everything that fits into the file."""
        return Kind(self.kinds.currentData()) if self.kinds.currentData() else None

    def wanted(self) -> dict[str, Any]:
        filters = [f"{field}={value}" for field, value in self.filters.values.items()]
        return {"kind": self.kind, "filters": filters, "columns": self._chosen_columns()}

    def _chosen_columns(self) -> Sequence[str]:
        """The columns that are ticked, in their order; none where there is nothing to choose or nothing was chosen."""
        if self.kind is None or self._suffix not in TABLES:
            return ()
        chosen = tuple(self.columns.ticked_keys)
        everything = all_columns(self.kind)
        return () if chosen == everything and self._suffix != _DOCUMENT else chosen

    def _on_kind(self, _place: int) -> None:
        subject = self.kind or FORMATS[self._suffix].unasked[0]
        all_kinds = self.kind is None and Kind.CUSTOMERS in FORMATS[self._suffix].kinds
        has_customers = subject is Kind.CUSTOMERS or all_kinds
        self._filter_box.setVisible(has_customers)
        if not has_customers and self.filters.values:
            self.filters.clear()
        self._columns_box.setVisible(self.kind is not None and self._suffix in TABLES)
        names = all_columns(subject)
        usual = usual_columns(subject) if self._suffix == _DOCUMENT else names
        self.columns.show_rows(ArrangedRow(name, column_label(subject, name), name in usual) for name in names)


def _titled(context: Context, title: str, part: QWidget) -> QWidget:
    """The part below its title."""
    caption = label(title, "caption")
    caption.setBuddy(part)
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(context.theme.px(4))
    layout.addWidget(caption)
    layout.addWidget(part)
    return box
