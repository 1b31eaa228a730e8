"""What all commands share on the command line: how one is added, the options each has, and what is read from words."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from desktop_crm.core.i18n import LANGUAGES, _
from desktop_crm.core.kinds import Kind

KINDS = [kind.value for kind in Kind]


class Commands:
    """Adds commands with the manners they share."""

    def __init__(self, subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", of: str = "") -> None:
        self._subparsers = subparsers
        self._of = of  # the command to which these belong, when they are parts of one

    def add(
        self, name: str, help_text: str, *, answers: bool = False, example: str = "", note: str = ""
    ) -> argparse.ArgumentParser:
        """The parser of a new command; one that answers with data can do so in JSON."""
        words = " ".join(filter(None, ("desktop-crm", self._of, name, example)))
        epilog = [_("Example: {words}").format(words=words)] if example else []
        made = self._subparsers.add_parser(
            name,
            help=help_text,
            description="\n".join(filter(None, (help_text, note))),
            epilog="\n".join(epilog),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if answers:
            made.add_argument("--json", action="store_true", help=_("answer with one JSON document"))
        add_common_options(made, again=True)
        return made

    @staticmethod
    def parts_of(command: argparse.ArgumentParser, name: str) -> "Commands":
        """What a command can be told to do, each with arguments of its own."""
        return Commands(
            command.add_subparsers(dest="action", metavar="ACTION", required=True, help=_("what to do")), name
        )


def add_common_options(to: argparse.ArgumentParser, *, again: bool = False) -> None:
    """The options that every command has; behind the command they are taken as well, without being explained again."""

    def text(words: str) -> str:
        return argparse.SUPPRESS if again else words

    default = argparse.SUPPRESS if again else None
    to.add_argument(
        "--vault", type=Path, metavar="DIR", default=default, help=text(_("the folder of the customer book"))
    )
    to.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        default=default,
        help=text(_("read the passphrase from the first line of a file")),
    )
    to.add_argument(
        "--lang", choices=LANGUAGES, default=default, help=text(_("the language of messages and of what is printed"))
    )


def at_least(least: int) -> Callable[[str], int]:
    """Reads a whole number that is `least` or more."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if number < least:
            raise argparse.ArgumentTypeError(
                _("“{text}” is not a whole number from {least} up").format(text=text, least=least)
            )
        return number

    return read


def day(text: str) -> str:
    """Reads a day, and gives it as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{text}” is no day such as 2026-11-20").format(text=text)) from None
