"""The first step of an import: what was read, what its rows are, and which column fills which field."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.plain_table import PlainTable
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.transfer.import_plan import KEPT_ASIDE, FilePlan, ImportPlan, TablePlan
from desktop_crm.ui.transfer.table_models import PREVIEW_ROWS, TARGET, MappingModel, PreviewModel
from desktop_crm.ui.widgets.inputs import ComboBox, LineEdit, SpinBox
from desktop_crm.ui.widgets.labels import label, set_tone

_ENCODINGS = ("utf-8", "gb18030", "utf-16", "big5", "shift_jis", "euc_kr", "windows-1252")
_MOST_HEADER_ROW = 999
_PLACE = Qt.ItemDataRole.UserRole


class PreviewStep(QWidget):
    """Signals: `reread_requested(FilePlan)` after another encoding or heading row was chosen, `changed()`."""

    reread_requested = Signal(object)
    changed = Signal()

    def __init__(self, context: Context, plan: ImportPlan) -> None:
        super().__init__()
        self._context, self._plan = context, plan
        self._file: FilePlan | None = None
        self._table: TablePlan | None = None
        self.mapping, self.preview = MappingModel(self), PreviewModel(self)
        self.mapping.dataChanged.connect(self._on_mapped)
        self._build()

    def _build(self) -> None:
        theme = self._context.theme
        px = theme.px
        self._build_tables()
        self.list = QListWidget()
        self.list.setAccessibleName(_("Tables"))
        self.list.setFixedWidth(px(200))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._on_current_changed)
        self.list.itemChanged.connect(self._on_ticked)
        self.kinds = ComboBox(theme)
        for kind in Kind:
            self.kinds.addItem(_(TITLES[kind]), kind.value)
        self.kinds.activated.connect(self._on_kind)
        self.encodings = ComboBox(theme, editable=True)
        self.encodings.activated.connect(self._on_encoding)
        typed = self.encodings.lineEdit()
        assert isinstance(typed, LineEdit)  # noqa: S101 - an editable ComboBox has one
        typed.entered.connect(self._on_encoding)
        self.header_row = SpinBox()
        self.header_row.setRange(0, _MOST_HEADER_ROW)
        self.header_row.setSpecialValueText(_("automatic"))
        self.header_row.setKeyboardTracking(False)
        self.header_row.valueChanged.connect(self._on_header_row)
        self._fields: dict[QWidget, QWidget] = {}
        row = QHBoxLayout()
        row.setSpacing(px(12))
        for name, editor in (
            (_("The rows are"), self.kinds),
            (_("Encoding"), self.encodings),
            (_("Headings in row"), self.header_row),
        ):
            row.addWidget(self._field(name, editor))
        row.addStretch(1)
        self._state = label("", "soft")
        row.addWidget(self._state, 0, Qt.AlignmentFlag.AlignBottom)
        self._problem = label("", wrap=True)
        right = QVBoxLayout()
        right.setSpacing(px(12))
        right.addLayout(row)
        right.addWidget(self._problem)
        right.addWidget(self._tables, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(16))
        layout.addWidget(self.list)
        layout.addLayout(right, 1)

    def _build_tables(self) -> None:
        theme = self._context.theme
        px = theme.px
        self.columns = PlainTable(theme, self.mapping, TARGET)
        self.columns.setAccessibleName(_("Which column fills which field"))
        self.first_rows = PlainTable(theme, self.preview)
        self.first_rows.setAccessibleName(_("The first rows"))
        self._tables = QSplitter(Qt.Orientation.Horizontal)
        self._tables.setProperty("role", "gap")
        self._tables.setHandleWidth(px(16))
        self._tables.setChildrenCollapsible(False)
        self._tables.addWidget(_titled(_("Which column fills which field"), self.columns, px(4)))
        rows_title = _("The first {count} rows").format(count=PREVIEW_ROWS)
        self._tables.addWidget(_titled(rows_title, self.first_rows, px(4)))
        self._tables.setSizes([px(430), px(560)])

    def _field(self, name: str, editor: QWidget) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._context.theme.px(4))
        title = label(name, "caption")
        title.setBuddy(editor)
        editor.setAccessibleName(name)
        editor.setMinimumWidth(self._context.theme.px(132))
        box.addWidget(title)
        box.addWidget(editor)
        self._fields[editor] = holder
        return holder

    # What is shown

    def show_plan(self) -> None:
        """Show the tables as they were read, the same one as before if it is still there."""
        place = max(self.list.currentRow(), 0)
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.list.clear()
        places: list[tuple[FilePlan, TablePlan | None]] = []
        for file in self._plan.files:
            places += [(file, table) for table in file.tables] or [(file, None)]
            for _file, table in places[self.list.count() :]:
                item = QListWidgetItem(table.name if table is not None else file.path.name)
                item.setToolTip(item.text())
                item.setSizeHint(QSize(0, self._context.theme.px(30)))
                item.setData(_PLACE, (file, table))
                if table is not None:
                    item.setCheckState(Qt.CheckState.Checked if table.taken else Qt.CheckState.Unchecked)
                self.list.addItem(item)
        self.list.setVisible(self.list.count() > 1)
        self.list.setCurrentRow(min(place, self.list.count() - 1))
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._show_current()

    def _on_current_changed(self) -> None:
        self._show_current()

    def _show_current(self) -> None:
        chosen = self.list.selectedItems() or [self.list.item(0)]
        self._file, self._table = chosen[0].data(_PLACE) if self.list.count() else (None, None)
        self.mapping.show_plan(self._table)
        self.preview.show_plan(self._table)
        self.columns.use_choices(self.mapping.offered)
        self._show_choices()
        self._tell()
        self._spread()

    def _show_choices(self) -> None:
        file, table = self._file, self._table
        self._fields[self.kinds].setVisible(table is not None)
        self.kinds.setEnabled(table is not None and not table.kind_is_given)
        if table:
            self.kinds.setCurrentIndex(self.kinds.findData(table.kind.value))
        is_sheet = table is not None and not table.kind_is_given
        self._fields[self.header_row].setVisible(is_sheet or bool(file and file.header_row))
        self.header_row.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.header_row.setValue(file.header_row or 0 if file else 0)
        self.header_row.blockSignals(False)  # noqa: FBT003 - Qt's own
        found = file.document.encoding if file and file.document else (file.encoding or "" if file else "")
        text_file = bool(found) or bool(file and file.error)
        self._fields[self.encodings].setVisible(text_file)
        self.encodings.clear()
        for name in dict.fromkeys((found, *_ENCODINGS)):
            self.encodings.addItem(name.upper(), name)
        self.encodings.setCurrentIndex(0)
        self._tables.setVisible(table is not None)

    def _tell(self) -> None:
        """Say how many rows there are, and what is odd."""
        file, table = self._file, self._table
        self._state.setText("")
        problem, tone = "", Tone.AMBER
        if file and file.error:
            problem, tone = file.error.text, Tone.RED
        elif table:
            count = len(table.table.rows) + len(table.table.refused)
            self._state.setText(ngettext("{count} row", "{count} rows", count).format(count=f"{count:,}"))
            aside = table.targets.count(KEPT_ASIDE)
            if not table.known and aside == len(table.targets):
                problem = _("No heading is known. Say what the rows are, and which field each column fills.")
            elif aside:
                problem = ngettext(
                    "{count} column fills no field; its values are kept with each record.",
                    "{count} columns fill no field; their values are kept with each record.",
                    aside,
                ).format(count=aside)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        set_tone(self._problem, tone)

    def _spread(self) -> None:
        self.columns.stretch(4, 3, 4)
        for column in range(self.preview.columnCount()):
            self.first_rows.setColumnWidth(column, self._context.theme.px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.stretch(4, 3, 4)

    # What is changed

    def _on_ticked(self, item: QListWidgetItem) -> None:
        _file, table = item.data(_PLACE)
        if table:
            table.taken = item.checkState() == Qt.CheckState.Checked
            self.changed.emit()

    def _on_kind(self, _place: int) -> None:
        if self._table:
            self._table.use_kind(Kind(self.kinds.currentData()))
            self._show_current()
            self.changed.emit()

    def _on_mapped(self) -> None:
        self.preview.show_plan(self._table)
        self._tell()
        self.changed.emit()

    def _on_encoding(self, *_place: int) -> None:
        name = self.encodings.currentText().strip().lower()
        if self._file and name and name != (self._file.document.encoding if self._file.document else ""):
            self._file.encoding = name
            self.reread_requested.emit(self._file)

    def _on_header_row(self, row: int) -> None:
        if self._file:
            self._file.header_row = row or None
            self.reread_requested.emit(self._file)


def _titled(title: str, widget: QWidget, spacing: int) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    layout.addWidget(label(title, "section"))
    layout.addWidget(widget, 1)
    return holder
