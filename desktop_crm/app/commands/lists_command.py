"""`lists`: what drop-down lists offer, and other words for them."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from desktop_crm.app.answers import print_json, say
from desktop_crm.app.opening import opened
from desktop_crm.core.changes import Changes
from desktop_crm.core.choices import ChoiceList
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import _
from desktop_crm.core.tailoring import using
from desktop_crm.core.workflows import edit_lists


def run(args: Namespace) -> int:
    """Do what was asked for, and say what the lists offer then."""
    with opened(args) as book:
        if args.action != "show":
            book.write("edit_list", lambda session: _change(session, args))
        tailoring = book.database.tailoring
    with using(tailoring):
        found = [edit_lists.list_named(args.list)] if args.list else list(edit_lists.lists().values())
        if args.json:
            print_json({"lists": [_document(each) for each in found]})
        elif args.action == "show":
            _print_lists(found)
        else:
            say(_("Done: {title}").format(title=args.list))
    return 0


def _change(session: Session, args: Namespace) -> Changes:
    choices = edit_lists.list_named(args.list)
    if args.action == "set":
        return edit_lists.set_words(session, choices, args.words)
    return edit_lists.rename_choice(session, choices, choices.code_of(args.word) or args.word, args.new)


def _document(choices: ChoiceList) -> dict[str, Any]:
    return {
        "name": choices.name,
        "title": _(choices.title),
        "closed": not choices.open,
        "choices": [
            {"code": choice.code, "label": _(choice.label), "hidden": choice.hidden} for choice in choices.known
        ],
    }


def _print_lists(found: Sequence[ChoiceList]) -> None:
    for choices in found:
        closed = _("(rules depend on it)") if not choices.open else ""
        print("  ".join(filter(None, (_(choices.title), choices.name, closed))))
        print("  " + " · ".join(_(choice.label) for choice in choices.offered))
