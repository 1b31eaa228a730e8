"""Running one command, and the exit status that says how it ended."""

import contextlib
import importlib
import os
import sys
from argparse import Namespace

from desktop_crm.app import logging
from desktop_crm.core.database.errors import DatabaseDamagedError
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.tailoring import Tailoring, using
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


def status_of(error: CrmError) -> int:
    """The exit status by which a command that was refused ends."""
    return next((status for families, status in _STATUS if isinstance(error, families)), REFUSED)


def carry_out(args: Namespace) -> int:
    """The exit status of one command; what went wrong is said on standard error. Nothing is raised."""
    try:
        command = importlib.import_module(f"desktop_crm.app.commands.{args.command.replace('-', '_')}_command")
        with using(Tailoring()):  # until the command's book says otherwise
            status: int = command.run(args)
        sys.stdout.flush()  # so that a reader who left is noticed here
    except CrmError as error:
        logging.failure(f"{args.command}.refused", error)
        print(error, file=sys.stderr)
        return status_of(error)
    except KeyboardInterrupt:
        print(_("Stopped. What was not finished was not kept."), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # the reader of our output has seen enough, as `| head` does
        with contextlib.suppress(OSError, ValueError):  # no file, when the command was handed over
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
