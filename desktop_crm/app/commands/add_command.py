"""`add`: note a follow-up in words."""

from argparse import Namespace

from desktop_crm.app.answers import print_json, say
from desktop_crm.app.opening import opened
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.workflows.note_followup import Noted, note_followup, understand


def run(args: Namespace) -> int:
    """Note the follow-up and say how the words were understood."""
    words = " ".join(args.words)
    with opened(args) as book:
        noted = book.read(lambda connection: understand(connection, words, book.user_name))
        if noted.candidates:
            raise RefusedError(
                _("Several customers fit the tag"),
                _("Name one of them by more of its name or by its number: {customers}").format(
                    customers=", ".join(map(str, noted.candidates))
                ),
            )
        changes = book.write("add_followup", lambda session: note_followup(session, noted))
    followup_id = changes.new_id(Kind.FOLLOWUPS)
    if args.json:
        due = noted.followup.due
        print_json(
            {
                "id": str(followup_id),
                "title": noted.followup.title,
                "customer": noted.customer,
                "contact": noted.contact,
                "due_at": due.iso() if due else None,
                "all_day": bool(due and due.all_day),
                "recurrence": noted.followup.recurrence,
                "past": noted.past,
            }
        )
        return 0
    _tell(noted)
    print(followup_id)
    return 0


def _tell(noted: Noted) -> None:
    understood = [words for _part, words in noted.recognised()]
    if noted.followup.due is None:
        understood.insert(0, _("without a date"))
    say(" · ".join((_("Noted"), *understood, noted.followup.title)))
    if noted.past:
        say(_("Mind: this date is in the past."))
    if not noted.customer and noted.line.tags:
        tags = " ".join(f"#{tag}" for tag in noted.line.tags)
        say(_("No customer fits {tags}; it stays in the title.").format(tags=tags))
    elif not noted.customer:
        say(_("It belongs to no customer yet; name one with #, as in #Acme."))
