"""Which keys do what, read from the actions themselves, so that the list is never out of date (habit 32)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QWidget

from desktop_crm.core import clock
from desktop_crm.core.documents.printed_page import Column, PrintedPage, TableSection, render_page
from desktop_crm.core.documents.typesetting import Printout
from desktop_crm.core.i18n import _, language
from desktop_crm.ui.documents.document_preview import DocumentPreview
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.widgets.labels import chip, label


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What is done, by which keys as this system writes them, and where: the name of a list or field, "" everywhere."""

    name: str
    keys: tuple[str, ...]
    where: str = ""


def shortcuts_of(window: QWidget) -> list[Shortcut]:
    """Every action of the window and its pages that has a name and keys, those that work everywhere first."""
    found = [
        Shortcut(action.text(), _native(action.shortcuts()), _where(action, window, action.shortcutContext()))
        for action in window.findChildren(QAction)
        if action.text() and action.shortcuts()
    ]
    found += [
        Shortcut(each.whatsThis(), _native(each.keys()), _where(each, window, each.context()))
        for each in window.findChildren(QShortcut)
        if each.whatsThis() and each.parent() is not None
    ]
    return sorted(dict.fromkeys(found), key=lambda each: bool(each.where))


def _native(sequences: Iterable[QKeySequence]) -> tuple[str, ...]:
    return tuple(each.toString(QKeySequence.SequenceFormat.NativeText) for each in sequences)


def _where(thing: QObject, window: QWidget, context: Qt.ShortcutContext) -> str:
    parent = thing.parent()
    everywhere = context in {Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut}
    if parent is window or everywhere or not isinstance(parent, QWidget):
        return ""
    return _("in a list") if parent.inherits("QAbstractItemView") else parent.accessibleName()


class ShortcutList(SheetDialog):
    """Shows the keys, and prints them."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(context, window, _("Keyboard shortcuts"), 520, 680)
        self.shortcuts = shortcuts_of(window)
        px = context.theme.px
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, px(8), 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(8))
        for row, shortcut in enumerate(self.shortcuts):
            grid.addWidget(label(shortcut.name), row, 0)
            grid.addWidget(label(shortcut.where, "caption"), row, 1)
            keys = QHBoxLayout()
            keys.setSpacing(px(4))
            keys.addStretch(1)
            for text in shortcut.keys:
                keys.addWidget(chip(text))
            grid.addLayout(keys, row, 2)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(self.shortcuts), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        scroll.setAccessibleName(_("Keyboard shortcuts"))
        self.body.addWidget(scroll)
        self.add_button(_("Close"), self.reject)
        self.add_button(_("Print…"), self._on_print, "primary")

    def _on_print(self) -> None:
        preview = DocumentPreview(
            self.context, _("Keyboard shortcuts"), _("Keyboard shortcuts") + ".pdf", self.parentWidget()
        )
        preview.make(partial(_printed, self.shortcuts, self.context.book.database.author))
        self.accept()
        preview.open()


def _printed(shortcuts: Sequence[Shortcut], author: str, _connection: Any) -> Printout:
    rows = tuple((each.name, each.where, "  ".join(each.keys)) for each in shortcuts)
    columns = (Column(_("What"), 4), Column("", 2), Column(_("Keys"), 3))
    return render_page(
        PrintedPage(
            customer_name=_("Keyboard shortcuts"),
            title=_("Desktop CRM"),
            facts=(),
            sections=(TableSection(_("Keys"), columns, rows),),
            footer_left=clock.today().isoformat(),
            page_label=_("Page {page} of {pages}"),
            author=author,
            language="zh" if language() == "zh" else "en",
        )
    )
