from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_crm.ui.framework.record_table_model import TONE_ROLE, Cell
from desktop_crm.ui.framework.text_table_model import TextTableModel
from desktop_crm.ui.look.tokens import Tone

TITLES = ("When", "What")


def test_it_shows_other_rows_under_the_same_titles(qtmodeltester):
    owner = QObject()
    model = TextTableModel(TITLES, owner)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for count in (0, 3, 1):
        model.show_rows([(Cell(str(row), Tone.SOFT), Cell("Import", tip="青山.csv")) for row in range(count)])
        assert (model.rowCount(), model.columnCount()) == (count, len(TITLES))
        qtmodeltester.check(model)
    assert tester.model() is model


def test_a_cell_says_its_text_its_tone_and_its_tip():
    owner = QObject()
    model = TextTableModel(TITLES, owner)
    model.show_rows([(Cell("10:30", Tone.SOFT), Cell("Import", tip="青山.csv"))])
    first, second = model.index(0, 0), model.index(0, 1)
    assert (first.data(), first.data(TONE_ROLE), second.data(TONE_ROLE)) == ("10:30", Tone.SOFT, Tone.INK)
    assert [each.data(Qt.ItemDataRole.ToolTipRole) for each in (first, second)] == ["10:30", "青山.csv"]
    assert model.data(QModelIndex()) is None


def test_only_the_columns_have_titles():
    owner = QObject()
    model = TextTableModel(TITLES, owner)
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert [model.headerData(section, across) for section in range(3)] == ["When", "What", None]
    assert model.headerData(0, down) is None
