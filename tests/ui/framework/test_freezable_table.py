"""A list whose first column stays in sight: one table for the eye, the mouse and the keys."""

from array import array

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHeaderView

from desktop_crm.core.i18n import _
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.record_table_model import Cell, Column, RecordTableModel
from desktop_crm.ui.look.theme import Mode

COLUMNS = (
    Column("name", "Name", 200, "name"),
    *(Column(f"more{number}", f"More {number}", 150, f"more{number}") for number in range(8)),
)
SCROLLED = 400  # pixels
BESIDE = 260  # a place right of the first column


def fetch(_connection, ids):
    return {number: (Cell(f"name {number}"), *(Cell(f"{number}.{place}") for place in range(8))) for number in ids}


@pytest.fixture
def make_table(context, window, qtbot):
    """Makes the list anew, as its page does; 200 records, 600 pixels wide, of 1,400 that are needed."""
    owner = QObject()

    def make():
        model = RecordTableModel(context.operations, COLUMNS, fetch, owner)
        table = RecordTable(context, model, "things")
        table.setParent(window)
        table.resize(600, 400)
        table.show()
        model.show_ids(array("q", range(1000, 1200)))
        qtbot.waitUntil(lambda: model.index(0, 0).data() == "name 1000")
        return table

    yield make
    owner.deleteLater()


def freeze(table):
    """As the user does, by the menu of the header."""
    action = next(each for each in table.columns.menu().actions() if each.text() == _("Freeze first column"))
    action.toggle()


def scroll(table, pixels=SCROLLED):
    QTest.qWait(0)  # the range of the scroll bar follows the columns
    table.executeDelayedItemsLayout()
    table.horizontalScrollBar().setValue(pixels)
    assert table.horizontalScrollBar().value() == pixels


@pytest.fixture
def table(make_table):
    return make_table()


@pytest.fixture
def frozen(table):
    freeze(table)
    scroll(table)
    return table


def picture(table, left, width):
    """What is painted there, rows and heading."""
    top = table.horizontalHeader().height()
    return table.grab().toImage().copy(left, 0, width, top + 5 * table.rowHeight(0))


def click(table, x, y, button=Qt.MouseButton.LeftButton, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.mouseClick(table.viewport(), button, modifiers, QPoint(x, y))


def heading(table):
    return table.horizontalHeader().findChild(QHeaderView)


class Painted(QObject):
    """Collects where a widget is painted."""

    def __init__(self, widget):
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event):  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self.region += event.region()
        return False


# What is seen


