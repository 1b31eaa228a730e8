"""Filter chips above a list: one value a field, chosen from a menu, taken away by a click."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_crm.core.fields import Field
from desktop_crm.core.i18n import _
from desktop_crm.ui.framework.operations import Operations
from desktop_crm.ui.widgets.flow_layout import flowing

_WORDS_AT_MOST = 40

Words = Callable[[Any, str], list[str]]  # connection and field name: the values in use, on a reader


class FilterBar(QWidget):
    """Chips for the fields named first, and one more for the others. Signals: `changed()` by the user's choice."""

    changed = Signal()

    def __init__(self, operations: Operations, fields: Sequence[Field], shown: Sequence[str], words: Words) -> None:
        super().__init__()
        self._operations = operations
        by_name = {field.name: field for field in fields}
        self._fields = {name: by_name[name] for name in (*shown, *(name for name in by_name if name not in shown))}
        self._shown, self._words = tuple(shown), words
        self._values: dict[str, str] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        holder, self._flow = flowing(spacing=6)
        layout.addWidget(holder)
        self._chips: dict[str, QPushButton] = {}
        for name in self._fields:
            chip = self._chip()
            chip.clicked.connect(partial(self._on_chip, name))
            self._chips[name] = chip
        self._more = self._chip()
        self._more.setText(_("+ Filter"))
        self._more.setAccessibleName(_("More filters"))
        self._more.clicked.connect(self._on_more)
        self._label()

    @property
    def values(self) -> Mapping[str, str]:
        """Field name to stored value, of the filters that are set."""
        return self._values

    def set(self, name: str, value: str | None) -> None:
        """Set a filter, or take it away."""
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value
        self._label()
        self.changed.emit()

    def set_all(self, values: Mapping[str, str]) -> None:
        """Set exactly these filters; fields that are not offered are passed over."""
        self._values = {name: value for name, value in values.items() if name in self._fields}
        self._label()
        self.changed.emit()

    def clear(self) -> None:
        """Take all filters away."""
        self._values.clear()
        self._label()
        self.changed.emit()

    def _chip(self) -> QPushButton:
        chip = QPushButton()
        chip.setProperty("role", "chip")
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._flow.addWidget(chip)
        return chip

    def _label(self) -> None:
        """Filters that are set say so, and how to take them away; the others open their menu."""
        for name, chip in self._chips.items():
            label, value = _(self._fields[name].label), self._values.get(name)
            chip.setCheckable(value is not None)
            chip.setChecked(value is not None)
            chip.setVisible(name in self._shown or value is not None)
            chip.setText(f"{label} ▾" if value is None else f"{self._shown_value(name, value)} ✕")
            chip.setToolTip("" if value is None else _("Take the filter away: {field}").format(field=label))
            filtered = "" if value is None else self._shown_value(name, value)
            words = _("{label}: {value}").format(label=label, value=filtered) if filtered else label
            chip.setAccessibleName(words)
        self._more.setVisible(any(name not in self._shown and name not in self._values for name in self._fields))

    def _shown_value(self, name: str, value: str) -> str:
        choices = self._fields[name].choices
        return choices.label_of(value) if choices else value

    def _on_chip(self, name: str) -> None:
        if name in self._values:
            self.set(name, None)
        else:
            menu = self._menu()
            self._fill(name, menu)
            self._pop_up(menu, self._chips[name])

    def _on_more(self) -> None:
        menu = self._menu()
        for name, field in self._fields.items():
            if name not in self._shown and name not in self._values:
                choices = menu.addMenu(_(field.label))
                choices.aboutToShow.connect(partial(self._fill, name, choices))
        self._pop_up(menu, self._more)

    def _fill(self, name: str, menu: QMenu) -> None:
        """Offer the choices; where a list is open or there is none, the words in use, as soon as they were read."""
        choices = self._fields[name].choices
        if menu.actions():
            return
        if choices and not choices.open:
            self._offer(name, menu, [choice.code for choice in choices.choices])
        else:
            menu.addAction("…").setEnabled(False)
            work = partial(_words_in_use, self._words, name)
            self._operations.read(menu, work, partial(self._offer, name, menu))

    def _offer(self, name: str, menu: QMenu, values: Sequence[str]) -> None:
        menu.clear()
        for value in values[:_WORDS_AT_MOST]:
            text = self._shown_value(name, value).replace("&", "&&")
            menu.addAction(text).triggered.connect(partial(self._on_chosen, name, value))
        if not values:
            menu.addAction(_("Nothing is recorded here yet")).setEnabled(False)

    def _on_chosen(self, name: str, value: str, *_checked: bool) -> None:
        self.set(name, value)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    @staticmethod
    def _pop_up(menu: QMenu, chip: QPushButton) -> None:
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))


def _words_in_use(words: Words, name: str, connection: Any) -> list[str]:
    return words(connection, name)
