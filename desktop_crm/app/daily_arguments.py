"""The commands for a day's work."""

from pathlib import Path

from desktop_crm.app.command_arguments import Commands, at_least
from desktop_crm.core.attachments.choices import TYPES as ATTACHMENT_TYPES
from desktop_crm.core.i18n import _


def add_daily_commands(commands: Commands) -> None:
    """What a day's work asks for."""
    due = commands.add("due", _("what is overdue, due today and this week, and who has no next step"), answers=True)
    due.add_argument(
        "--days", type=at_least(0), metavar="N", help=_("look N days ahead instead of to the end of the week")
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
    find.add_argument("--limit", type=at_least(1), default=50, metavar="N", help=_("at most N records (50)"))

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
