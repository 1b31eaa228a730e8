"""What to do when no notification can be shown, in words."""

import sys

from desktop_crm.core.i18n import N_, _
from desktop_crm.core.reminders.notifier import Outcome

_ADVICE = {
    Outcome.SHOWN: "",
    Outcome.NO_BUS: N_(
        "There is no session bus: this desktop was started without D-Bus. Start the program from the desktop's menu, "
        "not with sudo or from a remote shell."
    ),
    Outcome.NO_DAEMON: N_(
        "Nothing on this desktop shows notifications. Install a notification service, such as dunst or "
        "xfce4-notifyd, and log in again."
    ),
    Outcome.NOT_ALLOWED: N_(
        "The system does not allow this program to show notifications. Allow them for Desktop CRM in the system's "
        "settings, under Notifications."
    ),
    Outcome.REJECTED: N_("The system refused the notification. Log out and in again, then try once more."),
    Outcome.NO_ANSWER: N_("Nobody answers for notifications here. Log out and in again, then try once more."),
}

# Where nothing is wrong, the system may still keep silent.
_HINTS = {
    "win32": N_("If you do not see it: turn off “Do not disturb”, allow Desktop CRM under Settings › Notifications."),
    "darwin": N_("If you do not see it: turn off Focus, allow Desktop CRM under System Settings › Notifications."),
}
_HINT = N_("If you do not see it: “Do not disturb” may be on in the desktop's settings.")


def advice(outcome: Outcome) -> str:
    """What is wrong and what to do about it; empty when a notification was shown."""
    return _(_ADVICE[outcome])


def hint() -> str:
    """What to look at when a notification was taken, but is not to be seen."""
    text = _HINTS.get(sys.platform, _HINT)
    return _(text)
