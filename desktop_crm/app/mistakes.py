"""The end of our own mistakes: one place that logs them and tells them, without what they say about customers."""

import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from desktop_crm.app import logging

_PACKAGE = Path(__file__).resolve().parents[2]


def report_of(kind: type[BaseException], trace: TracebackType | None) -> str:
    """What to send us: version, system, the kind of error and the places in the code; never its message or values."""
    places = "".join(f"{_place(frame)}\n" for frame in traceback.extract_tb(trace))
    return f"desktop-crm {logging.program_version()} {sys.platform} {sys.version.split()[0]}\n{kind.__name__}\n{places}"


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    shown = path.relative_to(_PACKAGE) if path.is_relative_to(_PACKAGE) else Path(path.name)  # no user's folder
    return f"{shown.as_posix()}:{frame.lineno} {frame.name}"


def catch(tell: Callable[[str], None]) -> None:
    """Bring every error that nobody handles, on any thread, into the log and its report to `tell`."""

    def on_mistake(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        if error is not None:
            logging.failure("error.unexpected", error)
        report = report_of(kind, trace)
        print(report, file=sys.stderr)
        tell(report)

    sys.excepthook = on_mistake
    threading.excepthook = lambda hook: on_mistake(hook.exc_type, hook.exc_value, hook.exc_traceback)
