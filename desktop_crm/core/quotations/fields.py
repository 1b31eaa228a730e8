"""How each field of a quotation is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.fields import Field, FieldType, Mask, RecordFields, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.quotations import choices

_MAIN = N_("Quotation")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.QUOTATIONS,
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
            "title",
            N_("Proposal or product"),
            section=_MAIN,
            requirement="O-06",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("报价内容", "方案名称", "产品"),
        ),
        Field(
            "kind",
            N_("Kind of document"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="O-06",
            choices=choices.KINDS,
            in_table=True,
            aliases=("文件类型",),
        ),
        Field(
            "quotation_number",
            N_("Quotation number"),
            section=_MAIN,
            requirement="O-06",
            search=Search.IDENTITY,
            in_table=True,
            aliases=("报价编号", "quote no"),
        ),
        Field(
            "sent_on",
            N_("Sent on"),
            FieldType.DAY,
            section=_MAIN,
            requirement="O-06",
            required=True,
            in_table=True,
            aliases=("报价日期", "发送日期"),
        ),
        Field(
            "amount",
            N_("Quoted amount"),
            FieldType.MONEY,
            section=_MAIN,
            requirement="O-06",
            mask=Mask.AMOUNT,
            in_table=True,
            aliases=("报价金额", "报价"),
        ),
        Field(
            "valid_until",
            N_("Valid until"),
            FieldType.DAY,
            section=_MAIN,
            requirement="O-06",
            in_table=True,
            aliases=("有效期",),
        ),
        Field(
            "status",
            N_("State"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="O-06",
            choices=choices.STATUSES,
            in_table=True,
        ),
        Field(
            "content",
            N_("Content"),
            FieldType.LONG_TEXT,
            section=_MAIN,
            requirement="O-06",
            search=Search.TEXT,
            aliases=("明细", "方案内容"),
        ),
        Field("payment_terms", N_("Payment terms"), section=_MAIN, requirement="O-07", aliases=("付款周期",)),
        Field(
            "deal_id", N_("Opportunity"), FieldType.REFERENCE, section=_MAIN, requirement="O-04", refers_to=Kind.DEALS
        ),
        Field(
            "owner",
            N_("Salesperson"),
            section=_MAIN,
            requirement="O-06",
            search=Search.TEXT,
            aliases=("owner", "负责人"),
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
    sheet_aliases=("报价单", "方案报价", "quotation", "quotes"),
    named_by="title",
    dated_by="sent_on",
    known_by=("title", "amount", "quotation_number"),
    same_by=("customer_id", "quotation_number", "title", "sent_on", "amount"),
)
