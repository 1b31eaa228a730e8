"""The usual times to put something off to, as lines of a menu: each with its number and when that is."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QMenu

from desktop_crm.core import clock
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.i18n import _, language
from desktop_crm.core.reminders.snoozing import Snooze


def add_choices(
    menu: QMenu, choices: Sequence[Snooze], chosen: Callable[[datetime], None], another: Callable[[], None]
) -> None:
    """Add a line for each choice, which calls `chosen` with its time (aware, UTC), and one for `another` time."""
    for number, choice in enumerate(choices, start=1):
        words = _(choice.label)
        action = menu.addAction(f"&{number}  {words}\t{_when(choice.until)}")
        action.triggered.connect(lambda _checked=False, until=choice.until: chosen(until))
    menu.addSeparator()
    text = _("Another time…")
    menu.addAction(f"&{len(choices) + 1}  {text}").triggered.connect(lambda _checked=False: another())


def _when(until: datetime) -> str:
    """The time of day and of which day: beyond tomorrow by its date, since the choice names the weekday."""
    local = until.astimezone(clock.zone())
    if (local.date() - clock.today()).days <= 1:
        return short(until, clock.now(), clock.zone(), language())
    return f"{local:%m-%d %H:%M}"
