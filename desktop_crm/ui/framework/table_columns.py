"""The columns of a list of records: which are shown, how wide, in which order, whether the first one is frozen; and
what the header's menu offers.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QMenu

from desktop_crm.core.i18n import _, language
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.freezable_table import FreezableTable
from desktop_crm.ui.framework.record_table_model import Column, RecordTableModel

_REMEMBER_AFTER_MILLISECONDS = 500
_LEAST_FIRST = 120  # pixels at 100 %: the first column takes what the others leave, but never less than this


class TableColumns(QObject):
    """Signals: `changed()` when the user chose, moved or reset columns; widths are remembered without a word.

    The first column says which record a row is: it stays in its place, cannot be hidden and fills the width.
    """

    changed = Signal()

    def __init__(self, context: Context, table: FreezableTable, model: RecordTableModel, name: str) -> None:
        super().__init__(table)
        self._context, self._table, self._model = context, table, model
        self._made: list[Any] = [context.theme.scale, language()]  # a page is made anew when either changes
        self._place = self._own_place = f"{name}.columns"
        self._arranging = False
        self._remember_soon = QTimer(self, singleShot=True, interval=_REMEMBER_AFTER_MILLISECONDS)
        self._remember_soon.timeout.connect(self.remember)
        header = self._header = table.horizontalHeader()
        # A header asks every row whether it is selected, to draw its sections pressed: it gets a selection of its own.
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.setSectionsClickable(True)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(48)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_menu)
        header.setAccessibleName(_("Columns"))
        self.reset()
        self._restore()
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._on_moved)
        table.viewport().installEventFilter(self)

    # What is shown

    def all(self) -> Sequence[Column]:
        """Every column, shown or not, as the list was made."""
        return self._model.columns

    def shown(self) -> tuple[str, ...]:
        """The keys of the columns that are shown, from left to right."""
        return tuple(self._model.columns[number].key for number in self.numbers())

    def visible(self) -> list[Column]:
        """The columns that are shown, from left to right."""
        return [self._model.columns[number] for number in self.numbers()]

    def numbers(self) -> list[int]:
        """The columns that are shown, from left to right, as the model counts them."""
        every = map(self._header.logicalIndex, range(self._header.count()))
        return [number for number in every if not self._header.isSectionHidden(number)]

    def usual(self) -> tuple[str, ...]:
        """The keys of the columns that are shown as the list was made."""
        return tuple(column.key for column in self._model.columns if column.shown)

    def use(self, place: str, keys: Sequence[str] | None) -> None:
        """Show these columns, with the widths remembered under `place`; without keys, those remembered with it."""
        if self._remember_soon.isActive():
            self.remember()
        self._place = f"{self._own_place}.{place}" if place else self._own_place
        self._arranging = True
        self.reset()
        self._restore()
        if keys is not None:
            self._arrange(keys)
        self._arranging = False
        self._fit_first()

    def reset(self) -> None:
        """Show the columns as they were made: which, how wide, in which order, the first one as any other."""
        self._table.freeze(on=False)
        for number, column in enumerate(self._model.columns):
            self._header.moveSection(self._header.visualIndex(number), number)
            self._header.setSectionHidden(number, not column.shown)
            self._header.resizeSection(number, self._usual_width(number))

    def _usual_width(self, number: int) -> int:
        """As the list was made, and wide enough for the heading."""
        made = self._context.theme.px(self._model.columns[number].width)
        return max(made, self._header.sectionSizeHint(number))

    def remember(self) -> None:
        """Keep widths, order and choice of the columns, and whether the first is frozen, for the next time."""
        self._remember_soon.stop()
        self._context.preferences.set_state(self._place, self._header.saveState())
        self._context.preferences.set(f"{self._place}.made", self._made)
        if self._table.is_frozen != self._is_remembered_frozen():
            self._context.preferences.set(f"{self._place}.frozen", self._table.is_frozen)

    def _is_remembered_frozen(self) -> bool:
        return bool(self._context.preferences.get(f"{self._place}.frozen", False))

    def _restore(self) -> None:
        """Take what is remembered, but not the widths of another zoom or language: words have other lengths there."""
        self._header.restoreState(self._context.preferences.state(self._place))
        self._header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self._table.freeze(on=self._is_remembered_frozen())
        scale, spoken = self._context.preferences.get(f"{self._place}.made", self._made)
        for number in self.numbers():
            if spoken != self._made[1]:
                self._header.resizeSection(number, self._usual_width(number))
            elif scale != self._made[0]:
                width = self._header.sectionSize(number) * self._made[0] / scale
                self._header.resizeSection(number, round(width))

    def _arrange(self, keys: Sequence[str]) -> None:
        number_of = {column.key: number for number, column in enumerate(self._model.columns)}
        wanted = [number_of[key] for key in keys if key in number_of]
        for number in range(len(self._model.columns)):
            self._show(number, shown=number in wanted or number == 0)
        for place, number in enumerate(dict.fromkeys([0, *wanted])):
            self._header.moveSection(self._header.visualIndex(number), place)

    def _show(self, number: int, *, shown: bool) -> None:
        self._table.setColumnHidden(number, not shown)
        if shown and self._table.columnWidth(number) < self._header.minimumSectionSize():
            self._table.setColumnWidth(number, self._usual_width(number))

    def _fit_first(self) -> None:
        """Let the first column take what the others leave; where they scroll below it, no less than it was made for."""
        others = sum(self._header.sectionSize(number) for number in self.numbers() if number > 0)
        least, width = self._context.theme.px(_LEAST_FIRST), self._table.viewport().width()
        if self._table.is_frozen:
            least = max(least, min(self._usual_width(0), width // 2))
        self._header.resizeSection(0, max(width - others, least))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._table.viewport():
            self._fit_first()
        return False

    # What the user does

    def _on_menu(self, position: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._header.mapToGlobal(position))

    def menu(self) -> QMenu:
        """The column chooser: a tick for each column but the first, which stays; whether that one is frozen; and the
        way back."""
        menu = QMenu(self._table)
        for number, column in enumerate(self._model.columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self._table.isColumnHidden(number))
            action.setEnabled(number > 0)
            action.toggled.connect(partial(self._on_ticked, number))
        menu.addSeparator()
        frozen = menu.addAction(_("Freeze first column"))
        frozen.setCheckable(True)
        frozen.setChecked(self._table.is_frozen)
        frozen.toggled.connect(self._on_frozen)
        menu.addAction(_("Reset columns")).triggered.connect(self._on_reset)
        return menu

    def _on_ticked(self, number: int, shown: bool) -> None:  # noqa: FBT001 - a slot
        self._show(number, shown=shown)
        self._settle()

    def _on_frozen(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self._table.freeze(on=on)
        self._fit_first()
        self.remember()

    def _on_reset(self) -> None:
        self._arranging = True
        self.reset()
        self._arranging = False
        self._settle()

    def _settle(self) -> None:
        self._fit_first()
        self.remember()
        self.changed.emit()

    def _on_moved(self, _section: int, _before: int, _after: int) -> None:
        if not self._arranging and self._table.isVisible():
            self._settle()

    def _on_resized(self, section: int, _before: int, _after: int) -> None:
        if section > 0 and not self._arranging:  # the first one follows the width of the table
            self._fit_first()
            if self._table.isVisible():
                self._remember_soon.start()
