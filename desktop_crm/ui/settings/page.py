"""The settings page: the book's own settings made from their list, the window, keys, backups, and where things lie."""

from collections.abc import Mapping
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
from desktop_crm.core.settings import LOCK_AFTER_MINUTES, NOTE_TEMPLATES, SETTINGS, USER_NAME, Setting, Settings
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.page import Page
from desktop_crm.ui.settings.backup_card import BackupCard
from desktop_crm.ui.settings.checks import Value
from desktop_crm.ui.settings.key_dialogs import PassphraseDialog, RecoveryKeyDialog
from desktop_crm.ui.settings.setting_row import SettingRow
from desktop_crm.ui.settings.window_card import WindowCard
from desktop_crm.ui.widgets.cards import Card, button
from desktop_crm.ui.widgets.labels import label


class SettingsPage(Page):
    """Everything that can be set. What is changed holds at once; there is no button for it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        px, self._scale = context.theme.px, context.theme.scale
        self.rows = {setting.name: SettingRow(setting, context.theme) for setting in SETTINGS}
        for row in self.rows.values():
            row.decided.connect(self._on_decided)
            row.setEnabled(not context.book.database.read_only)
        self.window_card, self.backup_card = WindowCard(context), BackupCard(context)
        groups = {group: self._group_card(group, list(settings)) for group, settings in groupby(SETTINGS, _group_of)}
        templates, safety = groups.pop(NOTE_TEMPLATES), groups.pop(LOCK_AFTER_MINUTES.group)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, cards in (
            (left, [self.window_card, self._fields_card(), *groups.values()]),
            (right, [safety, self.backup_card, self._data_card(), templates]),
        ):
            column.setSpacing(px(12))
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        content = QWidget()
        columns = QHBoxLayout(content)
        columns.setContentsMargins(px(20), 0, px(20), px(18))
        columns.setSpacing(px(16))
        columns.addLayout(left, 2)
        columns.addLayout(right, 3)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(content)
        title = label(_("Settings"), "pageTitle")
        title.setContentsMargins(px(20), px(18), px(20), px(12))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(title)
        layout.addWidget(self._scroll, 1)
        context.bus.settings_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self.context.operations.read(self, settings_store.load, self._on_settings, latest="settings")

    def view_state(self) -> Mapping[str, Any]:
        return {"scrolled": self._scroll.verticalScrollBar().value() / self._scale}

    def restore_view(self, state: Mapping[str, Any]) -> None:
        wanted = round(state["scrolled"] * self._scale)
        QTimer.singleShot(0, self, partial(self._scroll.verticalScrollBar().setValue, wanted))  # when it is laid out

    def concerns(self, changes: Changes) -> bool:  # noqa: ARG002 - settings are no records
        return False

    def _group_card(self, group: str, settings: list[Setting]) -> Card:
        px = self.context.theme.px
        card = Card(_(group))
        card.body.setSpacing(px(12))
        for setting in settings:
            card.body.addWidget(self.rows[setting.name])
        if LOCK_AFTER_MINUTES in settings:
            row = QHBoxLayout()
            row.setSpacing(px(8))
            for text, act in (
                (_("Change passphrase…"), self._on_passphrase),
                (_("New recovery key…"), self._on_recovery_key),
            ):
                opener = button(text, act)
                opener.setEnabled(not self.context.book.vault.read_only)
                row.addWidget(opener)
            row.addStretch(1)
            card.body.addLayout(row)
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
        card.body.addLayout(row)
        return card

    # Settings of the book

    def _on_settings(self, settings: Settings) -> None:
        for setting in SETTINGS:
            self.rows[setting.name].show_value(settings.value(setting))

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

    def _on_fields(self) -> None:
        from desktop_crm.ui.settings.fields_dialog import FieldsDialog  # noqa: PLC0415 - costs start-up time

        FieldsDialog(self.context, self.window()).open()

    def _on_open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.context.book.vault.folder)))


def _group_of(setting: Setting) -> str:
    return setting.group
