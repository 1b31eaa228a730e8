from array import array
from random import Random

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_crm.ui.framework.record_table_model import (
    ID_ROLE,
    KEPT_ROWS,
    PAGE,
    TONE_ROLE,
    Cell,
    Column,
    RecordTableModel,
)
from desktop_crm.ui.look.tokens import Tone

COLUMNS = (Column("name", "Name", 100, "name"), Column("amount", "Amount", 80, right=True))
BIG = 2**62


class Source:
    """Rows that say their id and how often they were read; remembers what was asked for."""

    def __init__(self):
        self.asked = []
        self.edition = 0

    def fetch(self, _connection, ids):
        self.asked.append(list(ids))
        return {number: (Cell(f"{number}/{self.edition}"), Cell(str(number % 10), Tone.AMBER, "tip")) for number in ids}


@pytest.fixture
def source():
    return Source()


@pytest.fixture
def owner(qapp):
    return QObject()


@pytest.fixture
def model(context, source, owner):
    made = RecordTableModel(context.operations, COLUMNS, source.fetch, owner)
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return made


def name(model, row):
    return model.index(row, 0).data()


@pytest.fixture
def arrived(qtbot, model):
    def wait(*rows):
        for row in rows:
            qtbot.waitUntil(lambda row=row: name(model, row) != "…")

    return wait


def signals_of(model):
    said = []
    model.dataChanged.connect(lambda first, last, *_roles: said.append(("changed", first.row(), last.row())))
    model.rowsInserted.connect(lambda _parent, first, last: said.append(("inserted", first, last)))
    model.rowsRemoved.connect(lambda _parent, first, last: said.append(("removed", first, last)))
    model.rowsMoved.connect(lambda _p, first, last, _q, row: said.append(("moved", first, last, row)))
    model.modelReset.connect(lambda: said.append(("reset",)))
    return said


def test_an_id_of_63_bits_is_kept_whole(model):
    model.show_ids(array("q", [BIG + 5]))
    assert model.index(0, 0).data(ID_ROLE) == BIG + 5
    assert model.id_at(0) == BIG + 5
    assert (model.row_of(BIG + 5), model.row_of(7)) == (0, None)


def test_a_row_is_a_placeholder_until_its_page_has_come_and_only_these_rows_are_told(model, arrived, source):
    model.show_ids(array("q", range(1000)))
    arrived()
    said = signals_of(model)
    assert name(model, 250) == "…"
    arrived(250)
    assert name(model, 250) == "250/0"
    assert ("changed", 200, 299) in said
    assert list(range(200, 300)) in source.asked


def test_cells_have_tone_tooltip_and_side(model, arrived):
    model.show_ids(array("q", range(5)))
    arrived(4)
    cell = model.index(4, 1)
    assert Tone(cell.data(TONE_ROLE)) is Tone.AMBER
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "tip"
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_the_header_says_by_what_the_list_is_ordered(model):
    model.mark_sorted("name", descending=True)
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name ↓"
    model.mark_sorted("name", descending=False)
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name ↑"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Amount"


def test_running_through_a_long_list_reads_the_pages_looked_at_last(model, arrived, source, qtbot):
    model.show_ids(array("q", range(100_000)))
    for row in range(0, 100_000, 500):
        name(model, row)
    last = 99_500
    arrived(last)
    qtbot.wait(50)
    assert len(source.asked) < 12
    assert sum(len(ids) for ids in source.asked) <= 12 * PAGE


def test_rows_that_were_not_looked_at_for_long_are_dropped(model, arrived):
    model.show_ids(array("q", range(KEPT_ROWS * 2)))
    for row in range(0, KEPT_ROWS * 2, PAGE):
        arrived(row)
    assert len(model._rows) <= KEPT_ROWS
    arrived(0)
    assert name(model, 0) == "0/0"


def test_reading_again_shows_the_old_words_until_the_new_ones_have_come(model, arrived, source, qtbot):
    model.show_ids(array("q", range(50)))
    arrived(0)
    source.edition = 1
    model.read_again()
    assert name(model, 3) == "3/0"
    qtbot.waitUntil(lambda: name(model, 3) == "3/1")


def test_reading_some_records_again_tells_of_them_alone(model, arrived, source, qtbot):
    model.show_ids(array("q", range(50)))
    arrived(0)
    source.edition = 1
    said = signals_of(model)
    model.read_again([7, 12345])
    qtbot.waitUntil(lambda: name(model, 7) == "7/1")
    assert set(said) == {("changed", 7, 7)}
    assert name(model, 8) == "8/0"
    assert source.asked[-1] == [7]


def test_words_that_come_out_the_same_are_not_told_again(model, arrived, source, qtbot):
    model.show_ids(array("q", range(50)))
    arrived(0)
    model.read_again([7])
    said = signals_of(model)
    asked = len(source.asked)
    name(model, 7)
    qtbot.waitUntil(lambda: len(source.asked) > asked)
    qtbot.wait(30)
    assert said == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ([1, 2, 3], [1, 2, 3], []),
        ([1, 2, 3], [1, 9, 8, 2, 3], [("inserted", 1, 2)]),
        ([], [1, 2], [("inserted", 0, 1)]),
        ([1, 2, 3, 4], [1, 4], [("removed", 1, 2)]),
        ([1, 2], [], [("removed", 0, 1)]),
        ([1, 2, 3, 4, 5], [1, 4, 2, 3, 5], [("moved", 3, 3, 1)]),
        ([1, 2, 3, 4, 5], [1, 3, 4, 2, 5], [("moved", 1, 1, 4)]),
        ([1, 2, 3], [1, 7, 3], [("reset",)]),
        ([1, 2, 3, 4], [4, 3, 2, 1], [("reset",)]),
    ],
)
def test_one_block_of_difference_is_told_as_what_it_is(model, before, after, said):
    model.show_ids(array("q", before))
    heard = signals_of(model)
    model.show_ids(array("q", after))
    assert heard == said
    assert list(model.ids) == after


def test_any_exchange_of_ids_leaves_a_model_without_fault(model, qtbot):
    random = Random(5)
    for _round in range(120):
        model.show_ids(array("q", random.sample(range(12), random.randrange(13))))
        for row in range(model.rowCount()):
            name(model, row)
    qtbot.wait(30)
    assert model.rowCount() == len(model.ids)


def test_a_record_that_is_gone_when_its_page_is_read_is_empty_and_not_asked_for_again(context, owner, qtbot):
    asked = []

    def fetch(_connection, ids):
        asked.append(ids)
        return {}

    model = RecordTableModel(context.operations, COLUMNS, fetch, owner)
    model.show_ids(array("q", [1, 2]))
    name(model, 0)
    qtbot.waitUntil(lambda: name(model, 0) == "")
    qtbot.wait(20)
    assert len(asked) == 1
