"""The command line's arguments: what there is to type, and what each word means."""

import argparse
from pathlib import Path

from desktop_crm.core.i18n import LANGUAGES, _
from desktop_crm.core.kinds import Kind


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line, its help in the language in use."""
    top = argparse.ArgumentParser(prog="desktop-crm", description=_("A field rep's private, encrypted customer book"))
    top.add_argument("--version", action="store_true", help=_("show the version and stop"))
    top.add_argument("--vault", type=Path, metavar="DIR", help=_("the customer book to work on"))
    top.add_argument("--passphrase-file", type=Path, metavar="FILE", help=_("read the passphrase from a file"))
    top.add_argument("--lang", choices=LANGUAGES, help=_("the language of messages and papers"))
    commands = _Commands(top.add_subparsers(dest="command", metavar="COMMAND"))
    _add_book_commands(commands)
    _add_exchange_commands(commands)
    _add_daily_commands(commands)
    return top


class _Commands:
    """Adds commands with the manners they share."""

    def __init__(self, subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        self._subparsers = subparsers

    def add(self, name: str, help_text: str, *, answers: bool = False) -> argparse.ArgumentParser:
        """The parser of a new command; one that answers with data can do so in JSON."""
        made = self._subparsers.add_parser(name, help=help_text, description=help_text)
        if answers:
            made.add_argument("--json", action="store_true", help=_("answer with one JSON document"))
        return made


def _add_book_commands(commands: _Commands) -> None:
    """What concerns the book as a whole."""
    new = commands.add("new", _("make a customer book and print its recovery key once"))
    new.add_argument("--user", default="", help=_("your name, as it stands in records and on paper"))

    check = commands.add("check", _("check that the book is whole"), answers=True)
    check.add_argument("--accept", action="store_true", help=_("go on with a book that is older than it was"))

    save = commands.add("backup", _("write a verified, encrypted backup"))
    save.add_argument("--to", type=Path, metavar="FILE")
    restore = commands.add("restore", _("bring a backup back"))
    restore.add_argument("file", type=Path, metavar="FILE")

    secret = commands.add("passphrase", _("change the passphrase"))
    secret.add_argument("--new-passphrase-file", type=Path, metavar="FILE")
    recover = commands.add("recover", _("open with the recovery key and set a new passphrase"))
    recover.add_argument("--recovery-key-file", type=Path, metavar="FILE")
    recover.add_argument("--new-passphrase-file", type=Path, metavar="FILE")

    sample = commands.add("sample", _("fill the book with made-up customers"))
    sample.add_argument("--customers", type=int, default=12, metavar="N")
    sample.add_argument("--interactions", type=int, default=60, metavar="M")
    sample.add_argument("--seed", type=int, default=1, metavar="S")


def _add_exchange_commands(commands: _Commands) -> None:
    """What goes in and out: files and paper."""
    take = commands.add("import", _("take files into the book"), answers=True)
    take.add_argument("files", nargs="+", type=Path, metavar="FILE")
    take.add_argument("--as", dest="kind", choices=[kind.value for kind in Kind], help=_("what the rows are"))
    take.add_argument("--dry-run", action="store_true", help=_("say what would happen and change nothing"))
    take.add_argument("--encoding", metavar="NAME", help=_("the encoding of text files"))
    take.add_argument("--header-row", type=int, metavar="N", help=_("the row that holds the headings"))
    take.add_argument(
        "--on-duplicate",
        choices=["skip", "update", "new"],
        default="skip",
        help=_("what to do with a row that is there already"),
    )
    take.add_argument("--errors", type=Path, metavar="FILE", help=_("write the refused rows there, with the reason"))

    give = commands.add("export", _("write records into a file"), answers=True)
    give.add_argument("--to", type=Path, required=True, metavar="FILE", help=_("xlsx, csv or json by its ending"))
    give.add_argument("--what", choices=[kind.value for kind in Kind], help=_("one kind of record only"))
    give.add_argument(
        "--filter", action="append", default=[], metavar="FIELD=TEXT", help=_("only records whose field holds the text")
    )

    paper = commands.add("summary", _("print customers' summaries into a PDF file"))
    paper.add_argument("customers", nargs="+", metavar="CUSTOMER")
    paper.add_argument("--to", type=Path, required=True, metavar="FILE.pdf")
    paper.add_argument("--audience", choices=["internal", "external", "customer"], default="internal")
    paper.add_argument("--interactions", type=int, metavar="N", help=_("only the last N interactions"))


def _add_daily_commands(commands: _Commands) -> None:
    """What a day's work asks for."""
    due = commands.add("due", _("what is overdue, due today and this week, and who has no next step"), answers=True)
    due.add_argument("--days", type=int, metavar="N", help=_("look N days ahead instead of to the end of the week"))

    find = commands.add("find", _("find records by any part of a name, number or text"), answers=True)
    find.add_argument("query", nargs="+")
    find.add_argument("--limit", type=int, default=50, metavar="N")

    add = commands.add(
        "add", _("note a follow-up in words, such as: add 下周三 14:00 回访张总 报价 #云帆"), answers=True
    )
    add.add_argument("words", nargs="+")

    done = commands.add("done", _("mark a follow-up as done"))
    done.add_argument("followup", metavar="ID", help=_("its id, as due and show print it"))
    done.add_argument("--result", default="", help=_("what came of it"))

    show = commands.add("show", _("everything about one customer"), answers=True)
    show.add_argument("customer", metavar="CUSTOMER")
    show.add_argument("--history", action="store_true", help=_("also who changed which field when"))

    trash = commands.add("trash", _("move customers to the Trash, with all that belongs to them"))
    trash.add_argument("customers", nargs="+", metavar="CUSTOMER")
    back = commands.add("bring-back", _("take customers out of the Trash"))
    back.add_argument("customers", nargs="+", metavar="NUMBER")
