"""What a screen reader sees of the programs on a session bus: windows and widgets with their names, by AT-SPI.

Only what shows on the screen is seen, and it tells where it lies there, so that it can be clicked.
"""

import asyncio
import contextlib
from dataclasses import dataclass

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"
STATES = {  # numbers of AtspiStateType
    "active": 1, "checked": 4, "enabled": 8, "focusable": 11, "focused": 12, "selected": 23, "showing": 25
}  # fmt: skip


class GoneError(Exception):
    """What was asked for has left the screen meanwhile."""


@dataclass(frozen=True)
class Seen:
    """One widget, line or cell."""

    role: str
    name: str
    states: frozenset[str]
    window: str  # the title of the window it lies in
    place: tuple[str, str]  # bus name and object path


class AccessibleTree:
    """Reads the tree of the moment; nothing is kept between two looks."""

    def __init__(self, session_bus):
        self._loop = asyncio.new_event_loop()
        self._bus = self._loop.run_until_complete(self._connect(session_bus))

    def look(self, *, only_active=False):
        """Everything that shows, windows and what lies in them, in the order of the tree; or the active window only."""
        return self._loop.run_until_complete(self._look(only_active))

    def text(self, seen):
        """What stands in a field, None when it is not there any more."""
        asked = self._ask(*seen.place, "org.a11y.atspi.Text", "GetText", "ii", [0, -1])
        with contextlib.suppress(GoneError):
            return self._loop.run_until_complete(asked)

    def area(self, seen):
        """Where it lies on the screen, None when it is not there any more: x, y, width and height in pixels."""
        asked = self._ask(*seen.place, "org.a11y.atspi.Component", "GetExtents", "u", [0])
        with contextlib.suppress(GoneError):
            return self._loop.run_until_complete(asked)

    def close(self):
        self._bus.disconnect()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    async def _connect(self, session_bus):
        session = await MessageBus(bus_address=session_bus).connect()
        self._bus = session
        # The first who asks starts the bus of assistive technologies; programs that start later are on it.
        address = await self._ask("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        session.disconnect()
        return await MessageBus(bus_address=address).connect()

    async def _look(self, only_active):
        found = []
        for child in await self._ask("org.a11y.atspi.Registry", ROOT, ACCESSIBLE, "GetChildren"):
            with contextlib.suppress(GoneError):
                await self._collect(tuple(child), "", found, only_active)
        return found

    async def _collect(self, place, window, found, only_active):
        role, low_and_high, name, children = await asyncio.gather(
            self._ask(*place, ACCESSIBLE, "GetRoleName"),
            self._ask(*place, ACCESSIBLE, "GetState"),
            self._ask(*place, "org.freedesktop.DBus.Properties", "Get", "ss", [ACCESSIBLE, "Name"]),
            self._ask(*place, ACCESSIBLE, "GetChildren"),
        )
        bits = low_and_high[0] | low_and_high[1] << 32
        states = frozenset(state for state, number in STATES.items() if bits >> number & 1)
        if "showing" not in states:
            return
        if role != "application":
            if only_active and not window and "active" not in states:
                return
            window = window or name.value
            found.append(Seen(role, name.value, states, window, place))
        for child in children:
            with contextlib.suppress(GoneError):
                await self._collect(tuple(child), window, found, only_active)

    async def _ask(self, destination, path, interface, member, signature="", body=()):
        message = Message(
            destination=destination, path=path, interface=interface, member=member, signature=signature, body=list(body)
        )
        answer = await asyncio.wait_for(self._bus.call(message), 20)
        if answer.message_type is MessageType.ERROR:
            raise GoneError(f"{member} of {path}: {answer.error_name}")
        return answer.body[0]
