"""How this installation reminds: also while the program is closed, and whether notifications arrive at all."""

import shiboken6
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from desktop_crm.core.i18n import _
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.reminders.outcomes import hint
from desktop_crm.ui.widgets.cards import Card, button
from desktop_crm.ui.widgets.labels import label, restyle

_PREFERENCE = "start_at_login"


class RemindersCard(Card):
    """Everything here belongs to the computer, not to the book, and holds at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Reminders"))
        self._context = context
        self.body.setSpacing(context.theme.px(8))
        self.at_login = QCheckBox(_("Remind me while the program is closed, too"))
        self.at_login.setAccessibleName(self.at_login.text())
        self.at_login.clicked.connect(self._on_at_login)
        self.body.addWidget(self.at_login)
        what = _(
            "It then starts with the system, in the tray. While it is closed or locked it says only how much is due, "
            "without names."
        )
        self.body.addWidget(label(what, "caption", wrap=True))
        row = QHBoxLayout()
        self.test = button(_("Test notification"), self._on_test)
        row.addWidget(self.test)
        row.addStretch(1)
        self.body.addLayout(row)
        self.outcome = label("", "caption", wrap=True)
        self.outcome.hide()
        self.body.addWidget(self.outcome)
        context.preferences.changed.connect(self._on_preference)
        self._on_preference(_PREFERENCE)

    def _on_at_login(self, checked: bool) -> None:  # noqa: FBT001 - Qt's argument
        self._context.preferences.set(_PREFERENCE, checked)
        if checked and not self._context.preferences.get(_PREFERENCE):
            self._say(_("The system did not let the program start at login."), wrong=True)

    def _on_preference(self, name: str) -> None:
        if name == _PREFERENCE:
            self.at_login.setChecked(bool(self._context.preferences.get(_PREFERENCE)))

    def _on_test(self) -> None:
        self.test.setEnabled(False)
        self._say(_("Waiting for the system …"), wrong=False)
        self._context.bus.notification_test_requested.emit(self._on_outcome)

    def _on_outcome(self, problem: str) -> None:
        if shiboken6.isValid(self):  # the book may have been locked meanwhile
            self.test.setEnabled(True)
            self._say(problem or "\n".join((_("The system took the notification."), hint())), wrong=bool(problem))

    def _say(self, text: str, *, wrong: bool) -> None:
        self.outcome.setText(text)
        self.outcome.setProperty("role", "problem" if wrong else "caption")
        restyle(self.outcome)
        self.outcome.show()
