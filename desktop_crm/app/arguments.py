"""The command line's arguments: what there is to type, and what each word means."""

import argparse
import gettext
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from desktop_crm.core.attachments.choices import TYPES as ATTACHMENT_TYPES
from desktop_crm.core.i18n import LANGUAGES, N_, _, language
from desktop_crm.core.kinds import Kind
from desktop_crm.core.paths import default_vault, resource
from desktop_crm.core.tailoring import TYPES

_KINDS = [kind.value for kind in Kind]

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
    _add_common(top)
    commands = _Commands(top.add_subparsers(dest="command", metavar="COMMAND", title=_("commands")))
    _add_book_commands(commands)
    _add_exchange_commands(commands)
    _add_daily_commands(commands)
    _add_tailoring_commands(commands)
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


def _add_common(to: argparse.ArgumentParser, *, again: bool = False) -> None:
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


def _at_least(least: int) -> Callable[[str], int]:
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


def _day(text: str) -> str:
    """Reads a day, and gives it as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{text}” is no day such as 2026-11-20").format(text=text)) from None


class _Commands:
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
        _add_common(made, again=True)
        return made

    @staticmethod
    def parts_of(command: argparse.ArgumentParser, name: str) -> "_Commands":
        """What a command can be told to do, each with arguments of its own."""
        return _Commands(
            command.add_subparsers(dest="action", metavar="ACTION", required=True, help=_("what to do")), name
        )


def _add_book_commands(commands: _Commands) -> None:
    """What concerns the book as a whole."""
    new = commands.add("new", _("make a customer book and print its recovery key once"), example="--user 李主管")
    new.add_argument("--user", default="", metavar="NAME", help=_("your name, as it stands in records and on paper"))

    check = commands.add("check", _("check that the book is whole"), answers=True)
    check.add_argument("--accept", action="store_true", help=_("go on with a book that is older than it was"))

    save = commands.add("backup", _("write a verified, encrypted backup"), example="--to E:/book.crmbackup")
    save.add_argument(
        "--to", type=Path, metavar="FILE", help=_("where to; without it into the folder backups of the book")
    )
    restore = commands.add(
        "restore",
        _("bring a backup back"),
        example="E:/book.crmbackup",
        note=_(
            "A book that is there keeps its passphrase, and its present state goes into a backup\n"
            "first. In a new folder the book opens with the passphrase of the time of the backup."
        ),
    )
    restore.add_argument("file", type=Path, metavar="FILE", help=_("the backup"))

    secret = commands.add("passphrase", _("change the passphrase"))
    secret.add_argument(
        "--new-passphrase-file", type=Path, metavar="FILE", help=_("read the new passphrase from a file")
    )
    recover = commands.add("recover", _("open with the recovery key and set a new passphrase"))
    recover.add_argument("--recovery-key-file", type=Path, metavar="FILE", help=_("read the recovery key from a file"))
    recover.add_argument(
        "--new-passphrase-file", type=Path, metavar="FILE", help=_("read the new passphrase from a file")
    )

    sample = commands.add("sample", _("fill the book with made-up customers"))
    sample.add_argument("--customers", type=_at_least(1), default=12, metavar="N", help=_("how many customers"))
    sample.add_argument(
        "--interactions", type=_at_least(0), default=60, metavar="M", help=_("how many interactions with them")
    )
    sample.add_argument(
        "--seed", type=_at_least(0), default=1, metavar="S", help=_("the same number gives the same customers")
    )


def _add_exchange_commands(commands: _Commands) -> None:
    """What goes in and out: files and paper."""
    take = commands.add(
        "import",
        _("take files into the book"),
        answers=True,
        example="客户.xlsx --errors 未导入.xlsx",
        note=_("Workbooks (xlsx, xls, ods), CSV, cards (vcf), calendars (ics), our own JSON. All files or none."),
    )
    take.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_("the files"))
    take.add_argument(
        "--as",
        dest="kind",
        metavar="KIND",
        choices=_KINDS,
        help=_("what the rows are: {kinds}").format(kinds=", ".join(_KINDS)),
    )
    take.add_argument("--dry-run", action="store_true", help=_("say what would happen and change nothing"))
    take.add_argument("--encoding", metavar="NAME", help=_("the encoding of text files"))
    take.add_argument("--header-row", type=_at_least(1), metavar="N", help=_("the row that holds the headings"))
    take.add_argument(
        "--on-duplicate",
        choices=["skip", "update", "new"],
        default="skip",
        help=_("what to do with a row that is there already: skip it (the default), update the record, or add it anew"),
    )
    take.add_argument("--errors", type=Path, metavar="FILE", help=_("write the refused rows there, with the reason"))

    give = commands.add(
        "export", _("write records into a file"), answers=True, example="--to 客户.xlsx --filter status=成交"
    )
    give.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help=_("xlsx, docx, csv, json, vcf or ics by its ending")
    )
    give.add_argument(
        "--what",
        metavar="KIND",
        choices=_KINDS,
        help=_("one kind of record only: {kinds}").format(kinds=", ".join(_KINDS)),
    )
    give.add_argument(
        "--filter", action="append", default=[], metavar="FIELD=TEXT", help=_("only records whose field holds the text")
    )
    give.add_argument(
        "--group-by",
        default="",
        metavar="FIELD",
        help=_(
            "a sheet or table for each group in a workbook or Word document, one group after the other in CSV: "
            "industry, size, status, …"
        ),
    )
    give.add_argument(
        "--columns",
        action="append",
        default=[],
        metavar="FIELD,…",
        help=_("only these columns, in this order (xlsx, docx, csv)"),
    )
    give.add_argument(
        "--confidential", action="store_true", help=_("write what is marked confidential too; the journal says so")
    )

    paper = commands.add(
        "summary",
        _("print customers' summaries into a PDF file"),
        example="客户-2026-001 --to 摘要.pdf --interactions 5",
        note=_("For several customers each file has the customer's number behind its name."),
    )
    paper.add_argument(
        "customers",
        nargs="*",
        metavar="CUSTOMER",
        help=_("the customer's number or exact name; may be left out with --record, and for a blank questionnaire"),
    )
    paper.add_argument("--to", type=Path, required=True, metavar="FILE.pdf", help=_("the file to write"))
    paper.add_argument(
        "--form",
        choices=["summary", "a", "b", "c", "brief", "letter", "questionnaire", "attachments", "story"],
        default="summary",
        help=_(
            "what to print: the summary, form A, B or C, the guide through the next talk, the letter that confirms a "
            "solution, a questionnaire, the list of attachments, or a success story"
        ),
    )
    paper.add_argument(
        "--audience",
        choices=["internal", "external", "customer"],
        default="internal",
        help=_("for whom: all but internal have names and numbers masked and our own notes left out"),
    )
    paper.add_argument("--interactions", type=_at_least(0), metavar="N", help=_("only the last N interactions"))
    paper.add_argument(
        "--record",
        default="",
        metavar="TITLE",
        help=_("which service request, survey or story is printed: its title or id; else the latest one"),
    )
    paper.add_argument(
        "--confidential", action="store_true", help=_("print what is marked confidential too; the page says so")
    )

    letter = commands.add(
        "text",
        _("write a text for a customer, or the guide through the next talk"),
        answers=True,
        example="客户-2026-001 --what summary",
        note=_("It goes to standard output, or as the draft of a mail into a file."),
    )
    letter.add_argument("customer", metavar="CUSTOMER", help=_("the customer's number or exact name"))
    letter.add_argument(
        "--what",
        required=True,
        choices=["talk", "summary", "confirmation", "appointment"],
        help=_(
            "the guide through the next talk, a summary of a talk, a solution to confirm, or an appointment to confirm"
        ),
    )
    letter.add_argument(
        "--record",
        default="",
        metavar="ID",
        help=_(
            "which talk, request or appointment: its id; else the latest talk, the request resolved last, the next "
            "appointment"
        ),
    )
    letter.add_argument("--to", type=Path, metavar="FILE.eml", help=_("write it as the draft of a mail"))
    letter.add_argument(
        "--sent", action="store_true", help=_("note that it was sent, or that the customer has confirmed")
    )

    signing = commands.add(
        "undertaking",
        _("the confidentiality undertaking: read it, sign it, print it"),
        answers=True,
        example="--sign 王芳 --role 销售 --to 保密协议.pdf",
        note=_("A signature is kept in the book, with the day and the text that was signed."),
    )
    signing.add_argument("--notice", action="store_true", help=_("the notice on how customer data are handled instead"))
    signing.add_argument("--sign", default="", metavar="NAME", help=_("keep that this person signs it"))
    signing.add_argument("--role", default="", metavar="TEXT", help=_("the title or role of whoever signs"))
    signing.add_argument("--date", type=_day, metavar="DAY", help=_("the day of the signature, else today"))
    signing.add_argument("--to", type=Path, metavar="FILE.pdf", help=_("print it into a file"))


def _add_daily_commands(commands: _Commands) -> None:
    """What a day's work asks for."""
    due = commands.add("due", _("what is overdue, due today and this week, and who has no next step"), answers=True)
    due.add_argument(
        "--days", type=_at_least(0), metavar="N", help=_("look N days ahead instead of to the end of the week")
    )

    remind = commands.add(
        "remind",
        _("deliver what is due by system notifications"),
        note=_("It stays until it is stopped, and leaves the book free for other programs meanwhile."),
    )
    remind.add_argument("--once", action="store_true", help=_("deliver what is due now, and end"))

    find = commands.add(
        "find", _("find records by any part of a name, number or text"), answers=True, example="云帆 报价"
    )
    find.add_argument(
        "query", nargs="+", metavar="WORD", help=_("what to look for; also pinyin, initials, the end of a phone number")
    )
    find.add_argument("--limit", type=_at_least(1), default=50, metavar="N", help=_("at most N records (50)"))

    add = commands.add(
        "add",
        _("note a follow-up in words"),
        answers=True,
        example="下周三 14:00 回访张总 报价 '#云帆'",
        note=_("Date and time as you say them; #customer, !high and the person are recognized."),
    )
    add.add_argument("words", nargs="+", metavar="WORD", help=_("what to do, when and for whom"))

    attach = commands.add(
        "attach",
        _("keep files encrypted with a customer or another record"),
        example="采购合同.pdf --to 客户-2026-001",
        note=_("A file that the record has already under this name is passed over."),
    )
    attach.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_("the files to attach"))
    attach.add_argument(
        "--to", required=True, metavar="RECORD", help=_("the customer's number or exact name, or a record's id")
    )
    attach.add_argument(
        "--as",
        dest="as_type",
        metavar="KIND",
        choices=[choice.code for choice in ATTACHMENT_TYPES.choices],
        help=_("which kind of attachment; else what the names tell"),
    )

    done = commands.add("done", _("mark a follow-up as done"), example="250065606143515712 --result 已发报价")
    done.add_argument("followup", metavar="ID", help=_("its id, as due and show print it"))
    done.add_argument("--result", default="", metavar="TEXT", help=_("what came of it"))

    show = commands.add("show", _("everything about one customer"), answers=True)
    show.add_argument("customer", metavar="CUSTOMER", help=_("the customer's number or exact name"))
    show.add_argument("--history", action="store_true", help=_("also who changed which field when"))

    trash = commands.add("trash", _("move customers to the Trash, with all that belongs to them"), answers=True)
    trash.add_argument(
        "customers",
        nargs="*",
        metavar="CUSTOMER",
        help=_("the customer's number or exact name, or the id of a single record"),
    )
    trash.add_argument("--list", action="store_true", help=_("say what lies in the Trash"))
    back = commands.add("bring-back", _("take customers out of the Trash"))
    back.add_argument(
        "customers", nargs="+", metavar="NUMBER", help=_("the customer's number, or the id of a single record")
    )

    undo = commands.add("undo", _("take back the last thing that was done, and again the one before"), answers=True)
    undo.add_argument("--redo", action="store_true", help=_("do again what was undone last"))

    erase = commands.add(
        "erase",
        _("erase customers for good, with all that belongs to them"),
        answers=True,
        example="客户-2026-001",
        note=_("Nothing of their values is left in the book, and no backup brings them back into it."),
    )
    erase.add_argument("customers", nargs="+", metavar="CUSTOMER", help=_("the customer's number or exact name"))
    erase.add_argument("--yes", action="store_true", help=_("do not ask first"))


