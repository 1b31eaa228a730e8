"""A record of whatever kind is shown when it is opened from a search, a reminder or anywhere else."""

import pytest

from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.fields import FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.search.finding import look_up
from desktop_crm.core.values.day import Day
from desktop_crm.ui.attachments.viewer import AttachmentViewer
from desktop_crm.ui.customers.records_tab import RecordsTab
from desktop_crm.ui.customers.timeline_tab import TimelineTab
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.main_window.main_window import MainWindow
from desktop_crm.ui.timeline.timeline_model import ENTRY_ROLE
from desktop_crm.ui.widgets.moment_edit import at_present

_VALUES = {FieldType.DAY: lambda: Day("2026-11-18"), FieldType.MOMENT: at_present, FieldType.NUMBER: lambda: 4}


@pytest.fixture
def main(qtbot, book, theme, preferences, fixed_now):
    made = MainWindow(book, theme, preferences)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.context.operations.close()


def add(book, kind, **values):
    """The id of a new record with a name and a date."""
    fields = ROOMS[kind].fields
    for field in fields.in_columns:
        if (field.required or field.name in {fields.named_by, fields.dated_by}) and field.refers_to is None:
            if field.choices:
                values.setdefault(field.name, field.choices.choices[0].code)
            else:
                values.setdefault(field.name, _VALUES.get(field.type, lambda: "青山")())
    entity = ROOMS[kind].entity.of(**values)
    return book.write("add", lambda session: ROOMS[kind].add(session, [entity])).new_id(kind)


@pytest.fixture
def customers(book):
    """Two customers, the later of whom is not the one that the list begins with."""
    return [add(book, Kind.CUSTOMERS, name=name, number=name) for name in ("青山", "云帆")]


def shown(main):
    """Kind and id of what the window shows: in a form, in a tab of the customer, or in the list of a page."""
    for form in main.findChildren(RecordDialog):
        return form._kind, form._entity.id
    for viewer in main.findChildren(AttachmentViewer):
        return Kind.ATTACHMENTS, viewer.attachment.id
    page = getattr(main.current_page(), "part", main.current_page())
    if main.current_key == "customers":
        tab = page.detail._tab_stack.currentWidget() if page.detail.customer else None
        match tab:
            case RecordsTab() if tab.table.current_id is not None:
                return tab.current._kind, tab.table.current_id
            case TimelineTab() if tab.view.currentIndex().isValid():
                entry = tab.view.currentIndex().data(ENTRY_ROLE)
                return entry.kind, entry.id
        return Kind.CUSTOMERS, page.detail.customer_id
    return getattr(page, "kind", None), page.table.current_id if hasattr(page, "table") else None


def test_a_record_of_every_kind_is_shown_when_it_is_opened(qtbot, main, book, customers):
    for kind in Kind:
        of = {"customer_id": customers[0]} if kind in OF_CUSTOMER else {}
        record_id = customers[0] if kind is Kind.CUSTOMERS else add(book, kind, **of)
        (hit,) = book.read(lambda connection, mark=(kind, record_id): look_up(connection, [mark]))
        main.open_page("settings")
        main.context.navigator.open_record(hit.kind, hit.id)
        qtbot.waitUntil(
            lambda mark=(kind, record_id): main.current_key != "settings" and shown(main) == mark, timeout=10_000
        )
        if kind in OF_CUSTOMER and main.current_key == "customers":
            assert main.current_page().detail.customer_id == customers[0]
        for form in main.findChildren(RecordDialog):
            form.reject()
        qtbot.waitUntil(lambda: main.findChildren(RecordDialog) == [])


def test_the_next_record_of_the_same_customer_is_gone_to_as_well(qtbot, main, book, customers):
    records = [
        (kind, add(book, kind, customer_id=customers[0]))
        for kind in (Kind.CHAIN, Kind.COMMITMENTS, Kind.INTERACTIONS, Kind.INTERACTIONS, Kind.CONTACTS, Kind.CHAIN)
    ]
    for kind, record_id in records:
        main.context.navigator.open_record(kind, record_id)
        qtbot.waitUntil(lambda record=(kind, record_id): shown(main) == record, timeout=10_000)


def test_an_old_interaction_is_fetched_into_the_timeline(qtbot, main, book, customers):
    old = add(book, Kind.INTERACTIONS, customer_id=customers[0], summary="很久以前")
    entities = [
        ROOMS[Kind.INTERACTIONS].entity.of(customer_id=customers[0], summary=f"第{number}次", occurred=at_present())
        for number in range(450)
    ]
    book.write("add", lambda session: ROOMS[Kind.INTERACTIONS].add(session, entities))
    main.context.navigator.open_record(Kind.INTERACTIONS, old)
    qtbot.waitUntil(lambda: shown(main) == (Kind.INTERACTIONS, old), timeout=10_000)


def test_what_belongs_to_no_customer_is_shown_in_its_form(qtbot, main, book):
    contact = add(book, Kind.CONTACTS)
    main.context.navigator.open_record(Kind.CONTACTS, contact)
    qtbot.waitUntil(lambda: main.findChildren(RecordDialog) != [], timeout=10_000)
    assert shown(main) == (Kind.CONTACTS, contact)
    main.findChild(RecordDialog).reject()


def test_a_record_that_is_gone_for_good_is_told(qtbot, main, book, english):
    main.context.navigator.open_record(Kind.GIFTS, 12345)
    qtbot.waitUntil(lambda: main.findChild(object, "toast") is not None, timeout=10_000)


def test_a_record_of_a_customer_in_the_trash_is_shown_with_it(qtbot, main, book, customers):
    gift = add(book, Kind.GIFTS, customer_id=customers[0])
    book.write("trash", lambda session: CUSTOMERS.trash(session, [customers[0]]))
    main.context.navigator.open_record(Kind.GIFTS, gift)
    qtbot.waitUntil(lambda: shown(main) == (Kind.GIFTS, gift), timeout=10_000)
