"""How each field of a feedback is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.feedback import choices
from desktop_crm.core.fields import Field, FieldType, RecordFields, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind

_MAIN = N_("Feedback")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.FEEDBACK,
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
            "tone",
            N_("Positive or negative"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="S-11",
            choices=choices.TONES,
            required=True,
            in_table=True,
            aliases=("反馈类型", "评价类型"),
        ),
        Field(
            "content",
            N_("Feedback given"),
            FieldType.LONG_TEXT,
            section=_MAIN,
            requirement="S-11",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("反馈内容", "内容"),
        ),
        Field(
            "given_on",
            N_("Given on"),
            FieldType.DAY,
            section=_MAIN,
            requirement="S-11",
            required=True,
            in_table=True,
            aliases=("评价时间", "时间", "日期"),
        ),
        Field(
            "contact_id",
            N_("Contact"),
            FieldType.REFERENCE,
            section=_MAIN,
            requirement="S-11",
            refers_to=Kind.CONTACTS,
            in_table=True,
            aliases=("客户联系人", "评价人"),
        ),
        Field(
            "measures",
            N_("Improvement"),
            FieldType.LONG_TEXT,
            section=_MAIN,
            requirement="S-12",
            search=Search.TEXT,
            aliases=("措施",),
        ),
        Field("measures_done_on", N_("Improvement done on"), FieldType.DAY, section=_MAIN, requirement="S-12"),
        Field("owner", N_("Owner"), section=_MAIN, requirement="S-12", search=Search.TEXT, aliases=("负责人",)),
        Field(
            "may_be_quoted",
            N_("May be quoted"),
            FieldType.YES_NO,
            section=_MAIN,
            requirement="S-11",
            aliases=("是否可用于宣传",),
        ),
        Field(
            "service_id",
            N_("About the request"),
            FieldType.REFERENCE,
            section=_MAIN,
            requirement="S-03",
            refers_to=Kind.SERVICE,
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
    sheet_aliases=("客户评价", "正面反馈", "负面反馈"),
    named_by="content",
    dated_by="given_on",
    known_by=("content",),
    same_by=("customer_id", "given_on", "content"),
)
