"""Texts to customers in the window: changed, copied, opened as a mail, and what the user says became of them."""

from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QPushButton
from sqlalchemy import select

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.drafts.draft import Draft, new_id
from desktop_crm.core.drafts.store import DraftStore
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.journal.transfers import transfers
from desktop_crm.core.kinds import Kind
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.values.moment import from_iso
from desktop_crm.ui.customers.record_windows import edit_record
from desktop_crm.ui.customers.timeline_tab import TimelineTab
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.interactions.log_dialog import LogDialog
from desktop_crm.ui.letters.actions import add_letter_actions, show_letter, show_talk_guide
from desktop_crm.ui.letters.calendar_file import write_calendar
from desktop_crm.ui.letters.letter_dialog import LetterDialog, open_draft
from desktop_crm.ui.letters.talk_guide_dialog import TalkGuideDialog

ZONE = "Asia/Shanghai"


@pytest.fixture
def customer_id(book, fixed_now) -> CustomerId:
    changes = book.write(
        "add", lambda session: commands.add(session, [Customer(name="青山科技有限公司", office_address="深圳 1 号")])
    )
    made = CustomerId(changes.new_id(Kind.CUSTOMERS))
    person = Contact(customer_id=made, name="张伟", email="zhang@qs.cn", preferred_channel="wechat", is_primary=True)
    book.write("add", lambda session: CONTACTS.add(session, [person]))
    return made


@pytest.fixture
def add(book, customer_id):
    def added(room, entity) -> int:
        changes = book.write("add", lambda session: room.add(session, [entity.having(customer_id=customer_id)]))
        return changes.added[room.kind][0]

    return added


@pytest.fixture
def talk_id(add) -> int:
    occurred = from_iso("2026-11-18T15:00+08:00", ZONE)
    return add(INTERACTIONS, Interaction(occurred=occurred, method="visit", summary="内部", agreements="先做试点"))


@pytest.fixture
def shown(qtbot, context, window):
    """The dialog that shows the text about a record."""

    def show(kind, record_id) -> LetterDialog:
        show_letter(context, kind, record_id, window)
        qtbot.waitUntil(lambda: bool(window.findChildren(LetterDialog)), timeout=10_000)
        return window.findChildren(LetterDialog)[-1]

    return show


@pytest.fixture
def opened_links(monkeypatch) -> list[bytes]:
    links: list[bytes] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: links.append(bytes(url.toEncoded())) or True)
    return links


def test_i_15_a_summary_is_changed_and_copied_and_noted_as_sent_in_one_action(
    qtbot, book, context, window, shown, talk_id
):
    dialog = shown(Kind.INTERACTIONS, talk_id)
    assert "张伟" in dialog.to.text()
    assert "先做试点" in dialog.text.toPlainText()
    dialog.text.appendPlainText("附:报价单")
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text().endswith("附:报价单")
    dialog.sent_button.click()
    qtbot.waitUntil(lambda: _read(book, INTERACTIONS, talk_id).summary_sent is not None)
    qtbot.waitUntil(lambda: not window.findChildren(LetterDialog))
    assert context.undoing.next_undo == _("note that the summary was sent")


def test_words_that_were_typed_are_not_lost_by_escape(qtbot, shown, window, talk_id):
    dialog = shown(Kind.INTERACTIONS, talk_id)
    dialog.text.appendPlainText("附:报价单")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Escape)
    (box,) = dialog.findChildren(QMessageBox)
    assert dialog.isVisible()
    next(each for each in box.buttons() if each.text() == _("Copy")).click()
    qtbot.waitUntil(lambda: not window.findChildren(LetterDialog))
    assert QGuiApplication.clipboard().text().endswith("附:报价单")


def _drafts(book) -> list[Draft]:
    return DraftStore(book.vault).all()


def test_words_typed_into_a_text_come_back_after_the_book_was_locked(
    qtbot, book, context, window, shown, talk_id, opened_links
):
    dialog = shown(Kind.INTERACTIONS, talk_id)
    dialog.subject.setText("试点安排")
    dialog.text.appendPlainText("附:报价单")
    typed = dialog.text.toPlainText()
    context.bus.about_to_close.emit()
    dialog.hide()  # as locking takes it away
    (draft,) = _drafts(book)
    assert draft.title == " · ".join((_("Summary for the customer"), "张伟", "试点安排"))
    open_draft(context, draft, window)
    again = window.findChildren(LetterDialog)[-1]
    assert (again.subject.text(), again.text.toPlainText()) == ("试点安排", typed)
    assert "张伟" in again.to.text()
    again.reject()
    assert again.isVisible(), "it asks: these words went nowhere yet"
    again.findChildren(QMessageBox)[0].close()
    again.mail_button.click()
    assert opened_links[0].startswith(b"mailto:zhang@qs.cn?")
    assert _drafts(book) == []


