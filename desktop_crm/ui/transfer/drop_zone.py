"""Where files are dropped or chosen to be imported."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QVBoxLayout, QWidget

from desktop_crm.core.i18n import _
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.transfer.import_plan import SUFFIXES, importable
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.labels import label


def dropped_files(mime: QMimeData) -> list[Path]:
    """The files in what is dragged that an import may be able to read."""
    return importable([Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()])


class DropZone(QFrame):
    """Signals: `files_chosen(paths)`, by dropping or by the dialog."""

    files_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._hovered = False
        self.setAcceptDrops(True)
        self.setMinimumHeight(theme.px(168))
        self._picture = QLabel()
        self.choose_button = button(_("Choose files…"), self.choose, "primary")
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(8))
        layout.addStretch(1)
        for widget in (
            self._picture,
            label(_("Drop files here, or choose them"), "strong"),
            label(_("Excel, CSV, contacts (.vcf), calendars (.ics)"), "caption"),
            self.choose_button,
        ):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def choose(self) -> None:
        """Open the dialog for files."""
        choose_files(self, self.files_chosen.emit)

    def _on_theme_changed(self) -> None:
        size = self._theme.px(28)
        self._picture.setPixmap(icon("file-down", self._theme, Tone.SOFT).pixmap(size, size))

    def _set_hovered(self, *, hovered: bool) -> None:
        self._hovered = hovered
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self._set_hovered(hovered=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._set_hovered(hovered=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_hovered(hovered=False)
        event.acceptProposedAction()
        self.files_chosen.emit(dropped_files(event.mimeData()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's name
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colors.accent if self._hovered else colors.faint), 1, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(colors.accent_tint if self._hovered else colors.background))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), self._theme.px(6), self._theme.px(6))


def choose_files(parent: QWidget, then: Callable[[Sequence[Path]], object]) -> None:
    """Let the user choose files that can be imported."""
    patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
    dialog = QFileDialog(parent, _("Files to import"))
    dialog.setNameFilters([_("Files that can be imported") + f" ({patterns})", _("All files") + " (*)"])
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.open()
