"""The settings page: the book's own settings made from their list, the window, keys, backups, and where things lie."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.migrate import program_version
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.settings import (
    LOCK_AFTER_MINUTES,
    LOG_HOURS,
    REFRESH_DAYS,
    SETTINGS,
    USER_NAME,
    Setting,
    Settings,
)
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.page import Page
from desktop_crm.ui.framework.turns import Turns
from desktop_crm.ui.settings.backup_card import BackupCard
from desktop_crm.ui.settings.checks import Value
from desktop_crm.ui.settings.key_dialogs import PassphraseDialog, RecoveryKeyDialog
from desktop_crm.ui.settings.reminders_card import RemindersCard
from desktop_crm.ui.settings.setting_row import SettingRow
from desktop_crm.ui.settings.window_card import WindowCard
from desktop_crm.ui.settings.working_days_card import WorkingDaysCard
from desktop_crm.ui.widgets.cards import Card, button
from desktop_crm.ui.widgets.labels import label


class SettingsPage(Page):
    """Everything that can be set. What is changed holds at once; there is no button for it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        px, self._scale = context.theme.px, context.theme.scale
        self._rows: dict[str, SettingRow] = {}
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        content = QWidget()
        columns = QHBoxLayout(content)
        columns.setContentsMargins(px(20), 0, px(20), px(18))
        columns.setSpacing(px(16))
        for column, share in ((self._left, 2), (self._right, 3)):
            column.setSpacing(px(12))
            column.addStretch(1)
            columns.addLayout(column, share)
        title = label(_("Settings"), "pageTitle")
        title.setContentsMargins(px(20), px(18), px(20), px(12))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(title)
        layout.addWidget(self._scroll, 1)
        self._scroll.setWidget(content)
        self._turns = Turns(self, [*self._cards(), self._begin])

    def _cards(self) -> list[Callable[[], None]]:
        """What makes each card and puts it in its place, from top to bottom, the left column first."""
        groups = {group: partial(self._group_card, group, list(each)) for group, each in groupby(SETTINGS, _group_of)}
        safety = groups.pop(LOCK_AFTER_MINUTES.group)
        deadlines, periods = groups.pop(LOG_HOURS.group), groups.pop(REFRESH_DAYS.group)
        reminders, working_days = partial(RemindersCard, self.context), partial(WorkingDaysCard, self.context)
        left: list[Callable[[], QWidget]] = [self._make_window_card, reminders, self._fields_card, *groups.values()]
        right: list[Callable[[], QWidget]] = [safety, self._make_backup_card, self._data_card]
        right += [working_days, deadlines, periods]
        return [
            partial(self._add_card, column, make)
            for column, cards in ((self._left, left), (self._right, right))
            for make in cards
        ]

    def _add_card(self, column: QVBoxLayout, make: Callable[[], QWidget]) -> None:
        column.insertWidget(column.count() - 1, make())

    def _begin(self) -> None:
        self.context.bus.settings_changed.connect(self.refresh)
        self.refresh()

    def _make_window_card(self) -> WindowCard:
        self._window_card = WindowCard(self.context)
        return self._window_card

    def _make_backup_card(self) -> BackupCard:
        self._backup_card = BackupCard(self.context)
        return self._backup_card

    # Its parts, which are made in turns, or when they are asked for

    @property
    def rows(self) -> Mapping[str, SettingRow]:
        """The row of each setting of the book by its name, in the order of their list."""
        self._turns.finish()
        return {setting.name: self._rows[setting.name] for setting in SETTINGS}

    @property
    def window_card(self) -> WindowCard:
        """What belongs to the window."""
        self._turns.finish()
        return self._window_card

    @property
    def backup_card(self) -> BackupCard:
        """What belongs to backups."""
        self._turns.finish()
        return self._backup_card

    def refresh(self) -> None:
        self.context.operations.read(self, settings_store.load, self._on_settings, latest="settings")

    def view_state(self) -> Mapping[str, Any]:
        return {"scrolled": self._scroll.verticalScrollBar().value() / self._scale}

    def restore_view(self, state: Mapping[str, Any]) -> None:
        self._turns.then(partial(self._scroll_to, round(state["scrolled"] * self._scale)))

    def _scroll_to(self, place: int) -> None:
        QTimer.singleShot(0, self, partial(self._scroll.verticalScrollBar().setValue, place))  # when it is laid out

    def concerns(self, changes: Changes) -> bool:  # noqa: ARG002 - settings are no records
        return False

    def _group_card(self, group: str, settings: list[Setting]) -> Card:
        px = self.context.theme.px
        card = Card(_(group))
        card.body.setSpacing(px(12))
        for setting in settings:
            row = self._rows[setting.name] = SettingRow(setting, self.context.theme)
            row.decided.connect(self._on_decided)
            row.setEnabled(not self.context.book.database.read_only)
            card.body.addWidget(row)
        if LOCK_AFTER_MINUTES in settings:
            keys = QHBoxLayout()
            keys.setSpacing(px(8))
            for text, act in (
                (_("Change passphrase…"), self._on_passphrase),
                (_("New recovery key…"), self._on_recovery_key),
            ):
                opener = button(text, act)
                opener.setEnabled(not self.context.book.vault.read_only)
                keys.addWidget(opener)
            keys.addStretch(1)
            card.body.addLayout(keys)
            team = QHBoxLayout()
            team.addWidget(button(_("Undertaking and notice…"), self._on_team_pages))
            team.addStretch(1)
            card.body.addLayout(team)
        return card

    def _fields_card(self) -> Card:
        card = Card(_("Fields and lists"))
        card.body.setSpacing(self.context.theme.px(8))
        text = _("Fields of your own, fields you can do without, and what drop-down lists offer.")
        card.body.addWidget(label(text, "soft", wrap=True))
        row = QHBoxLayout()
        opener = button(_("Fields and lists…"), self._on_fields)
        opener.setEnabled(not self.context.book.database.read_only)
        row.addWidget(opener)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _data_card(self) -> Card:
        px = self.context.theme.px
        card = Card(_("Where the data lies"))
        card.body.setSpacing(px(8))
        folder = QLabel(str(self.context.book.vault.folder))
        folder.setWordWrap(True)
        folder.setTextInteractionFlags(folder.textInteractionFlags().TextSelectableByMouse)
        folder.setAccessibleName(_("Where the data lies"))
        card.body.addWidget(folder)
        row = QHBoxLayout()
        row.addWidget(button(_("Open folder"), self._on_open_folder))
        row.addStretch(1)
        row.addWidget(label(_("Version {version}").format(version=program_version()), "caption"))
        row.addWidget(button(_("About…"), self._on_about))
        card.body.addLayout(row)
        return card

    # Settings of the book

    def _on_settings(self, settings: Settings) -> None:
        for row in self.rows.values():
            row.show_value(settings.value(row.setting))

    def _on_decided(self, setting: Setting, value: Value) -> None:
        work = partial(settings_store.store, setting=setting, value=value)
        self.context.operations.write(
            self, "change_setting", work, partial(self._on_stored, setting, value), failed=self._on_not_stored
        )

    def _on_stored(self, setting: Setting, value: Value, _changes: Changes) -> None:
        if setting == USER_NAME:
            self.context.book.database.author = str(value)
        self.context.bus.settings_changed.emit()
        self.context.messages.toast(_("Saved: {setting}").format(setting=_(setting.label)))

    def _on_not_stored(self, error: CrmError) -> None:
        self.refresh()
        self.context.messages.error(error)

    # Dialogs

    def _on_passphrase(self) -> None:
        PassphraseDialog(self.context, self.window()).open()

    def _on_recovery_key(self) -> None:
        RecoveryKeyDialog(self.context, self.window()).open()

    def _on_team_pages(self) -> None:
        from desktop_crm.ui.documents.team_page_dialog import show_team_pages  # noqa: PLC0415 - costs start-up time

        show_team_pages(self.context, self.window())

    def _on_fields(self) -> None:
        from desktop_crm.ui.settings.fields_dialog import FieldsDialog  # noqa: PLC0415 - costs start-up time

        FieldsDialog(self.context, self.window()).open()

    def _on_about(self) -> None:
        from desktop_crm.ui.settings.about_dialog import AboutDialog  # noqa: PLC0415 - costs start-up time

        AboutDialog(self.context, self.window()).open()

    def _on_open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.context.book.vault.folder)))


def _group_of(setting: Setting) -> str:
    return setting.group
