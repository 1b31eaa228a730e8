"""How each field of a success story is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.fields import Field, FieldType, RecordFields, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind

_MAIN = N_("Story")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.STORIES,
    (
        Field(
            "customer_id",
            N_("Customer"),
            FieldType.REFERENCE,
            section=_MAIN,
            refers_to=Kind.CUSTOMERS,
            in_table=True,
            aliases=("客户名称", "公司", "公司名称", "company", "company name", "account", "customer name"),
        ),
        Field(
            "title",
            N_("Success story"),
            section=_MAIN,
            requirement="N-16",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("案例名称", "标题"),
        ),
        Field(
            "told_on", N_("Date"), FieldType.DAY, section=_MAIN, requirement="N-16", in_table=True, aliases=("时间",)
        ),
        Field(
            "situation",
            N_("Situation before"),
            FieldType.LONG_TEXT,
            section=_MAIN,
            requirement="N-16",
            search=Search.TEXT,
            aliases=("背景", "问题"),
        ),
        Field(
            "solution",
            N_("What was done"),
            FieldType.LONG_TEXT,
            section=_MAIN,
            requirement="N-16",
            search=Search.TEXT,
            aliases=("方案",),
        ),
        Field(
            "result",
            N_("Result in figures"),
            FieldType.LONG_TEXT,
            section=_MAIN,
            requirement="N-14",
            search=Search.TEXT,
            aliases=("成果", "效果"),
        ),
        Field(
            "quote",
            N_("Customer's words"),
            FieldType.LONG_TEXT,
            section=_MAIN,
            requirement="S-11",
            search=Search.TEXT,
            aliases=("评价",),
        ),
        Field(
            "may_be_told",
            N_("Customer agreed to its use"),
            FieldType.YES_NO,
            section=_MAIN,
            requirement="N-16",
            in_table=True,
            aliases=("可公开",),
        ),
        Field(
            "need_id", N_("For the need"), FieldType.REFERENCE, section=_MAIN, requirement="N-16", refers_to=Kind.NEEDS
        ),
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
    sheet_aliases=("成功案例", "使用案例", "story"),
    named_by="title",
    dated_by="told_on",
    known_by=("title", "result"),
    same_by=("customer_id", "title"),
)
