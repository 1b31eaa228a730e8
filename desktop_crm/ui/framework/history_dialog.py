"""The history of a record, or of one of its fields: who changed what, when (D-02)."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_crm.core import clock
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.workflows.record_history import Told, told_history
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.plain_table import PlainTable
from desktop_crm.ui.framework.record_table_model import Cell
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.framework.text_table_model import TextTableModel
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.inputs import ComboBox

_SHARES = (3, 2, 4, 3, 4, 4)


class HistoryDialog(SheetDialog):
    """Shows every change of a record; `field` is the one to show at first, "" for all of them."""

    def __init__(self, context: Context, parent: QWidget | None, kind: Kind, record_id: int, field: str = "") -> None:
        super().__init__(context, parent, _("History"), 900, 560)
        self._told: list[Told] = []
        self.fields = ComboBox(context.theme)
        self.fields.setAccessibleName(_("Field"))
        self.fields.setMinimumWidth(context.theme.px(180))
        self.fields.addItem(_("All fields"), "")
        if field:
            label = ROOMS[kind].fields[field].label
            self.fields.addItem(_(label), field)
            self.fields.setCurrentIndex(1)
        self.head.addWidget(self.fields)
        titles = (_("When"), _("Changed by"), _("Action"), _("Field"), _("Before"), _("After"))
        self.model = TextTableModel(titles, self)
        self.table = PlainTable(context.theme, self.model)
        self.table.setAccessibleName(_("History"))
        self.body.addWidget(self.table, 1)
        self.add_button(_("Close"), self.accept, "primary")
        self.fields.currentIndexChanged.connect(self._show)
        context.operations.read(self, partial(_read, kind, record_id), self._on_read)

    def _on_read(self, told: list[Told]) -> None:
        self._told, chosen = told, self.fields.currentData()
        self.fields.blockSignals(True)  # noqa: FBT003 - Qt's own
        for name, label in dict.fromkeys((each.field, each.label) for each in told if each.field):
            if self.fields.findData(name) < 0:
                self.fields.addItem(label, name)
        self.fields.setCurrentIndex(max(self.fields.findData(chosen), 0))
        self.fields.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._show()
        self.table.stretch(*_SHARES)
        self.table.setFocus()

    def _show(self, *_place: int) -> None:
        chosen = self.fields.currentData()
        shown = [each for each in self._told if not chosen or each.field == chosen]
        self.model.show_rows([_cells(each) for each in shown])
        self.say("" if shown else _("Nothing was recorded yet."))


def _read(kind: Kind, record_id: int, connection: Any) -> list[Told]:
    return told_history(connection, kind, record_id)


def _cells(each: Told) -> tuple[Cell, ...]:
    local = each.at.astimezone(clock.zone())
    empty = _("(empty)") if each.field else ""
    return (
        Cell(f"{local:%Y-%m-%d %H:%M}", Tone.SOFT),
        Cell(each.author, Tone.SOFT),
        Cell(each.action, Tone.SOFT),
        Cell(each.label),
        Cell(each.old or empty, Tone.INK if each.old else Tone.SOFT),
        Cell(each.new or empty, Tone.INK if each.new else Tone.SOFT),
    )
