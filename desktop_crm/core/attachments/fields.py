"""How each field of an attachment is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.attachments import choices
from desktop_crm.core.fields import Field, FieldType, RecordFields, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind

_MAIN = N_("Attachment")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.ATTACHMENTS,
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
            "name",
            N_("File name"),
            section=_MAIN,
            requirement="I-14",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("附件", "文件名"),
        ),
        Field(
            "dated", N_("Date"), FieldType.DAY, section=_MAIN, requirement="I-14", in_table=True, aliases=("附件日期",)
        ),
        Field(
            "type",
            N_("Kind of attachment"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="I-14",
            choices=choices.TYPES,
            in_table=True,
            aliases=("类型",),
        ),
        Field("record_kind", N_("Belongs to"), section=_MAIN, requirement="I-14"),
        Field("record_id", N_("Record"), FieldType.NUMBER, section=_MAIN, requirement="I-14"),
        Field("media_type", N_("Format"), section=_MAIN, requirement="I-14"),
        Field("size_bytes", N_("Size in bytes"), FieldType.NUMBER, section=_MAIN, requirement="I-14"),
        Field("sha256", N_("SHA-256"), section=_MAIN, requirement="I-14", search=Search.IDENTITY),
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
    sheet_aliases=("附件列表", "attachment", "files"),
    named_by="name",
    dated_by="dated",
    known_by=("name",),
    same_by=("customer_id", "sha256", "name"),
)
