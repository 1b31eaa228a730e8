"""The birthdays and anniversaries of the next 30 days (habit 38)."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.agenda.celebrations import DAYS_AHEAD, Celebration, celebrations
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.changes import Changes
from desktop_crm.core.i18n import _, language, ngettext
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import whole_day
from desktop_crm.ui.customers.record_windows import edit_record, new_record
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.page import Page
from desktop_crm.ui.framework.plain_table import PlainTable
from desktop_crm.ui.framework.record_table_model import Cell, Cells
from desktop_crm.ui.framework.text_table_model import TextTableModel
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.cards import Card, EmptyState, button, focus_part, show_part
from desktop_crm.ui.widgets.inputs import is_composing
from desktop_crm.ui.widgets.labels import label

_SHOWN = {Kind.CUSTOMERS, Kind.CONTACTS}
_LIST, _NOTHING = range(2)
_SHARES = (5, 4, 5, 5, 4, 4)


class CelebrationsPage(Page):
    """Who has a birthday and which customer an anniversary, the next one first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shown: list[Celebration] = []
        titles = (_("When"), _("What"), _("Who"), _("Customer"), _("Years"), _("Lunar date"))
        self.model = TextTableModel(titles, self)
        self.table = PlainTable(context.theme, self.model)
        self.table.setAccessibleName(_("Birthdays and anniversaries"))
        self.table.doubleClicked.connect(self._on_opened)
        self.table.selectionModel().currentRowChanged.connect(self._look)
        shortcut = QShortcut(self.table)
        shortcut.setKeys([QKeySequence(key) for key in ("Return", "Enter")])
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.setWhatsThis(_("Edit"))
        shortcut.activated.connect(self._on_edit_key)
        self.open_button = button(_("Open customer"), self.open_customer)
        self.plan_button = button(_("Plan a follow-up"), self.plan, "primary")
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        px = self.context.theme.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(label(_("Birthdays and anniversaries"), "pageTitle"))
        head.addSpacing(px(4))
        days = ngettext("the next {count} day", "the next {count} days", DAYS_AHEAD).format(count=DAYS_AHEAD)
        head.addWidget(label(days, "soft"))
        head.addStretch(1)
        head.addWidget(self.open_button)
        head.addWidget(self.plan_button)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.table)
        content = QWidget()
        self._parts = QStackedLayout(content)
        self._parts.addWidget(card)
        text = _(
            "No birthday or anniversary in the next {count} days. They are in the forms of contacts and customers."
        )
        self._parts.addWidget(EmptyState(text.format(count=DAYS_AHEAD)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(15), px(20), px(18))
        layout.setSpacing(px(12))
        layout.addLayout(head)
        layout.addWidget(content, 1)
        self._look()

    # What every page does

    def refresh(self) -> None:
        self.context.operations.read(self, celebrations, self._on_found, latest="celebrations")

    def concerns(self, changes: Changes) -> bool:
        return not _SHOWN.isdisjoint(changes.kinds)

    def focus(self) -> None:
        focus_part(self._parts)
        if self._parts.currentIndex() == _LIST:
            self.table.setFocus()

    def view_state(self) -> Mapping[str, Any]:
        return {"row": self.table.currentIndex().row()}

    def restore_view(self, state: Mapping[str, Any]) -> None:
        self._row = state["row"]

    _row: int = 0

    def selected_customer(self) -> CustomerId | None:
        current = self.current
        return CustomerId(current.customer_id) if current and current.customer_id else None

    # The list

    @property
    def current(self) -> Celebration | None:
        """The line under the cursor."""
        row = self.table.currentIndex().row()
        return self.shown[row] if 0 <= row < len(self.shown) else None

    def _on_found(self, found: list[Celebration]) -> None:
        row = max(self.table.currentIndex().row(), self._row, 0)
        self._row = 0
        self.shown = found
        self.model.show_rows([_cells(each) for each in found])
        self.table.stretch(*_SHARES)
        show_part(self._parts, _LIST if found else _NOTHING)
        if found:
            self.table.selectRow(min(row, len(found) - 1))
        self.count_changed.emit(len(found), False)  # noqa: FBT003 - a signal
        self._look()

    def _look(self, *_what: object) -> None:
        self.open_button.setEnabled(self.selected_customer() is not None)
        self.plan_button.setEnabled(self.selected_customer() is not None)

    # What can be done

    def edit(self) -> None:
        """Open the form of the contact; a customer is shown instead."""
        if self.current and self.current.kind is Kind.CONTACTS:
            edit_record(self.context, Kind.CONTACTS, self.current.record_id, self.window())
        else:
            self.open_customer()

    def open_customer(self) -> None:
        """Show the customer of the current line."""
        customer_id = self.selected_customer()
        if customer_id is not None:
            self.context.navigator.open_record(Kind.CUSTOMERS, customer_id)

    def plan(self) -> None:
        """Open the form of a follow-up on the day, with whom it is about."""
        current = self.current
        if current is None or current.customer_id is None:
            return
        words = _("Birthday of {name}") if current.kind is Kind.CONTACTS else _("Anniversary of {name}")
        preset: dict[str, Any] = {
            "customer_id": current.customer_id,
            "title": words.format(name=current.name),
            "due": whole_day(current.day, clock.zone()),
        }
        if current.kind is Kind.CONTACTS:
            preset["contact_id"] = current.record_id
        new_record(self.context, Kind.FOLLOWUPS, preset, self.window())

    def _on_edit_key(self) -> None:
        if not is_composing():
            self.edit()

    def _on_opened(self, _index: QModelIndex) -> None:
        self.edit()


def _cells(each: Celebration) -> Cells:
    moment = whole_day(each.day, clock.zone())
    when = short(moment.at, clock.now(), clock.zone(), language(), all_day=True)
    day = f"{each.day:%m-%d}"
    years = ""
    if each.years is not None:
        form = ngettext("{count} year", "{count} years", each.years)
        years = form.format(count=each.years) if each.years else _("the first time")
    today = each.day == clock.today()
    return (
        Cell(day if when == day else f"{day} · {when}", Tone.ACCENT if today else Tone.INK),
        Cell(_("Birthday") if each.kind is Kind.CONTACTS else _("Anniversary"), Tone.SOFT),
        Cell(each.name),
        Cell(each.customer, Tone.SOFT),
        Cell(years, Tone.SOFT),
        Cell(each.words, Tone.SOFT),
    )
