"""What the owner looks into until the end of the month, and how he says that it is right (D-03)."""

from array import array
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.lists.upkeep import DueLine, due_lines
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.workflows.verify_records import (
    Due,
    Right,
    due_at_month_end,
    month_end,
    verify_many,
)
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.page import Page
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.record_table_model import Cell, Cells, Column, RecordTableModel
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.cards import Card, EmptyState, button, focus_part, show_part
from desktop_crm.ui.widgets.inputs import is_composing
from desktop_crm.ui.widgets.labels import label

_SHOWN = {Kind.CUSTOMERS, Kind.CONTACTS, Kind.FOLLOWUPS}
_LIST, _NOTHING = range(2)
_RIGHT_KEYS = "Ctrl+Return"


class VerificationPage(Page):
    """Every record with fields that nobody found right in this month: right with one key, or edited first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._due: dict[int, Due] = {}
        self._restored: Any = None
        columns = (
            Column("customer", _("Customer"), 220),
            Column("kind", _("Kind"), 88),
            Column("record", _("Which record"), 170),
            Column("fields", _("To look into"), 380),
            Column("last", _("Last verified"), 170),
        )
        self.model = RecordTableModel(context.operations, columns, self._fetch, self)
        self.table = RecordTable(context, self.model, "verification")
        self.table.setAccessibleName(_("Month-end verification"))
        self.table.opened.connect(self.edit)
        self.table.menu_requested.connect(self._on_menu_requested)
        self.table.current_changed.connect(self._look)
        self.table.selectionModel().selectionChanged.connect(self._look)
        self.summary = label("", "soft")
        keys = QKeySequence(_RIGHT_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        self.right_button = button(_("Right"), self.verify, "primary")
        said = _("Note that what is selected was found right")
        self.right_button.setToolTip(_("{value} ({about})").format(value=said, about=keys))
        self.edit_button = button(_("Edit"), self._on_edit)
        self.open_button = button(_("Open customer"), self.open_customer)
        self.all_button = button(_("Select all"), self._on_select_all)
        shortcut = QShortcut(self.table)
        shortcut.setKeys([QKeySequence(key) for key in (_RIGHT_KEYS, "Ctrl+Enter")])
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.setWhatsThis(_("Right"))
        shortcut.activated.connect(self._on_right_key)
        self._is_writable = not (context.book.database.read_only or context.book.database.presenting)
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        px = self.context.theme.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(label(_("Month-end verification"), "pageTitle"))
        head.addSpacing(px(4))
        head.addWidget(self.summary)
        head.addStretch(1)
        for each in (self.all_button, self.open_button, self.edit_button, self.right_button):
            head.addWidget(each)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.table)
        content = QWidget()
        self._parts = QStackedLayout(content)
        self._parts.addWidget(card)
        self._parts.addWidget(EmptyState(_("Everything was found right this month. Next month asks again.")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(15), px(20), px(18))
        layout.setSpacing(px(12))
        layout.addLayout(head)
        layout.addWidget(content, 1)
        self._look()

    # What every page does

    def refresh(self) -> None:
        self.context.operations.read(self, due_at_month_end, self._on_due, latest="due")

    def concerns(self, changes: Changes) -> bool:
        return not _SHOWN.isdisjoint(changes.kinds)

    def focus(self) -> None:
        focus_part(self._parts)
        if self._parts.currentIndex() == _LIST:
            self.table.setFocus()

    def view_state(self) -> Mapping[str, Any]:
        return {"place": self.table.place()}

    def restore_view(self, state: Mapping[str, Any]) -> None:
        self.table.return_to(state["place"])

    def selected_customer(self) -> CustomerId | None:
        due = self._due.get(self.table.current_id or 0)
        return CustomerId(due.customer_id) if due else None

    def _on_changed(self, changes: Changes, origin: QObject) -> None:
        if self.concerns(changes):
            self.model.read_again()
        super()._on_changed(changes, origin)

    # The list

    def _on_due(self, found: list[Due]) -> None:
        row = self.table.currentIndex().row()
        self._due = {due.record_id: due for due in found}
        self.model.show_ids(array("q", self._due))
        show_part(self._parts, _LIST if found else _NOTHING)
        if found and self.table.current_id is None:
            self.table.go_to_row(max(row, 0))
        end = month_end(clock.today())
        customers = len({due.customer_id for due in found})
        records = ngettext("{count} record", "{count} records", len(found)).format(count=f"{len(found):,}")
        of = ngettext("of {count} customer", "of {count} customers", customers).format(count=f"{customers:,}")
        self.summary.setText(_("{records} {customers}, until {day}").format(records=records, customers=of, day=end))
        self.summary.setVisible(bool(found))
        self.count_changed.emit(len(found), False)  # noqa: FBT003 - a signal
        self._look()

    def _fetch(self, connection: Any, ids: Sequence[int]) -> Mapping[int, Cells]:
        due = self._due
        wanted = [due[record_id] for record_id in ids if record_id in due]
        return {record_id: _cells(due[record_id], line) for record_id, line in due_lines(connection, wanted).items()}

    def selected(self) -> list[Due]:
        """What is selected, in order."""
        return [self._due[record_id] for record_id in self.table.selected_ids() if record_id in self._due]

    def _look(self, *_what: object) -> None:
        count = self.table.selected_count()
        self.right_button.setEnabled(self._is_writable and count > 0)
        self.right_button.setText(_("Right") if count < 2 else _("Right ({count})").format(count=f"{count:,}"))
        self.edit_button.setEnabled(count == 1)
        self.open_button.setEnabled(count == 1)
        self.all_button.setEnabled(bool(self._due))

    # What can be done

    def verify(self) -> None:
        """Note that what is selected was found right: one action, with one way back."""
        found = [Right(due.kind, due.record_id, due.fields) for due in self.selected()]
        if found and self._may_write():
            self.context.operations.write(self, "verify", partial(_verified, found))

    def edit(self, record_id: int) -> None:
        """Open the form of a record; when it is saved, what was to be looked into counts as found right."""
        due = self._due.get(record_id)
        if due:
            work = partial(ROOMS[due.kind].get, record_id=record_id)
            self.context.operations.read(self, work, partial(self._on_read, due), latest="edit")

    def open_customer(self) -> None:
        """Show the customer of the current record."""
        customer_id = self.selected_customer()
        if customer_id is not None:
            self.context.navigator.open_record(Kind.CUSTOMERS, customer_id)

    def _may_write(self) -> bool:
        """Whether something can be noted now; nobody finds right what he does not see."""
        try:
            self.context.book.database.refuse_while_presenting()
        except CrmError as error:
            self.context.messages.error(error)
            return False
        return self._is_writable

    def _on_right_key(self) -> None:
        if not is_composing():
            self.verify()

    def _on_edit(self) -> None:
        if self.table.current_id is not None:
            self.edit(self.table.current_id)

    def _on_select_all(self) -> None:
        self.table.selectAll()
        self.table.setFocus()

    def _on_read(self, due: Due, entity: Any) -> None:
        if entity is not None:
            dialog = RecordDialog(self.context, due.kind, entity, None, self.window())
            dialog.accepted.connect(partial(self._on_saved, due))
            dialog.open()

    def _on_saved(self, due: Due) -> None:
        fields = tuple(name for name in due.fields if due.kind is not Kind.FOLLOWUPS)  # the list itself sees the end
        if fields and self._may_write():
            found = [Right(due.kind, due.record_id, fields)]
            self.context.operations.write(self, "verify", partial(_verified, found))

    def _on_menu_requested(self, _record_id: int, position: QPoint) -> None:
        self.menu().popup(position)

    def menu(self) -> QMenu:
        """What can be done with what is selected."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for shown, act in (
            (self.right_button, self.verify),
            (self.edit_button, self._on_edit),
            (self.open_button, self.open_customer),
        ):
            action = menu.addAction(shown.text())
            action.setEnabled(shown.isEnabled())
            action.triggered.connect(lambda _checked=False, act=act: act())
        return menu


def _verified(found: list[Right], session: Session) -> Changes:
    return verify_many(session, found)


def _cells(due: Due, line: DueLine) -> Cells:
    pair = _("{label}: {value}")
    fields = " · ".join(pair.format(label=name, value=text) if text else name for name, text in line.fields)
    if line.last is None:
        last = Cell(_("Never"), Tone.SOFT)
    else:
        when = f"{line.last.at.astimezone(clock.zone()):%Y-%m-%d}"
        last = Cell(" · ".join(filter(None, (when, line.last.author))), Tone.SOFT)
    record = "" if due.kind is Kind.CUSTOMERS else line.record
    kind = Cell(_(TITLES[due.kind]), Tone.SOFT)
    return (Cell(line.customer), kind, Cell(record), Cell(fields, Tone.INK, fields), last)
