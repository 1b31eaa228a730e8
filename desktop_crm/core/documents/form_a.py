"""Form A 客户关系管理记录表 (X-02): one customer on one sheet, in eighteen rows."""

from sqlalchemy import Connection

from desktop_crm.core.documents.customer_file import CustomerFile
from desktop_crm.core.documents.printed_page import FormRow, FormSection, PrintedPage
from desktop_crm.core.documents.words import Audience, clauses, lines_of
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.i18n import _, listed
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.needs.choices import EXPLICIT, IMPLICIT


def form_a(
    connection: Connection,
    customer_id: CustomerId,
    *,
    audience: Audience,
    printed_by: str,
    confidential: bool = False,
) -> PrintedPage:
    """The form, filled from the customer, the primary contact, the last interaction, the open needs and the next step.

    The user's own fields join the notes, so that the rows stay the form's own.

    Raises:
        KeyError: there is no such customer.
        RefusedError: the customer is confidential, and the page is for others.
    """
    file = CustomerFile(connection, customer_id, audience, confidential=confidential)
    rows = [*_who(file), *_talk(file), *_needs(file), *_next(file), *_satisfaction(file), _notes(file)]
    title = _("Customer relationship record")
    return file.page(title, [FormSection("", tuple(rows))], printed_by=printed_by)


def _who(file: CustomerFile) -> list[FormRow]:
    words, customer = file.words, file.customer
    contact = next((contact for contact in file.contacts if contact.left_on is None), None)
    role = words.joined(contact, "title", "decision_role", by=" / ") if contact else ""
    return [
        *words.row(customer, "name", _("Customer name")),
        FormRow(_("Contact person"), words.of(contact, "name") if contact else ""),
        FormRow(_("Title or role"), role),
        *words.row(customer, "industry"),
        *words.row(customer, "size" if file.is_company else "occupation", _("Size of the customer")),
    ]


def _talk(file: CustomerFile) -> list[FormRow]:
    words = file.words
    last = file.interactions[0] if file.interactions else Interaction()
    first = words.of(file.customer, "first_contact")
    if not first and file.interactions:
        first = _day(words.of(file.interactions[-1], "occurred"))
    sides = listed((*last.our_participants, *last.participants))
    return [
        FormRow(_("First contact"), first),
        FormRow(_("Last interaction"), _day(words.of(last, "occurred"))),
        FormRow(_("Type of interaction"), words.of(last, "method")),
        FormRow(_("Who took part"), words.masked(sides)),
        FormRow(_("Summary"), words.of(last, "summary"), lines=3),
    ]


def _day(moment: str) -> str:
    return moment.partition(" ")[0]


def _needs(file: CustomerFile) -> list[FormRow]:
    said = []
    if explicit := file.needs_of(EXPLICIT):
        said.append(_("Explicit: {needs}").format(needs=explicit))
    if implicit := file.needs_of(IMPLICIT):
        said.append(_("Implicit: {needs}").format(needs=implicit))
    last = file.interactions[0] if file.interactions else Interaction()
    return [
        FormRow(_("Analysis of needs"), clauses(said) or file.words.of(last, "needs_said"), lines=2),
        FormRow(_("Priority of the needs"), file.of_needs("priority")),
    ]


def _next(file: CustomerFile) -> list[FormRow]:
    words, step = file.words, file.next_step
    owner = words.of(step, "owner") if step else ""
    methods = " + ".join(words.of(step.having(methods=(method,)), "methods") for method in step.methods) if step else ""
    return [
        FormRow(_("Responsible for the follow-up"), owner or words.of(file.customer, "owner")),
        FormRow(_("Way of following up"), methods),
        FormRow(_("Follow-up due"), _due(file, step) if step else ""),
    ]


def _due(file: CustomerFile, step: Followup) -> str:
    """What is to be done by when; an appointment with its time."""
    due, title = file.words.of(step, "due"), file.words.of(step, "title")
    if step.due is None or not step.due.all_day:
        return file.words.joined(step, "due", "title")
    return _("{title} by {day}").format(title=title, day=due)


def _satisfaction(file: CustomerFile) -> list[FormRow]:
    score = file.scores[0].score if file.scores and file.words.internal else None
    return [
        FormRow(
            _("Current satisfaction score"),
            "" if score is None else _("{score} points").format(score=score),
            _("1 to 5 points, 5 is very satisfied"),
        ),
        FormRow(
            _("Change of satisfaction"),
            file.trend if file.words.internal else "",
            _("Rising, steady or falling, and why"),
        ),
    ]


def _notes(file: CustomerFile) -> FormRow:
    own = lines_of(file.words.own(file.customer))
    notes = (
        [file.words.of(file.customer, "notes"), lines_of(file.customer.unplaced.items())] if file.words.internal else []
    )
    return FormRow(_("Notes"), "\n".join(filter(None, (*notes, own))), lines=3)
