"""`done`: mark a follow-up as done."""

from argparse import Namespace

from desktop_crm.app.answers import say
from desktop_crm.app.opening import opened
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.followups.commands import complete
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.values.field_values import show


def run(args: Namespace) -> int:
    """Complete one follow-up, with its result."""
    followup_id = FollowupId(int(args.followup)) if _is_id(args.followup) else FollowupId(0)
    with opened(args) as book:
        followup = book.read(lambda connection: FOLLOWUPS.get(connection, followup_id))
        if followup is None:
            raise RefusedError(
                _("There is no follow-up {id}").format(id=args.followup), _("desktop-crm due shows the ids.")
            )
        if followup.status != OPEN:
            raise RefusedError(
                _("{title} is not open").format(title=followup.title),
                _("Its state is: {state}. Nothing was changed.").format(state=_shown(followup, "status")),
            )
        book.write("complete_followup", lambda session: complete(session, followup_id, args.result))
    say(_("Done: {title}").format(title=followup.title))
    return 0


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text) < 2**63


def _shown(followup: Followup, name: str) -> str:
    return show(FOLLOWUPS.fields[name], getattr(followup, name))
