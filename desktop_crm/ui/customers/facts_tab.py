"""Every field of a customer, to read, in its sections."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.values.field_values import show
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.widgets.cards import Card, button
from desktop_crm.ui.widgets.labels import label

_CAPTION_WIDTH = 112
_TWO_COLUMNS_FROM = 560  # pixels at 100 %
_WIDE = {FieldType.LONG_TEXT, FieldType.UNPLACED}


class FactsTab(QScrollArea):
    """Signals: `edit_requested()`."""

    edit_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._customer: Customer | None = None
        self._columns = 2
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Details"))

    def show_customer(self, customer: Customer) -> None:
        """Show the fields of a customer; nothing happens when they are those shown."""
        if customer != self._customer:
            self._customer = customer
            self._build(customer)

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
            grid.addWidget(_value(field, customer), row, 2 * side + 1, 1, 2 * self._columns - 1 if wide else 1)
            place += self._columns if wide else 1
        card.body.addLayout(grid)
        return card


def _value(field: Field, customer: Customer) -> QLabel:
    text = show(field, getattr(customer, field.name))
    value = label(text or "—", "" if text else "soft", wrap=True)
    value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a long word widens no column
    value.setToolTip(text if " " not in text else "")
    value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    empty = _("(empty)")
    value.setAccessibleName(f"{_(field.label)}: {text or empty}")
    value.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return value


def _sections(customer: Customer) -> dict[str, list[Field]]:
    """The fields of the customer's account type by section; what an import left over only where there is something."""
    sections: dict[str, list[Field]] = {}
    for field in FIELDS.stored:
        value = getattr(customer, field.name)
        if field.account_type not in {None, customer.account_type} and not value:
            continue
        if field.type is FieldType.UNPLACED and not value:
            continue
        sections.setdefault(field.section, []).append(field)
    return sections