@pytest.mark.parametrize("way", ["copy", "mail", "file", "mark", "throw away"])
def test_the_draft_of_a_text_goes_when_the_text_went_where_it_was_to_go(
    qtbot, book, shown, talk_id, opened_links, tmp_path, way
):
    dialog = shown(Kind.INTERACTIONS, talk_id)
    dialog.text.appendPlainText("附:报价单")
    dialog.keeper.flush()
    assert len(_drafts(book)) == 1
    if way == "throw away":
        dialog.reject()
        box = dialog.findChildren(QMessageBox)[0]
        next(each for each in box.buttons() if each.text() == _("Throw away")).click()
    else:
        ways = {
            "copy": dialog.copy,
            "mail": dialog.open_mail,
            "file": lambda: dialog.save_to(str(tmp_path / "a.eml")),
            "mark": dialog.mark_sent,
        }
        ways[way]()
    qtbot.waitUntil(lambda: _drafts(book) == [])


def test_what_is_typed_after_copying_is_kept_as_a_new_draft(qtbot, book, context, shown, talk_id):
    dialog = shown(Kind.INTERACTIONS, talk_id)
    dialog.text.appendPlainText("附:报价单")
    qtbot.waitUntil(lambda: bool(dialog.draft_note.text()))
    dialog.copy_button.click()
    assert not dialog.draft_note.text()
    dialog.text.appendPlainText("另附合同")
    qtbot.waitUntil(lambda: bool(dialog.draft_note.text()))
    (draft,) = _drafts(book)
    assert draft.values["letter"]["body"].endswith("另附合同")


def test_a_text_that_nobody_changed_leaves_no_draft(book, context, shown, talk_id):
    shown(Kind.INTERACTIONS, talk_id)
    context.bus.about_to_close.emit()
    assert _drafts(book) == []


def test_a_text_kept_at_closing_is_there_for_later(qtbot, book, shown, window, talk_id):
    dialog = shown(Kind.INTERACTIONS, talk_id)
    dialog.text.appendPlainText("附:报价单")
    dialog.reject()
    box = dialog.findChildren(QMessageBox)[0]
    next(each for each in box.buttons() if each.text() == _("Keep as draft")).click()
    qtbot.waitUntil(lambda: not window.findChildren(LetterDialog))
    (draft,) = _drafts(book)
    assert draft.values["letter"]["body"].endswith("附:报价单")


def test_the_draft_of_a_text_whose_record_is_gone_can_still_be_copied(qtbot, book, context, window, shown, talk_id):
    dialog = shown(Kind.INTERACTIONS, talk_id)
    dialog.text.appendPlainText("附:报价单")
    dialog.keeper.flush()
    (draft,) = _drafts(book)
    dialog.hide()
    values = {**draft.values, "id": "1"}
    open_draft(context, Draft(draft.id, draft.form, draft.title, values, draft.saved_at), window)
    again = window.findChildren(LetterDialog)[-1]
    qtbot.waitUntil(lambda: not again.sent_button.isEnabled())
    again.copy_button.click()
    assert QGuiApplication.clipboard().text().endswith("附:报价单")


def test_a_text_as_it_was_proposed_or_copied_closes_without_a_question(qtbot, shown, window, talk_id):
    dialog = shown(Kind.INTERACTIONS, talk_id)
    dialog.subject.setText("试点")
    dialog.copy_button.click()
    qtbot.keyClick(dialog.text, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(LetterDialog))


def test_a_short_text_is_opened_in_the_mail_program_as_it_was_changed(shown, talk_id, opened_links):
    dialog = shown(Kind.INTERACTIONS, talk_id)
    dialog.subject.setText("试点 & 报价?")
    dialog.text.setPlainText("第一行\n100% 同意")
    dialog.mail_button.click()
    (link,) = opened_links
    parts = urlsplit(link.decode("ascii"))
    assert parts.path == "zhang@qs.cn"
    assert parse_qs(parts.query) == {"subject": ["试点 & 报价?"], "body": ["第一行\r\n100% 同意"]}


