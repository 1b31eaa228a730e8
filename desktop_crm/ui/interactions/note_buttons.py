"""What stands beside a note: what the talk is for, and the headings for it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton

from desktop_crm.core.i18n import _
from desktop_crm.core.interactions.choices import PURPOSES
from desktop_crm.core.interactions.fields import FIELDS
from desktop_crm.core.interactions.templates import Template
from desktop_crm.ui.interactions.part import title_of
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone

_NATIVE = QKeySequence.SequenceFormat.NativeText


class _MenuButton(QPushButton):
    """A quiet button that opens a menu, also by keys from anywhere in the dialog."""

    def __init__(self, text: str, keys: str) -> None:
        super().__init__(text)
        self.setAccessibleName(text)
        self.setProperty("role", "pick")
        self.setAutoDefault(False)
        self.setShortcut(QKeySequence(keys))
        self.setToolTip(self.shortcut().toString(_NATIVE))
        self.setMenu(QMenu(self))

    def rename(self, text: str) -> None:
        """Say something else; the keys stay, which Qt takes away with the text."""
        keys = self.shortcut()
        self.setText(text)
        self.setShortcut(keys)


class PurposeButton(_MenuButton):
    """What the talk is for. Signals: `edited()` when the user chose something."""

    edited = Signal()

    def __init__(self) -> None:
        self._title = title_of(FIELDS["purpose"])
        super().__init__(self._title, "Ctrl+P")
        self._value = ""
        self._group = QActionGroup(self)
        for code, text in ("", _("Not said")), *((each.code, _(each.label)) for each in PURPOSES.offered):
            action = self.menu().addAction(text)
            action.setCheckable(True)
            action.setData(code)
            action.triggered.connect(partial(self._on_chosen, code))
            self._group.addAction(action)
        self.set_value("")

    def value(self) -> str:
        """The purpose, empty where it was not said."""
        return self._value

    def set_value(self, code: str) -> None:
        """Show a purpose."""
        self._value = code
        label = PURPOSES.label_of(code) if code else ""
        text = _("{label}: {value}").format(label=self._title, value=label) if label else self._title
        self.rename(text)
        self.setAccessibleName(text)
        for action in self._group.actions():
            action.setChecked(action.data() == code)

    def _on_chosen(self, code: str, *_checked: bool) -> None:
        self.set_value(code)
        self.edited.emit()


class TemplateButton(_MenuButton):
    """The templates of notes. Signals: `chosen(template)`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("Template"), "Ctrl+T")
        self.setIcon(icon("layout-template", theme, Tone.SOFT))

    def offer(self, found: Sequence[Template]) -> None:
        """Offer these; the button is not there without any."""
        for template in found:
            self.menu().addAction(template.title).triggered.connect(partial(self._on_template, template))
        self.setVisible(bool(found))

    def _on_template(self, template: Template, *_checked: bool) -> None:
        self.chosen.emit(template)
