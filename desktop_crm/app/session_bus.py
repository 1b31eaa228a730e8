"""Whether the session bus of a Linux desktop is there, and on it somebody who shows notifications."""

from desktop_crm.core.reminders.notifier import Outcome

_NAME = "org.freedesktop.Notifications"
_BUS, _PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"


async def problem() -> Outcome | None:
    """Why no notification can be shown, as far as the bus tells; None when somebody is there."""
    from dbus_fast import Message, MessageType  # noqa: PLC0415 - on Linux alone
    from dbus_fast.aio import MessageBus  # noqa: PLC0415

    try:
        bus = await MessageBus().connect()
    except Exception:  # noqa: BLE001 - no address, no socket, refused: errors of several families
        return Outcome.NO_BUS
    try:  # a service that is not running is started, as sending would; some are installed, but cannot start
        call = Message(_BUS, _PATH, _BUS, "StartServiceByName", signature="su", body=[_NAME, 0])
        answer = await bus.call(call)
        return None if answer.message_type is MessageType.METHOD_RETURN else Outcome.NO_DAEMON
    finally:
        bus.disconnect()
