"""The whole command line: the program's own options, the commands, and help in the language in use."""

import argparse
import gettext
import os
from pathlib import Path

from desktop_crm.app.book_arguments import add_book_commands, add_tailoring_commands
from desktop_crm.app.command_arguments import Commands, add_common_options
from desktop_crm.app.daily_arguments import add_daily_commands
from desktop_crm.app.exchange_arguments import add_exchange_commands
from desktop_crm.core.i18n import N_, _, language
from desktop_crm.core.paths import default_vault, resource

# What argparse itself says, so that it stands in our catalogue.
_WORDS_OF_ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
)


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line, its help in the language in use."""
    _teach_argparse()
    top = argparse.ArgumentParser(
        prog="desktop-crm",
        description=_("A field rep's private, encrypted customer book"),
        epilog=_(
            "Without --passphrase-file the passphrase is asked for on the terminal. The book lies\n"
            "where the system keeps a user's data; --vault DIR or the variable DESKTOP_CRM_VAULT\n"
            "names another one. desktop-crm COMMAND --help explains a command.\n\n"
            "Exit status: 0 done · 1 refused · 2 wrong usage · 3 wrong passphrase · 4 book damaged\n"
            "· 5 book in use"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="store_true", help=_("show the version and stop"))
    top.add_argument(
        "--tray",
        action="store_true",
        help=_("start into the tray, to remind without a passphrase, as at login"),
    )
    top.add_argument(
        "--selftest", action="store_true", help=_("try whether the program works on this computer, and stop")
    )
    top.add_argument(
        "--open", nargs="*", type=Path, default=[], metavar="FILE", help=_("open the window and import these files")
    )
    add_common_options(top)
    commands = Commands(top.add_subparsers(dest="command", metavar="COMMAND", title=_("commands")))
    add_book_commands(commands)
    add_exchange_commands(commands)
    add_daily_commands(commands)
    add_tailoring_commands(commands)
    return top


def command_names() -> tuple[str, ...]:
    """The names of all commands."""
    actions = parser()._actions  # noqa: SLF001 - argparse has no public way to ask
    (commands,) = (action for action in actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001
    return tuple(commands.choices)


def vault_folder(args: argparse.Namespace) -> Path:
    """The folder named on the command line, in DESKTOP_CRM_VAULT, or the default one."""
    named = args.vault or os.environ.get("DESKTOP_CRM_VAULT")
    return Path(named) if named else default_vault()


def _teach_argparse() -> None:
    """Argparse takes its words from gettext's global catalogue, chosen by LANGUAGE: make it ours."""
    gettext.bindtextdomain("desktop_crm", str(resource("translations")))
    gettext.textdomain("desktop_crm")
    os.environ["LANGUAGE"] = "zh_CN" if language() == "zh" else "en"
