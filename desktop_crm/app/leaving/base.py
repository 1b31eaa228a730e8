"""What the rest of the program asks of a system: to be told when the user leaves."""

from collections.abc import Callable
from typing import Protocol


class LeavingSource(Protocol):
    """Tells that the computer goes to sleep or that its screen was locked."""

    def listen(self, left: Callable[[], None]) -> None:
        """Call `left` in the GUI thread whenever it happens, maybe twice; where nobody tells, never."""

    def stop(self) -> None:
        """Call it no more."""
