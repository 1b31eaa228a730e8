"""Customer news in the database."""

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.touches import news as table
from desktop_crm.core.news.entity import News
from desktop_crm.core.news.fields import FIELDS

NEWS = Records(News, FIELDS, table)
