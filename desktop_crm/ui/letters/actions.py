"""What menus and forms offer for a talk, a request or an appointment: its text to the customer, its calendar file.

The dialogs are loaded when the first one opens.
"""

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.framework.context import Context

LETTERS = {
    Kind.INTERACTIONS: N_("Summary for the customer…"),
    Kind.SERVICE: N_("Ask to confirm the solution…"),
    Kind.FOLLOWUPS: N_("Ask to confirm the appointment…"),
}


def add_letter_actions(menu: QMenu, context: Context, kind: Kind, record_id: int, parent: QWidget) -> None:
    """Add to a menu what can be written about a record of this kind; nothing for other kinds."""
    if kind in LETTERS:
        menu.addAction(_(LETTERS[kind])).triggered.connect(partial(show_letter, context, kind, record_id, parent))
    if kind is Kind.FOLLOWUPS:
        menu.addAction(_("Export to calendar…")).triggered.connect(partial(show_calendar, context, record_id, parent))


def show_letter(context: Context, kind: Kind, record_id: int, parent: QWidget, *_checked: bool) -> None:
    """Open the text to the customer about a talk, a request or an appointment."""
    from desktop_crm.ui.letters.letter_dialog import open_letter  # noqa: PLC0415 - costs start-up time

    open_letter(context, kind, record_id, parent)


def offer_summary(context: Context, interaction_id: int, parent: QWidget) -> None:
    """Offer in a toast to copy the summary of a talk that was recorded just now."""
    from desktop_crm.ui.letters.letter_dialog import copy_letter  # noqa: PLC0415 - as above

    act = partial(copy_letter, context, Kind.INTERACTIONS, interaction_id, parent)
    context.undoing.tell(_("Recorded"), (_("Copy summary"), act))


def show_talk_guide(context: Context, customer_id: CustomerId, parent: QWidget, *_checked: bool) -> None:
    """Open the guide through the next talk with a customer."""
    from desktop_crm.ui.letters.talk_guide_dialog import open_talk_guide  # noqa: PLC0415 - as above

    open_talk_guide(context, customer_id, parent)


def show_calendar(context: Context, followup_id: int, parent: QWidget, *_checked: bool) -> None:
    """Ask where to write a follow-up for a calendar."""
    from desktop_crm.ui.letters.calendar_file import hand_to_calendar  # noqa: PLC0415 - as above

    hand_to_calendar(context, followup_id, parent)
