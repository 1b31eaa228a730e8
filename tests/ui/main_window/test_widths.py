"""Nothing scrolls sideways in a window of 1,280 pixels, and names are whole in the list at 1,360."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea

from desktop_crm.core import i18n
from desktop_crm.core.book import Book
from desktop_crm.core.sample.generator import fill
from desktop_crm.ui.main_window.main_window import MainWindow
from desktop_crm.ui.pages import LOWER_PAGES, PAGES

CUSTOMERS = 40


@pytest.fixture(params=["zh", "en"])
def main(request, qtbot, book: Book, theme, preferences):
    before = i18n.language()
    i18n.use_language(request.param)
    fill(book.database, customers=CUSTOMERS, interactions=80, seed=3, language=request.param)
    made = MainWindow(book, theme, preferences)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.context.operations.close()
    i18n.use_language(before)


def _filled_customers(qtbot, main: MainWindow, width: int):
    main.resize(width, 850)
    main.open_page("customers")
    page = main.current_page()
    qtbot.waitUntil(lambda: page.model.rowCount() == CUSTOMERS and page.detail.customer is not None, timeout=20_000)
    qtbot.waitUntil(lambda: page.model.index(CUSTOMERS - 1, 0).data() not in {"", "…"}, timeout=20_000)
    return page


def test_names_are_whole_in_the_list_of_customers(qtbot, main):
    page = _filled_customers(qtbot, main, 1360)
    names = [page.model.index(row, 0).data() for row in range(CUSTOMERS)]
    room = page.table.columnWidth(0) - main.context.theme.px(17)
    cut = [name for name in names if page.table.fontMetrics().horizontalAdvance(name) > room]
    assert len(cut) <= CUSTOMERS // 10, cut


def test_nothing_scrolls_sideways_at_1280(qtbot, main):
    _filled_customers(qtbot, main, 1280)
    for entry in (*PAGES, *LOWER_PAGES):
        main.open_page(entry.key)
        qtbot.waitUntil(lambda: main.current_page().width() > 0)
        areas = main.current_page().findChildren(QAbstractScrollArea)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        sideways = [
            (entry.key, area.accessibleName() or type(area).__name__)
            for area in areas
            if area.isVisible() and area.horizontalScrollBarPolicy() != off and area.horizontalScrollBar().maximum() > 0
        ]
        assert sideways == []
        assert main.width() == 1280
