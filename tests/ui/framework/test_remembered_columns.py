"""Widths that the user gave the columns of a list hold at another zoom too, but not in another language."""

import pytest
from PySide6.QtCore import QObject

from desktop_crm.core import i18n
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.record_table_model import Column, RecordTableModel

COLUMNS = [Column("name", "Name", 200), Column("when", "When", 90), Column("owner", "Owner", 70, shown=False)]


@pytest.fixture
def make_table(context, window):
    """Makes the list anew, as its page does when zoom or language changed."""
    owner = QObject()

    def make():
        model = RecordTableModel(context.operations, COLUMNS, lambda _connection, _ids: {}, owner)
        table = RecordTable(context, model, "things")
        table.setParent(window)
        table.resize(600, 400)
        table.show()
        return table

    yield make
    owner.deleteLater()


@pytest.fixture
def remembered(make_table):
    """The user made a column 120 pixels wide, at 100 %."""
    table = make_table()
    table.setColumnWidth(1, 120)
    table.columns.remember()


def test_a_width_is_kept(remembered, make_table):
    assert make_table().columnWidth(1) == 120


def test_a_width_follows_the_zoom(remembered, make_table, theme):
    theme.use(scale=1.5)
    assert make_table().columnWidth(1) == 180
    theme.use(scale=1.0)
    assert make_table().columnWidth(1) == 120


def test_in_another_language_the_column_has_its_own_width_again(remembered, make_table, theme):
    theme.use(scale=1.5)
    before = i18n.language()
    i18n.use_language("en" if before == "zh" else "zh")
    try:
        assert make_table().columnWidth(1) == 135
    finally:
        i18n.use_language(before)
