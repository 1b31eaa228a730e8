"""How long Today takes to open with many open follow-ups, and how much of that is work of the GUI thread itself.

python tests/benchmarks/bench_today.py [--followups 10000] [--customers 5000] [--vault FOLDER]
"""

import argparse
import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

from bench_window import Heart, opened, say, shown, turn, until
from PySide6.QtWidgets import QApplication, QWidget

from desktop_crm.core.agenda.agenda import agenda, part_of_agenda
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.agenda.agenda_page import FIRST
from desktop_crm.ui.followups.page import FollowupsPage
from desktop_crm.ui.framework.pauses import GarbageCollector, take_short_turns
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.today.page import TodayPage


def _fill(book, count: int) -> None:
    """Open follow-ups from 30 days ago to 60 days ahead."""
    column = CUSTOMERS.table.c.id
    ids = book.read(lambda connection: list(connection.scalars(CUSTOMERS.table.select().with_only_columns(column))))
    start = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(days=30)
    every = [
        Followup(
            customer_id=ids[number % len(ids)],
            title=f"回访 {number}",
            due=Moment(start + timedelta(minutes=13 * number), "Asia/Shanghai"),
            methods=("phone",),
        )
        for number in range(count)
    ]
    book.write("sample", lambda session: FOLLOWUPS.add(session, every))


def _took(what: str, work) -> None:
    begun = time.perf_counter()
    work()
    say(f"{what:<40}{1000 * (time.perf_counter() - begun):>9.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--followups", type=int, default=10_000)
    parser.add_argument("--customers", type=int, default=5_000)
    parser.add_argument("--vault", type=Path)
    args = parser.parse_args()
    folder = args.vault or Path(tempfile.mkdtemp()) / "vault"
    fresh = not folder.exists()
    app = QApplication([])
    take_short_turns()
    collector = GarbageCollector(app)
    book = opened(folder, args.customers, 2 * args.customers)
    if fresh:
        _fill(book, args.followups)
    most = dict.fromkeys(TodayPage.titles, FIRST)
    for _again in range(2):
        _took("agenda, all of it", lambda: book.read(agenda))
        _took("agenda, what Today shows", lambda: book.read(lambda c: part_of_agenda(c, most)))
        _took("the same without clocks", lambda: book.read(lambda c: part_of_agenda(c, most, clocks=False)))
        _took("follow-ups page", lambda: book.read(lambda c: part_of_agenda(c, most, days=36_500, clocks=False)))
    theme = Theme(app)
    theme.use()
    window = QWidget()
    window.resize(1172, 780)
    window.show()
    context = shown(book, theme, window)
    heart = Heart()
    say(f"{'':<30}{'took':>9}{'gap median':>12}{'longest':>9}{'work median':>12}{'longest':>9}")
    heart.listen_to_nothing("nothing")
    for name, kind in (("Today", TodayPage), ("follow-ups", FollowupsPage)):
        with heart.watching(f"open {name}"):
            made = kind(context)
            made.setParent(window)
            made.resize(window.size())
            made.show()
            until(lambda page=made: page.model.rowCount() > 0)
            turn(20)
        with heart.watching(f"refresh {name}"):
            made.refresh()
            turn(600)
        made.hide()
    context.operations.close()
    book.close()
    collector.deleteLater()


if __name__ == "__main__":
    main()
