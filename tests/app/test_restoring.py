"""Bringing a backup back from the window: the book closes for it, and opens again as it was then."""

import sys

import pytest

from desktop_crm.core.backup.backups import make_backup

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a program that is driven over pipes")

PASSPHRASE = "five plain words for tests"


@pytest.fixture
def backup(vault, tmp_path):
    """A backup with one customer; another was added since."""
    vault.add_customer("青山")
    with vault.open() as book:
        made = make_backup(book.vault, tmp_path / "then.crmbackup")
    vault.add_customer("绿水")
    return made.path


def _restore(window, path, passphrase=PASSPHRASE):
    bus = "program.main_window.context.bus"
    window.ask(f"{bus}.restore_requested.emit(__import__('pathlib').Path({str(path)!r}), {passphrase!r}) or True")


def test_the_book_opens_again_as_it_was_in_the_backup(backup, vault, start):
    window = start()
    window.unlock()
    window.ask("setattr(program, 'before', program.main_window) or True")
    _restore(window, backup)
    window.until("program.main_window is not None and program.main_window is not program.before")
    assert window.ask("program.main_window.isVisible()")
    window.ask("program.main_window.open_page('customers')")
    window.until("program.main_window.current_page().model.rowCount() == 1")
    window.until("'青山' in words()")
    assert "绿水" not in window.ask("words()")
    assert window.stop() == 0
    assert window.complaints() == []
    with vault.open() as book:
        assert book.rolled_back is None
    assert [path.name.split("-")[1] for path in (vault.folder / "backups").iterdir()].count("before") == 1


def test_a_backup_that_cannot_be_restored_leaves_the_book_locked_and_says_why(backup, vault, start):
    data = bytearray(backup.read_bytes())
    data[-100] ^= 1
    backup.write_bytes(data)
    window = start()
    window.unlock()
    _restore(window, backup)
    boxes = "[w for w in widgets() if type(w).__name__ == 'QMessageBox' and w.isVisible()]"
    window.until(f"bool({boxes})")
    assert "then.crmbackup" in window.ask(f"({boxes})[0].informativeText()")
    window.ask(f"({boxes})[0].buttons()[0].click()")
    window.unlock()
    window.ask("program.main_window.open_page('customers')")
    window.until("program.main_window.current_page().model.rowCount() == 2")
