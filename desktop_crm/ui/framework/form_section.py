"""A section of a form: a title, and below it fields in one or two columns."""

from collections import defaultdict

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_crm.core.fields import FieldType
from desktop_crm.ui.framework.field_box import FieldBox
from desktop_crm.ui.widgets.labels import label

_WHOLE_ROW = {FieldType.LONG_TEXT, FieldType.ANSWERS}


class FormSection(QWidget):
    """A title and the fields below it, in one or two columns; fields are put in one after the other."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.boxes: list[FieldBox] = []
        self._arranged: tuple[int, list[FieldBox]] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        if title:
            layout.addWidget(label(title, "section"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(12)
        layout.addLayout(self._grid)
        self.hide()

    def arrange(self, columns: int, absent: set[str]) -> None:
        """Lay out the fields that are not absent, from left to right and on."""
        shown = [box for box in self.boxes if box.editor.field.name not in absent]
        if self._arranged == (columns, shown):
            return
        self._arranged = columns, shown
        for box in self.boxes:
            self._grid.removeWidget(box)
        rows: defaultdict[int, list[FieldBox]] = defaultdict(list)
        place = -1
        for number, box in enumerate(shown):
            place += 1
            if box.wide and columns > 1:
                place += place % columns  # a line of its own
                self._grid.addWidget(box, place // columns, 0, 1, columns, Qt.AlignmentFlag.AlignTop)
                place += columns - 1
                continue
            row, column = divmod(place, columns)
            rows[row].append(box)
            alone = number == len(shown) - 1 and column == 0 and box.editor.field.type in _WHOLE_ROW
            self._grid.addWidget(box, row, column, 1, columns if alone else 1, Qt.AlignmentFlag.AlignTop)
        for beside in rows.values():
            captions = any(box.has_caption for box in beside)
            for box in beside:
                box.level(with_captions=captions)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))
        for box in self.boxes:
            if box.isHidden() == (box in shown):
                box.setVisible(box in shown)
        self.setVisible(bool(shown))
