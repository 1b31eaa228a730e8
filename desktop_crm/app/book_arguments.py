"""The commands for the book as a whole, and for what the user makes of its fields and lists."""

import argparse
from pathlib import Path

from desktop_crm.app.command_arguments import KINDS, Commands, at_least
from desktop_crm.core.i18n import _
from desktop_crm.core.tailoring import TYPES


def add_book_commands(commands: Commands) -> None:
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
    sample.add_argument("--customers", type=at_least(1), default=12, metavar="N", help=_("how many customers"))
    sample.add_argument(
        "--interactions", type=at_least(0), default=60, metavar="M", help=_("how many interactions with them")
    )
    sample.add_argument(
        "--seed", type=at_least(0), default=1, metavar="S", help=_("the same number gives the same customers")
    )


def add_tailoring_commands(commands: Commands) -> None:
    """What the user makes of fields and lists."""
    fields = commands.add("fields", _("which fields records have, and fields of your own"))
    parts = commands.parts_of(fields, "fields")
    said = parts.add("list", _("say which fields there are"), answers=True)
    said.add_argument("kind", metavar="KIND", nargs="?", choices=KINDS, help=_("one kind of record only"))
    added = parts.add("add", _("add a field of your own"), answers=True, example="customers 续约日期 --type day")
    changed = parts.add("change", _("change an own field"), answers=True, example="customers 续约日期 --label 到期日期")
    others = (
        parts.add("remove", _("do without an own field; what records hold in it stays, unseen"), answers=True),
        parts.add("hide", _("do without a built-in field; what records hold in it stays"), answers=True),
        parts.add("show", _("show a hidden field again"), answers=True),
    )
    for part in (added, changed, *others):
        part.add_argument("kind", metavar="KIND", choices=KINDS, help=_("the kind of record"))
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
    calendar.add_argument("--year", type=at_least(1949), metavar="N", help=_("which year; else this one"))
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
