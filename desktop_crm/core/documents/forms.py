"""The list of what can be printed about a customer: here a new form plugs in."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import Connection

from desktop_crm.core.documents.attachment_list import attachment_list
from desktop_crm.core.documents.confirmation_letter import confirmation_letter
from desktop_crm.core.documents.customer_summary import summary_page
from desktop_crm.core.documents.form_a import form_a
from desktop_crm.core.documents.form_b import form_b
from desktop_crm.core.documents.form_c import form_c
from desktop_crm.core.documents.printed_page import PrintedPage
from desktop_crm.core.documents.questionnaire import questionnaire
from desktop_crm.core.documents.story_sheet import story_sheet
from desktop_crm.core.documents.talk_guide import talk_guide_page
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import CustomerId, ServiceRequestId, StoryId, SurveyId
from desktop_crm.core.kinds import Kind


class Form(StrEnum):
    """A page about one customer; the value is the FORM of the command line."""

    SUMMARY = "summary"
    A = "a"
    B = "b"
    C = "c"
    BRIEF = "brief"
    LETTER = "letter"
    QUESTIONNAIRE = "questionnaire"
    ATTACHMENTS = "attachments"
    STORY = "story"

    @property
    def label(self) -> str:
        """What the form is called, in the language in use."""
        return _(_LABELS[self])

    @property
    def about(self) -> Kind | None:
        """The kind of which one record is told; None for a form about the customer as a whole."""
        return _ABOUT.get(self)

    @property
    def tells_interactions(self) -> bool:
        """Whether it matters how many interactions are asked for."""
        return self in (Form.SUMMARY, Form.B, Form.C)

    @property
    def for_everybody(self) -> bool:
        """Whether it is made for different audiences; letters and questionnaires go to the customer, the talk guide to
        ourselves."""
        return self not in (Form.BRIEF, Form.LETTER, Form.QUESTIONNAIRE)


_LABELS: Mapping[Form, str] = {
    Form.SUMMARY: N_("Customer summary"),
    Form.A: N_("Form A: relationship record"),
    Form.B: N_("Form B: information sheet"),
    Form.C: N_("Form C: complete record"),
    Form.BRIEF: N_("Talk guide"),
    Form.LETTER: N_("Confirmation letter"),
    Form.QUESTIONNAIRE: N_("Satisfaction survey"),
    Form.ATTACHMENTS: N_("Attachment list"),
    Form.STORY: N_("Success story"),
}


_ABOUT: Mapping[Form, Kind] = {
    Form.LETTER: Kind.SERVICE,
    Form.QUESTIONNAIRE: Kind.SURVEYS,
    Form.STORY: Kind.STORIES,
}


def form_about(kind: Kind) -> Form | None:
    """The form that tells one record of this kind, if there is one."""
    return next((form for form, about in _ABOUT.items() if about is kind), None)


def page_of(
    connection: Connection,
    form: Form,
    customer_id: CustomerId,
    *,
    audience: Audience,
    printed_by: str,
    interactions: int | None = None,
    record_id: int | None = None,
    confidential: bool = False,
) -> PrintedPage:
    """The words of one form about one customer.

    Args:
        connection: to the book.
        form: which one.
        customer_id: whom it is about.
        audience: for whom it is; letters and questionnaires are always for the customer, the talk guide for ourselves.
        printed_by: who prints it, as it stands in the footer.
        interactions: how many of the last interactions it tells, None for all.
        record_id: which record of the kind `form.about` it tells; None for the request that was resolved last, the
            survey that is running, or the latest story.
        confidential: whether records so marked are on it.

    Raises:
        KeyError: there is no such customer.
        RefusedError: there is nothing that this form could tell, or the customer is confidential.
    """
    match form:
        case Form.SUMMARY | Form.B | Form.C:
            make = {Form.SUMMARY: summary_page, Form.B: form_b, Form.C: form_c}[form]
            return make(
                connection,
                customer_id,
                audience=audience,
                printed_by=printed_by,
                interactions=interactions,
                confidential=confidential,
            )
        case Form.BRIEF:
            return talk_guide_page(connection, customer_id, printed_by=printed_by, confidential=confidential)
        case Form.LETTER:
            return confirmation_letter(
                connection,
                customer_id,
                printed_by=printed_by,
                request_id=None if record_id is None else ServiceRequestId(record_id),
                confidential=confidential,
            )
        case Form.QUESTIONNAIRE:
            return questionnaire(
                connection,
                customer_id,
                printed_by=printed_by,
                survey_id=None if record_id is None else SurveyId(record_id),
                confidential=confidential,
            )
        case Form.A:
            return form_a(connection, customer_id, audience=audience, printed_by=printed_by, confidential=confidential)
        case Form.ATTACHMENTS:
            return attachment_list(
                connection, customer_id, audience=audience, printed_by=printed_by, confidential=confidential
            )
        case Form.STORY:
            return story_sheet(
                connection,
                customer_id,
                audience=audience,
                printed_by=printed_by,
                story_id=None if record_id is None else StoryId(record_id),
                confidential=confidential,
            )
