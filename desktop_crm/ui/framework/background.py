"""Work off the GUI thread while no book is open: making, unlocking and restoring one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from desktop_crm.core.errors import CrmError
from desktop_crm.ui.framework.bridge import Bridge

T = TypeVar("T")


class Background:
    """One worker thread; answers come back on the GUI thread."""

    def __init__(self) -> None:
        self._bridge = Bridge()
        self._executor = ThreadPoolExecutor(1, "background")

    def run(self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[CrmError], None]) -> None:
        """Run `work`, then give its answer to `then` or its error to `failed`."""

        def perform() -> None:
            try:
                answer = work()
            except CrmError as error:
                self._bridge.deliver(partial(failed, error))
            except Exception as error:  # noqa: BLE001 - our own mistake: carried to the GUI thread, where it is shown
                self._bridge.deliver(partial(raise_again, error))
            else:
                self._bridge.deliver(partial(then, answer))

        self._executor.submit(perform)

    def close(self) -> None:
        """Wait for the work under way."""
        self._executor.shutdown(wait=True, cancel_futures=True)


def raise_again(error: Any) -> None:
    """Bring a mistake of ours to this thread, where sys.excepthook shows the dialog for it."""
    raise error
