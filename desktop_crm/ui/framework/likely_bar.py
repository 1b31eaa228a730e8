"""What stands above a form while a record is typed that is likely to be there already (D-04, D-05)."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_crm.core.duplicates.while_typing import Likely, while_typing
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.flow_layout import flowing
from desktop_crm.ui.widgets.labels import label, set_tone

_SHOWN = 3


class LikelyBar(QFrame):
    """Hidden while nothing is alike. Signals: `open_requested(id)`."""

    open_requested = Signal(object)

    def __init__(self, context: Context, kind: Kind, own_id: int | None) -> None:
        super().__init__()
        self._context, self._kind, self._own_id = context, kind, own_id
        self._asked: Mapping[str, Any] | None = None
        self._found: Sequence[Likely] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._lines: list[QWidget] = []
        self.hide()

    def look_for(self, values: Mapping[str, Any]) -> None:
        """Show which records are like the one with these values."""
        if values != self._asked:
            self._asked = dict(values)
            work = partial(_likely, self._kind, self._asked, self._own_id)
            self._context.operations.read(self, work, self._on_found, latest="likely")

    @property
    def found(self) -> Sequence[Likely]:
        """The records that are shown."""
        return self._found

    def _on_found(self, found: list[Likely]) -> None:
        if found[:_SHOWN] == self._found:
            return
        self._found = found[:_SHOWN]
        for line in self._lines:
            self._layout.removeWidget(line)
            line.deleteLater()
        self._lines = [self._line(each) for each in self._found]
        for line in self._lines:
            self._layout.addWidget(line)
        self.setVisible(bool(self._found))
        self.setAccessibleName("\n".join(_words(each) for each in self._found))

    def _line(self, likely: Likely) -> QWidget:
        holder, row = flowing(spacing=8)
        words = label(_words(likely))
        set_tone(words, Tone.AMBER)
        row.addWidget(words)
        row.addWidget(button(_("Look at it"), partial(self.open_requested.emit, likely.id), "quiet"))
        return holder


def _words(likely: Likely) -> str:
    name = " ".join(filter(None, (likely.name, likely.number)))
    return _("Possibly the same: {name} ({why})").format(name=name, why=likely.words)


def _likely(kind: Kind, values: Mapping[str, Any], own_id: int | None, connection: Any) -> list[Likely]:
    return while_typing(connection, kind, values, own_id)
