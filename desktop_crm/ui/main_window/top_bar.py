"""The top bar: name, search box, quick add, record an interaction, and a menu for the rest."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_crm.core.i18n import _
from desktop_crm.ui.look import tokens
from desktop_crm.ui.look.theme import Theme

_SEARCH_WIDTH = 440


class TopBar(QFrame):
    """Signals: `record_requested()`, `quick_add_requested()` and `menu_requested()`, from the buttons."""

    record_requested = Signal()
    quick_add_requested = Signal()
    menu_requested = Signal()

    def __init__(self, theme: Theme, search: QWidget) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self._theme = theme
        self._search = search
        self._layout = layout = QHBoxLayout(self)
        name = QLabel(_("Desktop CRM"))
        name.setObjectName("appName")
        layout.addWidget(name)
        layout.addStretch(1)
        layout.addWidget(search, 2)
        layout.addStretch(1)
        self.quick_add = QPushButton(_("Quick add") + "  Ctrl J")
        self.quick_add.setAccessibleName(_("Quick add"))
        self.quick_add.clicked.connect(self.quick_add_requested)
        layout.addWidget(self.quick_add)
        self.record = QPushButton(_("Record interaction") + "  Ctrl N")
        self.record.setAccessibleName(_("Record interaction"))
        self.record.setProperty("role", "primary")
        self.record.clicked.connect(self.record_requested)
        layout.addWidget(self.record)
        self.more = QPushButton("⋯")
        self.more.setProperty("role", "more")
        self.more.setAccessibleName(_("More"))
        self.more.setToolTip(_("More"))
        self.more.clicked.connect(self.menu_requested)
        layout.addWidget(self.more)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._layout.setContentsMargins(px(14), 0, px(14), 0)
        self._layout.setSpacing(px(12))
        self._search.setMaximumWidth(px(_SEARCH_WIDTH))
        self.setFixedHeight(px(tokens.TOP_BAR_HEIGHT))
