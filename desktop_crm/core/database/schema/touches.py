"""Gifts, news, success stories and material to share."""

from sqlalchemy import Index, Table

from desktop_crm.core.database.columns import columns
from desktop_crm.core.database.schema.base import links, metadata, own_values, record_id, trash_mark
from desktop_crm.core.fields import FieldType as Type

gifts = Table(
    "gifts",
    metadata,
    record_id(),
    trash_mark(),
    own_values(),
    *columns("customer_id", Type.REFERENCE, "customers"),
    *columns("title", Type.TEXT),
    *columns("given_on", Type.DAY),
    *columns("contact_id", Type.REFERENCE, "contacts"),
    *columns("occasion", Type.CHOICE),
    *columns("value", Type.MONEY),
    *columns("reaction", Type.LONG_TEXT),
    *columns("owner", Type.TEXT),
    *columns("notes", Type.LONG_TEXT),
    *columns("confidential", Type.YES_NO),
    *columns("unplaced", Type.UNPLACED),
    Index("gifts_by_customer", "customer_id", "deleted_at", "given_on", "id"),
    Index("gifts_by_time", "deleted_at", "given_on", "id"),
    *links("gifts", "contact_id"),
)

news = Table(
    "news",
    metadata,
    record_id(),
    trash_mark(),
    own_values(),
    *columns("customer_id", Type.REFERENCE, "customers"),
    *columns("happened_on", Type.DAY),
    *columns("type", Type.CHOICE),
    *columns("content", Type.LONG_TEXT),
    *columns("source", Type.TEXT),
    *columns("notes", Type.LONG_TEXT),
    *columns("confidential", Type.YES_NO),
    *columns("unplaced", Type.UNPLACED),
    Index("news_by_customer", "customer_id", "deleted_at", "happened_on", "id"),
    Index("news_by_time", "deleted_at", "happened_on", "id"),
)

stories = Table(
    "stories",
    metadata,
    record_id(),
    trash_mark(),
    own_values(),
    *columns("customer_id", Type.REFERENCE, "customers"),
    *columns("title", Type.TEXT),
    *columns("told_on", Type.DAY),
    *columns("situation", Type.LONG_TEXT),
    *columns("solution", Type.LONG_TEXT),
    *columns("result", Type.LONG_TEXT),
    *columns("quote", Type.LONG_TEXT),
    *columns("may_be_told", Type.YES_NO),
    *columns("need_id", Type.REFERENCE, "needs"),
    *columns("notes", Type.LONG_TEXT),
    *columns("confidential", Type.YES_NO),
    *columns("unplaced", Type.UNPLACED),
    Index("stories_by_customer", "customer_id", "deleted_at", "told_on", "id"),
    Index("stories_by_time", "deleted_at", "told_on", "id"),
    *links("stories", "need_id"),
)

materials = Table(
    "materials",
    metadata,
    record_id(),
    trash_mark(),
    own_values(),
    *columns("title", Type.TEXT),
    *columns("type", Type.CHOICE),
    *columns("published_on", Type.DAY),
    *columns("audience", Type.TEXT),
    *columns("summary", Type.LONG_TEXT),
    *columns("link", Type.WEBSITE),
    *columns("notes", Type.LONG_TEXT),
    *columns("unplaced", Type.UNPLACED),
    Index("materials_by_title", "deleted_at", "title", "id"),
)
