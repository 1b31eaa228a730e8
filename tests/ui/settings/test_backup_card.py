"""Backups in the window: the list, a rehearsal, and what is asked before one is brought back."""

from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from desktop_crm.core.backup.backups import FOLDER, BackupInfo, automatic_backup, make_backup
from desktop_crm.core.book import Book
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.i18n import _
from desktop_crm.ui.framework.record_table_model import TONE_ROLE
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.settings.backup_card import BackupCard
from desktop_crm.ui.settings.restore_dialog import RestoreDialog

PASSPHRASE = "青山 prize lantern 42 水渠"
PATIENCE = 20_000


@pytest.fixture
def backup(book: Book) -> BackupInfo:
    """A backup with one customer; another was added since."""
    _add(book, "青山")
    made = automatic_backup(book.vault, "manual")
    assert made
    _add(book, "绿水")
    return made


@pytest.fixture
def card(qtbot, context, window, backup, english) -> BackupCard:
    made = BackupCard(context)
    made.setParent(window)
    made.resize(640, 400)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() > 0, timeout=PATIENCE)
    return made


def _add(book: Book, name: str) -> None:
    book.write("add", lambda session: commands.add(session, [Customer(name=name)]))


def _row(card: BackupCard, row: int) -> list[str]:
    return [card.model.index(row, column).data() for column in range(card.model.columnCount())]


def _dialog(qtbot, window) -> RestoreDialog:
    qtbot.waitUntil(lambda: window.findChild(RestoreDialog) is not None, timeout=PATIENCE)
    dialog = window.findChild(RestoreDialog)
    qtbot.waitUntil(lambda: dialog.loss.text() != "", timeout=PATIENCE)
    return dialog


def test_a_backup_is_listed_as_verified_with_its_customers(card, backup):
    assert _row(card, 0)[1:3] == ["✓ Verified", "1"]
    assert card.selected() == backup
    assert card.restore_button.isEnabled()


def test_a_damaged_file_is_listed_as_such_and_offers_nothing(qtbot, card, book):
    path = book.vault.folder / FOLDER / "20200101T000000000000Z-manual.crmbackup"
    path.write_bytes(b"no backup")
    QAbstractItemModelTester(card.model, QAbstractItemModelTester.FailureReportingMode.Fatal, card)
    card.refresh()
    qtbot.waitUntil(lambda: card.model.rowCount() == 2, timeout=PATIENCE)
    assert _row(card, 1)[1] == "✗ Damaged"
    assert card.model.index(1, 1).data(TONE_ROLE) == Tone.RED
    card.table.selectRow(1)
    assert card.selected() is None
    assert not card.restore_button.isEnabled()
    assert not card.rehearse_button.isEnabled()


def test_a_rehearsal_says_what_came_back_and_changes_nothing(qtbot, card, book):
    written = []
    book.database.wrote = written.append
    card.rehearse_button.click()
    assert not card.restore_button.isEnabled()
    qtbot.waitUntil(lambda: "came back whole" in card.note.text(), timeout=PATIENCE)
    assert "Customers 1" in card.note.text()
    assert written == []
    assert card.restore_button.isEnabled()


def test_a_rehearsal_with_a_bad_backup_says_so(qtbot, card, backup):
    data = bytearray(backup.path.read_bytes())
    data[-100] ^= 1
    backup.path.write_bytes(data)
    card.rehearse()
    qtbot.waitUntil(lambda: "cannot be used" in card.note.text(), timeout=PATIENCE)


def test_a_rehearsal_can_be_stopped(qtbot, card):
    card.rehearse()
    card.stop_button.click()
    qtbot.waitUntil(lambda: card.note.text() == _("Stopped; nothing was left behind."), timeout=PATIENCE)
    assert card.rehearse_button.isEnabled()
    assert card.stop_button.isHidden()


def test_restoring_says_what_would_be_lost_and_asks_for_the_passphrase(qtbot, card, context, window, backup):
    asked = QSignalSpy(context.bus.restore_requested)
    card.restore_button.click()
    dialog = _dialog(qtbot, window)
    assert dialog.loss.text() == "1 step since then would be lost: Customers 1"
    assert not dialog.go_button.isEnabled()
    dialog.passphrase.setText("not the one")
    dialog._on_go()
    qtbot.waitUntil(lambda: dialog.note.text() != "" and dialog.go_button.isEnabled(), timeout=PATIENCE)
    assert asked.count() == 0
    dialog.passphrase.setText(PASSPHRASE)
    dialog._on_go()
    qtbot.waitUntil(lambda: asked.count() == 1, timeout=PATIENCE)
    assert asked.at(0) == [backup.path, PASSPHRASE]


def test_where_nothing_was_done_since_nothing_is_lost(qtbot, card, window, book, tmp_path):
    path = tmp_path / "elsewhere.crmbackup"
    make_backup(book.vault, path)
    card.open_file(path)
    assert _dialog(qtbot, window).loss.text() == "Nothing was done since, so nothing is lost."


@pytest.mark.parametrize("name", ["letter.txt", "absent"])
def test_a_file_that_is_no_backup_is_refused_before_anything_is_asked(qtbot, card, window, tmp_path, name):
    (tmp_path / "letter.txt").write_text("Dear customer", encoding="utf-8")
    card.open_file(Path(tmp_path / name))
    qtbot.waitUntil(lambda: card.note.text() != "", timeout=PATIENCE)
    assert window.findChild(RestoreDialog) is None


def test_without_a_backup_the_card_takes_no_room_for_a_list_nor_for_news(qtbot, context, window, english):
    card = BackupCard(context)
    card.setParent(window)
    card.show()
    qtbot.waitUntil(lambda: not card.nothing.isHidden(), timeout=PATIENCE)
    assert card.table.isHidden()
    assert not card.note.isVisible()
    empty = card.sizeHint().height()
    card.make()
    qtbot.waitUntil(lambda: not card.table.isHidden(), timeout=PATIENCE)
    assert card.nothing.isHidden()
    qtbot.waitUntil(card.note.isVisible, timeout=PATIENCE)
    assert card.sizeHint().height() > empty


def test_the_list_is_as_high_as_its_rows(card):
    header = card.table.horizontalHeader().height()
    assert header < card.table.height() <= header + 2 * card.table.rowHeight(0)
    assert not card.table.verticalScrollBar().isVisible()
