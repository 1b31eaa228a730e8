"""Looking through the whole book for customers that are there twice, and deciding pair by pair (D-04)."""

import math
import time
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from desktop_crm.core.book import Book
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.duplicates.decisions import not_the_same
from desktop_crm.core.duplicates.pairs import Pair, all_pairs
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.field_values import show
from desktop_crm.ui.duplicates.merge_dialog import Compared, MergeDialog, compare
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.operations import Progress
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.labels import label

_GUESS_AFTER_SECONDS = 1.0  # before that nobody knows how long it takes


class DuplicatesDialog(SheetDialog):
    """Searches as soon as it opens, while everything else goes on; it can be stopped and begun again.

    What is put off comes again the next time.
    """

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(context, parent, _("Find duplicates"), 820, 600)
        self.pairs: list[Pair] = []
        self._place = 0
        self._why = label("", "strong", wrap=True)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.body.addWidget(self._why)
        self.body.addWidget(self._scroll, 1)
        self.close_button = self.add_button(_("Close"), self.reject)
        self.later_button = self.add_button(_("Later"), self._next)
        self.apart_button = self.add_button(_("Not the same"), self._on_apart)
        self.merge_button = self.add_button(_("Merge…"), self._on_merge, "primary")
        self.stop_button = self.add_button(_("Stop"), self.stop)
        self.search_button = self.add_button(_("Search again"), self.search)
        self._search: Progress | None = None
        self._began = 0.0
        self._set_ready(ready=False)
        self._show_searching()
        self.finished.connect(self.stop)

    def open(self) -> None:
        """Show it over the window; in presentation mode it says why not, and goes."""
        try:
            self.context.book.database.refuse_while_presenting()  # masked, customers are alike who are not
        except CrmError as error:
            self.context.messages.error(error)
            self.deleteLater()
        else:
            super().open()
            self.search()

    def search(self) -> None:
        """Compare all customers, from the beginning."""
        if self._search:
            return
        self._began = time.monotonic()
        self._search = self.context.operations.run(
            self,
            partial(_pairs, self.context.book),
            self._on_found,
            progressed=self._on_progress,
            failed=self._on_failed,
            canceled=self._on_stopped,
            reading=True,
        )
        self.say(_("Comparing all customers…"))
        self.show_progress(0, 0)
        self._show_searching()

    def stop(self) -> None:
        """End the search; nothing was changed by it."""
        if self._search:
            self._search.cancel()

    def _show_searching(self) -> None:
        searching = self._search is not None
        self.stop_button.setVisible(searching)
        self.search_button.hide()
        for made in (self.later_button, self.apart_button, self.merge_button):
            made.setVisible(not searching and bool(self.pairs))

    @property
    def pair(self) -> Pair | None:
        """The pair that is looked at."""
        return self.pairs[self._place] if self._place < len(self.pairs) else None

    def _on_progress(self, done: int, total: int) -> None:
        if not self._search:
            return
        self.show_progress(done, total)
        gone = time.monotonic() - self._began
        if done and gone > _GUESS_AFTER_SECONDS:
            left = math.ceil(gone * (total - done) / done)
            guess = ngettext("about {count} second left", "about {count} seconds left", left).format(count=left)
            self.say(" ".join((_("Comparing all customers…"), guess)))

    def _ended(self) -> None:
        self._search = None
        self.progress.hide()
        self._show_searching()

    def _on_failed(self, error: CrmError) -> None:
        self._ended()
        self.search_button.show()
        self.say_error(error)

    def _on_stopped(self) -> None:
        self._ended()
        self.search_button.show()
        self.search_button.setFocus()
        self.say(_("Stopped; the book is as it was."), Tone.AMBER)

    def _on_found(self, pairs: list[Pair]) -> None:
        self.pairs = pairs
        self._ended()
        self._show()

    def _show(self) -> None:
        pair = self.pair
        self._set_ready(ready=False)
        if pair is None:
            self._scroll.setWidget(QWidget())
            self._why.setText(_("Nothing more to decide.") if self.pairs else _("No two customers are alike."))
            self.say("")
            self.close_button.setFocus()
            return
        self._why.setText(pair.words)
        self.say(_("Pair {place} of {count}").format(place=self._place + 1, count=len(self.pairs)))
        work = partial(compare, kind=Kind.CUSTOMERS, survivor_id=pair.first, other_id=pair.second)
        self.context.operations.read(
            self, work, self._on_compared, latest="compared", failed=lambda _error: self._next()
        )  # one of them was merged already

    def _on_compared(self, compared: Compared) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        px = self.context.theme.px
        grid.setContentsMargins(0, 0, px(8), 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(6))
        for column, customer in enumerate((compared.survivor, compared.other), start=1):
            grid.addWidget(
                label(" ".join(filter(None, (customer.name, customer.number))), "strong", wrap=True), 0, column
            )
            grid.setColumnStretch(column, 1)
        for row, difference in enumerate(compared.differences, start=1):
            grid.addWidget(label(_(difference.field.label), "caption"), row, 0, Qt.AlignmentFlag.AlignTop)
            for column, value in enumerate((difference.survivor, difference.other), start=1):
                grid.addWidget(label(show(difference.field, value), wrap=True), row, column)
        grid.setRowStretch(len(compared.differences) + 1, 1)
        self._scroll.setWidget(content)
        self._set_ready(ready=True)

    def _set_ready(self, *, ready: bool) -> None:
        for made in (self.later_button, self.apart_button, self.merge_button):
            made.setEnabled(ready)

    def _next(self) -> None:
        self._place += 1
        self._show()

    def _on_apart(self) -> None:
        if self.pair:
            self._set_ready(ready=False)
            work = partial(_apart, self.pair)
            self.context.operations.write(self, "tell_apart", work, self._on_decided, failed=self.say_error)

    def _on_decided(self, _changes: Changes) -> None:
        self._next()

    def _on_merge(self) -> None:
        if self.pair:
            dialog = MergeDialog(self.context, Kind.CUSTOMERS, self.pair.first, self.pair.second, self)
            dialog.accepted.connect(self._next)
            dialog.open()


def _pairs(book: Book, progress: Progress) -> list[Pair]:
    return book.read(partial(all_pairs, progress=progress.at))


def _apart(pair: Pair, session: Session) -> Changes:
    return not_the_same(session, pair.first, pair.second)
