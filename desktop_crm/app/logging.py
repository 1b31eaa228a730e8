"""The log: event codes with numbers and the names of our own classes, never a value of the user's (trust.md).

Only what goes through the functions of this module reaches the file. It is kept small by rotation; where it cannot be
written the program goes on without it.
"""

import importlib.metadata
import logging
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop_crm.core.paths import log_folder

NAME = "desktop-crm.log"
_MOST_BYTES = 512 * 1024
_OLDER_FILES = 3
_MOST_PLACES = 8

_log = logging.getLogger("desktop_crm.events")
_log.propagate = False
_log.setLevel(logging.INFO)


class _QuietFile(RotatingFileHandler):
    """A file of the log that never disturbs the work: a full disk loses lines, not the customer's time."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Lose the line."""


def program_version() -> str:
    """The version of this program, without waiting for the database as `migrate.program_version` would."""
    return importlib.metadata.version("desktop-crm")


def set_up() -> None:
    """Write the log of this process into the folder of logs from now on."""
    for handler in list(_log.handlers):
        _log.removeHandler(handler)
        handler.close()
    try:
        path = log_folder() / NAME
        handler = _QuietFile(path, maxBytes=_MOST_BYTES, backupCount=_OLDER_FILES, encoding="utf-8", delay=True)
    except OSError:
        _log.addHandler(logging.NullHandler())
        return
    formatter = logging.Formatter("%(asctime)sZ %(process)d %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    _log.addHandler(handler)


def place() -> Path | None:
    """The file that is written to, None where there is none."""
    return next((Path(handler.baseFilename) for handler in _log.handlers if isinstance(handler, _QuietFile)), None)


def event(code: str, **numbers: int) -> None:
    """Note that something happened: a code written in our source, as in `vault.opened`, and counts or ids."""
    _log.info("%s", " ".join([code, *(f"{name}={number:d}" for name, number in numbers.items())]))


def failure(code: str, error: BaseException) -> None:
    """Note an error by its class and where in the code it arose; its message may quote customer data and is left out.

    The errors that led to it follow, the cause behind `<`.
    """
    chain: list[str] = []
    link: BaseException | None = error
    while link is not None and len(chain) < _MOST_PLACES:
        chain.append(" ".join([type(link).__name__, *places(link)]))
        link = link.__cause__ or link.__context__
    _log.error("%s %s %s", code, program_version(), " < ".join(chain))


def places(error: BaseException) -> list[str]:
    """Module and line of the innermost calls that the error passed through, the innermost last."""
    trace, found = error.__traceback__, []
    while trace:
        found.append(f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found[-_MOST_PLACES:]
