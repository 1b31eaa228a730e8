"""Wrong passphrases wait: 1, 2, 4 … 60 seconds, for as long as the process lives; nothing is ever wiped."""

import math
import time
from collections.abc import Callable

from desktop_crm.core.vault.errors import TooManyTriesError

_LONGEST_SECONDS = 60.0


class Tries:
    """Counts the wrong tries of one window.

    `seconds` is a clock that only goes forward, so that setting the computer's clock neither shortens the wait nor
    makes it endless.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._wrong = 0
        self._open_at = seconds()

    def wait_seconds(self) -> float:
        """How long it is until the next try is allowed, 0.0 to 60.0."""
        return max(0.0, self._open_at - self._seconds())

    def check(self) -> None:
        """Ask before each try.

        Raises:
            TooManyTriesError: it is too early; the time left is in it.
        """
        wait = self.wait_seconds()
        if wait > 0:
            raise TooManyTriesError(math.ceil(wait))

    def wrong(self) -> None:
        """The try failed; the next one waits twice as long as this one did."""
        self._open_at = self._seconds() + min(2.0 ** min(self._wrong, 6), _LONGEST_SECONDS)
        self._wrong += 1

    def right(self) -> None:
        """The vault opened; waiting starts over."""
        self._wrong, self._open_at = 0, self._seconds()
