"""The records of one kind that belong to a customer: the list, a button that adds to it, and the menu of a row."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core.chain.commands import move
from desktop_crm.core.changes import Changes
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.database.session import Session
from desktop_crm.core.documents.forms import form_about
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import ContactId, CustomerId, DecisionStepId
from desktop_crm.core.kinds import ONE, TITLES, Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.timeline.overview import ids_of
from desktop_crm.core.workflows.verify_records import REACHED_BY, Right, verify_many
from desktop_crm.ui.clocks.cells import CLOCK, NOTHING, ClockColumn, clock_column, has_clocks
from desktop_crm.ui.customers.chain_line import ChainLine
from desktop_crm.ui.customers.contacts_model import ContactsModel
from desktop_crm.ui.customers.record_windows import edit_record, new_record, show_code
from desktop_crm.ui.customers.trashing import trash_records
from desktop_crm.ui.documents.customer_preview import print_record
from desktop_crm.ui.framework.cell_menu import add_cell_actions
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_columns import columns_of, fetch_fields, table_fields
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.record_table_model import Cells, Fetch, RecordTableModel
from desktop_crm.ui.letters.actions import add_letter_actions
from desktop_crm.ui.widgets.cards import EmptyState, button

_EMPTY = {
    Kind.CONTACTS: N_("The people you talk to here: who decides, who uses, who signs."),
    Kind.ORDERS: N_("What this customer bought, when and for how much."),
    Kind.FOLLOWUPS: N_("What you have promised or plan to do next."),
    Kind.NEEDS: N_("What this customer wants, said or guessed, by when and who sees to it."),
    Kind.CHAIN: N_("Who proposes, evaluates, reviews and approves a purchase here, in this order."),
    Kind.COMMITMENTS: N_("What you promised this customer, and what was promised to you."),
    Kind.DEALS: N_("What may be sold to this customer, how likely and when."),
    Kind.QUOTATIONS: N_("The quotations and proposals this customer was sent."),
    Kind.CONTRACTS: N_("The contracts with this customer."),
    Kind.SERVICE: N_("What this customer asked for or complained about, and how it was solved."),
    Kind.FEEDBACK: N_("What this customer praises or criticizes."),
    Kind.SATISFACTION: N_("How satisfied this customer is, score by score."),
    Kind.SURVEY_ANSWERS: N_("What this customer answered to your surveys."),
    Kind.NEWS: N_("What is new at this customer: people, plans, competitors."),
    Kind.GIFTS: N_("What this customer was given, when and why."),
    Kind.STORIES: N_("What this customer gained from you, to be told to others."),
    Kind.ATTACHMENTS: N_("Files that belong to this customer."),
}
_CODE_KEYS = "Ctrl+B"  # B as in business card


class RecordsOfCustomer(QWidget):
    """The records of one kind that belong to the customer shown."""

    def __init__(self, context: Context, kind: Kind) -> None:
        super().__init__()
        self._context, self._kind = context, kind
        self._customer_id: CustomerId | None = None
        self._to_open: int | None = None
        self.model = _model(context, kind, self)
        self.table = RecordTable(context, self.model, f"customer.{kind}", kind)
        if CLOCK in {column.key for column in self.model.columns}:
            ClockColumn(kind, self.table, self.model)
        self.table.setAccessibleName(_(TITLES[kind]))
        self.table.opened.connect(self._on_opened)
        self.table.trash_requested.connect(self._on_trash_requested)
        self.table.menu_requested.connect(self._on_menu_requested)
        self._add = button(_("Add {record}").format(record=_(ONE[kind])), self._on_add)
        top = QHBoxLayout()
        self._chain = ChainLine(context.operations) if kind is Kind.CHAIN else None
        if self._chain:
            top.addWidget(self._chain, 1)
            for title, keys, step in ((N_("Move up"), "Alt+Up", -1), (N_("Move down"), "Alt+Down", 1)):
                mover = button(_(title), partial(self._on_move, step))
                mover.setShortcut(QKeySequence(keys))
                mover.setToolTip(mover.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
                top.addWidget(mover)
        else:
            top.addStretch(1)
        if kind is Kind.CONTACTS:
            self.right_button = button(_("Everything here is right"), self.verify)
            self.right_button.setToolTip(_("Of the selected contacts, or of all of them where none is selected"))
            self.right_button.setEnabled(not (context.book.database.presenting or context.book.database.read_only))
            top.addWidget(self.right_button)
            self._add_code_action()
        top.addWidget(self._add)
        self._top = QWidget()
        self._top.setLayout(top)
        top.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(_(_EMPTY[kind]), self._add.text(), self._on_add))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._top)
        layout.addWidget(holder, 1)

    def show_customer(self, customer_id: CustomerId) -> None:
        """Show what belongs to this customer."""
        again, self._customer_id = customer_id == self._customer_id, customer_id
        if again:
            self.model.read_again()
        self._context.operations.read(self, partial(_ids, self._kind, customer_id), self._on_ids, latest="ids")
        if self._chain:
            self._chain.show_customer(customer_id)

    def go_to(self, record_id: int) -> None:
        """Select a record, and go on there by the keyboard; one that is not read yet as soon as it is."""
        self._to_open = None if self.table.go_to(record_id) else record_id
        self.table.setFocus()

    def _on_ids(self, ids: Any) -> None:
        self.model.show_ids(ids)
        self._stack.setCurrentIndex(0 if ids else 1)
        self._top.setVisible(bool(ids))
        if self._to_open is not None:
            wanted, self._to_open = self._to_open, None
            self.table.go_to(wanted)
            self.table.setFocus()

    def _on_add(self) -> None:
        preset: dict[str, Any] = {"customer_id": self._customer_id}
        if self._kind is Kind.CHAIN:
            preset["position"] = len(self.model.ids) + 1
        new_record(self._context, self._kind, preset, self.window())

    def _on_move(self, step: int) -> None:
        if self.table.current_id is not None:
            step_id = DecisionStepId(self.table.current_id)
            self._context.operations.write(self, "move_step", partial(move, step_id=step_id, by=step))

    def _on_opened(self, record_id: int) -> None:
        edit_record(self._context, self._kind, record_id, self.window())

    def _on_trash_requested(self, ids: Any) -> None:
        trash_records(self._context, self, self._kind, ids)

    def _on_menu_requested(self, record_id: int, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Edit")).triggered.connect(partial(self._on_edit, record_id))
        add_cell_actions(menu, self.table, pasting=False)
        if isinstance(self.model, ContactsModel) and not self.model.is_primary(record_id):
            menu.addAction(_("Make primary contact")).triggered.connect(partial(self._on_primary, record_id))
        if self._kind is Kind.CONTACTS:
            if not self._context.book.database.presenting:  # nobody finds right what he does not see
                menu.addAction(_("Everything here is right")).triggered.connect(self._on_right)
            menu.addAction(_("Another contact takes over…")).triggered.connect(partial(self._on_replace, record_id))
        if (contact_id := self._contact_at(record_id)) is not None:
            code = menu.addAction(_("Show QR code"))
            code.triggered.connect(partial(self._on_code, contact_id))
            if self._kind is Kind.CONTACTS:
                code.setShortcut(QKeySequence(_CODE_KEYS))
        if self._kind is Kind.CONTACTS and self.table.selected_count() == 2:
            menu.addAction(_("Merge…")).triggered.connect(self._on_merge)
        if form_about(self._kind):
            menu.addAction(_("Print…")).triggered.connect(partial(self._on_print, record_id))
        add_letter_actions(menu, self._context, self._kind, record_id, self.window())
        menu.addAction(_("Move to the Trash")).triggered.connect(partial(self._on_trash, record_id))
        menu.popup(position)

    def _on_print(self, record_id: int, *_checked: bool) -> None:
        print_record(self._context, self._kind, record_id, self.window())

    def _on_primary(self, record_id: int, *_checked: bool) -> None:
        work = partial(_make_primary, ContactId(record_id))
        self._context.operations.write(self, "change_contacts", work)

    def _on_right(self, _checked: bool) -> None:  # noqa: FBT001 - Qt's argument
        self.verify()

    def verify(self) -> None:
        """Note that all by which the selected people are reached, or all of them, was found right just now (D-03)."""
        ids = self.table.selected_ids() or self.model.ids
        found = [Right(Kind.CONTACTS, each, REACHED_BY[Kind.CONTACTS]) for each in ids]
        self._context.operations.write(self, "verify", partial(verify_many, found=found))

    def _on_replace(self, record_id: int, *_checked: bool) -> None:
        from desktop_crm.ui.customers.replace_dialog import ReplaceDialog  # noqa: PLC0415 - costs start-up time

        ReplaceDialog(self._context, ContactId(record_id), self.window()).open()

    def _add_code_action(self) -> None:
        """Let the key show the code of the contact under the cursor."""
        action = QAction(_("Show QR code"), self.table)
        action.setShortcut(QKeySequence(_CODE_KEYS))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(self._on_code_key)
        self.table.addAction(action)

    def _contact_at(self, record_id: int) -> int | None:
        """The contact that a row is about: itself, or who takes that step of the decision chain."""
        if self._kind is Kind.CONTACTS:
            return record_id
        return self._chain.contacts.get(record_id) if self._chain else None

    def _on_code_key(self) -> None:
        if self.table.current_id is not None:
            self._on_code(self.table.current_id)

    def _on_code(self, contact_id: int, *_checked: bool) -> None:
        show_code(self._context, Kind.CONTACTS, contact_id, self.window())

    def _on_merge(self, *_checked: bool) -> None:
        from desktop_crm.ui.duplicates.merge_dialog import MergeDialog  # noqa: PLC0415 - costs start-up time

        first, second = self.table.selected_ids()
        MergeDialog(self._context, Kind.CONTACTS, first, second, self.window()).open()

    def _on_edit(self, record_id: int, *_checked: bool) -> None:
        self._on_opened(record_id)

    def _on_trash(self, record_id: int, *_checked: bool) -> None:
        self._on_trash_requested(self.table.selected_ids() or [record_id])


def _model(context: Context, kind: Kind, parent: QObject) -> RecordTableModel:
    """What the list shows: the fields of the kind, and how much time is left where something runs out."""
    if kind is Kind.CONTACTS:
        return ContactsModel(context.operations, parent, presenting=context.book.database.presenting)
    fields = table_fields(kind, ROOMS[kind].fields.named_by)
    columns, fetch = columns_of(fields), partial(fetch_fields, kind, fields)
    if not has_clocks(kind):
        return RecordTableModel(context.operations, columns, fetch, parent)
    columns = [*columns, clock_column(kind, shown=kind is Kind.SERVICE)]
    return RecordTableModel(context.operations, columns, partial(_with_place_for_clocks, fetch), parent)


def _make_primary(contact_id: ContactId, session: Session) -> Changes:
    return CONTACTS.change(session, contact_id, is_primary=True)


def _ids(kind: Kind, customer_id: CustomerId, connection: Any) -> Any:
    return ids_of(connection, kind, customer_id)


def _with_place_for_clocks(fetch: Fetch, connection: Any, ids: Sequence[int]) -> Mapping[int, Cells]:
    return {record_id: (*cells, NOTHING) for record_id, cells in fetch(connection, ids).items()}
