"""What came of a survey: its questions met with all that was answered (V-06)."""

from sqlalchemy import Connection, select

from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.database.schema.satisfaction import survey_answers
from desktop_crm.core.ids import SurveyId
from desktop_crm.core.survey_answers.store import SURVEY_ANSWERS
from desktop_crm.core.surveys.analysis import Analysis, Filled, analyse
from desktop_crm.core.surveys.questions import questions_in
from desktop_crm.core.surveys.store import SURVEYS


def analyse_survey(connection: Connection, survey_id: SurveyId) -> Analysis:
    """The analysis of all filled surveys in use, in the order in which they were answered."""
    survey = SURVEYS.get(connection, survey_id)
    a, c = survey_answers.c, customers.c
    rows = connection.execute(
        select(survey_answers, c.name.label("customer_name"))
        .outerjoin(customers, c.id == a.customer_id)
        .where(a.survey_id == survey_id, a.deleted_at.is_(None))
        .order_by(a.answered_on, a.id)
    ).mappings()
    filled = []
    for row in rows:
        entity = SURVEY_ANSWERS.entity_of(row)
        name = row["customer_name"] or ""
        filled.append(Filled(name, entity.answers, entity.main_problems, entity.suggestions))
    return analyse(questions_in(survey.questions) if survey else [], filled)
