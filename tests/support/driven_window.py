"""The program with its window, as `desktop-crm` starts it, with a line to the test on standard input and output.

Each line that comes in is Python to evaluate on the GUI thread, with `program` (the `Program`) and `widgets(type)`; the
answer goes out as one line of JSON.
"""

import json
import sys
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget

from desktop_crm.app import window
from desktop_crm.app.command_line import main
from desktop_crm.core import clock
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.reminders.reminders import pending
from desktop_crm.core.values.moment import Moment

driven = []


def widgets(kind=QWidget):
    return [widget for widget in QApplication.allWidgets() if isinstance(widget, kind)]


def words():
    """Every word that somebody could read: titles, labels, fields, tooltips."""
    found = [window.windowTitle() for window in QApplication.topLevelWidgets()]
    found += [window.title() for window in QApplication.topLevelWindows()]
    for widget in widgets():
        found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        for name in ("text", "toPlainText"):
            if callable(getattr(widget, name, None)):
                found.append(str(getattr(widget, name)()))
    return " | ".join(filter(None, found))


def note(title, seconds):
    """Add a follow-up that is due in so many seconds."""
    due = Moment(clock.now() + timedelta(seconds=seconds), clock.zone().key)
    work = partial(FOLLOWUPS.add, entities=[Followup(title=title, due=due)])
    driven[0].main_window.context.operations.write(driven[0], "add", work)


def unmarked():
    """How many reminders are due that are not marked in the book as delivered."""
    return len(driven[0].main_window.context.book.read(pending).due)


def _say(answer):
    print(json.dumps(answer, default=str), flush=True)  # noqa: T201 - the test reads it


class Driven(window.Program):
    def start(self):
        super().start()
        self._lines = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._lines.activated.connect(self._on_line)
        driven.append(self)
        kinds = {kind.__name__: kind for kind in (QFileDialog, QLabel, QLineEdit)}
        self._names = {"program": self, "widgets": widgets, "words": words, "note": note, "unmarked": unmarked, **kinds}
        _say("started")

    def _on_line(self):
        line = sys.stdin.readline()
        if not line:
            self._lines.setEnabled(False)
            return
        try:
            answer = eval(line, {**globals(), **self._names})
        except Exception as error:
            answer = {"error": repr(error)}
        _say(answer)


window.Program = Driven
sys.exit(main())
