from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.customers.completeness_button import CompletenessButton
from desktop_crm.ui.framework.record_dialog import RecordDialog


def test_the_chip_lists_what_is_missing_and_opens_the_form_for_it(context, window, book, ids, english, qtbot):
    lakeside = book.read(lambda connection: CUSTOMERS.get(connection, ids["Lakeside"]))
    chip = CompletenessButton(context)
    chip.setParent(window)
    chip.show_customer(lakeside)
    qtbot.waitUntil(chip.isVisible)
    assert "%" in chip.text()
    gaps = chip.completeness.gaps
    assert [action.text() for action in chip.gaps_menu().actions()] == [gap.words for gap in gaps]
    chip._on_gap(next(gap for gap in gaps if gap.kind is Kind.NEEDS))
    assert window.findChild(RecordDialog).form.editor("customer_id").value() == lakeside.id
