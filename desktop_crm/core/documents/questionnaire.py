"""A survey as a form to be filled in by hand (满意度问卷, X-10, V-05)."""

from sqlalchemy import Connection, select

from desktop_crm.core.documents.customer_file import CustomerFile
from desktop_crm.core.documents.summary import (
    FormRow,
    FormSection,
    PaperQuestion,
    QuestionSection,
    Section,
    SummaryPage,
    TextSection,
)
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
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
    connection: Connection, customer_id: CustomerId, *, printed_by: str, confidential: bool = False
) -> SummaryPage:
    """The survey that is running, else the latest, else the usual questions, for one customer, whose name is plain.

    Raises:
        KeyError: there is no such customer.
        RefusedError: the customer is confidential.
    """
    file = CustomerFile(connection, customer_id, Audience.CUSTOMER, confidential=confidential, named=True)
    survey = _latest(connection)
    questions = questions_in(survey.questions) or default_questions()
    scored = any(question.type is AnswerType.SCORE for question in questions)
    sections: list[Section] = [
        TextSection("", (survey.introduction or _usual_introduction(),)),
        FormSection(_("About you"), tuple(_about(file))),
        QuestionSection(
            _("Survey questions"),
            tuple(_on_paper(question) for question in questions),
            _("Tick one box each; 5 is very satisfied, 1 is very dissatisfied.") if scored else "",
        ),
        TextSection("", (_("Thank you for your time."),)),
    ]
    return file.page(survey.title or _("Satisfaction survey"), sections, printed_by=printed_by)


def _latest(connection: Connection) -> Survey:
    c = SURVEYS.table.c
    order = (c.status != RUNNING, c.starts_on.desc(), c.id.desc())
    found = connection.scalar(select(c.id).where(c.deleted_at.is_(None)).order_by(*order).limit(1))
    survey = None if found is None else SURVEYS.get(connection, found)
    return survey or Survey()


def _usual_introduction() -> str:
    return _("Please tell us how satisfied you are with our products and our service. It takes about three minutes.")


def _about(file: CustomerFile) -> list[FormRow]:
    return [
        *file.words.row(file.customer, "name", half=True),
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
