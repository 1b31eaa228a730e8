from desktop_crm.core.contacts.store import CONTACTS, of_customer
from desktop_crm.core.kinds import Kind
from desktop_crm.core.workflows.save_record import add_record
from desktop_crm.core.workflows.verify_records import verified
from desktop_crm.ui.customers.detail import CustomerDetail
from desktop_crm.ui.customers.replace_dialog import ReplaceDialog


def test_another_contact_takes_over_and_becomes_the_primary_one(context, window, book, ids, english, qtbot):
    (old,) = book.read(lambda connection: of_customer(connection, ids["Yunfan"]))
    values = {"customer_id": ids["Yunfan"], "name": "Qian", "title": "CIO"}
    new = book.write("add_contacts", lambda s: add_record(s, Kind.CONTACTS, **values)).new_id(Kind.CONTACTS)
    dialog = ReplaceDialog(context, old.id, window)
    dialog.open()
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert dialog.by.currentText() == "Qian CIO"
    dialog.save()

    def contact(record_id):
        return book.read(lambda connection: CONTACTS.get(connection, record_id))

    qtbot.waitUntil(lambda: contact(new).is_primary)
    assert contact(old.id).replaced_by == new
    assert contact(old.id).left_on.text == "2026-11-19"


def test_everything_is_noted_as_found_right(context, window, book, ids, english, qtbot):
    detail = CustomerDetail(context)
    detail.setParent(window)
    detail.show_customer(ids["Yunfan"])
    detail.verify()
    qtbot.waitUntil(lambda: "phone" in book.read(lambda c: verified(c, Kind.CUSTOMERS, ids["Yunfan"])))
