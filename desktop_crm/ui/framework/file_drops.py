"""Files that are dropped onto what shows a record become its attachments."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_crm.core.i18n import _
from desktop_crm.ui.framework.attaching import Target, files_in
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.labels import chip

_ENTERED = {QEvent.Type.DragEnter, QEvent.Type.DragMove}
_MARGIN = 12

TargetAt = Callable[[QPoint], Target | None]
Dropped = Callable[[Target, list[Path]], object]


@runtime_checkable
class TakesFiles(Protocol):
    """A window that does something with files that are dropped where no record is shown."""

    def take_files(self, mime: QMimeData, *, over: bool) -> bool:
        """Whether the files can be dropped; unless they are only `over` the window, they are taken."""


class FileDrops(QObject):
    """Lets files be dropped on a widget. Where it shows no record, what lies around it may have one, or they are
    imported as anywhere else in the window.
    """

    def __init__(self, widget: QWidget, target_at: TargetAt, dropped: Dropped) -> None:
        super().__init__(widget)
        self.widget = widget
        self._target_at, self._dropped = target_at, dropped
        self._hint: QLabel | None = None
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def watch_inside(self) -> None:
        """Take files also from fields inside, which would else insert their names as text."""
        for child in self.widget.findChildren(QWidget):
            if child.acceptDrops():
                child.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragLeave:
            self._show_hint(shown=False)
            return False
        if event.type() not in _ENTERED | {QEvent.Type.Drop}:
            return False
        assert isinstance(event, QDropEvent)  # noqa: S101 - Qt's class for these types; that of moves is one of it
        files = files_in(event.mimeData())
        if not files:
            return False
        assert isinstance(watched, QWidget)  # noqa: S101 - only widgets are watched
        position = watched.mapTo(self.widget, event.position().toPoint())
        entered = event.type() == QEvent.Type.DragEnter  # Qt asks again at every move
        event.setAccepted(entered or self.take(position, event, files))
        return True

    def take(self, position: QPoint, event: QDropEvent, files: list[Path]) -> bool:
        """Whether the files can be dropped here; when they are, they are taken."""
        target = self._target_at(position)
        over = isinstance(event, QDragMoveEvent)
        self._show_hint(shown=over and target is not None)
        if target is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            if not over:
                self._dropped(target, files)
            return True
        around = self._around()
        if around:
            return around.take(self.widget.mapTo(around.widget, position), event, files)
        window = self.widget.window()
        return isinstance(window, TakesFiles) and window.take_files(event.mimeData(), over=over)

    def _around(self) -> "FileDrops | None":
        widget = self.widget.parentWidget()
        while widget is not None and not self.widget.isWindow():
            drops = widget.findChild(FileDrops, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if drops is not None:
                return drops
            widget = widget.parentWidget()
        return None

    def _show_hint(self, *, shown: bool) -> None:
        if self._hint is None:
            if not shown:
                return
            self._hint = chip(_("Drop to attach"), Tone.ACCENT)
            self._hint.setParent(self.widget)
            self._hint.adjustSize()
        hint = self._hint
        hint.move((self.widget.width() - hint.width()) // 2, self.widget.height() - hint.height() - _MARGIN)
        hint.setVisible(shown)
        hint.raise_()
