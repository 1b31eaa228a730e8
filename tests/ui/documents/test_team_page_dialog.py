"""The undertaking in the window: read, signed, printed (P-08, P-10)."""

from functools import partial

import pytest

from desktop_crm.core.documents.team_pages import TeamPage, signatures
from desktop_crm.core.documents.undertaking import notice_rules, undertakings
from desktop_crm.core.i18n import _
from desktop_crm.ui.documents.document_preview import DocumentPreview
from desktop_crm.ui.documents.team_page_dialog import TeamPageDialog, show_team_pages


@pytest.fixture
def dialog(context, window) -> TeamPageDialog:
    show_team_pages(context, window)
    return window.findChild(TeamPageDialog)


def test_p_08_the_whole_text_can_be_read_and_that_of_the_notice_too(dialog):
    assert all(duty in dialog._text.text() for duty in undertakings())
    dialog.page.choose(1)
    assert dialog.chosen is TeamPage.NOTICE
    assert all(rule in dialog._text.text() for rule in notice_rules())


def test_p_08_signing_is_kept_in_the_book_and_shown(qtbot, dialog, book):
    dialog.name.setText("王芳")
    dialog.role.setText("销售")
    dialog.day.setText("2026-01-05")
    dialog.sign_button.click()
    qtbot.waitUntil(lambda: "王芳" in dialog._list.text(), timeout=10_000)
    (kept,) = book.read(partial(signatures, page=TeamPage.UNDERTAKING))
    assert (kept.name, kept.role, kept.signed_on) == ("王芳", "销售", "2026-01-05")


@pytest.mark.parametrize(("name", "day"), [("王芳", "明天吧"), ("王芳", "2026-01"), ("", "2026-01-05")])
def test_p_08_without_a_name_or_a_day_nothing_is_signed(qtbot, dialog, book, name, day):
    dialog.name.setText(name)
    dialog.day.setText(day)
    dialog.sign_button.click()
    qtbot.waitUntil(lambda: bool(dialog.note.text()), timeout=10_000)
    assert dialog.sign_button.isEnabled()
    assert book.read(partial(signatures, page=TeamPage.UNDERTAKING)) == []


def test_p_08_it_is_printed_through_the_preview(qtbot, dialog, window):
    dialog.print_button.click()
    preview = window.findChild(DocumentPreview)
    qtbot.waitUntil(lambda: preview.printout is not None, timeout=20_000)
    assert preview.windowTitle() == _("Confidentiality undertaking")


def test_it_stays_closed_while_others_see_the_screen(context, window, book):
    book.database.presenting = True
    show_team_pages(context, window)
    assert window.findChild(TeamPageDialog) is None
    book.database.presenting = False
