"""Opens a form without a screen, types into it, and waits to be killed. Arguments: vault folder, passphrase, text."""

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop_crm.core import book as books
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.framework.change_bus import ChangeBus
from desktop_crm.ui.framework.clipboard import Clipboard
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.messages import Messages
from desktop_crm.ui.framework.navigator import Navigator
from desktop_crm.ui.framework.operations import Operations
from desktop_crm.ui.framework.preferences import Preferences
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.framework.undoing import Undoing
from desktop_crm.ui.look.theme import Theme

folder, passphrase, text = sys.argv[1:]
application = QApplication([])
theme = Theme(application)
window = QWidget()
book = books.open_book(Path(folder), passphrase)
bus, messages = ChangeBus(), Messages(window)
operations = Operations(book, bus.tell, messages.error)
undoing, clipboard = Undoing(book, operations, bus, messages), Clipboard(operations, bus, messages)
context = Context(book, operations, bus, Navigator(), messages, theme, Preferences(), undoing, clipboard)
dialog = RecordDialog(context, Kind.CUSTOMERS, None, None, window)
dialog.open()
event = QInputMethodEvent()
event.setCommitString(text)
QApplication.sendEvent(dialog.form.editor("name").line, event)
print("typed", flush=True)  # noqa: T201 - the test waits for it
application.exec()
