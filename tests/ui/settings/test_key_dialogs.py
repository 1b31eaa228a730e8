"""Changing the passphrase and the recovery key from the settings."""

import re

import pytest
from PySide6.QtCore import Qt

from desktop_crm.core.book import open_book
from desktop_crm.core.vault.errors import WrongPassphraseError, WrongRecoveryKeyError
from desktop_crm.core.vault.vault import unlock_with_recovery
from desktop_crm.ui.settings.key_dialogs import PassphraseDialog, RecoveryKeyDialog

PASSPHRASE = "青山 prize lantern 42 水渠"
NEW = "绿水 orbit thicket 77 石桥"


def _change(dialog: PassphraseDialog, old: str, new: str, again: str) -> None:
    for field, text in ((dialog.old, old), (dialog.new, new), (dialog.again, again)):
        field.setText(text)
    dialog._on_go()


@pytest.fixture
def dialog(qtbot, context, window) -> PassphraseDialog:
    made = PassphraseDialog(context, window)
    made.open()
    return made


def test_the_new_passphrase_opens_the_book_and_the_old_one_does_not(qtbot, dialog, book):
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        _change(dialog, PASSPHRASE, NEW, NEW)
    folder = book.vault.folder
    book.close()
    with pytest.raises(WrongPassphraseError):
        open_book(folder, PASSPHRASE)
    open_book(folder, NEW).close()


def test_a_wrong_present_passphrase_changes_nothing(qtbot, dialog):
    _change(dialog, "not the one at all", NEW, NEW)
    qtbot.waitUntil(lambda: bool(dialog.note.text()), timeout=20_000)
    assert dialog.isVisible()
    assert dialog.go_button.isEnabled()


def test_enter_changes_the_passphrase_but_not_while_composing(qtbot, dialog, compose):
    for field, text in ((dialog.old, PASSPHRASE), (dialog.new, NEW), (dialog.again, NEW)):
        field.setText(text)
    compose(dialog.again, preedit="lu shui")
    qtbot.keyClick(dialog.again, Qt.Key.Key_Return)
    assert not dialog._working
    compose(dialog.again)
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        qtbot.keyClick(dialog.again, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("old", "new", "again"), [("", NEW, NEW), (PASSPHRASE, "short", "short"), (PASSPHRASE, NEW, "x")]
)
def test_what_cannot_be_taken_is_said_before_any_work(dialog, old, new, again):
    _change(dialog, old, new, again)
    assert dialog.note.text()
    assert not dialog._working


def test_a_suggested_passphrase_is_shown_and_good(dialog):
    dialog._on_suggest()
    dialog.old.setText(PASSPHRASE)
    dialog._on_edited()
    assert len(dialog.new.text().split()) == 5
    assert dialog.go_button.isEnabled()


def test_the_new_recovery_key_is_shown_once_and_opens_the_book(qtbot, context, window, book):
    dialog = RecoveryKeyDialog(context, window)
    dialog.open()
    dialog.passphrase.setText(PASSPHRASE)
    dialog._on_go()
    qtbot.waitUntil(lambda: dialog._sheet is not None, timeout=20_000)
    dialog.reject()
    assert dialog.isVisible()  # not before the key is kept
    key = dialog._sheet._key
    assert re.fullmatch(r"(\w{4}-){8}\w{4}", key)
    dialog._sheet.kept.setChecked(True)
    with qtbot.waitSignal(dialog.accepted):
        dialog._sheet.go_on.click()
    folder = book.vault.folder
    book.close()
    vault, _newer = unlock_with_recovery(folder, key, NEW)
    vault.close()
    with pytest.raises(WrongRecoveryKeyError):
        unlock_with_recovery(folder, key, PASSPHRASE)
