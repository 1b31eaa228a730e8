"""How each field of a material is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.fields import Field, FieldType, RecordFields, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.materials import choices

_MAIN = N_("Material")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.MATERIALS,
    (
        Field(
            "title",
            N_("Material"),
            section=_MAIN,
            requirement="F-11",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("标题", "名称"),
        ),
        Field(
            "type",
            N_("Kind of material"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="F-11",
            choices=choices.TYPES,
            in_table=True,
            aliases=("类型",),
        ),
        Field(
            "published_on",
            N_("Date"),
            FieldType.DAY,
            section=_MAIN,
            requirement="F-11",
            in_table=True,
            aliases=("发布日期",),
        ),
        Field(
            "audience",
            N_("Meant for"),
            section=_MAIN,
            requirement="F-11",
            search=Search.TEXT,
            in_table=True,
            aliases=("适用客户", "行业"),
        ),
        Field(
            "summary",
            N_("In short"),
            FieldType.LONG_TEXT,
            section=_MAIN,
            requirement="F-11",
            search=Search.TEXT,
            aliases=("摘要", "内容"),
        ),
        Field("link", N_("Link"), FieldType.WEBSITE, section=_MAIN, requirement="F-11", aliases=("网址", "url")),
        Field(
            "notes",
            N_("Notes"),
            FieldType.LONG_TEXT,
            section=_REMARKS,
            search=Search.TEXT,
            aliases=("remark", "note", "备注说明"),
        ),
        Field("unplaced", N_("Other imported values"), FieldType.UNPLACED, section=_REMARKS, search=Search.TEXT),
    ),
    sheet_aliases=("分享资料", "行业资料"),
    named_by="title",
    dated_by="published_on",
    known_by=("title",),
    same_by=("title", "published_on"),
)
