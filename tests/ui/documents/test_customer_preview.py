"""The summary before it is printed; preview, paper and file have the same pages."""

from functools import partial

import pytest
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QMenu

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.documents.forms import Form
from desktop_crm.core.documents.printed_page import PrintedPage, render_page
from desktop_crm.core.documents.typesetting import Printout
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.journal.transfers import transfers
from desktop_crm.core.kinds import Kind
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.stories.entity import Story
from desktop_crm.core.stories.store import STORIES
from desktop_crm.core.surveys.entity import Survey
from desktop_crm.core.surveys.store import SURVEYS
from desktop_crm.core.values.day import Day
from desktop_crm.ui.documents.customer_preview import CustomerPreview, print_record, print_summary
from desktop_crm.ui.documents.document_preview import DocumentPreview
from desktop_crm.ui.documents.page_images import page_image, page_sizes
from desktop_crm.ui.records.pages import NeedsPage
from desktop_crm.ui.records.surveys_page import SurveysPage


@pytest.fixture
def customer_id(book) -> CustomerId:
    customer = Customer(name="青山科技有限公司", phone=None)
    changes = book.write("add", lambda session: commands.add(session, [customer]))
    made = CustomerId(changes.new_id(Kind.CUSTOMERS))
    met = [Interaction(customer_id=made, summary=f"第 {number} 次拜访") for number in range(12)]
    book.write("add", lambda session: INTERACTIONS.add(session, met))
    return made


@pytest.fixture
def preview(qtbot, context, window, customer_id) -> CustomerPreview:
    print_summary(context, customer_id, window)
    qtbot.waitUntil(lambda: window.findChild(CustomerPreview) is not None)
    dialog = window.findChild(CustomerPreview)
    qtbot.waitUntil(lambda: dialog.printout is not None, timeout=20_000)
    return dialog


def _made_again(qtbot, preview, act) -> Printout:
    before = preview.printout
    act()
    qtbot.waitUntil(lambda: preview.printout is not before, timeout=20_000)
    return preview.printout


def test_the_pages_of_the_summary_are_shown(qtbot, preview):
    assert preview.pages.page_count >= 1
    qtbot.waitUntil(lambda: bool(preview.pages._images), timeout=20_000)
    image = preview.pages._images[0][1]
    assert image.pixelColor(2, 2) == QColor("white")
    assert preview.save_button.isEnabled()


def test_another_audience_and_fewer_interactions_make_another_document(qtbot, preview, context):
    _made_again(qtbot, preview, preview.audience.button(Audience.EXTERNAL).click)
    preview.interactions.setCurrentIndex(0)
    last = _made_again(qtbot, preview, partial(preview.interactions.activated.emit, 0))
    assert last.pdf.startswith(b"%PDF")
    assert context.preferences.get("summary.audience") == "external"
    assert context.preferences.get("summary.interactions") == 0


def test_the_file_has_the_very_pages_of_the_preview_and_the_journal_says_so(qtbot, preview, book, tmp_path):
    target = tmp_path / "summary.pdf"
    preview.save_to(str(target))
    qtbot.waitUntil(target.exists)
    assert target.read_bytes() == preview.printout.pdf
    qtbot.waitUntil(lambda: bool(book.read(partial(transfers, most=5))))
    (noted,) = book.read(partial(transfers, most=5))
    assert "summary.pdf" in noted.files


def test_all_pages_are_printed_at_the_printers_resolution(qtbot, preview, tmp_path):
    paper = tmp_path / "paper.pdf"
    preview._printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    preview._printer.setOutputFileName(str(paper))
    preview._printer.setResolution(150)
    preview.print_now()
    qtbot.waitUntil(preview.print_button.isEnabled, timeout=30_000)
    printed = paper.read_bytes()
    assert len(page_sizes(printed)) == preview.pages.page_count
    on_paper, in_file = page_image(printed, 0, 0.5), page_image(preview.printout.pdf, 0, 0.5)
    dark = [
        sum(image.pixelColor(x, y).lightness() < 128 for x in range(0, 290, 2) for y in range(0, 400, 2))
        for image in (on_paper, in_file)
    ]
    assert dark[0] == pytest.approx(dark[1], rel=0.5)
    assert dark[0] > 0


def test_without_a_printer_it_says_so(preview, monkeypatch):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    preview.print_button.click()
    assert "PDF" in preview.note.text()
    assert preview._dialog is None


def test_characters_that_no_font_has_are_told(qtbot, context, window):
    preview = DocumentPreview(context, "Sheet", "sheet.pdf", window)
    page = PrintedPage(
        customer_name="青山",
        title="",
        facts=(),
        sections=(),
        footer_left="",
        language="zh",
        page_label="{page} / {pages}",
    )
    preview.make(lambda _connection: Printout(render_page(page).pdf, ("𪚥",)))
    qtbot.waitUntil(lambda: preview.printout is not None)
    assert "𪚥" in preview.warning.text()


