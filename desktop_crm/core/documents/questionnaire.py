"""A survey as a form to be filled in by hand (满意度问卷, X-10, V-05)."""

from sqlalchemy import Connection, select

from desktop_crm.core.customers.fields import FIELDS as CUSTOMER_FIELDS
from desktop_crm.core.documents.customer_file import CustomerFile
from desktop_crm.core.documents.plain_page import plain_page
from desktop_crm.core.documents.printed_page import (
    FormRow,
    FormSection,
    PaperQuestion,
    PrintedPage,
    QuestionSection,
    Section,
    TextSection,
)
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId, SurveyId
from desktop_crm.core.surveys.choices import RUNNING
from desktop_crm.core.surveys.entity import Survey
from desktop_crm.core.surveys.questions import (
    SCORES,
    SUGGESTIONS,
    AnswerType,
    Question,
    default_questions,
    questions_in,
)
from desktop_crm.core.surveys.store import SURVEYS


def questionnaire(
    connection: Connection,
    customer_id: CustomerId,
    *,
    printed_by: str,
    survey_id: SurveyId | None = None,
    confidential: bool = False,
) -> PrintedPage:
    """One survey for one customer, whose name is plain; unless it is named, that of `surveys_to_print` that is first.

    Raises:
        KeyError: there is no such customer.
        RefusedError: the customer is confidential, or there is no such survey.
    """
    file = CustomerFile(connection, customer_id, Audience.CUSTOMER, confidential=confidential, named=True)
    survey = _survey(connection, survey_id)
    return file.page(_title(survey), _sections(survey, _about(file)), printed_by=printed_by)


def blank_questionnaire(connection: Connection, *, printed_by: str, survey_id: SurveyId | None = None) -> PrintedPage:
    """As `questionnaire`, with a line for the name of whichever customer it is handed to.

    Raises:
        RefusedError: there is no such survey.
    """
    survey = _survey(connection, survey_id)
    return plain_page(_title(survey), _sections(survey, _about(None)), printed_by)


def _title(survey: Survey) -> str:
    return survey.title or _("Satisfaction survey")


def _sections(survey: Survey, about: list[FormRow]) -> list[Section]:
    questions = questions_in(survey.questions) or default_questions()
    scored = any(question.type is AnswerType.SCORE for question in questions)
    return [
        TextSection("", (survey.introduction or _usual_introduction(),)),
        FormSection(_("About you"), tuple(about)),
        QuestionSection(
            _("Survey questions"),
            tuple(_on_paper(question) for question in questions),
            _("Tick one box each; 5 is very satisfied, 1 is very dissatisfied.") if scored else "",
        ),
        TextSection("", (_("Thank you for your time."),)),
    ]


def surveys_to_print(connection: Connection) -> list[Survey]:
    """The surveys in use: those that are running first, then the latest."""
    c = SURVEYS.table.c
    order = (c.status != RUNNING, c.starts_on.desc(), c.id.desc())
    ids = connection.scalars(select(c.id).where(c.deleted_at.is_(None)).order_by(*order)).all()
    return SURVEYS.get_many(connection, ids)


def _survey(connection: Connection, survey_id: SurveyId | None) -> Survey:
    """The survey to print; with the usual questions where there is none at all."""
    surveys = surveys_to_print(connection)
    if survey_id is None:
        return surveys[0] if surveys else Survey()
    found = next((survey for survey in surveys if survey.id == survey_id), None)
    if found is None:
        raise RefusedError(_("There is no such survey"), _("It may have been moved to the Trash."))
    return found


def _usual_introduction() -> str:
    return _("Please tell us how satisfied you are with our products and our service. It takes about three minutes.")


def _about(file: CustomerFile | None) -> list[FormRow]:
    """Who answers, as far as it is known."""
    label = CUSTOMER_FIELDS["name"].label
    return [
        *(file.words.row(file.customer, "name", half=True) if file else [FormRow(_(label), "", half=True)]),
        FormRow(_("Filled in by"), "", half=True),
        FormRow(_("Title or role"), "", half=True),
        FormRow(_("Phone"), "", half=True),
        FormRow(_("Product or service in use"), "", half=True),
        FormRow(_("Date"), "", half=True),
    ]


def _on_paper(question: Question) -> PaperQuestion:
    match question.type:
        case AnswerType.SCORE:
            return PaperQuestion(question.text, tuple(str(score) for score in SCORES))
        case AnswerType.YES_NO:
            return PaperQuestion(question.text, (_("Yes"), _("No")))
        case AnswerType.CHOICE:
            return PaperQuestion(question.text, question.options)
        case _:
            return PaperQuestion(question.text, lines=3 if question.topic == SUGGESTIONS else 2)
