"""Checks of the installation: files, commands, words, calendars and licenses."""

import importlib
import json
import sys
import zoneinfo
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from desktop_crm.app.selftest.trial import FailedError, Trial, expect
from desktop_crm.core import licences, paths
from desktop_crm.core.i18n import N_, _, ngettext, translate


def check_files(_trial: Trial) -> str:
    """Every file and module that belongs to a bundle is there, in its size."""
    folder = paths.bundle_folder()
    if folder is None:
        return _("not a bundle")
    content = json.loads((folder / paths.INVENTORY).read_text(encoding="utf-8"))
    lacking = [name for name, size in content["files"].items() if not _is_there(folder / name, size)]
    lacking = lacking or [name for name in content["modules"] if not _is_found(name)]
    if lacking:
        raise FailedError(_("missing or damaged: {names}").format(names=", ".join(lacking[:5])))
    return _("{files} files, {modules} modules").format(files=len(content["files"]), modules=len(content["modules"]))


def _is_there(path: Path, size: int | None) -> bool:
    return path.is_file() and (path.stat().st_size == size if size is not None else path.stat().st_size > 0)


def _is_found(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):  # ValueError: a module that is running has no description of itself
        return name in sys.modules


def check_commands(_trial: Trial) -> str:
    """Every command can be carried out."""
    from desktop_crm.app.arguments import command_names

    names = command_names()
    for name in names:
        importlib.import_module(f"desktop_crm.app.commands.{name.replace('-', '_')}_command")
    return str(len(names))


def check_words(_trial: Trial) -> str:
    """The translations are there, and the lists of words."""
    from desktop_crm.core.vault.errors import WeakPassphraseError
    from desktop_crm.core.vault.passphrase import checked, suggest_passphrase

    expect(translate(N_("Customers"), "zh") == "客户", _("the Chinese translation is missing"))
    checked(suggest_passphrase())
    try:
        checked("password12345")
    except WeakPassphraseError:
        return ""
    raise FailedError(_("the list of common passphrases is missing"))


def check_calendars(_trial: Trial) -> str:
    """Zones, working days with their exchanges, lunar days."""
    from desktop_crm.core.calendar.anniversaries import lunar_date
    from desktop_crm.core.calendar.working_days import is_working_day

    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=())  # as on Windows, where the system has none
    try:
        zoneinfo.ZoneInfo.no_cache("Asia/Shanghai")
    finally:
        zoneinfo.reset_tzpath(to=before)
    expect(not is_working_day(date(2026, 10, 1)), "2026-10-01")
    expect(is_working_day(date(2026, 10, 10)), "2026-10-10")  # a Saturday that is worked
    expect(lunar_date(date(2026, 2, 17)), "2026-02-17")
    return ""


def check_licences(_trial: Trial) -> str:
    """The licence of every library, and in a bundle its text."""
    known = licences.libraries()
    expect(known, _("the list of libraries is missing"))
    for library in known:
        expect(not paths.bundle_folder() or library.text().strip(), library.name)
    return ngettext("{count} library", "{count} libraries", len(known)).format(count=len(known))
