import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop_crm.core import book as books
from desktop_crm.core import i18n
from desktop_crm.core.vault.slots import FLOOR
from desktop_crm.core.vault.tries import Tries
from desktop_crm.ui.framework.background import Background
from desktop_crm.ui.unlock import setup_page
from desktop_crm.ui.unlock.recovery_page import RecoverPage, RecoverySheetPage
from desktop_crm.ui.unlock.setup_page import SetupPage
from desktop_crm.ui.unlock.unlock_page import UnlockPage

SECRET = "five plain words for tests"


@pytest.fixture
def background():
    made = Background()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """Making a book costs as little time as it may."""
    make = books.make
    monkeypatch.setattr(setup_page.books, "make", lambda *args, **_cost: make(*args, cost=FLOOR))


@pytest.fixture
def setup(tmp_path, theme, background, english, qtbot):
    page = SetupPage(tmp_path / "new", "李主管", theme, background)
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.fixture
def made(tmp_path):
    book, key = books.make(tmp_path / "there", SECRET, "李主管")
    book.close()
    return tmp_path / "there", key


@pytest.fixture
def unlock(made, theme, background, english, qtbot):
    page = UnlockPage(made[0], theme, background, Tries())
    qtbot.addWidget(page)
    page.show()
    return page


def words(page):
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_book_is_made_when_both_passphrases_agree_and_the_warning_was_read(setup, tmp_path, qtbot):
    qtbot.keyClicks(setup.passphrase, SECRET)
    assert not setup.make_button.isEnabled()
    qtbot.keyClicks(setup.again, SECRET)
    setup.understood.setChecked(True)
    with qtbot.waitSignal(setup.made, timeout=20_000) as made:
        qtbot.keyClick(setup.again, Qt.Key.Key_Return)
    book, key = made.args
    with book:
        assert book.user_name == "李主管"
        assert (book.vault.folder, len(key.split("-"))) == ((tmp_path / "new").resolve(), 9)


def test_nothing_leads_away_while_a_book_is_made(setup, qtbot):
    setup.understood.setChecked(True)
    setup._on_suggest()
    assert setup.existing_button.isEnabled()
    with qtbot.waitSignal(setup.made, timeout=20_000) as made:
        setup.make_button.click()
        assert not setup.existing_button.isEnabled()
        assert not setup._languages.isEnabled()
    made.args[0].close()


def test_what_is_wrong_with_a_passphrase_is_said(setup, qtbot):
    setup.understood.setChecked(True)
    qtbot.keyClicks(setup.passphrase, "short")
    qtbot.keyClicks(setup.again, "short")
    assert "12" in setup.problem.text()
    for field in (setup.passphrase, setup.again):
        field.clear()
    qtbot.keyClicks(setup.passphrase, SECRET)
    qtbot.keyClicks(setup.again, SECRET + "!")
    assert "not the same" in setup.problem.text()
    assert not setup.make_button.isEnabled()


def test_a_suggested_passphrase_is_shown_and_good(setup):
    setup.understood.setChecked(True)
    setup._on_suggest()
    assert setup.passphrase.text() == setup.again.text()
    assert setup.passphrase.echoMode() is QLineEdit.EchoMode.Normal
    assert setup.make_button.isEnabled()


def test_enter_while_composing_makes_no_book(setup, compose, qtbot, tmp_path):
    setup.understood.setChecked(True)
    setup._on_suggest()
    compose(setup.user_name, "wangfang")
    qtbot.keyClick(setup.user_name, Qt.Key.Key_Return)
    assert not (tmp_path / "new").exists()


def test_the_right_passphrase_unlocks_and_a_wrong_one_waits(unlock, qtbot):
    qtbot.keyClicks(unlock.passphrase, "not this one at all")
    qtbot.keyClick(unlock.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: unlock.problem.text() != "", timeout=20_000)
    qtbot.waitUntil(lambda: not unlock.unlock_button.isEnabled())
    qtbot.waitUntil(unlock.unlock_button.isEnabled, timeout=5_000)
    unlock.passphrase.setText(SECRET)
    with qtbot.waitSignal(unlock.unlocked, timeout=20_000) as unlocked:
        unlock.unlock_button.click()
    unlocked.args[0].close()
    assert unlock.passphrase.text() == ""