def test_a_text_too_long_for_a_link_goes_into_a_file_that_the_journal_knows(
    qtbot, book, shown, talk_id, opened_links, tmp_path
):
    dialog = shown(Kind.INTERACTIONS, talk_id)
    dialog.text.setPlainText("长" * 1_000)
    dialog.mail_button.click()
    assert opened_links == []
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "draft.eml"))
    chooser.close()
    qtbot.waitUntil(lambda: any(one.files for one in book.read(lambda connection: transfers(connection, 1))))
    mail = message_from_bytes((tmp_path / "draft.eml").read_bytes(), policy=policy.default)
    assert mail.get_content().strip() == "长" * 1_000


def test_where_no_mail_program_answers_a_file_is_offered(shown, talk_id, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    dialog = shown(Kind.INTERACTIONS, talk_id)
    dialog.mail_button.click()
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.close()


def test_s_09_a_solution_is_confirmed_from_its_text(qtbot, book, shown, add):
    received = from_iso("2026-11-18T15:00+08:00", ZONE)
    request = ServiceRequest(title="登录慢", received=received, status="resolved", solution="已扩容", resolved=received)
    request_id = add(SERVICE, request)
    dialog = shown(Kind.SERVICE, request_id)
    assert "已扩容" in dialog.text.toPlainText()
    dialog.sent_button.click()
    qtbot.waitUntil(lambda: _read(book, SERVICE, request_id).status == "confirmed")


def test_i_18_an_appointment_is_confirmed_from_its_text_which_says_what_its_person_prefers(qtbot, book, shown, add):
    due = from_iso("2026-11-21T14:00+08:00", ZONE)
    followup_id = add(FOLLOWUPS, Followup(title="演示", due=due, methods=("visit",)))
    dialog = shown(Kind.FOLLOWUPS, followup_id)
    assert _("WeChat") in dialog.to.text()
    assert "深圳 1 号" in dialog.text.toPlainText()
    dialog.sent_button.click()
    qtbot.waitUntil(lambda: _read(book, FOLLOWUPS, followup_id).confirmed is not None)


def test_while_others_see_the_screen_no_text_is_shown(
    context, window, talk_id, customer_id, answered_errors, fixed_now
):
    context.book.database.presenting = True
    show_letter(context, Kind.INTERACTIONS, talk_id, window)
    show_talk_guide(context, customer_id, window)
    letter = {"subject": "试点", "body": "附:报价单"}
    values = {"kind": Kind.INTERACTIONS.value, "id": str(talk_id), "letter": letter}
    open_draft(context, Draft(new_id(), "letter", "试点", values, fixed_now), window)
    assert len(answered_errors) == 3
    assert not window.findChildren(LetterDialog)


@pytest.fixture
def answered_errors(context, monkeypatch) -> list[Exception]:
    errors: list[Exception] = []
    monkeypatch.setattr(type(context.messages), "error", lambda _self, error: errors.append(error))
    return errors


def test_why_there_is_no_text_is_said(qtbot, context, window, add, answered_errors):
    secret = add(INTERACTIONS, Interaction(summary="x", confidential=True))
    show_letter(context, Kind.INTERACTIONS, secret, window)
    qtbot.waitUntil(lambda: bool(answered_errors))
    assert answered_errors[0].title == _("It is marked confidential")


def test_after_a_talk_was_recorded_a_toast_copies_its_summary_and_then_notes_that_it_was_sent(
    qtbot, book, context, window, customer_id, toasts
):
    dialog = LogDialog(context, customer_id, window)
    dialog.talk.methods.set_value("phone")
    dialog.talk.texts["summary"].setPlainText("谈了")
    dialog.talk.texts["agreements"].setPlainText("下周试点")
    dialog.talk.next_step.setText("发合同")
    dialog.open()
    qtbot.waitUntil(lambda: bool(dialog.windowTitle()))
    dialog.save()
    qtbot.waitUntil(lambda: bool(toasts) and _("Copy summary") in toasts[-1][1], timeout=10_000)
    assert _("Undo") in toasts[-1][1]
    toasts[-1][1][_("Copy summary")]()
    qtbot.waitUntil(lambda: _("Mark as sent") in toasts[-1][1])
    assert "下周试点" in QGuiApplication.clipboard().text()
    toasts[-1][1][_("Mark as sent")]()
    qtbot.waitUntil(lambda: all(one.summary_sent for one in _all(book)))


def test_a_talk_in_writing_is_its_own_summary(qtbot, book, context, window, customer_id, toasts):
    dialog = LogDialog(context, customer_id, window)
    dialog.talk.methods.set_value("email")
    dialog.talk.texts["summary"].setPlainText("写了")
    dialog.talk.next_step.setText("等回信")
    dialog.open()
    dialog.save()
    qtbot.waitUntil(lambda: not window.findChildren(LogDialog), timeout=10_000)
    assert len(_all(book)) == 1
    assert not any(_("Copy summary") in actions for _text, actions in toasts)


@pytest.fixture
def toasts(context, monkeypatch):
    shown = []
    show = type(context.messages).toast

    def toast(self, text, action="", act=None, other=None):
        shown.append((text, {name: do for name, do in ((action, act), other or ("", None)) if do}))
        show(self, text, action, act, other)

    monkeypatch.setattr(type(context.messages), "toast", toast)
    return shown


def test_i_19_the_talk_guide_is_shown_copied_and_printed(qtbot, context, window, customer_id, talk_id):
    show_talk_guide(context, customer_id, window)
    qtbot.waitUntil(lambda: bool(window.findChildren(TalkGuideDialog)))
    (dialog,) = window.findChildren(TalkGuideDialog)
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == dialog.guide.text()
    assert _("Ask: what has changed") in dialog.guide.text()


def test_the_guide_is_at_hand_while_a_talk_is_recorded(qtbot, context, window, customer_id):
    dialog = LogDialog(context, customer_id, window)
    dialog.open()
    dialog._on_guide()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(TalkGuideDialog)))
    dialog.findChildren(TalkGuideDialog)[0].reject()
    dialog.reject()


