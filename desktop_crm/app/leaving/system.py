"""What this system tells of leaving."""

import sys

from desktop_crm.app.leaving.base import LeavingSource


def leaving_source() -> LeavingSource:
    """That of the system the program runs on."""
    # Each is imported where it is needed: a frozen program need not hold the others' libraries.
    if sys.platform == "win32":
        from desktop_crm.app.leaving.windows import MessageSource  # noqa: PLC0415

        return MessageSource()
    if sys.platform == "darwin":
        from desktop_crm.app.leaving.macos import NotificationSource  # noqa: PLC0415

        return NotificationSource()
    from desktop_crm.app.leaving.linux import DBusSource  # noqa: PLC0415

    return DBusSource()