def _add_tailoring_commands(commands: _Commands) -> None:
    """What the user makes of fields and lists."""
    fields = commands.add("fields", _("which fields records have, and fields of your own"))
    parts = commands.parts_of(fields, "fields")
    said = parts.add("list", _("say which fields there are"), answers=True)
    said.add_argument("kind", metavar="KIND", nargs="?", choices=_KINDS, help=_("one kind of record only"))
    added = parts.add("add", _("add a field of your own"), answers=True, example="customers 续约日期 --type day")
    changed = parts.add("change", _("change an own field"), answers=True, example="customers 续约日期 --label 到期日期")
    others = (
        parts.add("remove", _("do without an own field; what records hold in it stays, unseen"), answers=True),
        parts.add("hide", _("do without a built-in field; what records hold in it stays"), answers=True),
        parts.add("show", _("show a hidden field again"), answers=True),
    )
    for part in (added, changed, *others):
        part.add_argument("kind", metavar="KIND", choices=_KINDS, help=_("the kind of record"))
        part.add_argument("field", metavar="FIELD", help=_("the field's label, or its name"))
    changed.add_argument("--label", metavar="TEXT", help=_("call it so"))
    for part in (added, changed):
        part.add_argument("--type", choices=[each.value for each in TYPES], help=_("what it holds"))
        part.add_argument(
            "--choice", dest="choices", action="append", default=[], metavar="WORD", help=_("a word of its list")
        )
        part.add_argument("--required", action=argparse.BooleanOptionalAction, help=_("records need it"))
        part.add_argument("--in-list", action=argparse.BooleanOptionalAction, help=_("lists have a column for it"))

    calendar = commands.add(
        "calendar",
        _("days off and working weekends of a year, and your own days instead of them"),
        answers=True,
        note=_("A file has one day on a line, as in: 2027-10-01 off, or 2027-10-09 work."),
    )
    calendar.add_argument("--year", type=_at_least(1949), metavar="N", help=_("which year; else this one"))
    own = calendar.add_mutually_exclusive_group()
    own.add_argument(
        "--import", dest="import_file", type=Path, metavar="FILE", help=_("let the days in this file be your own")
    )
    own.add_argument("--clear", action="store_true", help=_("forget your own days"))

    known = commands.add("licences", _("list the libraries in the program, or print a license"), answers=True)
    known.add_argument("library", metavar="LIBRARY", nargs="?", help=_("the library whose license is printed"))

    lists = commands.add("lists", _("what drop-down lists offer, and other words for them"))
    parts = commands.parts_of(lists, "lists")
    shown = parts.add("show", _("say what lists offer"), answers=True)
    shown.add_argument("list", metavar="LIST", nargs="?", help=_("the name of one list"))
    setting = parts.add(
        "set",
        _("let a list offer just these words, in this order"),
        answers=True,
        example="sources 展会 转介绍 官网",
        note=_("Records keep what they hold. Lists on which rules depend stay as they are."),
    )
    renamed = parts.add("rename", _("call a choice otherwise"), answers=True, example="sources 展会 行业展会")
    for part in (setting, renamed):
        part.add_argument("list", metavar="LIST", help=_("the name of the list"))
    setting.add_argument("words", nargs="+", metavar="WORD", help=_("what it offers"))
    renamed.add_argument("word", metavar="WORD", help=_("what it is called now"))
    renamed.add_argument("new", metavar="NEW", help=_("what it is to be called"))
