"""How long the window stands still with many customers: the beats of a 5 ms timer while something is done.

    python tests/benchmarks/bench_window.py [--customers 100000] [--interactions 20000] [--vault FOLDER]

A vault that is named is kept and used again; without one a temporary vault is filled, which takes some minutes and, for
100,000 customers, 1 GB. Each line has how long the thing took, then the time between two beats, and how much of it was
work of the GUI thread itself: the rest is the machine's, or another thread held the interpreter. The last column is
the longest gap as a multiple of that of an empty window.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_crm.core import book as books
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.sample.generator import fill
from desktop_crm.core.timeline.entry import Accent, Entry, Key
from desktop_crm.core.vault.slots import FLOOR
from desktop_crm.ui.customers.page import CustomersPage
from desktop_crm.ui.framework import preferences
from desktop_crm.ui.framework.change_bus import ChangeBus
from desktop_crm.ui.framework.clipboard import Clipboard
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.messages import Messages
from desktop_crm.ui.framework.navigator import Navigator
from desktop_crm.ui.framework.operations import Operations
from desktop_crm.ui.framework.pauses import GarbageCollector, take_short_turns
from desktop_crm.ui.framework.preferences import Preferences
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.framework.record_form import warm_up
from desktop_crm.ui.framework.undoing import Undoing
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.timeline.timeline_model import TimelineModel
from desktop_crm.ui.timeline.timeline_view import TimelineView
from desktop_crm.ui.transfer.import_dialog import open_import

PASSPHRASE = "a sample vault only"
BEAT_MILLISECONDS = 5
STILL_MILLISECONDS = 2000
IMPORTED_ROWS = 20_000


class Heart:
    """Beats on the GUI thread, and counts how much time and how much work of its own lies between two beats."""

    def __init__(self) -> None:
        self._timer = QTimer(interval=BEAT_MILLISECONDS)
        self._timer.timeout.connect(self._on_beat)
        self._last = self._last_work = 0.0
        self._gaps: list[float] = []
        self._work: list[float] = []
        self._still = 0.0  # the longest gap of an empty window
        self._timer.start()

    def _on_beat(self) -> None:
        now, work = time.perf_counter(), time.thread_time()
        self._gaps.append(1000 * (now - self._last))
        self._work.append(1000 * (work - self._last_work))
        self._last, self._last_work = now, work

    @contextmanager
    def watching(self, what: str) -> Iterator[None]:
        """Print one line of the table for what is done in the block."""
        turn(30)
        self._begin()
        begun = time.perf_counter()
        yield
        took = 1000 * (time.perf_counter() - begun)
        turn(30)
        gaps, work = self._gaps, self._work
        ratio = f"{max(gaps) / self._still:>8.1f}" if self._still else ""
        say(
            f"{what:<30}{took:>9.0f}{median(gaps):>12.1f}{max(gaps):>9.1f}{median(work):>12.1f}{max(work):>9.1f}{ratio}"
        )

    def listen_to_nothing(self, what: str) -> None:
        """The beats of a window in which nothing happens, with which the others are compared."""
        self._still = 0.0
        with self.watching(what):
            turn(STILL_MILLISECONDS)
            longest = max(self._gaps)
        self._still = longest

    def _begin(self) -> None:
        self._gaps, self._work = [], []
        self._last, self._last_work = time.perf_counter(), time.thread_time()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def turn(milliseconds: int) -> None:
    """Let events run for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(done: Callable[[], bool], seconds: float = 60) -> None:
    end = time.perf_counter() + seconds
    while not done() and time.perf_counter() < end:
        turn(4)


def painted(page: CustomersPage) -> bool:
    """Whether every row in sight has its words."""
    top = page.table.rowAt(1)
    bottom = page.table.rowAt(page.table.viewport().height() - 1)
    rows = range(max(top, 0), (bottom if bottom >= 0 else page.model.rowCount() - 1) + 1)
    return len(rows) > 0 and all(page.model.index(row, 0).data() != "…" for row in rows)


def opened(folder: Path, customers: int, interactions: int) -> books.Book:
    if folder.exists() and any(folder.iterdir()):
        return books.open_book(folder, PASSPHRASE)
    say(f"making {customers} customers")
    book, _key = books.make(folder, PASSPHRASE, "A. Rep", cost=FLOOR)
    fill(book.database, customers=customers, interactions=interactions, seed=1)
    return book


def shown(book: books.Book, theme: Theme, window: QWidget) -> Context:
    bus, messages = ChangeBus(), Messages(window)
    operations = Operations(book, bus.tell, messages.error)
    undoing, clipboard = Undoing(book, operations, bus, messages), Clipboard(operations, bus, messages)
    return Context(book, operations, bus, Navigator(), messages, theme, Preferences(), undoing, clipboard)


