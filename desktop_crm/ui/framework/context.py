"""What a page needs of its surroundings, made anew at each unlock and dropped at each lock."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop_crm.core.book import Book
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.framework.change_bus import ChangeBus
from desktop_crm.ui.framework.clipboard import Clipboard
from desktop_crm.ui.framework.messages import Messages
from desktop_crm.ui.framework.navigator import Navigator
from desktop_crm.ui.framework.operations import Operations
from desktop_crm.ui.framework.preferences import Preferences
from desktop_crm.ui.framework.undoing import Undoing
from desktop_crm.ui.look.theme import Theme


def _nothing_more(_form: Any, _kind: Kind, _record: Any) -> None:
    """The form of a record stays as it is."""


@dataclass(frozen=True, slots=True)
class Context:
    """One open book and the means to show it.

    `complete_form(dialog, kind, record)` adds to the form of a record that is there, wherever it is opened, what the
    framework does not know of: the clocks of the record, the text to the customer about it.
    """

    book: Book
    operations: Operations
    bus: ChangeBus
    navigator: Navigator
    messages: Messages
    theme: Theme
    preferences: Preferences
    undoing: Undoing
    clipboard: Clipboard
    complete_form: Callable[[Any, Kind, Any], None] = _nothing_more
