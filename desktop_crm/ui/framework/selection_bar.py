"""The line below a list that appears when several rows are selected: how many, and what can be done with all."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from desktop_crm.core.i18n import _, ngettext
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.widgets.labels import label


class SelectionBar(QFrame):
    """Says how many rows of `table` are selected; `change` opens what changes them all."""

    def __init__(self, theme: Theme, table: RecordTable, change: Callable[[], None]) -> None:
        super().__init__()
        px = theme.px
        self._table = table
        self.setProperty("role", "panel")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(12), px(4), px(12), px(4))
        layout.setSpacing(px(4))
        self.count = label("", "strong")
        layout.addWidget(self.count)
        layout.addStretch(1)
        for text, act in (
            (_("Change…"), change),
            (_("Copy rows"), table.copy_rows),
            (_("Move to the Trash"), table.trash_selected),
            (_("Deselect"), self._on_deselect),
        ):
            made = QPushButton(text)
            made.setProperty("role", "pick")
            made.clicked.connect(lambda _checked=False, act=act: act())
            layout.addWidget(made)
        table.selectionModel().selectionChanged.connect(self._on_changed)
        for signal in (table.model().modelReset, table.model().rowsRemoved, table.model().rowsInserted):
            signal.connect(self._on_changed)
        self.hide()

    def _on_changed(self, *_what: object) -> None:
        count = self._table.selected_count()
        self.setVisible(count > 1)
        if count > 1:
            self.count.setText(
                ngettext("{count} row selected", "{count} rows selected", count).format(count=f"{count:,}")
            )

    def _on_deselect(self) -> None:
        current = self._table.current_id
        self._table.clearSelection()
        if current is not None:
            self._table.go_to(current)
        self._table.setFocus()