def measure(book: books.Book, heart: Heart, theme: Theme, window: QWidget) -> None:
    """What is done in the list of customers and in the timeline of one."""
    context = shown(book, theme, window)
    operations = context.operations
    with heart.watching("warming up, as when it starts"):
        warm_up(operations, window)
        turn(1000)
    with heart.watching("open"):
        page = CustomersPage(context)
        page.setParent(window)
        page.resize(1172, 776)
        page.show()
        until(lambda: painted(page))
    bar = page.table.verticalScrollBar()
    with heart.watching("wheel, 300 steps"):
        for _step in range(300):
            bar.setValue(bar.value() + 102)
            turn(8)
    with heart.watching("drag to the end, 60 jumps"):
        for place in range(60):
            bar.setValue(bar.maximum() * place // 59)
            turn(16)
        until(lambda: painted(page))
    with heart.watching("arrow down, 60 rows"):
        for row in range(60):
            page.table.go_to_row(row)
            turn(16)
    for order in ("name", "number", "status", "next_step", "last_interaction"):
        before = page.model.ids
        with heart.watching(f"sort by {order}"):
            page.table.order_requested.emit(order, False)
            until(lambda before=before: page.model.ids is not before and painted(page))
    for name, value in (("status", "won"), ("industry", "software"), ("status", None), ("industry", None)):
        before = page.model.ids
        with heart.watching(f"filter {name} {value or 'off'}"):
            page.filters.set(name, value)
            until(lambda before=before: page.model.ids is not before and painted(page))
    for number in range(3):
        with heart.watching(f"form of a new customer, {number + 1}"):
            dialog = RecordDialog(context, Kind.CUSTOMERS, None, None, window)
            dialog.open()
            until(lambda dialog=dialog: dialog.form.is_complete)
        dialog.reject()
    with heart.watching("select all"):
        page.table.selectAll()
        until(lambda: painted(page))
    with heart.watching("refresh, nothing new"):
        page.refresh()
        turn(1500)
    with heart.watching("read every row again"):
        page.model.read_again()
        turn(500)
    with heart.watching("timeline, 5,000 entries"):
        stream = [talk(number) for number in range(5_000)]
        view = TimelineView(theme, TimelineModel(operations, window))
        view.setParent(window)
        view.resize(612, 520)
        view.show()
        view.show_source(lambda _connection, before, limit: stream_after(stream, before)[:limit])
        scroll = view.verticalScrollBar()
        end = time.perf_counter() + 60
        while view.model().rowCount() < len(stream) and time.perf_counter() < end:
            scroll.setValue(scroll.maximum())
            turn(8)
    with heart.watching("timeline, wheel 300 steps"):
        for step in range(300):
            scroll.setValue(scroll.maximum() - step * 96)
            turn(8)
    operations.close()
    page.hide()
    view.hide()


def measure_import(folder: Path, heart: Heart, theme: Theme, window: QWidget) -> None:
    """A list that comes into an empty vault."""
    path = folder / "list.csv"
    rows = (f"公司{number}有限公司,abc{number},上海市{number}号,备注{number}\n" for number in range(IMPORTED_ROWS))
    path.write_text("客户名称,公司电话,办公地址,备注\n" + "".join(rows), encoding="utf-8")
    book, _key = books.make(folder / "empty", PASSPHRASE, "A. Rep", cost=FLOOR)
    with book:
        context = shown(book, theme, window)
        with heart.watching(f"file of {IMPORTED_ROWS:,} rows: read"):
            dialog = open_import(context, [path], window)
            until(lambda: not dialog._reading)
        for what in ("trial", "import"):
            with heart.watching(f"file of {IMPORTED_ROWS:,} rows: {what}"):
                dialog._on_next()
                until(lambda: dialog._running is None)
        with heart.watching("closing the import"):
            dialog.accept()
            turn(500)
        context.operations.close()


def talk(number: int) -> Entry:
    at = datetime(2026, 11, 22, tzinfo=UTC) - timedelta(hours=7 * number)
    key = Key(int(at.timestamp() * 1000), 10_000_000 - number)
    body = "讨论下季度合作方案，客户希望先试用，再确定数量和交期。" * (1 + number % 5)
    chips = (("下一步：发送报价", Accent.TALK),) if number % 3 else ()
    return Entry(Kind.INTERACTIONS, key, at, "拜", Accent.TALK, "拜访 · 需求沟通", "11-22 10:30", body, chips)


def stream_after(stream: list[Entry], before: Key | None) -> list[Entry]:
    return stream if before is None else stream[10_000_000 - before.id + 1 :]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--interactions", type=int, default=20_000)
    parser.add_argument("--vault", type=Path)
    wanted = parser.parse_args()
    application = QApplication([])
    take_short_turns()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        preferences.config_folder = lambda: Path(temporary)  # not the user's own
        folder = wanted.vault or Path(temporary) / "vault"
        with opened(folder, wanted.customers, wanted.interactions) as book:
            theme, window = Theme(application), QWidget()
            icon("lock", theme)  # the icons are unpacked once, before any page opens
            window.resize(1360, 850)
            window.show()
            heart, collector = Heart(), GarbageCollector(application)
            say(
                f"{book.read(CUSTOMERS.count)} customers; milliseconds between beats, and the window's own work therein"
            )
            say(f"{'':<30}{'took':>9}{'gap: median':>12}{'max':>9}{'own: median':>12}{'max':>9}{'ratio':>8}")
            heart.listen_to_nothing("empty window")
            measure(book, heart, theme, window)
            measure_import(Path(temporary), heart, theme, window)
            heart.listen_to_nothing("empty window, once more")
            collector.stop()


if __name__ == "__main__":
    main()
