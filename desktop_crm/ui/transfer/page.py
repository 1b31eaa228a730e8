"""Import and export: where files are dropped, what can be written, and what went in and out lately."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.i18n import N_, _, listed
from desktop_crm.core.journal.transfers import EXPORT, IMPORT, PRINT, Transfer, transfers
from desktop_crm.core.kinds import TITLES
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.page import Page
from desktop_crm.ui.framework.plain_table import PlainTable
from desktop_crm.ui.framework.record_table_model import Cell, Cells
from desktop_crm.ui.framework.text_table_model import TextTableModel
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.transfer.drop_zone import DropZone
from desktop_crm.ui.transfer.export_dialog import FORMAT_WORDS, ExportDialog
from desktop_crm.ui.transfer.import_dialog import open_import
from desktop_crm.ui.widgets.cards import Card
from desktop_crm.ui.widgets.labels import ElidedLabel, label

_LINES = 50
_VERBS = {IMPORT: N_("Import"), EXPORT: N_("Export"), PRINT: N_("Print")}


class TransferPage(Page):
    """The way in and the way out."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        px = context.theme.px
        self.drop_zone = DropZone(context.theme)
        self.drop_zone.files_chosen.connect(self._on_files)
        self.log = TextTableModel((_("When"), _("What"), _("File or title"), _("Records"), _("By")), self)
        top = QHBoxLayout()
        top.setSpacing(px(16))
        top.addWidget(self._import_card(), 1)
        top.addWidget(self._export_card(), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(18), px(20), px(18))
        layout.setSpacing(px(12))
        layout.addWidget(label(_("Import and export"), "pageTitle"))
        layout.addLayout(top)
        layout.addWidget(self._log_card(), 1)
        self.refresh()

    def refresh(self) -> None:
        self.context.operations.read(self, partial(transfers, most=_LINES), self._on_transfers, latest="transfers")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()  # exports and prints change no record, so nobody tells of them

    def concerns(self, changes: Changes) -> bool:
        return bool(changes)

    def _import_card(self) -> Card:
        card = Card(_("Import"))
        card.body.addWidget(self.drop_zone, 1)
        text = _("You see every row before anything is taken. What is there is backed up first.")
        card.body.addWidget(label(text, "soft", wrap=True))
        return card

    def _export_card(self) -> Card:
        card = Card(_("Export"))
        for suffix, words in FORMAT_WORDS.items():
            card.body.addWidget(self._format_row(suffix, _(words.title), _(words.caption), words.icon))
        card.body.addStretch(1)
        return card

    def _format_row(self, suffix: str, title: str, caption: str, icon_name: str) -> QWidget:
        px = self.context.theme.px
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, px(2), 0, px(2))
        layout.setSpacing(px(12))
        picture = QLabel()
        picture.setPixmap(icon(icon_name, self.context.theme, Tone.SOFT).pixmap(QSize(px(18), px(18))))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(_("{value} ({about})").format(value=title, about=suffix)))
        words.addWidget(ElidedLabel(caption, "caption"))
        start = QPushButton(_("Export…"))
        start.setAccessibleName(_("Export · {format}").format(format=title))
        start.clicked.connect(partial(self.open_export, suffix))
        layout.addWidget(picture)
        layout.addLayout(words, 1)
        layout.addWidget(start)
        return row

    def _log_card(self) -> Card:
        px = self.context.theme.px
        card = Card()
        card.body.setContentsMargins(px(1), px(12), px(1), px(1))
        title = label(_("Lately in and out"), "section")
        title.setContentsMargins(px(13), 0, px(13), px(4))
        card.body.addWidget(title)
        self.table = PlainTable(self.context.theme, self.log)
        self.table.setAccessibleName(_("Lately in and out"))
        nothing = label(_("What you import, export and print is listed here."), "soft")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        card.body.addWidget(holder, 1)
        return card

    # What is done

    def open_export(self, suffix: str, *_checked: bool) -> None:
        """Open the dialog that writes files of this format."""
        dialog = ExportDialog(self.context, suffix, self.window())
        dialog.finished.connect(self._on_exported)
        dialog.open()

    def _on_exported(self, _result: int) -> None:
        self.refresh()

    def _on_files(self, paths: Sequence[Path]) -> None:
        if paths:
            open_import(self.context, paths, self.window())

    def _on_transfers(self, found: list[Transfer]) -> None:
        self.log.show_rows([_cells(transfer) for transfer in found])
        self._stack.setCurrentIndex(0 if found else 1)
        self.table.stretch(3, 2, 6, 6, 3)


def _cells(transfer: Transfer) -> Cells:
    counts = " · ".join(f"{_(TITLES[kind])} {count:,}" for kind, count in transfer.counts.items())
    when = transfer.at.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M")
    return (
        Cell(when, Tone.SOFT),
        Cell(_(_VERBS[transfer.verb])),
        Cell(listed(transfer.files)),
        Cell(counts, Tone.SOFT),
        Cell(transfer.author, Tone.SOFT),
    )
