"""Every field of a customer, to read, in its sections, and when it was last found right."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.values.field_values import show
from desktop_crm.core.workflows.verify_records import Verified
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.widgets.cards import Card, button
from desktop_crm.ui.widgets.labels import label

_CAPTION_WIDTH = 112
_TWO_COLUMNS_FROM = 560  # pixels at 100 %
_VALUE = "value_"  # how the names of the widgets begin that show a value; the rest is the field's
_VERIFIED = "verified_"  # the same of what says when it was found right
_WIDE = {FieldType.LONG_TEXT, FieldType.UNPLACED}


class FactsTab(QScrollArea):
    """Signals: `edit_requested()`, `menu_requested(name, position)` for what can be done with a field."""

    edit_requested = Signal()
    menu_requested = Signal(str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._customer: Customer | None = None
        self._columns = 2
        self._confidential: frozenset[str] = frozenset()
        self._verified: Mapping[str, Verified] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Details"))

    def show_customer(self, customer: Customer) -> None:
        """Show the fields of a customer; nothing happens when they are those shown."""
        if customer != self._customer:
            if self._customer is None or customer.id != self._customer.id:
                self._verified = {}  # what was found right in another one
            self._customer = customer
            self._build(customer)

    def show_confidential(self, names: frozenset[str]) -> None:
        """Say which of the fields are confidential, whether their values may be seen or not (P-04)."""
        if names != self._confidential:
            self._confidential = names
            if self._customer:
                self._build(self._customer)

    def show_verified(self, verified: Mapping[str, Verified]) -> None:
        """Say beside each of these fields when it was last found right, or that it changed since (D-03)."""
        if verified != self._verified:
            self._verified = verified
            if self._customer:
                self._build(self._customer)

    @property
    def confidential(self) -> frozenset[str]:
        """The names of the fields that are confidential."""
        return self._confidential

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        below = self.childAt(event.pos())
        name = below.objectName() if below else ""
        if name.startswith((_VALUE, _VERIFIED)):
            self.menu_requested.emit(name.removeprefix(_VALUE).removeprefix(_VERIFIED), event.globalPos())
            event.accept()
        else:
            super().contextMenuEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.viewport().width() >= self._theme.px(_TWO_COLUMNS_FROM) else 1
        if columns != self._columns:
            self._columns = columns
            if self._customer:
                self._build(self._customer)

    def _build(self, customer: Customer) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, self._theme.px(8), 0)
        layout.setSpacing(self._theme.px(12))
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(button(_("Edit"), self.edit_requested.emit))
        layout.addLayout(top)
        for section, fields in _sections(customer).items():
            layout.addWidget(self._section(section, fields, customer))
        layout.addStretch(1)
        self.setWidget(content)

    def _section(self, title: str, fields: list[Field], customer: Customer) -> Card:
        card = Card(_(title))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.px(16))
        grid.setVerticalSpacing(self._theme.px(8))
        for column in range(self._columns):
            grid.setColumnStretch(2 * column + 1, 1)
        place = 0
        for field in fields:
            wide = field.type in _WIDE
            place += place % self._columns if wide else 0
            row, side = divmod(place, self._columns)
            caption = label(_(field.label), "soft", wrap=True)
            caption.setFixedWidth(self._theme.px(_CAPTION_WIDTH))
            caption.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(caption, row, 2 * side)
            grid.addWidget(self._cell(field, customer), row, 2 * side + 1, 1, 2 * self._columns - 1 if wide else 1)
            place += self._columns if wide else 1
        card.body.addLayout(grid)
        return card

    def _cell(self, field: Field, customer: Customer) -> QWidget:
        """The value, and below it when it was found right."""
        value = self._value(field, customer)
        if field.name not in self._verified:
            return value
        cell = QWidget()
        layout = QVBoxLayout(cell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        note = label(words_of(self._verified[field.name]), "caption", wrap=True)
        note.setObjectName(_VERIFIED + field.name)
        note.setAccessibleName(f"{_(field.label)}: {note.text()}")
        layout.addWidget(value)
        layout.addWidget(note)
        layout.addStretch(1)
        return cell

    def _value(self, field: Field, customer: Customer) -> QLabel:
        text = show(field, getattr(customer, field.name))
        if field.name in self._confidential:
            text = " · ".join(filter(None, (text, _("Confidential"))))
        value = _value(field, text)
        value.setObjectName(_VALUE + field.name)
        value.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the tab has one for it
        return value


def _value(field: Field, text: str) -> QLabel:
    value = label(text or "—", "" if text else "soft", wrap=True)
    value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a long word widens no column
    value.setToolTip(text if " " not in text else "")
    value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    empty = _("(empty)")
    value.setAccessibleName(f"{_(field.label)}: {text or empty}")
    value.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return value


def words_of(verified: Verified) -> str:
    """When it was found right, or since when it is another value."""
    day = f"{verified.at.astimezone(clock.zone()):%Y-%m-%d}"
    if verified.void:
        return _("Not verified any more: changed since {day}").format(day=day)
    return _("Verified on {day}").format(day=day)


def _sections(customer: Customer) -> dict[str, list[Field]]:
    """The fields of the customer's account type by section; what an import left over only where there is something."""
    sections: dict[str, list[Field]] = {}
    for field in FIELDS.shown:
        if field.derived:
            continue
        value = getattr(customer, field.name)
        if field.account_type not in {None, customer.account_type} and not value:
            continue
        if field.type is FieldType.UNPLACED and not value:
            continue
        sections.setdefault(field.section, []).append(field)
    return sections
