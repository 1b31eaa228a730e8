"""The page of the Trash: what lies there and until when, the way back, and erasing for good."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.workflows.trash import Trashed, bring_back, trashed
from desktop_crm.core.workflows.unmerge_customer import unmerge
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.page import Page
from desktop_crm.ui.framework.plain_table import PlainTable
from desktop_crm.ui.framework.record_table_model import Cell
from desktop_crm.ui.framework.text_table_model import TextTableModel
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.trash.erase_dialog import EraseDialog
from desktop_crm.ui.widgets.cards import Card, EmptyState, button
from desktop_crm.ui.widgets.inputs import ComboBox
from desktop_crm.ui.widgets.labels import label

_EVERYTHING = ""
_SHARES = (5, 2, 4, 3, 4)


class TrashPage(Page):
    """What lies in the Trash, of one kind or of all."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        px = context.theme.px
        self._found: list[Trashed] = []
        self.shown: list[Trashed] = []
        self.kinds = ComboBox(context.theme)
        self.kinds.setAccessibleName(_("Kind of record"))
        self.kinds.setMinimumWidth(px(170))
        self.kinds.currentIndexChanged.connect(self._on_kind)
        titles = (_("What"), _("Kind"), _("Customer"), _("In the Trash since"), _("Until"))
        self.model = TextTableModel(titles, self)
        self.table = PlainTable(context.theme, self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setAccessibleName(_("Trash"))
        self.table.selectionModel().selectionChanged.connect(self._look)
        self.back = button(_("Bring back"), self.bring_back, "primary")
        self.separate = button(_("Separate again"), self.unmerge)
        self.erase = button(_("Erase for good…"), self.erase_selected, "danger")
        self.everything = button(_("Empty the Trash…"), self.erase_everything, "danger")
        self._is_writable = not context.book.database.read_only
        self._lay_out()
        context.bus.settings_changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        px = self.context.theme.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(label(_("Trash"), "pageTitle"))
        head.addSpacing(px(8))
        head.addWidget(self.kinds)
        head.addStretch(1)
        for each in (self.back, self.separate, self.erase, self.everything):
            head.addWidget(each)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.table)
        content = QWidget()
        self._parts = QStackedLayout(content)
        self._parts.addWidget(card)
        self._parts.addWidget(EmptyState(_("The Trash is empty.")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(15), px(20), px(18))
        layout.setSpacing(px(12))
        layout.addLayout(head)
        layout.addWidget(content, 1)
        self._look()

    def refresh(self) -> None:
        self.context.operations.read(self, trashed, self._on_found, latest="trash")

    def focus(self) -> None:
        self.table.setFocus()

    def view_state(self) -> Mapping[str, Any]:
        return {"kind": self.kinds.currentData()}

    def restore_view(self, state: Mapping[str, Any]) -> None:
        self._wanted_kind = state["kind"]

    _wanted_kind: str = _EVERYTHING

    # What lies there

    def _on_found(self, found: list[Trashed]) -> None:
        self._found = found
        chosen = self.kinds.currentData() or self._wanted_kind
        counts: dict[str, int] = {}
        for each in found:
            counts[each.kind.value] = counts.get(each.kind.value, 0) + 1
        self.kinds.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.kinds.clear()
        everything = _("Everything")
        self.kinds.addItem(f"{everything} {len(found):,}", _EVERYTHING)
        for kind in Kind:
            if kind.value in counts:
                self.kinds.addItem(f"{_titled(kind)} {counts[kind.value]:,}", kind.value)
        self.kinds.setCurrentIndex(max(self.kinds.findData(chosen), 0))
        self.kinds.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._on_kind()

    def _on_kind(self, *_place: int) -> None:
        kind = self.kinds.currentData()
        self._wanted_kind = kind or _EVERYTHING
        self.shown = [each for each in self._found if not kind or each.kind.value == kind]
        self.model.show_rows([_cells(each) for each in self.shown])
        self.table.stretch(*_SHARES)
        self._parts.setCurrentIndex(0 if self.shown else 1)
        if self.shown:
            self.table.selectRow(0)
        self._look()

    def selected(self) -> list[Trashed]:
        """The selected rows."""
        return [self.shown[index.row()] for index in self.table.selectionModel().selectedRows()]

    def _look(self, *_what: object) -> None:
        selected = self.selected()
        merged = [each for each in selected if each.merged_into]
        self.back.setEnabled(self._is_writable and bool(selected) and not merged)
        self.separate.setVisible(bool(merged))
        self.separate.setEnabled(self._is_writable and len(merged) == len(selected) == 1)
        self.erase.setEnabled(self._is_writable and bool(selected) and not merged)
        self.everything.setEnabled(self._is_writable and any(not each.merged_into for each in self._found))

    # What can be done

    def bring_back(self) -> None:
        """Take the selected things out of the Trash."""
        self.context.operations.write(self, "bring_back", partial(_back, _things(self.selected())))

    def unmerge(self) -> None:
        """Take a merged customer out of the one it went into."""
        (merged,) = self.selected()
        self.context.operations.write(self, "unmerge_customer", partial(unmerge, other_id=CustomerId(merged.id)))

    def erase_selected(self) -> None:
        """Ask, then erase the selected things."""
        EraseDialog(self.context, self.window(), _things(self.selected())).open()

    def erase_everything(self) -> None:
        """Ask, then erase all that lies there; merged customers stay."""
        everything = _things([each for each in self._found if not each.merged_into])
        EraseDialog(self.context, self.window(), everything).open()


def _things(found: list[Trashed]) -> dict[Kind, list[int]]:
    things: dict[Kind, list[int]] = {}
    for each in found:
        things.setdefault(each.kind, []).append(each.id)
    return things


def _back(things: Mapping[Kind, list[int]], session: Session) -> Changes:
    return bring_back(session, things)


def _titled(kind: Kind) -> str:
    return _(TITLES[kind])


def _cells(each: Trashed) -> tuple[Cell, ...]:
    since = each.since.astimezone(clock.zone())
    with_it = ngettext("with {count} record", "with {count} records", each.together).format(count=each.together)
    if each.merged_into:
        until = _("merged into {customer}").format(customer=each.merged_into)
    elif each.goes_on:
        until = f"{each.goes_on.astimezone(clock.zone()):%Y-%m-%d}"
    else:
        until = _("until you erase it")
    return (
        Cell(each.title or _("(without a name)")),
        Cell(_titled(each.kind), Tone.SOFT),
        Cell(each.customer or (with_it if each.together else ""), Tone.SOFT),
        Cell(f"{since:%Y-%m-%d %H:%M}", Tone.SOFT),
        Cell(until, Tone.SOFT),
    )
