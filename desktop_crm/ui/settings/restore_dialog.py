"""Bringing a backup back: what it holds, what would be lost, and the passphrase as the last word."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop_crm.core import clock
from desktop_crm.core.backup.backups import BackupInfo
from desktop_crm.core.backup.losing import Loss, loss_since
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.vault.vault import confirm_passphrase
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.operations import Progress
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.settings.key_dialogs import KeyDialog
from desktop_crm.ui.widgets.labels import label, set_tone


class RestoreDialog(KeyDialog):
    """Asks whoever owns the windows to restore, once the passphrase was right: the book has to be closed for it."""

    def __init__(self, context: Context, parent: QWidget | None, info: BackupInfo) -> None:
        super().__init__(context, parent, _("Restore a backup"), _("Restore"), 430, danger=True)
        self._info = info
        self.form.addWidget(label(_("The book becomes again what it was on {time}:").format(time=made_at(info))))
        self.form.addWidget(label(counts_in_words(info), "strong", wrap=True))
        self.loss = label("", wrap=True)
        self.form.addWidget(self.loss)
        text = _("What is there now is backed up first, so this can be taken back in the same way.")
        self.form.addWidget(label(text, "soft", wrap=True))
        self.passphrase = self._field(_("Present passphrase"))
        self.passphrase.setFocus()
        self.form.addStretch(1)
        self._on_edited()
        context.operations.read(self, partial(loss_since, sequence=info.sequence), self._on_loss)

    def problem(self) -> str:
        return "" if self.passphrase.text() else _("Type the present passphrase.")

    def go(self) -> None:
        self._work(partial(_confirmed, self.context, self.passphrase.text()), self._on_confirmed)

    def _on_loss(self, loss: Loss) -> None:
        self.loss.setText(loss_in_words(loss))
        set_tone(self.loss, Tone.RED if loss.actions else Tone.GREEN)

    def _on_confirmed(self, _nothing: str) -> None:
        self._end()
        passphrase = self.passphrase.text()
        self.passphrase.clear()
        self.accept()
        self.context.bus.restore_requested.emit(self._info.path, passphrase)


def made_at(info: BackupInfo) -> str:
    """When the backup was made, in the user's zone."""
    return info.made_at.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M")


def counts_in_words(info: BackupInfo) -> str:
    """The records in a backup: Customers 612 · Contacts 1,203."""
    return " · ".join(f"{_(TITLES[kind])} {info.counts[kind.value]:,}" for kind in Kind if kind.value in info.counts)


def loss_in_words(loss: Loss) -> str:
    """What was done since the backup, and on how many records of each kind."""
    if not loss.actions:
        return _("Nothing was done since, so nothing is lost.")
    steps = ngettext("{count} step since then would be lost", "{count} steps since then would be lost", loss.actions)
    records = " · ".join(f"{_(TITLES[kind])} {count:,}" for kind, count in loss.records.items())
    said = steps.format(count=f"{loss.actions:,}")
    return _("{label}: {value}").format(label=said, value=records) if records else said


def _confirmed(context: Context, passphrase: str, _progress: Progress) -> str:
    confirm_passphrase(context.book.vault, passphrase)
    return ""
