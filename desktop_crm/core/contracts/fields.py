"""How each field of a contract is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.contracts import choices
from desktop_crm.core.fields import Field, FieldType, Mask, RecordFields, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind

_MAIN = N_("Contract")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.CONTRACTS,
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
            N_("Contract"),
            section=_MAIN,
            requirement="O-05",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("合同",),
        ),
        Field(
            "contract_number",
            N_("Contract number"),
            section=_MAIN,
            requirement="O-05",
            search=Search.IDENTITY,
            in_table=True,
            aliases=("合同号", "contract no"),
        ),
        Field(
            "status",
            N_("State"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="O-05",
            choices=choices.STATUSES,
            in_table=True,
            aliases=("合同状态",),
        ),
        Field(
            "signed_on",
            N_("Signed on"),
            FieldType.DAY,
            section=_MAIN,
            requirement="O-03",
            in_table=True,
            aliases=("签约日期", "签署日期"),
        ),
        Field(
            "amount",
            N_("Contract amount"),
            FieldType.MONEY,
            section=_MAIN,
            requirement="O-03",
            mask=Mask.AMOUNT,
            in_table=True,
            aliases=("金额",),
        ),
        Field("starts_on", N_("Starts on"), FieldType.DAY, section=_MAIN, requirement="O-05", aliases=("开始日期",)),
        Field(
            "ends_on",
            N_("Ends on"),
            FieldType.DAY,
            section=_MAIN,
            requirement="O-05",
            in_table=True,
            aliases=("结束日期", "截止日期"),
        ),
        Field("payment_terms", N_("Payment terms"), section=_MAIN, requirement="O-07", aliases=("付款周期",)),
        Field("signed_by", N_("Signed by"), section=_MAIN, requirement="O-05", search=Search.TEXT, mask=Mask.PERSON),
        Field(
            "deal_id", N_("Opportunity"), FieldType.REFERENCE, section=_MAIN, requirement="O-04", refers_to=Kind.DEALS
        ),
        Field(
            "owner",
            N_("Salesperson"),
            section=_MAIN,
            requirement="O-05",
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
    sheet_aliases=("合同文件", "合同信息", "contract"),
    named_by="title",
    dated_by="signed_on",
    known_by=("title", "contract_number", "amount"),
    same_by=("customer_id", "contract_number", "title", "signed_on"),
)
