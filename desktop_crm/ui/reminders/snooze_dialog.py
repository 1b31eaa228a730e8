"""Asks until when a reminder is to be put off, in words."""

from datetime import UTC, datetime, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.i18n import _
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.labels import label
from desktop_crm.ui.widgets.moment_edit import Expects, MomentEdit


class SnoozeDialog(QDialog):
    """Signals: `chosen(datetime)`, aware and in UTC; a day without a time means its `morning`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, morning: time, parent: QWidget) -> None:
        super().__init__(parent)
        self._morning = morning
        self.setProperty("role", "form")
        self.setWindowTitle(_("Snooze until"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(360))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        layout.setSpacing(theme.px(4))
        caption = label(_("Snooze until"), "caption")
        self.moment = MomentEdit(_("Snooze until"), Expects.FUTURE, always_in_full=True)
        caption.setBuddy(self.moment)
        layout.addWidget(caption)
        layout.addWidget(self.moment)
        self.note = label("", "caption", wrap=True)
        layout.addWidget(self.note)
        layout.addSpacing(theme.px(12))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        cancel = button(_("Cancel"), self.reject)
        self.snooze_button = button(_("Snooze"), self._on_chosen, "primary")
        for made in (cancel, self.snooze_button):
            made.setAutoDefault(False)
            row.addWidget(made)
        layout.addLayout(row)
        self.moment.edited.connect(self._on_edited)
        self.moment.line.entered.connect(self._on_chosen)
        self._on_edited()

    def _until(self) -> datetime | None:
        moment = self.moment.value()
        if moment is None:
            return None
        until = moment.at
        if moment.all_day:
            until = datetime.combine(moment.day(), self._morning, clock.zone()).astimezone(UTC)
        return until if until > clock.now() else None

    def _on_edited(self) -> None:
        moment = self.moment.value()
        self.note.setText(_("Without a time: at {time}").format(time=f"{self._morning:%H:%M}"))
        self.note.setVisible(bool(moment and moment.all_day and self._until()))
        self.snooze_button.setEnabled(self._until() is not None)

    def _on_chosen(self) -> None:
        if until := self._until():
            self.chosen.emit(until)
            self.accept()
