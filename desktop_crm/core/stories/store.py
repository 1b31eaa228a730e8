"""Success stories in the database."""

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.touches import stories as table
from desktop_crm.core.stories.entity import Story
from desktop_crm.core.stories.fields import FIELDS

STORIES = Records(Story, FIELDS, table)
