"""The program without a window: reads the command line, runs one command, and says how it ended.

Exit status: 0 done · 1 refused · 2 wrong usage · 3 wrong passphrase · 4 vault damaged · 5 vault in use.
"""

import importlib
import os
import sys
from argparse import Namespace
from collections.abc import Sequence

from desktop_crm.app import logging
from desktop_crm.app.arguments import parser
from desktop_crm.core.database.errors import DatabaseDamagedError
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import LANGUAGES, _, system_language, use_language
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
        print(f"desktop-crm {logging.program_version()}")
        return DONE
    if args.command is None:
        print(_("The window comes with the next version. See: desktop-crm --help"), file=sys.stderr)
        return USAGE
    logging.set_up()
    status = _run(args)
    logging.event(f"{args.command}.ended", status=status)
    return status


def _language(words: Sequence[str]) -> str:
    """The language asked for, known before the help is made."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--lang" and following in LANGUAGES:
            return following
        if word.startswith("--lang=") and word.removeprefix("--lang=") in LANGUAGES:
            return word.removeprefix("--lang=")
    return system_language()


def _run(args: Namespace) -> int:
    try:
        command = importlib.import_module(f"desktop_crm.app.commands.{args.command.replace('-', '_')}_command")
        status: int = command.run(args)
        sys.stdout.flush()  # so that a reader who left is noticed here
    except CrmError as error:
        logging.failure(f"{args.command}.refused", error)
        print(error, file=sys.stderr)
        return next((status for families, status in _STATUS if isinstance(error, families)), REFUSED)
    except KeyboardInterrupt:
        print(_("Stopped. What was not finished was not kept."), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # the reader of our output has seen enough, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains at its end
        return DONE
    except OSError as error:
        logging.failure(f"{args.command}.refused", error)
        print(_refusal_of_the_system(error), file=sys.stderr)
        return REFUSED
    except Exception as error:  # noqa: BLE001 - the one place where our own mistakes end, told without customer data
        logging.failure("error.unexpected", error)
        print(_unexpected(error), file=sys.stderr)
        return REFUSED
    return status


def _refusal_of_the_system(error: OSError) -> str:
    return _("The system refused to read or write {file}: {reason}").format(
        file=error.filename or "", reason=error.strerror or type(error).__name__
    )


def _unexpected(error: BaseException) -> str:
    """Where the mistake happened, without the message, which may quote customer data."""
    return _(
        "The program made a mistake ({kind} at {places}). What was saved before is safe. "
        "Please report it together with the log, which holds no customer data: {file}"
    ).format(kind=type(error).__name__, places=" ".join(logging.places(error)[-4:]), file=logging.place())
