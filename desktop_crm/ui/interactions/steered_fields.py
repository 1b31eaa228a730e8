"""The fields of a talk as its purpose arranges them: those that matter in front, the others behind one button."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QPushButton, QWidget

from desktop_crm.core.i18n import _
from desktop_crm.core.interactions.purposes import Steering
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.interactions.part import Key, Part
from desktop_crm.ui.look.theme import Theme

_SIXTHS = 6
# What stands in front where no purpose says what matters.
_USUAL = tuple(
    Key(Kind.INTERACTIONS, name) for name in ("feedback", "needs_said", "agreements", "open_issues", "commitments")
)


class SteeredFields(QWidget):
    """Shows the parts that matter, `foot` below them, then the button that shows the others.

    What was typed is never folded. Signals: `arranged()` when the fields stand in other places now.
    """

    arranged = Signal()

    def __init__(self, theme: Theme, parts: Iterable[Part], foot: QWidget) -> None:
        super().__init__()
        self._theme, self._foot = theme, foot
        self._parts = {part.key: part for part in parts}
        self._steering: Steering | None = None
        self._front: list[Part] = []
        self._folded: list[Part] = []
        self.more_button = QPushButton(_("More fields"))
        self.more_button.setAccessibleName(_("More fields"))
        self.more_button.setProperty("role", "pick")
        self.more_button.setCheckable(True)
        self.more_button.setAutoDefault(False)
        self._more_line = QWidget()
        line = QHBoxLayout(self._more_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.more_button)
        line.addStretch(1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for column in range(_SIXTHS):
            self._grid.setColumnStretch(column, 1)
        for part in (*self._parts.values(), foot, self._more_line):
            part.setParent(self)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.arrange()
        self.more_button.toggled.connect(self._on_more)

    @property
    def before_foot(self) -> list[QWidget]:
        """The fields above the foot in reading order."""
        return [part.entrance for part in self._front]

    @property
    def behind_foot(self) -> list[QWidget]:
        """The button and the fields below the foot in reading order."""
        return [self.more_button, *(part.entrance for part in self._folded)]

    def steer(self, steering: Steering | None) -> None:
        """Bring forward what matters now, and ask what is to be asked there; None brings forward the usual fields."""
        self._steering = steering
        prompts = {Key(each.kind, each.name): each.prompt for each in steering.matters} if steering else {}
        for part in self._parts.values():
            prompt = prompts.get(part.key, "")
            part.ask(_(prompt) if prompt else "")
        self.arrange()

    def arrange(self) -> None:
        """Put every part where it belongs now; the keyboard stays where it is."""
        matters = [Key(each.kind, each.name) for each in self._steering.matters] if self._steering else list(_USUAL)
        wanted = [part for key in matters if (part := self._parts.get(key)) and (part.applies or not part.is_blank())]
        others = [part for key in (*_USUAL, *self._parts) if (part := self._parts.get(key)) and part not in wanted]
        others = list(dict.fromkeys(others))
        front = [*wanted, *(part for part in others if not part.is_blank() or _is_entered(part))]
        folded = [part for part in others if part not in front and not part.only_asked]
        if (front, folded) == (self._front, self._folded):
            return
        self._front, self._folded = front, folded
        shown = {*front, *(folded if self.more_button.isChecked() else ())}
        for part in self._parts.values():
            self._grid.removeWidget(part)
            part.setVisible(part in shown)
        self._grid.removeWidget(self._foot)
        self._grid.removeWidget(self._more_line)
        row = 0
        for line in _rows(front):
            width = _SIXTHS // len(line)
            for place, part in enumerate(line):
                self._grid.addWidget(part, row, place * width, 1, width)
            row += 1
        self._grid.addWidget(self._foot, row, 0, 1, _SIXTHS)
        self._grid.addWidget(self._more_line, row + 1, 0, 1, _SIXTHS)
        self._more_line.setVisible(bool(folded))
        row += 2
        for line in _rows(folded):
            for place, part in enumerate(line):
                self._grid.addWidget(part, row, place * part.sixths, 1, part.sixths)
            row += 1
        self.arranged.emit()

    def _on_more(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        for part in self._folded:
            part.setVisible(shown)
        if shown:
            self._folded[0].field.setFocus()
        else:
            self.arrange()  # what was typed there comes forward
        self.arranged.emit()

    def _on_theme_changed(self) -> None:
        self._grid.setHorizontalSpacing(self._theme.px(10))
        self._grid.setVerticalSpacing(self._theme.px(12))


def _is_entered(part: Part) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and part.isAncestorOf(focused)


def _rows(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The parts as rows: neighbors of the same width, as many as there is room for."""
    for sixths, group in groupby(parts, lambda part: part.sixths):
        alike = list(group)
        for start in range(0, len(alike), _SIXTHS // sixths):
            yield alike[start : start + _SIXTHS // sixths]