@pytest.mark.parametrize(("mode", "scale"), [(Mode.LIGHT, 1.0), (Mode.DARK, 1.0), (Mode.DARK, 1.5)])
def test_the_first_column_looks_the_same_however_far_the_others_are_scrolled(make_table, theme, mode, scale):
    theme.use(mode, scale)
    table = make_table()
    freeze(table)
    table.go_to(1002)
    table.selectionModel().select(
        table.model().index(3, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    scroll(table, 0)
    before, beside = picture(table, 0, table.columnWidth(0)), picture(table, table.columnWidth(0), 200)
    scroll(table)
    assert picture(table, 0, table.columnWidth(0)) == before
    assert picture(table, table.columnWidth(0), 200) != beside


def test_without_it_the_first_column_scrolls_away(table):
    table.setHorizontalScrollMode(table.ScrollMode.ScrollPerPixel)
    scroll(table, 0)
    before = picture(table, 0, table.columnWidth(0))
    scroll(table)
    assert picture(table, 0, table.columnWidth(0)) != before


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_a_hairline_marks_the_edge_from_the_heading_down(table, theme, mode):
    theme.use(mode)
    freeze(table)
    edge, image = table.columnWidth(0) - 1, table.grab().toImage()
    heights = [3, 20, *(31 + 34 * row + 10 for row in range(5))]
    assert {image.pixelColor(edge, y).name() for y in heights} == {theme.colors.line}
    assert {image.pixelColor(edge - 1, y).name() for y in heights} == {theme.colors.panel}


def test_what_qt_moves_on_the_screen_while_scrolling_is_painted_over(frozen):
    """Qt moves pixels instead of painting them anew where a view hides what is behind it."""
    frozen.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
    painted = Painted(frozen.viewport())
    width, height = frozen.columnWidth(0), frozen.viewport().height()
    for pixels, stain in ((SCROLLED + 30, width), (SCROLLED - 30, width + 60)):
        painted.region = QRegion()
        frozen.horizontalScrollBar().setValue(pixels)
        QTest.qWait(20)
        assert QRegion(0, 0, stain, height).subtracted(painted.region).isEmpty()
        assert not QRegion(frozen.viewport().rect()).subtracted(painted.region).isEmpty()


def test_the_arrow_of_the_order_is_seen_in_the_heading_that_stays(frozen):
    before = picture(frozen, 0, frozen.columnWidth(0))
    frozen.show_order("name", descending=True)
    assert picture(frozen, 0, frozen.columnWidth(0)) != before


def test_the_heading_follows_the_width_of_the_table_and_the_zoom(frozen, theme):
    frozen.resize(900, 400)
    assert heading(frozen).width() == frozen.columnWidth(0) == 200
    theme.use(scale=1.5)
    frozen.resize(901, 400)
    header = frozen.horizontalHeader()
    assert heading(frozen).size() == QSize(frozen.columnWidth(0), header.height())
    assert (frozen.columnWidth(0), header.height()) == (300, 46)


def test_names_get_more_room_than_where_they_scroll_away_but_never_most_of_the_table(table):
    assert table.columnWidth(0) == 120
    freeze(table)
    assert table.columnWidth(0) == 200
    table.resize(300, 400)
    assert table.columnWidth(0) == table.viewport().width() // 2
    freeze(table)
    assert table.columnWidth(0) == 120


# The mouse


def test_a_click_into_the_first_column_hits_it_and_no_column_below(frozen):
    click(frozen, 30, 3 * 34 + 10)
    assert (frozen.current_id, frozen.currentIndex().column()) == (1003, 0)
    click(frozen, BESIDE, 4 * 34 + 10)
    assert frozen.currentIndex().column() == frozen.columnAt(BESIDE) > 1


def test_rows_are_selected_from_the_first_column_to_any_other(frozen):
    click(frozen, 30, 10)
    click(frozen, BESIDE, 2 * 34 + 10, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert list(frozen.selected_ids()) == [1000, 1001, 1002]
    click(frozen, 30, 4 * 34 + 10, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert list(frozen.selected_ids()) == [1000, 1001, 1002, 1004]


def test_a_double_click_there_opens_the_record(frozen, qtbot):
    click(frozen, 30, 10)
    with qtbot.waitSignal(frozen.opened) as opened:
        QTest.mouseDClick(frozen.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(30, 10))
    assert opened.args == [1000]


def test_below_the_last_row_there_is_nothing(frozen):
    frozen.model().show_ids(array("q", [5, 6]))
    assert not frozen.indexAt(QPoint(30, 200)).isValid()
    assert frozen.indexAt(QPoint(30, 40)) == frozen.model().index(1, 0)
    frozen.model().show_ids(array("q"))
    assert not frozen.grab().isNull()


def test_a_click_on_the_heading_that_stays_sorts_by_the_first_column(frozen, qtbot):
    with qtbot.waitSignal(frozen.order_requested) as asked:
        QTest.mouseClick(
            heading(frozen).viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(30, 10)
        )
    assert asked.args == ["name", False]


def test_the_heading_that_stays_can_neither_be_dragged_nor_made_wider(frozen):
    header, widths = frozen.horizontalHeader(), [frozen.columnWidth(number) for number in range(9)]
    viewport, edge = heading(frozen).viewport(), frozen.columnWidth(0) - 1
    for start in (20, edge):
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(start, 10))
        QTest.mouseMove(viewport, QPoint(start - 15, 10))
        QTest.mouseMove(viewport, QPoint(start + 80, 10))
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(start + 80, 10))
    assert [header.logicalIndex(place) for place in range(9)] == list(range(9))
    assert [frozen.columnWidth(number) for number in range(9)] == widths


def test_the_other_columns_can_still_be_moved(frozen):
    frozen.horizontalHeader().moveSection(8, 1)
    assert frozen.columns.shown()[:3] == ("name", "more7", "more0")
    click(frozen, 30, 10)
    assert frozen.currentIndex().column() == 0


# The keys


def test_the_cell_that_the_keys_go_to_is_never_covered(frozen):
    frozen.setCurrentIndex(frozen.model().index(0, 8))
    for _step in range(7):
        QTest.keyClick(frozen, Qt.Key.Key_Left)
        cell = frozen.visualRect(frozen.currentIndex())
        assert cell.left() >= frozen.columnWidth(0)
        assert cell.right() < frozen.viewport().width()
    assert frozen.currentIndex().column() == 1


def test_going_to_the_first_column_or_along_it_does_not_scroll_back(frozen):
    QTest.keyClick(frozen, Qt.Key.Key_Home)
    frozen.setCurrentIndex(frozen.model().index(0, 0))
    for _step in range(30):
        QTest.keyClick(frozen, Qt.Key.Key_Down)
    assert (frozen.current_id, frozen.currentIndex().column()) == (1030, 0)
    assert frozen.horizontalScrollBar().value() == SCROLLED
    assert frozen.viewport().rect().contains(frozen.visualRect(frozen.currentIndex()))


def test_a_record_looked_for_comes_into_sight_without_scrolling_sideways(frozen):
    frozen.go_to(1150)
    assert frozen.horizontalScrollBar().value() == SCROLLED
    assert frozen.viewport().rect().contains(frozen.visualRect(frozen.currentIndex()))


# The menu, and what is remembered


def test_the_menu_of_the_heading_that_stays_is_that_of_the_header(frozen, monkeypatch, qtbot):
    with qtbot.waitSignal(frozen.horizontalHeader().customContextMenuRequested) as asked:
        heading(frozen).customContextMenuRequested.emit(QPoint(7, 8))
    assert asked.args == [QPoint(7, 8)]


def test_off_again_it_is_a_table_like_before(frozen, table):
    mode = RecordTable.ScrollMode.ScrollPerPixel
    assert table.horizontalScrollMode() == mode
    freeze(table)
    assert not table.is_frozen
    assert table.horizontalScrollBar().value() == 0
    assert table.horizontalScrollMode() != mode
    QTest.qWait(0)
    assert heading(table) is None or heading(table).isHidden()


def test_it_is_off_until_the_user_wants_it_and_kept_for_the_next_time(make_table, table):
    assert not table.is_frozen
    freeze(table)
    assert make_table().is_frozen
    freeze(table)
    assert not make_table().is_frozen


def test_each_view_remembers_it_for_itself(table):
    freeze(table)
    table.columns.use("mine", None)
    assert not table.is_frozen
    freeze(table)
    freeze(table)
    table.columns.use("", None)
    assert table.is_frozen
    table.columns.use("mine", ["name", "more3"])
    assert not table.is_frozen


def test_reset_lets_the_first_column_go(frozen, make_table):
    frozen.columns._on_reset()
    assert not frozen.is_frozen
    assert not make_table().is_frozen


def test_a_table_that_is_not_frozen_has_no_second_heading(table):
    assert heading(table) is None
