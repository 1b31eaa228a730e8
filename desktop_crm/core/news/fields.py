"""How each field of a news item is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.fields import Field, FieldType, RecordFields, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.news import choices

_MAIN = N_("News")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.NEWS,
    (
        Field(
            "customer_id",
            N_("Customer"),
            FieldType.REFERENCE,
            section=_MAIN,
            refers_to=Kind.CUSTOMERS,
            required=True,
            in_table=True,
            aliases=("客户名称", "公司", "公司名称", "company", "company name", "account", "customer name"),
        ),
        Field(
            "happened_on",
            N_("Date"),
            FieldType.DAY,
            section=_MAIN,
            requirement="C-36",
            required=True,
            in_table=True,
            aliases=("动态日期", "时间"),
        ),
        Field(
            "type",
            N_("Kind of news"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="C-36",
            choices=choices.TYPES,
            in_table=True,
            aliases=("类型",),
        ),
        Field(
            "content",
            N_("News"),
            FieldType.LONG_TEXT,
            section=_MAIN,
            requirement="C-36",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("客户最新动态", "内容", "动态内容"),
        ),
        Field("source", N_("Heard from"), section=_MAIN, requirement="C-30", search=Search.TEXT, aliases=("来源",)),
        Field(
            "notes",
            N_("Notes"),
            FieldType.LONG_TEXT,
            section=_REMARKS,
            search=Search.TEXT,
            aliases=("remark", "note", "备注说明"),
        ),
        Field(
            "confidential",
            N_("Confidential"),
            FieldType.YES_NO,
            section=_REMARKS,
            requirement="P-04",
            aliases=("保密标记", "是否保密", "confidentiality"),
        ),
        Field("unplaced", N_("Other imported values"), FieldType.UNPLACED, section=_REMARKS, search=Search.TEXT),
    ),
    sheet_aliases=("客户最新动态", "动态", "account news"),
    named_by="content",
    dated_by="happened_on",
    known_by=("content",),
    same_by=("customer_id", "happened_on", "content"),
)
