"""`undo`: take back the last thing that was done to the book, and again the one before."""

from argparse import Namespace

from desktop_crm.app import logging
from desktop_crm.app.answers import print_json, say
from desktop_crm.app.opening import opened
from desktop_crm.core.changes import Changes, Ids
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.workflows.steps import Step, last_step, last_undo


def run(args: Namespace) -> int:
    """Undo the last action, whenever it was done; with `--redo` do again what was undone last."""
    with opened(args) as book:
        step = book.read(last_undo if args.redo else last_step)
        if step is None:
            raise RefusedError(
                _("There is nothing to redo") if args.redo else _("There is nothing to undo"), _("Nothing was changed.")
            )
        changes = (book.steps.redo if args.redo else book.steps.undo)(step)
    logging.event("undo.done", redo=args.redo)
    if args.json:
        print_json(_document(step, changes))
    else:
        say((_("Done again: {words}") if args.redo else _("Undone: {words}")).format(words=step.words))
    return 0


def _document(step: Step, changes: Changes) -> dict[str, object]:
    def counts(ids: Ids) -> dict[str, int]:
        return {kind.value: len(found) for kind, found in ids.items()}

    return {
        "action": str(step.action_id),
        "verb": step.verb,
        "words": step.words,
        "added": counts(changes.added),
        "updated": counts(changes.updated),
        "removed": counts(changes.removed),
    }