def test_the_zoom_goes_up_and_down_within_bounds(qtbot, preview):
    preview._on_fit()
    fitting = preview.pages.zoom
    preview._on_larger()
    assert preview.pages.zoom > fitting
    for _press in range(30):
        preview._on_larger()
    assert preview.pages.zoom == 4.0
    for _press in range(30):
        preview._on_smaller()
    assert preview.pages.zoom == 0.25


def test_x_02_another_form_can_be_chosen_and_what_does_not_apply_to_it_is_grey(qtbot, preview, context):
    def choose(form: Form) -> Printout:
        preview.form.setCurrentIndex(preview.form.findData(form))
        return _made_again(qtbot, preview, partial(preview.form.activated.emit, preview.form.currentIndex()))

    summary = preview.printout
    made = [choose(form) for form in (Form.A, Form.B, Form.C)]
    assert len({summary.pdf, *(each.pdf for each in made)}) == 4
    assert (preview.audience.isEnabled(), preview.interactions.isEnabled()) == (True, True)
    choose(Form.QUESTIONNAIRE)
    assert (preview.audience.isEnabled(), preview.interactions.isEnabled()) == (False, False)
    assert Form.QUESTIONNAIRE.label in preview.windowTitle()


def test_a_form_that_has_nothing_to_tell_says_so_and_prints_nothing(qtbot, preview):
    preview.form.setCurrentIndex(preview.form.findData(Form.LETTER))
    preview.form.activated.emit(preview.form.currentIndex())
    qtbot.waitUntil(lambda: preview.printout is None)
    assert preview.pages.page_count == 0
    assert not preview.save_button.isEnabled()
    assert _("There is nothing to confirm") in preview.note.text()


@pytest.fixture
def stories(book, customer_id) -> list[int]:
    told = [
        Story(customer_id=customer_id, title=f"故事 {day}", told_on=Day(f"2026-01-0{day}"), solution="一二三"[day - 1])
        for day in (1, 2, 3)
    ]
    return list(book.write("add", lambda session: STORIES.add(session, told)).added[Kind.STORIES])


def test_x_12_of_several_stories_one_can_be_picked_the_latest_first(qtbot, stories, preview):
    assert not preview.record.isVisible()
    preview.form.setCurrentIndex(preview.form.findData(Form.STORY))
    latest = _made_again(qtbot, preview, partial(preview.form.activated.emit, preview.form.currentIndex()))
    assert preview.record.isVisible()
    assert [preview.record.itemData(place) for place in range(preview.record.count())] == list(reversed(stories))
    assert preview.record.currentData() == stories[2]
    preview.record.setCurrentIndex(2)
    assert _made_again(qtbot, preview, partial(preview.record.activated.emit, 2)).pdf != latest.pdf
    preview.form.setCurrentIndex(0)
    _made_again(qtbot, preview, partial(preview.form.activated.emit, 0))
    assert not preview.record.isVisible()


def test_x_12_a_story_is_printed_from_itself(qtbot, context, window, stories):
    print_record(context, Kind.STORIES, stories[0], window)
    qtbot.waitUntil(lambda: window.findChild(CustomerPreview) is not None, timeout=10_000)
    dialog = window.findChild(CustomerPreview)
    qtbot.waitUntil(lambda: dialog.printout is not None, timeout=20_000)
    assert (Form(dialog.form.currentData()), dialog.record.currentData()) == (Form.STORY, stories[0])


def test_s_09_a_request_that_is_not_resolved_says_why_it_has_no_letter(qtbot, context, book, window, customer_id):
    request = ServiceRequest(customer_id=customer_id, title="新报表", status="in_work")
    (request_id,) = book.write("add", lambda session: SERVICE.add(session, [request])).added[Kind.SERVICE]
    print_record(context, Kind.SERVICE, request_id, window)
    qtbot.waitUntil(lambda: window.findChild(CustomerPreview) is not None, timeout=10_000)
    dialog = window.findChild(CustomerPreview)
    qtbot.waitUntil(lambda: _("There is nothing to confirm") in dialog.note.text(), timeout=20_000)
    assert dialog.printout is None


def test_x_10_a_survey_is_printed_from_itself_without_a_customers_name(qtbot, context, book, window):
    survey = Survey(title="年度调研", questions="[是否] 是否满意?")
    (survey_id,) = book.write("add", lambda session: SURVEYS.add(session, [survey])).added[Kind.SURVEYS]
    print_record(context, Kind.SURVEYS, survey_id, window)
    dialog = window.findChild(DocumentPreview)
    qtbot.waitUntil(lambda: dialog.printout is not None, timeout=20_000)
    assert dialog.pages.page_count == 1


@pytest.mark.parametrize(("make", "has"), [(SurveysPage, True), (NeedsPage, False)])
def test_the_menu_of_a_record_offers_to_print_it_where_there_is_a_form(qtbot, context, make, has):
    page = make(context)
    qtbot.addWidget(page)
    menu = QMenu(page)
    page.add_more_actions(menu, 1)
    assert (_("Print…") in [action.text() for action in menu.actions()]) == has
