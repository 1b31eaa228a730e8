"""The status bar: encrypted, saved at, last verified backup, number of customers, offline."""

from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop_crm.core import clock
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.ui.look import tokens
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone


class StatusBar(QFrame):
    """Quiet facts at the bottom of the window."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self._theme = theme
        self._layout = layout = QHBoxLayout(self)
        self._lock = lock = QLabel()
        self._encrypted, self._saved, self._backup, self._count = QLabel(_("Encrypted")), QLabel(), QLabel(), QLabel()
        for widget in (lock, self._encrypted):
            layout.addWidget(widget)
        layout.addSpacing(10)
        layout.addWidget(self._saved)
        layout.addSpacing(10)
        layout.addWidget(self._backup)
        layout.addStretch(1)
        layout.addWidget(self._count)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_saved(self) -> None:
        """Say that everything was saved just now; call this after a commit only."""
        self._saved.setText(_("Saved {time}").format(time=_clock_time(clock.now())))

    def show_backup(self, made_at: datetime | None) -> None:
        """Say when the last verified backup was made."""
        if made_at is None:
            self._backup.setText(_("No backup yet"))
            return
        local = made_at.astimezone(clock.zone())
        day = _("today") if local.date() == clock.today() else local.date().isoformat()
        self._backup.setText(_("Last backup {day} {time} · verified").format(day=day, time=_clock_time(made_at)))

    def show_customers(self, count: int) -> None:
        """Say how many customers there are."""
        customers = ngettext("{count} customer", "{count} customers", count).format(count=f"{count:,}")
        self._count.setText(" · ".join((customers, _("offline"))))

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._lock.setPixmap(icon("lock", self._theme, Tone.SOFT).pixmap(px(12), px(12)))
        self._layout.setContentsMargins(px(14), 0, px(14), 0)
        self._layout.setSpacing(px(6))
        self.setFixedHeight(px(tokens.STATUS_BAR_HEIGHT))


def _clock_time(moment: datetime) -> str:
    return moment.astimezone(clock.zone()).strftime("%H:%M")
