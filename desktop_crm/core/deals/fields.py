"""How each field of an opportunity is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.deals import choices
from desktop_crm.core.fields import Field, FieldType, Mask, RecordFields, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind

_MAIN = N_("Opportunity")
_END = N_("Outcome")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.DEALS,
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
            N_("Opportunity"),
            section=_MAIN,
            requirement="O-04",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("商机", "销售机会", "项目名称", "opportunity name", "deal name"),
        ),
        Field(
            "stage",
            N_("Stage"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="O-04",
            choices=choices.STAGES,
            required=True,
            in_table=True,
            aliases=("销售阶段", "商机阶段"),
        ),
        Field(
            "amount",
            N_("Expected amount"),
            FieldType.MONEY,
            section=_MAIN,
            requirement="O-04",
            mask=Mask.AMOUNT,
            in_table=True,
            aliases=("预计成交金额", "商机金额"),
        ),
        Field(
            "probability",
            N_("Probability (%)"),
            FieldType.NUMBER,
            section=_MAIN,
            requirement="O-04",
            limits=(0, 100),
            in_table=True,
            aliases=("赢率", "成功率", "probability"),
        ),
        Field(
            "product",
            N_("Product or service"),
            section=_MAIN,
            requirement="O-04",
            search=Search.TEXT,
            aliases=("产品",),
        ),
        Field(
            "expected_close",
            N_("Expected close"),
            FieldType.DAY,
            section=_MAIN,
            requirement="O-04",
            in_table=True,
            aliases=("预计签约日期", "close date"),
        ),
        Field(
            "owner",
            N_("Salesperson"),
            section=_MAIN,
            requirement="O-04",
            search=Search.TEXT,
            in_table=True,
            aliases=("owner", "负责人"),
        ),
        Field(
            "need_id", N_("For the need"), FieldType.REFERENCE, section=_MAIN, requirement="O-04", refers_to=Kind.NEEDS
        ),
        Field(
            "competitors", N_("Competitors"), section=_MAIN, requirement="C-24", search=Search.TEXT, aliases=("竞品",)
        ),
        Field("payment_terms", N_("Payment terms"), section=_MAIN, requirement="O-07", aliases=("付款周期",)),
        Field("closed_on", N_("Closed on"), FieldType.DAY, section=_END, requirement="O-03", aliases=("成交日期",)),
        Field(
            "lost_reason",
            N_("Why it was lost"),
            section=_END,
            requirement="O-04",
            search=Search.TEXT,
            aliases=("丢单原因",),
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
    sheet_aliases=("销售机会", "opportunity", "pipeline"),
    named_by="title",
    dated_by="expected_close",
    known_by=("title", "amount"),
    same_by=("customer_id", "title"),
)
