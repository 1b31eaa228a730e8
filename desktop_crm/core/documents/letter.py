"""What is written to a customer, as text: a summary of a talk (I-15, X-06), and what asks to confirm a solution (S-09)
or an appointment (I-18).

Each is a proposal in the language in use, to be read and changed by the user before it is sent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from desktop_crm.core import clock
from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.choices import CHANNELS
from desktop_crm.core.commitments.choices import OURS, THEIRS
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.database.clearance import withhold
from desktop_crm.core.database.records import Records
from desktop_crm.core.documents.customer_file import CustomerFile
from desktop_crm.core.documents.printed_page import Fact
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.followups.choices import CANCELLED
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.i18n import _, language
from desktop_crm.core.ids import ContactId, FollowupId, InteractionId, ServiceRequestId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.materials.store import MATERIALS
from desktop_crm.core.service.choices import CONFIRMED, RESOLVED
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.values.moment import Moment

_WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MET = frozenset({"visit", "meeting", "demo"})

_R = TypeVar("_R", Interaction, ServiceRequest, Followup)


@dataclass(frozen=True, slots=True)
class Letter:
    """A text to a customer: `to` is the person's name, `address` the e-mail address, `channel` the way the person
    prefers, in words; each is empty where it is not known."""

    subject: str
    body: str
    to: str = ""
    address: str = ""
    channel: str = ""


def summary_letter(connection: Connection, interaction_id: InteractionId, *, sender: str) -> Letter:
    """What was agreed in a talk, what either side does by when, and what goes along (I-15, X-06).

    What is marked confidential is left out.

    Raises:
        KeyError: there is no such talk.
        RefusedError: it has no customer, or it or its customer is confidential.
    """
    talk = _record(connection, INTERACTIONS, interaction_id)
    file = _file(connection, talk)
    person = _person(file, talk.participants)
    blocks = [
        _greeting(file, person),
        _thanks(talk),
        _listed(_("What we agreed on:"), _lines(file.words.of(talk, "agreements"))),
        *_todos(file, talk),
        _listed(_("Still open:"), _lines(file.words.of(talk, "open_issues"))),
        _listed(_("For your information:"), _supplements(connection, file, talk)),
        _("If anything is missing or not as you remember it, please let me know."),
    ]
    subject = _("Summary of our talk on {day}").format(day=_day(talk.occurred)) if talk.occurred else ""
    return _letter(file, person, subject or _("Summary of our talk"), blocks, sender)


def confirmation_letter_text(connection: Connection, request_id: ServiceRequestId, *, sender: str) -> Letter:
    """What the customer is asked to confirm about a request that was resolved (S-09).

    Raises:
        KeyError: there is no such request.
        RefusedError: it was not resolved yet, has no customer, or it or its customer is confidential.
    """
    request = _record(connection, SERVICE, request_id)
    if request.status not in (RESOLVED, CONFIRMED):
        raise RefusedError(
            _("There is nothing to confirm"), _("The request is not resolved yet. Record the solution first.")
        )
    file = _file(connection, request)
    person = _chosen(file, request.contact_id) or _person(file, ())
    words = file.words
    facts = [
        *words.facts(request, "title", "content"),
        (_("Received on"), words.of(request, "received")),
        *words.facts(request, "solution"),
        (_("Resolved on"), words.of(request, "resolved")),
        *words.facts(request, "effect", "prevention"),
        (_("Our contact person"), words.of(request, "account_manager") or words.of(request, "owner") or sender),
    ]
    blocks = [
        _greeting(file, person),
        _("We have dealt with the request that you made:"),
        _told(facts),
        _("Please check what was done. If you have no objection, a short reply that it is settled is enough."),
    ]
    subject = _("Please confirm: {title}").format(title=words.of(request, "title"))
    return _letter(file, person, subject, blocks, sender)


def appointment_letter(connection: Connection, followup_id: FollowupId, *, sender: str) -> Letter:
    """What asks to confirm the time and place of an appointment, for the way its person prefers (I-18).

    Raises:
        KeyError: there is no such follow-up.
        RefusedError: it has no customer or no time, or it or its customer is confidential.
    """
    followup = _record(connection, FOLLOWUPS, followup_id)
    if followup.due is None:
        raise RefusedError(_("There is nothing to confirm"), _("The appointment has no time yet."))
    file = _file(connection, followup)
    person = _chosen(file, followup.contact_id) or _person(file, ())
    words = file.words
    facts = [
        (_("When"), _when(followup.due)),
        (_("Place"), words.of(followup, "place") or _our_place(file, followup)),
        (_("Method"), words.of(followup, "methods")),
        (_("Subject"), words.of(followup, "title")),
    ]
    if followup.methods and _MET.isdisjoint(followup.methods):
        close = _("If another time suits you better, just tell me. I look forward to talking to you.")
    else:
        close = _("If another time or place suits you better, just tell me. I look forward to seeing you.")
    blocks = [_greeting(file, person), _("May I ask you to confirm our appointment?"), _told(facts), close]
    subject = _("Our appointment: {time}").format(time=_when(followup.due))
    return _letter(file, person, subject, blocks, sender)


# Parts


def _record(connection: Connection, room: Records[_R], record_id: int) -> _R:
    """The record without its confidential values.

    Raises:
        KeyError: there is none.
    """
    withhold()
    found = room.get(connection, record_id)
    if found is None:
        raise KeyError(record_id)
    return found


def _file(connection: Connection, record: Interaction | ServiceRequest | Followup) -> CustomerFile:
    """The customer the text goes to, with its names in full and without what is confidential."""
    if record.customer_id is None:
        raise RefusedError(_("There is nobody to write to"), _("It belongs to no customer."))
    if record.confidential:
        raise RefusedError(_("It is marked confidential"), _("Take the mark away if it shall go to the customer."))
    return CustomerFile(connection, record.customer_id, Audience.CUSTOMER, named=True)


def _person(file: CustomerFile, names: Iterable[str]) -> Contact | None:
    """The first of these people that is a contact, else the primary contact who is still there."""
    known = {contact.name: contact for contact in file.contacts}
    present = [known[name] for name in names if name in known]
    staying = [contact for contact in file.contacts if contact.left_on is None]
    primary = [contact for contact in staying if contact.is_primary]
    return next(iter((*present, *primary, *staying)), None)


def _chosen(file: CustomerFile, contact_id: ContactId | None) -> Contact | None:
    return next((contact for contact in file.contacts if contact_id and contact.id == contact_id), None)


def _greeting(file: CustomerFile, person: Contact | None) -> str:
    """As the person wants to be addressed (张总), else by name."""
    address = person.form_of_address if person and file.words.has(person, "form_of_address") else ""
    return _("Dear {name},").format(name=address or file.words.of(person or file.customer, "name"))


def _thanks(talk: Interaction) -> str:
    if talk.occurred is None:
        return _("Thank you for the talk. This is what I took away from it:")
    if talk.method in _MET:
        pattern = _("Thank you for meeting us on {day}. This is what I took away from it:")
    else:
        pattern = _("Thank you for the talk on {day}. This is what I took away from it:")
    return pattern.format(day=_day(talk.occurred))


def _todos(file: CustomerFile, talk: Interaction) -> Iterator[str]:
    """What either side does next, with who and by when: promises of the talk, and its next step."""
    words = file.words
    of_talk = [each for each in file.records(Kind.COMMITMENTS) if each.interaction_id == talk.id]
    steps = [step for step in file.records(Kind.FOLLOWUPS) if step.interaction_id == talk.id]
    said = {promise.title for promise in of_talk}
    ours: list[Commitment | Followup] = [each for each in of_talk if each.direction == OURS]
    ours += [step for step in steps if step.title not in said and step.status != CANCELLED and not step.to_check]
    theirs = [each for each in of_talk if each.direction == THEIRS]
    for title, todos in ((_("What we do:"), ours), (_("What we ask of you:"), theirs)):
        ordered = sorted(todos, key=lambda each: (each.due is None, each.due.at if each.due else None, each.id))
        yield _listed(title, [_todo(file, each) for each in ordered])
    if not of_talk:  # promises that were written down in one text
        yield _listed(_("What was promised:"), _lines(words.of(talk, "commitments")))


def _todo(file: CustomerFile, todo: Commitment | Followup) -> str:
    who = file.words.of(todo, "person" if isinstance(todo, Commitment) else "owner")
    by = _("by {day}").format(day=_day(todo.due)) if todo.due else ""
    beside = (", " if language() == "en" else "，").join(filter(None, (who, by)))
    title = file.words.of(todo, "title")
    return _("{title} ({beside})").format(title=title, beside=beside) if beside else title


def _supplements(connection: Connection, file: CustomerFile, talk: Interaction) -> list[str]:
    """The material that was shared, and the files that are attached to the talk."""
    lines = []
    material = MATERIALS.get(connection, talk.material_id) if talk.material_id else None
    if material:
        lines.append(" ".join(filter(None, (material.title, material.link))))
    attached: list[Attachment] = file.records(Kind.ATTACHMENTS)
    kind = Kind.INTERACTIONS.value
    lines += [each.name for each in attached if (each.record_kind, each.record_id) == (kind, talk.id)]
    return lines


def _our_place(file: CustomerFile, followup: Followup) -> str:
    """Where the customer is, when people meet there."""
    if "visit" not in followup.methods:
        return ""
    return file.customer.office_address if file.is_company else file.customer.home_address


def _letter(file: CustomerFile, person: Contact | None, subject: str, blocks: Iterable[str], sender: str) -> Letter:
    signature = "\n".join(filter(None, (sender, _day(None))))
    address = (person.email if person else "") or file.customer.email
    return Letter(
        subject=subject,
        body="\n\n".join(filter(None, (*blocks, signature))),
        to=file.words.of(person or file.customer, "name"),
        address=address,
        channel=CHANNELS.label_of(person.preferred_channel) if person else "",
    )


def _told(facts: Iterable[Fact]) -> str:
    """A line for each fact that is known."""
    between = ": " if language() == "en" else "："
    return "\n".join(f"{label}{between}{value}" for label, value in facts if value)


def _listed(title: str, lines: Iterable[str]) -> str:
    """The lines below a title, nothing where there are none."""
    found = [f"- {line}" for line in lines]
    return "\n".join((title, *found)) if found else ""


def _lines(text: str) -> list[str]:
    return [line.strip().lstrip("-•·").strip() for line in text.splitlines() if line.strip().lstrip("-•·").strip()]


def _day(moment: Moment | None) -> str:
    """The day in full, today without one; a text may be read much later."""
    day = moment.day() if moment else clock.today()
    if language() == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _when(moment: Moment) -> str:
    """Day, weekday and time where the appointment was entered, which is mostly where people meet."""
    local = moment.local()
    time = "" if moment.all_day else f"{local:%H:%M}"
    if language() == "zh":
        return f"{_day(moment)}（{_WEEKDAYS['zh'][local.weekday()]}）{time}"
    return ", ".join(filter(None, (_WEEKDAYS["en"][local.weekday()], _day(moment), time)))
