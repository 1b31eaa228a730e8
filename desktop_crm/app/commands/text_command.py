"""`text`: what is written to a customer after a talk or before an appointment, and the guide through the next talk."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from sqlalchemy import Connection

from desktop_crm.app.answers import print_json, say
from desktop_crm.app.naming import customer_called, id_in
from desktop_crm.app.opening import opened
from desktop_crm.core.documents.letter import Letter, appointment_letter, confirmation_letter_text, summary_letter
from desktop_crm.core.documents.mail import mail_file
from desktop_crm.core.documents.outgoing import latest_of
from desktop_crm.core.documents.talk_guide import talk_guide
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId, FollowupId, InteractionId, ServiceRequestId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.writing.target import suffix_of, write_file
from desktop_crm.core.workflows.tell_customer import appointment_confirmed, solution_confirmed, summary_sent

TALK = "talk"
# What is written, by the word for it: about which kind of record, by what, and what is noted when it was sent.
_LETTERS: Mapping[str, tuple[Kind, Callable[..., Letter], str]] = {
    "summary": (Kind.INTERACTIONS, summary_letter, "send_summary"),
    "confirmation": (Kind.SERVICE, confirmation_letter_text, "confirm_solution"),
    "appointment": (Kind.FOLLOWUPS, appointment_letter, "confirm_appointment"),
}


def run(args: Namespace) -> int:
    """Write the text, and note what the user says became of it."""
    if args.to:
        suffix_of(args.to, (".eml",))
    with opened(args) as book:
        customer_id = book.read(lambda connection: customer_called(connection, args.customer))
        if args.what == TALK:
            if args.to or args.sent:
                raise RefusedError(_("Talk guide"), _("The talk guide is not sent to anybody."))
            guide = book.read(lambda connection: talk_guide(connection, customer_id))
            print_json(asdict(guide)) if args.json else print(guide.text())
            return 0
        kind, make, verb = _LETTERS[args.what]
        record_id = book.read(lambda connection: _record_id(connection, kind, customer_id, args.record))
        letter = book.read(lambda connection: make(connection, record_id, sender=book.user_name))
        if args.to:
            write_file(args.to, mail_file(letter))
            say(_("Written: {file}").format(file=args.to))
        if args.sent:
            book.write(verb, partial(_noted, kind, record_id))
            say(_("Noted: sent") if kind is Kind.INTERACTIONS else _("Noted: confirmed"))
    if args.json:
        print_json({**asdict(letter), "id": str(record_id)})
    elif not args.to:
        print(letter.subject, letter.body, sep="\n\n")
    return 0


def _record_id(connection: Connection, kind: Kind, customer_id: CustomerId, text: str) -> int:
    """The record with the id in the text, or the one that is meant without any.

    Raises:
        RefusedError: the customer has none.
    """
    asked = id_in(text) if text else None
    if text:
        known = ROOMS[kind].get(connection, asked) if asked is not None else None
        found = asked if known is not None and known.customer_id == customer_id else None
    else:
        found = latest_of(connection, kind, customer_id)
    if found is None:
        raise RefusedError(
            _("There is nothing to write about"),
            _("{customer} has no such talk, request or appointment.").format(
                customer=getattr(ROOMS[Kind.CUSTOMERS].get(connection, customer_id), "number", "")
            ),
        )
    return found


def _noted(kind: Kind, record_id: int, session: Any) -> Any:
    match kind:
        case Kind.INTERACTIONS:
            return summary_sent(session, [InteractionId(record_id)])
        case Kind.SERVICE:
            return solution_confirmed(session, ServiceRequestId(record_id))
        case _:
            return appointment_confirmed(session, FollowupId(record_id))
