"""Building in turns: what takes longer than a window may stand still is built between the events, part by part."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPushButton, QWidget

Step = Callable[[], object]


class Turns(QObject):
    """Takes one step after the other, with a look at the events before each, until all are done or `parent` goes.

    Who needs the result of all steps at once calls `finish`. A step must not do so.
    """

    def __init__(self, parent: QObject, steps: Iterable[Step] = ()) -> None:
        super().__init__(parent)
        self._left: deque[Step] = deque(steps)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_turn)
        if self._left:
            self._timer.start()

    @property
    def are_done(self) -> bool:
        """Whether nothing is left to do."""
        return not self._left

    def finish(self) -> None:
        """Take all steps that are left, now."""
        while self._left:
            self._left.popleft()()
        self._timer.stop()

    def then(self, step: Step) -> None:
        """Take a step when those that are left are done: now, where there are none."""
        if self._left:
            self._left.append(step)
        else:
            step()

    def _on_turn(self) -> None:
        if self._left:
            self._left.popleft()()
        if not self._left:
            self._timer.stop()


def in_tab_order(widgets: Sequence[QWidget]) -> None:
    """Let Tab go through widgets in this order, whenever each of them was made."""
    end = QPushButton(widgets[0].window())  # Qt moves nothing behind the last one that takes the focus
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
    end.deleteLater()
