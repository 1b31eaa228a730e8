"""The commands for what goes in and out: files and paper."""

from pathlib import Path

from desktop_crm.app.command_arguments import KINDS, Commands, at_least, day
from desktop_crm.core.i18n import _


def add_exchange_commands(commands: Commands) -> None:
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
        choices=KINDS,
        help=_("what the rows are: {kinds}").format(kinds=", ".join(KINDS)),
    )
    take.add_argument("--dry-run", action="store_true", help=_("say what would happen and change nothing"))
    take.add_argument("--encoding", metavar="NAME", help=_("the encoding of text files"))
    take.add_argument("--header-row", type=at_least(1), metavar="N", help=_("the row that holds the headings"))
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
        choices=KINDS,
        help=_("one kind of record only: {kinds}").format(kinds=", ".join(KINDS)),
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
    paper.add_argument("--interactions", type=at_least(0), metavar="N", help=_("only the last N interactions"))
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
    signing.add_argument("--date", type=day, metavar="DAY", help=_("the day of the signature, else today"))
    signing.add_argument("--to", type=Path, metavar="FILE.pdf", help=_("print it into a file"))
