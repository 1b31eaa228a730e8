"""Survey answers in the database."""

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.satisfaction import survey_answers as table
from desktop_crm.core.survey_answers.entity import SurveyAnswers
from desktop_crm.core.survey_answers.fields import FIELDS

SURVEY_ANSWERS = Records(SurveyAnswers, FIELDS, table)