def test_nothing_leads_away_while_a_book_is_unlocked(unlock, qtbot):
    ways_out = (unlock.recovery_button, unlock.other_button)
    unlock.passphrase.setText("not this one at all")
    unlock.unlock_button.click()
    assert not any(way_out.isEnabled() for way_out in ways_out)
    qtbot.waitUntil(lambda: unlock.problem.text() != "", timeout=20_000)
    assert all(way_out.isEnabled() for way_out in ways_out)


def test_nothing_leads_away_while_the_recovery_key_opens_a_book(made, theme, background, english, qtbot):
    folder, key = made
    page = RecoverPage(folder, theme, background)
    qtbot.addWidget(page)
    page.show()
    for field, text in ((page.key, key), (page.passphrase, SECRET), (page.again, SECRET)):
        field.setText(text)
    with qtbot.waitSignal(page.recovered, timeout=20_000):
        page.recover_button.click()
        assert not page.back_button.isEnabled()


def test_enter_while_composing_does_not_unlock(unlock, compose, qtbot):
    unlock.passphrase.setText(SECRET)
    compose(unlock.passphrase, "wu")
    qtbot.keyClick(unlock.passphrase, Qt.Key.Key_Return)
    assert unlock.passphrase.isEnabled()
    compose(unlock.passphrase)
    with qtbot.waitSignal(unlock.unlocked, timeout=20_000) as unlocked:
        qtbot.keyClick(unlock.passphrase, Qt.Key.Key_Return)
    unlocked.args[0].close()


def test_enter_while_composing_sets_no_new_passphrase(made, theme, background, english, qtbot, compose):
    page = RecoverPage(made[0], theme, background)
    qtbot.addWidget(page)
    page.show()
    for field in (page.key, page.passphrase, page.again):
        compose(field, preedit="wu")
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.problem.text() == ""
    assert not page._busy.isVisible()


def test_the_recovery_key_sets_a_new_passphrase_and_a_new_key(made, theme, background, english, qtbot):
    folder, key = made
    page = RecoverPage(folder, theme, background)
    qtbot.addWidget(page)
    page.show()
    for field, text in ((page.key, key.lower()), (page.passphrase, SECRET + " new"), (page.again, SECRET + " new")):
        qtbot.keyClicks(field, text)
    with qtbot.waitSignal(page.recovered, timeout=20_000) as recovered:
        qtbot.keyClick(page.again, Qt.Key.Key_Return)
    assert recovered.args[0] != key
    books.open_book(folder, SECRET + " new").close()


def test_a_mistyped_recovery_key_is_told(made, theme, background, english, qtbot):
    page = RecoverPage(made[0], theme, background)
    qtbot.addWidget(page)
    page.show()
    for field, text in ((page.key, "AAAA-BBBB"), (page.passphrase, SECRET), (page.again, SECRET)):
        field.setText(text)
    page.recover_button.click()
    qtbot.waitUntil(lambda: page.problem.text() != "", timeout=20_000)


def test_the_recovery_sheet_is_left_only_when_it_is_kept(
    made, theme, background, english, qtbot, tmp_path, monkeypatch
):
    folder, key = made
    page = RecoverySheetPage(key, folder, theme, background)
    qtbot.addWidget(page)
    page.show()
    assert all(group in words(page) for group in key.split("-"))
    assert not page.go_on.isEnabled()
    target = tmp_path / "sheet.pdf"
    monkeypatch.setattr(
        "desktop_crm.ui.unlock.recovery_page.QFileDialog.getSaveFileName", lambda *_args: (str(target), "")
    )
    page.save_button.click()
    qtbot.waitUntil(target.exists, timeout=20_000)
    page.kept.setChecked(True)
    with qtbot.waitSignal(page.done):
        page.go_on.click()


def test_the_language_can_be_chosen_before_anything_else(setup, qtbot):
    other = next(code for code in i18n.LANGUAGES if code != i18n.language())
    with qtbot.waitSignal(setup.language_chosen) as chosen:
        setup._languages.setCurrentIndex(setup._languages.findData(other))
    assert chosen.args == [other]
