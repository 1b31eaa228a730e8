"""What a system notification is to us, whatever platform shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a notification; not every platform shows one."""

    label: str
    pressed: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Notification:
    """Title and text are plain. `opened` is called when the notification itself is clicked.

    `count` is how many things it tells of.
    """

    title: str
    text: str
    buttons: tuple[Button, ...] = ()
    opened: Callable[[], None] | None = None
    count: int = 1


class Outcome(Enum):
    """What became of a notification."""

    SHOWN = auto()
    NO_BUS = auto()  # Linux: no session bus
    NO_DAEMON = auto()  # nobody who shows notifications
    NOT_ALLOWED = auto()  # the user or the system does not allow it
    REJECTED = auto()
    NO_ANSWER = auto()


class Notifier(Protocol):
    """Shows notifications. Everything is called back on a thread of its own."""

    def send(self, notification: Notification, answered: Callable[[bool], None]) -> None:
        """Hand a notification to the system; `answered` learns whether the system accepted it."""

    def try_out(self, notification: Notification, answered: Callable[[Outcome], None]) -> None:
        """As `send`; `answered` learns what is wrong."""

    def withdraw(self, withdrawn: Callable[[int], None]) -> None:
        """Take away what is still on the screen; `withdrawn` learns of how many things that told."""

    def close(self) -> None:
        """Show nothing more, and call nobody back."""
