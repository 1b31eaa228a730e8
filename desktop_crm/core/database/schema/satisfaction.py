"""Satisfaction scores, surveys and their answers."""

from sqlalchemy import Index, Table

from desktop_crm.core.database.columns import columns
from desktop_crm.core.database.schema.base import links, metadata, own_values, record_id, trash_mark
from desktop_crm.core.fields import FieldType as Type

satisfaction = Table(
    "satisfaction",
    metadata,
    record_id(),
    trash_mark(),
    own_values(),
    *columns("customer_id", Type.REFERENCE, "customers"),
    *columns("score", Type.NUMBER),
    *columns("scored_on", Type.DAY),
    *columns("reason", Type.LONG_TEXT),
    *columns("mode", Type.CHOICE),
    *columns("responsiveness", Type.NUMBER),
    *columns("resolution", Type.NUMBER),
    *columns("professionalism", Type.NUMBER),
    *columns("contact_id", Type.REFERENCE, "contacts"),
    *columns("interaction_id", Type.REFERENCE, "interactions"),
    *columns("answers_id", Type.REFERENCE, "survey_answers"),
    *columns("notes", Type.LONG_TEXT),
    *columns("confidential", Type.YES_NO),
    *columns("unplaced", Type.UNPLACED),
    Index("satisfaction_by_customer", "customer_id", "deleted_at", "scored_on", "id"),
    Index("satisfaction_by_time", "deleted_at", "scored_on", "id"),
    *links("satisfaction", "contact_id", "interaction_id", "answers_id"),
)

surveys = Table(
    "surveys",
    metadata,
    record_id(),
    trash_mark(),
    own_values(),
    *columns("title", Type.TEXT),
    *columns("status", Type.CHOICE),
    *columns("starts_on", Type.DAY),
    *columns("ends_on", Type.DAY),
    *columns("introduction", Type.LONG_TEXT),
    *columns("questions", Type.LONG_TEXT),
    *columns("owner", Type.TEXT),
    *columns("notes", Type.LONG_TEXT),
    *columns("unplaced", Type.UNPLACED),
    Index("surveys_by_title", "deleted_at", "title", "id"),
)

survey_answers = Table(
    "survey_answers",
    metadata,
    record_id(),
    trash_mark(),
    own_values(),
    *columns("customer_id", Type.REFERENCE, "customers"),
    *columns("survey_id", Type.REFERENCE, "surveys"),
    *columns("answered_on", Type.DAY),
    *columns("contact_id", Type.REFERENCE, "contacts"),
    *columns("mode", Type.CHOICE),
    *columns("answers", Type.ANSWERS),
    *columns("main_problems", Type.LONG_TEXT),
    *columns("suggestions", Type.LONG_TEXT),
    *columns("notes", Type.LONG_TEXT),
    *columns("confidential", Type.YES_NO),
    *columns("unplaced", Type.UNPLACED),
    Index("survey_answers_by_customer", "customer_id", "deleted_at", "answered_on", "id"),
    Index("survey_answers_by_time", "deleted_at", "answered_on", "id"),
    *links("survey_answers", "survey_id", "contact_id"),
)