@pytest.mark.parametrize(
    ("kind", "count"), [(Kind.INTERACTIONS, 1), (Kind.SERVICE, 1), (Kind.FOLLOWUPS, 2), (Kind.ORDERS, 0)]
)
def test_menus_offer_what_fits_the_kind(context, window, kind, count):
    menu = QMenu(window)
    add_letter_actions(menu, context, kind, 1, window)
    assert len(menu.actions()) == count


def test_the_timeline_offers_the_summary_of_a_talk_in_the_menu_of_its_entry(
    qtbot, context, window, customer_id, talk_id
):
    tab = TimelineTab(context)
    qtbot.addWidget(tab)
    tab.show_customer(customer_id)
    qtbot.waitUntil(lambda: any(entry.id == talk_id for entry in tab.model.entries))
    entry = next(entry for entry in tab.model.entries if entry.id == talk_id)
    titles = [action.text() for action in tab.entry_menu(entry).actions()]
    assert titles == [_("Open"), _("Summary for the customer…")]


def test_the_form_of_a_talk_leads_to_its_summary(qtbot, context, window, talk_id):
    edit_record(context, Kind.INTERACTIONS, talk_id, window)
    qtbot.waitUntil(lambda: bool(window.findChildren(RecordDialog)))
    (form,) = window.findChildren(RecordDialog)
    (tool,) = [each for each in form.findChildren(QPushButton) if each.text() == _("Summary for the customer…")]
    tool.click()
    qtbot.waitUntil(lambda: bool(form.findChildren(LetterDialog)))
    form.findChildren(LetterDialog)[0].reject()
    form.reject()


def test_one_follow_up_is_handed_to_a_calendar(qtbot, context, window, add, toasts, tmp_path: Path):
    due = from_iso("2026-11-21T14:00+08:00", ZONE)
    followup_id = add(FOLLOWUPS, Followup(title="演示", due=due, methods=("visit",)))
    add(FOLLOWUPS, Followup(title="别的", due=due))
    write_calendar(context, window, followup_id, str(tmp_path / "a.ics"))
    saved = _("Saved: {files}").format(files="a.ics")
    qtbot.waitUntil(lambda: any(text == saved for text, _actions in toasts))
    (event,) = Calendar.from_ical((tmp_path / "a.ics").read_bytes()).walk("VEVENT")
    assert event["UID"] == f"followup-{followup_id}@desktop-crm"


def _read(book, room, record_id):
    return book.read(lambda connection: room.get(connection, record_id))


def _all(book):
    query = select(INTERACTIONS.table.c.id)
    return book.read(lambda connection: INTERACTIONS.get_many(connection, list(connection.scalars(query))))
