"""Runs all checks of the program as it is installed here, without touching the user's book or settings.

Each check does a piece of real work on a book that is thrown away. What the system lacks is told as a hint and is no
failure.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from desktop_crm.app import logging
from desktop_crm.app.exit_status import DONE, REFUSED
from desktop_crm.app.selftest import book, installation, system, window
from desktop_crm.app.selftest.trial import FailedError, Missing, Trial
from desktop_crm.core import paths
from desktop_crm.core.i18n import N_, _, ngettext

CHECKS: tuple[tuple[str, Callable[[Trial], str]], ...] = (
    (N_("Files"), installation.check_files),
    (N_("Commands"), installation.check_commands),
    (N_("Languages and word lists"), installation.check_words),
    (N_("Calendars"), installation.check_calendars),
    (N_("Licenses"), installation.check_licences),
    (N_("Encrypted book"), book.check_book),
    (N_("Import"), book.check_import),
    (N_("Sample data"), book.check_sample),
    (N_("Search"), book.check_search),
    (N_("Export"), book.check_export),
    (N_("Print"), book.check_print),
    (N_("Window"), window.check_window),
    (N_("System notifications"), system.check_notifications),
    (N_("Tray"), system.check_tray),
)


def run() -> int:
    """Print a line for each check, and give the exit status: 0 when all went well, 1 when one failed."""
    failed = 0
    print(f"desktop-crm {logging.program_version()} · Python {sys.version.split()[0]} · {sys.platform}", flush=True)
    with tempfile.TemporaryDirectory(prefix="desktop-crm-", ignore_cleanup_errors=True) as name:
        paths.live_in(Path(name) / "user")
        trial = Trial(Path(name))
        with trial.closing:
            for title, check in CHECKS:
                failed += not _passes(title, check, trial)
    if failed:
        print(ngettext("{count} check failed", "{count} checks failed", failed).format(count=failed))
    else:
        print(_("All is well"))
    return REFUSED if failed else DONE


def _passes(title: str, check: Callable[[Trial], str], trial: Trial) -> bool:
    """Whether a check went well; its line is printed."""
    mark, passes = _("ok"), True
    try:
        told = check(trial)
    except Missing as hint:
        mark, told = _("hint"), str(hint)
    except Exception as error:  # noqa: BLE001 - anything that goes wrong is what is looked for
        mark, told, passes = _("FAILED"), f"{type(error).__name__}: {error}", False
        if isinstance(error, FailedError):
            told = str(error)
    print("  ".join(filter(None, (f"[{mark}]", _(title), " ".join(told.split())))), flush=True)
    return passes
