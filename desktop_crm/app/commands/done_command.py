"""`done`: mark a follow-up as done."""

from argparse import Namespace

from desktop_crm.app.answers import say
from desktop_crm.app.opening import opened
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.followups.commands import complete
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import FollowupId


def run(args: Namespace) -> int:
    """Complete one follow-up, with its result."""
    followup_id = FollowupId(int(args.followup)) if args.followup.isdecimal() else FollowupId(0)
    with opened(args) as book:
        followup = book.read(lambda connection: FOLLOWUPS.get(connection, followup_id))
        if followup is None:
            raise RefusedError(
                _("There is no follow-up {id}").format(id=args.followup), _("desktop-crm due shows the ids.")
            )
        book.write("complete_followup", lambda session: complete(session, followup_id, args.result))
    say(_("Done: {title}").format(title=followup.title))
    return 0
