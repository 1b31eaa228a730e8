"""A labeled field of the dialog that records an interaction, which can be brought forward, folded and prompted."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_crm.core.fields import Field
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.interactions.open_offers import OpenOffers
from desktop_crm.ui.widgets.entry_edit import EntryEdit
from desktop_crm.ui.widgets.labels import label


class Key(NamedTuple):
    """Which field a part edits."""

    kind: Kind
    name: str


class Part(QWidget):
    """A field below its label, usually `sixths` of a row wide.

    `is_blank` tells whether nothing was typed into it. A part that does not `apply` cannot be filled in now; one that
    is `only_asked` is never among the folded ones.
    """

    def __init__(
        self,
        key: Key,
        title: str,
        field: QWidget,
        sixths: int,
        is_blank: Callable[[], bool],
        *,
        only_asked: bool = False,
        beside: OpenOffers | None = None,
    ) -> None:
        super().__init__()
        self.key, self.field, self.sixths, self.is_blank = key, field, sixths, is_blank
        self.only_asked, self.applies, self.beside = only_asked, not only_asked, beside
        column = labeled(title, field, beside)
        column.setContentsMargins(0, 0, 0, 0)
        self.setLayout(column)
        self._own_prompt = _prompt_of(field)

    @property
    def entrance(self) -> QWidget:
        """Where Tab enters the part."""
        return _innermost(self.field)

    def ask(self, prompt: str) -> None:
        """Show a prompt while the field is empty; an empty one shows what the field says by itself."""
        _set_prompt(self.field, prompt or self._own_prompt)
        if self.beside:
            self.beside.ask(asked=bool(prompt))


def labeled(title: str, field: QWidget, *beside: QWidget | None) -> QVBoxLayout:
    """A field below its label, and what stands at the end of the label's line."""
    column = QVBoxLayout()
    column.setSpacing(4)
    head = QHBoxLayout()
    head.addWidget(label(title, "caption"), 1)
    for widget in filter(None, beside):
        head.addWidget(widget)
    if title:
        column.addLayout(head)
    column.addWidget(field)
    column.addStretch(1)
    return column


def title_of(field: Field) -> str:
    """The label of a field, in the language in use."""
    text = field.label
    return _(text)


def _innermost(field: QWidget) -> QWidget:
    while (inner := field.focusProxy()) is not None:
        field = inner
    return field


def _target(field: QWidget) -> QWidget | None:
    """What shows the prompt of a field."""
    inner = _innermost(field)
    return inner.lineEdit() if isinstance(inner, QComboBox) else inner


def _prompt_of(field: QWidget) -> str:
    target = _target(field)
    return target.placeholderText() if isinstance(target, QLineEdit | QPlainTextEdit) else ""


def _set_prompt(field: QWidget, prompt: str) -> None:
    target = _target(field)
    if isinstance(field, EntryEdit):
        field.set_placeholder(prompt)  # entries take its place
    elif isinstance(target, QLineEdit | QPlainTextEdit):
        target.setPlaceholderText(prompt)
