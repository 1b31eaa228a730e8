"""The program without a window: reads the command line, runs one command, and says how it ended.

Exit status: 0 done · 1 refused · 2 wrong usage · 3 wrong passphrase · 4 vault damaged · 5 vault in use.
"""

import importlib
import logging
import sys
from argparse import Namespace
from collections.abc import Sequence

from desktop_crm.app.arguments import parser
from desktop_crm.core.database.errors import DatabaseDamagedError
from desktop_crm.core.database.migrate import program_version
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _, system_language, use_language
from desktop_crm.core.transfer.reading import child
from desktop_crm.core.vault.errors import (
    MistypedRecoveryKeyError,
    VaultDamagedError,
    VaultInUseError,
    WrongPassphraseError,
    WrongRecoveryKeyError,
)

DONE, REFUSED, USAGE, WRONG_PASSPHRASE, DAMAGED, IN_USE = range(6)

_STATUS: tuple[tuple[tuple[type[CrmError], ...], int], ...] = (
    ((WrongPassphraseError, WrongRecoveryKeyError, MistypedRecoveryKeyError), WRONG_PASSPHRASE),
    ((VaultDamagedError, DatabaseDamagedError), DAMAGED),
    ((VaultInUseError,), IN_USE),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of one run of the program."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # the Windows console would else lose what its code page lacks
    if words == ["--read-file"]:  # the bundled program starts itself like this to read a file apart from its keys
        return child.main()
    use_language(_language(words))
    args = parser().parse_args(words)
    if args.version:
        print(f"desktop-crm {program_version()}")
        return DONE
    if args.command is None:
        print(_("The window comes with the next version. See: desktop-crm --help"), file=sys.stderr)
        return USAGE
    return _run(args)


def _language(words: Sequence[str]) -> str:
    """The language asked for, known before the help is made."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--lang" and following in {"zh", "en"}:
            return following
        if word in {"--lang=zh", "--lang=en"}:
            return word.removeprefix("--lang=")
    return system_language()


def _run(args: Namespace) -> int:
    command = importlib.import_module(f"desktop_crm.app.commands.{args.command.replace('-', '_')}_command")
    try:
        status: int = command.run(args)
    except CrmError as error:
        print(error, file=sys.stderr)
        return next((status for families, status in _STATUS if isinstance(error, families)), REFUSED)
    except KeyboardInterrupt:
        print(_("Stopped. Nothing of this step was kept."), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # the reader of our output left, as `| head` does
        sys.stderr.close()
        return REFUSED
    except Exception as error:  # the one place where our own mistakes end: told without customer data
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        print(_unexpected(error), file=sys.stderr)
        return REFUSED
    return status


def _unexpected(error: BaseException) -> str:
    """Where the mistake happened, without the message, which may quote customer data."""
    trace, places = error.__traceback__, []
    while trace:
        places.append(f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return _(
        "The program made a mistake ({kind} at {places}). Nothing of this step was kept. Please report it."
    ).format(kind=type(error).__name__, places=" ".join(places[-4:]))
