"""What a page needs of its surroundings, made anew at each unlock and dropped at each lock."""

from dataclasses import dataclass

from desktop_crm.core.book import Book
from desktop_crm.ui.framework.change_bus import ChangeBus
from desktop_crm.ui.framework.clipboard import Clipboard
from desktop_crm.ui.framework.messages import Messages
from desktop_crm.ui.framework.navigator import Navigator
from desktop_crm.ui.framework.operations import Operations
from desktop_crm.ui.framework.preferences import Preferences
from desktop_crm.ui.framework.undoing import Undoing
from desktop_crm.ui.look.theme import Theme


@dataclass(frozen=True, slots=True)
class Context:
    """One open book and the means to show it."""

    book: Book
    operations: Operations
    bus: ChangeBus
    navigator: Navigator
    messages: Messages
    theme: Theme
    preferences: Preferences
    undoing: Undoing
    clipboard: Clipboard
